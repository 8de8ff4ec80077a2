"""Reads one answer cell by what kind of answer belongs into it, and says what was made of it.

Nothing is guessed: where a cell may mean two things, or where reading it changes what stands there (約100), a person
is asked. Dashes are no answer and never 0.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Final

from hanpo.core.japanese import fold_width
from hanpo.forms.engine.answering import Read, read_typed
from hanpo.forms.engine.definition import Kind
from hanpo.forms.engine.workbook import wording
from hanpo.forms.engine.workbook.choosing import names_choice, read_choice, read_mark, read_several
from hanpo.forms.engine.workbook.entering import absence_words
from hanpo.forms.engine.workbook.grid import Cell, plain
from hanpo.forms.engine.workbook.outcomes import Outcome, State, blank, doubtful, no_answer, read, refused, repaired
from hanpo.forms.engine.workbook.quantities import DASHES, Reading, read_day_cell, read_quantity_cell, typed
from hanpo.forms.engine.workbook.slots import Entry, Slot

_ABSENCE_WORDS: Final[Mapping[str, str]] = {
    "なし": "none", "無し": "none", "無": "none", "該当なし": "none", "該当無し": "none", "ありません": "none",
    "該当ありません": "none", "ない": "none", "未定": "undecided", "検討中": "undecided", "調整中": "undecided",
    "不明": "unknown", "わからない": "unknown", "分からない": "unknown", "わかりません": "unknown", "分かりません": "unknown",
    "none": "none", "undecided": "undecided", "unknown": "unknown", "n/a": "none",
}  # fmt: skip


def read_cell(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    """What an answer cell says. The message is Japanese and says what was made of it, or what to do."""
    if cell.is_error:
        return refused(f"計算式の誤り（{cell.shown}）です。答えを数字や文字で入れ直してください。")
    if cell.is_blank:
        return _from_comment(slot, cell, reading) if cell.comment else blank()
    if cell.value is None:
        return refused("計算式の結果が空か誤りです（または保存されていません）。答えを数字や文字で入れ直してください。")
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
    if slot.part.entry in (Entry.CHOICE, Entry.SEVERAL) and names_choice(slot.item, written):
        return None
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
        return _written(slot, written)
    if isinstance(value, bool | date | time):
        return doubtful(cell.shown, f"文字の欄に「{cell.shown}」が入っています。このままでよいか確かめてください。")
    shown = cell.shown
    if isinstance(value, Decimal) and _may_have_lost_zero(slot, value):
        return doubtful(shown, f"「{shown}」は数として保存されています。先頭の0が消えていないか確かめてください。")
    return repaired(shown, f"数として入っていた「{shown}」を文字として読みました。")


def _written(slot: Slot, written: str) -> Outcome:
    if slot.item.kind in (Kind.ADDRESS, Kind.PERSON):
        return _named_part(slot, written)
    if slot.item.kind is not Kind.TEXT:
        return read(written)
    outcome = typed(slot.item, written)
    return read(written) if outcome.value == written else outcome


def _may_have_lost_zero(slot: Slot, value: Decimal) -> bool:
    """Telephone numbers and codes lose their first 0 when a spreadsheet takes them for numbers."""
    label = slot.item.label.ja + slot.part.label.ja + slot.item.term
    looks_like_code = bool(re.search(r"電話|番号|コード|ID|ＩＤ|FAX|ファクス|tel|phone|code", label, re.IGNORECASE))
    return looks_like_code or len(plain(abs(value))) >= 9


def _postal(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    written = cell.shown.strip()
    if written in DASHES:
        return no_answer(f"「{written}」を「答えなし」と読みました。")
    outcome = _named_part(slot, written)
    if outcome.state is State.REFUSED and isinstance(cell.value, Decimal) and re.fullmatch(r"\d{5,6}", written):
        return doubtful(written.zfill(7), f"「{written}」は先頭の0が消えているようです。")
    return outcome


def _named_part(slot: Slot, written: str) -> Outcome:
    """One part of an address or of a name, tidied as on the page."""
    outcome = read_typed(replace(slot.item, absences=()), {slot.part.name: written})
    if not isinstance(outcome, Read):
        return refused(outcome.message)
    value = (outcome.value or {}).get(slot.part.name)
    if value is None:
        return blank()
    return read(value) if value == written else repaired(value, f"「{written}」を「{value}」と読みました。")


def _choice(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    return read_choice(slot, cell.shown, reading.language)


def _mark(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    return read_mark(slot, cell.shown)


def _several(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    return read_several(slot, cell.shown, reading.language)


def _only_absence(slot: Slot, cell: Cell, reading: Reading) -> Outcome:
    if cell.shown.strip() in DASHES:
        return no_answer(f"「{cell.shown.strip()}」を「答えなし」と読みました。")
    words = "、".join(f"「{wording.ABSENCES[kind].ja}」" for kind in absence_words(slot))
    return refused(f"「{_short(cell.shown)}」は選べません。答えがないときだけ、{words}から選んでください。")


_READERS: Final[Mapping[Entry, Callable[[Slot, Cell, Reading], Outcome]]] = {
    Entry.TEXT: _text,
    Entry.NUMBER: read_quantity_cell,
    Entry.MONEY: read_quantity_cell,
    Entry.SCALE: read_quantity_cell,
    Entry.DATE: read_day_cell,
    Entry.CHOICE: _choice,
    Entry.MARK: _mark,
    Entry.SEVERAL: _several,
    Entry.POSTAL: _postal,
    Entry.ABSENCE: _only_absence,
}
