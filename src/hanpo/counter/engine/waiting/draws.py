"""The chance in a simulated day, drawn once from a seed and shared by every variant of the same counter.

Each purpose (who comes when, what for, how long it takes …) has a stream of its own, and the n-th visitor of a day
always gets the same draw, so two variants differ by what was changed and not by luck (common random numbers).
Arrivals are a Poisson process whose rate changes by slot: a steady process of rate one, read on the clock of the
expected number of arrivals.
"""

from enum import IntEnum

import numpy as np
from scipy.special import ndtri  # type: ignore[import-untyped]

from .lockstep import Desks, Floats, Ints, Visits
from .model import Counter, Duration, Shape

_SURE = 7.0
"""Room for visitors: so many deviations above the expected number of a day."""


class _Purpose(IntEnum):
    ARRIVAL, KIND, BOOKED, SHOWS, LATE, PATIENCE, MINUTES = range(7)


def _stream(seed: int, purpose: int, people: int, days: int) -> Floats:
    """Uniform draws, a row a day; more people only add columns at the end."""
    draws: Floats = np.random.default_rng([seed, purpose]).random((people, days)).T
    return np.clip(draws, 1e-12, 1 - 1e-12)


def visits_of(counter: Counter, *, seed: int, days: int) -> tuple[Visits, Ints, Ints]:
    """The visits of so many days, with the kind and whether booked (1) of each, in order of coming."""
    people = int(counter.visitors + _SURE * np.sqrt(counter.visitors) + 10)
    ready = _arrivals(counter, seed, people, days)
    kind = _kinds(counter, _stream(seed, _Purpose.KIND, people, days))
    booked = (_stream(seed, _Purpose.BOOKED, people, days) < counter.booking.share).astype(np.int64)
    ready = _appointments(counter, ready, booked, seed)
    service, minutes = _stages(counter, kind, seed)
    patience = _patience(counter, kind, seed)
    order = ready.argsort(axis=1, kind="stable")
    ready, patience = np.take_along_axis(ready, order, 1), np.take_along_axis(patience, order, 1)
    kind, booked = np.take_along_axis(kind, order, 1), np.take_along_axis(booked, order, 1)
    service = np.take_along_axis(service, order[:, :, None], 1)
    minutes = np.take_along_axis(minutes, order[:, :, None], 1)
    priority = 1 - booked if counter.booking.first and counter.booking.share > 0 else np.zeros_like(booked)
    return Visits(ready, service, minutes, priority, patience), kind, booked


def _arrivals(counter: Counter, seed: int, people: int, days: int) -> Floats:
    expected = np.cumsum(-np.log(_stream(seed, _Purpose.ARRIVAL, people, days)), axis=1)
    slot = (counter.closes - counter.opens) / len(counter.rates)
    edges = counter.opens + slot * np.arange(len(counter.rates) + 1, dtype=np.float64)
    load = np.concatenate([[0.0], np.cumsum(np.asarray(counter.rates) * slot / 60)])
    rising = np.concatenate([[True], np.diff(load) > 0])
    # A slot in which nobody comes is skipped: the clock of expected arrivals stands still there.
    ready = _read_clock(expected, load, edges, rising)
    return np.where(expected < load[-1], ready, np.inf)


def _read_clock(expected: Floats, load: Floats, edges: Floats, rising: np.ndarray) -> Floats:
    slot = np.clip(np.searchsorted(load, expected, side="right") - 1, 0, len(load) - 2)
    rate = np.diff(load)[slot]
    part = np.divide(expected - load[slot], rate, out=np.zeros_like(expected), where=rate > 0)
    ready: Floats = edges[slot] + part * (edges[1] - edges[0])
    return ready


def _kinds(counter: Counter, draws: Floats) -> Ints:
    weights = np.cumsum([kind.weight for kind in counter.kinds])
    return np.minimum(np.searchsorted(weights / weights[-1], draws, side="right"), len(weights) - 1)


