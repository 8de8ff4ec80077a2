"""A day to come: visitors expected become desks by half hour for each line, and a roster of those on duty."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from hanpo.counter.engine.waiting import Clerk, Line, needed_desks, roster

PAUSE = "break"
FREE = "free"
"""Where a clerk is who sits at no line; an empty place means off duty. Lines are named by what they are called."""


@dataclass(frozen=True, slots=True)
class LineLoad:
    """A line as it was measured: arrivals an hour in each slot of a mean day, and the minutes at the desk: their mean,
    and their deviation as a part of the mean.
    """

    name: str
    rates: tuple[float, ...]
    minutes: float
    variation: float = 0.8


@dataclass(frozen=True, slots=True)
class DayPlan:
    """Desks needed by line and slot, who is where, and the desks that nobody sits at."""

    needed: Mapping[str, tuple[int, ...]]
    places: Mapping[str, tuple[str, ...]]
    missing: Mapping[str, tuple[int, ...]]

    @property
    def shortage(self) -> int:
        """Missing desks, summed over half hours and lines."""
        return sum(sum(slots) for slots in self.missing.values())


def plan_day(
    loads: Sequence[LineLoad],
    clerks: Sequence[Clerk],
    *,
    factor: float = 1.0,
    slot_minutes: float = 30.0,
    target: float = 15.0,
    share: float = 0.9,
) -> DayPlan:
    """Plan a day on which `factor` times the usual number of visitors is expected.

    Raises NoRoster where a clerk's hours leave no room for the break.
    """
    busy = [LineLoad(load.name, tuple(rate * factor for rate in load.rates), load.minutes) for load in loads]
    return seated(apart(busy, slot_minutes=slot_minutes, target=target, share=share), clerks)


def apart(
    loads: Sequence[LineLoad], *, slot_minutes: float, target: float, share: float
) -> dict[str, tuple[int, ...]]:  # fmt: skip
    """The desks of each line by slot when each is served by desks of its own only."""
    return {
        load.name: needed_desks(
            Line(load.name, load.rates, load.minutes), slot_minutes=slot_minutes, target=target, share=share
        )
        for load in loads
    }


def seated(needed: Mapping[str, tuple[int, ...]], clerks: Sequence[Clerk], *, desks: int = 0) -> DayPlan:
    """Who sits where for these needs, with no more people at once than there are desks (0: as many as wanted)."""
    told = roster(needed, clerks)
    plan = DayPlan(needed, told.places, told.missing)
    return within_desks(plan, desks) if desks else plan


def within_desks(plan: DayPlan, desks: int) -> DayPlan:
    """The same day with no more people at desks at once than there are desks: who is needed least is left free.

    In each slot people of the line that is nearest to what it needs go first.
    """
    rows = {name: list(row) for name, row in plan.places.items()}
    for slot in range(max((len(row) for row in rows.values()), default=0)):
        while len(seated := [name for name, row in rows.items() if row[slot] in plan.needed]) > desks:
            spare = {line: -plan.needed[line][slot] for line in plan.needed}
            for name in seated:
                spare[rows[name][slot]] += 1
            line = max((rows[name][slot] for name in seated), key=lambda one: (spare[one], one))
            rows[next(name for name in reversed(seated) if rows[name][slot] == line)][slot] = FREE
    places = {name: tuple(row) for name, row in rows.items()}
    return DayPlan(plan.needed, places, still_missing(plan.needed, places))


def still_missing(
    needed: Mapping[str, Sequence[int]], places: Mapping[str, Sequence[str]]
) -> dict[str, tuple[int, ...]]:
    """The desks that nobody sits at, by line and slot."""
    return {
        line: tuple(
            max(0, need - sum(row[slot] == line for row in places.values() if slot < len(row)))
            for slot, need in enumerate(slots)
        )
        for line, slots in needed.items()
    }


def moved(row: Sequence[str], *, first: int, last: int, to: str) -> tuple[str, ...]:
    """A clerk's day with the slots from `first` to before `last` spent elsewhere. Raises ValueError outside the day."""
    if not 0 <= first < last <= len(row):
        raise ValueError("the time must lie within the day")
    return (*row[:first], *[to] * (last - first), *row[last:])


def slot_starts(opens: float, closes: float, slot_minutes: float = 30.0) -> tuple[float, ...]:
    """The minutes of the day at which the slots begin."""
    return tuple(opens + slot_minutes * number for number in range(round((closes - opens) / slot_minutes)))


def slot_of(minute: float, opens: float, slot_minutes: float = 30.0) -> int:
    """The slot in which a minute of the day lies (0 for everything before opening)."""
    return max(0, int((minute - opens) // slot_minutes))
