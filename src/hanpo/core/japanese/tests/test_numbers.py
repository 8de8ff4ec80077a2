"""Numbers as staff write them: read where they mean one thing, named and refused where they do not."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.core.japanese import (
    NoAnswer,
    NumberRange,
    NumberReadingError,
    ReadNumber,
    format_man_yen,
    format_number,
    format_yen,
    read_number,
    read_numeral,
    read_quantity,
)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("１２３", 123, ""), ("1,234人", 1234, "人"), ("１，２３４　人", 1234, "人"), ("3万円", 30000, "円"), ("1.5千円", 1500, "円"),
        ("12％", 12, "%"), ("十二", 12, ""), ("百二十", 120, ""), ("二千五百", 2500, ""), ("二〇二六", 2026, ""), ("壱万", 10000, ""),
        ("3万5千円", 35000, "円"), ("1億2,000万円", 120_000_000, "円"), ("1.5百万円", 1_500_000, "円"), ("△1,234", -1234, ""),
        ("-5", -5, ""), ("−5", -5, ""), ("¥1,000", 1000, "円"), ("金1,000円也", 1000, "円"), ("0.25", Decimal("0.25"), ""),
        ("0", 0, ""), ("0円", 0, "円"), ("3ケース", 3, "ケース"), ("5㎡", 5, "㎡"), ("十日", 10, "日"),
    ],
)  # fmt: skip
def test_one_number_is_read_with_its_unit(text: str, value: int | Decimal, unit: str) -> None:
    assert read_number(text) == ReadNumber(Decimal(value), unit, False, text)


@pytest.mark.parametrize("text", ["約100", "およそ100", "100程度", "100人くらい", "100人弱", "１００前後", "100余"])
def test_a_number_called_approximate_keeps_that_mark(text: str) -> None:
    number = read_number(text)
    assert (number.value, number.approximate) == (100, True)


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("10～20", 10, 20), ("10〜20人", 10, 20), ("10-20", 10, 20), ("10人から20人", 10, 20), ("3～5万円", 30000, 50000),
        ("9,000～1万円", 9000, 10000), ("100以上", 100, None), ("50人未満", None, 50), ("50以下", None, 50), ("20超", 20, None),
        ("最大30人", None, 30), ("10～", 10, None), ("約100以上", 100, None),
    ],
)  # fmt: skip
def test_a_range_or_bound_is_named_and_never_a_number(text: str, low: int | None, high: int | None) -> None:
    quantity = read_quantity(text)
    assert isinstance(quantity, NumberRange)
    assert (quantity.low, quantity.high) == (low, high)
    with pytest.raises(NumberReadingError, match=r"範囲|下限|上限") as caught:
        read_number(text)
    assert caught.value.found == quantity


def test_whether_a_bound_includes_its_number_is_kept() -> None:
    at_least, below = read_quantity("100以上"), read_quantity("100未満")
    assert isinstance(at_least, NumberRange)
    assert isinstance(below, NumberRange)
    assert (at_least.low_included, below.high_included) == (True, False)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "blank"), ("　", "blank"), ("―", "dash"), ("－", "dash"), ("ー", "dash"), ("-", "dash"), ("なし", "none"),
        ("該当なし", "none"), ("未定", "undecided"), ("不明", "unknown"), ("N/A", "unknown"),
    ],
)  # fmt: skip
def test_no_answer_is_told_apart_and_is_never_zero(text: str, kind: str) -> None:
    assert read_quantity(text) == NoAnswer(kind, text)
    with pytest.raises(NumberReadingError, match="0 と入れて"):
        read_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "1、3", "1・3", "1/3", "1 3", "1,3", "1\n3", "○", "〇", "①", "②", "10²", "½", "abc", "5番地", "二三人",
        "十二三", "百千", "3万50000",
        "1.5万3千", "1二", "1,23", "1234,567", "20～10", "10人～20件", "令和6年", "100人(うち女性50人)", "万", "1.", ".5", "1..5", "⒈",
    ],
)  # fmt: skip
def test_what_could_mean_two_things_is_refused_with_advice(text: str) -> None:
    with pytest.raises(NumberReadingError, match="ください"):
        read_quantity(text)


def test_a_unit_of_the_form_can_be_named() -> None:
    assert read_number("5番地", units=frozenset({"番地"})).unit == "番地"


@given(st.integers(-(10**15), 10**15))
def test_a_formatted_number_is_read_back(value: int) -> None:
    assert read_number(format_number(value)).value == value
    assert read_number(format_yen(value)).value == value
    assert read_number(format_man_yen(value)).value == value


@given(st.text(max_size=15))
def test_no_text_breaks_the_reader(text: str) -> None:
    with suppress(NumberReadingError):
        assert read_quantity(text).text == text


def test_yen_are_written_exactly() -> None:
    assert [format_man_yen(n) for n in (123_456_789, 30_000, 0, -12_345)] == [
        "1億2,345万6,789円",
        "3万円",
        "0円",
        "-1万2,345円",
    ]
    assert format_number(Decimal("1234.5")) == "1,234.5"


def test_a_bare_numeral_has_no_unit() -> None:
    assert read_numeral("百二十三") == 123
    with pytest.raises(NumberReadingError):
        read_numeral("百二十三人")
