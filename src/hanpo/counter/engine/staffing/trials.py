"""Trying a change at the counter: measured days once as they are and once changed, in batches that can be watched."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from math import isfinite

import numpy as np

from hanpo.counter.engine.waiting import (
    Counter,
    Desk,
    Difference,
    daily,
    estimate,
    simulate,
    with_booking,
    with_demand,
    with_desk,
    with_quick_line,
    with_times,
)
from hanpo.counter.engine.waiting.simulation import MEASURES

BATCH = 50
"""Days played at once; every batch has a seed of its own, so any number of batches can be put together."""

NEW_DESK = "+1"

Tell = Callable[[int, int], None]
"""Takes the days that were played and all that are wanted."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What is changed. Minutes are of the day, shares lie between 0 and 1, factors are 1 for no change."""

    demand: float = 1.0
    """Applied to both sides: a busier or quieter day to try the change on."""
    desk_service: str = ""
    desk_from: float = 0.0
    desk_until: float = 0.0
    booking: float | None = None
    """The share that comes by booking after the change; None leaves it as it was measured."""
    times: float = 1.0
    quick_service: str = ""
    quick_desk: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing differs between the two sides."""
        return not (self.desk_service or self.booking is not None or self.quick_service or self.times != 1.0)


@dataclass(frozen=True, slots=True)
class Trial:
    """What came of it: each measure before, after, and the paired difference; `days` were played on each side."""

    days: int
    differences: tuple[Difference, ...]

    def of(self, measure: str) -> Difference:
        """The difference in one measure. Raises KeyError for a measure that does not exist."""
        for difference in self.differences:
            if difference.measure == measure:
                return difference
        raise KeyError(measure)


def changed(counter: Counter, change: Change) -> tuple[Counter, Counter]:
    """The counter before and after. Raises ValueError where a service would be left without a desk."""
    before = with_demand(counter, change.demand) if change.demand != 1.0 else counter
    after = with_times(before, change.times) if change.times != 1.0 else before
    if change.desk_service:
        window = (max(before.opens, change.desk_from), min(before.closes, change.desk_until))
        after = with_desk(after, Desk(NEW_DESK, (change.desk_service,), (window,)))
    if change.booking is not None:
        after = with_booking(after, change.booking)
    if change.quick_service:
        kinds = [kind.name for kind in after.kinds if [leg.service for leg in kind.legs] == [change.quick_service]]
        after = with_quick_line(after, kinds=kinds, desks=[change.quick_desk])
    return before, after


def play(
    before: Counter, after: Counter, *, seed: int, days: int, target: float = 15.0, tell: Tell | None = None
) -> Trial:
    """Play both sides with the same visitors, `BATCH` days at a time."""
    one, two = _Gathered(), _Gathered()
    for number, done in enumerate(range(0, days, BATCH)):
        if tell is not None:
            tell(done, days)
        size = min(BATCH, days - done)
        for side, counter in ((one, before), (two, after)):
            side.take(daily(simulate(counter, seed=seed + number, days=size), target=target))
    if tell is not None:
        tell(days, days)
    return Trial(days, tuple(_difference(name, one.of(name), two.of(name)) for name in MEASURES))


class _Gathered:
    """The days of one side, batch by batch."""

    def __init__(self) -> None:
        self.parts: list[Mapping[str, np.ndarray]] = []

    def take(self, part: Mapping[str, np.ndarray]) -> None:
        self.parts.append(part)

    def of(self, name: str) -> np.ndarray:
        return np.concatenate([part[name] for part in self.parts])


def _difference(name: str, before: np.ndarray, after: np.ndarray) -> Difference:
    told = Difference(name, estimate(before), estimate(after), estimate(after - before))
    return told if isfinite(told.before.value) and isfinite(told.after.value) else _nobody(name)


def _nobody(name: str) -> Difference:
    none = estimate(np.zeros(1))
    return Difference(name, none, none, none)
