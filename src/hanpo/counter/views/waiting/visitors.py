"""Pages of visitors: the kiosk that gives a number, the number on paper and on the phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from hanpo.core import clock
from hanpo.counter.actions.waiting import tickets as actions
from hanpo.counter.actions.waiting.booking import check_in
from hanpo.counter.files.waiting import qr_of
from hanpo.counter.models import Kiosk, Ticket
from hanpo.counter.queries.waiting import booking, hall_of, visitors
from hanpo.counter.views.waiting._entrances import at_kiosk, shown, with_ticket


@at_kiosk
def kiosk(request: HttpRequest, kiosk: Kiosk) -> HttpResponseBase:
    """Big buttons: one press gives a number."""
    if request.method == "POST":
        return _give(request, kiosk)
    hall = hall_of(municipality=kiosk.municipality_id, at=clock.now())
    return shown(request, "counter/waiting/kiosk.html", kiosk=kiosk, hall=hall, several=request.GET.get("several"))


@at_kiosk
def kiosk_check_in(request: HttpRequest, kiosk: Kiosk) -> HttpResponseBase:
    """Who has booked types the number of the booking and gets a ticket."""
    found, code = None, request.POST.get("code", "").strip()
    if request.method == "POST":
        found = booking.booking_by_code(municipality=kiosk.municipality_id, code=code)
    if found is None:
        return shown(request, "counter/waiting/kiosk_code.html", kiosk=kiosk, code=code, refused=bool(code))
    try:
        ticket = check_in(actor=None, booking=found, at=clock.now(), language=visitors.spoken())
    except ValidationError as refusal:
        return shown(request, "counter/waiting/kiosk_code.html", kiosk=kiosk, code=code, words=refusal.messages[0])
    return _to_ticket(request, kiosk, ticket)


@at_kiosk
def kiosk_ticket(request: HttpRequest, kiosk: Kiosk, ticket: str) -> HttpResponseBase:
    """The number to be printed; the browser prints it and goes back to the buttons."""
    row = visitors.ticket_of(token=ticket)
    if row is None or row.municipality_id != kiosk.municipality_id:
        return redirect("counter:kiosk", token=kiosk.token)
    seen = visitors.seen_by_holder(ticket=row, at=clock.now())
    address = request.build_absolute_uri(visitors.phone_address(ticket=row))
    return shown(
        request, "counter/waiting/kiosk_ticket.html", kiosk=kiosk, seen=seen, qr=qr_of(address), address=address
    )


@with_ticket
def ticket_phone(request: HttpRequest, ticket: Ticket) -> HttpResponseBase:
    """The number on the phone: how many are before it, and what the holder can do."""
    seen = visitors.seen_by_holder(ticket=ticket, at=clock.now())
    part = "counter/waiting/_phone.html" if request.headers.get("HX-Request") else "counter/waiting/phone.html"
    return shown(request, part, seen=seen, ticket=ticket)


DEEDS: dict[str, Callable[..., Any]] = {
    "away": actions.park_ticket,
    "back": actions.bring_back_ticket,
    "leave": actions.give_ticket_back,
}
"""What a holder may do by phone."""


@with_ticket
def ticket_act(request: HttpRequest, ticket: Ticket, deed: str) -> HttpResponseBase:
    """Be away for a while, be back, or give the number back."""
    refused = ""
    if request.method != "POST":
        return redirect(visitors.phone_address(ticket=ticket))
    try:
        DEEDS[deed](actor=None, ticket=ticket, at=clock.now())
    except (KeyError, ValidationError):
        refused = "?late=1"
    return redirect(f"{visitors.phone_address(ticket=ticket)}{refused}")


def _give(request: HttpRequest, kiosk: Kiosk) -> HttpResponseBase:
    chosen = visitors.chosen_lines(municipality=kiosk.municipality_id, numbers=request.POST.getlist("line"))
    try:
        ticket = actions.take_ticket(actor=None, lines=chosen, at=clock.now(), language=visitors.spoken())
    except ValidationError as refusal:
        hall = hall_of(municipality=kiosk.municipality_id, at=clock.now())
        words = refusal.messages[0]
        return shown(request, "counter/waiting/kiosk.html", status=409, kiosk=kiosk, hall=hall, words=words)
    return _to_ticket(request, kiosk, ticket)


def _to_ticket(request: HttpRequest, kiosk: Kiosk, ticket: Ticket) -> HttpResponseBase:
    return redirect(visitors.paper_address(kiosk=kiosk, ticket=ticket))
