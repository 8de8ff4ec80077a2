"""開庁日: on which days an office is open.

Sources: 国民の祝日に関する法律; 行政機関の休日に関する法律1条 (Saturdays, Sundays, holidays, 29 December to 3 January); 地方自治法
4条の2 (the same frame for a municipality, set by its ordinance, so year-end days and special days are data here).

Holidays come from jpholiday: days to come are counted by the law of today, and the equinoxes are computed until the
Government announces them each February.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from types import MappingProxyType

from .eras import WEEKDAYS_JA
from .errors import JapaneseRuleError

_ONE_DAY = timedelta(days=1)
_SEARCH_LIMIT_DAYS = 366


class CalendarError(JapaneseRuleError):
    """The calendar of open days contradicts itself, or has no open day in a year."""


@lru_cache(maxsize=256)
def holidays_of(year: int) -> Mapping[date, str]:
    """The national holidays of a calendar year with their Japanese names, substitute holidays (振替休日) included."""
    import jpholiday  # Loading it takes longer than the rest of this package together.

    return MappingProxyType(dict(jpholiday.year_holidays(year)))


def holiday_name(day: date) -> str | None:
    """The name of the national holiday on a day, or None."""
    return holidays_of(day.year).get(day)


@dataclass(frozen=True, slots=True)
class YearEndClosing:
    """年末年始: first and last closed day as (month, day); the usual span is 29 December to 3 January."""

    first: tuple[int, int] = (12, 29)
    last: tuple[int, int] = (1, 3)

    def covers(self, day: date) -> bool:
        """Whether a day lies in the span that runs over the new year."""
        place = (day.month, day.day)
        return place >= self.first or place <= self.last


@dataclass(frozen=True, slots=True)
class OfficeCalendar:
    """The open days of one office, as data of its municipality.

    `extra_closed` are further closing days with the reason shown to residents (special days of the ordinance, works on
    the building); `extra_open` are days on which the counter opens although the ordinance calls them 休日 (日曜開庁).
    `weekly_closed` holds weekdays, Monday 0.
    """

    extra_closed: Mapping[date, str] = field(default_factory=dict)
    extra_open: frozenset[date] = frozenset()
    weekly_closed: frozenset[int] = frozenset({5, 6})
    year_end: YearEndClosing | None = YearEndClosing()
    closed_on_holidays: bool = True

    def __post_init__(self) -> None:
        both = sorted(self.extra_open & set(self.extra_closed))
        if both:
            raise CalendarError(f"{both[0]}が臨時の閉庁日と開庁日の両方に入っています。どちらかを消してください。")
        if len(self.weekly_closed) > 6:
            raise CalendarError("毎日が閉庁日になっています。開庁する曜日を一つは選んでください。")

    def closing_reason(self, day: date) -> str | None:
        """Why a day is a closing day (閉庁日) by ordinance or notice, in Japanese; None on an ordinary open day.

        An extra opening does not change this: the day stays a 休日, so a deadline still moves past it.
        """
        if day in self.extra_closed:
            return self.extra_closed[day]
        if self.closed_on_holidays and (name := holiday_name(day)):
            return name
        if self.year_end and self.year_end.covers(day):
            return "年末年始"
        return f"{WEEKDAYS_JA[day.weekday()]}曜日" if day.weekday() in self.weekly_closed else None

    def is_closing_day(self, day: date) -> bool:
        """Whether a day is a closing day, extra openings left aside: the test for moving a deadline."""
        return self.closing_reason(day) is not None

    def is_open(self, day: date) -> bool:
        """Whether somebody can come to the counter on a day, extra openings counted."""
        return day in self.extra_open or not self.is_closing_day(day)

    def next_open_day(self, day: date, *, include_day: bool = True) -> date:
        """The first open day from a day on; with include_day=False strictly after it."""
        return self._seek(day if include_day else day + _ONE_DAY, _ONE_DAY)

    def previous_open_day(self, day: date, *, include_day: bool = True) -> date:
        """The last open day up to a day; with include_day=False strictly before it."""
        return self._seek(day if include_day else day - _ONE_DAY, -_ONE_DAY)

    def _seek(self, day: date, step: timedelta) -> date:
        for _ in range(_SEARCH_LIMIT_DAYS):
            if self.is_open(day):
                return day
            day += step
        raise CalendarError("開庁日が一年以上ありません。臨時閉庁日の設定を確かめてください。")

    def add_business_days(self, day: date, count: int) -> date:
        """The count-th open day after a day, the day itself left out; a negative count goes back, 0 is the day."""
        for _ in range(abs(count)):
            day = (
                self.next_open_day(day, include_day=False)
                if count > 0
                else self.previous_open_day(day, include_day=False)
            )
        return day

    def open_days(self, first: date, last: date) -> Iterator[date]:
        """Every open day from first to last, both included."""
        while first <= last:
            if self.is_open(first):
                yield first
            first += _ONE_DAY

    def count_open_days(self, first: date, last: date) -> int:
        """How many open days lie from first to last, both included."""
        return sum(1 for _ in self.open_days(first, last))


STANDARD_CALENDAR = OfficeCalendar()
"""Weekends, national holidays and 29 December to 3 January: the calendar of 行政機関の休日に関する法律1条."""
