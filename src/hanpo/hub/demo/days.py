"""Days of the demo's data: a date is that day, a number so many days before the demo's day (negative: after it), moved
to a day on which offices are open.
"""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import yaml

from hanpo.core.demo import fiscal_day, moment, office_day

DATA = Path(__file__).resolve().parent.parent / "demo_data"


def data(name: str) -> dict[str, Any]:
    """A file of the demo."""
    content: dict[str, Any] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return content


def day_of(value: Any, today: date) -> date | None:
    """The day that a value names; a month and day lie in the fiscal year of the demo's day."""
    if value is None or isinstance(value, date):
        return value
    if isinstance(value, dict):
        return fiscal_day(today, 0, value["month"], value["day"])
    return office_day(today, value)


def some_day(value: Any, today: date) -> date:
    """The day that a value names, where there must be one."""
    found = day_of(value, today)
    if found is None:
        raise ValueError("the demo needs a day here")
    return found


def written_at(value: Any, today: date) -> datetime:
    """When something of that day was written down: the same afternoon, but not after the demo's day."""
    return moment(today, max((today - some_day(value, today)).days, 0), "16:40")


def first_of_month(today: date, back: int) -> date:
    """The first day of the month so many months before the demo's day."""
    months = today.year * 12 + today.month - 1 - back
    return date(months // 12, months % 12 + 1, 1)
