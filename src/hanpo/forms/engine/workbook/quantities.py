"""Reads cells that hold a number or a day. What was typed is read as on the page; here is what only a cell can do.

A cell has a format beside its value: percent, thousands, words of its own, the format of a day. Where the format shows
another number than the cell holds, a person is asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from hanpo.core.japanese import DateReadingError, fold_width, parse_excel_serial
from hanpo.forms.engine.answering import Read, convert, read_typed
from hanpo.forms.engine.answering.numbers import absence_typed, read_day_typed
from hanpo.forms.engine.answering.units import NoSuchConversionError
from hanpo.forms.engine.definition import Item, Kind, Language
from hanpo.forms.engine.workbook import wording
from hanpo.forms.engine.workbook.grid import Cell, plain
from hanpo.forms.engine.workbook.outcomes import Outcome, State, doubtful, no_answer, read, refused, repaired
from hanpo.forms.engine.workbook.slots import Entry, Slot

DASHES: Final = frozenset("- -- ‐ – — ― − ー － ｰ 未回答 無回答 空欄".split())
"""Cells that say that nothing was answered."""

_WORDS_IN_FORMAT: Final = re.compile(r'"([^"]*)"|\\(.)')
_PLAIN_IN_FORMAT: Final = frozenset({"¥", "\\", "$", "-", "(", ")", "△", "▲", ",", ".", "+", "円也", ""})
_TRAILING_COMMAS: Final = re.compile(r"[0#?],+(?=$|[;\"\\ )%._])")
_QUALIFIED: Final = re.compile(r"(?:頃|ごろ|予定|見込み?|以降|から|まで|より)$|^(?:約|およそ)")
_NUMERAL: Final = re.compile(r"[\d,.\s+\-▲△¥〇零一二三四五六七八九十百千万億]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of the whole book while one cell is read."""

    language: Language = "ja"
    counts_from_1904: bool = False


def same_unit(one: str, other: str) -> bool:
    """Whether two units are spellings of one (人 and 名)."""
    one, other = wording.folded(one), wording.folded(other)
    if one == other:
        return True
    try:
        return convert(Decimal(1), one, other) == 1 and bool(one and other)
    except NoSuchConversionError:
        return False


def unit_of_item(slot: Slot) -> str:
    """The unit in which a cell counts: yen for money, otherwise the item's."""
    return "円" if slot.part.entry is Entry.MONEY else slot.item.unit


def typed(item: Item, text: str) -> Outcome:
    """A text as the page would read it, without its words for "no answer": those belong to the whole cell."""
    item = replace(item, absences=())
    is_day = item.kind in (Kind.DATE, Kind.SIGNATURE)
    outcome = read_day_typed(item, text, "ja") if is_day else read_typed(item, text)
    written = text.strip()
    if isinstance(outcome, Read):
        if outcome.value is None:
            return no_answer(f"「{written}」を「答えなし」と読みました。")
        message = " ".join(outcome.repairs) or f"文字として入っていた「{written}」を{outcome.value}と読みました。"
        return doubtful(outcome.value, message) if outcome.confirm else repaired(outcome.value, message)
    if outcome.proposal is not None:
        return doubtful(outcome.proposal, outcome.message)
    return refused(outcome.message)


