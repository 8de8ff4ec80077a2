"""A week's desks and roster as they would be planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import QuerySet

from hanpo.core.models import Municipality
from hanpo.counter.engine.staffing import LineLoad, Pooled, pooled_day, still_missing
from hanpo.counter.engine.staffing.measuring import ENOUGH
from hanpo.counter.engine.waiting import Clerk, Duration, rates_by_slot
from hanpo.counter.models import CounterHours, Desk, ServiceLine, ShiftClerk, StaffingPlan
from hanpo.counter.models.staffing import HALF_HOUR, minute_of
from hanpo.counter.queries.staffing.crowding import Outlook, outlook_of, reasons_of, round_to_ten
from hanpo.counter.queries.staffing.days import hours_of, lines_of
from hanpo.counter.queries.staffing.tickets import Seen, arrivals, seen, visitors_by_day

LOOK_BACK = timedelta(weeks=8)
ENOUGH_DAYS = 5
"""Measured days below which no plan is made."""


@dataclass(frozen=True, slots=True)
class Loads:
    """What the lines bring on a usual day, and on how many days and visitors it rests.

    `by_word` names lines whose minutes are what the section said, as too few were measured.
    """

    lines: tuple[LineLoad, ...]
    days: int
    visitors: float
    by_word: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A week as it would be planned; `days` is what a plan stores."""

    monday: date
    opens: int
    days: dict[str, Any]
    loads: Loads
    has_forecast: bool

    @property
    def shortage(self) -> int:
        """Half hours in which a desk is needed and nobody is free, summed over the week."""
        return sum(shortage_of(day) for day in self.days.values())


def plans() -> QuerySet[StaffingPlan]:
    """The plans of the current scope, the newest week first."""
    rows: QuerySet[StaffingPlan] = StaffingPlan.objects.select_related("municipality")
    return rows


def clerks() -> QuerySet[ShiftClerk]:
    """Everybody who can be on duty, in the current scope."""
    rows: QuerySet[ShiftClerk] = ShiftClerk.objects.select_related(
        "municipality", "own_line", "second_line", "third_line"
    )
    return rows


def clerks_of(*, municipality: str) -> list[ShiftClerk]:
    """Everybody who is on duty at a counter."""
    return list(clerks().filter(municipality_id=municipality, is_on=True))


def proposal(*, municipality: Municipality, monday: date, today: date, now: datetime) -> Proposal | None:
    """A week as it would be planned; None where too little was measured or nobody can be on duty.

    Raises NoRoster where somebody's hours leave no room for the break.
    """
    code = municipality.pk
    hours, people = hours_of(municipality=code), clerks_of(municipality=code)
    if not people:
        return None
    loads = loads_of(municipality=code, hours=hours, today=today, now=now)
    outlook = outlook_of(municipality=code, today=today)
    dates = list(outlook.calendar.open_days(monday, monday + timedelta(days=6)))
    if loads is None or not dates:
        return None
    told = [engine_clerk(person=person, hours=hours) for person in people]
    house = _House(hours, loads, outlook, Desk.objects.filter(municipality_id=code, is_kept=True).count())
    days = {day.isoformat(): _planned(day, told, house) for day in dates}
    return Proposal(monday, minute_of(hours.opens), days, loads, outlook.model is not None)


@dataclass(frozen=True, slots=True)
class _House:
    """What all days of a week share."""

    hours: CounterHours
    loads: Loads
    outlook: Outlook
    desks: int


def _planned(day: date, people: Sequence[Clerk], house: _House) -> dict[str, Any]:
    loads, hours = house.loads, house.hours
    forecast = house.outlook.between(day, day).get(day)
    factor = forecast.expected / loads.visitors if forecast and loads.visitors else 1.0
    target = float(hours.target_minutes)
    found = pooled_day(loads.lines, people, desks=house.desks, factor=factor, target=target, share=hours.share)
    return {
        "visitors": round_to_ten(forecast.expected) if forecast else round_to_ten(loads.visitors),
        "low": round_to_ten(forecast.low) if forecast else None,
        "high": round_to_ten(forecast.high) if forecast else None,
        "reasons": reasons_of(forecast.effects) if forecast else [],
        "needed": {line: list(slots) for line, slots in found.plan.needed.items()},
        "roster": {name: list(row) for name, row in found.plan.places.items()},
        "hold": _hold(found, hours),
    }


