"""The plan of the workbook that goes out: what stands in which cell. Writing it to a file is not done here.

The sheet of answers has a hidden column with the mark of every row and hidden rows with the marks of the columns, so
that an answer is found again after rows and columns were moved, and after the sheet was copied or saved as CSV. No
cells are joined: joined cells cannot be sorted, and hide what is pasted beneath them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from hanpo.forms.engine.definition import Form, Item, Kind, Language, Section, Words
from hanpo.forms.engine.values import Answers, Value
from hanpo.forms.engine.workbook import wording
from hanpo.forms.engine.workbook.entering import Rule, notes_of, numbered, rule_of, unit_of, written
from hanpo.forms.engine.workbook.grid import Place, address
from hanpo.forms.engine.workbook.slots import (
    ANSWER_COLUMN,
    LABEL_COLUMN,
    MARK,
    NUMBER_COLUMN,
    UNIT_COLUMN,
    WITHOUT_CELLS,
    Entry,
    Slot,
    Stamp,
    end_mark,
    slots,
    spread,
    table_parts,
)

MARKS, NUMBER, LABEL, ANSWER, UNIT, NOTES = range(6)
WIDTHS: Final = (2, 7, 36, 32, 12, 42)
"""Widths of the columns in half-width characters; a broad table goes on with columns of `TABLE_WIDTH`."""

TABLE_WIDTH: Final = 14
LINE: Final = 15.0
"""Height of one printed line in points."""

CONTROL_SHEET: Final = "hanpo"
APPROVAL_MARK: Final = "=approval"
STAMP_MARK: Final = "=stamp"


class Look(StrEnum):
    """How a cell looks, and whether a person may write in it."""

    TITLE = "title"
    PLAIN = "plain"
    SMALL = "small"
    HEAD = "head"
    SECTION = "section"
    NUMBER = "number"
    QUESTION = "question"
    CHOICE = "choice"
    UNIT = "unit"
    NOTES = "notes"
    ANSWER = "answer"
    APPROVAL = "approval"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Written:
    """A text or value in the sheet."""

    place: Place
    value: str | Decimal | date
    look: Look


@dataclass(frozen=True, slots=True)
class Field:
    """An answer cell: where it stands in the new workbook, what is already in it, and what may be entered."""

    slot: Slot
    place: Place
    value: str | Decimal | date | None
    rule: Rule


@dataclass(frozen=True, slots=True)
class Expected:
    """What stood beside an answer cell when the workbook went out: number, question, own label and unit."""

    number: str
    question: str
    label: str
    unit: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole workbook before it is written.

    `expected` tells by key of slot, `questions` by id of item, what stands beside the answers.
    """

    title: str
    stamp: Stamp
    stamp_line: str
    sheet: str
    guide_sheet: str
    texts: tuple[Written, ...]
    fields: tuple[Field, ...]
    heights: Mapping[int, float]
    hidden_rows: tuple[int, ...]
    title_rows: tuple[int, int]
    columns: int
    guide: tuple[str, ...]
    expected: Mapping[str, Expected]
    questions: Mapping[str, Expected]

    @property
    def rows(self) -> int:
        """How many rows the sheet of answers has."""
        return 1 + max(text.place[0] for text in self.texts)

    def place_of(self, key: str) -> str:
        """The address of an answer cell in the new workbook."""
        return address(next(one.place for one in self.fields if one.slot.key == key))


def layout(
    form: Form, stamp: Stamp, *, respondent: str = "", answers: Answers | None = None, language: Language = "ja"
) -> Plan:
    """The plan of the workbook for one municipality: its name as `respondent`, answers that are known already.

    Raises `ValueError` where an answer does not fit into a cell (32,767 characters).
    """
    return _Sheet(form, replace(stamp, language=language), language, answers or {}).planned(respondent)


def numbers(form: Form, language: Language) -> Mapping[str, str]:
    """The number printed before each question (問1)."""
    asked = [item for item in form.items() if item.kind is not Kind.NOTE]
    return {item.id: f"{wording.QUESTION_NUMBER.said(language)}{n}" for n, item in enumerate(asked, start=1)}


