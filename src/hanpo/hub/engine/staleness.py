"""Which projects had no news for too long, and what is likely to move them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum

QUIET_FOR = timedelta(weeks=3)
"""How long a project may be without news before it is named."""


class Move(Enum):
    """What is likely to move a project, the most pressing first."""

    OVERDUE_WORK = "overdue_work"
    SMALLEST_DECISION = "smallest_decision"
    MISSING_EVIDENCE = "missing_evidence"
    NEXT_THING = "next_thing"
    ASK = "ask"


@dataclass(frozen=True, slots=True, kw_only=True)
class Activity:
    """What is known about a project: the day of its last news (none: the day it started counts) and what is open.

    `overdue` is the longest overdue piece of work, `decision` the next smallest decision, `missing` the gate's nearest
    missing evidence, `next_thing` what was announced; empty where there is none.
    """

    project: int
    started_on: date
    last_news: date | None = None
    overdue: str = ""
    decision: str = ""
    missing: str = ""
    next_thing: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stale:
    """A project without news: how many days, since when, and the likely next step (`what` is empty for `Move.ASK`)."""

    project: int
    since: date
    days: int
    move: Move
    what: str


def find_stale(activities: Iterable[Activity], *, today: date, quiet_for: timedelta = QUIET_FOR) -> list[Stale]:
    """The projects whose last news is at least `quiet_for` ago, the longest silence first."""
    found = [_stale(activity, today) for activity in activities if today - _last_sign(activity) >= quiet_for]
    return sorted(found, key=lambda s: (-s.days, s.project))


def _last_sign(activity: Activity) -> date:
    return activity.last_news or activity.started_on


def _stale(activity: Activity, today: date) -> Stale:
    since = _last_sign(activity)
    move, what = _likely_move(activity)
    return Stale(project=activity.project, since=since, days=(today - since).days, move=move, what=what)


def _likely_move(activity: Activity) -> tuple[Move, str]:
    open_things = (
        (Move.OVERDUE_WORK, activity.overdue),
        (Move.SMALLEST_DECISION, activity.decision),
        (Move.MISSING_EVIDENCE, activity.missing),
        (Move.NEXT_THING, activity.next_thing),
    )
    return next(((move, what) for move, what in open_things if what), (Move.ASK, ""))
