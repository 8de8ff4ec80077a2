"""Visits to a course: on which days and at which times a family can still come."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta

from hanpo.core.japanese import OfficeCalendar


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """When a course receives families: times of day at which visits begin, `seats` of them side by side.

    `days_ahead` open days are needed to prepare; `days_shown` is how many open days can be chosen from.
    """

    starts: tuple[time, ...]
    minutes: int
    seats: int
    days_ahead: int
    days_shown: int = 10


@dataclass(frozen=True, slots=True)
class Slot:
    """A time on a day, and how many families can still come then."""

    day: date
    start: time
    free: int


def bookable_days(course: Course, *, today: date, calendar: OfficeCalendar) -> Iterator[date]:
    """The open days that can be chosen: the first lies `days_ahead` open days after today."""
    day = calendar.add_business_days(today, course.days_ahead)
    for _number in range(course.days_shown):
        yield day
        day = calendar.next_open_day(day + timedelta(days=1))


def slots_of(course: Course, *, days: Iterable[date], taken: Mapping[tuple[date, time], int]) -> list[Slot]:
    """Every time on these days with the seats that are free; `taken` counts the visits that are booked."""
    return [
        Slot(day, start, max(course.seats - taken.get((day, start), 0), 0)) for day in days for start in course.starts
    ]
