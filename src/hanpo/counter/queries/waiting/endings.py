"""Numbers of earlier days that nobody closed."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from hanpo.counter.engine.waiting.periods import ENDS
from hanpo.counter.models import Ticket


def left_open(*, municipality: str, today: date) -> QuerySet[Ticket]:
    """The tickets of earlier days that still wait or are at a desk."""
    ended = [state.value for state in ENDS]
    rows = Ticket.objects.filter(municipality_id=municipality, day__lt=today).exclude(state__in=ended)
    return rows.select_related("line", "desk", "municipality").order_by("day", "pk")
