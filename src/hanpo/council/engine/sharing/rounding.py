"""Shares by weight within bounds, first exact, then in whole yen that sum exactly.

The divisor method is that of Webster and Sainte-Laguë; divisor methods are the only kind under which nobody pays more
because another joins (Balinski and Young, Fair Representation, 1982). Bounds are applied as there to apportionment with
minimums: round(weight / d), but no less than the floor and no more than the ceiling, with one d for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from hanpo.council.engine.sharing.rule import CannotShare, Problem, Rounding

HALF = Fraction(1, 2)


@dataclass(frozen=True, slots=True)
class Task:
    """An amount of yen to share by weights, each share between `low` and `high` (`None`: no ceiling).

    `order` ranks members for the yen that exact equality leaves open: lower first.
    """

    amount: int
    weights: Sequence[Fraction]
    low: int
    high: int | None
    order: Sequence[int]

    def bounded(self, value: Fraction | int) -> Fraction:
        """A value drawn into the bounds."""
        value = max(Fraction(value), Fraction(self.low))
        return value if self.high is None else min(value, Fraction(self.high))

    def check(self) -> None:
        """Raise `CannotShare` where the bounds leave no way, with the yen that are missing or too many."""
        least = self.low * len(self.weights)
        if least > self.amount:
            raise CannotShare(Problem.FLOORS_TOO_HIGH, yen=least - self.amount)
        if self.high is not None:
            most = sum(self.high if weight else self.low for weight in self.weights)
            if most < self.amount:
                raise CannotShare(Problem.CEILINGS_TOO_LOW, yen=self.amount - most)


def exact(task: Task) -> list[Fraction]:
    """The exact shares: proportional to the weights but for those drawn to a bound; they sum to the amount.

    Raises `CannotShare` where the bounds leave no way.
    """
    task.check()
    rate = _rate(task)
    return [task.bounded(rate * weight) for weight in task.weights]


def drawn(task: Task) -> list[int]:
    """For every member whether a bound draws its share up (1) or down (-1) from what is in proportion, or not (0)."""
    rate = _rate(task)
    due = [rate * weight for weight in task.weights]
    return [(task.bounded(one) > one) - (task.bounded(one) < one) for one in due]


def _rate(task: Task) -> Fraction:
    """The yen per weight at which the bounded shares sum to the amount.

    The sum grows with the rate, straight between the rates at which some share meets a bound.
    """

    if not task.low and task.high is None:
        return task.amount / sum(task.weights, Fraction(0))

    def total(rate: Fraction) -> Fraction:
        return sum((task.bounded(rate * weight) for weight in task.weights), Fraction(0))

    bounds = [task.low] if task.high is None else [task.low, task.high]
    bends = sorted({Fraction(bound) / weight for weight in task.weights if weight for bound in bounds} | {Fraction(0)})
    below, above = 0, len(bends)
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (middle, above) if total(bends[middle]) <= task.amount else (below, middle)
    start = bends[below]
    missing = task.amount - total(start)
    end = start + 1 if above == len(bends) else bends[above]
    slope = (total(end) - total(start)) / (end - start)
    return start + missing / slope if missing else start


def in_yen(task: Task, shares: Sequence[Fraction], rounding: Rounding) -> list[int]:
    """The exact shares of a task as whole yen that sum to the amount and keep the bounds."""
    if rounding is Rounding.LARGEST_REMAINDER:
        return _by_remainder(task, shares)
    return _by_divisor(task)


def _by_remainder(task: Task, shares: Sequence[Fraction]) -> list[int]:
    yen = [floor(share) for share in shares]
    order = sorted(range(len(yen)), key=lambda n: (yen[n] - shares[n], -task.weights[n], task.order[n]))
    for number in order[: task.amount - sum(yen)]:
        yen[number] += 1
    return yen


def _by_divisor(task: Task) -> list[int]:
    """Start from the yen surely due at the exact rate, then give or take single yen in the order of their claims."""
    rate = _rate(task)
    yen = [int(task.bounded(ceil(rate * weight - HALF))) for weight in task.weights]
    numbers = range(len(yen))

    def claim(number: int, owned: int) -> tuple[Fraction, Fraction, int]:
        weight = task.weights[number]
        return weight / (owned + HALF), weight, -task.order[number]

    while sum(yen) < task.amount:
        open_ = [n for n in numbers if task.weights[n] and (task.high is None or yen[n] < task.high)]
        yen[max(open_, key=lambda n: claim(n, yen[n]))] += 1
    while sum(yen) > task.amount:
        open_ = [n for n in numbers if yen[n] > task.low]
        yen[min(open_, key=lambda n: claim(n, yen[n] - 1))] -= 1
    return yen
