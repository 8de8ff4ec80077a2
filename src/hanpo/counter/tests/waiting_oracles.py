"""Slow and simple versions of the engines of waiting, written apart from them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from math import exp

from hanpo.counter.engine.waiting import Clerk
from hanpo.counter.engine.waiting.lockstep import Desks, Visits


@dataclass
class Chain:
    """The birth-death chain of M/M/c: births at rate λ, deaths at min(n, c)·μ, cut where nothing is left."""

    desks: int
    arrivals: float
    minutes: float

    def __post_init__(self):
        birth, death = self.arrivals / 60, 1 / self.minutes
        weights, total, state = [1.0], 1.0, 0
        while state < self.desks or weights[-1] > 1e-16 * total * (1 - birth / (self.desks * death)):
            state += 1
            weights.append(weights[-1] * birth / (min(state, self.desks) * death))
            total += weights[-1]
        self.chance = [weight / total for weight in weights]
        self.death = death

    @property
    def waits(self):
        return sum(self.chance[self.desks :])

    @property
    def mean_wait(self):
        waiting = sum((state - self.desks) * chance for state, chance in enumerate(self.chance) if state > self.desks)
        return waiting / (self.arrivals / 60)

    def longer_than(self, minutes):
        """Who finds n others waits for n-c+1 departures: longer than t if at most n-c happen in t (a Poisson count)."""
        mean = self.desks * self.death * minutes
        term, below, total = exp(-mean), 0.0, 0.0
        for number, chance in enumerate(self.chance[self.desks :]):
            below += term
            term *= mean / (number + 1)
            total += chance * below
        return total


def play_one_day(
    visits: Visits, desks: Desks, walk: float, day: int
) -> dict[tuple[int, int], tuple[float, float, int]]:
    """One day, everybody looked at in every moment: (visitor, stage) → (joined, begun, desk) of who was served."""
    coming = [(float(at), who, 0) for who, at in enumerate(visits.ready[day]) if at < float("inf")]
    changes = list(zip(desks.changes_at, desks.changes_desk, desks.changes_open, strict=True))
    waiting, found, open_desks, free_at, idle = [], {}, set(), {}, dict.fromkeys(range(len(desks.skill)), 0.0)
    while coming or changes or free_at:
        moments = [at for at, *_ in coming] + [at for at, *_ in changes] + [at for at, *_ in free_at.values()]
        now = min(moments)
        freed = None
        if changes and changes[0][0] == now:
            _at, desk, opens = changes.pop(0)
            (open_desks.add if opens else open_desks.discard)(int(desk))
        elif any(at == now for at, *_ in coming):
            event = min(coming)
            coming.remove(event)
            waiting.append(event)
        else:
            freed = next(desk for desk, (at, *_) in free_at.items() if at == now)
            _end, who, stage = free_at.pop(freed)
            idle[freed] = now
            if stage + 1 < visits.service.shape[2] and visits.service[day, who, stage + 1] >= 0:
                coming.append((now + walk, who, stage + 1))
        _seat_everybody(visits, desks, day, now, waiting, found, open_desks, free_at, idle)
    return found


def _seat_everybody(visits, desks, day, now, waiting, found, open_desks, free_at, idle):
    while True:
        pairs = []
        for desk in open_desks - set(free_at):
            for joined, who, stage in waiting:
                skill = desks.skill[desk, visits.service[day, who, stage]]
                if skill:
                    general = sum(desks.skill[desk] > 0)
                    turn = (skill, visits.priority[day, who], joined)
                    pairs.append((turn, (skill, general, idle[desk], desk), desk, who, stage, joined))
        if not pairs:
            return
        _turn, _best, desk, who, stage, joined = min(pairs)
        waiting.remove((joined, who, stage))
        if now - joined > visits.patience[day, who]:
            continue
        found[who, stage] = (joined, now, desk)
        free_at[desk] = (now + visits.minutes[day, who, stage], who, stage)


def least_shortage(needed: dict[str, tuple[int, ...]], clerks: list[Clerk]) -> int:
    """The least number of missing desks over every choice of breaks and places."""
    slots = len(next(iter(needed.values())))
    best = sum(sum(row) for row in needed.values())
    for breaks in product(*[clerk.break_starts for clerk in clerks]):
        total = 0
        for slot in range(slots):
            present = [
                clerk
                for clerk, at in zip(clerks, breaks, strict=True)
                if clerk.duty[0] <= slot < clerk.duty[1] and not (0 <= at <= slot < at + clerk.break_slots)
            ]
            total += min(
                sum(max(0, needed[line][slot] - choice.count(line)) for line in needed)
                for choice in product(*[clerk.services for clerk in present])
            )
        best = min(best, total)
    return best
