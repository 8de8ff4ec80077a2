"""Rules as an Excel workbook: a sheet for each table, laid out as the CSV sheet is, and back.

What Excel made of a cell is undone where that is certain (a real date, yes/no, a whole number); the rest is read as
text.
Bad cells are told by sheet and address.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from python_calamine import CalamineError, CalamineWorkbook

from hanpo.core.documents.excel import TYPEFACE, sheet_name
from hanpo.counter.engine.rules import RuleError, Table

from .problems import Problem, RuleFileError
from .rule_sheet import sheet_lines, table_of_lines

MOST_SHEETS = 300
MOST_LINES = 2_000
FONT = Font(name=TYPEFACE)


def write_workbook(tables: Iterable[Table]) -> bytes:
    """The tables as a workbook. Every cell is text, so that Excel turns `1-3` into no date and `007` into no 7."""
    book = Workbook(write_only=True)
    names: set[str] = set()
    for table in tables:
        sheet: Any = book.create_sheet(_free_name(table.key, names))
        sheet.freeze_panes = "B8"
        for line in sheet_lines(table):
            sheet.append([_cell(sheet, text) for text in line])
    if not names:
        book.create_sheet(sheet_name("-"))
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def read_workbook(data: bytes) -> list[Table]:
    """The tables of a workbook. `RuleFileError` tells every bad cell of every sheet; nothing is left out."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except (CalamineError, OSError, ValueError):
        raise RuleFileError([Problem("A1", "Excelのファイル（.xlsx）として読めません。")]) from None
    if len(book.sheet_names) > MOST_SHEETS:
        raise RuleFileError([Problem("A1", f"シートが多すぎます（{MOST_SHEETS}枚まで）。")])
    tables, problems = [], []
    for name in book.sheet_names:
        lines = [
            [_text(value) for value in row] for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False)
        ]
        try:
            tables.append(_table(lines))
        except RuleFileError as wrong:
            problems += [Problem(f"{name}!{one.place}", one.message) for one in wrong.problems]
        except RuleError as wrong:
            problems.append(Problem(f"{name}!A1", str(wrong)))
    keys = [table.key for table in tables]
    twins = sorted({key for key in keys if keys.count(key) > 1})
    problems += [Problem(f"{key}!B1", "同じ表が2つのシートにあります。") for key in twins]
    if problems:
        raise RuleFileError(problems)
    return tables


def _table(lines: list[list[str]]) -> Table:
    if len(lines) > MOST_LINES:
        raise RuleError(f"行が多すぎます（{MOST_LINES:,}行まで）。")
    return table_of_lines([line or [""] for line in lines])


def _cell(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, value=text)
    cell.number_format = "@"
    cell.data_type = "s"
    cell.font = FONT
    return cell


def _text(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _free_name(key: str, taken: set[str]) -> str:
    name = sheet_name(key)
    number = 2
    while name in taken:
        name, number = f"{sheet_name(key)[:26]} {number}", number + 1
    taken.add(name)
    return name
