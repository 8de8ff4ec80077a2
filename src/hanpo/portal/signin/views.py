"""The addresses a page asks about its session, and the page that closes a sign-in made in a second window."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from hanpo.core.pages import public
from hanpo.portal.signin.idle import note_use, seconds_left


@never_cache
@require_http_methods(["GET", "POST"])
@public
def session(request: HttpRequest) -> HttpResponse:
    """How long the session lasts (POST: and go on), with a fresh form token for pages that outlived their sign-in."""
    if not request.user.is_authenticated:
        return JsonResponse({"seconds_left": 0})
    if request.method == "POST":
        note_use(request)
    return JsonResponse({"seconds_left": seconds_left(request), "token": get_token(request)})


@public
def session_back(request: HttpRequest) -> HttpResponse:
    """Tell the person to go back to the window where the work waits."""
    return render(request, "portal/session_back.html")
