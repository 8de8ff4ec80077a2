"""Appointments: the times that a day offers, and what an arrival counts as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta

LATE = timedelta(minutes=10)
"""So late somebody may come and still go first."""


def starts(*, first: time, last: time, minutes: int, buffer: int) -> Iterator[time]:
    """The times at which appointments begin: each ends by `last`, and its buffer stays free before the next one.

    Raises ValueError on a length below one minute or a buffer below zero.
    """
    if minutes < 1 or buffer < 0:
        raise ValueError("an appointment lasts a minute at least, and its buffer is not below zero")
    now, end = _minutes(first), _minutes(last)
    while now + minutes <= end:
        yield time(now // 60, now % 60)
        now += minutes + buffer


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


@dataclass(frozen=True, slots=True)
class Arrival:
    """How an arrival stands to its appointment."""

    is_today: bool
    is_in_time: bool
    """Early, or late by ten minutes at most: the visitor goes first once the time has come."""


def arrival_of(*, starts_at: datetime, at: datetime) -> Arrival:
    """What an arrival at this moment counts as; both in local time."""
    return Arrival(is_today=starts_at.date() == at.date(), is_in_time=at <= starts_at + LATE)
