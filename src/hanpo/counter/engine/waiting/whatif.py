"""What if: the same days with something changed, compared day by day.

Both variants meet the same visitors (paired seeds), so the difference of a day is due to the change; its interval is
Student's over the differences and far narrower than that of two separate runs.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from .model import Counter, Desk, Kind, Leg
from .simulation import MEASURES, Estimate, Outcome, daily, estimate, outcome, simulate

QUICK = "/quick"
"""Marks the queue of a quick line beside the one it was split from."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One measure before and after a change, and the paired difference (after minus before)."""

    measure: str
    before: Estimate
    after: Estimate
    change: Estimate


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two variants of a counter met by the same visitors."""

    before: Outcome
    after: Outcome
    differences: tuple[Difference, ...]

    def of(self, measure: str) -> Difference:
        """The difference in one measure. Raises KeyError for a measure that does not exist."""
        for difference in self.differences:
            if difference.measure == measure:
                return difference
        raise KeyError(measure)


def compare(
    before: Counter,
    after: Counter,
    *,
    seed: int,
    days: int = 200,
    target: float = 15.0,
    kinds: Sequence[str] | None = None,
) -> Comparison:
    """Play both variants with the same visitors. `kinds` narrows the waits to visits of these kinds."""
    first, second = (simulate(counter, seed=seed, days=days) for counter in (before, after))
    one, two = (daily(played, target=target, kinds=kinds) for played in (first, second))
    differences = tuple(
        Difference(name, estimate(one[name]), estimate(two[name]), estimate(two[name] - one[name])) for name in MEASURES
    )
    return Comparison(
        outcome(first, target=target, kinds=kinds), outcome(second, target=target, kinds=kinds), differences
    )


def with_desk(counter: Counter, desk: Desk) -> Counter:
    """One more desk (for example 11:00-14:00: windows ((660, 840),))."""
    return replace(counter, desks=(*counter.desks, desk))


def with_booking(counter: Counter, share: float) -> Counter:
    """So large a share of the visits comes by appointment."""
    return replace(counter, booking=replace(counter.booking, share=share))


def with_demand(counter: Counter, factor: float) -> Counter:
    """Arrivals times a factor in every slot."""
    return replace(counter, rates=tuple(rate * factor for rate in counter.rates))


def with_times(counter: Counter, factor: float, *, services: Collection[str] | None = None) -> Counter:
    """Times at the desk times a factor (0.7: 30 % less), for some services or for all."""

    def changed(leg: Leg) -> Leg:
        if services is not None and leg.service not in services:
            return leg
        return replace(leg, duration=replace(leg.duration, mean=leg.duration.mean * factor))

    kinds = tuple(replace(kind, legs=tuple(changed(leg) for leg in kind.legs)) for kind in counter.kinds)
    return replace(counter, kinds=kinds)


def with_quick_line(counter: Counter, *, kinds: Collection[str], desks: Collection[str]) -> Counter:
    """Visits of these kinds get a queue of their own for their first service, and these desks serve nobody else.

    The other desks that could serve them help the quick line when their own queue is empty. Raises ValueError where a
    service would be left without a desk.
    """
    split = {kind.legs[0].service for kind in counter.kinds if kind.name in kinds}
    return replace(
        counter,
        kinds=tuple(_quick(kind) if kind.name in kinds else kind for kind in counter.kinds),
        desks=tuple(_quick_desk(desk, split, only=desk.name in desks) for desk in counter.desks),
    )


def _quick(kind: Kind) -> Kind:
    first, *rest = kind.legs
    return replace(kind, legs=(replace(first, service=first.service + QUICK), *rest))


def _quick_desk(desk: Desk, split: Collection[str], *, only: bool) -> Desk:
    lines = tuple(sorted(name + QUICK for name in split))
    if only:
        return replace(desk, services=lines, helps=())
    known = tuple(name for name in lines if name.removesuffix(QUICK) in (*desk.services, *desk.helps))
    return replace(desk, helps=(*desk.helps, *known))
