"""A person's calendar, filled by whatever fields they may see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from hanpo.core import registry, scope
from hanpo.core.access import Access
from hanpo.core.registry import CalendarItem

DAYS_SHOWN = 7
"""How many days after today the tray shows."""
ITEMS_SHOWN = 10
"""How many items of a day the tray shows."""
WEEKS_TAKEN = 12
"""How many weeks ahead the calendar file reaches."""


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """A day and what stands in the calendar for it, by time; `more` is how many further items are not shown."""

    day: date
    items: Sequence[CalendarItem]
    more: int = 0

    def shortened(self) -> CalendarDay:
        """The day with the items that fit beside the tray."""
        return CalendarDay(self.day, self.items[:ITEMS_SHOWN], max(0, len(self.items) - ITEMS_SHOWN))


def calendar(*, access: Access, since: date, until: date) -> list[CalendarDay]:
    """What stands in this person's calendar between two days (both included); days without anything are left out."""
    items: list[CalendarItem] = []
    for source in registry.calendar_sources().values():
        granted = access.scope_for(source.permission)
        if granted:
            with scope.within(granted):
                items += source.items(since, until)
    items.sort(key=lambda item: (item.day, item.time, item.title))
    return [CalendarDay(day, list(group)) for day, group in groupby(items, key=lambda item: item.day)]


def week(*, access: Access, today: date) -> list[CalendarDay]:
    """Today, always, and the days of the next week on which something stands in the calendar, shortened."""
    every = calendar(access=access, since=today, until=today + timedelta(days=DAYS_SHOWN))
    found = [day.shortened() for day in every]
    return found if found and found[0].day == today else [CalendarDay(today, ()), *found]


def next_weeks(*, today: date) -> dict[str, date]:
    """The days that the calendar file holds."""
    return {"since": today, "until": today + timedelta(weeks=WEEKS_TAKEN)}
