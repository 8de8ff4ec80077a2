"""A decision table as a CSV sheet that a section edits in Excel, and back.

Three lines say what the table is (表, 当て方, 当てはまらないとき); four lines head the columns (role, name, kind, allowed values);
then each line is a rule. Bad cells are told by their address in the sheet.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from hanpo.core.documents.table import is_formula_like
from hanpo.core.japanese import parse_date
from hanpo.core.japanese.eras import DateReadingError
from hanpo.counter.engine.rules import (
    Cell,
    HitPolicy,
    Input,
    Kind,
    Origin,
    Output,
    Row,
    RuleError,
    Table,
    Value,
    everything,
    literals,
    read_cell,
    read_value,
    write_cell,
    write_value,
)

from .problems import Problem, RuleFileError

LARGEST_SHEET = 2_000_000
_INPUT, _OUTPUT, _KEY = "条件", "結果", "行"
_NOTES = ("理由", "根拠", "出典", "出典日", "有効開始日", "有効終了日", "確認者", "未確認")
_HEAD = 7
_HARMLESS = re.compile(r"-|-?\d[\d., -]*")
_YES = "未確認"
Read = TypeVar("Read")


def write_sheet(table: Table) -> bytes:
    """The table as CSV: UTF-8 with a mark at the start, so that Excel reads it."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [[_defused(cell) for cell in line] for line in sheet_lines(table)]
    )
    return text.getvalue().encode("utf-8-sig")


def sheet_lines(table: Table) -> list[list[str]]:
    """The table as the lines of a sheet: three of the table, four of the columns, then one for each row."""
    lines: list[list[str]] = []
    otherwise = [] if table.otherwise is None else [write_value(value) for value in table.otherwise]
    lines.append(["表", table.key, table.title])
    lines.append(["当て方", table.policy.value])
    lines.append(["当てはまらないとき", *otherwise])
    columns: list[Input | Output] = [*table.inputs, *table.outputs]
    roles = [_INPUT] * len(table.inputs) + [_OUTPUT] * len(table.outputs)
    lines.append([_KEY, *roles, *_NOTES])
    lines.append(["名前", *(column.name for column in columns)])
    lines.append(["種類", *(column.kind.value for column in columns)])
    allowed = [write_cell(column.domain, column.kind) for column in table.inputs]
    lines.append(["値", *allowed, *(", ".join(map(write_value, output.allowed)) for output in table.outputs)])
    for row in table.rows:
        lines.append([row.key, *(cell.text for cell in row.cells), *map(write_value, row.results), *_notes(row)])
    return lines


def _defused(text: str) -> str:
    """A text that a spreadsheet would run as a formula gets an apostrophe; `-` and numbers stay as they are."""
    is_harmless = _HARMLESS.fullmatch(text) or not is_formula_like(text)
    return text if is_harmless and not text.startswith("'") else f"'{text}"


def _notes(row: Row) -> list[str]:
    days = (row.origin.source_date, row.valid_from, row.valid_to)
    source_day, first, last = (day.isoformat() if day else "" for day in days)
    unverified = _YES if row.origin.is_unverified else ""
    basis = "; ".join(row.origin.basis)
    return [row.because, basis, row.origin.source, source_day, first, last, row.origin.confirmed_by, unverified]


def read_sheet(data: bytes) -> Table:
    """The table of a CSV sheet (UTF-8 or Shift JIS). `RuleFileError` tells every bad cell; nothing is left out."""
    return table_of_lines(_lines(data))


def table_of_lines(lines: list[list[str]]) -> Table:
    """The table of a sheet's lines. `RuleFileError` as `read_sheet` raises it."""
    sheet = _Sheet(lines)
    if len(lines) < _HEAD or [line[0].strip() for line in lines[:4]] != ["表", "当て方", "当てはまらないとき", _KEY]:
        raise RuleFileError([Problem("A1", "この表の形ではありません。書き出した表を直して使ってください。")])
    roles = [role.strip() for role in lines[3]]
    inputs = tuple(_input(sheet, place) for place, role in enumerate(roles) if role == _INPUT)
    outputs = tuple(_output(sheet, place) for place, role in enumerate(roles) if role == _OUTPUT)
    for place, role in enumerate(roles):
        if role not in {_KEY, _INPUT, _OUTPUT, *_NOTES, ""}:
            sheet.note(3, place, f"「{role}」という列は読めません。")
    rows = [_row(sheet, n, inputs, outputs) for n in range(_HEAD, len(lines)) if any(cell.strip() for cell in lines[n])]
    policy = sheet.take(1, 1, HitPolicy, HitPolicy.UNIQUE)
    given = any(cell.strip() for cell in lines[2][1:])
    otherwise = tuple(sheet.value(2, n + 1, column) for n, column in enumerate(outputs)) if given else None
    sheet.refuse()
    try:
        return Table(
            key=sheet.text(0, 1), title=sheet.text(0, 2), inputs=inputs, outputs=outputs, rows=tuple(rows),
            policy=policy, otherwise=otherwise,
        )  # fmt: skip
    except RuleError as wrong:
        raise RuleFileError([Problem("A8", str(wrong))]) from None


