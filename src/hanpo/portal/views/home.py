"""The front door: everybody is led to the home that is theirs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hanpo.core.pages import public
from hanpo.portal import language
from hanpo.portal.queries import home_of


@public
def home(request: HttpRequest) -> HttpResponse:
    """Lead everybody to the home that is theirs, in the language they chose; who has none yet is told so."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    found = home_of(access=request.access)  # type: ignore[attr-defined]
    response = redirect(found) if found else render(request, "portal/home.html")
    return language.kept(request, response)
