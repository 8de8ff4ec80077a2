"""Where a task stands on the ladder, worked out from records that are only ever added.

Each side (supporter, staff) has a view of its own, and both are kept. Going back to a lower rung is ordinary.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

SUPPORTER = "supporter"
STAFF = "staff"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One record: the rung (its place on the ladder, from 1) that a side saw on a day; `order` is that of writing."""

    rung: int
    side: str
    observed_on: date
    order: int


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One side's view: the rung, since when without change, when last looked at, and how often it went back."""

    rung: int
    since: date
    last_seen: date
    times_back: int
    came_from: int | None

    @property
    def went_back(self) -> bool:
        """Whether the last change led to a lower rung."""
        return self.came_from is not None and self.rung < self.came_from


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a task stands: both views, the day of the last change, and the days without one (`None`: no record)."""

    supporter: View | None
    staff: View | None
    last_change: date | None
    days_unchanged: int | None

    @property
    def sides_differ(self) -> bool:
        """Whether both sides spoke and see different rungs."""
        return self.supporter is not None and self.staff is not None and self.supporter.rung != self.staff.rung

    @property
    def rung(self) -> int | None:
        """The rung that both sides would grant: the lower one where they differ."""
        seen = [view.rung for view in (self.supporter, self.staff) if view is not None]
        return min(seen, default=None)


def stand(entries: Iterable[Entry], *, today: date) -> Standing:
    """Work out where a task stands. Records count in the order of the days they speak of, then of writing."""
    ordered = sorted(entries, key=lambda e: (e.observed_on, e.order))
    supporter = _view([e for e in ordered if e.side == SUPPORTER])
    staff = _view([e for e in ordered if e.side == STAFF])
    last = max((view.since for view in (supporter, staff) if view is not None), default=None)
    return Standing(
        supporter=supporter,
        staff=staff,
        last_change=last,
        days_unchanged=None if last is None else max((today - last).days, 0),
    )


def _view(entries: Sequence[Entry]) -> View | None:
    if not entries:
        return None
    start = _start_of_last_run(entries)
    return View(
        rung=entries[-1].rung,
        since=entries[start].observed_on,
        last_seen=entries[-1].observed_on,
        times_back=sum(1 for before, after in pairwise(entries) if after.rung < before.rung),
        came_from=entries[start - 1].rung if start > 0 else None,
    )


def _start_of_last_run(entries: Sequence[Entry]) -> int:
    """The place of the first of the records at the end that all name the same rung."""
    start = len(entries) - 1
    while start > 0 and entries[start - 1].rung == entries[-1].rung:
        start -= 1
    return start
