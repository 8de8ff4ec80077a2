"""The clockwork of the simulation: many days at once, each taking its own next event in every step.

Days do not touch each other, so one numpy operation moves all of them. A step takes, for each day, the earliest of: a
desk that opens or closes, a visitor who reaches the next counter, a visitor who arrives, a desk that becomes free.
Queues are linked lists (one successor a visitor), so memory grows with visitors and not with queues. Time is minutes.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]

NOBODY = -1
HELPING = 1e8
"""Added to the time of joining where a desk only helps: its own services always go first."""
LATER = 1e5
"""Added for each step of priority: far more than a day has minutes."""


@dataclass(frozen=True, slots=True)
class Desks:
    """What desks can do and when: `skill[d, s]` 0 cannot, 1 is for it, 2 helps; changes of opening in time order."""

    skill: Ints
    changes_at: Floats
    changes_desk: Ints
    changes_open: Flags


@dataclass(frozen=True, slots=True)
class Visits:
    """All visits of all days: rows are days, columns visitors in the order of `ready`, the last axis their services.

    Missing visitors have an infinite `ready`; missing services are -1. `priority` 0 goes first.
    """

    ready: Floats
    service: Ints
    minutes: Floats
    priority: Ints
    patience: Floats


@dataclass(frozen=True, slots=True)
class Traces:
    """When each visitor joined the queue of a service and when it began (nan: never), and the desk (-1: none)."""

    joined: Floats
    begun: Floats
    desk: Ints


class _House:
    """All days of one run, in lockstep."""

    def __init__(self, visits: Visits, desks: Desks, walk: float) -> None:
        days, people, legs = visits.service.shape
        count, services = desks.skill.shape
        self.visits, self.desks, self.walk = visits, desks, walk
        self.priorities = int(visits.priority.max(initial=0)) + 1
        queues = services * self.priorities
        self.joined = np.full((days, people, legs), np.nan)
        self.begun = np.full((days, people, legs), np.nan)
        self.desk = np.full((days, people, legs), NOBODY)
        self.leg = np.zeros((days, people), dtype=np.int64)
        self.after = np.full((days, people), NOBODY)
        self.head, self.tail = np.full((days, queues), NOBODY), np.full((days, queues), NOBODY)
        self.head_at = np.full((days, queues), np.inf)
        self.open = np.zeros((days, count), dtype=bool)
        self.free_at = np.full((days, count), np.inf)
        self.idle_since = np.zeros((days, count))
        self.busy_with = np.full((days, count), NOBODY)
        self.cost = self._costs()
        self.order = np.where(
            desks.skill == 0, np.inf, desks.skill * HELPING + (desks.skill > 0).sum(1)[:, None] * LATER
        )
        self.next_arrival = np.zeros(days, dtype=np.int64)
        self.ready = np.column_stack([visits.ready, np.full(days, np.inf)])
        self.next_change = np.zeros(days, dtype=np.int64)
        self.changes_at = np.append(desks.changes_at, np.inf)
        walkers = int((visits.service[:, :, 1:] >= 0).sum(axis=(1, 2)).max(initial=0)) + 1
        self.walking, self.walk_ends = np.full((days, walkers), NOBODY), np.full((days, walkers), np.inf)
        self.first_walker, self.last_walker = np.zeros(days, dtype=np.int64), np.zeros(days, dtype=np.int64)

    def _costs(self) -> Floats:
        """What a desk adds to the time of joining, by queue: infinite where it lacks the skill."""
        skill = np.repeat(self.desks.skill, self.priorities, axis=1)
        rank = np.tile(np.arange(self.priorities), self.desks.skill.shape[1])
        return np.where(skill == 0, np.inf, (skill - 1) * HELPING + rank * LATER)

    def run(self) -> Traces:
        """Take steps until every day is over."""
        days = np.arange(len(self.ready))
        times = np.empty((4, len(days)))
        while True:
            times[0] = self.changes_at[self.next_change]
            times[1] = self.walk_ends[days, self.first_walker]
            times[2] = self.ready[days, self.next_arrival]
            desk = self.free_at.argmin(1)
            times[3] = self.free_at[days, desk]
            kind, now = times.argmin(0), times.min(0)
            kind[np.isinf(now)] = -1
            if not self._step(kind, now, desk):
                return Traces(self.joined, self.begun, self.desk)

    def _step(self, kind: Ints, now: Floats, desk: Ints) -> bool:
        changed, walked, arrived, freed = (np.flatnonzero(kind == event) for event in range(4))
        if len(freed):
            self._free(freed, desk[freed], now[freed])
        if len(arrived):
            who = self.next_arrival[arrived]
            self.next_arrival[arrived] += 1
            self._join(arrived, who, now[arrived])
        if len(changed):
            self._change(changed, now[changed])
        if len(walked):
            who = self.walking[walked, self.first_walker[walked]]
            self.first_walker[walked] += 1
            self._join(walked, who, now[walked])
        return bool(len(freed) or len(arrived) or len(changed) or len(walked))

    def _change(self, day: Ints, now: Floats) -> None:
        number = self.next_change[day]
        desk, opens = self.desks.changes_desk[number], self.desks.changes_open[number]
        self.next_change[day] += 1
        self.open[day, desk] = opens
        ready = opens & np.isinf(self.free_at[day, desk])
        self._take(day[ready], desk[ready], now[ready])

    def _free(self, day: Ints, desk: Ints, now: Floats) -> None:
        who = self.busy_with[day, desk]
        self.free_at[day, desk] = np.inf
        self.idle_since[day, desk] = now
        self.leg[day, who] += 1
        legs = self.visits.service.shape[2]
        if legs > 1:
            stage = self.leg[day, who]
            goes_on = (stage < legs) & (self.visits.service[day, who, np.minimum(stage, legs - 1)] >= 0)
            self._walk(day[goes_on], who[goes_on], now[goes_on])
        ready = self.open[day, desk]
        self._take(day[ready], desk[ready], now[ready])

    def _walk(self, day: Ints, who: Ints, now: Floats) -> None:
        place = self.last_walker[day]
        self.walking[day, place] = who
        self.walk_ends[day, place] = now + self.walk
        self.last_walker[day] += 1

    def _join(self, day: Ints, who: Ints, now: Floats) -> None:
        """Go to the best idle desk (for it before helping, the more special before the general, the longest idle)."""
        stage = self.leg[day, who]
        service = self.visits.service[day, who, stage]
        self.joined[day, who, stage] = now
        idle = self.open[day] & np.isinf(self.free_at[day])
        score = np.where(idle, self.order[:, service].T + self.idle_since[day], np.inf)
        desk = score.argmin(1)
        found = np.isfinite(score[np.arange(len(day)), desk])
        self._begin(day[found], desk[found], who[found], now[found])
        left = ~found
        self._queue(day[left], who[left], service[left], now[left])

    def _queue(self, day: Ints, who: Ints, service: Ints, now: Floats) -> None:
        queue = service * self.priorities + self.visits.priority[day, who]
        last = self.tail[day, queue]
        empty = last == NOBODY
        self.head[day[empty], queue[empty]] = who[empty]
        self.head_at[day[empty], queue[empty]] = now[empty]
        self.after[day[~empty], last[~empty]] = who[~empty]
        self.tail[day, queue] = who

    def _take(self, day: Ints, desk: Ints, now: Floats) -> None:
        """Each of these free desks calls the next visitor who is still there."""
        while len(day):
            score = self.head_at[day] + self.cost[desk]
            queue = score.argmin(1)
            found = np.isfinite(score[np.arange(len(day)), queue])
            day, desk, now, queue = day[found], desk[found], now[found], queue[found]
            who = self._pop(day, queue)
            waited = now - self.joined[day, who, self.leg[day, who]]
            there = waited <= self.visits.patience[day, who]
            self._begin(day[there], desk[there], who[there], now[there])
            day, desk, now = day[~there], desk[~there], now[~there]

    def _pop(self, day: Ints, queue: Ints) -> Ints:
        who = self.head[day, queue]
        following = self.after[day, who]
        self.after[day, who] = NOBODY
        self.head[day, queue] = following
        empty = following == NOBODY
        self.tail[day[empty], queue[empty]] = NOBODY
        self.head_at[day, queue] = np.inf
        day, queue, following = day[~empty], queue[~empty], following[~empty]
        self.head_at[day, queue] = self.joined[day, following, self.leg[day, following]]
        return who

    def _begin(self, day: Ints, desk: Ints, who: Ints, now: Floats) -> None:
        stage = self.leg[day, who]
        self.begun[day, who, stage] = now
        self.desk[day, who, stage] = desk
        self.free_at[day, desk] = now + self.visits.minutes[day, who, stage]
        self.busy_with[day, desk] = who


def play(visits: Visits, desks: Desks, *, walk: float) -> Traces:
    """Let all days run to their end. Who waits at a counter that does not open again is never begun."""
    return _House(visits, desks, walk).run()
