"""Waits and arrivals as a manager reads them: percentiles, shares within a target, arrivals by hour and kind of day.

A mean is never given without its spread: a mean of eight minutes may hide an hour on Thursday afternoon.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np


@dataclass(frozen=True, slots=True)
class Spread:
    """How a set of minutes is spread. Percentiles are observed values: the smallest x with at least p of all ≤ x."""

    count: int
    mean: float
    p10: float
    p50: float
    p90: float
    maximum: float
    within: float
    """The share (0-1) of those that took at most `target` minutes."""
    target: float


def percentile(minutes: Sequence[float], share: float) -> float:
    """The smallest observed value that at least `share` (0-1) of all do not exceed. Raises ValueError on nothing."""
    if not minutes or not 0 < share <= 1:
        raise ValueError("a percentile needs at least one value and a share above 0, at most 1")
    return float(np.quantile(np.asarray(minutes, dtype=float), share, method="inverted_cdf"))


def spread(minutes: Sequence[float], *, target: float = 15.0) -> Spread | None:
    """The spread of minutes; None where there are none, as an empty line has no wait rather than one of zero."""
    if not minutes:
        return None
    values = np.asarray(minutes, dtype=float)
    p10, p50, p90 = (percentile(minutes, share) for share in (0.1, 0.5, 0.9))
    within = float(np.mean(values <= target))
    return Spread(len(values), float(values.mean()), p10, p50, p90, float(values.max()), within, target)


@dataclass(frozen=True, slots=True)
class HeatCell:
    """Arrivals in one hour of one kind of day: on a usual (median) and a heavy (p90) day, over how many days."""

    kind: str
    hour: int
    days: int
    total: int
    median: float
    p90: float


def heat_map(
    arrivals: Iterable[datetime],
    *,
    days: Iterable[date],
    kind_of: Callable[[date], str],
    hours: range = range(8, 18),
) -> tuple[HeatCell, ...]:
    """Arrivals by kind of day (weekday, month end …) and hour; `days` are all days the counter was open.

    A day without a single arrival in an hour counts as zero, so quiet hours are not hidden. Arrivals (in local time) on
    other days or outside `hours` are left out.
    """
    by_kind: dict[str, list[date]] = {}
    for day in sorted(set(days)):
        by_kind.setdefault(kind_of(day), []).append(day)
    counts = Counter((moment.date(), moment.hour) for moment in arrivals)
    return tuple(_cell(kind, hour, members, counts) for kind, members in sorted(by_kind.items()) for hour in hours)


def _cell(kind: str, hour: int, days: Sequence[date], counts: Mapping[tuple[date, int], int]) -> HeatCell:
    values = [counts.get((day, hour), 0) for day in days]
    return HeatCell(kind, hour, len(days), sum(values), float(np.median(values)), percentile(values, 0.9))


def rates_by_slot(
    arrivals: Iterable[datetime], *, days: Iterable[date], opens: float, closes: float, slot_minutes: int = 30
) -> tuple[float, ...]:
    """Mean arrivals an hour in each slot of an opening day (hours as 8.75 for 8:45): what the simulation takes."""
    wanted = set(days)
    if not wanted:
        raise ValueError("no open day was given")
    slots = round((closes - opens) * 60 / slot_minutes)
    counts = np.zeros(slots)
    for moment in arrivals:
        place = (moment.hour * 60 + moment.minute - opens * 60) / slot_minutes
        if moment.date() in wanted and 0 <= place < slots:
            counts[int(place)] += 1
    return tuple(float(rate) for rate in counts / len(wanted) * 60 / slot_minutes)
