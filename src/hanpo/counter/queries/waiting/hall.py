"""What is going on at the counter now: who waits for what, which desks are open, how long it will take."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import get_language

from hanpo.counter.engine.waiting.estimate import Silence, WaitRange, expected_wait
from hanpo.counter.engine.waiting.lamps import Lamp, lamp_of
from hanpo.counter.models import AT_DESK, DeskLine, ServiceLine, Ticket, TicketPeriod, TicketState

MEASURED = 1_500
"""So many of the newest times at the desks an estimate rests on, over all lines."""
PER_LINE = 200

Estimate = WaitRange | Silence


@dataclass(frozen=True, slots=True)
class Pool:
    """Who shares the desks of a line: the desks that serve it, and every line that these desks serve."""

    desks: frozenset[int]
    lines: frozenset[int]


@dataclass(frozen=True, slots=True)
class LineNow:
    """One line at this moment. `longest` is the wait in minutes of whoever has waited longest."""

    line: ServiceLine
    name: str
    waiting: tuple[Ticket, ...]
    called: tuple[Ticket, ...]
    desks: int
    lamp: Lamp
    longest: int | None
    estimate: Estimate

    @property
    def count(self) -> int:
        """How many wait."""
        return len(self.waiting)


@dataclass(frozen=True, slots=True)
class Hall:
    """A municipality's counter at this moment."""

    at: datetime
    lines: tuple[LineNow, ...]
    tickets: tuple[Ticket, ...]
    pools: Mapping[int, Pool]
    minutes: Mapping[int, Sequence[float]]

    def line_now(self, line: int) -> LineNow | None:
        """A line by its key."""
        return next((one for one in self.lines if one.line.pk == line), None)


def name_of(line: ServiceLine) -> str:
    """What a line is called in the language of the page."""
    language = get_language() or "ja"
    if language.startswith("en"):
        return line.name_en or line.name
    return (line.name_easy or line.name) if language == "ja-easy" else line.name


def lines_of(*, municipality: str) -> QuerySet[ServiceLine]:
    """The lines of a municipality that are open, as they stand on the kiosk."""
    return ServiceLine.objects.filter(municipality_id=municipality, is_open=True)


def hall_of(*, municipality: str, at: datetime) -> Hall:
    """The counter of a municipality at a moment, in four queries."""
    lines = list(lines_of(municipality=municipality).select_related("section"))
    tickets = tuple(_tickets_of(municipality, at))
    pools = _pools(municipality, [line.pk for line in lines])
    minutes = measured_minutes(municipality=municipality, until=at)
    busy = {ticket.desk_id for ticket in tickets if ticket.state in AT_DESK}
    shown = tuple(_line_now(line, tickets, pools[line.pk], minutes, busy, at) for line in lines)
    return Hall(at, shown, tickets, pools, minutes)


def in_order(*, tickets: Iterable[Ticket], at: datetime) -> list[Ticket]:
    """Waiting tickets as they will be called; the same order as `turns.in_turn`."""
    waiting = [ticket for ticket in tickets if ticket.state == TicketState.WAITING]
    return sorted(waiting, key=lambda one: (not (one.is_booked and one.turn_at <= at), one.turn_at, one.pk))


def ahead_of(*, ticket: Ticket, hall: Hall) -> list[Ticket]:
    """Who will be called before a ticket, in its own line and in the lines that share its desks."""
    pool = hall.pools.get(ticket.line_id)
    lines = pool.lines if pool else {ticket.line_id}
    order = in_order(tickets=(one for one in hall.tickets if one.line_id in lines), at=hall.at)
    place = next((number for number, one in enumerate(order) if one.pk == ticket.pk), len(order))
    return order[:place]


def estimate_of(*, line: int, ahead: int, hall: Hall) -> Estimate:
    """The wait with so many people ahead at the desks of a line."""
    pool = hall.pools.get(line)
    if pool is None or not pool.desks:
        return Silence.NO_DESK
    busy = {ticket.desk_id for ticket in hall.tickets if ticket.state in AT_DESK}
    return _estimate(pool, ahead, hall.minutes.get(line, ()), busy)


def measured_minutes(*, municipality: str, until: datetime) -> dict[int, list[float]]:
    """The newest measured times at the desks in minutes, by line; at most 200 a line."""
    following = TicketPeriod.objects.filter(ticket=OuterRef("ticket"), place=OuterRef("place") + 1)
    rows = (
        TicketPeriod.objects.filter(
            municipality_id=municipality, state=TicketState.SERVING, began_at__lte=until
        )
        .annotate(ended=Subquery(following.values("began_at")[:1]))
        .filter(ended__isnull=False)
        .order_by("-began_at")
        .values_list("line_id", "began_at", "ended")[:MEASURED]
    )  # fmt: skip
    found: dict[int, list[float]] = defaultdict(list)
    for line, began, ended in rows:
        if len(found[line]) < PER_LINE:
            found[line].append((ended - began).total_seconds() / 60)
    return dict(found)


def _tickets_of(municipality: str, at: datetime) -> QuerySet[Ticket]:
    rows = Ticket.objects.filter(municipality_id=municipality, day=at.date())
    return rows.exclude(state__in=[TicketState.DONE, TicketState.LEFT]).select_related("desk", "line")


def _pools(municipality: str, lines: Sequence[int]) -> dict[int, Pool]:
    """The pool of each line, from the desks that are open now; helping desks are not counted on."""
    served = DeskLine.objects.filter(municipality_id=municipality, desk__is_open=True, only_helps=False)
    desks: dict[int, set[int]] = defaultdict(set)
    for desk, line in served.values_list("desk_id", "line_id"):
        desks[line].add(desk)
    return {
        line: Pool(frozenset(desks[line]), frozenset({line, *(other for other in desks if desks[other] & desks[line])}))
        for line in lines
    }


def _line_now(
    line: ServiceLine, tickets: Sequence[Ticket], pool: Pool, minutes: Mapping[int, Sequence[float]],
    busy: set[int | None], at: datetime,
) -> LineNow:  # fmt: skip
    waiting = tuple(in_order(tickets=(one for one in tickets if one.line_id == line.pk), at=at))
    ahead = sum(one.line_id in pool.lines and one.state == TicketState.WAITING for one in tickets)
    called = [one for one in tickets if one.line_id == line.pk and one.state == TicketState.CALLED]
    waits = [max(0, int((at - one.since).total_seconds() // 60)) for one in waiting]
    lamp = lamp_of(waiting=len(waiting), busy_from=line.busy_from, full_from=line.full_from, desks=len(pool.desks))
    estimate = _estimate(pool, ahead, minutes.get(line.pk, ()), busy) if pool.desks else Silence.NO_DESK
    return LineNow(
        line, name_of(line), waiting, tuple(called), len(pool.desks), lamp, max(waits, default=None), estimate
    )


def _estimate(pool: Pool, ahead: int, minutes: Sequence[float], busy: set[int | None]) -> Estimate:
    all_busy = pool.desks <= busy
    return expected_wait(ahead=ahead, desks=len(pool.desks), minutes=minutes, all_busy=all_busy)
