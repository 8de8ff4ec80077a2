"""和暦: reading, writing, and refusing with advice."""

from contextlib import suppress
from datetime import date
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.core.japanese import (
    ERAS,
    GREGORIAN_SINCE,
    WEEKDAYS_JA,
    DateReadingError,
    era_of,
    fiscal_year,
    fiscal_year_days,
    format_fiscal_year,
    format_seireki,
    format_wareki,
    format_wareki_year,
    parse_date,
    parse_excel_serial,
    parse_partial_date,
)

days = st.dates(GREGORIAN_SINCE, date(2999, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "令和6年4月1日", "令和06年04月01日", "令和６年４月１日", "令和六年四月一日", "令6.4.1", "R6.4.1", "r6.4.1", "Ｒ６．４．１", "R06/04/01",
        "R6-4-1", "R060401", "㋿6年4月1日", "令和 6年 4月 1日", "令和6年4月1日（月）", "令和6年4月1日(月曜日)", "令和6年4月1日月曜日", "R6.4.1(月)",
        "西暦2024年4月1日", "2024年4月1日", "二〇二四年四月一日", "2024/4/1", "2024-04-01", "2024.4.1", "20240401", "２０２４／４／１",
        "2024－04－01", "2024ー04ー01", "2024/4/1 0:00:00", "2024-04-01T00:00:00",
    ],
)  # fmt: skip
def test_every_usual_way_of_writing_a_date_is_read(text: str) -> None:
    assert parse_date(text) == date(2024, 4, 1)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("平成31年4月30日", date(2019, 4, 30)),
        ("令和元年5月1日", date(2019, 5, 1)),
        ("令和1年5月1日", date(2019, 5, 1)),
        ("R元.5.1", date(2019, 5, 1)),
        ("H1.1.8", date(1989, 1, 8)),
        ("S64.1.7", date(1989, 1, 7)),
        ("昭和元年12月25日", date(1926, 12, 25)),
        ("大正15年12月25日", date(1926, 12, 25)),
        ("T1.7.30", date(1912, 7, 30)),
        ("明治45年7月30日", date(1912, 7, 30)),
        ("M6.1.1", date(1873, 1, 1)),
        ("令和十一年二月二十三日", date(2029, 2, 23)),
    ],
)
def test_days_around_the_change_of_an_era_are_read(text: str, day: date) -> None:
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "advice", "suggestion"),
    [
        ("平成31年5月1日", "令和元年5月1日（2019年）のことなら", date(2019, 5, 1)),
        ("昭和64年1月8日", "平成元年1月8日（1989年）のことなら", date(1989, 1, 8)),
        ("平成元年1月7日", "昭和64年1月7日（1989年）のことなら", date(1989, 1, 7)),
        ("令和7年2月29日", "2025年2月は1日から28日まで", None),
        ("令和8年4月31日", "2026年4月は1日から30日まで", None),
        ("令和8年13月1日", "月は1から12まで", None),
        ("令和8年4月0日", "日を確かめて", None),
        ("令和0年4月1日", "元年（1年）から", None),
        ("明治5年12月2日", "西暦に直して", None),
        ("令和9000年1月1日", "大きすぎ", None),
        ("24/4/1", "元号か4けたの西暦から", None),
        ("4/1", "元号か4けたの西暦から", None),
        ("8年4月1日", "元号か4けたの西暦から", None),
        ("令和8年11月23日（火）", "月曜日です", date(2026, 11, 23)),
        ("令和二三年四月一日", "算用数字で", None),
        ("令和8年", "日まで入れて", None),
        ("令和8年4月", "日まで入れて", None),
        ("45383", "「令和8年4月1日」", None),
        ("2024/4-1", "「令和8年4月1日」", None),
        ("来週", "「令和8年4月1日」", None),
        ("", "「令和8年4月1日」", None),
    ],
)
def test_an_impossible_date_is_refused_with_advice(text: str, advice: str, suggestion: date | None) -> None:
    with pytest.raises(DateReadingError, match=advice) as caught:
        parse_date(text)
    assert caught.value.suggestion == suggestion


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("令和６年", date(2024, 1, 1), date(2024, 12, 31)),
        ("令和元年", date(2019, 5, 1), date(2019, 12, 31)),
        ("平成31年", date(2019, 1, 1), date(2019, 4, 30)),
        ("R6", date(2024, 1, 1), date(2024, 12, 31)),
        ("令和6年2月", date(2024, 2, 1), date(2024, 2, 29)),
        ("R6.4", date(2024, 4, 1), date(2024, 4, 30)),
        ("2024年", date(2024, 1, 1), date(2024, 12, 31)),
        ("令和6年度", date(2024, 4, 1), date(2025, 3, 31)),
        ("R6年度", date(2024, 4, 1), date(2025, 3, 31)),
        ("平成31年度", date(2019, 4, 1), date(2020, 3, 31)),
        ("令和元年度", date(2019, 4, 1), date(2020, 3, 31)),
        ("2024年度", date(2024, 4, 1), date(2025, 3, 31)),
    ],
)
def test_years_months_and_fiscal_years_are_read_as_far_as_they_are_written(text: str, first: date, last: date) -> None:
    written = parse_partial_date(text)
    assert (written.first_day, written.last_day) == (first, last)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("昭和70年", "平成7年（1995年）"),
        ("平成31年6月", "令和元年6月（2019年）"),
        ("平成32年度", "令和2年度"),
        ("令和0年", "元年"),
    ],
)
def test_a_year_that_its_era_never_had_is_refused(text: str, advice: str) -> None:
    with pytest.raises(DateReadingError, match=advice):
        parse_partial_date(text)


