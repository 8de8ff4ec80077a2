"""What time it is in the town hall: the only place that asks the clock."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time, timedelta

from django.utils import timezone

_told: ContextVar[datetime | None] = ContextVar("hanpo_clock", default=None)


def now() -> datetime:
    """This moment, with Japan's time zone."""
    return timezone.localtime(_told.get())


def today() -> date:
    """Today's date in Japan."""
    return timezone.localdate(_told.get())


@contextmanager
def telling(moment: datetime) -> Iterator[None]:
    """Within the block it is this moment: a demo tells what happened before its day.

    The audit record does not listen: it says when a row was really written.
    """
    token = _told.set(moment)
    try:
        yield
    finally:
        _told.reset(token)


def span(first: date, last: date | None = None) -> tuple[datetime, datetime]:
    """The midnight at which the first day begins, and that at which the last one (the first, if none is named) ends.

    Databases find moments between two others by an index; asked for the day of each moment they look at every row.
    """
    after = (last or first) + timedelta(days=1)
    begin, end = (timezone.make_aware(datetime.combine(day, time())) for day in (first, after))
    return begin, end