def _appointments(counter: Counter, ready: Floats, booked: Ints, seed: int) -> Floats:
    """Booked visitors come at appointments spread over the desk time of the day instead of by chance."""
    if counter.booking.share == 0:
        return ready
    days, people = ready.shape
    has = (booked == 1) & np.isfinite(ready)
    place = np.cumsum(has, axis=1) - 0.5
    share = place / np.maximum(has.sum(axis=1, keepdims=True), 1)
    moments, capacity = _desk_time(counter)
    at = np.interp(share * capacity[-1], capacity, moments)
    late = np.maximum(0, ndtri(_stream(seed, _Purpose.LATE, people, days)) * counter.booking.late)
    comes = _stream(seed, _Purpose.SHOWS, people, days) >= counter.booking.no_show
    return np.where(has, np.where(comes, at + late, np.inf), ready)


def _desk_time(counter: Counter) -> tuple[Floats, Floats]:
    """The desk minutes that have passed at each moment at which a desk opens or closes."""
    bounds = {counter.opens, counter.closes}
    windows = [window for desk in counter.desks for window in desk.windows]
    bounds.update(moment for window in windows for moment in window if counter.opens < moment < counter.closes)
    moments = np.array(sorted(bounds))
    middle = (moments[:-1] + moments[1:]) / 2
    open_desks = np.array([sum(start <= moment < end for start, end in windows) for moment in middle])
    # With no desk at all the appointments would have no place: a trickle keeps the count defined.
    passed = np.cumsum(np.maximum(open_desks, 1e-9) * np.diff(moments))
    return moments, np.concatenate([[0.0], passed])


def _stages(counter: Counter, kind: Ints, seed: int) -> tuple[Ints, Floats]:
    names = sorted(counter.services)
    legs = max(len(one.legs) for one in counter.kinds)
    service = np.full((*kind.shape, legs), -1)
    minutes = np.zeros((*kind.shape, legs))
    days, people = kind.shape
    for stage in range(legs):
        draws = _stream(seed, _Purpose.MINUTES + stage, people, days)
        for number, one in enumerate(counter.kinds):
            if stage < len(one.legs):
                mask = kind == number
                service[mask, stage] = names.index(one.legs[stage].service)
                minutes[mask, stage] = _times(one.legs[stage].duration, draws[mask])
    return service, minutes


def _times(duration: Duration, draws: Floats) -> Floats:
    if duration.shape is Shape.EXPONENTIAL:
        return -np.log1p(-draws) * duration.mean
    if duration.shape is Shape.FIXED or duration.variation == 0:
        return np.full_like(draws, duration.mean)
    sigma = np.sqrt(np.log1p(duration.variation**2))
    times: Floats = duration.mean * np.exp(sigma * ndtri(draws) - sigma**2 / 2)
    return times


def _patience(counter: Counter, kind: Ints, seed: int) -> Floats:
    days, people = kind.shape
    means = np.array([np.inf if one.patience is None else one.patience for one in counter.kinds])
    if np.isinf(means).all():
        return np.full(kind.shape, np.inf)
    chance: Floats = -np.log(_stream(seed, _Purpose.PATIENCE, people, days))
    return chance * means[kind]


def desks_of(counter: Counter) -> Desks:
    """The desks of a counter with the times at which they open and close."""
    names = sorted(counter.services)
    skill = np.zeros((len(counter.desks), len(names)), dtype=np.int64)
    changes: list[tuple[float, bool, int]] = []
    for number, desk in enumerate(counter.desks):
        for name in desk.helps:
            if name in names:
                skill[number, names.index(name)] = 2
        for name in desk.services:
            if name in names:
                skill[number, names.index(name)] = 1
        for start, end in desk.windows:
            changes.append((start, True, number))
            if not (counter.serve_out and end >= counter.closes):
                changes.append((end, False, number))
    # A desk whose windows touch closes before it opens again: False sorts before True.
    changes.sort()
    at, opens, desks = zip(*changes, strict=True) if changes else ((), (), ())
    return Desks(skill, np.array(at, dtype=float), np.array(desks, dtype=np.int64), np.array(opens, dtype=bool))
