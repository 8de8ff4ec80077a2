"""Reads cells that hold a number: counts, amounts of money, a step of a scale."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, time
from decimal import Decimal
from typing import Final

from hanpo.core.japanese import COMMON_UNITS, NumberReadingError, ReadNumber, fold_width, read_number
from hanpo.forms.engine.definition import Item
from hanpo.forms.engine.workbook import wording
from hanpo.forms.engine.workbook.grid import Cell, plain
from hanpo.forms.engine.workbook.outcomes import Outcome, State, doubtful, no_answer, read, refused, repaired
from hanpo.forms.engine.workbook.slots import Entry, Slot

SCALES: Final[Mapping[str, Decimal]] = {
    "百円": Decimal(100),
    "千円": Decimal(1000),
    "万円": Decimal(10**4),
    "十万円": Decimal(10**5),
    "百万円": Decimal(10**6),
    "千万円": Decimal(10**7),
    "億円": Decimal(10**8),
    "兆円": Decimal(10**12),
}
"""Units of money that are a multiple of the yen."""

_SAME: Final = (
    frozenset("人 名".split()),
    frozenset("円 円也 yen".split()),
    frozenset("% パーセント".split()),
    frozenset("歳 才".split()),
    frozenset("か月 ヶ月 ヵ月 カ月 ケ月 箇月".split()),
    frozenset("か所 ヶ所 ヵ所 カ所 ケ所 箇所".split()),
    frozenset("日 日間".split()),
    frozenset("回".split()),
    frozenset("年 年間".split()),
    frozenset("点 ポイント pt".split()),
    frozenset("m2 ㎡".split()),
    frozenset("km2 ㎢".split()),
    frozenset("ページ 頁".split()),
)
_WORDS_IN_FORMAT: Final = re.compile(r'"([^"]*)"|\\(.)')
_TRAILING_COMMAS: Final = re.compile(r"[0#?](,+)(?=$|[;\"\\ )%.])")


def unit_key(unit: str) -> str:
    """A unit under which its spellings meet (人 and 名, ％ and パーセント)."""
    plain_unit = wording.folded(unit)
    return next((sorted(same)[0] for same in _SAME if plain_unit in {wording.folded(one) for one in same}), plain_unit)


def unit_of_item(slot: Slot) -> str:
    """The unit in which a cell counts: yen for money, otherwise the item's."""
    return "円" if slot.part.entry is Entry.MONEY else slot.item.unit


def read_quantity_cell(slot: Slot, cell: Cell) -> Outcome:
    """A number, an amount or a step of a scale."""
    value = cell.value
    if isinstance(value, bool | date | time):
        return refused(f"数字の欄に「{cell.shown}」が入っています。数字を入れてください。")
    outcome = _of_number(slot, cell, value) if isinstance(value, Decimal) else _of_text(slot, str(value or ""))
    return _within(slot, outcome)


def _of_number(slot: Slot, cell: Cell, value: Decimal) -> Outcome:
    if cell.is_percent:
        return _of_percent(slot, cell, value)
    printed = [wording.folded(a or b) for a, b in _WORDS_IN_FORMAT.findall(cell.number_format)]
    units = [word for word in printed if word and word not in {"¥", "\\", "$", "-", "(", ")", " ", "△", "▲"}]
    scaled = _TRAILING_COMMAS.search(cell.number_format.split(";")[0])
    own = unit_key(unit_of_item(slot))
    if scaled or any(unit_key(unit) != own for unit in units):
        shown = "・".join(units) or cell.number_format
        return doubtful(
            plain(value),
            f"セルの書式が「{shown}」です。表示されている数と中の数（{plain(value)}）のどちらか、確かめてください。",
        )
    return read(plain(value))


def _of_percent(slot: Slot, cell: Cell, value: Decimal) -> Outcome:
    if unit_key(unit_of_item(slot)) != unit_key("%"):
        return refused(f"「{cell.shown}」はパーセントの書式です。{_asked(slot)}で入れてください。")
    return repaired(plain(value * 100), f"パーセントの書式の「{cell.shown}」を{plain(value * 100)}と読みました。")


def _asked(slot: Slot) -> str:
    unit = unit_of_item(slot)
    return f"単位を「{unit}」にした数字" if unit else "数字"


def _of_text(slot: Slot, text: str) -> Outcome:
    written = text.strip()
    own = unit_of_item(slot)
    if slot.part.entry is Entry.SCALE:
        named = _end_of_scale(slot.item, written)
        if named:
            return named
    try:
        number = read_number(written, units=COMMON_UNITS | ({own, fold_width(own)} if own else set()))
    except NumberReadingError as error:
        return _not_one_number(written, error)
    return _in_unit(slot, number, written)


def _not_one_number(written: str, error: NumberReadingError) -> Outcome:
    found = error.found
    kind = getattr(found, "kind", "")
    if kind in ("blank", "dash") or wording.folded(written) in ("未回答", "無回答"):
        return no_answer(f"「{written}」を「答えなし」と読みました。0のときは0と入れてください。")
    return refused(str(error))


def _in_unit(slot: Slot, number: ReadNumber, written: str) -> Outcome:
    own, value = unit_of_item(slot), number.value
    if own in SCALES and (number.unit == "円" or re.search("[十百千万億]", written)):
        value = value / SCALES[own]
        return doubtful(plain(value), f"「{written}」を{plain(value)}{own}と読みました。単位を確かめてください。")
    if number.unit and unit_key(number.unit) != unit_key(own):
        return doubtful(
            plain(value), f"「{written}」の単位は「{number.unit}」ですが、この欄は{_asked(slot)}で答えます。"
        )
    shown = f"{plain(value)}{own}"
    if number.approximate:
        return doubtful(plain(value), f"「{written}」はおよその数です。{shown}としてよいか確かめてください。")
    return repaired(plain(value), f"「{written}」を{shown}と読みました。")


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
    digits = max(0, -int(value.as_tuple().exponent))
    if digits > decimals:
        allowed = f"小数点以下{decimals}けたまで" if decimals else "整数"
        return outcome.doubted(f"「{plain(value)}」の小数点以下が多すぎます。{allowed}で答えてください。")
    low, high = (Decimal(1), Decimal(item.steps)) if is_scale else (item.low, item.high)
    if (low is not None and value < low) or (high is not None and value > high):
        ends = f"{plain(low) if low is not None else ''}～{plain(high) if high is not None else ''}"
        return outcome.doubted(f"「{plain(value)}」は答えられる範囲（{ends}）の外です。数と単位を確かめてください。")
    return outcome
