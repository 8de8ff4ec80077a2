"""A week's desks and roster: what it would be, and how a stored plan is shown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hanpo.core.models import Municipality
from hanpo.counter.engine.staffing import FREE, PAUSE, LineLoad, plan_day, still_missing, within_desks
from hanpo.counter.engine.staffing.measuring import ENOUGH
from hanpo.counter.engine.waiting import Clerk, rates_by_slot
from hanpo.counter.models import CounterHours, Desk, ServiceLine, ShiftClerk, StaffingPlan
from hanpo.counter.models.staffing import HALF_HOUR, minute_of
from hanpo.counter.queries.staffing.crowding import Outlook, outlook_of, reasons_of, round_to_ten
from hanpo.counter.queries.staffing.days import hours_of, lines_of
from hanpo.counter.queries.staffing.tickets import Seen, arrivals, seen, visitors_by_day
from hanpo.counter.queries.staffing.waits import clock_word

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
    told = [engine_clerk(person, hours) for person in people]
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
    plan = plan_day(loads.lines, people, factor=factor, target=float(hours.target_minutes), share=hours.share)
    if house.desks:
        plan = within_desks(plan, house.desks)
    return {
        "visitors": round_to_ten(forecast.expected) if forecast else round_to_ten(loads.visitors),
        "low": round_to_ten(forecast.low) if forecast else None,
        "high": round_to_ten(forecast.high) if forecast else None,
        "reasons": reasons_of(forecast.effects) if forecast else [],
        "needed": {line: list(slots) for line, slots in plan.needed.items()},
        "roster": {name: list(row) for name, row in plan.places.items()},
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
    return LineLoad(line.prefix, rates, sum(minutes) / len(minutes)), True


def engine_clerk(person: ShiftClerk, hours: CounterHours) -> Clerk:
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


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is in a half hour: the sign in the cell, the words, and the kind of its colour."""

    sign: str
    word: str
    kind: str


@dataclass(frozen=True, slots=True)
class Need:
    """Desks of a line in a half hour: needed, and how many nobody sits at."""

    needed: int
    missing: int


@dataclass(frozen=True, slots=True)
class ClerkRow:
    """Somebody's day: a place for each half hour, and the same as times in words."""

    name: str
    places: tuple[Place, ...]
    spans: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A line's day."""

    letter: str
    label: str
    needs: tuple[Need, ...]


@dataclass(frozen=True, slots=True)
class PlanDay:
    """A day of a plan as its page shows it."""

    day: date
    visitors: int
    low: int | None
    high: int | None
    reasons: tuple[str, ...]
    needs: tuple[NeedRow, ...]
    clerks: tuple[ClerkRow, ...]
    shortage: int
    short_at: tuple[str, ...]
    """When and where a desk stays empty, in words."""
    seats: int
    """Desks that are used at once, at most."""


@dataclass(frozen=True, slots=True)
class PlanPage:
    """A plan as its page shows it."""

    plan: StaffingPlan
    slots: tuple[str, ...]
    lines: tuple[tuple[str, str], ...]
    days: tuple[PlanDay, ...]
    desks: int
    """Desks that the counter has."""

    @property
    def seats(self) -> int:
        """Desks that are used at once, at most; more than `desks` cannot be."""
        return max((day.seats for day in self.days), default=0)

    @property
    def is_over(self) -> bool:
        """Whether more people would sit at once than there are desks."""
        return 0 < self.desks < self.seats

    @property
    def shortage(self) -> int:
        """Missing desks of the week, in half hours."""
        return sum(day.shortage for day in self.days)


def plan_page(*, plan: StaffingPlan) -> PlanPage:
    """A stored plan in words."""
    names = dict(ServiceLine.objects.filter(municipality_id=plan.municipality_id).values_list("prefix", "name"))
    most = max((len(row) for day in plan.days.values() for row in day["needed"].values()), default=0)
    starts = [plan.opens + HALF_HOUR * number for number in range(most)]
    days = tuple(_plan_day(date.fromisoformat(iso), day, names, starts) for iso, day in sorted(plan.days.items()))
    used = sorted({letter for day in plan.days.values() for letter in day["needed"]})
    return PlanPage(
        plan,
        tuple(clock_word(start) for start in starts),
        tuple((one, names.get(one, one)) for one in used),
        days,
        Desk.objects.filter(municipality_id=plan.municipality_id, is_kept=True).count(),
    )


