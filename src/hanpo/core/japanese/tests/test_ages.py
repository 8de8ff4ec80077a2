"""年齢計算ニ関スル法律, 民法143条, 学校教育法17条: the vectors."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.core.japanese import (
    AgeError,
    SchoolYear,
    adult_on,
    age_at_fiscal_year_end,
    age_on,
    age_reached_by,
    age_window,
    births_of_grade,
    births_reaching,
    fiscal_year_reaching,
    months_old_on,
    nursery_class_age,
    reached_on,
    school_duty_end,
    school_entry,
    school_year_on,
    weeks_after_birth,
    year_before_school,
)

births = st.dates(date(1900, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("born", "years", "months", "reached"),
    [
        (date(2020, 4, 1), 1, 0, date(2021, 3, 31)),
        (date(2025, 8, 31), 0, 6, date(2026, 2, 28)),
        (date(2024, 2, 29), 1, 0, date(2025, 2, 28)),
        (date(2024, 2, 29), 4, 0, date(2028, 2, 28)),
        (date(2007, 4, 1), 20, 0, date(2027, 3, 31)),
    ],
)
def test_an_age_is_reached_on_the_eve_of_the_birthday(born: date, years: int, months: int, reached: date) -> None:
    assert reached_on(born, years, months=months) == reached


def test_a_vaccination_window_includes_the_days_on_which_both_ages_are_reached() -> None:
    window = age_window(date(2013, 4, 1), from_months=3, until_months=6)
    assert (window.first, window.last) == (date(2013, 6, 30), date(2013, 9, 30))
    assert date(2013, 9, 30) in window
    assert date(2013, 10, 1) not in window


def test_the_everyday_age_changes_a_day_after_the_age_in_law() -> None:
    born, eve = date(2020, 4, 1), date(2026, 3, 31)
    assert (age_on(born, eve), age_reached_by(born, eve)) == (5, 6)
    assert (age_on(born, date(2026, 4, 1)), age_reached_by(born, date(2026, 4, 1))) == (6, 6)


def test_born_on_29_february_is_a_year_older_on_1_march() -> None:
    assert [age_on(date(2024, 2, 29), date(2025, *day)) for day in ((2, 28), (3, 1))] == [0, 1]


@given(births, st.integers(0, 40000))
def test_age_in_law_is_the_everyday_age_of_the_next_day(born: date, lived: int) -> None:
    day = born + timedelta(days=lived)
    assert age_reached_by(born, day) == age_on(born, day + timedelta(days=1))


@given(births, st.integers(1, 110))
def test_the_day_an_age_is_reached_is_the_first_with_that_age(born: date, years: int) -> None:
    day = reached_on(born, years)
    assert age_reached_by(born, day) == years
    assert age_on(born, day) == years - 1


@pytest.mark.parametrize(
    ("born", "six", "entry", "duty_end"),
    [
        (date(2019, 4, 1), date(2025, 3, 31), date(2025, 4, 1), date(2034, 3, 31)),
        (date(2019, 4, 2), date(2025, 4, 1), date(2026, 4, 1), date(2035, 3, 31)),
        (date(2020, 2, 29), date(2026, 2, 28), date(2026, 4, 1), date(2035, 3, 31)),
        (date(2020, 4, 1), date(2026, 3, 31), date(2026, 4, 1), date(2035, 3, 31)),
        (date(2020, 4, 2), date(2026, 4, 1), date(2027, 4, 1), date(2036, 3, 31)),
    ],
)
def test_school_begins_and_ends_by_article_17(born: date, six: date, entry: date, duty_end: date) -> None:
    assert (reached_on(born, 6), school_entry(born), school_duty_end(born)) == (six, entry, duty_end)


@given(births)
def test_every_child_is_in_the_first_grade_that_its_birth_range_names(born: date) -> None:
    entry = school_entry(born)
    assert school_year_on(born, entry) == SchoolYear("elementary", 1)
    assert born in births_of_grade(1, entry.year)
    assert school_year_on(born, school_duty_end(born)) == SchoolYear("junior_high", 3)
    assert born in births_of_grade(9, entry.year + 8)


def test_school_years_have_names_and_end() -> None:
    born = date(2019, 4, 2)
    assert school_year_on(born, date(2026, 3, 31)) is None
    assert school_year_on(born, date(2035, 4, 1)) is None
    first, seventh = school_year_on(born, date(2026, 4, 1)), school_year_on(born, date(2032, 4, 1))
    assert first is not None
    assert seventh is not None
    assert (first.name_ja, seventh.name_ja) == ("小学1年", "中学1年")


def test_grade_one_was_born_from_2_april_to_1_april() -> None:
    pupils = births_of_grade(1, 2026)
    assert (pupils.first, pupils.last) == (date(2019, 4, 2), date(2020, 4, 1))


def test_shingles_vaccination_at_65_in_fiscal_2025_is_for_births_of_1960_and_1961() -> None:
    people = births_reaching(65, 2025)
    assert (people.first, people.last) == (date(1960, 4, 2), date(1961, 4, 1))
    assert [age_at_fiscal_year_end(day, 2025) for day in (people.first, people.last)] == [65, 65]
    assert age_at_fiscal_year_end(date(1961, 4, 2), 2025) == 64


def test_hpv_starts_in_the_fiscal_year_in_which_twelve_is_reached() -> None:
    assert [fiscal_year_reaching(date(2014, 4, day), 12) for day in (1, 2)] == [2025, 2026]


def test_the_second_measles_dose_belongs_to_the_year_before_school() -> None:
    year = year_before_school(date(2020, 4, 2))
    assert (year.first, year.last) == (date(2026, 4, 1), date(2027, 3, 31))


def test_rotavirus_weeks_count_from_the_day_of_birth() -> None:
    born = date(2026, 1, 1)
    assert (weeks_after_birth(born, 0), weeks_after_birth(born, 14, 6)) == (born, date(2026, 4, 15))


def test_nursery_classes_go_by_the_age_on_1_april() -> None:
    assert nursery_class_age(date(2023, 4, 1), 2026) == 3
    assert nursery_class_age(date(2023, 4, 2), 2026) == 2
    assert nursery_class_age(date(2026, 6, 1), 2026) == 0
    with pytest.raises(AgeError, match="生まれた日"):
        nursery_class_age(date(2027, 4, 1), 2026)


@pytest.mark.parametrize(
    ("born", "adult"),
    [
        (date(2002, 4, 1), date(2022, 4, 1)),
        (date(2002, 3, 31), date(2022, 3, 31)),
        (date(2002, 4, 2), date(2022, 4, 1)),
        (date(2004, 4, 1), date(2022, 4, 1)),
        (date(2004, 4, 2), date(2022, 4, 2)),
        (date(2008, 2, 29), date(2026, 3, 1)),
    ],
)
def test_adulthood_moved_from_twenty_to_eighteen_on_1_april_2022(born: date, adult: date) -> None:
    assert adult_on(born) == adult


def test_months_of_life_change_on_the_monthly_day() -> None:
    assert [months_old_on(date(2025, 8, 31), date(2026, *day)) for day in ((2, 28), (3, 1), (3, 31))] == [5, 6, 7]


def test_impossible_questions_are_refused() -> None:
    with pytest.raises(AgeError):
        age_on(date(2026, 1, 2), date(2026, 1, 1))
    with pytest.raises(AgeError):
        reached_on(date(2026, 1, 2))
    with pytest.raises(AgeError):
        births_of_grade(10, 2026)
