"""What a clerk sees at a desk, and the desks and kiosks of a municipality."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from hanpo.core import scope
from hanpo.core.models import Municipality
from hanpo.counter.models import AT_DESK, Desk, DeskLine, Kiosk, ServiceLine, Ticket, TicketState, TicketStop
from hanpo.counter.queries.waiting.hall import Hall
from hanpo.counter.queries.waiting.turns import in_turn


@dataclass(frozen=True, slots=True)
class Waiting:
    """A waiting number at a desk: how long it has waited, and whether the desk only helps with it."""

    ticket: Ticket
    minutes: int
    only_helps: bool


@dataclass(frozen=True, slots=True)
class Console:
    """A desk with its visitor, the queue in the order in which it will be called, and who is set aside."""

    desk: Desk
    visitor: Ticket | None
    minutes: int
    stops: tuple[TicketStop, ...]
    queue: tuple[Waiting, ...]
    aside: tuple[Waiting, ...]
    lines: tuple[ServiceLine, ...]

    @property
    def further(self) -> list[str]:
        """What the services are called that the visit still goes to."""
        return [stop.line.name for stop in self.stops]


def place_of(*, asked: str = "") -> Municipality | None:
    """The municipality whose counter is meant: the one asked for, or the first of the scope that has lines."""
    codes = scope.current().codes
    rows = Municipality.objects.filter(pk__in=ServiceLine.objects.values("municipality_id"))
    if codes is not None:
        rows = Municipality.objects.filter(pk__in=codes)
    if asked:
        rows = rows.filter(pk=asked)
    return rows.order_by("pk").first()


def desks() -> QuerySet[Desk]:
    """The desks of the scope with the lines that they serve."""
    lines = DeskLine.objects.select_related("line").order_by("only_helps", "line__place")
    return Desk.objects.prefetch_related(Prefetch("desk_lines", queryset=lines))


def desks_of(*, municipality: str) -> QuerySet[Desk]:
    """The desks of a municipality that are in use."""
    return desks().filter(municipality_id=municipality, is_kept=True)


def all_desks_of(*, municipality: str) -> QuerySet[Desk]:
    """Every desk of a municipality, also those no longer in use."""
    return desks().filter(municipality_id=municipality)


def kiosks() -> QuerySet[Kiosk]:
    """The kiosks of the scope."""
    return Kiosk.objects.select_related("municipality")


def every_line(*, municipality: str) -> QuerySet[ServiceLine]:
    """Every line of a municipality, also those that take nobody now."""
    return ServiceLine.objects.filter(municipality_id=municipality).select_related("section")


def lines() -> QuerySet[ServiceLine]:
    """The lines of the scope."""
    return ServiceLine.objects.select_related("section", "municipality")


def todays_tickets(*, day: datetime) -> QuerySet[Ticket]:
    """The tickets of the scope on a day."""
    return Ticket.objects.filter(day=day.date()).select_related("line", "desk")


@dataclass(frozen=True, slots=True)
class DeskNow:
    """A desk in the overview of the hall, with its visitor. Who sits there is not told."""

    desk: Desk
    visitor: Ticket | None
    minutes: int

    @property
    def serves(self) -> list[str]:
        """The names of its lines, without those it only helps with."""
        return [row.line.name for row in self.desk.desk_lines.all() if not row.only_helps]


def overview(*, municipality: str, hall: Hall) -> list[DeskNow]:
    """The desks of a municipality with whom they are busy."""
    at_desk = {ticket.desk_id: ticket for ticket in hall.tickets if ticket.state in AT_DESK}
    return [
        DeskNow(desk, at_desk.get(desk.pk), _minutes(at_desk[desk.pk], hall.at) if desk.pk in at_desk else 0)
        for desk in desks_of(municipality=municipality)
    ]


def ticket_by_number(*, desk: Desk, at: datetime, number: str) -> Ticket | None:
    """Today's ticket with a number as a clerk types it (full-width signs and small letters are read too)."""
    typed = unicodedata.normalize("NFKC", number).strip().upper()
    rows = todays_tickets(day=at).filter(municipality_id=desk.municipality_id)
    return rows.filter(number=typed).first() or rows.filter(number=_padded(typed)).first()


def refuse_number() -> None:
    """Say that there is no such number."""
    raise ValidationError(_("その番号は、今日は出ていません。番号を確かめてください（例 A012）。"))


def _padded(typed: str) -> str:
    return f"{typed[:1]}{typed[1:]:0>3}"


def console_of(*, desk: Desk, at: datetime) -> Console:
    """What a clerk sees at a desk."""
    served = {row.line_id: row.only_helps for row in desk.desk_lines.all()}
    rows = list(in_turn(rows=_open_tickets(desk, at), at=at))
    visitor = next((one for one in rows if one.desk_id == desk.pk and one.state in AT_DESK), None)
    queue = [_waiting(one, at, served) for one in rows if one.state == TicketState.WAITING and one.line_id in served]
    aside = [_waiting(one, at, served) for one in rows if one.state in ASIDE and one.line_id in served]
    stops = visitor.stops.filter(is_over=False).select_related("line") if visitor else ()
    return Console(
        desk=desk, visitor=visitor, minutes=_minutes(visitor, at) if visitor else 0, stops=tuple(stops),
        queue=tuple(sorted(queue, key=lambda one: one.only_helps)), aside=tuple(aside),
        lines=tuple(every_line(municipality=desk.municipality_id).filter(is_open=True)),
    )  # fmt: skip


ASIDE = (TicketState.HELD, TicketState.PARKED, TicketState.ABSENT)
"""States of those who do not stand in the queue and may come back."""


def _open_tickets(desk: Desk, at: datetime) -> QuerySet[Ticket]:
    rows = Ticket.objects.filter(municipality_id=desk.municipality_id, day=at.date())
    return rows.exclude(state__in=[TicketState.DONE, TicketState.LEFT]).select_related("line", "desk")


def _waiting(ticket: Ticket, at: datetime, served: dict[int, bool]) -> Waiting:
    return Waiting(ticket, _minutes(ticket, at), served.get(ticket.line_id, True))


def _minutes(ticket: Ticket, at: datetime) -> int:
    return max(0, int((at - ticket.since).total_seconds() // 60))