@dataclass
class _Sheet:
    """The sheet while it is filled from the top."""

    form: Form
    stamp: Stamp
    language: Language
    answers: Answers
    row: int = 0
    texts: list[Written] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    heights: dict[int, float] = field(default_factory=dict)
    hidden: list[int] = field(default_factory=list)
    expected: dict[str, Expected] = field(default_factory=dict)
    questions: dict[str, Expected] = field(default_factory=dict)
    broadest: int = len(WIDTHS)

    def planned(self, respondent: str) -> Plan:
        all_slots = slots(self.form)
        line = self.stamp.line([slot.key for slot in all_slots])
        self.numbers = numbers(self.form, self.language)
        self.of_item: dict[str, list[Slot]] = {}
        for slot in all_slots:
            self.of_item.setdefault(slot.owner.id, []).append(slot)
        self._head(line, respondent)
        head = self.row
        self._columns()
        for section in self.form.sections:
            self._section(section)
        return Plan(
            title=self.said(self.form.title),
            stamp=self.stamp,
            stamp_line=line,
            sheet=self.said(wording.SHEET),
            guide_sheet=self.said(wording.GUIDE),
            texts=tuple(self.texts),
            fields=tuple(self.fields),
            heights=self.heights,
            hidden_rows=tuple(self.hidden),
            title_rows=(head + 1, head + 1),
            columns=self.broadest,
            guide=tuple(_guide(self.form, self.language)),
            expected=self.expected,
            questions=self.questions,
        )

    def said(self, words: Words) -> str:
        return words.said(self.language)

    def mark(self, mark: str, column: int = MARKS) -> None:
        self.write(column, MARK + mark, Look.HIDDEN)

    def write(self, column: int, value: str | Decimal | date, look: Look) -> None:
        if value != "":
            self.texts.append(Written((self.row, column), value, look))

    def write_lines(self, text: str) -> None:
        """A longer text over the whole width: a row for each line, which runs on over the empty cells to its right."""
        for line in broken(text, sum(WIDTHS[NUMBER:]) - 4):
            self.write(NUMBER, line, Look.PLAIN)
            self.next_row(LINE)

    def next_row(self, height: float = LINE + 3) -> None:
        self.heights[self.row] = height
        self.row += 1

    def _head(self, line: str, respondent: str) -> None:
        self.mark(line)
        self.write(NUMBER, self.said(self.form.title), Look.TITLE)
        self.next_row(28)
        self._approval(respondent)
        self.write_lines(self.said(self.form.intro))
        self.mark(STAMP_MARK)
        self.write(NUMBER, f"{self.said(wording.STAMP)} {line}", Look.SMALL)
        self.next_row()

    def _approval(self, respondent: str) -> None:
        """The name of the respondent on the left, on the right the boxes for the seals of those who circulate it."""
        self.mark(APPROVAL_MARK)
        self.write(NUMBER, f"{self.said(wording.RESPONDENT)}：{respondent}" if respondent else "", Look.PLAIN)
        for column, words in enumerate(wording.APPROVERS, start=ANSWER):
            self.write(column, f"{self.said(wording.APPROVAL)} {self.said(words)}", Look.HEAD)
        self.next_row()
        self.mark(APPROVAL_MARK)
        for column in range(ANSWER, ANSWER + len(wording.APPROVERS)):
            self.write(column, " ", Look.APPROVAL)
        self.next_row(42)

    def _columns(self) -> None:
        marks = {NUMBER: NUMBER_COLUMN, LABEL: LABEL_COLUMN, ANSWER: ANSWER_COLUMN, UNIT: UNIT_COLUMN}
        for column, mark in marks.items():
            self.mark(mark, column)
        self.hidden.append(self.row)
        self.next_row()
        heads = {NUMBER: wording.NUMBER, LABEL: wording.QUESTION, UNIT: wording.UNIT, NOTES: wording.NOTES}
        for column, words in heads.items():
            self.write(column, self.said(words), Look.HEAD)
        self.write(ANSWER, self.said(wording.ANSWER), Look.HEAD)
        self.next_row()

    def _section(self, section: Section) -> None:
        if section.title:
            self.write(NUMBER, self.said(section.title), Look.SECTION)
            self.next_row(22)
        condition = notes_of(section, self.form, self.language, self.numbers)
        note = "\n".join(filter(None, [condition, self.said(section.note)]))
        self.write_lines(note)
        for item in section.items:
            self._note(item) if item.kind is Kind.NOTE else self._item(item)

    def _note(self, item: Item) -> None:
        condition = notes_of(item, self.form, self.language, self.numbers)
        self.write_lines("\n".join(filter(None, [condition, self.said(item.label), self.said(item.help)])))

    def _item(self, item: Item) -> None:
        own = self.of_item.get(item.id, [])
        number, label = self.numbers.get(item.id, ""), self.said(item.label)
        notes = notes_of(item, self.form, self.language, self.numbers)
        if own:
            self.questions[item.id] = Expected(number, label, "", "")
        first = own[0] if own and not own[0].part.name and not own[0].record else None
        if first is None:
            self.mark(item.id)
        self.write(NUMBER, number, Look.NUMBER)
        self.write(LABEL, label, Look.QUESTION)
        self.write(NOTES, notes, Look.NOTES)
        lines = item.lines if item.kind is Kind.TEXT else 1
        height = max(_height(label, WIDTHS[LABEL]), _height(notes, WIDTHS[NOTES]), lines * LINE + 3)
        if item.kind in WITHOUT_CELLS:
            words = wording.ON_PAGE if item.kind is Kind.FILE else wording.COUNTED
            self.write(ANSWER, self.said(words), Look.SMALL)
        if first is not None:
            self._answer(first, number, label, "")
        self.next_row(height)
        self._table(item, number, label) if item.kind is Kind.TABLE else None
        for slot in own:
            if slot is not first and not slot.record:
                self._part(slot, number, label)

    def _part(self, slot: Slot, number: str, question: str) -> None:
        label = self._part_label(slot)
        self.write(LABEL, label, Look.CHOICE)
        self._answer(slot, number, question, label)
        self.next_row(_height(label, WIDTHS[LABEL] - 2))

    def _part_label(self, slot: Slot) -> str:
        """A choice is printed with its number, so that a hand-written 「1、3」 says which ones."""
        if slot.part.entry is Entry.MARK:
            return next(text for choice, _n, text in numbered(slot.item, self.language) if choice.id == slot.part.name)
        return self.said(slot.part.label)

    def _answer(self, slot: Slot, number: str, question: str, label: str) -> None:
        self.mark(slot.row_mark)
        unit = unit_of(slot, self.language)
        self.write(UNIT, unit, Look.UNIT)
        self._field(slot, ANSWER, Expected(number, question, label, unit))

    def _field(self, slot: Slot, column: int, expected: Expected) -> None:
        value = written(slot, self._value(slot), self.language)
        rule = rule_of(slot, self.language)
        self.fields.append(Field(slot, (self.row, column), value, rule))
        self.expected[slot.key] = expected

    def _value(self, slot: Slot) -> Value | None:
        answer = self.answers.get(slot.owner.id)
        if answer is None or (slot.record and isinstance(answer, Mapping)):
            return None
        if slot.owner.kind is not Kind.TABLE:
            return spread(slot.item, answer).get(slot.part.name)
        if not slot.record:
            return answer if isinstance(answer, Mapping) else None
        record = answer[slot.record - 1] if slot.record <= len(answer) else {}
        column = record.get(slot.item.id)
        return None if column is None else spread(slot.item, column, in_table=True).get(slot.part.name)

    def _table(self, item: Item, number: str, question: str) -> None:
        columns = list(table_parts(item))
        for at, (column, part) in enumerate(columns, start=LABEL):
            self.mark(end_mark(item, f"{column.id}/{part.name}" if part.name else column.id), at)
        self.hidden.append(self.row)
        self.next_row()
        heads = {}
        for at, (column, part) in enumerate(columns, start=LABEL):
            heads[at] = self._column_head(column, part.label)
            self.write(at, heads[at], Look.HEAD)
        self.write(NUMBER, self.said(wording.ROW), Look.HEAD)
        self.next_row(max(_height(text, TABLE_WIDTH - 4) for text in heads.values()))
        self.broadest = max(self.broadest, LABEL + len(columns))
        records: dict[int, list[Slot]] = {}
        for slot in self.of_item[item.id]:
            records.setdefault(slot.record, []).append(slot)
        for record in range(1, item.most_rows + 1):
            self.mark(f"{item.id}/{record}")
            self.write(NUMBER, str(record), Look.NUMBER)
            for at, slot in enumerate(records[record], start=LABEL):
                self._field(slot, at, Expected(str(record), question, heads[at], ""))
            self.next_row()

    def _column_head(self, column: Item, part: Words) -> str:
        """The label of a column with its unit (予算額（円）) and, of a compound one, the name of the part."""
        unit = self.said(Words("円", "円", "yen")) if column.kind is Kind.MONEY else column.unit
        head = f"{self.said(column.label)}（{unit}）" if unit else self.said(column.label)
        return f"{head} {self.said(part)}" if part else head


def _guide(form: Form, language: Language) -> Iterator[str]:
    yield form.title.said(language)
    yield from filter(None, [form.intro.said(language)])
    yield from wording.GUIDE_LINES[language]
    yield from filter(None, [form.closing.said(language)])


def broken(text: str, width: int) -> Iterator[str]:
    """The lines of a text, none wider than a width in half-width characters."""
    for paragraph in text.split("\n") if text else ():
        line = ""
        for character in paragraph:
            if _width(line + character) > width:
                yield line
                line = ""
            line += character
        yield line


def _height(text: str, width: float) -> float:
    """The height in points that a text takes in a column of a width in half-width characters."""
    lines = sum(max(1, -(-_width(line) // max(1, int(width) - 1))) for line in text.split("\n"))
    return min(400.0, lines * LINE + 3)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WFA" else 1 for character in text)
