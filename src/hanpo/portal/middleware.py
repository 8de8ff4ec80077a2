"""What stands before every page: what no database can hold is refused, and every request carries the access of the
person who signed in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.utils.functional import SimpleLazyObject

from hanpo.core import clock
from hanpo.core.access import Access, access_of
from hanpo.portal.views.errors import unreadable

NOBODY = Access((), {})


class NulMiddleware:
    """Refuses what holds the character NUL, wherever it stands: PostgreSQL stores and compares no text with it, and
    nobody types it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if any("\0" in text for text in _texts_of(request)):
            return unreadable(request)
        return self.get_response(request)


class AccessMiddleware:
    """Puts `request.access` on the request; it is worked out when it is first asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.access = SimpleLazyObject(lambda: _access(request))  # type: ignore[attr-defined]
        return self.get_response(request)


def _texts_of(request: HttpRequest) -> Iterator[str]:
    """Every text that came with the request: address, headers, cookies (which can write NUL as an octal number) and
    the fields of a form.
    """
    yield from (value for value in request.META.values() if isinstance(value, str))
    yield from request.COOKIES.values()
    for sent in (request.GET, _posted(request)):
        for name, values in sent.lists():
            yield from (name, *values)


def _posted(request: HttpRequest) -> QueryDict:
    try:
        return request.POST
    except UnreadablePostError:  # the connection broke off; whoever needs the form finds it empty
        return QueryDict()


def _access(request: HttpRequest) -> Access:
    return access_of(request.user, today=clock.today()) if request.user.is_authenticated else NOBODY
