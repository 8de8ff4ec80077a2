"""A day's roster by half hour: how many desks each line needs, and who sits where with breaks kept.

Need: arrivals change through the day and work lags behind them, so the load of a slot is that of endless desks fed with
the same arrivals, m' = λ - m·μ (modified offered load; W. A. Massey and W. Whitt), and Erlang C says how many desks
hold the target at that load. Who sits where is solved exactly as two integer programmes (HiGHS by scipy): first the
least shortage; then, at that shortage, missing desks spread rather than piled up, and few clerks away from their own
line.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp

import numpy as np

from .erlang import desks_needed

HELP_COST = 0.01
"""What a clerk away from the own line costs; the second missing desk of a slot costs 1, the third 2, and so on."""
OWN_COST = 0.0001
"""A clerk whom no desk needs is left free."""


class NoRoster(ValueError):
    """The programme could not be solved: a clerk's hours leave no room for the break."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line: arrivals an hour in each slot and mean minutes at the desk."""

    service: str
    rates: tuple[float, ...]
    minutes: float


@dataclass(frozen=True, slots=True)
class Clerk:
    """A clerk: lines in order of preference (the first is their own), slots on duty, and the slots of a break.

    `duty` is first and last slot (the last not included). The break takes `break_slots` slots in one piece and begins
    at `break_from` at the earliest and ends at `break_until` at the latest.
    """

    name: str
    services: tuple[str, ...]
    duty: tuple[int, int]
    break_slots: int = 2
    break_from: int = 4
    break_until: int = 10

    @property
    def break_starts(self) -> tuple[int, ...]:
        """The slots at which the break may begin; (-1,) for no break at all."""
        if self.break_slots == 0:
            return (-1,)
        first, last = max(self.break_from, self.duty[0]), min(self.break_until, self.duty[1]) - self.break_slots
        return tuple(range(first, last + 1))


@dataclass(frozen=True, slots=True)
class Roster:
    """Who is where: for each clerk and slot a line, "break", "free" (on duty and not needed at a desk) or "" (off)."""

    places: Mapping[str, tuple[str, ...]]
    needed: Mapping[str, tuple[int, ...]]
    missing: Mapping[str, tuple[int, ...]]

    @property
    def shortage(self) -> int:
        """Missing desks, summed over slots and lines."""
        return sum(sum(slots) for slots in self.missing.values())

    def free_slots(self) -> int:
        """Slots of clerks that no desk needs: time for the work behind the counter."""
        return sum(slot == "free" for slots in self.places.values() for slot in slots)


def needed_desks(
    line: Line, *, slot_minutes: float = 30.0, target: float = 15.0, share: float = 0.9
) -> tuple[int, ...]:
    """The desks a line needs in each slot so that `share` is served within `target` minutes."""
    load, found = 0.0, []
    fade = exp(-slot_minutes / line.minutes)
    for rate in line.rates:
        steady = rate * line.minutes / 60
        end = steady + (load - steady) * fade
        # Within a slot the load moves one way, so its peak is at the beginning or the end.
        peak = max(load, end)
        found.append(desks_needed(arrivals=peak * 60 / line.minutes, minutes=line.minutes, target=target, share=share))
        load = end
    return tuple(found)


class _Programme:
    """Variables and constraints, gathered one by one. Each variable has a part in the shortage and a further cost."""

    def __init__(self) -> None:
        self.shortage: list[float] = []
        self.costs: list[float] = []
        self.rows: list[tuple[dict[int, float], float, float]] = []

    def variable(self, *, shortage: float = 0.0, cost: float = 0.0) -> int:
        self.shortage.append(shortage)
        self.costs.append(cost)
        return len(self.costs) - 1

    def solve(self) -> list[int]:
        least = self._solved(self.shortage)
        missing = sum(part * value for part, value in zip(self.shortage, least, strict=True))
        self.rows.append(({place: part for place, part in enumerate(self.shortage) if part}, 0.0, missing))
        return self._solved(self.costs)

    def _solved(self, costs: Sequence[float]) -> list[int]:
        # Loading these takes longer than a small roster.
        from scipy.optimize import Bounds, LinearConstraint, milp  # type: ignore[import-untyped]
        from scipy.sparse import coo_array  # type: ignore[import-untyped]

        entries = [(row, column, value) for row, (terms, *_) in enumerate(self.rows) for column, value in terms.items()]
        places, columns, values = zip(*entries, strict=True)
        matrix = coo_array((values, (places, columns)), shape=(len(self.rows), len(costs))).tocsr()
        limits = LinearConstraint(matrix, [row[1] for row in self.rows], [row[2] for row in self.rows])
        bounds = Bounds(0, 1)
        found = milp(np.array(costs), integrality=np.ones(len(costs)), bounds=bounds, constraints=limits)
        if found.x is None:
            raise NoRoster(found.message)
        return [round(value) for value in found.x]


