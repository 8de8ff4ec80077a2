"""The log of the tickets as the engine reads it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from django.utils import timezone

from hanpo.counter.engine.waiting.periods import Change, State
from hanpo.counter.models import Ticket, TicketPeriod


@dataclass(frozen=True, slots=True)
class TicketLog:
    """Everything that happened to one ticket (one visit), in order. Times are local."""

    ticket: int
    number: str
    day: date
    is_booked: bool
    changes: tuple[Change, ...]


def logs_of(*, municipality: str, first: date, last: date) -> list[TicketLog]:
    """The logs of a municipality's tickets between two days (both included), in the order in which they were taken.

    The `service` of a change is the letter of its line (`ServiceLine.prefix`), the `desk` is the desk's name. Two
    queries, however many tickets.
    """
    head = {
        row["pk"]: row
        for row in Ticket.objects.filter(municipality_id=municipality, day__range=(first, last))
        .order_by("taken_at", "pk")
        .values("pk", "number", "day", "is_booked")
    }
    changes = dict(_changes(municipality, head)) if head else {}
    return [TicketLog(pk, row["number"], row["day"], row["is_booked"], changes.get(pk, ())) for pk, row in head.items()]


def _changes(municipality: str, tickets: Collection[int]) -> Iterator[tuple[int, tuple[Change, ...]]]:
    """Between the first and the last of the tickets, which the index finds at once; others of those days may be among
    them."""
    rows = (
        TicketPeriod.objects.filter(
            municipality_id=municipality, ticket_id__gte=min(tickets), ticket_id__lte=max(tickets)
        )
        .order_by("ticket_id", "place")
        .values_list("ticket_id", "began_at", "state", "line__prefix", "desk__name")
    )
    for ticket, group in groupby(rows.iterator(chunk_size=2000), key=lambda row: int(row[0])):
        yield ticket, tuple(_change(*row[1:]) for row in group)


def _change(at: datetime, state: str, line: str, desk: str | None) -> Change:
    return Change(timezone.localtime(at), State(state), line, desk)
