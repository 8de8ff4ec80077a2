"""What the display board shows, and the stamp by which a board knows whether it changed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Sum

from hanpo.counter.models import Ticket, TicketPeriod, TicketState
from hanpo.counter.queries.waiting.hall import Hall, hall_of

RECENT = timedelta(minutes=10)
"""Who began at a desk within this time still stands on the board, below those being called."""
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Call:
    """A number that is called to a desk. `said` counts the calls, so that a second call is heard again."""

    number: str
    desk: str
    said: int
    is_now: bool

    @property
    def key(self) -> str:
        """What tells this call from every other."""
        return f"{self.number}:{self.desk}:{self.said}"


@dataclass(frozen=True, slots=True)
class Board:
    """The display board: numbers that are called, those called before, and who waits in each line."""

    stamp: str
    hall: Hall
    calls: tuple[Call, ...]
    before: tuple[Call, ...]


def stamp_of(*, municipality: str, at: datetime) -> str:
    """The state of the board in a few signs: equal stamps mean that nothing changed. Two small queries."""
    periods = TicketPeriod.objects.filter(municipality_id=municipality, ticket__day=at.date())
    tickets = Ticket.objects.filter(municipality_id=municipality, day=at.date())
    last = periods.aggregate(last=Max("pk"))["last"] or 0
    said = tickets.aggregate(said=Sum("calls"))["said"] or 0
    return f"{at:%m%d}-{last}-{said}"


def board_of(*, municipality: str, at: datetime) -> Board:
    """What the board shows at a moment."""
    stamp = stamp_of(municipality=municipality, at=at)
    hall = hall_of(municipality=municipality, at=at)
    newest = sorted(hall.tickets, key=lambda one: one.since, reverse=True)
    calls = [_call(one, is_now=True) for one in newest if one.state == TicketState.CALLED]
    before = [
        _call(one, is_now=False)
        for one in newest
        if one.state == TicketState.SERVING and at - one.since <= RECENT
    ]  # fmt: skip
    return Board(stamp, hall, tuple(calls), tuple(before[:SHOWN]))


def _call(ticket: Ticket, *, is_now: bool) -> Call:
    return Call(ticket.number, ticket.desk.name if ticket.desk else "", ticket.calls, is_now)
