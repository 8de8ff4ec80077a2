"""Sessions that nobody uses end after a while; a page left open is told how much time is left.

Only what a person does counts as use. Requests that a page sends by itself (a list that refreshes, a progress bar)
carry the header `X-Background` and do not keep a session alive; neither does asking how much time is left.
"""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from hanpo.core import clock

SEEN_AT = "hanpo_seen_at"
"""Session key: when the person last did something, in seconds since 1970."""

GRAIN = 60
"""Seconds between two notes of use, so that not every request writes the session."""


class IdleMiddleware:
    """Signs out a session that was not used for `SESSION_IDLE_MINUTES`."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            if seconds_left(request) <= 0:
                logout(request)
            elif _is_use(request):
                note_use(request)
        return self.get_response(request)


def note_use(request: HttpRequest) -> None:
    """Note that the person is there."""
    now = _now()
    if now - request.session.get(SEEN_AT, 0) >= GRAIN:
        request.session[SEEN_AT] = now


def seconds_left(request: HttpRequest) -> int:
    """How long the session lasts if nothing more is done; the whole time for one that has just begun."""
    seen = request.session.get(SEEN_AT, _now())
    return int(seen + settings.SESSION_IDLE_MINUTES * 60 - _now())


def _is_use(request: HttpRequest) -> bool:
    return "X-Background" not in request.headers and request.path != reverse("portal:session")


def _now() -> int:
    return int(clock.now().timestamp())
