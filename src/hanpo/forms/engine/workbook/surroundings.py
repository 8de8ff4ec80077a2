"""What stands around the answer cells: was a question, a unit or a head changed, was something written beside it?"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from difflib import SequenceMatcher
from typing import Final

from hanpo.forms.engine.definition import Words
from hanpo.forms.engine.workbook import wording
from hanpo.forms.engine.workbook.grid import Cell, Place, Sheet
from hanpo.forms.engine.workbook.layout import APPROVAL_MARK, STAMP_MARK, Plan
from hanpo.forms.engine.workbook.locate import Indexed
from hanpo.forms.engine.workbook.outcomes import Outcome, State
from hanpo.forms.engine.workbook.quantities import same_unit
from hanpo.forms.engine.workbook.slots import LABEL_COLUMN, MARK, UNIT_COLUMN, Entry, Slot, read_stamp

ALIKE: Final = 0.6
"""From this likeness on (of two texts, 0 to 1) a changed question is taken for the same one."""

_TURNS: Final = re.compile(
    r"千円|万円|億円|円|千人|万人|人|件|%|時間|日間|か月|年度|ない|なし|不要|未|非|以外|除|含|以上|以下|未満|合計|平均|うち|\d+"
)
"""Words that change what a question asks for."""

_UNIT_OF_SHEET: Final = re.compile(r"単位\s*[:：]?\s*[(（]?\s*(?:百万|千|万|億|十万)円|[(（](?:百万|千|万|億)円[)）]")


class Surroundings:
    """The words around the answer cells of one sheet, compared with those that went out."""

    def __init__(self, plan: Plan, indexed: Indexed) -> None:
        self.plan, self.indexed, self.sheet = plan, indexed, indexed.sheet
        self.label_column = next(iter(indexed.columns(LABEL_COLUMN)), None)
        self.unit_column = next(iter(indexed.columns(UNIT_COLUMN)), _column_said(wording.UNIT, indexed))
        self.unit_of_sheet = _unit_said(plan, indexed.sheet)

    def judged(self, slot: Slot, place: Place, outcome: Outcome) -> Outcome:
        """The outcome after a look at the question, the row, the head and the unit beside the cell."""
        if outcome.state is State.BLANK:
            return outcome
        for message, is_doubt in self._changes(slot, place):
            outcome = outcome.doubted(message) if is_doubt else outcome.mended(message)
        return outcome

    def _changes(self, slot: Slot, place: Place) -> Iterator[tuple[str, bool]]:
        expected = self.plan.expected[slot.key]
        if slot.record:
            yield from _compared(expected.label, self._head_above(slot, place), "表の見出し", strict=False)
        elif expected.label:
            yield from _compared(
                expected.label, self._label_at(place[0]), "項目の言葉", strict=slot.part.entry is Entry.MARK
            )
        question = self.plan.questions[slot.owner.id].question
        row = self._question_row(slot, place)
        if row is not None:
            yield from _compared(question, self._label_at(row), "質問の言葉", strict=False)
        yield from self._unit_changes(slot, place, expected.unit)

    def _unit_changes(self, slot: Slot, place: Place, unit: str) -> Iterator[tuple[str, bool]]:
        if self.unit_column is not None and not slot.record:
            found = self._text((place[0], self.unit_column))
            if found and not same_unit(found, unit) and slot.part.entry in (Entry.NUMBER, Entry.MONEY):
                yield f"単位が「{unit}」から「{found}」に書きかえられています。", True
        if self.unit_of_sheet and slot.part.entry is Entry.MONEY:
            yield f"「{self.unit_of_sheet}」と書き足されています。この欄は円で答えます。", True

    def _label_at(self, row: int) -> str | None:
        """The words in the column of questions; `None` where that column is not known."""
        return None if self.label_column is None else self._text((row, self.label_column))

    def _text(self, place: Place) -> str:
        merge = self.sheet.merge_over(place)
        value = self.sheet.at((merge.top, merge.left) if merge else place).value
        return value if isinstance(value, str) else ""

    def _question_row(self, slot: Slot, place: Place) -> int | None:
        """The row of the question itself, which is the row of the cell or one above with the mark of the item."""
        rows = self.indexed.row_marks.get(slot.owner.id, ())
        return rows[0] if len(rows) == 1 else None

    def _head_above(self, slot: Slot, place: Place) -> str | None:
        """The head of a column of a table: the first text below the hidden mark."""
        marks = [row for row, column in self.indexed.column_marks.get(slot.column_mark, ()) if column == place[1]]
        if not marks:
            return None
        return next((text for row in range(marks[0] + 1, place[0]) if (text := self._text((row, place[1])))), "")


def _column_said(words: Words, indexed: Indexed) -> int | None:
    """The column whose head says a word, if there is one such head."""
    places = [place for said in wording.said_ways(words) for place in indexed.words.get(wording.folded(said), ())]
    return places[0][1] if len(places) == 1 else None


def _compared(expected: str, found: str | None, what: str, *, strict: bool) -> Iterator[tuple[str, bool]]:
    """What a changed text means for the answer: nothing, a line in the list of repairs, or a doubt."""
    if found is None or wording.unnumbered(found) == wording.unnumbered(expected):
        return
    if not found.strip():
        yield f"{what}「{_short(expected)}」が消えています。", strict
        return
    old, new = wording.unnumbered(expected), wording.unnumbered(found)
    alike = SequenceMatcher(None, old, new, autojunk=False).ratio() >= ALIKE or old in new
    turned = sorted(_TURNS.findall(old)) != sorted(_TURNS.findall(new))
    message = f"{what}が「{_short(expected)}」から「{_short(found)}」に変わっています。"
    yield message, strict or turned or not alike


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _unit_said(plan: Plan, sheet: Sheet) -> str:
    """A unit for all amounts that somebody wrote into the sheet (単位：千円)."""
    known = {wording.folded(str(text.value)) for text in plan.texts}
    for _place, text in sheet.texts():
        match = _UNIT_OF_SHEET.search(text)
        if match and wording.folded(text) not in known and len(text) <= 40:
            return match.group()
    return ""


def strays(plan: Plan, indexed: Indexed, taken: Container[Place]) -> Iterator[tuple[Place, Cell]]:
    """Filled cells that are neither answers nor anything that went out."""
    known = {wording.folded(str(text.value)) for text in plan.texts}
    ignored = {row for mark in (APPROVAL_MARK, STAMP_MARK) for row in indexed.row_marks.get(mark, ())}
    for place, cell in sorted(indexed.sheet.cells.items()):
        if cell.is_blank or place in taken or place[0] in ignored:
            continue
        text = cell.shown.strip()
        if not (text.startswith(MARK) or wording.folded(text) in known or read_stamp(text) or _is_respondent(text)):
            yield place, cell


def _is_respondent(text: str) -> bool:
    return any(text.startswith(said) for said in wording.said_ways(wording.RESPONDENT))
