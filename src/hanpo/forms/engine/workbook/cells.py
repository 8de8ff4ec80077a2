"""Reads one answer cell by what kind of answer belongs into it, and says what was made of it.

Nothing is guessed: where a cell may mean two things, or where reading it changes what stands there (約100), a person
is asked. Dashes are no answer and never 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Final

from hanpo.core.japanese import (
    AddressError,
    DateReadingError,
    fold_width,
    normalise_postal_code,
    parse_date,
    parse_excel_serial,
)
from hanpo.forms.engine.definition import Language
from hanpo.forms.engine.workbook import wording
from hanpo.forms.engine.workbook.choosing import read_choice, read_mark, read_several
from hanpo.forms.engine.workbook.entering import absence_words
from hanpo.forms.engine.workbook.grid import Cell, plain
from hanpo.forms.engine.workbook.outcomes import Outcome, State, blank, doubtful, no_answer, read, refused, repaired
from hanpo.forms.engine.workbook.quantities import read_quantity_cell
from hanpo.forms.engine.workbook.slots import Entry, Slot

DASHES: Final = frozenset("- -- ‐ – — ― − ー － ｰ 未回答 無回答 空欄".split())
"""Cells that say that nothing was answered."""

_ABSENCE_WORDS: Final[Mapping[str, str]] = {
    "なし": "none", "無し": "none", "無": "none", "該当なし": "none", "該当無し": "none", "ありません": "none",
    "該当ありません": "none", "ない": "none", "未定": "undecided", "検討中": "undecided", "調整中": "undecided",
    "不明": "unknown", "わからない": "unknown", "分からない": "unknown", "わかりません": "unknown", "分かりません": "unknown",
    "none": "none", "undecided": "undecided", "unknown": "unknown", "n/a": "none",
}  # fmt: skip
_QUALIFIED: Final = re.compile(r"(?:頃|ごろ|予定|見込み?|以降|から|まで|より)$|^(?:約|およそ)")


@dataclass(frozen=True, slots=True)
class Reading:
    """What is known of the whole book while one cell is read."""

    language: Language = "ja"
    counts_from_1904: bool = False


def read_cell(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    """What an answer cell says. The message is Japanese and says what was made of it, or what to do."""
    if cell.is_error:
        return refused(f"計算式の誤り（{cell.shown}）です。答えを数字や文字で入れ直してください。")
    if cell.is_blank:
        return _from_comment(slot, cell, reading) if cell.comment else blank()
    if cell.value is None:
        return refused("計算式の結果が保存されていません。Excelで開いて保存し直すか、答えを入れ直してください。")
    outcome = _absence(slot, cell.shown) or _READERS[slot.part.entry](slot, cell, reading)
    return _looked_at(slot, cell, outcome)


def _looked_at(slot: Slot, cell: Cell, outcome: Outcome) -> Outcome:
    """Add what the cell itself tells: crossed out, calculated, commented."""
    if cell.is_struck:
        outcome = outcome.doubted("取り消し線が引かれています。消した答えか確かめてください。")
    if cell.is_formula:
        if "[" in cell.formula:
            outcome = outcome.doubted("ほかのファイルを参照する計算式です。表示されている値でよいか確かめてください。")
        outcome = outcome.mended(f"計算式（={cell.formula[:60]}）の結果を読みました。")
    if cell.comment and _may_correct(slot, cell.comment):
        outcome = outcome.doubted(
            f"コメントに「{_short(cell.comment)}」とあります。答えが変わらないか確かめてください。"
        )
    return outcome


def _may_correct(slot: Slot, comment: str) -> bool:
    """Whether a comment could say something else than the cell: it holds a number, or words of correction."""
    if slot.part.entry in _COUNTED and re.search(r"\d", fold_width(comment)):
        return True
    return bool(re.search(r"正しく|訂正|誤り|間違|ではなく|変更|修正|実際は|(?<!の)取消|単位", comment))


_COUNTED: Final = (Entry.NUMBER, Entry.MONEY, Entry.DATE, Entry.SCALE)


def _from_comment(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    """The cell is empty and a comment hangs on it: what it says is proposed, never taken."""
    inner = read_cell(slot, Cell(cell.comment), reading)
    message = f"セルは空で、コメントに「{_short(cell.comment)}」とあります。答えはセルに入れてください。"
    if inner.state is State.REFUSED or inner.value is None:
        return refused(message)
    return doubtful(inner.value, message)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 80 else f"{line[:79]}…"


def _absence(slot: Slot, text: str) -> Outcome | None:
    """A word that says that there is no answer, where the question allows it."""
    allowed = absence_words(slot)
    written = text.strip()
    kinds = {
        wording.folded(way): kind for kind in wording.ABSENCES for way in wording.said_ways(wording.ABSENCES[kind])
    }
    folded = wording.folded(written).rstrip("。.")
    kind = kinds.get(folded) or _ABSENCE_WORDS.get(folded)
    if kind in allowed:
        exact = written in wording.said_ways(wording.ABSENCES[kind])
        word = wording.ABSENCES[kind].ja
        return (
            read({"absent": kind}) if exact else repaired({"absent": kind}, f"「{written}」を「{word}」と読みました。")
        )
    if folded in DASHES and "none" in allowed and slot.part.entry is not Entry.MARK:
        return doubtful({"absent": "none"}, f"「{written}」が「該当なし」か「答えなし」か確かめてください。")
    return None


def _text(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    value = cell.value
    if isinstance(value, str):
        written = value.strip()
        if written in DASHES:
            return no_answer(f"「{written}」を「答えなし」と読みました。")
        return read(written)
    if isinstance(value, bool | date | time):
        return doubtful(cell.shown, f"文字の欄に「{cell.shown}」が入っています。このままでよいか確かめてください。")
    shown = cell.shown
    if isinstance(value, Decimal) and _may_have_lost_zero(slot, value):
        return doubtful(shown, f"「{shown}」は数として保存されています。先頭の0が消えていないか確かめてください。")
    return repaired(shown, f"数として入っていた「{shown}」を文字として読みました。")


def _may_have_lost_zero(slot: Slot, value: Decimal) -> bool:
    """Telephone numbers and codes lose their first 0 when a spreadsheet takes them for numbers."""
    label = slot.item.label.ja + slot.part.label.ja + slot.item.term
    looks_like_code = bool(re.search(r"電話|番号|コード|ID|ＩＤ|FAX|ファクス|tel|phone|code", label, re.IGNORECASE))
    return looks_like_code or len(plain(abs(value))) >= 9


def _postal(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    written = cell.shown.strip()
    if written in DASHES:
        return no_answer(f"「{written}」を「答えなし」と読みました。")
    try:
        digits = normalise_postal_code(written).replace("-", "")
    except AddressError as error:
        if isinstance(cell.value, Decimal) and re.fullmatch(r"\d{5,6}", written):
            return doubtful(written.zfill(7), f"「{written}」は先頭の0が消えているようです。")
        return refused(str(error))
    return read(digits) if digits == written else repaired(digits, f"「{written}」を{digits}と読みました。")


def _date(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    value = cell.value
    if isinstance(value, datetime):
        day = value.date().isoformat()
        if value.time() == time():
            return read(day)
        return repaired(day, f"「{cell.shown}」の時刻を除いて読みました。")
    if isinstance(value, date):
        return read(value.isoformat())
    if isinstance(value, Decimal):
        return _serial(cell, value, reading)
    if isinstance(value, str):
        return _written_date(value.strip())
    return refused(f"日付の欄に「{cell.shown}」が入っています。「2026/4/1」のように入れてください。")


def _serial(cell: Cell, value: Decimal, reading: Reading) -> Outcome:
    """A number in the cell of a day: 20240401, or the serial number of a day that lost its format.

    Five digits that could also be year, month and day of an era (60401) are left to a person.
    """
    shown = plain(value)
    if re.fullmatch(r"\d{8}", shown):
        return _written_date(shown)
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


def _written_date(written: str) -> Outcome:
    if written in DASHES:
        return no_answer(f"「{written}」を「答えなし」と読みました。")
    try:
        day = parse_date(written)
    except DateReadingError as error:
        return _unclear_date(written, error)
    plain_day = day.isoformat()
    return read(plain_day) if written == plain_day else repaired(plain_day, f"「{written}」を{plain_day}と読みました。")


def _unclear_date(written: str, error: DateReadingError) -> Outcome:
    if error.suggestion is not None:
        return doubtful(error.suggestion.isoformat(), str(error))
    bare = _QUALIFIED.sub("", written)
    if bare != written:
        inner = _written_date(bare)
        if inner.value is not None:
            return doubtful(inner.value, f"「{written}」はその日と決まっていません。この日でよいか確かめてください。")
    return refused(str(error))


def _choice(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    return read_choice(slot, cell.shown, reading.language)


def _mark(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    return read_mark(slot, cell.shown)


def _several(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    return read_several(slot, cell.shown, reading.language)


def _quantity(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    return read_quantity_cell(slot, cell)


def _only_absence(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    if cell.shown.strip() in DASHES:
        return no_answer(f"「{cell.shown.strip()}」を「答えなし」と読みました。")
    words = "、".join(f"「{wording.ABSENCES[kind].ja}」" for kind in absence_words(slot))
    return refused(f"「{_short(cell.shown)}」は選べません。答えがないときだけ、{words}から選んでください。")


_READERS: Final[Mapping[Entry, Callable[[Slot, Cell, Reading], Outcome]]] = {
    Entry.TEXT: _text,
    Entry.NUMBER: _quantity,
    Entry.MONEY: _quantity,
    Entry.SCALE: _quantity,
    Entry.DATE: _date,
    Entry.CHOICE: _choice,
    Entry.MARK: _mark,
    Entry.SEVERAL: _several,
    Entry.POSTAL: _postal,
    Entry.ABSENCE: _only_absence,
}
