"""Lines that share desks: clerks who serve several lines help where people wait, so fewer desks hold the same target.

Desks are counted for the lines of a pool together (Erlang C for all of their work as one queue) and shared out to the
lines. That is the best case: in truth each desk helps only the lines its clerk knows. So the roster is played with
exactly these skills, and the smaller number is taken only where the 95 % interval of the share served in time lies
above the target.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from hanpo.counter.engine.waiting import (
    Clerk,
    Counter,
    Desk,
    Duration,
    Estimate,
    Kind,
    Leg,
    Line,
    daily,
    estimate,
    needed_desks,
    simulate,
)

from .planning import DayPlan, LineLoad, apart, seated

PLAYED = 60
"""Days on which a roster is played."""
SEED = 20_261_124


class Verdict(Enum):
    """What the played days say of a roster and its target; `UNSURE` where luck could explain either answer."""

    HOLDS = "holds"
    UNSURE = "unsure"
    FAILS = "fails"


@dataclass(frozen=True, slots=True)
class Pooled:
    """A day's plan, the desks that were needed with each line for itself, and the share served within the target.

    `within` is None where the roster cannot be played: a line has no desk at all, or nobody is expected.
    """

    plan: DayPlan
    apart: Mapping[str, tuple[int, ...]]
    within: Estimate | None
    share: float

    @property
    def is_pooled(self) -> bool:
        """Whether the lines are counted together."""
        return self.plan.needed != self.apart

    @property
    def saved(self) -> int:
        """Desks that helping one another saves, summed over slots."""
        return sum(map(sum, self.apart.values())) - sum(map(sum, self.plan.needed.values()))

    @property
    def verdict(self) -> Verdict:
        """Whether the target is held."""
        return verdict_of(self.within, self.share)


def verdict_of(within: Estimate | None, share: float) -> Verdict:
    """Whether a share lies above a target, by its interval."""
    if within is None or within.low is None or within.high is None:
        return Verdict.UNSURE
    if within.low >= share:
        return Verdict.HOLDS
    return Verdict.FAILS if within.high < share else Verdict.UNSURE


def pools_of(lines: Sequence[str], clerks: Sequence[Clerk]) -> tuple[tuple[str, ...], ...]:
    """Lines that are joined by clerks who serve several of them, directly or over other lines."""
    groups = [{line} for line in lines]
    for clerk in clerks:
        known = {line for line in clerk.services if line in lines}
        joined = [group for group in groups if group & known]
        if len(joined) > 1:
            groups = [group for group in groups if not group & known] + [set().union(*joined)]
    order = {line: place for place, line in enumerate(lines)}
    return tuple(
        sorted((tuple(sorted(group, key=order.__getitem__)) for group in groups), key=lambda one: order[one[0]])
    )


def pooled_needs(
    loads: Sequence[LineLoad], clerks: Sequence[Clerk], *, slot_minutes: float, target: float, share: float
) -> dict[str, tuple[int, ...]]:
    """The desks of each line by slot when the lines of a pool help one another; never more than each for itself."""
    alone = apart(loads, slot_minutes=slot_minutes, target=target, share=share)
    by_name = {load.name: load for load in loads}
    needed: dict[str, tuple[int, ...]] = {}
    for pool in pools_of(list(by_name), clerks):
        mine = [by_name[name] for name in pool]
        whole = needed_desks(_as_one(mine), slot_minutes=slot_minutes, target=target, share=share)
        slots = [
            _shared_out(total, [one.rates[slot] * one.minutes for one in mine], [alone[name][slot] for name in pool])
            for slot, total in enumerate(whole)
        ]
        needed |= {name: tuple(slot[place] for slot in slots) for place, name in enumerate(pool)}
    return {name: needed[name] for name in by_name}


def _as_one(loads: Sequence[LineLoad]) -> Line:
    """The lines as one queue: the same work in every slot, at the mean minutes of a visit."""
    visitors = sum(sum(load.rates) for load in loads)
    work = [sum(load.rates[slot] * load.minutes for load in loads) for slot in range(len(loads[0].rates))]
    minutes = sum(work) / visitors if visitors else loads[0].minutes
    return Line("+".join(load.name for load in loads), tuple(part / minutes for part in work), minutes)


def _shared_out(total: int, work: Sequence[float], most: Sequence[int]) -> list[int]:
    """So many desks for the lines by their work: at least one where one is needed, at most what each needs alone."""
    given = [min(1, limit) for limit in most]
    while sum(given) < min(total, sum(most)):
        able = [place for place, limit in enumerate(most) if given[place] < limit]
        given[max(able, key=lambda place: (work[place] / given[place], -place))] += 1
    return given


def pooled_day(
    loads: Sequence[LineLoad],
    clerks: Sequence[Clerk],
    *,
    desks: int = 0,
    factor: float = 1.0,
    slot_minutes: float = 30.0,
    target: float = 15.0,
    share: float = 0.9,
) -> Pooled:
    """Plan a day with the fewest desks that clearly hold the target, and say how sure that is.

    `desks` is how many there are (0: as many as wanted). Raises NoRoster where a clerk's hours leave no room for the
    break.
    """
    busy = [LineLoad(one.name, tuple(rate * factor for rate in one.rates), one.minutes, one.variation) for one in loads]
    aim = {"slot_minutes": slot_minutes, "target": target, "share": share}
    alone, together = apart(busy, **aim), pooled_needs(busy, clerks, **aim)
    if together != alone:
        plan = seated(together, clerks, desks=desks)
        within = played_share(plan, busy, clerks, slot_minutes=slot_minutes, target=target)
        if verdict_of(within, share) is Verdict.HOLDS:
            return Pooled(plan, alone, within, share)
    plan = seated(alone, clerks, desks=desks)
    within = played_share(plan, busy, clerks, slot_minutes=slot_minutes, target=target)
    return Pooled(plan, alone, within, share)


def played_share(
    plan: DayPlan, loads: Sequence[LineLoad], clerks: Sequence[Clerk], *, slot_minutes: float, target: float
) -> Estimate | None:
    """The share of a day's visitors who are called within the target when this roster is played, with its interval.

    Everybody at a desk serves its line first and helps the other lines they know. None where a line has no desk or
    nobody is expected.
    """
    known = [load for load in loads if sum(load.rates) > 0]
    desks = _desks(plan, clerks, slot_minutes)
    served = {name for desk in desks for name in (*desk.services, *desk.helps)}
    if not known or any(load.name not in served for load in known):
        return None
    slots = len(known[0].rates)
    counter = Counter(
        opens=0.0,
        closes=slots * slot_minutes,
        rates=tuple(sum(load.rates[slot] for load in known) for slot in range(slots)),
        kinds=tuple(
            Kind(one.name, sum(one.rates), (Leg(one.name, Duration(one.minutes, one.variation)),)) for one in known
        ),
        desks=desks,
        walk=0.0,
    )
    told = daily(simulate(counter, seed=SEED, days=PLAYED), target=target)
    # Whom nobody served did not get their turn in time either.
    return estimate(told["within"] * (1 - told["left"]))


def _desks(plan: DayPlan, clerks: Sequence[Clerk], slot_minutes: float) -> tuple[Desk, ...]:
    """A desk for every clerk at every line they sit at, open while they sit there."""
    found = []
    for clerk in clerks:
        row = plan.places.get(clerk.name, ())
        for line in plan.needed:
            windows = _windows([place == line for place in row], slot_minutes)
            helps = tuple(name for name in clerk.services if name != line and name in plan.needed)
            if windows:
                found.append(Desk(f"{clerk.name} {line}", (line,), windows, helps))
    return tuple(found)


def _windows(sits: Sequence[bool], slot_minutes: float) -> tuple[tuple[float, float], ...]:
    edges = [False, *sits, False]
    begins = [slot for slot in range(len(sits)) if edges[slot + 1] and not edges[slot]]
    ends = [slot + 1 for slot in range(len(sits)) if edges[slot + 1] and not edges[slot + 2]]
    return tuple((begin * slot_minutes, end * slot_minutes) for begin, end in zip(begins, ends, strict=True))
