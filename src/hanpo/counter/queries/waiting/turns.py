"""Whose turn it is: the order in which waiting numbers are called."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.db import connection
from django.db.models import Case, IntegerField, QuerySet, Value, When

from hanpo.counter.models import Desk, Ticket, TicketState, TicketStop


def in_turn(*, rows: QuerySet[Ticket], at: datetime) -> QuerySet[Ticket]:
    """The tickets in the order in which they are called: appointments whose time has come, then by their moment."""
    due = When(is_booked=True, turn_at__lte=at, then=Value(0))
    return rows.annotate(due=Case(due, default=Value(1), output_field=IntegerField())).order_by("due", "turn_at", "pk")


def next_tickets(*, desk: Desk, at: datetime, only_helps: bool) -> Iterator[Ticket]:
    """Who is next for a desk, of its own lines or of those it only helps with; at most one.

    On PostgreSQL the number is held, and those that another desk is just calling are passed over. On SQLite writers
    take turns, so nobody else is calling.
    """
    lines = desk.desk_lines.filter(only_helps=only_helps).values("line_id")
    rows = Ticket.objects.filter(line_id__in=lines, day=at.date(), state=TicketState.WAITING)
    rows = in_turn(rows=rows, at=at).select_related("line")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(of=("self",), skip_locked=True, no_key=True)
    yield from rows[:1]


def open_stops(*, ticket: Ticket) -> QuerySet[TicketStop]:
    """The services that the visit still has to go to, the next one first."""
    return ticket.stops.filter(is_over=False).select_related("line").order_by("place")
