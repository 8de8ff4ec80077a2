"""Plays days at a counter, so that a demo has believable numbers: who comes when, who waits how long, who goes on.

Pure: the same seed plays the same day. Moments are minutes since midnight.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from random import Random

from hanpo.counter.engine.waiting.periods import State

OPENS = 9 * 60
WALK = 2.0
COMES = 0.7
"""Minutes between a call and the beginning at the desk."""


@dataclass(frozen=True, slots=True)
class LinePlan:
    """A line as the demo plays it."""

    prefix: str
    minutes: float
    arrivals: float
    also: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a visit: when, to which state, for which line, at which desk."""

    at: float
    state: State
    line: str
    desk: str | None = None


@dataclass(slots=True)
class Visit:
    """One visitor of the day with their services in order, and what happened."""

    taken: float
    lines: tuple[str, ...]
    steps: list[Step] = field(default_factory=list)

    def until(self, moment: float) -> list[Step]:
        """What had happened by then."""
        return [step for step in self.steps if step.at <= moment]


def play_day(
    *, day: date, lines: Sequence[LinePlan], desks: Mapping[str, Sequence[str]], hours: Sequence[float],
    factor: float, seed: str,
) -> list[Visit]:  # fmt: skip
    """The visits of one day, in the order in which they come. `desks` maps each line to the desks that serve it."""
    chance = Random(f"{seed} {day:%Y-%m-%d}")  # noqa: S311 - a played day, no secret
    visits = sorted(_visits(lines, hours, factor, chance), key=lambda visit: visit.taken)
    plans = {line.prefix: line for line in lines}
    free = {desk: float(OPENS) for names in desks.values() for desk in names}
    coming = [(visit.taken, number, 0) for number, visit in enumerate(visits)]
    heapq.heapify(coming)
    while coming:
        at, number, leg = heapq.heappop(coming)
        visit = visits[number]
        end = _serve(visit, plans[visit.lines[leg]], at, desks, free, chance)
        if end is not None and leg + 1 < len(visit.lines):
            heapq.heappush(coming, (end, number, leg + 1))
        elif end is not None:
            visit.steps.append(Step(end, State.DONE, visit.lines[leg], visit.steps[-1].desk))
    return visits


def leave_open(visits: Sequence[Visit]) -> None:
    """What nobody closed before going home: one who was set aside while a paper was fetched, one who went out."""
    served = [visit for visit in visits if visit.steps[-1].state is State.DONE]
    if served:
        latest = max(served, key=lambda visit: visit.steps[-1].at)
        latest.steps[-1] = replace(latest.steps[-1], state=State.HELD, desk=None)
    went = next((visit for visit in reversed(visits) if visit.steps[-1].state is State.LEFT), None)
    if went is not None:
        went.steps[-1] = replace(went.steps[-1], state=State.PARKED)


def _visits(lines: Sequence[LinePlan], hours: Sequence[float], factor: float, chance: Random) -> Iterator[Visit]:
    whole = sum(hours)
    for line in lines:
        for number, weight in enumerate(hours):
            expected = line.arrivals * factor * weight / whole
            for _person in range(_count(expected, chance)):
                taken = OPENS + 60 * number + chance.random() * 60
                yield Visit(taken, (line.prefix, *_further(line, chance)))


def _count(expected: float, chance: Random) -> int:
    """How many come in an hour in which so many are expected: by pure chance (Poisson)."""
    count, left = 0, chance.expovariate(1.0)
    while left < expected:
        count, left = count + 1, left + chance.expovariate(1.0)
    return count


def _further(line: LinePlan, chance: Random) -> list[str]:
    return [other for other, share in line.also.items() if chance.random() < share]


def _serve(
    visit: Visit, line: LinePlan, at: float, desks: Mapping[str, Sequence[str]], free: dict[str, float],
    chance: Random,
) -> float | None:  # fmt: skip
    """Wait and be served at the desk that is free first; the moment at which it is over, or None for who left."""
    visit.steps.append(Step(at, State.WAITING, line.prefix))
    desk = min(desks[line.prefix], key=lambda name: (free[name], name))
    called = max(at + 0.2, free[desk])
    if called - at > 40 and chance.random() < 0.12:
        visit.steps.append(Step(at + 35, State.LEFT, line.prefix))
        return None
    visit.steps.append(Step(called, State.CALLED, line.prefix, desk))
    if chance.random() < 0.02:
        visit.steps.append(Step(called + 3, State.ABSENT, line.prefix))
        free[desk] = called + 3
        return None
    begun, lasting = called + COMES, _lasting(line.minutes, chance)
    visit.steps.append(Step(begun, State.SERVING, line.prefix, desk))
    free[desk] = begun + lasting + 0.3
    return begun + lasting


def _lasting(minutes: float, chance: Random) -> float:
    """A skewed time at the desk with this mean (lognormal, deviation 0.6 of the mean)."""
    sigma = 0.555
    return max(1.0, minutes * chance.lognormvariate(-(sigma**2) / 2, sigma))
