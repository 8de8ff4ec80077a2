"""What else goes on today: somebody fetches a paper, somebody is away, somebody did not hear the call."""

from __future__ import annotations

from datetime import datetime, timedelta

from hanpo.counter.actions.waiting import tickets
from hanpo.counter.models import Ticket, TicketState


def set_some_aside(*, place: str, at: datetime) -> None:
    """Hold one visitor and let another be away, where enough are there."""
    rows = Ticket.objects.filter(municipality_id=place, day=at.date()).select_related("line", "desk")
    serving = rows.filter(state=TicketState.SERVING).order_by("since").first()
    if serving is not None:
        tickets.hold_ticket(actor=None, ticket=serving, at=at - timedelta(minutes=1))
    waiting = rows.filter(state=TicketState.WAITING).order_by("-turn_at").first()
    if waiting is not None:
        tickets.park_ticket(actor=None, ticket=waiting, at=at, back_at=at + timedelta(minutes=30))
