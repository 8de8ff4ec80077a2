"""Days at a counter, played many times from one seed, and what came of them with 95 % intervals.

Days are independent, so the interval of a measure is Student's over the days' own values; within a day visitors are
not independent and are never counted as if they were.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit  # type: ignore[import-untyped]

from .draws import desks_of, visits_of
from .lockstep import Floats, Ints, play
from .model import Counter

CONFIDENCE = 0.95
MEASURES = ("mean", "p50", "p90", "maximum", "within", "left", "overtime", "busy", "stay", "visitors")


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval; `low` and `high` are None where one day alone says nothing about luck."""

    value: float
    low: float | None
    high: float | None

    @property
    def is_clear(self) -> bool:
        """Whether the interval lies on one side of zero: the sign of a difference is known."""
        return self.low is not None and self.high is not None and (self.low > 0 or self.high < 0)


@dataclass(frozen=True, slots=True)
class Days:
    """Played days: rows are days, columns visitors in order of coming; nan where a visitor or a stage does not exist.

    `wait` is the sum over the counters of a visit, in minutes; nan for those who went home. `ended` is the minute of
    the day at which a visit was over.
    """

    counter: Counter
    kind: Ints
    booked: Ints
    came: Floats
    stage_wait: Floats
    wait: Floats
    ended: Floats
    left: np.ndarray
    desk_minutes: Floats


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the days say. Minutes of the wait of a visit: `mean`, `p50`, `p90`, `maximum`; `within` the target (0-1).

    `left` is the share that went home, `overtime` the minutes from closing until the last visitor is done, `busy` the
    share of desk time taken, `stay` the median minutes in the house, `visitors` how many came.
    """

    days: int
    target: float
    mean: Estimate
    p50: Estimate
    p90: Estimate
    maximum: Estimate
    within: Estimate
    left: Estimate
    overtime: Estimate
    busy: Estimate
    stay: Estimate
    visitors: Estimate


def simulate(counter: Counter, *, seed: int, days: int = 200) -> Days:
    """Play so many days. The same seed gives the same visitors to every variant of a counter."""
    if days < 1:
        raise ValueError("at least one day must be played")
    visits, kind, booked = visits_of(counter, seed=seed, days=days)
    traces = play(visits, desks_of(counter), walk=counter.walk)
    stage_wait = traces.begun - traces.joined
    came = np.where(np.isfinite(visits.ready), visits.ready, np.nan)
    needed = visits.service >= 0
    done = (needed == ~np.isnan(traces.begun)).all(axis=2) & ~np.isnan(came)
    ended = np.nanmax(np.where(np.isnan(traces.begun), -np.inf, traces.begun + visits.minutes), axis=2, initial=-np.inf)
    busy = _desk_minutes(traces.desk, visits.minutes, len(counter.desks))
    return Days(
        counter=counter,
        kind=kind,
        booked=booked,
        came=came,
        stage_wait=stage_wait,
        wait=np.where(done, np.nansum(stage_wait, axis=2), np.nan),
        ended=np.where(np.isfinite(ended), ended, np.nan),
        left=~done & ~np.isnan(came),
        desk_minutes=busy,
    )


def _desk_minutes(desk: Ints, minutes: Floats, count: int) -> Floats:
    """The minutes each desk was taken, by day."""
    days = len(desk)
    place = (desk + np.arange(days)[:, None, None] * count)[desk >= 0]
    totals = np.bincount(place, weights=minutes[desk >= 0], minlength=days * count).astype(np.float64)
    return totals.reshape(days, count)


def daily(played: Days, *, target: float = 15.0, kinds: Sequence[str] | None = None) -> dict[str, Floats]:
    """Every measure of every day (nan where nobody was served); with `kinds` only the visits of these kinds."""
    counter = played.counter
    wanted = np.array([kinds is None or kind.name in kinds for kind in counter.kinds])[played.kind]
    came = wanted & ~np.isnan(played.came)
    wait = np.where(came, played.wait, np.nan)
    stay = np.where(came & ~np.isnan(wait), played.ended - played.came, np.nan)
    served = (~np.isnan(wait)).sum(1)
    visitors = came.sum(1)
    over = np.where(np.isnan(played.ended), -np.inf, played.ended).max(1, initial=-np.inf) - counter.closes
    total = np.where(served > 0, np.nansum(wait, axis=1), np.nan)
    ordered = np.sort(wait, axis=1)
    open_minutes = sum(end - start for desk in counter.desks for start, end in desk.windows)
    return {
        "mean": total / np.maximum(served, 1),
        "p50": _ranked(ordered, served, 0.5),
        "p90": _ranked(ordered, served, 0.9),
        "maximum": _ranked(ordered, served, 1.0),
        "within": np.where(served > 0, (wait <= target).sum(1) / np.maximum(served, 1), np.nan),
        "left": np.where(visitors > 0, (played.left & wanted).sum(1) / np.maximum(visitors, 1), np.nan),
        "overtime": np.maximum(over, 0.0),
        "busy": played.desk_minutes.sum(1) / max(open_minutes, 1e-9),
        "stay": _ranked(np.sort(stay, axis=1), served, 0.5),
        "visitors": visitors.astype(float),
    }


def _ranked(ordered: Floats, count: Ints, share: float) -> Floats:
    """The smallest value that a share does not exceed, by day; sorted rows hold their nans last."""
    if ordered.shape[1] == 0:
        return np.full(len(count), np.nan)
    place = np.maximum(np.ceil(share * count - 1e-9).astype(np.int64) - 1, 0)
    values: Floats = np.take_along_axis(ordered, place[:, None], 1)[:, 0]
    return np.where(count > 0, values, np.nan)


def estimate(values: Floats) -> Estimate:
    """Mean and Student's 95 % interval of independent values; days without a value (nan) are left out."""
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return Estimate(float("nan"), None, None)
    middle = float(known.mean())
    if len(known) == 1:
        return Estimate(middle, None, None)
    reach = float(stdtrit(len(known) - 1, (1 + CONFIDENCE) / 2) * known.std(ddof=1) / np.sqrt(len(known)))
    return Estimate(middle, middle - reach, middle + reach)


def outcome(played: Days, *, target: float = 15.0, kinds: Sequence[str] | None = None) -> Outcome:
    """What the days say, each measure with its interval."""
    measures = daily(played, target=target, kinds=kinds)
    return Outcome(len(played.came), target, **{name: estimate(measures[name]) for name in MEASURES})


@dataclass(frozen=True, slots=True)
class SlotWait:
    """Waits of those who came in one slot of the day, over all days; None where too few came."""

    start: float
    people: float
    p50: float | None
    p90: float | None


def by_slot(played: Days, *, slot_minutes: float = 30.0) -> tuple[SlotWait, ...]:
    """When in the day the waits are long: p50 and p90 by half hour of arrival, and people a day."""
    counter = played.counter
    start, found = counter.opens, []
    while start < counter.closes:
        waits = played.wait[(played.came >= start) & (played.came < start + slot_minutes)]
        waits = waits[~np.isnan(waits)]
        ranks = np.quantile(waits, (0.5, 0.9), method="inverted_cdf") if len(waits) >= 10 else (None, None)
        p50, p90 = (None if rank is None else float(rank) for rank in ranks)
        found.append(SlotWait(start, len(waits) / len(played.came), p50, p90))
        start += slot_minutes
    return tuple(found)
