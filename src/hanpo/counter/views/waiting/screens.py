"""Pages that everybody may read: the board on the wall, how crowded it is, and booking."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from hanpo.core import clock
from hanpo.core.models import Municipality
from hanpo.core.pages import public
from hanpo.counter.actions.waiting import booking as actions
from hanpo.counter.files.waiting import event_of
from hanpo.counter.models import Booking
from hanpo.counter.queries.waiting import board, booking, hall_of, visitors
from hanpo.counter.views.waiting._entrances import at_counter, shown, with_booking


@at_counter
def board_page(request: HttpRequest, place: Municipality) -> HttpResponseBase:
    """The board on the wall: numbers that are called, and who waits."""
    told = board.board_of(municipality=place.pk, at=clock.now())
    return shown(request, "counter/waiting/board.html", place=place, board=told)


@at_counter
def board_now(request: HttpRequest, place: Municipality) -> HttpResponseBase:
    """What the board shows now, for a browser that asks again and again."""
    return JsonResponse(_told(request, place))


@at_counter
def board_events(request: HttpRequest, place: Municipality) -> HttpResponseBase:
    """The same as an event stream that ends at once: the browser comes back by itself after `retry`.

    A connection that stayed open would hold a thread of the server for each screen on a wall. The id of the last event
    says what the browser has seen, so that nothing is drawn or called out twice.
    """
    stamp = board.stamp_of(municipality=place.pk, at=clock.now())
    is_same = request.headers.get("Last-Event-ID") == stamp
    body = event_of(name="same", stamp=stamp, told={}) if is_same else event_of(
        name="board", stamp=stamp, told=_told(request, place))  # fmt: skip
    return HttpResponse(body, content_type="text/event-stream", headers={"Cache-Control": "no-store"})


@public
def crowding_places(request: HttpRequest) -> HttpResponseBase:
    """The municipalities whose crowding can be read."""
    return shown(request, "counter/waiting/crowding_places.html", places=visitors.places_with_counter())


@at_counter
def crowding(request: HttpRequest, place: Municipality) -> HttpResponseBase:
    """How crowded the counter is now: plain HTML, for every phone and every reader."""
    hall = hall_of(municipality=place.pk, at=clock.now())
    takes_bookings = booking.bookable_lines(municipality=place.pk).exists()
    return shown(request, "counter/waiting/crowding.html", place=place, hall=hall, takes_bookings=takes_bookings)


@at_counter
def booking_lines(request: HttpRequest, place: Municipality) -> HttpResponseBase:
    """First question: what for?"""
    rows = visitors.named_lines(rows=booking.bookable_lines(municipality=place.pk))
    return shown(request, "counter/waiting/book_lines.html", place=place, lines=rows)


@at_counter
def booking_times(request: HttpRequest, place: Municipality, pk: int) -> HttpResponseBase:
    """Second question: when? One press books."""
    line = get_object_or_404(booking.bookable_lines(municipality=place.pk), pk=pk)
    days = booking.free_days(line=line.pk, at=clock.now())
    day = booking.day_asked(days=days, asked=request.GET.get("day", ""))
    context: dict[str, Any] = {"place": place, "line": visitors.named_lines(rows=[line])[0], "days": days, "day": day}
    return shown(request, "counter/waiting/book_times.html", late=request.GET.get("late"), **context)


@at_counter
def booking_make(request: HttpRequest, place: Municipality, pk: int) -> HttpResponseBase:
    """Book a time; who only opens the address sees the times."""
    slot = get_object_or_404(booking.slots(), pk=pk, municipality=place)
    if request.method != "POST":
        return redirect(booking.times_address(slot=slot))
    try:
        made = actions.book_slot(actor=None, slot=slot, at=clock.now(), language=visitors.spoken())
    except ValidationError:
        return redirect(f"{booking.times_address(slot=slot)}?late=1")
    return redirect("counter:booking_page", token=made.token)


@with_booking
def booking_page(request: HttpRequest, row: Booking) -> HttpResponseBase:
    """The booking with its number, and the way to call off."""
    line = visitors.named_lines(rows=[row.slot.line])[0]
    return shown(request, "counter/waiting/booking.html", booking=row, line=line, place=row.municipality)


@with_booking
def booking_call_off(request: HttpRequest, row: Booking) -> HttpResponseBase:
    """The visitor calls off; the page of the booking says how it stands."""
    if request.method == "POST":
        with suppress(ValidationError):
            actions.cancel_booking(actor=None, booking=row)
    return redirect("counter:booking_page", token=row.token)


def _told(request: HttpRequest, place: Municipality) -> dict[str, object]:
    """The board as a browser takes it: its picture, and the calls to be said aloud."""
    told = board.board_of(municipality=place.pk, at=clock.now())
    page = shown(request, "counter/waiting/_board.html", place=place, board=told)
    calls = [{"key": call.key, "number": call.number, "desk": call.desk} for call in told.calls]
    return {"stamp": told.stamp, "html": page.content.decode(), "calls": calls}  # type: ignore[attr-defined]
