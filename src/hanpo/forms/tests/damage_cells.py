"""Answers in another form: some leave no doubt of what was meant (１２３, 3万円, R6.4.1), others do (約100)."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import replace
from decimal import Decimal

from hanpo.core.japanese import format_wareki
from hanpo.forms.engine.workbook import Cell
from hanpo.forms.engine.workbook.entering import listed, numbered
from hanpo.forms.engine.workbook.slots import Entry, Slot
from hanpo.forms.tests.damage_files import EPOCH

FULL_WIDTH = str.maketrans("0123456789,.-/()", "０１２３４５６７８９，．－／（）")
KANJI = str.maketrans("0123456789", "〇一二三四五六七八九")


def _text_of(value: object) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def _as_text(cell: Cell, text: str) -> Cell:
    return replace(cell, value=text, number_format="@")


Change = Callable[[random.Random, Slot, Cell], Cell | None]


def full_width(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, _text_of(cell.value).translate(FULL_WIDTH))


def number_as_text(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f" {_text_of(cell.value)} ")


def thousands(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"{cell.value:,}")


def with_unit(chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    unit = {"人": "名", "%": "％", "円": "円", "時間": "時間", "件": "件"}[slot.item.unit or "円"]
    return _as_text(cell, f"{cell.value:,}{chance.choice(('', ' '))}{unit}")


def in_man_yen(_chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    if slot.part.entry is not Entry.MONEY or cell.value % 10_000:
        return None
    return _as_text(cell, f"{cell.value / 10_000:,f}万円")


def in_thousand_yen(_chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"{cell.value / 1000:,f}千円") if slot.part.entry is Entry.MONEY else None


def in_percent_format(_chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    return Cell(cell.value / 100, "0.0%") if slot.item.unit == "%" else None


def in_kanji(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    text = _text_of(cell.value)
    return _as_text(cell, text.translate(KANJI)) if len(text) in (1, 3, 4) and text.isdigit() else None


def as_formula(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return replace(cell, is_formula=True, formula="SUM(Z1:Z9)")


def wareki(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, format_wareki(cell.value.date()))


def short_wareki(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, format_wareki(cell.value.date(), style="short").translate(FULL_WIDTH))


def kanji_day(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    day = cell.value
    return _as_text(cell, f"{str(day.year).translate(KANJI)}年{day.month}月{day.day}日")


def serial(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return Cell(Decimal((cell.value - EPOCH).days))


def era_format(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return replace(cell, number_format='[$-411]ggge"年"m"月"d"日"')


def slashed(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"{cell.value:%Y/%m/%d}")


def choice_number(chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    number = next(n for choice, n, _t in numbered(slot.item, "ja") if choice.label.ja == cell.value)
    return chance.choice((_as_text(cell, str(number).translate(FULL_WIDTH)), Cell(Decimal(number))))


def choice_with_number(_chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, next(text for choice, _n, text in numbered(slot.item, "ja") if choice.label.ja == cell.value))


def choice_dressed(chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, chance.choice(("{} ", "{}。", "○{}", "　{}")).format(cell.value))


def other_mark(chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return chance.choice((_as_text(cell, chance.choice("◯〇●✓レ◎")), _as_text(cell, "はい"), Cell(True)))


def spaced(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"　{cell.value}\n")


def remarked(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return replace(cell, comment="担当に確認済みです。")


ALL_NUMBERS = (full_width, number_as_text, thousands, with_unit, as_formula, remarked)
DAYS = (wareki, short_wareki, kanji_day, serial, era_format, slashed, as_formula)
CHOICES = (choice_number, choice_with_number, choice_dressed)
KEEPING: Mapping[Entry, tuple[Change, ...]] = {
    Entry.NUMBER: (*ALL_NUMBERS, in_percent_format, in_kanji),
    Entry.MONEY: (*ALL_NUMBERS, in_man_yen, in_thousand_yen),
    Entry.SCALE: (full_width, number_as_text, remarked),
    Entry.DATE: DAYS,
    Entry.CHOICE: CHOICES,
    Entry.MARK: (other_mark,),
    Entry.TEXT: (spaced, remarked),
    Entry.POSTAL: (full_width,),
}


def about(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"約{_text_of(cell.value)}")


def a_range(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"{cell.value}～{cell.value + 10}")


def in_comment(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return Cell(None, comment=_text_of(cell.value))


def error(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return Cell("#REF!", is_error=True)


def struck(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return replace(cell, is_struck=True)


def corrected_in_comment(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return Cell(cell.value + 1, cell.number_format, comment=f"正しくは{cell.value}です")


def in_wrong_unit(_chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"{cell.value}日") if slot.item.unit == "時間" else None


def scaled_format(_chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    return Cell(cell.value / 1000, '#,##0"千円"') if slot.part.entry is Entry.MONEY else None


def two_answers(_chance: random.Random, slot: Slot, cell: Cell) -> Cell | None:
    labels = [text for _choice, text in listed(slot.item, "ja")]
    return _as_text(cell, "\n".join(labels[:2]))


def own_words(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"{cell.value}（一部の課だけ）")


def month_only(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, f"{cell.value:%Y}年{cell.value.month}月")


def triangle(_chance: random.Random, _slot: Slot, cell: Cell) -> Cell | None:
    return _as_text(cell, "△")


DOUBTING: Mapping[Entry, tuple[Change, ...]] = {
    Entry.NUMBER: (about, a_range, in_comment, error, struck, corrected_in_comment, in_wrong_unit),
    Entry.MONEY: (about, a_range, in_comment, error, struck, scaled_format),
    Entry.DATE: (month_only, in_comment, error),
    Entry.CHOICE: (two_answers, own_words, in_comment),
    Entry.MARK: (triangle, error),
    Entry.TEXT: (error, struck),
}
