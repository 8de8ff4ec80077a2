"""From the logs of tickets to a counter that can be played: who came when and for what, how long it took, which desks
were open.

Nothing is typed in: a service whose times are too few is left out and named, so that no invented number decides.
"""

from collections import Counter as Tally
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from hanpo.counter.engine.waiting import (
    Change,
    Counter,
    Desk,
    Duration,
    Kind,
    Leg,
    Period,
    Spread,
    State,
    percentile,
    periods,
    rates_by_slot,
    spread,
    stages,
)

ENOUGH = 20
"""Measured times of a service, or visits of a kind, below which nothing is computed from them."""
OWN_SHARE = 0.1
"""The share of a desk's visits from which a service is its own; below it the desk only helps."""
OPEN_SHARE = 0.2
"""The share of the days on which a desk served in a half hour, from which it is taken as open then."""
SLOT = 30


class TooFew(ValueError):
    """Too few visits or times were measured to compute anything."""


@dataclass(frozen=True, slots=True)
class Service:
    """One service of a visit: minutes waited, minutes the desk was taken (the walk after the call included)."""

    name: str
    arrived: datetime
    wait: float
    taken: float
    served: bool


@dataclass(frozen=True, slots=True)
class Sitting:
    """A desk was taken by a service from a minute of the day to another."""

    desk: str
    service: str
    day: date
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Visit:
    """One visit as its ticket tells it; times are local."""

    services: tuple[Service, ...]
    sittings: tuple[Sitting, ...]
    left: bool

    @property
    def arrived(self) -> datetime:
        """When the ticket was taken."""
        return self.services[0].arrived

    @property
    def wait(self) -> float:
        """The minutes waited at all counters together."""
        return sum(service.wait for service in self.services)


@dataclass(frozen=True, slots=True)
class Measured:
    """A counter as it was measured, and what stands behind it."""

    counter: Counter
    days: int
    visits: int
    wait: Spread | None
    daily: tuple[float, float] | None
    """The median and the ninth tenth of a day's waits, each averaged over the days: played days are held against it."""
    left_out: tuple[str, ...]
    """Services with too few times, or without a desk of their own."""


def visit_of(changes: Sequence[Change], *, until: datetime) -> Visit | None:
    """A visit from the log of its ticket in local time; None for an empty log. Raises LogError on a broken one."""
    told = stages(changes, until=until)
    if not told:
        return None
    walks = _walks(periods(changes), until)
    rounds = Tally(stage.service for stage in told)
    services = tuple(
        Service(
            stage.service,
            stage.arrived,
            stage.wait_minutes,
            stage.served_minutes + walks.get(stage.service, 0.0) / rounds[stage.service],
            stage.begun is not None,
        )
        for stage in told
    )
    return Visit(services, _sittings(periods(changes), until), told[-1].end is State.LEFT)


def _walks(told: Iterable[Period], until: datetime) -> dict[str, float]:
    """The minutes between call and begin, by service: the desk is taken, nobody is served yet."""
    minutes: dict[str, float] = {}
    for period in told:
        if period.state is State.CALLED:
            minutes[period.service] = minutes.get(period.service, 0.0) + period.lasted(until).total_seconds() / 60
    return minutes


def _sittings(told: Iterable[Period], until: datetime) -> tuple[Sitting, ...]:
    return tuple(
        Sitting(
            period.desk,
            period.service,
            period.start.date(),
            _minute(period.start),
            _minute(period.start) + period.lasted(until).total_seconds() / 60,
        )
        for period in told
        if period.state is State.SERVING and period.desk
    )


def _minute(moment: datetime) -> float:
    return moment.hour * 60 + moment.minute + moment.second / 60


def measured(visits: Sequence[Visit], *, days: Sequence[date], opens: float, closes: float) -> Measured:
    """The counter of these open days, `opens` and `closes` in minutes of the day.

    Raises TooFew where not even one service has enough times and a desk.
    """
    durations = _durations(visits)
    desks = _desks([one for visit in visits for one in visit.sittings], len(days), opens, closes)
    served = {name for desk in desks for name in (*desk.services, *desk.helps)}
    known = set(durations) & served
    kept = [visit for visit in visits if visit.services[0].name in known]
    if not kept or not days:
        raise TooFew(f"{len(visits)} visits are too few for a counter that can be played")
    arrivals = [visit.arrived for visit in kept]
    rates = rates_by_slot(arrivals, days=days, opens=opens / 60, closes=closes / 60, slot_minutes=SLOT)
    if sum(rates) == 0:
        raise TooFew("nobody came within the opening hours")
    counter = Counter(
        opens=opens,
        closes=closes,
        rates=rates,
        kinds=_kinds(kept, known, durations),
        desks=tuple(_within(desk, known) for desk in desks if known & {*desk.services, *desk.helps}),
        walk=0.0,
    )
    names = {service.name for visit in visits for service in visit.services}
    waits = [visit.wait for visit in kept if not visit.left]
    left_out = tuple(sorted(names - known))
    return Measured(counter, len(days), len(kept), spread(waits), _daily(kept), left_out)