def _plan_day(day: date, told: Mapping[str, Any], names: Mapping[str, str], starts: Sequence[int]) -> PlanDay:
    missing = still_missing(told["needed"], told["roster"])
    needs = tuple(
        NeedRow(
            letter, names.get(letter, letter),
            tuple(Need(need, lack) for need, lack in zip(slots, missing[letter], strict=True)),
        )
        for letter, slots in told["needed"].items()
    )  # fmt: skip
    people = tuple(_clerk_row(name, row, names, starts) for name, row in told["roster"].items())
    return PlanDay(
        day=day,
        visitors=told["visitors"],
        low=told["low"],
        high=told["high"],
        reasons=tuple(told["reasons"]),
        needs=needs,
        clerks=people,
        shortage=shortage_of(told),
        short_at=tuple(words for row in needs if (words := _short_words(row, starts))),
        seats=_seats(people),
    )


def _seats(people: Sequence[ClerkRow]) -> int:
    """How many sit at desks at once, at most."""
    by_slot = zip(*(one.places for one in people), strict=True)
    return max((sum(place.kind == "line" for place in slot) for slot in by_slot), default=0)


def _clerk_row(name: str, row: Sequence[str], names: Mapping[str, str], starts: Sequence[int]) -> ClerkRow:
    return ClerkRow(name, tuple(place_of_slot(value, names) for value in row), _spans(row, names, starts))


def place_of_slot(value: str, names: Mapping[str, str]) -> Place:
    """Where somebody is, from what a plan stores."""
    if value == PAUSE:
        return Place(_("休"), _("休憩"), "break")
    if value == FREE:
        return Place(_("空"), _("窓口の外の仕事"), "free")
    return Place(value, names.get(value, value), "line") if value else Place("", _("勤務外"), "off")


def _runs(row: Sequence[str]) -> list[tuple[str, int, int]]:
    """Equal neighbours as value, first slot and the slot after the last."""
    found = []
    for value, group in groupby(enumerate(row), key=lambda pair: pair[1]):
        slots = [slot for slot, _value in group]
        found.append((value, slots[0], slots[-1] + 1))
    return found


def _span(starts: Sequence[int], first: int, last: int) -> str:
    return f"{clock_word(starts[first])}–{clock_word(starts[0] + HALF_HOUR * last)}"


def _spans(row: Sequence[str], names: Mapping[str, str], starts: Sequence[int]) -> tuple[str, ...]:
    return tuple(
        f"{_span(starts, first, last)} {place_of_slot(value, names).word}" for value, first, last in _runs(row) if value
    )


def _short_words(row: NeedRow, starts: Sequence[int]) -> str:
    """When desks of a line stay empty, and how many at most; empty where none does."""
    runs = [(first, last) for value, first, last in _runs(["x" if need.missing else "" for need in row.needs]) if value]
    if not runs:
        return ""
    when = _("、").join(_span(starts, first, last) for first, last in runs)
    most = max(need.missing for need in row.needs)
    return _("{line}：{when}（多いとき{n}人不足）").format(line=row.label, when=when, n=most)


def move_choices(*, plan: StaffingPlan, day: str) -> dict[str, Any]:
    """Who can be moved on a day of a plan, between which half hours, and to where."""
    told = plan.days[day]
    count = max((len(row) for row in told["roster"].values()), default=0)
    names = dict(ServiceLine.objects.filter(municipality_id=plan.municipality_id).values_list("prefix", "name"))
    lines = [(letter, f"{letter} {names.get(letter, letter)}") for letter in told["needed"]]
    return {
        "clerks": list(told["roster"]),
        "slots": [(number, clock_word(plan.opens + HALF_HOUR * number)) for number in range(count + 1)],
        "places": [*lines, (PAUSE, _("休憩")), (FREE, _("窓口の外の仕事")), ("off", _("勤務外（休み）"))],
    }
