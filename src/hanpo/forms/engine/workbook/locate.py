"""Finds the answer cells of a workbook that came back: by defined name, by hidden marks, by the words beside them.

Each way is asked on its own. What they say together is judged in `hanpo.forms.engine.workbook.recover`; a place in the
sheet is never taken because something stood there when the workbook went out.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Final

from hanpo.forms.engine.definition import Words
from hanpo.forms.engine.workbook import wording
from hanpo.forms.engine.workbook.grid import Grid, Place, Sheet
from hanpo.forms.engine.workbook.layout import Expected, Plan
from hanpo.forms.engine.workbook.slots import (
    ANSWER_COLUMN,
    LABEL_COLUMN,
    MARK,
    NUMBER_COLUMN,
    UNIT_COLUMN,
    Slot,
)

Spot = tuple[str, Place]
"""A sheet and a place in it."""


class Way(StrEnum):
    """How an answer cell was found."""

    NAME = "name"
    MARK = "mark"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Found:
    """Where a slot may be, by each way that found something."""

    ways: Mapping[Way, frozenset[Spot]]

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Every place that any way names."""
        return tuple(sorted(frozenset().union(*self.ways.values()) if self.ways else ()))


@dataclass
class Indexed:
    """One sheet of answers with its marks and words at hand."""

    sheet: Sheet
    row_marks: dict[str, list[int]] = field(default_factory=dict)
    column_marks: dict[str, list[Place]] = field(default_factory=dict)
    words: dict[str, list[Place]] = field(default_factory=dict)
    bare_words: dict[str, list[Place]] = field(default_factory=dict)

    @property
    def has_marks(self) -> bool:
        """Whether the hidden marks of rows are still there."""
        return bool(self.row_marks)

    def columns(self, mark: str) -> tuple[int, ...]:
        """The columns that carry a mark."""
        return tuple(dict.fromkeys(column for _row, column in self.column_marks.get(mark, ())))

    def said(self, text: str) -> Sequence[Place]:
        """The cells that say these words, with or without numbering before them."""
        return self.words.get(wording.folded(text)) or self.bare_words.get(wording.unnumbered(text)) or ()


_GENERAL_COLUMNS: Final = (ANSWER_COLUMN, LABEL_COLUMN, NUMBER_COLUMN, UNIT_COLUMN)


def index(sheet: Sheet) -> Indexed:
    """A sheet with its marks and words at hand."""
    indexed = Indexed(sheet)
    for place in sorted(sheet.cells):
        text = _as_text(sheet.cells[place].value)
        if text.startswith(MARK):
            mark = text.removeprefix(MARK).strip()
            if mark in _GENERAL_COLUMNS or "//" in mark:
                indexed.column_marks.setdefault(mark, []).append(place)
            else:
                indexed.row_marks.setdefault(mark, []).append(place[0])
        elif text:
            indexed.words.setdefault(wording.folded(text), []).append(place)
            indexed.bare_words.setdefault(wording.unnumbered(text), []).append(place)
    return indexed


def _as_text(value: object) -> str:
    if isinstance(value, str):
        return value.strip()
    return f"{value:f}" if isinstance(value, Decimal) else ""


def locate(plan: Plan, slots: Iterable[Slot], grid: Grid, sheets: Sequence[Indexed]) -> Mapping[str, Found]:
    """Where every slot may be, by key."""
    labels = [_Labels(plan, sheet) for sheet in sheets]
    kept = {sheet.sheet.name for sheet in sheets}
    found = {slot.key: _ways(slot, grid, sheets, labels, kept) for slot in slots}
    if _are_names_stale(found.values()):
        found = {key: {way: spots for way, spots in ways.items() if way is not Way.NAME} for key, ways in found.items()}
    return {key: Found(ways) for key, ways in found.items()}


def _are_names_stale(found: Iterable[Mapping[Way, frozenset[Spot]]]) -> bool:
    """Whether the names stayed behind as a whole when rows or columns were inserted, as some programs leave them.

    Marks and words agree on every cell, and from some cell on down to the last the names lag behind by as much or more.
    Names that disagree in any other way (two rows exchanged) are not stale: those cells have to be looked at.
    """
    lags = []
    for ways in found:
        true = ways.get(Way.MARK, frozenset())
        if len(ways) == len(Way) and true == ways[Way.LABEL] and len(true) == len(ways[Way.NAME]) == 1:
            (sheet, place), (named, at) = *true, *ways[Way.NAME]
            lags.append((place, (place[0] - at[0], place[1] - at[1]) if sheet == named else (1 << 20, 0)))
    lags.sort()
    rows, columns = [lag[0] for _place, lag in lags], {lag[1] for _place, lag in lags}
    if sum(1 for _place, lag in lags if lag != (0, 0)) < 2 or len(columns) > 2:
        return False
    return lags[-1][1] != (0, 0) and rows in (sorted(rows), sorted(rows, reverse=True)) and 1 << 20 not in rows


def _ways(
    slot: Slot, grid: Grid, sheets: Sequence[Indexed], labels: Sequence[_Labels], kept: set[str]
) -> Mapping[Way, frozenset[Spot]]:
    named = frozenset(spot for spot in grid.names.get(slot.name, ()) if spot[0] in kept)
    marked = frozenset(spot for sheet in sheets for spot in _by_mark(slot, sheet))
    said = frozenset(spot for one in labels for spot in one.places(slot))
    ways = {Way.NAME: named, Way.MARK: marked, Way.LABEL: said}
    return {way: spots for way, spots in ways.items() if spots}


