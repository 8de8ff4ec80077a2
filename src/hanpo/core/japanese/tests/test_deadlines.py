"""The vectors of laws and notices for last days and intervals."""

from datetime import date

import pytest

from hanpo.core.japanese import (
    AGE,
    CIVIL,
    FAMILY_REGISTER,
    LOCAL_4_2,
    CountingRule,
    DeadlineError,
    OfficeCalendar,
    Period,
    add_months,
    count_deadline,
    earliest_day,
)


@pytest.mark.parametrize(
    ("article", "event", "period", "rule", "last_day"),
    [
        ("戸籍法43条・49条", date(2026, 10, 3), Period.days(14), FAMILY_REGISTER, date(2026, 10, 16)),
        ("戸籍法43条・86条", date(2026, 10, 3), Period.days(7), FAMILY_REGISTER, date(2026, 10, 9)),
        ("住民基本台帳法22条・民法140条", date(2026, 10, 3), Period.days(14), CIVIL, date(2026, 10, 17)),
        ("児童手当法8条3項・民法140条", date(2026, 10, 3), Period.days(15), CIVIL, date(2026, 10, 18)),
        ("民法915条・143条", date(2026, 11, 27), Period.months(3), CIVIL, date(2027, 2, 27)),
        ("民法915条・143条", date(2026, 11, 28), Period.months(3), CIVIL, date(2027, 2, 28)),
        ("民法915条・143条", date(2026, 11, 29), Period.months(3), CIVIL, date(2027, 2, 28)),
        ("民法915条・143条", date(2026, 11, 30), Period.months(3), CIVIL, date(2027, 2, 28)),
        ("民法915条・143条", date(2027, 1, 31), Period.months(3), CIVIL, date(2027, 4, 30)),
        ("民法915条・143条", date(2027, 11, 30), Period.months(3), CIVIL, date(2028, 2, 29)),
        ("戸籍法43条・49条, abroad", date(2026, 1, 31), Period.months(3), FAMILY_REGISTER, date(2026, 4, 30)),
        ("戸籍法43条・49条, abroad", date(2026, 2, 1), Period.months(3), FAMILY_REGISTER, date(2026, 4, 30)),
    ],
)
def test_a_period_ends_on_the_day_the_law_says(
    article: str, event: date, period: Period, rule: CountingRule, last_day: date
) -> None:
    assert count_deadline(event, period, rule=rule).last_day == last_day, article


@pytest.mark.parametrize(
    ("source", "event", "period", "first_day"),
    [
        ("6日以上", date(2022, 4, 1), Period.days(6), date(2022, 4, 8)),
        ("20日以上", date(2022, 4, 1), Period.days(20), date(2022, 4, 22)),
        ("27日以上", date(2022, 4, 1), Period.days(27), date(2022, 4, 29)),
        ("3月以上", date(2022, 4, 1), Period.months(3), date(2022, 7, 1)),
        ("3月以上, no such day", date(2022, 11, 30), Period.months(3), date(2023, 3, 1)),
        ("6月以上, no such day", date(2022, 8, 30), Period.months(6), date(2023, 3, 1)),
        ("二月半以上", date(2023, 4, 1), Period.months_and_a_half(2), date(2023, 6, 16)),
        ("B型肝炎 27日以上", date(2020, 1, 1), Period.days(27), date(2020, 1, 29)),
        ("B型肝炎 139日以上", date(2020, 1, 1), Period.days(139), date(2020, 5, 20)),
    ],
)
def test_an_interval_between_doses_is_kept_from_this_day_on(
    source: str, event: date, period: Period, first_day: date
) -> None:
    assert earliest_day(event, period).first_day == first_day, source


def test_twenty_seven_days_apart_is_the_same_weekday_four_weeks_on() -> None:
    dose = date(2026, 11, 23)
    assert earliest_day(dose, Period.days(27)).first_day.weekday() == dose.weekday()


@pytest.mark.parametrize(
    ("reached", "half"),
    [(date(2026, 2, 1), 14), (date(2028, 2, 1), 15), (date(2026, 4, 1), 15), (date(2026, 5, 1), 16)],
)
def test_half_a_month_follows_the_length_of_the_month_reached(reached: date, half: int) -> None:
    dose = add_months(reached, -1)
    assert (earliest_day(dose, Period.months_and_a_half(1)).first_day - reached).days == half


def test_a_missing_day_rolls_to_the_first_of_the_next_month() -> None:
    assert add_months(date(2026, 1, 31), 1) == date(2026, 3, 1)
    assert add_months(date(2028, 1, 29), 1) == date(2028, 2, 29)
    assert add_months(date(2026, 3, 15), -3) == date(2025, 12, 15)


def test_moving_in_before_golden_week_gives_time_until_the_offices_open_again() -> None:
    deadline = count_deadline(date(2026, 4, 18), Period.days(14), closed_days=LOCAL_4_2)
    assert (deadline.period_end, deadline.last_day) == (date(2026, 5, 2), date(2026, 5, 7))
    assert [day.day for day, _ in deadline.skipped] == [2, 3, 4, 5, 6]
    assert deadline.article == "民法140条・地方自治法4条の2第4項"


