"""Which municipality is looked at, when its counter is open, and the names of its lines."""

from __future__ import annotations

from datetime import date, timedelta

from django.db.models import QuerySet

from hanpo.core.japanese import OfficeCalendar
from hanpo.core.models import Municipality, OfficeDay
from hanpo.core.queries.places import in_scope, municipalities
from hanpo.counter.models import CounterHours, ServiceLine


def places() -> list[Municipality]:
    """The municipalities of the current scope that have a counter here, in the order of their codes."""
    codes = set(ServiceLine.objects.values_list("municipality_id", flat=True).distinct())
    return [place for place in municipalities() if place.pk in codes]


def place_of(*, asked: str = "") -> Municipality | None:
    """The municipality that is looked at: the one asked for, else the first with a counter, else the first."""
    known = places()
    chosen = next((place for place in known if place.pk == asked), None)
    return chosen or (known[0] if known else in_scope().first())


def hours_of(*, municipality: str) -> CounterHours:
    """When the counter is open and what it aims at; the usual hours where nothing was entered."""
    found: CounterHours | None = CounterHours.objects.filter(municipality_id=municipality).first()
    return found or CounterHours(municipality_id=municipality)


def lines_of(*, municipality: str) -> list[ServiceLine]:
    """The lines of a municipality that are in use, in the order of the kiosk."""
    return list(ServiceLine.objects.filter(municipality_id=municipality, is_open=True).select_related("section"))


def choosable_lines() -> QuerySet[ServiceLine]:
    """The lines of the current scope that are in use, for a choice."""
    rows: QuerySet[ServiceLine] = ServiceLine.objects.filter(is_open=True)
    return rows


def office_calendar(*, municipality: str) -> OfficeCalendar:
    """The open days of a municipality, with the days that differ from the ordinary calendar."""
    rows = list(OfficeDay.objects.filter(municipality_id=municipality))
    return OfficeCalendar(
        extra_closed={row.day: row.reason for row in rows if not row.is_open},
        extra_open=frozenset(row.day for row in rows if row.is_open),
    )


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def next_monday(today: date) -> date:
    """The Monday of the week to come."""
    return monday_of(today) + timedelta(days=7)
