"""行政機関の休日に関する法律1条, 地方自治法4条の2: open and closed days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.core.japanese import (
    STANDARD_CALENDAR,
    CalendarError,
    OfficeCalendar,
    YearEndClosing,
    holiday_name,
    holidays_of,
)

days = st.dates(date(2000, 1, 1), date(2050, 12, 31))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 9, 22), "国民の休日"),
        (date(2027, 3, 21), "春分の日"),
        (date(2027, 3, 22), "振替休日"),
        (date(2019, 10, 22), "即位礼正殿の儀"),
        (date(2021, 7, 23), "スポーツの日"),
    ],
)
def test_holidays_that_are_easily_missed_are_known(day: date, name: str) -> None:
    assert name in (holiday_name(day) or "")


def test_an_ordinary_day_is_no_holiday_and_the_list_cannot_be_changed() -> None:
    assert holiday_name(date(2026, 11, 24)) is None
    with pytest.raises(TypeError):
        holidays_of(2026)[date(2026, 11, 24)] = "休"  # type: ignore[index]


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 11, 21), "土曜日"),
        (date(2026, 11, 22), "日曜日"),
        (date(2026, 11, 23), "勤労感謝の日"),
        (date(2026, 12, 29), "年末年始"),
        (date(2027, 1, 1), "元日"),
        (date(2027, 1, 3), "年末年始"),
        (date(2026, 11, 24), None),
        (date(2026, 12, 28), None),
        (date(2027, 1, 4), None),
    ],
)
def test_every_closing_day_says_why(day: date, reason: str | None) -> None:
    assert STANDARD_CALENDAR.closing_reason(day) == reason


def test_a_municipality_adds_closing_and_opening_days_as_data() -> None:
    calendar = OfficeCalendar(
        extra_closed={date(2026, 11, 24): "庁舎の点検"}, extra_open=frozenset({date(2026, 11, 22)})
    )
    assert calendar.closing_reason(date(2026, 11, 24)) == "庁舎の点検"
    assert calendar.is_open(date(2026, 11, 22))
    assert calendar.is_closing_day(date(2026, 11, 22))
    assert calendar.next_open_day(date(2026, 11, 23)) == date(2026, 11, 25)


def test_an_office_with_other_habits_is_data_too() -> None:
    library = OfficeCalendar(
        weekly_closed=frozenset({0}), year_end=YearEndClosing((12, 28), (1, 4)), closed_on_holidays=False
    )
    assert library.is_open(date(2026, 11, 22))
    assert library.closing_reason(date(2026, 11, 30)) == "月曜日"
    assert library.closing_reason(date(2027, 1, 4)) == "年末年始"
    assert OfficeCalendar(year_end=None).is_open(date(2026, 12, 31))


def test_counting_open_days_leaves_the_first_day_out() -> None:
    friday = date(2026, 11, 20)
    assert STANDARD_CALENDAR.add_business_days(friday, 1) == date(2026, 11, 24)
    assert STANDARD_CALENDAR.add_business_days(date(2026, 11, 24), -1) == friday
    assert STANDARD_CALENDAR.add_business_days(date(2026, 11, 22), 0) == date(2026, 11, 22)
    assert STANDARD_CALENDAR.count_open_days(date(2026, 11, 20), date(2026, 11, 27)) == 5
    assert STANDARD_CALENDAR.next_open_day(friday, include_day=False) == date(2026, 11, 24)
    assert STANDARD_CALENDAR.previous_open_day(date(2026, 11, 23)) == friday


@given(days, st.integers(1, 40))
def test_going_forward_and_back_meets_the_same_day(day: date, count: int) -> None:
    start = STANDARD_CALENDAR.next_open_day(day)
    end = STANDARD_CALENDAR.add_business_days(start, count)
    assert STANDARD_CALENDAR.add_business_days(end, -count) == start
    assert STANDARD_CALENDAR.count_open_days(start + timedelta(days=1), end) == count


def test_a_calendar_that_contradicts_itself_is_refused() -> None:
    day = date(2026, 11, 24)
    with pytest.raises(CalendarError, match="両方"):
        OfficeCalendar(extra_closed={day: "点検"}, extra_open=frozenset({day}))
    with pytest.raises(CalendarError, match="毎日"):
        OfficeCalendar(weekly_closed=frozenset(range(7)))


def test_a_year_without_an_open_day_ends_the_search() -> None:
    first = date(2026, 1, 1)
    calendar = OfficeCalendar(extra_closed={first + timedelta(days=n): "休" for n in range(-400, 800)})
    with pytest.raises(CalendarError, match="一年以上"):
        calendar.next_open_day(first)
    with pytest.raises(CalendarError, match="一年以上"):
        calendar.previous_open_day(first)
