"""The one way in which a ticket changes: a conditional update and a row of its log, inside a deed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.models import Person
from hanpo.counter.engine.waiting.periods import FOLLOWS, State
from hanpo.counter.models import AT_DESK, Ticket, TicketPeriod, TicketState


class TicketMoved(ValidationError):
    """Somebody else was quicker: the ticket is no longer where this person saw it."""


def move(ticket: Ticket, state: TicketState, *, actor: Person | None, verb: str, at: datetime, **fields: Any) -> Ticket:
    """Bring a ticket into a state, append the row of its log and record it; inside a deed.

    `fields` are further fields that change with it (`line`, `desk`, `back_at`). The update names the change that this
    person saw last: of two who try the same, one finds nothing to change. Raises `TicketMoved`, or `ValidationError`
    where the state cannot follow.
    """
    if State(state) not in FOLLOWS[State(ticket.state)]:
        raise ValidationError(
            _("{number}番は「{state}」なので、この操作はできません。").format(
                number=ticket.number, state=ticket.get_state_display()
            )
        )
    old = {"state": ticket.state}
    at = max(at, ticket.since)
    if state not in AT_DESK and "desk" not in fields:
        fields["desk"] = None
    _put(ticket, {"state": state, "since": at, **fields})
    new = {"state": state, "line": ticket.line_id, "desk": ticket.desk_id}
    audit.record(actor=actor, verb=verb, subject=ticket, old=old, new=new)
    return ticket


def open_again(ticket: Ticket) -> None:
    """Bring a ticket that was closed back to where it was before, with a row of its log that says so; inside a deed.

    Raises `TicketMoved`, or `ValidationError` where another visitor sits at its desk by now.
    """
    before = ticket.periods.get(place=ticket.steps - 1)
    _put(ticket, {"state": before.state, "since": before.began_at, "line": before.line, "desk": before.desk})


def _put(ticket: Ticket, changes: Mapping[str, Any]) -> None:
    """Change the ticket where it still is as this person saw it, and log it."""
    if not _changed(ticket, changes):
        raise TicketMoved(_("{number}番は、ほかの人が先に動かしました。").format(number=ticket.number))
    for name, value in {**changes, "steps": ticket.steps + 1}.items():
        setattr(ticket, name, value)
    log(ticket)


def log(ticket: Ticket) -> None:
    """Append the row of the log that says where the ticket is now; inside a deed."""
    TicketPeriod.objects.create(
        ticket=ticket, place=ticket.steps, state=ticket.state, line=ticket.line, desk=ticket.desk, began_at=ticket.since
    )


def _changed(ticket: Ticket, changes: Mapping[str, Any]) -> bool:
    """Whether the ticket was still where this person saw it. The database seats no second visitor at a desk."""
    rows = Ticket.objects.filter(pk=ticket.pk, steps=ticket.steps)
    try:
        with transaction.atomic():
            return bool(rows.update(steps=F("steps") + 1, **changes))
    except IntegrityError as refusal:
        raise ValidationError(_("この席には、もう呼んだ人がいます。")) from refusal