def _hold(found: Pooled, hours: CounterHours) -> dict[str, Any]:
    """What the played days say of the roster, as a plan stores it."""
    within = found.within
    return {
        "saved": found.saved,
        "within": [within.low, within.high] if within else None,
        "verdict": found.verdict.value,
        "minutes": hours.target_minutes,
        "percent": hours.target_percent,
    }


def loads_of(*, municipality: str, hours: CounterHours, today: date, now: datetime) -> Loads | None:
    """What the lines brought in the last eight weeks: by tickets, or while those are few by counts of before.

    None where neither tells of enough days.
    """
    span = {"municipality": municipality, "first": today - LOOK_BACK, "last": today - timedelta(days=1)}
    told = seen(**span, now=now)  # type: ignore[arg-type]
    lines = lines_of(municipality=municipality)
    if len(told.days) < ENOUGH_DAYS:
        return _counted_loads(lines, hours, span)
    found = [_load(line, told, hours) for line in lines]
    return Loads(
        lines=tuple(load for load, _measured in found if sum(load.rates) > 0),
        days=len(told.days),
        visitors=len(told.visits) / len(told.days),
        by_word=tuple(line.name for line, (_load_, is_measured) in zip(lines, found, strict=True) if not is_measured),
    )


def _counted_loads(lines: Sequence[ServiceLine], hours: CounterHours, span: Mapping[str, Any]) -> Loads | None:
    """Loads from how many came by hour, with the minutes that the sections said."""
    counted = visitors_by_day(**span)
    if len(counted) < ENOUGH_DAYS:
        return None
    opens = minute_of(hours.opens) / 60
    slots = {"days": list(counted), "opens": opens, "closes": opens + hours.slots / 2}
    loads = [
        LineLoad(
            line.prefix,
            rates_by_slot(arrivals(**span, lines=[line.prefix]), **slots),  # type: ignore[arg-type]
            float(line.usual_minutes),
        )
        for line in lines
    ]
    return Loads(
        lines=tuple(load for load in loads if sum(load.rates) > 0),
        days=len(counted),
        visitors=sum(counted.values()) / len(counted),
        by_word=tuple(line.name for line in lines),
    )


def _load(line: ServiceLine, told: Seen, hours: CounterHours) -> tuple[LineLoad, bool]:
    """The load of a line, and whether its minutes were measured."""
    services = [one for visit in told.visits for one in visit.services if one.name == line.prefix]
    opens = minute_of(hours.opens) / 60
    rates = rates_by_slot(
        [one.arrived for one in services], days=told.days, opens=opens, closes=opens + hours.slots / 2
    )
    minutes = [one.taken for one in services if one.served and one.taken > 0]
    if len(minutes) < ENOUGH:
        return LineLoad(line.prefix, rates, float(line.usual_minutes)), not services
    told_minutes = Duration.measured(minutes)
    return LineLoad(line.prefix, rates, told_minutes.mean, told_minutes.variation), True


def engine_clerk(*, person: ShiftClerk, hours: CounterHours) -> Clerk:
    """Somebody on duty as the roster takes them: hours cut to whole half hours of the day."""
    opens = minute_of(hours.opens)
    first = -(-(minute_of(person.starts) - opens) // HALF_HOUR)
    last = (minute_of(person.ends) - opens) // HALF_HOUR
    return Clerk(
        name=person.name,
        services=tuple(line.prefix for line in person.lines),
        duty=(max(0, first), max(0, min(hours.slots, last))),
        break_slots=hours.break_minutes // HALF_HOUR if person.has_break else 0,
        break_from=max(0, -(-(minute_of(hours.break_from) - opens) // HALF_HOUR)),
        break_until=max(0, (minute_of(hours.break_until) - opens) // HALF_HOUR),
    )


def shortage_of(day: Mapping[str, Any]) -> int:
    """Missing desks of a stored day, summed over half hours and lines."""
    return sum(sum(slots) for slots in still_missing(day["needed"], day["roster"]).values())
