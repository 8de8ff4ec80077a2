"""Before and after a change: how much less a case takes, with what uncertainty, or that nobody can say yet.

The difference of means is given because total time is cases times mean. Its bounds are the wider of two: a studentised
bootstrap (Efron and Tibshirani, An Introduction to the Bootstrap, 12.5), which follows skewed minutes, and Welch's t,
which does not trust so few of them as a bootstrap does; together they keep the promise that each alone misses for a
dozen timings (see bench/effects.py).
The chance that mere shuffling would differ as much is a
permutation test of the same studentised difference (Janssen 1997), valid where the spreads differ as well.
A conclusion needs `FEWEST` timings on each side, and both findings.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray
from scipy.special import stdtrit  # type: ignore[import-untyped]

FEWEST = 10
"""Fewer timings on a side allow no conclusion: with fewer nobody can see how skewed they are."""
ROUNDS = 4000
LEVEL = 0.95

Floats = NDArray[np.float64]


class Conclusion(StrEnum):
    """What may be said."""

    LESS = "less"
    MORE = "more"
    OPEN = "open"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Side:
    """The timings of one side: how many, their mean, median and 90th percentile, in minutes."""

    count: int
    mean: float
    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class Effect:
    """What a change did to the minutes of a case. `saved` is the mean before minus the mean after.

    `low` and `high` bound it at 95 %; `chance` is how often shuffling alone would differ as much. They are None where
    there are too few timings. A side without timings is None.
    """

    before: Side | None
    after: Side | None
    saved: float | None
    low: float | None
    high: float | None
    chance: float | None
    conclusion: Conclusion

    @property
    def is_told(self) -> bool:
        """Whether the change may be called one for the better or the worse."""
        return self.conclusion in (Conclusion.LESS, Conclusion.MORE)


def compare(before: Sequence[float], after: Sequence[float], *, seed: int = 1) -> Effect:
    """Compare minutes a case before and after a change; the same seed gives the same answer."""
    old, new = np.asarray(before, dtype=float), np.asarray(after, dtype=float)
    sides = _side(old), _side(new)
    saved = float(old.mean() - new.mean()) if len(old) and len(new) else None
    if saved is None or min(len(old), len(new)) < FEWEST:
        return Effect(*sides, saved, None, None, None, Conclusion.TOO_FEW)
    draws = np.random.default_rng(seed)
    low, high = _interval(old, new, saved, draws)
    chance = _chance(old, new, draws)
    return Effect(*sides, saved, low, high, chance, _conclusion(low, high, chance))


def _conclusion(low: float, high: float, chance: float) -> Conclusion:
    if chance > 1 - LEVEL or low <= 0 <= high:
        return Conclusion.OPEN
    return Conclusion.LESS if low > 0 else Conclusion.MORE


def _side(values: Floats) -> Side | None:
    if not len(values):
        return None
    p90 = float(np.quantile(values, 0.9, method="inverted_cdf"))
    return Side(len(values), float(values.mean()), float(np.median(values)), p90)


def _interval(old: Floats, new: Floats, saved: float, draws: np.random.Generator) -> tuple[float, float]:
    error = _errors(old[None, :], new[None, :])[0]
    if error == 0:
        return saved, saved
    one = old[draws.integers(0, len(old), (ROUNDS, len(old)))]
    two = new[draws.integers(0, len(new), (ROUNDS, len(new)))]
    errors = _errors(one, two)
    usable = errors > 0
    pivots = (one.mean(axis=1) - two.mean(axis=1) - saved)[usable] / errors[usable]
    lower, upper = np.quantile(pivots, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    usual = _usual(old, new)
    return float(saved - max(upper, usual) * error), float(saved - min(lower, -usual) * error)


def _usual(old: Floats, new: Floats) -> float:
    """How many errors wide the bounds of Welch's t are to each side (Welch 1947: degrees of freedom of both)."""
    parts = [(side.var(ddof=1) / len(side), len(side) - 1) for side in (old, new)]
    freedom = sum(part for part, _free in parts) ** 2 / sum(part**2 / free for part, free in parts)
    return float(stdtrit(freedom, (1 + LEVEL) / 2))


def _chance(old: Floats, new: Floats, draws: np.random.Generator) -> float:
    """How often a shuffled parting differs as much, itself counted, so that it is never zero."""
    every = np.concatenate([old, new])
    seen = _ratio(old[None, :], new[None, :])[0]
    shuffled = draws.permuted(np.broadcast_to(every, (ROUNDS, len(every))), axis=1)
    ratios = _ratio(shuffled[:, : len(old)], shuffled[:, len(old) :])
    return float((1 + np.count_nonzero(ratios >= seen - 1e-12)) / (1 + ROUNDS))


def _errors(one: Floats, two: Floats) -> Floats:
    """The standard error of the difference of means, row by row."""
    errors: Floats = np.sqrt(one.var(axis=1, ddof=1) / one.shape[1] + two.var(axis=1, ddof=1) / two.shape[1])
    return errors


def _ratio(one: Floats, two: Floats) -> Floats:
    """How large the difference is against its error; without any spread, infinite where there is a difference."""
    apart, errors = np.abs(one.mean(axis=1) - two.mean(axis=1)), _errors(one, two)
    ratio: Floats = np.where(errors > 0, apart / np.where(errors > 0, errors, 1), np.where(apart > 0, np.inf, 0.0))
    return ratio
