"""「あと3人、およそ10～20分」: how long somebody who holds a ticket will wait, as a range with its chance, or no answer.

Desks are taken as in the middle of their work: what is left of a visit under way is a random part of a visit met at
random (so long visits are met more often: the renewal paradox). Those ahead take measured times drawn anew. A range is
the 10th to the 90th percentile of such futures, widened to whole steps of five minutes; where too few times were
measured nothing is said, as a wrong promise is worse than none.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import ceil, floor

import numpy as np

from .lockstep import Floats

FUTURES = 2_000
ENOUGH = 20
"""Measured times below which nothing is promised."""
STEP = 5
_SHORTEST = 1 / 60
"""A time of zero in the log was begun and ended in the same minute; a second keeps it countable."""


class Silence(Enum):
    """Why no range is given."""

    TOO_FEW_TIMES = "too_few_times"
    NO_DESK = "no_desk"
    TOO_FAR_AHEAD = "too_far_ahead"
    """The range would be wider than two hours: it would say nothing."""


@dataclass(frozen=True, slots=True)
class WaitRange:
    """How many are ahead and, in minutes, the 10th, 50th and 90th percentile; `low` to `high` is what is shown."""

    ahead: int
    p10: float
    p50: float
    p90: float
    low: int
    high: int
    measured: int
    """How many measured times stand behind it."""


def expected_wait(
    *, ahead: int, desks: int, minutes: Sequence[float], all_busy: bool = True, seed: int = 0
) -> WaitRange | Silence:
    """The wait of somebody with `ahead` people before them at a line with so many open desks.

    `minutes` are measured times at the desk, newest or most alike first or in any order. With `all_busy` False and
    nobody ahead the wait is zero.
    """
    if ahead < 0 or min(minutes, default=0.0) < 0:
        raise ValueError("people ahead and times at the desk cannot be below zero")
    if desks < 1:
        return Silence.NO_DESK
    if not all_busy and ahead == 0:
        return WaitRange(0, 0.0, 0.0, 0.0, 0, STEP, len(minutes))
    if len(minutes) < ENOUGH:
        return Silence.TOO_FEW_TIMES
    waits = _futures(ahead, desks, np.maximum(np.asarray(minutes, dtype=float), _SHORTEST), seed)
    p10, p50, p90 = (float(value) for value in np.quantile(waits, (0.1, 0.5, 0.9)))
    low, high = STEP * floor(p10 / STEP), STEP * max(1, ceil(p90 / STEP))
    if high - low > 120:
        return Silence.TOO_FAR_AHEAD
    return WaitRange(ahead, p10, p50, p90, low, high, len(minutes))


def _futures(ahead: int, desks: int, minutes: Floats, seed: int) -> Floats:
    """The waits in many futures: each of those ahead takes the desk that is free first."""
    chance = np.random.default_rng([seed, ahead, desks])
    weights = minutes / minutes.sum()
    met = chance.choice(minutes, size=(FUTURES, desks), p=weights)
    free_at = met * chance.random((FUTURES, desks))
    rows = np.arange(FUTURES)
    for _ in range(ahead):
        free_at[rows, free_at.argmin(1)] += chance.choice(minutes, size=FUTURES)
    waits: Floats = free_at.min(1)
    return waits
