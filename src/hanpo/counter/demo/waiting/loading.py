"""Loads lines, desks and kiosks, some weeks of numbers that are over, today's as they stand, and bookings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from hanpo.core import clock
from hanpo.core.japanese.business_days import STANDARD_CALENDAR
from hanpo.core.models import Municipality, Section
from hanpo.counter.demo.waiting.booking import load_bookings
from hanpo.counter.demo.waiting.days import LinePlan, Step, Visit, leave_open, play_day
from hanpo.counter.demo.waiting.today import set_some_aside
from hanpo.counter.engine.waiting.periods import State
from hanpo.counter.models import (
    Desk,
    DeskLine,
    DeskStep,
    Kiosk,
    NumberRoll,
    ServiceLine,
    Ticket,
    TicketPeriod,
    TicketStop,
)

DATA = Path(__file__).resolve().parents[2] / "demo_data" / "waiting.yaml"
NOW = 10 * 60 + 40
"""The minute of the played day that is now: half past ten is when a counter is alive."""
SINCE_OPENING = timedelta(minutes=NOW - 8.75 * 60)
LIVELY = 1.25
BATCH = 500


@dataclass(frozen=True, slots=True)
class Counter:
    """A municipality's counter as it was loaded."""

    place: Municipality
    lines: Mapping[str, ServiceLine]
    desks: Mapping[str, Desk]
    facts: Mapping[str, Any]
    shape: Mapping[str, Any]

    def serving(self) -> dict[str, list[str]]:
        """The desks of each line."""
        served: dict[str, list[str]] = {prefix: [] for prefix in self.lines}
        for desk in self.facts["desks"]:
            for prefix in desk["lines"]:
                served[prefix].append(desk["name"])
        return served

    def plans(self) -> list[LinePlan]:
        """The lines as they are played."""
        return [
            LinePlan(one["prefix"], one["minutes"], one["arrivals"], one.get("also", {})) for one in self.facts["lines"]
        ]


def load_waiting(*, today: date) -> None:
    """Load the counters of all municipalities that have one."""
    shape = yaml.safe_load(DATA.read_text("utf-8"))
    for code, facts in shape["places"].items():
        counter = _counter(Municipality.objects.get(pk=code), facts, shape)
        days = [STANDARD_CALENDAR.add_business_days(today, -back) for back in range(facts["days"], 0, -1)]
        for day in days:
            visits = _played(counter, day)
            if day == days[-1]:
                leave_open(visits)
            _store(counter, day, visits, _clock_of(day))
        _load_today(counter, today)
        load_bookings(place=code, lines=counter.lines, today=today)


def _counter(place: Municipality, facts: Mapping[str, Any], shape: Mapping[str, Any]) -> Counter:
    sections = {section.name: section for section in Section.objects.filter(municipality=place)}
    lines = [_line(place, number, one, sections) for number, one in enumerate(facts["lines"], start=1)]
    ServiceLine.objects.bulk_create(lines)
    desks = [Desk(municipality=place, name=one["name"], place=n, is_open=True) for n, one in enumerate(facts["desks"])]
    Desk.objects.bulk_create(desks)
    by_prefix = {line.prefix: line for line in lines}
    by_name = {desk.name: desk for desk in desks}
    DeskLine.objects.bulk_create(
        DeskLine(desk=by_name[one["name"]], line=by_prefix[prefix], only_helps=helps)
        for one in facts["desks"]
        for helps, key in ((False, "lines"), (True, "helps"))
        for prefix in one.get(key, ())
    )
    Kiosk.objects.bulk_create(Kiosk(municipality=place, name=name) for name in facts["kiosks"])
    return Counter(place, by_prefix, by_name, facts, shape)


def _line(
    place: Municipality, number: int, one: Mapping[str, Any], sections: Mapping[str, Section]
) -> ServiceLine:  # fmt: skip
    return ServiceLine(
        municipality=place, place=number, prefix=one["prefix"], name=one["name"], name_easy=one["easy"],
        name_en=one["en"], about=one["about"], section=sections.get(one["section"]), usual_minutes=one["minutes"],
        busy_from=one["busy"], full_from=one["full"], is_quick=one.get("quick", False),
        takes_bookings=one.get("bookings", False),
    )  # fmt: skip


