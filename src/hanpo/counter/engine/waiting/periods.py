"""The periods of a ticket: every change of state begins one and ends the one before, and all times follow from them.

A visit goes through one or several services; each service is a stage with a wait and a time at the desk. Nothing but
the log of changes is kept, so a wait is never typed in and never disagrees with another figure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise


class LogError(ValueError):
    """The log of a ticket contradicts itself: time runs back, or a state cannot follow the one before."""


class State(Enum):
    """Where the holder of a ticket is."""

    WAITING = "waiting"
    CALLED = "called"
    SERVING = "serving"
    HELD = "held"
    """Set aside by the desk (a paper is being fetched); comes back to the same service without a new number."""
    PARKED = "parked"
    """Away at the holder's own wish until a time (shopping, a child); keeps the number."""
    DONE = "done"
    ABSENT = "absent"
    """Called and not there."""
    LEFT = "left"
    """Gave the ticket back or went home."""


ENDS = frozenset({State.DONE, State.ABSENT, State.LEFT})
"""States after which a ticket does not change any more (an absent holder may still come back and wait again)."""

CLOSINGS = frozenset({State.DONE, State.LEFT})
"""Ends that nothing follows, except that a closing made by mistake is taken back (`_that_stand`)."""

FOLLOWS: dict[State, frozenset[State]] = {
    State.WAITING: frozenset({State.CALLED, State.SERVING, State.PARKED, State.LEFT, State.WAITING}),
    State.CALLED: frozenset({State.SERVING, State.WAITING, State.ABSENT, State.LEFT, State.PARKED}),
    State.SERVING: frozenset({State.WAITING, State.HELD, State.DONE, State.PARKED, State.LEFT}),
    State.HELD: frozenset({State.CALLED, State.SERVING, State.WAITING, State.DONE, State.LEFT, State.PARKED}),
    State.PARKED: frozenset({State.WAITING, State.CALLED, State.LEFT, State.ABSENT}),
    State.ABSENT: frozenset({State.WAITING, State.CALLED}),
    State.DONE: frozenset(),
    State.LEFT: frozenset(),
}
"""Which state may follow which. WAITING after SERVING is the next service of the same visit (or another desk)."""


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the log: from `at` on the ticket is in `state`, for a service, at a desk if it has one."""

    at: datetime
    state: State
    service: str
    desk: str | None = None


@dataclass(frozen=True, slots=True)
class Period:
    """A time spent in one state; `end` is None while it lasts."""

    state: State
    service: str
    desk: str | None
    start: datetime
    end: datetime | None

    def lasted(self, until: datetime) -> timedelta:
        """How long it lasted, counted up to `until` at most."""
        end = until if self.end is None else min(self.end, until)
        return max(end - self.start, timedelta(0))


@dataclass(frozen=True, slots=True)
class Stage:
    """One service of a visit: how long the holder waited for it, and how long the desk was busy with it.

    `wait` runs until the desk begins, the walk after the call included. Time parked is the holder's own and counts
    as neither. `begun` and `desk` are None where nobody served.
    """

    service: str
    desk: str | None
    arrived: datetime
    begun: datetime | None
    wait: timedelta
    served: timedelta
    held: timedelta
    parked: timedelta
    end: State | None
    """How it ended (DONE too where the visit went on to the next service); None while it lasts."""

    @property
    def wait_minutes(self) -> float:
        """The wait in minutes."""
        return self.wait / timedelta(minutes=1)

    @property
    def served_minutes(self) -> float:
        """The time at the desk in minutes."""
        return self.served / timedelta(minutes=1)


def periods(changes: Sequence[Change]) -> tuple[Period, ...]:
    """The periods between the changes of one ticket, in order; the last stays open unless it ends the ticket.

    A closing that was taken back is passed over. Raises LogError where time runs back, a state cannot follow, or the
    log does not begin with waiting (or, for a booking that is taken at once, with being called or served).
    """
    changes = _that_stand(changes)
    if not changes:
        return ()
    if changes[0].state not in {State.WAITING, State.CALLED, State.SERVING}:
        raise LogError(f"a ticket cannot begin as {changes[0].state.value}")
    for before, after in pairwise(changes):
        _check(before, after)
    last = changes[-1]
    closed = last.at if last.state in ENDS else None
    ends = [change.at for change in changes[1:]] + [closed]
    return tuple(
        Period(change.state, change.service, change.desk, change.at, end)
        for change, end in zip(changes, ends, strict=True)
    )


def _that_stand(changes: Sequence[Change]) -> Sequence[Change]:
    """The log without closings that were taken back: an end, and at that moment the state before it once more."""
    kept: list[Change] = []
    for change in changes:
        is_taken_back = len(kept) > 1 and kept[-1].state in CLOSINGS and change == replace(kept[-2], at=kept[-1].at)
        if is_taken_back:
            kept.pop()
        else:
            kept.append(change)
    return kept


def _check(before: Change, after: Change) -> None:
    if after.at < before.at:
        raise LogError(f"{after.state.value} at {after.at} is before {before.state.value} at {before.at}")
    if after.state not in FOLLOWS[before.state]:
        raise LogError(f"{after.state.value} cannot follow {before.state.value}")


def stages(changes: Sequence[Change], *, until: datetime) -> tuple[Stage, ...]:
    """The services of one visit with their times, counted up to `until` where something still lasts."""
    groups: list[list[Period]] = []
    for period in periods(changes):
        if not groups or _begins_stage(groups[-1], period):
            groups.append([])
        groups[-1].append(period)
    return tuple(_stage(group, until, is_last=number == len(groups)) for number, group in enumerate(groups, start=1))


def _begins_stage(group: Sequence[Period], period: Period) -> bool:
    """Another service always; waiting again for the same one only after it was served (a second round)."""
    if period.service != group[-1].service:
        return True
    return period.state is State.WAITING and group[-1].state is State.SERVING


def _stage(group: Sequence[Period], until: datetime, *, is_last: bool) -> Stage:
    serving = [period for period in group if period.state is State.SERVING]
    end = group[-1].state if group[-1].state in ENDS else None
    return Stage(
        service=group[0].service,
        desk=serving[-1].desk if serving else None,
        arrived=group[0].start,
        begun=serving[0].start if serving else None,
        wait=_total(group, {State.WAITING, State.CALLED, State.ABSENT}, until),
        served=_total(group, {State.SERVING}, until),
        held=_total(group, {State.HELD}, until),
        parked=_total(group, {State.PARKED}, until),
        end=end if is_last else (State.DONE if serving else State.LEFT),
    )


def _total(group: Iterable[Period], states: set[State], until: datetime) -> timedelta:
    return sum((period.lasted(until) for period in group if period.state in states), timedelta(0))
