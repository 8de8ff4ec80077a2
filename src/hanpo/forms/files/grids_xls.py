"""An .xls file (Excel 97-2003) as a grid: values, formats, names, merged cells, comments and hidden sheets."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

import xlrd
from django.utils.translation import gettext as _

from hanpo.core.file_kinds import FileRefused
from hanpo.forms.engine.workbook.grid import Cell, CellValue, Grid, Merge, Place, Sheet

_ERRORS: Final = xlrd.error_text_from_code


def read_xls(content: bytes) -> Grid:
    """The grid of an .xls file. Raises `FileRefused` for one that is locked or damaged."""
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True, logfile=io.StringIO())
    except Exception as error:  # a damaged file makes the library fail in any way it likes
        if "encrypt" in str(error).lower():
            raise FileRefused(
                _("パスワードのかかったファイルは読めません。パスワードを外して保存し直してください。")
            ) from error
        raise FileRefused(
            _("ファイルを読めません。Excelで開き、「Excelブック (.xlsx)」で保存し直してください。")
        ) from error
    sheets = tuple(_sheet(book, sheet) for sheet in book.sheets())
    return Grid(sheets, _names(book), counts_from_1904=book.datemode == 1)


def _sheet(book: Any, sheet: Any) -> Sheet:
    comments = {place: note.text.strip() for place, note in sheet.cell_note_map.items()}
    cells: dict[Place, Cell] = {place: Cell(None, comment=text) for place, text in comments.items()}
    for row in range(sheet.nrows):
        for column in range(sheet.row_len(row)):
            cell = sheet.cell(row, column)
            if cell.ctype not in (xlrd.XL_CELL_EMPTY, xlrd.XL_CELL_BLANK):
                cells[row, column] = _cell(book, cell, comments.get((row, column), ""))
    merges = tuple(Merge(top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
    return Sheet(sheet.name, cells, merges, is_hidden=sheet.visibility != 0)


def _cell(book: Any, cell: Any, comment: str) -> Cell:
    look = book.xf_list[cell.xf_index] if cell.xf_index is not None else None
    number_format = book.format_map[look.format_key].format_str if look else "General"
    return Cell(
        value=_value(book, cell),
        number_format=number_format,
        comment=comment,
        is_error=cell.ctype == xlrd.XL_CELL_ERROR,
        is_struck=bool(look and book.font_list[look.font_index].struck_out),
    )


def _value(book: Any, cell: Any) -> CellValue:
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return str(_ERRORS.get(cell.value, "#ERROR!"))
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(cell.value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment: datetime = xlrd.xldate_as_datetime(cell.value, book.datemode)
        return moment
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        return Decimal(f"{cell.value:.15g}")
    return str(cell.value)


def _names(book: Any) -> Mapping[str, tuple[tuple[str, Place], ...]]:
    """Names of one cell or block; names that mean nothing any more (#REF!) mean none."""
    found: dict[str, list[tuple[str, Place]]] = {}
    for name in book.name_obj_list:
        if not name.name.lower().startswith("hanpo_"):
            continue
        places = found.setdefault(name.name.lower(), [])
        try:
            sheet, row, _last_row, column, _last_column = name.area2d()
        except Exception:  # noqa: S112
            continue
        places.append((sheet.name, (row, column)))
    return {name: tuple(dict.fromkeys(places)) for name, places in found.items()}
