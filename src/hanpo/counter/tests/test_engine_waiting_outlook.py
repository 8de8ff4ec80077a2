"""What a visitor is told about the wait, and a resident about the day to come; the lucky days behind it."""

from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaincinv

from hanpo.core.japanese import STANDARD_CALENDAR
from hanpo.counter.engine.waiting import (
    Level,
    Silence,
    TooThin,
    WaitRange,
    backtest,
    calendar_forecast,
    expected_wait,
    features,
    fit,
    is_lucky,
    old_month_and_day,
    predict,
    rokuyo,
)

TIMES = [float(value) for value in np.random.default_rng(1).exponential(8.0, 400)]


@pytest.mark.parametrize(("ahead", "desks"), [(0, 1), (3, 1), (3, 2), (10, 4), (25, 5)])
def test_the_range_is_that_of_theory_where_times_are_pure_chance(ahead, desks):
    """With exponential times the wait is Erlang: ahead + 1 desks become free, at the pace of all desks."""
    told = expected_wait(ahead=ahead, desks=desks, minutes=TIMES)
    pace = np.mean(TIMES) / desks
    for value, share in ((told.p10, 0.1), (told.p50, 0.5), (told.p90, 0.9)):
        assert value == pytest.approx(gammaincinv(ahead + 1, share) * pace, rel=0.12, abs=0.2)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 30), st.integers(1, 8), st.integers(20, 60))
def test_what_is_shown_holds_the_range_in_whole_steps_of_five_minutes(ahead, desks, count):
    told = expected_wait(ahead=ahead, desks=desks, minutes=TIMES[:count])
    if isinstance(told, WaitRange):
        assert told.low <= told.p10 <= told.p50 <= told.p90 <= told.high
        assert told.low % 5 == told.high % 5 == 0
        assert told.low < told.high <= told.low + 120


def test_three_people_before_you_about_ten_to_twenty_minutes():
    told = expected_wait(ahead=3, desks=2, minutes=[6.0, 7.0, 8.0, 9.0, 10.0] * 5)
    assert (told.ahead, told.low, told.high) == (3, 10, 20)


def test_nothing_is_promised_on_thin_data():
    assert expected_wait(ahead=3, desks=2, minutes=TIMES[:19]) is Silence.TOO_FEW_TIMES


def test_times_of_zero_in_the_log_do_no_harm():
    assert expected_wait(ahead=2, desks=1, minutes=[0.0] * 30).high == 5
    with pytest.raises(ValueError):
        expected_wait(ahead=2, desks=1, minutes=[-1.0] * 30)


def test_nothing_is_promised_while_no_desk_is_open():
    assert expected_wait(ahead=3, desks=0, minutes=TIMES) is Silence.NO_DESK


def test_a_range_that_would_say_nothing_is_not_said():
    wild = [1.0] * 30 + [120.0] * 10
    assert expected_wait(ahead=12, desks=1, minutes=wild) is Silence.TOO_FAR_AHEAD


def test_who_finds_a_free_desk_does_not_wait():
    assert expected_wait(ahead=0, desks=2, minutes=TIMES, all_busy=False).p90 == 0


@pytest.mark.parametrize(
    "day",
    "2019-02-05 2020-01-25 2021-02-12 2022-02-01 2023-01-22 2024-02-10 2025-01-29 2026-02-17 2027-02-07".split(),
)
def test_the_old_new_year_falls_on_its_published_days_and_is_sensho(day):
    """2027 is one day after the Chinese new year: the moon is new after midnight in Japan, before it in Beijing."""
    assert old_month_and_day(date.fromisoformat(day)) == (1, 1, False)
    assert rokuyo(date.fromisoformat(day)) == "先勝"


@pytest.mark.parametrize(
    ("day", "month"),
    [("2020-05-23", 4), ("2023-03-22", 2), ("2025-07-25", 6), ("2028-06-23", 5), ("2033-12-22", 11)],
)
def test_leap_months_begin_on_their_published_days(day, month):
    assert old_month_and_day(date.fromisoformat(day)) == (month, 1, True)


