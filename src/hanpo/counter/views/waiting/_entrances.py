"""How visitors and screens enter without signing in: by a token or a municipality, in that scope and their language."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import translation

from hanpo.core import clock, scope
from hanpo.core.pages import public
from hanpo.counter.models import Language
from hanpo.counter.queries.waiting import visitors

View = Callable[..., HttpResponseBase]


def at_kiosk(view: View) -> View:
    """A page of a kiosk, known by its token; `?lang=` says in which language the visitor in front of it reads."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        kiosk = visitors.kiosk_of(token=token)
        if kiosk is None:
            raise Http404
        asked = request.GET.get("lang", "")
        language = asked if asked in Language.values else Language.JAPANESE
        with scope.within(scope.of(kiosk.municipality_id)), translation.override(language):
            return view(request, kiosk, *args, **kwargs)

    return public(opened)


def with_ticket(view: View) -> View:
    """A page of somebody who holds a ticket, in the language of the phone, or in the one chosen at the kiosk."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        ticket = visitors.ticket_of(token=token)
        if ticket is None:
            raise Http404
        with scope.within(scope.of(ticket.municipality_id)), translation.override(_language(request, ticket.language)):
            return view(request, ticket, *args, **kwargs)

    return public(opened)


def with_booking(view: View) -> View:
    """A page of somebody who booked."""

    @wraps(view)
    def opened(request: HttpRequest, token: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        booking = visitors.booking_of(token=token)
        if booking is None:
            raise Http404
        with scope.within(scope.of(booking.municipality_id)):
            return view(request, booking, *args, **kwargs)

    return public(opened)


def at_counter(view: View) -> View:
    """A page about the counter of a municipality that everybody may read."""

    @wraps(view)
    def opened(request: HttpRequest, code: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
        place = visitors.place_with_counter(code=code)
        if place is None:
            raise Http404
        with scope.within(scope.of(place.pk)):
            return view(request, place, *args, **kwargs)

    return public(opened)


def shown(request: HttpRequest, template: str, /, *, status: int = 200, **context: Any) -> HttpResponseBase:
    """A page of visitors with the moment at which it was drawn."""
    return render(request, template, {"now": clock.now(), **context}, status=status)


def _language(request: HttpRequest, chosen: str) -> str:
    return translation.get_language() if settings.LANGUAGE_COOKIE_NAME in request.COOKIES else chosen
