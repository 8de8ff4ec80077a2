"""The demo: arrivals of the months before, opening hours, clerks, this week's roster and a change that was tried."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from pathlib import Path
from random import Random
from typing import Any

import yaml
from django.db.models import Min

from hanpo.core import clock
from hanpo.core.demo import backdate, insert_dated, office_day, office_moment
from hanpo.core.japanese.business_days import STANDARD_CALENDAR
from hanpo.core.models import Municipality, Person
from hanpo.counter.engine.staffing import Change
from hanpo.counter.engine.waiting import features
from hanpo.counter.models import (
    ArrivalCount,
    CounterHours,
    PlanState,
    ServiceLine,
    ShiftClerk,
    StaffingPlan,
    StaffingTrial,
    Ticket,
)
from hanpo.counter.queries.staffing.days import monday_of
from hanpo.counter.queries.staffing.plans import proposal
from hanpo.counter.queries.staffing.trials import base_of, played_answer, question_json, title_of

DATA = Path(__file__).resolve().parents[1] / "demo_data" / "staffing.yaml"
OPENS = 9
PLAYED = 100
"""Days that a kept trial of the demo was played on."""


def load_staffing(*, today: date) -> None:
    """Load what is known of each counter beside its tickets, and what was planned and tried there."""
    told = yaml.safe_load(DATA.read_text("utf-8"))
    for code, facts in told["places"].items():
        place = Municipality.objects.get(pk=code)
        lines = {line.prefix: line for line in ServiceLine.objects.filter(municipality=place)}
        ArrivalCount.objects.bulk_create(_counts(place, lines, facts, told, today), batch_size=500)
        hours = _load_hours(place, facts.get("hours", {}))
        _load_clerks(lines, facts["clerks"], hours)
        _load_plan(place, today)
        _load_trials(place, facts["trials"], today)


def _counts(
    place: Municipality,
    lines: Mapping[str, ServiceLine],
    facts: Mapping[str, Any],
    told: Mapping[str, Any],
    today: date,
) -> Iterator[ArrivalCount]:
    """What the older machine counted on the open days before the first ticket."""
    chance = Random(f"arrivals {place.pk}")  # noqa: S311 - a played year, no secret
    first = Ticket.objects.filter(municipality=place).aggregate(first=Min("day"))["first"] or today
    days = [STANDARD_CALENDAR.add_business_days(first, -back) for back in range(facts["days"], 0, -1)]
    whole = sum(told["hours"])
    for day in days:
        factor = told["weekdays"][min(day.weekday(), 4)] * _sign(day, told["signs"]) * chance.gauss(1.0, 0.07)
        for prefix, arrivals in facts["arrivals"].items():
            for number, weight in enumerate(told["hours"]):
                visitors = _around(arrivals * factor * weight / whole, chance)
                yield ArrivalCount(
                    municipality=place, line=lines[prefix], day=day, hour=OPENS + number, visitors=visitors
                )


def _sign(day: date, signs: Mapping[str, float]) -> float:
    factor = 1.0
    for name in features(day):
        factor *= next((size for sign, size in signs.items() if name.startswith(sign)), 1.0)
    return factor


def _around(expected: float, chance: Random) -> int:
    return max(0, round(chance.gauss(expected, expected**0.5)))


def _load_hours(place: Municipality, hours: Mapping[str, Any]) -> CounterHours:
    told = {
        name: time.fromisoformat(f"{value:0>5}") if isinstance(value, str) else value for name, value in hours.items()
    }
    row: CounterHours = CounterHours.objects.create(municipality=place, **told)
    return row


def _load_clerks(lines: Mapping[str, ServiceLine], clerks: list[dict[str, Any]], hours: CounterHours) -> None:
    """Everybody on duty: as long as the counter is open where nothing else is told."""
    for one in clerks:
        able = [lines[letter] for letter in one["lines"]] + [None, None]
        told: dict[str, Any] = {"starts": hours.opens, "ends": hours.closes}
        told |= {name: time.fromisoformat(f"{one[name]:0>5}") for name in told if name in one}
        ShiftClerk.objects.create(
            municipality=hours.municipality, name=one["name"], own_line=able[0], second_line=able[1],
            third_line=able[2], has_break=one.get("has_break", True), **told,
        )  # fmt: skip


def _load_plan(place: Municipality, today: date) -> None:
    """This week's plan, decided some days before the week began."""
    monday = monday_of(today)
    found = proposal(municipality=place, monday=monday, today=today, now=clock.now())
    if found is None:
        return
    decided = STANDARD_CALENDAR.previous_open_day(monday - timedelta(days=3))
    row = StaffingPlan.objects.create(
        municipality=place, monday=monday, opens=found.opens, days=found.days, state=PlanState.DECIDED,
        decided_on=decided,
    )  # fmt: skip
    backdate(row, updated_at=office_moment(today, (today - decided).days, "15:40"))


def _load_trials(place: Municipality, entries: list[dict[str, Any]], today: date) -> None:
    """What was tried; nothing where the numbers of the last weeks are too few to be played, as in a real counter."""
    base = base_of(municipality=place.pk, today=today, now=clock.now())
    for one in entries if base.measured else ():
        change = Change(**one["change"])
        row = StaffingTrial(
            municipality=place,
            title=title_of(change=change, weekday=None, lines=base.lines),
            question=question_json(change=change, weekday=None),
            answer=played_answer(base=base, change=change, days=PLAYED),
            played_days=PLAYED,
            asked_by=Person.objects.get(username=one["by"]),
            recorded_at=office_moment(today, (today - office_day(today, one["back"])).days, "16:10"),
        )
        insert_dated([row])
