"""Makes lines, desks and tickets for tests: 西宮市 on a Tuesday morning."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hanpo.core import scope
from hanpo.core.models import Municipality
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.waiting import tickets
from hanpo.counter.actions.waiting.places import add_desk, set_desk_open
from hanpo.counter.models import BookingSlot, Desk, Kiosk, ServiceLine, Ticket

CODE = "282049"
TEN = datetime(2026, 11, 24, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))
"""Ten o'clock on an open day."""


def minutes(number: float) -> datetime:
    """So many minutes after ten."""
    return TEN + timedelta(minutes=number)


def place(code: str = CODE) -> Municipality:
    """The city."""
    return ground.municipality(code)


def line(prefix: str = "A", at: Municipality | None = None, **fields: Any) -> ServiceLine:
    """A line of the city."""
    with scope.within(scope.EVERYWHERE):
        return ServiceLine.objects.create(
            municipality=at or place(), prefix=prefix, name=fields.pop("name", f"受付{prefix}"),
            place=ord(prefix), **fields,
        )  # fmt: skip


def desk(name: str = "1番", *lines: ServiceLine, helps: tuple[ServiceLine, ...] = (), is_open: bool = True) -> Desk:
    """A desk for these lines, open since nine."""
    with scope.within(scope.EVERYWHERE):
        made = add_desk(actor=None, municipality=lines[0].municipality, name=name, place=1, lines=lines, helps=helps)
        if is_open:
            set_desk_open(actor=None, desk=made, is_open=True, at=minutes(-60))
        return made


def ticket(*lines: ServiceLine, after: float = 0, **fields: Any) -> Ticket:
    """A number taken so many minutes after ten."""
    with scope.within(scope.EVERYWHERE):
        return tickets.take_ticket(actor=None, lines=lines, at=minutes(after), **fields)


def slot(of: ServiceLine, after: float = 60, **fields: Any) -> BookingSlot:
    """A time that one can book, so many minutes after ten."""
    with scope.within(scope.EVERYWHERE):
        return BookingSlot.objects.create(line=of, starts_at=minutes(after), **fields)


def kiosk(at: Municipality | None = None, name: str = "1階 正面") -> Kiosk:
    """A kiosk of the city."""
    with scope.within(scope.EVERYWHERE):
        return Kiosk.objects.create(municipality=at or place(), name=name)


def served(of: ServiceLine, at: Desk, *, count: int, lasting: float = 6) -> None:
    """So many visits that are over, one after the other before ten, each of so many minutes (and a wait of two)."""
    with scope.within(scope.EVERYWHERE):
        for number in range(count):
            start = -count * (lasting + 1) + number * (lasting + 1)
            row = tickets.take_ticket(actor=None, lines=[of], at=minutes(start - 2))
            tickets.call_number(actor=None, desk=at, ticket=row, at=minutes(start))
            tickets.begin_service(actor=None, ticket=row, at=minutes(start))
            tickets.finish_service(actor=None, ticket=row, at=minutes(start + lasting))
