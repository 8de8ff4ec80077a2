"""The council's first page: what is open now, and what comes next."""

from __future__ import annotations

from django.http import HttpResponse

from hanpo.core.pages import PageRequest, page, show
from hanpo.council.queries import councils


@page("council.see")
def home(request: PageRequest) -> HttpResponse:
    """The council as it stands: its members, and each part's open work."""
    return show(request, "council/home.html", councils=councils.councils())
