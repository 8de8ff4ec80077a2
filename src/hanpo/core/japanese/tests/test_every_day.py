"""Every day 2019-01-01 to 2035-12-31, every counting rule: the fast answer is the one found by walking."""

from datetime import date

import pytest

from hanpo.core.japanese import (
    AGE,
    CIVIL,
    CIVIL_142,
    COUNTING_RULES,
    FAMILY_REGISTER,
    INTERVAL_RULES,
    LOCAL_4_2,
    NATIONAL_2,
    STANDARD_CALENDAR,
    OfficeCalendar,
    Period,
    age_reached_by,
    count_deadline,
    earliest_day,
    holiday_name,
    reached_on,
)

from .oracle import Oracle, Walk

FIRST, LAST = date(2019, 1, 1), date(2035, 12, 31)
DAYS = frozenset({1, 6, 7, 14, 15, 20, 27, 30, 90, 139})
MONTHS = frozenset({1, 2, 3, 5, 6, 12, 13, 24})
WHOLE_YEARS = {12: 1, 24: 2}
EXTRA_CLOSED = {
    date(year, month, day): "臨時閉庁" for year in range(2019, 2037) for month, day in ((1, 17), (8, 14), (11, 2))
}


@pytest.fixture(scope="module")
def oracle() -> Oracle:
    return Oracle(FIRST, date(2038, 6, 30))


@pytest.fixture(scope="module")
def walks(oracle: Oracle) -> dict[date, Walk]:
    return {day: oracle.walk(day, days=DAYS, months=MONTHS) for day in oracle.days if day <= LAST}


def test_no_counting_rule_is_left_out_of_this_file() -> None:
    assert set(COUNTING_RULES.values()) == {CIVIL, FAMILY_REGISTER, AGE}
    assert set(INTERVAL_RULES) == {"at_least_days", "at_least_months", "at_least_half_months"}


def test_the_oracle_walks_over_6209_days(walks: dict[date, Walk]) -> None:
    assert len(walks) == 6209


@pytest.mark.parametrize("n", sorted(DAYS))
def test_a_period_of_days_ends_on_the_nth_day(walks: dict[date, Walk], n: int) -> None:
    period = Period.days(n)
    for day, walk in walks.items():
        assert count_deadline(day, period).last_day == walk.days_from_next[n]
        assert count_deadline(day, period, rule=FAMILY_REGISTER).last_day == walk.days_from_event[n]
        assert count_deadline(day, period, rule=AGE).last_day == walk.days_from_event[n]


@pytest.mark.parametrize("n", [n for n in sorted(DAYS) if n % 7 == 0])
def test_a_period_of_weeks_ends_as_its_days_do(walks: dict[date, Walk], n: int) -> None:
    for day, walk in walks.items():
        assert count_deadline(day, Period.weeks(n // 7)).last_day == walk.days_from_next[n]


@pytest.mark.parametrize("n", sorted(MONTHS))
def test_a_period_of_months_ends_on_the_eve_of_the_corresponding_day(walks: dict[date, Walk], n: int) -> None:
    period = Period.months(n)
    for day, walk in walks.items():
        assert count_deadline(day, period).last_day == walk.months_from_next[n]
        assert count_deadline(day, period, rule=FAMILY_REGISTER).last_day == walk.months_from_event[n]
        assert count_deadline(day, period, rule=AGE).last_day == walk.months_from_event[n]
        assert reached_on(day, months=n) == walk.months_from_event[n]


@pytest.mark.parametrize("months", sorted(WHOLE_YEARS))
def test_a_period_of_years_ends_on_the_eve_of_the_birthday(walks: dict[date, Walk], months: int) -> None:
    years = WHOLE_YEARS[months]
    for day, walk in walks.items():
        reached = walk.months_from_event[months]
        assert count_deadline(day, Period.years(years)).last_day == walk.months_from_next[months]
        assert reached_on(day, years) == reached
        assert age_reached_by(day, reached) == years
        assert age_reached_by(day, date.fromordinal(reached.toordinal() - 1)) == years - 1


@pytest.mark.parametrize("n", sorted(DAYS))
def test_an_interval_of_at_least_n_days_leaves_n_full_days_between(walks: dict[date, Walk], n: int) -> None:
    for day, walk in walks.items():
        assert earliest_day(day, Period.days(n)).first_day == walk.after_full_days[n]


@pytest.mark.parametrize("n", sorted(MONTHS))
def test_an_interval_of_months_and_half_months(walks: dict[date, Walk], n: int) -> None:
    for day, walk in walks.items():
        assert earliest_day(day, Period.months(n)).first_day == walk.after_months[n]
        assert earliest_day(day, Period.months_and_a_half(n)).first_day == walk.after_months_and_half[n]


def test_holidays_are_those_of_the_law(oracle: Oracle) -> None:
    for day in oracle.days:
        if day.year <= 2036:
            assert (holiday_name(day) is not None) == (day in oracle.holidays), day


@pytest.mark.parametrize("rule", [LOCAL_4_2, CIVIL_142, NATIONAL_2])
@pytest.mark.parametrize("extra", [{}, EXTRA_CLOSED])
def test_a_closed_last_day_moves_to_the_next_open_day(
    oracle: Oracle, walks: dict[date, Walk], rule: object, extra: dict[date, str]
) -> None:
    calendar = OfficeCalendar(extra_closed=extra)
    closed = frozenset(extra)
    for day, walk in walks.items():
        fortnight = count_deadline(day, Period.days(14), closed_days=rule, calendar=calendar)
        quarter = count_deadline(day, Period.months(3), rule=FAMILY_REGISTER, closed_days=rule, calendar=calendar)
        assert fortnight.last_day == oracle.move_past_closed(walk.days_from_next[14], closed)
        assert quarter.last_day == oracle.move_past_closed(walk.months_from_event[3], closed)


def test_the_calendar_is_open_exactly_on_the_oracles_open_days(oracle: Oracle) -> None:
    for day in oracle.days:
        if day <= LAST:
            assert STANDARD_CALENDAR.is_open(day) != oracle.is_closed(day), day
            assert STANDARD_CALENDAR.next_open_day(day) == oracle.move_past_closed(day)
