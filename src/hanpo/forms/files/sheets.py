"""The sheets of an XLSForm as an Excel file, and out of one."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, BinaryIO

import xlsxwriter
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from hanpo.forms.engine.xlsform import Sheets

NAMES = ("survey", "choices", "settings")


def read_sheets(body: bytes) -> Sheets:
    """The rows of an XLSForm. Raises `ValidationError` where the file is no Excel, or has no sheet `survey`."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(body))
    except CalamineError as error:
        raise ValidationError({"file": _("Excelのファイルを読めません。.xlsxで保存し直してください。")}) from error
    known = {name.strip().lower(): name for name in book.sheet_names}
    if "survey" not in known:
        raise ValidationError({"file": _("XLSFormではありません。「survey」というシートが要ります。")})
    survey, choices, settings = (
        _rows(book.get_sheet_by_name(known[name]).to_python()) if name in known else () for name in NAMES
    )
    return Sheets(survey=survey, choices=choices, settings=settings[0] if settings else {})


def write_sheets(sheets: Sheets, out: BinaryIO) -> None:
    """Write an XLSForm; every cell is text, as the tools that read it expect."""
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    head = book.add_format({"bold": True, "text_wrap": True})
    for name, rows in zip(NAMES, (sheets.survey, sheets.choices, [sheets.settings]), strict=True):
        _write(book.add_worksheet(name), rows, head)
    book.close()


def _rows(cells: Sequence[Sequence[Any]]) -> tuple[dict[str, str], ...]:
    if not cells:
        return ()
    headings = [_text(cell) for cell in cells[0]]
    rows = (
        {h: _text(cell) for h, cell in zip(headings, line, strict=False) if h and _text(cell)} for line in cells[1:]
    )
    return tuple(row for row in rows if row)


def _text(cell: Any) -> str:
    """A cell as text: whole numbers without a point, truth as XLSForm writes it."""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()


def _write(sheet: Any, rows: Iterable[Mapping[str, str]], head: Any) -> None:
    kept = list(rows)
    headings = list(dict.fromkeys(heading for row in kept for heading in row))
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, head)
        sheet.set_column(column, column, min(60, max(12, *(len(row.get(heading, "")) for row in kept))))
        for number, row in enumerate(kept, start=1):
            if heading in row:
                sheet.write_string(number, column, row[heading])
    sheet.freeze_panes(1, 0)