def test_first_days_of_the_old_months_have_the_traditional_names():
    first = {old_month_and_day(day)[0]: rokuyo(day) for day in _days(2026, 2030) if old_month_and_day(day)[1] == 1}
    six = ["先勝", "友引", "先負", "仏滅", "大安", "赤口"]
    assert first == {month: six[(month - 1) % 6] for month in range(1, 13)}


def test_within_an_old_month_the_names_go_round():
    cycle = ["先勝", "友引", "先負", "仏滅", "大安", "赤口"]
    for day in _days(2019, 2035):
        following = day + timedelta(days=1)
        if old_month_and_day(following)[1] != 1:
            assert rokuyo(following) == cycle[(cycle.index(rokuyo(day)) + 1) % 6]


def test_the_old_calendar_refuses_what_was_not_checked():
    with pytest.raises(ValueError):
        rokuyo(date(1990, 1, 1))


def _days(first: int, last: int):
    day = date(first, 1, 1)
    while day.year <= last:
        yield day
        day += timedelta(days=1)


TRUTH = {"monday": 1.3, "after_long_closure": 1.5, "month_end_1": 1.25, "lucky_day": 1.15, "move_season": 1.6}


def made_up_counts(first: date, last: date, base: float = 220.0, seed: int = 5) -> dict[date, int]:
    chance = np.random.default_rng(seed)
    return {
        day: int(chance.poisson(base * np.prod([TRUTH.get(name, 1.0) for name in features(day)])))
        for day in STANDARD_CALENDAR.open_days(first, last)
    }


COUNTS = made_up_counts(date(2023, 4, 1), date(2026, 10, 31))


def test_effects_that_are_in_the_counts_are_found_again():
    model = fit(COUNTS)
    usual = np.mean([model.effects[day].factor for day in ("tuesday", "wednesday", "thursday", "friday")])
    assert model.effects["monday"].factor / usual == pytest.approx(1.3, rel=0.05)
    assert model.effects["lucky_day"].factor == pytest.approx(1.15, rel=0.05)
    assert model.effects["move_season"].factor == pytest.approx(1.6, rel=0.15)
    assert model.effects["month_end_1"].factor == pytest.approx(1.25, rel=0.08)


def test_an_effect_tells_on_how_many_days_it_was_seen():
    model = fit(COUNTS)
    assert model.effects["monday"].days == sum(day.weekday() == 0 for day in COUNTS)
    assert model.days == len(COUNTS)


def test_what_was_seen_once_is_hardly_believed():
    counts = made_up_counts(date(2026, 1, 5), date(2026, 6, 30))
    odd = date(2026, 5, 20)
    counts[odd] *= 5
    model = fit(counts, describe=lambda day: (*features(day), *(["odd"] if day == odd else [])))
    assert 1 < model.effects["odd"].factor < 4


def test_a_forecast_is_its_base_times_its_effects():
    model = fit(COUNTS)
    told = predict(model, date(2026, 11, 30))
    assert told.expected == pytest.approx(model.base * np.prod([effect.factor for effect in told.effects]))
    assert {"monday", "month_end_1"} <= {effect.feature for effect in told.effects}
    assert (told.low < told.expected < told.high, told.level) == (True, Level.BUSY)


def test_only_open_days_are_forecast():
    told = calendar_forecast(fit(COUNTS), date(2026, 12, 25), date(2027, 1, 5))
    assert [one.day for one in told] == [date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 5)]


def test_forecasts_are_nearer_than_the_same_weekday_of_the_weeks_before():
    told = backtest(COUNTS, test_days=120)
    assert told.error < told.naive_error
    assert 0.7 <= told.covered <= 0.9


def test_a_forecast_on_thin_data_is_refused():
    with pytest.raises(TooThin):
        fit(dict(list(COUNTS.items())[:59]))
    with pytest.raises(TooThin):
        fit(dict.fromkeys(COUNTS, 0))


def test_golden_week_ends_with_a_day_after_a_long_closure():
    assert "after_long_closure" in features(date(2026, 5, 7))
    assert "after_long_closure" not in features(date(2026, 5, 11))


def test_the_22nd_of_november_2026_is_lucky():
    assert is_lucky(date(2026, 11, 22))
