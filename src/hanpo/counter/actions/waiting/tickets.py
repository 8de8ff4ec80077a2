"""Writes of tickets: take a number, call, serve, set aside, send on, finish."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.database.locks import held
from hanpo.core.models import Municipality, Person
from hanpo.counter.actions.waiting._moving import log, move, open_again
from hanpo.counter.models import (
    OVER,
    Desk,
    Language,
    NumberRoll,
    ServiceLine,
    Ticket,
    TicketState,
    TicketStop,
)
from hanpo.counter.queries.waiting.turns import next_tickets, open_stops

LAST_NUMBER = 999


@audit.deed
def take_ticket(
    *, actor: Person | None, lines: Sequence[ServiceLine], at: datetime, language: str = Language.JAPANESE,
    booked_for: datetime | None = None,
) -> Ticket:  # fmt: skip
    """Give a number for one or several services, which are gone through in this order.

    `booked_for` is the time of an appointment: its visitor goes first once that time has come. Raises
    `ValidationError` where a line takes nobody now.
    """
    _check_open(lines)
    line, day = lines[0], at.date()
    ticket = Ticket(
        line=line, day=day, number=_next_number(line, at), taken_at=at, since=at, turn_at=booked_for or at,
        is_booked=booked_for is not None, language=language, steps=1,
    )  # fmt: skip
    ticket.save(force_insert=True)
    log(ticket)
    stops = [TicketStop(ticket=ticket, line=other, place=place) for place, other in enumerate(lines[1:], start=1)]
    TicketStop.objects.bulk_create(stops)
    facts = {"number": ticket.number, "lines": [one.prefix for one in lines]}
    audit.record(actor=actor, verb="take_ticket", subject=ticket, new=facts)
    return ticket


@audit.deed
def call_next(*, actor: Person | None, desk: Desk, at: datetime) -> Ticket:
    """Call whose turn it is at a desk: of its own lines first, then of those it helps with.

    Raises `ValidationError` where nobody waits, the desk is closed, or it has a visitor. Of two desks that call at the
    same moment each gets another number.
    """
    _check_free(desk)
    for only_helps in (False, True):
        for ticket in next_tickets(desk=desk, at=at, only_helps=only_helps):
            return _call(ticket, desk, actor, at)
    raise ValidationError(_("いま待っている人はいません。"))


@audit.deed
def call_number(*, actor: Person | None, desk: Desk, ticket: Ticket, at: datetime) -> Ticket:
    """Call one number out of its turn: somebody who was set aside, was absent, or has a reason to go first."""
    _check_free(desk)
    return _call(ticket, desk, actor, at)


@audit.deed
def recall_ticket(*, actor: Person | None, ticket: Ticket) -> Ticket:
    """Call the number once more. Raises `ValidationError` where it is not being called."""
    changed = Ticket.objects.filter(pk=ticket.pk, state=TicketState.CALLED).update(calls=ticket.calls + 1)
    if not changed:
        raise ValidationError(_("呼び出し中の番号ではありません。"))
    ticket.calls += 1
    audit.record(actor=actor, verb="recall_ticket", subject=ticket, new={"calls": ticket.calls})
    return ticket


@audit.deed
def begin_service(*, actor: Person | None, ticket: Ticket, at: datetime) -> Ticket:
    """The visitor is at the desk."""
    return move(ticket, TicketState.SERVING, actor=actor, verb="begin_service", at=at, desk=ticket.desk)


@audit.deed
def finish_service(*, actor: Person | None, ticket: Ticket, at: datetime) -> Ticket:
    """The service is over: the visit goes on to its next service under the same number, or ends."""
    stop = open_stops(ticket=ticket).first()
    if stop is None:
        return move(ticket, TicketState.DONE, actor=actor, verb="finish_service", at=at, desk=ticket.desk)
    TicketStop.objects.filter(pk=stop.pk).update(is_over=True)
    return _queue_again(ticket, stop.line, actor=actor, verb="finish_service", at=at)


@audit.deed
def hold_ticket(*, actor: Person | None, ticket: Ticket, at: datetime) -> Ticket:
    """Set the visitor aside (a paper is being fetched): the desk is free for others meanwhile."""
    return move(ticket, TicketState.HELD, actor=actor, verb="hold_ticket", at=at)


@audit.deed
def park_ticket(*, actor: Person | None, ticket: Ticket, at: datetime, back_at: datetime | None = None) -> Ticket:
    """The holder goes away for a while and keeps number and turn; `back_at` is when they mean to return."""
    return move(ticket, TicketState.PARKED, actor=actor, verb="park_ticket", at=at, back_at=back_at)


@audit.deed
def bring_back_ticket(*, actor: Person | None, ticket: Ticket, at: datetime) -> Ticket:
    """Who was away or absent is here again, and waits with the turn they had."""
    return move(ticket, TicketState.WAITING, actor=actor, verb="bring_back_ticket", at=at, back_at=None)


@audit.deed
def mark_absent(*, actor: Person | None, ticket: Ticket, at: datetime) -> Ticket:
    """The number was called and nobody came."""
    return move(ticket, TicketState.ABSENT, actor=actor, verb="mark_absent", at=at)


@audit.deed
def transfer_ticket(*, actor: Person | None, ticket: Ticket, line: ServiceLine, at: datetime) -> Ticket:
    """Send the visitor to another line, where they wait under the same number."""
    _check_open([line])
    if line.pk == ticket.line_id:
        raise ValidationError(_("{number}番は、もうこの受付種別で待っています。").format(number=ticket.number))
    return _queue_again(ticket, line, actor=actor, verb="transfer_ticket", at=at)


@audit.deed
def add_stop(*, actor: Person | None, ticket: Ticket, line: ServiceLine) -> TicketStop:
    """The visit needs a further service, to which it goes on by itself when this one is over."""
    _check_open([line])
    if ticket.state in OVER:
        raise ValidationError(_("{number}番は、もう終わっています。").format(number=ticket.number))
    last = ticket.stops.aggregate(last=Max("place"))["last"] or 0
    stop = TicketStop(ticket=ticket, line=line, place=last + 1)
    stop.save(force_insert=True)
    audit.record(actor=actor, verb="add_stop", subject=ticket, new={"line": line.pk})
    return stop


@audit.deed
def give_ticket_back(*, actor: Person | None, ticket: Ticket, at: datetime) -> Ticket:
    """The holder waits no longer."""
    return move(ticket, TicketState.LEFT, actor=actor, verb="give_ticket_back", at=at)


@audit.deed
def close_left_open(*, actor: Person | None, tickets: Sequence[Ticket], at: datetime) -> int:
    """Close numbers of an earlier day that nobody closed: who was at a desk is done, the others went home.

    Each is closed at its last change, so that no wait grows overnight. Returns how many.
    """
    for ticket in tickets:
        is_served = ticket.state in {TicketState.SERVING, TicketState.HELD}
        state = TicketState.DONE if is_served else TicketState.LEFT
        move(ticket, state, actor=actor, verb="close_left_open", at=ticket.since)
    audit.record(actor=actor, verb="close_left_open", subject=tickets[0].municipality, new={"until": at})
    return len(tickets)


@audit.deed
def open_again_left_open(*, actor: Person | None, municipality: Municipality, tickets: Sequence[int]) -> int:
    """Take back that numbers (by their keys) were closed: each stands again as it did. Returns how many there were.

    The log keeps both, and the times read from it are those without the closing.
    """
    rows = list(held(Ticket.objects.filter(municipality=municipality, pk__in=list(tickets), state__in=OVER)))
    for row in rows:
        open_again(row)
    audit.record(actor=actor, verb="open_again_left_open", subject=municipality, new={"tickets": len(rows)})
    return len(rows)


def _call(ticket: Ticket, desk: Desk, actor: Person | None, at: datetime) -> Ticket:
    fields = {"desk": desk, "calls": ticket.calls + 1, "back_at": None}
    return move(ticket, TicketState.CALLED, actor=actor, verb="call_ticket", at=at, **fields)


def _queue_again(ticket: Ticket, line: ServiceLine, *, actor: Person | None, verb: str, at: datetime) -> Ticket:
    fields = {"line": line, "turn_at": at, "is_booked": False}
    return move(ticket, TicketState.WAITING, actor=actor, verb=verb, at=at, **fields)


def _next_number(line: ServiceLine, at: datetime) -> str:
    """The next number of the line today, held until the deed ends; after 999 it begins again at 1 with two letters."""
    NumberRoll.objects.get_or_create(line=line, day=at.date(), defaults={"municipality_id": line.municipality_id})
    roll = held(NumberRoll.objects.all()).get(line=line, day=at.date())
    roll.last += 1
    roll.save(update_fields=["last"])
    if roll.last > LAST_NUMBER:
        return f"{line.prefix}{roll.last}"
    return f"{line.prefix}{roll.last:03d}"


def _check_open(lines: Sequence[ServiceLine]) -> None:
    if not lines or len({line.pk for line in lines}) < len(lines):
        raise ValidationError(_("用事を1つ以上、1つずつ選んでください。"))
    closed = [line.name for line in lines if not line.is_open]
    if closed:
        raise ValidationError(_("いまは受け付けていません：%s") % "、".join(closed))


def _check_free(desk: Desk) -> None:
    """Hold the desk until the deed ends. Raises `ValidationError` where it is closed or has a visitor."""
    row = held(Desk.objects.all()).get(pk=desk.pk)
    if not row.is_open:
        raise ValidationError(_("席が閉じています。「席を開ける」を押してから呼んでください。"))
    if Ticket.objects.filter(desk=row, state__in=[TicketState.CALLED, TicketState.SERVING]).exists():
        raise ValidationError(_("この席には、もう呼んだ人がいます。終わらせるか、いったん離れてもらってください。"))