def _daily(visits: Sequence[Visit]) -> tuple[float, float] | None:
    by_day: dict[date, list[float]] = {}
    for visit in visits:
        if not visit.left:
            by_day.setdefault(visit.arrived.date(), []).append(visit.wait)
    if not by_day:
        return None
    halves, tenths = ([percentile(waits, share) for waits in by_day.values()] for share in (0.5, 0.9))
    return sum(halves) / len(halves), sum(tenths) / len(tenths)


def _durations(visits: Sequence[Visit]) -> dict[str, Duration]:
    times: dict[str, list[float]] = {}
    for visit in visits:
        for service in visit.services:
            if service.served and service.taken > 0:
                times.setdefault(service.name, []).append(service.taken)
    return {name: Duration.measured(found) for name, found in times.items() if len(found) >= ENOUGH}


def _kinds(visits: Sequence[Visit], known: set[str], durations: Mapping[str, Duration]) -> tuple[Kind, ...]:
    """Kinds of visits by the services they went through; rare ways are counted with their first service."""
    ways = Tally(tuple(one.name for one in visit.services if one.name in known) for visit in visits)
    weights: Tally[tuple[str, ...]] = Tally()
    for way, count in ways.items():
        weights[way if count >= ENOUGH else way[:1]] += count
    patience = _patience(visits)
    return tuple(
        Kind("/".join(way), count, tuple(Leg(name, durations[name]) for name in way), patience)
        for way, count in sorted(weights.items())
    )


def _patience(visits: Sequence[Visit]) -> float | None:
    """Mean minutes until somebody gives up: all minutes waited over those who left (those served are censored)."""
    left = sum(visit.left for visit in visits)
    return sum(visit.wait for visit in visits) / left if left >= 5 else None


def _desks(sittings: Sequence[Sitting], days: int, opens: float, closes: float) -> tuple[Desk, ...]:
    found = []
    for name, mine in groupby(sorted(sittings, key=lambda one: one.desk), key=lambda one: one.desk):
        own = list(mine)
        windows = _windows(own, days, opens, closes)
        if windows:
            found.append(_desk(name, own, windows))
    return tuple(found)


def _desk(name: str, sittings: Sequence[Sitting], windows: tuple[tuple[float, float], ...]) -> Desk:
    counts = Tally(one.service for one in sittings)
    own = tuple(sorted(service for service, count in counts.items() if count >= OWN_SHARE * len(sittings)))
    return Desk(name, own, windows, helps=tuple(sorted(set(counts) - set(own))))


def _windows(sittings: Sequence[Sitting], days: int, opens: float, closes: float) -> tuple[tuple[float, float], ...]:
    """The half hours in which the desk was used on enough days; a single unused one between two is no break."""
    slots = round((closes - opens) / SLOT)
    used: list[set[date]] = [set() for _ in range(slots)]
    for one in sittings:
        for slot in range(slots):
            begin = opens + SLOT * slot
            together = min(one.end, begin + SLOT) - max(one.start, begin)
            # Who is served into a break does not make it an open half hour.
            if begin <= one.start < begin + SLOT or together >= SLOT / 2:
                used[slot].add(one.day)
    is_open = [len(found) >= OPEN_SHARE * days for found in used]
    for slot in range(1, slots - 1):
        is_open[slot] = is_open[slot] or (is_open[slot - 1] and is_open[slot + 1])
    return _runs(is_open, opens)


def _runs(is_open: Sequence[bool], opens: float) -> tuple[tuple[float, float], ...]:
    found = []
    for value, slots in groupby(enumerate(is_open), key=lambda pair: pair[1]):
        places = [place for place, _open in slots]
        if value:
            found.append((opens + places[0] * SLOT, opens + (places[-1] + 1) * SLOT))
    return tuple(found)


def _within(desk: Desk, known: set[str]) -> Desk:
    own = tuple(name for name in desk.services if name in known)
    return Desk(desk.name, own, desk.windows, tuple(name for name in desk.helps if name in known))