def read_quantity_cell(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    """A number, an amount or a step of a scale."""
    value = cell.value
    if isinstance(value, bool | date | time) or value is None:
        return refused(f"数字の欄に「{cell.shown}」が入っています。数字を入れてください。")
    outcome = _of_number(slot, cell, value) if isinstance(value, Decimal) else _of_text(slot, value)
    return _within(slot, outcome)


def _of_number(slot: Slot, cell: Cell, value: Decimal) -> Outcome:
    if cell.is_percent:
        return _of_percent(slot, cell, value)
    printed = (wording.folded(a or b) for a, b in _WORDS_IN_FORMAT.findall(cell.number_format))
    units = [word for word in printed if word not in _PLAIN_IN_FORMAT]
    is_scaled = bool(_TRAILING_COMMAS.search(cell.number_format.split(";")[0]))
    if is_scaled or not all(same_unit(unit, unit_of_item(slot)) for unit in units):
        shown = "・".join(units) or cell.number_format
        message = (
            f"セルの書式が「{shown}」です。表示されている数と中の数（{plain(value)}）のどちらか、確かめてください。"
        )
        return doubtful(plain(value), message)
    return read(plain(value))


def _of_percent(slot: Slot, cell: Cell, value: Decimal) -> Outcome:
    if not same_unit(unit_of_item(slot), "%"):
        return refused(f"「{cell.shown}」はパーセントの書式です。{_asked(slot)}で入れてください。")
    return repaired(plain(value * 100), f"パーセントの書式の「{cell.shown}」を{plain(value * 100)}と読みました。")


def _asked(slot: Slot) -> str:
    unit = unit_of_item(slot)
    return f"単位を「{unit}」にした数字" if unit else "数字"


def _of_text(slot: Slot, text: str) -> Outcome:
    written = text.strip()
    if written in DASHES or absence_typed(written) == "dash":
        return no_answer(f"「{written}」を「答えなし」と読みました。0のときは0と入れてください。")
    named = _end_of_scale(slot.item, written) if slot.part.entry is Entry.SCALE else None
    if named:
        return named
    outcome = typed(slot.item, written)
    if outcome.state is State.REPAIRED and not unit_of_item(slot) and not _NUMERAL.fullmatch(fold_width(written)):
        return outcome.doubted(f"「{written}」には、様式にない単位がついています。")
    return outcome


def _end_of_scale(item: Item, written: str) -> Outcome | None:
    """The words at the ends of a scale, alone or after the number (5 とても高い)."""
    folded = wording.folded(written)
    for words, step in ((item.low_label, 1), (item.high_label, item.steps)):
        labels = {wording.folded(one) for one in wording.said_ways(words)}
        if folded in labels or folded in {f"{step}{label}" for label in labels}:
            return repaired(str(step), f"「{written}」を{step}と読みました。")
    return None


def _within(slot: Slot, outcome: Outcome) -> Outcome:
    """Doubt a number that the form does not allow: digits after the point, low and high ends, steps of a scale."""
    if outcome.value is None or outcome.state is State.REFUSED:
        return outcome
    value, item = Decimal(outcome.value), slot.item
    is_scale = slot.part.entry is Entry.SCALE
    decimals = 0 if is_scale else item.decimals
    if max(0, -int(value.as_tuple().exponent)) > decimals:
        allowed = f"小数点以下{decimals}けたまで" if decimals else "整数"
        return outcome.doubted(f"「{plain(value)}」の小数点以下が多すぎます。{allowed}で答えてください。")
    low, high = (Decimal(1), Decimal(item.steps)) if is_scale else (item.low, item.high)
    if (low is not None and value < low) or (high is not None and value > high):
        ends = f"{plain(low) if low is not None else ''}～{plain(high) if high is not None else ''}"
        return outcome.doubted(f"「{plain(value)}」は答えられる範囲（{ends}）の外です。数と単位を確かめてください。")
    return outcome


def read_day_cell(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    """A day: a real one, its serial number, or a text."""
    value = cell.value
    if isinstance(value, datetime):
        day = value.date().isoformat()
        return read(day) if value.time() == time() else repaired(day, f"「{cell.shown}」の時刻を除いて読みました。")
    if isinstance(value, date):
        return read(value.isoformat())
    if isinstance(value, Decimal):
        return _serial(slot.item, value, reading)
    if isinstance(value, str):
        written = fold_width(value.strip())
        is_serial = bool(re.fullmatch(r"\d{5}", written, re.ASCII))
        return _serial(slot.item, Decimal(written), reading) if is_serial else _written_day(slot.item, value.strip())
    return refused(f"日付の欄に「{cell.shown}」が入っています。「2026/4/1」のように入れてください。")


def _serial(item: Item, value: Decimal, reading: Reading) -> Outcome:
    """A number in the cell of a day: 20240401, or the serial number of a day that lost its format.

    Five digits that could also be year, month and day of an era (60401) are left to a person.
    """
    shown = plain(value)
    if re.fullmatch(r"\d{8}", shown):
        return _written_day(item, shown)
    try:
        day = parse_excel_serial(int(value)) if value == value.to_integral_value() else None
    except DateReadingError:
        day = None
    if day is None:
        return refused(f"「{shown}」は日付として読めません。「2026/4/1」のように入れてください。")
    message = f"番号になっていた日付「{shown}」を{day.isoformat()}と読みました。"
    if reading.counts_from_1904 or not _SURE_SERIALS[0] <= day <= _SURE_SERIALS[1] or _may_be_era(shown):
        return doubtful(day.isoformat(), f"{message}日付を確かめてください。")
    return repaired(day.isoformat(), message)


_SURE_SERIALS: Final = (date(1950, 1, 1), date(2060, 12, 31))


def _may_be_era(digits: str) -> bool:
    return len(digits) != 5 or (1 <= int(digits[1:3]) <= 12 and 1 <= int(digits[3:]) <= 31)


def _written_day(item: Item, written: str) -> Outcome:
    if written in DASHES:
        return no_answer(f"「{written}」を「答えなし」と読みました。")
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", written):
        outcome = typed(item, written)
        return read(written) if outcome.value == written else outcome
    outcome = typed(item, written)
    bare = _QUALIFIED.sub("", written)
    if outcome.state is State.REFUSED and bare != written:
        inner = typed(item, bare)
        if inner.value is not None:
            return doubtful(inner.value, f"「{written}」はその日と決まっていません。この日でよいか確かめてください。")
    return outcome