def test_dates_are_written_long_and_short_with_and_without_the_weekday() -> None:
    day = date(2026, 11, 23)
    assert format_wareki(day) == "令和8年11月23日"
    assert format_wareki(day, weekday=True) == "令和8年11月23日（月）"
    assert format_wareki(day, style="short") == "R8.11.23"
    assert format_wareki(day, style="short", weekday=True) == "R8.11.23(月)"
    assert format_seireki(day, weekday=True) == "2026年11月23日（月）"
    assert format_wareki(date(2019, 5, 1)) == "令和元年5月1日"
    assert format_wareki(date(2019, 5, 1), style="short") == "R1.5.1"
    assert format_wareki_year(date(2019, 4, 30)) == "平成31年"


def test_before_1873_there_is_no_wareki_here() -> None:
    with pytest.raises(DateReadingError, match="西暦で"):
        era_of(date(1872, 12, 31))


@given(days)
def test_what_is_written_is_read_back(day: date) -> None:
    assert parse_date(format_wareki(day, weekday=True)) == day
    assert parse_date(format_wareki(day, style="short", weekday=True)) == day
    assert parse_date(format_seireki(day, weekday=True)) == day
    assert parse_date(day.isoformat()) == parse_date(f"{day:%Y%m%d}") == parse_date(f"{day:%Y/%m/%d}") == day


@given(days, st.sampled_from(WEEKDAYS_JA))
def test_only_the_right_weekday_is_accepted(day: date, weekday: str) -> None:
    text = f"{format_wareki(day)}（{weekday}）"
    if WEEKDAYS_JA[day.weekday()] == weekday:
        assert parse_date(text) == day
    else:
        with pytest.raises(DateReadingError):
            parse_date(text)


@given(st.text(max_size=20))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(DateReadingError):
        assert parse_partial_date(text).text == text


def test_eras_follow_one_another_without_a_gap() -> None:
    for newer, older in pairwise(ERAS):
        assert (newer.first_day - older.last_written_day).days in (0, 1)
        assert newer.first_day > older.first_day


@pytest.mark.parametrize(
    ("serial", "day"),
    [(45383, date(2024, 4, 1)), (1, date(1900, 1, 1)), (59, date(1900, 2, 28)), (61, date(1900, 3, 1))],
)
def test_an_excel_serial_is_a_day_of_the_1900_system(serial: int, day: date) -> None:
    assert parse_excel_serial(serial) == day


@pytest.mark.parametrize("serial", [0, -1, 60, 3_000_000])
def test_a_serial_without_a_day_is_refused(serial: int) -> None:
    with pytest.raises(DateReadingError, match="番号"):
        parse_excel_serial(serial)


def test_a_fiscal_year_runs_from_april_to_march_by_article_208() -> None:
    assert [fiscal_year(day) for day in (date(2026, 3, 31), date(2026, 4, 1), date(2027, 3, 31))] == [2025, 2026, 2026]
    assert fiscal_year_days(2026) == (date(2026, 4, 1), date(2027, 3, 31))


@pytest.mark.parametrize(
    ("year", "name"),
    [(2026, "令和8年度"), (2019, "令和元年度"), (2018, "平成30年度"), (1989, "平成元年度"), (1926, "大正15年度")],
)
def test_a_fiscal_year_is_named_by_its_first_day_and_2019_is_reiwa(year: int, name: str) -> None:
    assert format_fiscal_year(year) == name


@given(st.integers(1873, 2999))
def test_a_fiscal_year_is_read_back(year: int) -> None:
    assert parse_partial_date(format_fiscal_year(year)).year == year