def test_a_last_day_stays_on_a_closed_day_unless_a_rule_is_named() -> None:
    deadline = count_deadline(date(2026, 4, 18), Period.days(14))
    assert deadline.last_day == date(2026, 5, 2)
    assert deadline.skipped == ()


def test_a_sunday_opening_does_not_shorten_a_deadline() -> None:
    sunday = date(2026, 4, 5)
    calendar = OfficeCalendar(extra_open=frozenset({sunday}))
    deadline = count_deadline(date(2026, 3, 22), Period.days(14), closed_days=LOCAL_4_2, calendar=calendar)
    assert deadline.period_end == sunday
    assert deadline.last_day == date(2026, 4, 6)


def test_the_reason_lets_a_reader_count_again() -> None:
    deadline = count_deadline(date(2026, 4, 18), Period.days(14), closed_days=LOCAL_4_2)
    assert deadline.reason_ja == (
        "令和8年4月18日（土）の翌日、令和8年4月19日（日）を1日目として、14日目は令和8年5月2日（土）（民法140条）。"
        "5月2日は土曜日、5月3日は憲法記念日、5月4日はみどりの日、5月5日はこどもの日、5月6日は憲法記念日 振替休日で閉庁のため、"
        "次の開庁日の令和8年5月7日（木）まで（地方自治法4条の2第4項）。"
    )
    assert deadline.reason_en == (
        "14 days from 18 April 2026, counting from the next day, end on 2 May 2026. "
        "The office is closed then, so the last day is 7 May 2026."
    )


def test_the_reason_says_when_a_month_has_no_corresponding_day() -> None:
    reason = count_deadline(date(2026, 11, 28), Period.months(3)).reason_ja
    assert "3か月後に同じ日がないので、その月の末日は令和9年2月28日（日）（民法140条・143条）" in reason
    assert (
        "同じ日（令和8年4月3日（金））の前日は令和8年4月2日（木）"
        in count_deadline(date(2026, 3, 2), Period.months(1)).reason_ja
    )


def test_the_first_day_in_is_named_as_day_one() -> None:
    deadline = count_deadline(date(2026, 10, 3), Period.days(14), rule=FAMILY_REGISTER)
    assert deadline.reason_ja == "令和8年10月3日（土）を1日目として、14日目は令和8年10月16日（金）（戸籍法43条）。"
    assert deadline.counted_from == date(2026, 10, 3)


def test_an_interval_explains_itself() -> None:
    half = earliest_day(date(2023, 4, 1), Period.months_and_a_half(2))
    assert "2か月後の同じ日は令和5年6月1日（木）、さらに半月（15日）後の令和5年6月16日（金）から" in half.reason_ja
    rolled = earliest_day(date(2022, 11, 30), Period.months(3))
    assert "（同じ日がないので翌月1日）の令和5年3月1日（水）から" in rolled.reason_ja
    days = earliest_day(date(2020, 1, 1), Period.days(27))
    assert "との間に27日を置くので、28日後の令和2年1月29日（水）から" in days.reason_ja
    assert half.reason_en == "2 and a half months after 1 April 2023: from 16 June 2023 on."
    assert half.article == half.rule.article


def test_a_period_that_no_law_counts_is_refused() -> None:
    with pytest.raises(DeadlineError, match="間隔の数え方"):
        count_deadline(date(2026, 1, 1), Period.months_and_a_half(2))
    with pytest.raises(DeadlineError, match="27日以上"):
        earliest_day(date(2026, 1, 1), Period.weeks(4))
    with pytest.raises(DeadlineError, match="1から"):
        Period.days(0)


def test_an_office_without_an_open_day_is_named_and_not_searched_for_ever() -> None:
    closed = OfficeCalendar(extra_closed={date.fromordinal(date(2026, 1, 1).toordinal() + n): "休" for n in range(800)})
    with pytest.raises(DeadlineError, match="一年以上"):
        count_deadline(date(2026, 1, 1), Period.days(14), closed_days=LOCAL_4_2, calendar=closed)


def test_an_age_period_ends_on_the_day_the_age_is_reached() -> None:
    assert count_deadline(date(2020, 4, 1), Period.years(1), rule=AGE).last_day == date(2021, 3, 31)


@pytest.mark.parametrize(
    ("period", "japanese", "english"),
    [
        (Period.days(1), "1日", "1 day"),
        (Period.weeks(2), "2週間", "2 weeks"),
        (Period.months(3), "3か月", "3 months"),
        (Period.years(1), "1年", "1 year"),
        (Period.months_and_a_half(2), "2か月半", "2 and a half months"),
    ],
)
def test_a_period_is_written_in_both_languages(period: Period, japanese: str, english: str) -> None:
    assert (period.text_ja, period.text_en) == (japanese, english)
