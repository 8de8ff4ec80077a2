"""The past of a demo: days counted from its day, and records that carry the moment at which they were written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, models
from django.utils import timezone

from hanpo.core import scope
from hanpo.core.japanese.business_days import STANDARD_CALENDAR
from hanpo.core.japanese.eras import fiscal_year
from hanpo.core.models import AppendOnly, MunicipalModel
from hanpo.core.search.index import refresh


def insert_dated(rows: Sequence[models.Model]) -> None:
    """Insert rows with the moments that they carry: a history of the past, where saving would write the present.

    For demos alone. Rows get their keys and are found by the search.
    """
    for row in rows:
        if isinstance(row, MunicipalModel):
            row.place_under_parent()
            scope.require(row.municipality_id)
        key = row._meta.pk
        fields = [field for field in row._meta.concrete_fields if field is not key or row.pk is not None]
        manager: Any = type(row)._base_manager
        returned = manager._insert([row], fields=fields, returning_fields=[key], using=connection.alias, raw=True)
        row.pk, row._state.adding, row._state.db = returned[0][0], False, connection.alias
    refresh(rows)


def moment(today: date, days: int, at: str = "10:00") -> datetime:
    """So many days before today, at this time of day in Japan."""
    return timezone.make_aware(datetime.combine(today - timedelta(days=days), time.fromisoformat(at)))


def office_day(today: date, days: int) -> date:
    """The open day of an office so many days before today: the one before a closing day, after it in time to come."""
    day = today - timedelta(days=days)
    return STANDARD_CALENDAR.previous_open_day(day) if days >= 0 else STANDARD_CALENDAR.next_open_day(day)


def office_moment(today: date, days: int, at: str = "10:00") -> datetime:
    """This time of day on that open day."""
    return moment(today, (today - office_day(today, days)).days, at)


def backdate(row: models.Model, **moments: datetime) -> None:
    """Give a row the moment at which the demo lets it happen, where saving wrote the present. Never for history."""
    if isinstance(row, AppendOnly) or getattr(row, "is_history", False):
        raise TypeError(f"{type(row).__name__} is history: insert it with its moment")
    type(row)._base_manager.filter(pk=row.pk).update(**moments)
    for name, value in moments.items():
        setattr(row, name, value)


def fiscal_day(today: date, years: int, month: int, day: int) -> date:
    """A day in the fiscal year that lies so many years from the present one."""
    year = fiscal_year(today) + years
    return date(year if month >= 4 else year + 1, month, day)


def birthday(born: Any, today: date) -> date:
    """A date of birth: fixed, so many days ago, or such that the age was reached on the last day of this name."""
    if isinstance(born, date):
        return born
    if "days" in born:
        return today - timedelta(days=born["days"])
    is_over = (born["month"], born["day"]) <= (today.month, today.day)
    return date(today.year - born["years"] - (0 if is_over else 1), born["month"], born["day"])
