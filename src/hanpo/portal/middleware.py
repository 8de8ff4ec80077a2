"""Who is asking: every request carries the access of the person who signed in."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from hanpo.core import clock
from hanpo.core.access import Access, access_of

NOBODY = Access((), {})


class AccessMiddleware:
    """Puts `request.access` on the request; it is worked out when it is first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = SimpleLazyObject(lambda: _access(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _access(request: HttpRequest) -> Access:
    return access_of(request.user, today=clock.today()) if request.user.is_authenticated else NOBODY
