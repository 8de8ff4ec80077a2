"""Last days by taking one step a day, written apart from the engine: nothing is added, everything is counted."""

from datetime import date, timedelta

import jpholiday

ONE = timedelta(days=1)


def closed_days(first: int, last: int) -> set[date]:
    """Saturdays, Sundays, holidays and 29 December to 3 January of these years, day by day."""
    found = set()
    day = date(first, 1, 1)
    while day.year <= last:
        new_year = (day.month, day.day) in {(12, 29), (12, 30), (12, 31), (1, 1), (1, 2), (1, 3)}
        if day.weekday() > 4 or new_year or jpholiday.is_holiday(day):
            found.add(day)
        day += ONE
    return found


def last_day(event: date, amount: int, unit: str, *, first_day_counts: bool) -> date:
    """Walk from the event to the last day of the period."""
    day = event if first_day_counts else event + ONE
    return _walk_days(day, amount) if unit == "days" else _walk_months(day, amount * (12 if unit == "years" else 1))


def first_open(day: date, closed: set[date]) -> date:
    """Walk on over closed days."""
    while day in closed:
        day += ONE
    return day


def _walk_days(day: date, amount: int) -> date:
    counted = 1
    while counted < amount:
        day += ONE
        counted += 1
    return day


def _walk_months(start: date, months: int) -> date:
    """民法143条2項: the eve of the corresponding day in the last month, or that month's end if it has no such day."""
    day, turned = start, 0
    while True:
        following = day + ONE
        turned += following.month != day.month
        if turned == months and following.day == start.day:
            return day
        if turned > months:
            return day
        day = following
