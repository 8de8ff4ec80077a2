"""The council's first page: what is open now, and what comes next."""

from __future__ import annotations

from django.http import HttpResponse

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page, show
from hanpo.council.queries import councils
from hanpo.council.queries.home import open_now


@page("council.see")
def home(request: PageRequest) -> HttpResponse:
    """The council as it stands, and what is open in each part."""
    return show(request, "council/home.html", councils=councils.councils(), open=open_now(today=clock.today()))
