"""The front door: everybody is led to the home that is theirs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hanpo.core.pages import public


@public
def home(request: HttpRequest) -> HttpResponse:
    """Lead everybody to the home that is theirs."""
    if not request.user.is_authenticated:
        return redirect("account_login")
    return render(request, "portal/home.html")