def _by_mark(slot: Slot, sheet: Indexed) -> Iterable[Spot]:
    columns = sheet.columns(slot.column_mark)
    for row in sheet.row_marks.get(slot.row_mark, ()):
        for column in columns:
            yield sheet.sheet.name, (row, column)


class _Labels:
    """Finds cells by what is printed: the heads of the columns, the questions, the words of the rows."""

    def __init__(self, plan: Plan, sheet: Indexed) -> None:
        self.plan, self.sheet = plan, sheet
        self.label_columns: frozenset[int] = frozenset()
        self.answer_column = self.number_column = -1
        self.head = -1
        self._find_head()
        self.numbers = self._numbers()
        self.rows = self._question_rows() if self.head >= 0 else {}
        # A question whose words were changed still ends the block before it, by its number.
        known = {wording.folded(one.number) for one in plan.questions.values()}
        numbered = {row for row, number in self.numbers.items() if number in known}
        self.starts = sorted({*self.rows.values(), *numbered})

    def _find_head(self) -> None:
        """The row that holds the heads 質問 and 回答; two such rows (a copy below) are none."""
        questions = self._cells_of(wording.QUESTION)
        answers = self._cells_of(wording.ANSWER)
        numbers = self._cells_of(wording.NUMBER)
        pairs = [(q, a) for q in questions for a in answers if q[0] == a[0]]
        if len(pairs) != 1:
            return
        question, answer = pairs[0]
        self.head, self.label_columns = question[0], frozenset({question[1]})
        self.answer_column = answer[1]
        self.number_column = next((column for row, column in numbers if row == self.head), -1)

    def _cells_of(self, words: Words) -> list[Place]:
        return [place for text in wording.said_ways(words) for place in self.sheet.words.get(wording.folded(text), ())]

    def _question_rows(self) -> dict[tuple[str, str], int]:
        """The row of every question whose words, together with its number where needed, stand there once."""
        found = {}
        for asked in {(one.number, one.question) for one in self._questions()}:
            rows = [
                row for row, column in self.sheet.said(asked[1]) if column in self.label_columns and row > self.head
            ]
            if len(rows) > 1:
                rows = [row for row in rows if self.numbers.get(row) == wording.folded(asked[0])]
            if len(rows) == 1:
                found[asked] = rows[0]
        return found

    def _questions(self) -> Iterable[Expected]:
        return self.plan.questions.values()

    def _numbers(self) -> Mapping[int, str]:
        """What stands in the column of numbers, by row."""
        cells = self.sheet.sheet.cells
        return {
            row: wording.folded(_as_text(cells[row, column].value))
            for row, column in cells
            if column == self.number_column and row > self.head
        }

    def places(self, slot: Slot) -> Iterable[Spot]:
        """Where the words beside a slot stand, if they do so once."""
        expected, question = self.plan.expected[slot.key], self.plan.questions[slot.owner.id]
        row = self.rows.get((question.number, question.question))
        if row is None:
            return
        place = self._in_table(slot, expected, row) if slot.record else self._beside(expected, row)
        if place is not None and self._is_free(slot, place[0]):
            yield self.sheet.sheet.name, place

    def _is_free(self, slot: Slot, row: int) -> bool:
        """Whether the row does not carry the mark of another row."""
        own = self.sheet.row_marks.get(slot.row_mark, ())
        return bool(own) or not any(row in rows for rows in self.sheet.row_marks.values())

    def _beside(self, expected: Expected, row: int) -> Place | None:
        if not expected.label:
            return row, self.answer_column
        rows = [at for at, column in self._block(row, expected.label) if column in self.label_columns]
        return (rows[0], self.answer_column) if len(rows) == 1 else None

    def _block(self, row: int, text: str) -> list[Place]:
        """The cells of a question's block that say a text."""
        end = self._end(row)
        return [place for place in self.sheet.said(text) if row < place[0] < end]

    def _end(self, row: int) -> int:
        """The row at which the next question begins."""
        at = bisect_right(self.starts, row)
        return self.starts[at] if at < len(self.starts) else 1 << 30

    def _in_table(self, slot: Slot, expected: Expected, row: int) -> Place | None:
        heads = self._block(row, expected.label)
        if len(heads) != 1:
            return None
        wanted, end = str(slot.record), self._end(row)
        records = [at for at, number in self.numbers.items() if number == wanted and heads[0][0] < at < end]
        return (records[0], heads[0][1]) if len(records) == 1 else None


def answer_sheets(plan: Plan, grid: Grid, is_foreign: Callable[[Sheet], bool]) -> tuple[Indexed, ...]:
    """The sheets that hold answers: those with marks of rows, otherwise those that say most of the questions."""
    indexed = [index(sheet) for sheet in grid.sheets if not is_foreign(sheet)]
    known = plan.questions.keys() | plan.expected.keys()
    return tuple(one for one in indexed if known & one.row_marks.keys() or _says_most(plan, one))


def _says_most(plan: Plan, sheet: Indexed) -> bool:
    said = sum(1 for one in plan.questions.values() if sheet.said(one.question))
    return bool(plan.questions) and said * 2 >= len(plan.questions) and bool(_Labels(plan, sheet).head >= 0)
