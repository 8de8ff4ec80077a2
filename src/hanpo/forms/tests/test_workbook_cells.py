"""How one cell is read, by kind of answer."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from hanpo.forms.engine.definition import Choice, Form, Item, Kind, Section, Words
from hanpo.forms.engine.workbook.cells import read_cell
from hanpo.forms.engine.workbook.grid import Cell, address, plain
from hanpo.forms.engine.workbook.outcomes import State
from hanpo.forms.engine.workbook.quantities import Reading
from hanpo.forms.engine.workbook.slots import Slot, Stamp, read_stamp, slots

READING = Reading()
APRIL = datetime(2024, 4, 1)  # noqa: DTZ001
PLANS = tuple(Choice(id=key, label=Words(text)) for key, text in (("a", "①広げる"), ("b", "②加わる"), ("c", "③続ける")))
YES_NO = (Choice(id="yes", label=Words("はい", en="Yes")), Choice(id="no", label=Words("いいえ", en="No")))


def first(**settings: object) -> Slot:
    return slots(
        Form(
            id="f",
            title=Words("様式"),
            sections=(Section(id="s", items=(Item(id="q", label=Words("質問"), **settings),)),),
        )
    )[0]  # type: ignore[arg-type]


PEOPLE = first(kind=Kind.NUMBER, unit="人")
RATE = first(kind=Kind.NUMBER, unit="%", decimals=1, low=Decimal(0), high=Decimal(100))
YEN = first(kind=Kind.MONEY, absences=("undecided",))
THOUSANDS = first(kind=Kind.NUMBER, unit="千円")
DAY = first(kind=Kind.DATE)
TEXT = first(kind=Kind.TEXT)
PLAN = first(kind=Kind.CHOICE, choices=PLANS, has_other=True)
USE = first(kind=Kind.CHOICE, choices=YES_NO)
MARK = first(kind=Kind.MULTIPLE, choices=PLANS)
SCALE = first(kind=Kind.SCALE, steps=5, low_label=Words("低い"), high_label=Words("高い"))


@pytest.mark.parametrize(
    "slot, cell, value",
    [
        (PEOPLE, Cell("１２３"), "123"),
        (PEOPLE, Cell("1,234人"), "1234"),
        (PEOPLE, Cell("12名"), "12"),
        (YEN, Cell("3万円"), "30000"),
        (YEN, Cell("1.5千円"), "1500"),
        (YEN, Cell("1,000円"), "1000"),
        (YEN, Cell("未定"), {"absent": "undecided"}),
        (YEN, Cell("検討中"), {"absent": "undecided"}),
        (RATE, Cell("12％"), "12"),
        (RATE, Cell(Decimal("0.12"), "0%"), "12"),
        (DAY, Cell("R6.4.1"), "2024-04-01"),
        (DAY, Cell("令和六年四月一日"), "2024-04-01"),
        (DAY, Cell(Decimal(45383)), "2024-04-01"),
        (DAY, Cell(Decimal(20240401)), "2024-04-01"),
        (DAY, Cell(APRIL, 'ggge"年"m"月"d"日"'), "2024-04-01"),
        (SCALE, Cell("5 高い"), "5"),
        (PLAN, Cell("②"), {"id": "b"}),
        (PLAN, Cell("2"), {"id": "b"}),
        (PLAN, Cell("加わる"), {"id": "b"}),
        (PLAN, Cell("その他（広域連合）"), {"id": "other", "text": "広域連合"}),
        (USE, Cell("○はい"), {"id": "yes"}),
        (USE, Cell("Yes"), {"id": "yes"}),
        (MARK, Cell("✓"), True),
        (TEXT, Cell("一行目\n二行目 "), "一行目\n二行目"),
    ],
)
def test_what_can_mean_one_thing_is_read(slot, cell, value):
    outcome = read_cell(slot, cell, READING)
    assert outcome.value == value
    assert outcome.state in (State.READ, State.REPAIRED)


@pytest.mark.parametrize("slot", [PEOPLE, YEN, DAY, TEXT, USE, SCALE])
@pytest.mark.parametrize("text", ["―", "－", "-"])
def test_a_dash_is_no_answer_and_never_zero(slot, text):
    outcome = read_cell(slot, Cell(text), READING)
    assert outcome.value is None
    assert outcome.state is State.REPAIRED


@pytest.mark.parametrize(
    "slot, cell, proposal",
    [
        (PEOPLE, Cell("約100"), "100"),
        (RATE, Cell(Decimal("120")), "120"),
        (RATE, Cell(Decimal("12.34")), "12.34"),
        (YEN, Cell(Decimal(30), '#,##0"千円"'), "30"),
        (YEN, Cell(Decimal(30000), "#,##0,"), "30000"),
        (DAY, Cell(Decimal(60401)), "2065-05-14"),
        (DAY, Cell("令和8年4月1日頃"), "2026-04-01"),
        (PLAN, Cell("様子を見る"), {"id": "other", "text": "様子を見る"}),
        (USE, Cell("はい（一部）"), {"id": "yes"}),
        (PEOPLE, Cell(Decimal(3), is_struck=True), "3"),
        (PEOPLE, Cell(Decimal(3), comment="正しくは4人"), "3"),
        (PEOPLE, Cell(None, comment="12人"), "12"),
        (PEOPLE, Cell(Decimal(3), is_formula=True, formula="[1]Sheet1!A1"), "3"),
    ],
)
def test_what_changes_the_meaning_is_proposed_and_has_to_be_confirmed(slot, cell, proposal):
    outcome = read_cell(slot, cell, READING)
    assert outcome.state is State.DOUBTFUL
    assert outcome.value == proposal
    assert outcome.message


@pytest.mark.parametrize(
    "slot, cell",
    [
        (PEOPLE, Cell("10～20")),
        (PEOPLE, Cell("1、3")),
        (PEOPLE, Cell("該当なし")),
        (PEOPLE, Cell("20日")),
        (PEOPLE, Cell(Decimal("0.12"), "0%")),
        (PEOPLE, Cell(APRIL)),
        (PEOPLE, Cell("#REF!", is_error=True)),
        (PEOPLE, Cell(None, is_formula=True, formula="A1")),
        (THOUSANDS, Cell("3千")),
        (DAY, Cell("令和6年4月")),
        (DAY, Cell("4/1")),
        (USE, Cell("はい・いいえ")),
        (USE, Cell("たぶん")),
        (USE, Cell("2 はい")),
        (MARK, Cell("△")),
        (SCALE, Cell("3か4")),
    ],
)
def test_what_may_mean_two_things_is_refused_with_what_to_do(slot, cell):
    outcome = read_cell(slot, cell, READING)
    assert outcome.state is State.REFUSED
    assert outcome.value is None
    assert outcome.message.endswith("。")


def test_a_repair_says_what_was_there_and_what_was_made_of_it():
    message = read_cell(YEN, Cell("3万円"), READING).message
    assert "3万円" in message
    assert "30,000" in message


def test_a_telephone_number_that_became_a_number_may_have_lost_its_zero():
    phone = first(kind=Kind.TEXT)
    assert read_cell(phone, Cell(Decimal(791234567)), READING).state is State.DOUBTFUL


def test_serial_days_of_the_other_calendar_are_left_to_a_person():
    outcome = read_cell(DAY, Cell(Decimal(45383)), Reading(counts_from_1904=True))
    assert outcome.state is State.DOUBTFUL


def test_a_stamp_tells_when_it_was_altered():
    line = Stamp("調査|1", 3, "282022", "r 1").line(["q"])
    found = read_stamp(f"様式の番号 {line}")
    assert found is not None
    assert found.stamp == Stamp("調査|1", 3, "282022", "r 1")
    assert found.fits(["q"])
    assert not found.fits(["q", "q2"])
    assert not read_stamp(line.replace("282022", "282014")).fits(["q"])  # type: ignore[union-attr]


def test_addresses_and_numbers_are_written_as_a_spreadsheet_shows_them():
    assert [address((0, 0)), address((11, 27))] == ["A1", "AB12"]
    assert [plain(Decimal("1E+3")), plain(Decimal("0.50")), plain(Decimal("-0"))] == ["1000", "0.5", "0"]