def roster(needed: Mapping[str, Sequence[int]], clerks: Sequence[Clerk]) -> Roster:
    """The roster with the least shortage. Raises NoRoster where a break does not fit into a clerk's hours."""
    needs = {service: tuple(slots) for service, slots in needed.items()}
    if len({len(slots) for slots in needs.values()}) > 1:
        raise ValueError("all lines need the same slots")
    tight = [clerk.name for clerk in clerks if not clerk.break_starts]
    if tight:
        raise NoRoster(f"the break does not fit: {', '.join(tight)}")
    programme = _Programme()
    breaks = {(clerk.name, at): programme.variable() for clerk in clerks for at in clerk.break_starts}
    sits = _sits(programme, clerks, needs)
    for clerk in clerks:
        programme.rows.append(({breaks[clerk.name, at]: 1.0 for at in clerk.break_starts}, 1.0, 1.0))
    _one_place_each(programme, clerks, needs, breaks, sits)
    _shortages(programme, needs, sits)
    return _told(needs, clerks, breaks, sits, programme.solve() if programme.rows else [])


Sits = dict[tuple[str, int, str], int]


def _sits(programme: _Programme, clerks: Sequence[Clerk], needs: Mapping[str, Sequence[int]]) -> Sits:
    slots = len(next(iter(needs.values()), ()))
    return {
        (clerk.name, slot, service): programme.variable(cost=HELP_COST if place else OWN_COST)
        for clerk in clerks
        for slot in range(max(0, clerk.duty[0]), min(slots, clerk.duty[1]))
        for place, service in enumerate(clerk.services)
        if service in needs
    }


def _one_place_each(
    programme: _Programme,
    clerks: Sequence[Clerk],
    needs: Mapping[str, Sequence[int]],
    breaks: Mapping[tuple[str, int], int],
    sits: Sits,
) -> None:
    for clerk in clerks:
        for slot in range(*clerk.duty):
            terms = {sits[clerk.name, slot, name]: 1.0 for name in needs if (clerk.name, slot, name) in sits}
            for at in clerk.break_starts:
                if at <= slot < at + clerk.break_slots:
                    terms[breaks[clerk.name, at]] = 1.0
            if terms:
                programme.rows.append((terms, 0.0, 1.0))


def _shortages(programme: _Programme, needs: Mapping[str, Sequence[int]], sits: Sits) -> None:
    for service, slots in needs.items():
        for slot, need in enumerate(slots):
            terms = {number: 1.0 for (_name, at, line), number in sits.items() if at == slot and line == service}
            # Each further missing desk of a slot costs more than the one before.
            terms |= {programme.variable(shortage=1.0, cost=float(further)): 1.0 for further in range(need)}
            if terms:
                programme.rows.append((terms, float(need), np.inf if need == 0 else float(need)))


def _told(
    needs: Mapping[str, tuple[int, ...]],
    clerks: Sequence[Clerk],
    breaks: Mapping[tuple[str, int], int],
    sits: Sits,
    values: Sequence[int],
) -> Roster:
    slots = len(next(iter(needs.values()), ()))
    places = {clerk.name: [_duty(clerk, slot) for slot in range(slots)] for clerk in clerks}
    sizes = {clerk.name: clerk.break_slots for clerk in clerks}
    for (name, at), number in breaks.items():
        if at >= 0 and values[number]:
            for slot in range(at, min(slots, at + sizes[name])):
                places[name][slot] = "break"
    for (name, slot, service), number in sits.items():
        if values[number]:
            places[name][slot] = service
    missing = {
        service: tuple(
            max(0, need - sum(row[slot] == service for row in places.values())) for slot, need in enumerate(row_)
        )
        for service, row_ in needs.items()
    }
    return Roster({name: tuple(row) for name, row in places.items()}, needs, missing)


def _duty(clerk: Clerk, slot: int) -> str:
    return "free" if clerk.duty[0] <= slot < clerk.duty[1] else ""