def _played(counter: Counter, day: date, lively: float = 1.0) -> list[Visit]:
    weekdays = counter.shape["weekdays"]
    factor = lively * weekdays[min(day.weekday(), 4)] * (1.2 if day.day >= 26 or day.day <= 3 else 1.0)
    return play_day(
        day=day, lines=counter.plans(), desks=counter.serving(), hours=counter.shape["hours"], factor=factor,
        seed=counter.place.pk,
    )  # fmt: skip


def _clock_of(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def _store(counter: Counter, day: date, visits: list[Visit], midnight: datetime, until: float = 24 * 60) -> None:
    """Store a day's tickets with every change of theirs, up to a minute of the day."""
    counts = dict.fromkeys(counter.lines, 0)
    tickets: list[Ticket] = []
    told: list[list[Step]] = []
    for visit in visits:
        steps = visit.until(until)
        if not steps:
            continue
        prefix = visit.lines[0]
        counts[prefix] += 1
        tickets.append(_ticket(counter, day, f"{prefix}{counts[prefix]:03d}", steps, midnight))
        told.append(steps)
    Ticket.objects.bulk_create(tickets, batch_size=BATCH)
    TicketPeriod.objects.bulk_create(
        (
            row
            for ticket, steps in zip(tickets, told, strict=True)
            for row in _periods(counter, ticket, steps, midnight)
        ),
        batch_size=BATCH,
    )
    seen = [visit for visit in visits if visit.taken <= until]
    TicketStop.objects.bulk_create(
        row for ticket, visit in zip(tickets, seen, strict=True) for row in _stops(counter, ticket, visit)
    )
    NumberRoll.objects.bulk_create(
        NumberRoll(line=counter.lines[prefix], day=day, last=last) for prefix, last in counts.items()
    )
    _open_desks(counter, midnight, until)


def _ticket(counter: Counter, day: date, number: str, steps: list[Step], midnight: datetime) -> Ticket:
    last, taken = steps[-1], midnight + timedelta(minutes=steps[0].at)
    stage = [step for step in steps if step.state is State.WAITING][-1]
    return Ticket(
        line=counter.lines[last.line], municipality=counter.place, day=day, number=number, state=last.state.value,
        desk=counter.desks[last.desk] if last.desk else None, taken_at=taken,
        turn_at=midnight + timedelta(minutes=stage.at), since=midnight + timedelta(minutes=last.at),
        steps=len(steps), calls=sum(step.state is State.CALLED for step in steps),
    )  # fmt: skip


def _periods(counter: Counter, ticket: Ticket, steps: list[Step], midnight: datetime) -> Iterator[TicketPeriod]:
    for place, step in enumerate(steps, start=1):
        yield TicketPeriod(
            ticket=ticket, place=place, state=step.state.value, line=counter.lines[step.line],
            desk=counter.desks[step.desk] if step.desk else None, began_at=midnight + timedelta(minutes=step.at),
        )  # fmt: skip


def _stops(counter: Counter, ticket: Ticket, visit: Visit) -> Iterator[TicketStop]:
    reached = {step.line for step in visit.steps[: ticket.steps]}
    for place, prefix in enumerate(visit.lines[1:], start=1):
        yield TicketStop(ticket=ticket, line=counter.lines[prefix], place=place, is_over=prefix in reached)


def _open_desks(counter: Counter, midnight: datetime, until: float) -> None:
    """Every desk opens a quarter before nine, and closes at half past five on a day that is over."""
    hours = [(8.75 * 60, True)] + ([(17.5 * 60, False)] if until > 18 * 60 else [])
    DeskStep.objects.bulk_create(
        DeskStep(desk=desk, is_open=is_open, at=midnight + timedelta(minutes=at))
        for desk in counter.desks.values()
        for at, is_open in hours
    )


def _load_today(counter: Counter, today: date) -> None:
    """Today's numbers as they stand: the played day until twenty to eleven, moved so that it ends now."""
    now = clock.now()
    if now.date() != today or (now - _clock_of(today)) < SINCE_OPENING:
        now = _clock_of(today) + timedelta(minutes=NOW)
    _store(counter, today, _played(counter, today, LIVELY), now - timedelta(minutes=NOW), NOW)
    set_some_aside(place=counter.place.pk, at=now)
