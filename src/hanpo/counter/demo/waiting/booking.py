"""Bookings of the demo: times for the next weeks, some of them taken, and those of the last days with what became."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time, timedelta
from random import Random

from django.utils import timezone

from hanpo.core.japanese.business_days import STANDARD_CALENDAR
from hanpo.counter.actions.waiting.booking import CODE_LENGTH, CODE_SIGNS
from hanpo.counter.engine.waiting.appointments import starts
from hanpo.counter.models import Booking, BookingSlot, BookingState, ServiceLine

MINUTES, BUFFER = 20, 10
PAST, COMING = 4, 9
"""Open days before and after today for which the demo offers times."""


def load_bookings(*, place: str, lines: Mapping[str, ServiceLine], today: date) -> None:
    """Load times and bookings of the lines that take them."""
    chance = Random(f"bookings {place}")  # noqa: S311 - a played day, no secret
    days = [STANDARD_CALENDAR.add_business_days(today, shift) for shift in range(-PAST, 0)]
    days += [today, *(STANDARD_CALENDAR.add_business_days(today, shift) for shift in range(1, COMING + 1))]
    slots = [slot for line in lines.values() if line.takes_bookings for slot in _slots(line, days)]
    taken = [slot for slot in slots if chance.random() < _share(slot, today)]
    for slot in taken:
        slot.taken = 1
    BookingSlot.objects.bulk_create(slots)
    bookings = [_booking(slot, today, chance) for slot in taken]
    _leave_unnoted(bookings, days[PAST - 1])
    Booking.objects.bulk_create(bookings)


def _slots(line: ServiceLine, days: list[date]) -> Iterator[BookingSlot]:
    for day in days:
        for start in starts(first=time(9, 0), last=time(16, 0), minutes=MINUTES, buffer=BUFFER):
            moment = timezone.make_aware(datetime.combine(day, start))
            yield BookingSlot(
                line=line, municipality_id=line.municipality_id, starts_at=moment, minutes=MINUTES, buffer=BUFFER
            )


def _share(slot: BookingSlot, today: date) -> float:
    """The nearer the day, the more is taken."""
    away = (timezone.localtime(slot.starts_at).date() - today).days
    return 0.75 if away <= 1 else max(0.1, 0.6 - 0.05 * away)


def _booking(slot: BookingSlot, today: date, chance: Random) -> Booking:
    day = timezone.localtime(slot.starts_at).date()
    state = BookingState.BOOKED
    if day < today:
        state = BookingState.HERE if chance.random() < 0.94 else BookingState.ABSENT
    return Booking(
        slot=slot, code="".join(chance.choice(CODE_SIGNS) for _digit in range(CODE_LENGTH)), state=state,
        made_at=slot.starts_at - timedelta(days=chance.randint(2, 12)),
    )  # fmt: skip


def _leave_unnoted(bookings: list[Booking], day: date) -> None:
    """On the last open day nobody has noted yet who did not come: the last one booked for that day, and who else."""
    rows = [row for row in bookings if timezone.localtime(row.slot.starts_at).date() == day]
    for number, row in enumerate(reversed(rows)):
        if number == 0 or row.state == BookingState.ABSENT:
            row.state = BookingState.BOOKED