def _lines(data: bytes) -> list[list[str]]:
    if len(data) > LARGEST_SHEET:
        raise RuleFileError([Problem("A1", "ファイルが大きすぎます。")])
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return [line or [""] for line in csv.reader(io.StringIO(data.decode(encoding), newline=""), strict=True)]
        except UnicodeDecodeError:
            continue
        except csv.Error:
            break
    raise RuleFileError([Problem("A1", "CSVとして読めません。文字コードと引用符を確かめてください。")])


@dataclass
class _Sheet:
    """The lines of a sheet, read cell by cell; problems are gathered with their address."""

    lines: list[list[str]]
    problems: list[Problem] = field(default_factory=list)

    def text(self, line: int, place: int) -> str:
        return self.lines[line][place].strip().removeprefix("'") if place < len(self.lines[line]) else ""

    def note(self, line: int, place: int, message: str) -> None:
        self.problems.append(Problem(f"{_letters(place)}{line + 1}", message))

    def refuse(self) -> None:
        if self.problems:
            raise RuleFileError(self.problems)

    def take(self, line: int, place: int, read: Callable[[str], Read], instead: Read) -> Read:
        """A cell read; a problem is noted and `instead` stands in until all are found."""
        try:
            return read(self.text(line, place))
        except (RuleError, DateReadingError) as wrong:
            self.note(line, place, str(wrong))
        except ValueError:
            self.note(line, place, f"「{self.text(line, place)}」は使えません。")
        return instead

    def value(self, line: int, place: int, column: Output) -> Value:
        def read(text: str) -> Value:
            value = read_value(text, column.kind)
            if column.allowed and value not in column.allowed:
                raise RuleError(f"「{text}」は「{column.name}」の値にありません。")
            return value

        nothing: Value = ""
        return self.take(line, place, read, nothing)

    def day(self, line: int, place: int | None) -> date | None:
        if place is None or not self.text(line, place):
            return None
        return self.take(line, place, parse_date, date.min)


def _letters(place: int) -> str:
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _input(sheet: _Sheet, place: int) -> Input:
    kind = sheet.take(5, place, Kind, Kind.TEXT)
    domain = sheet.take(6, place, lambda text: read_cell(text, kind).values, everything(kind))
    return Input(sheet.text(4, place), kind, domain)


def _output(sheet: _Sheet, place: int) -> Output:
    kind = sheet.take(5, place, Kind, Kind.TEXT)
    nothing: tuple[Value, ...] = ()
    return Output(sheet.text(4, place), kind, sheet.take(6, place, lambda text: _listed(text, kind), nothing))


def _listed(text: str, kind: Kind) -> tuple[Value, ...]:
    return tuple(read_value(part, kind) for part in literals(text))


def _row(sheet: _Sheet, line: int, inputs: tuple[Input, ...], outputs: tuple[Output, ...]) -> Row:
    roles = [role.strip() for role in sheet.lines[3]]
    at = {role: place for place, role in enumerate(roles)}
    conditions = [place for place, role in enumerate(roles) if role == _INPUT]
    results = [place for place, role in enumerate(roles) if role == _OUTPUT]
    note = {name: sheet.text(line, at[name]) if name in at else "" for name in _NOTES}
    beyond = [place for place, cell in enumerate(sheet.lines[line]) if cell.strip() and place >= len(roles)]
    for place in beyond:
        sheet.note(line, place, "列の見出しがありません。")
    return Row(
        key=sheet.text(line, at[_KEY]),
        cells=tuple(_cell(sheet, line, place, column.kind) for place, column in zip(conditions, inputs, strict=True)),
        results=tuple(sheet.value(line, place, column) for place, column in zip(results, outputs, strict=True)),
        valid_from=sheet.day(line, at.get("有効開始日")),
        valid_to=sheet.day(line, at.get("有効終了日")),
        because=note["理由"],
        origin=Origin(
            basis=tuple(part.strip() for part in note["根拠"].split(";") if part.strip()),
            source=note["出典"],
            source_date=sheet.day(line, at.get("出典日")),
            confirmed_by=note["確認者"],
            is_unverified=note["未確認"] != "",
        ),
    )


def _cell(sheet: _Sheet, line: int, place: int, kind: Kind) -> Cell:
    return sheet.take(line, place, lambda text: read_cell(text, kind), Cell("-", everything(kind)))
