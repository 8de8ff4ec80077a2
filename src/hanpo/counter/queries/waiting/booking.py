"""Reads of booking: times that can be booked, and the bookings of a day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils import timezone

from hanpo.core import clock
from hanpo.core.japanese.business_days import STANDARD_CALENDAR
from hanpo.counter.models import Booking, BookingSlot, BookingState, ServiceLine

AHEAD = timedelta(weeks=6)
"""So far ahead one may book."""


@dataclass(frozen=True, slots=True)
class DayOfSlots:
    """The times of one day that can still be booked."""

    day: date
    slots: tuple[BookingSlot, ...]


def bookable_lines(*, municipality: str) -> QuerySet[ServiceLine]:
    """The lines of a municipality that take bookings."""
    return ServiceLine.objects.filter(municipality_id=municipality, is_open=True, takes_bookings=True)


def free_slots(*, line: int, at: datetime) -> QuerySet[BookingSlot]:
    """The times of a line that can still be booked."""
    return BookingSlot.objects.filter(
        line_id=line, is_open=True, starts_at__gt=at, starts_at__lte=at + AHEAD, taken__lt=F("capacity")
    ).order_by("starts_at")


def free_days(*, line: int, at: datetime) -> list[DayOfSlots]:
    """The same, day by day."""
    rows = free_slots(line=line, at=at)
    return [DayOfSlots(day, tuple(slots)) for day, slots in groupby(rows, key=_day)]


def slots() -> QuerySet[BookingSlot]:
    """The times of the scope."""
    return BookingSlot.objects.select_related("line")


def day_asked(*, days: Sequence[DayOfSlots], asked: str) -> DayOfSlots | None:
    """The day that was chosen among those with free times; nothing before one is chosen."""
    return next((one for one in days if str(one.day) == asked), None)


def times_address(*, slot: BookingSlot) -> str:
    """Where one chooses among the times of a slot's line."""
    return reverse("counter:booking_times", args=[slot.municipality_id, slot.line_id])


def days_around(*, day: date) -> tuple[date, date]:
    """The open days before and after a day."""
    return (
        STANDARD_CALENDAR.previous_open_day(day, include_day=False),
        STANDARD_CALENDAR.next_open_day(day, include_day=False),
    )


def bookings() -> QuerySet[Booking]:
    """The bookings of the scope."""
    return Booking.objects.select_related("slot__line", "ticket", "municipality")


def bookings_on(*, municipality: str, day: date) -> QuerySet[Booking]:
    """The bookings of a municipality on a day, by their time."""
    begin, end = clock.span(day)
    rows = bookings().filter(municipality_id=municipality, slot__starts_at__gte=begin, slot__starts_at__lt=end)
    return rows.order_by("slot__starts_at", "pk")


def booking_by_code(*, municipality: str, code: str) -> Booking | None:
    """The booking with this number."""
    return bookings().filter(municipality_id=municipality, code=code).first()


def slots_on(*, municipality: str, day: date) -> QuerySet[BookingSlot]:
    """The times offered on a day."""
    begin, end = clock.span(day)
    rows = BookingSlot.objects.filter(municipality_id=municipality, starts_at__gte=begin, starts_at__lt=end)
    return rows.select_related("line").order_by("starts_at", "line__place")


def missed(*, municipality: str, before: datetime) -> list[Booking]:
    """Bookings whose time is over and that nobody has come for."""
    rows = bookings().filter(
        municipality_id=municipality, state=BookingState.BOOKED, slot__starts_at__lt=before
    ).order_by("slot__starts_at")  # fmt: skip
    return [row for row in rows if row.slot.starts_at + timedelta(minutes=row.slot.minutes) < before]


def last_days_of_slots(*, municipality: str) -> Iterator[tuple[ServiceLine, date]]:
    """Each line that takes bookings with the last day on which it offers times."""
    for line in bookable_lines(municipality=municipality):
        last = line.slots.order_by("-starts_at").first()
        if last is not None:
            yield line, _day(last)


def pattern_of(*, line: ServiceLine, day: date) -> dict[str, Any]:
    """How the times of a line were offered on a day: from when until when, how long, with what buffer."""
    begin, end = clock.span(day)
    rows = list(line.slots.filter(starts_at__gte=begin, starts_at__lt=end).order_by("starts_at"))
    first, last = rows[0], rows[-1]
    end = timezone.localtime(last.starts_at) + timedelta(minutes=last.minutes)
    return {
        "first": f"{timezone.localtime(first.starts_at):%H:%M}", "last": f"{end:%H:%M}", "minutes": first.minutes,
        "buffer": first.buffer, "capacity": first.capacity,
    }  # fmt: skip


def _day(slot: BookingSlot) -> date:
    return timezone.localtime(slot.starts_at).date()
