"""Excel: the list exactly as it was on the page, ready to print, with a sheet that says where it comes from."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from hanpo.core.documents.table import About, Column, Kind, cell_value, is_formula_like
from hanpo.core.japanese import eras

TYPEFACE = "BIZ UDPGothic"
NARROWEST, WIDEST = 8, 60
"""Widths of columns, in half-width characters."""

LANDSCAPE_FROM = 90
"""Sum of widths from which a sheet is printed on its side."""

FORMATS = {
    Kind.TEXT: "@",
    Kind.DATE: "yyyy/mm/dd",
    Kind.MOMENT: "yyyy/mm/dd hh:mm",
    Kind.INTEGER: "#,##0",
    Kind.DECIMAL: "#,##0.0#",
    Kind.PERCENT: "0.0%",
    Kind.YEN: '"¥"#,##0',
}
_SIDE = Side(style="thin", color="FF949494")
_BORDER = Border(left=_SIDE, right=_SIDE, top=_SIDE, bottom=_SIDE)
_HEADER_FILL = PatternFill("solid", start_color="FFE8F1FE")
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")


def export_table(*, title: str, columns: Sequence[Column], rows: Iterable[Sequence[Any]], about: About) -> bytes:
    """An .xlsx file of two sheets: the table, and 「この表について」 (source, day of the numbers, what was chosen).

    Dates and numbers are real ones; text that looks like a formula stays text. Every row must have as many values as
    there are columns (`ValueError` otherwise).
    """
    book = Workbook()
    sheet: Worksheet = book.active  # type: ignore[assignment]
    sheet.title = sheet_name(title)
    count = _fill(sheet, columns, rows)
    _arrange(sheet, columns)
    _set_up_print(sheet, title, about)
    _describe(book.create_sheet(sheet_name(_("この表について"))), title, about, count)
    book.properties.title, book.properties.creator = title, about.made_by or "Hanpo"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_name(title: str) -> str:
    """The title as Excel takes it for a sheet: 31 characters at most, none of []:*?/\\'."""
    return _NOT_IN_A_NAME.sub("・", title)[:31] or "1"


def text_width(text: str) -> int:
    """How wide text is, in half-width characters (its longest line)."""
    wide = ("W", "F", "A")
    lines = text.splitlines() or [""]
    return max(sum(2 if unicodedata.east_asian_width(c) in wide else 1 for c in line) for line in lines)


def _fill(sheet: Worksheet, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> int:
    for place, column in enumerate(columns, start=1):
        cell = sheet.cell(1, place)
        _put(cell, column.label, Kind.TEXT)
        cell.font = Font(name=TYPEFACE, bold=True)
        cell.fill, cell.border = _HEADER_FILL, _BORDER
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    count = 0
    for count, row in enumerate(rows, start=1):
        for place, (value, column) in enumerate(zip(row, columns, strict=True), start=1):
            cell = sheet.cell(count + 1, place)
            _put(cell, value, column.kind)
            cell.font, cell.border = Font(name=TYPEFACE), _BORDER
            cell.alignment = Alignment(wrap_text=column.kind is Kind.TEXT, vertical="top")
    return count


def _put(cell: Cell | MergedCell, value: Any, kind: Kind) -> None:
    """Write a value; text is stored as text even where it begins like a formula, also after somebody edits the cell."""
    held = cell_value(value, kind)
    cell.value = held
    if isinstance(held, str):
        cell.data_type = "s"
        cell.number_format = FORMATS[Kind.TEXT]
        cell.quotePrefix = is_formula_like(held)
    else:
        cell.number_format = FORMATS[_fitting(held, kind)]


def _fitting(value: Any, kind: Kind) -> Kind:
    if isinstance(value, datetime):
        return Kind.MOMENT
    return Kind.DATE if isinstance(value, date) else kind


def _arrange(sheet: Worksheet, columns: Sequence[Column]) -> None:
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width or _natural_width(sheet, place)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = sheet.dimensions


def _natural_width(sheet: Worksheet, place: int) -> int:
    shown = (_shown_width(cell.value) for (cell,) in sheet.iter_rows(min_col=place, max_col=place))
    return min(WIDEST, max(NARROWEST, *(width + 2 for width in shown)))


def _shown_width(value: Any) -> int:
    if isinstance(value, datetime):
        return 16
    return 10 if isinstance(value, date) else text_width(str(value if value is not None else ""))


def _set_up_print(sheet: Worksheet, title: str, about: About) -> None:
    width = sum(dimension.width for dimension in sheet.column_dimensions.values())
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if width >= LANDSCAPE_FROM else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    who = " ".join(filter(None, [about.municipality, _day(about.as_of)]))
    sheet.HeaderFooter = HeaderFooter(
        oddHeader=HeaderFooterItem(center=_HeaderFooterPart(title.replace("&", "&&"))),
        oddFooter=HeaderFooterItem(left=_HeaderFooterPart(who.replace("&", "&&")), right=_HeaderFooterPart("&P / &N")),
    )


def _describe(sheet: Worksheet, title: str, about: About, count: int) -> None:
    """Fill the sheet that says what the table is."""
    lines = [
        (_("表題"), title),
        (_("市町"), about.municipality),
        (_("いつの情報か"), _day(about.as_of)),
        (_("出どころ"), about.source),
        (_("件数"), count),
        (_("作った人"), about.made_by),
        *((_("絞り込み：%s") % label, choice) for label, choice in about.filters.items()),
        *((_("注"), note) for note in about.notes),
    ]
    for number, (label, value) in enumerate(((k, v) for k, v in lines if v != ""), start=1):
        _put(sheet.cell(number, 1), label, Kind.TEXT)
        _put(sheet.cell(number, 2), value, Kind.INTEGER)
        sheet.cell(number, 1).font, sheet.cell(number, 2).font = Font(name=TYPEFACE, bold=True), Font(name=TYPEFACE)
        sheet.cell(number, 2).alignment = Alignment(wrap_text=True, vertical="top", horizontal="left")
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 70


def _day(day: date) -> str:
    if isinstance(day, datetime):
        local = cell_value(day)
        return f"{eras.format_wareki(local.date())} {local:%H:%M}"
    return eras.format_wareki(day)
