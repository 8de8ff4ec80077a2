"""Excel: the list exactly as it was on the page, ready to print, with a sheet that says where it comes from."""

from __future__ import annotations

import io
import re
import unicodedata
from collections.abc import Iterable, Sequence
from copy import copy
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.styles.cell_style import StyleArray
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.header_footer import HeaderFooter, HeaderFooterItem, _HeaderFooterPart
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from hanpo.core.documents.table import About, Column, Kind, cell_value, is_formula_like
from hanpo.core.japanese import eras

Sheet = Any
"""A worksheet that is written row by row and not kept; openpyxl's types know too little of it."""

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
    book = Workbook(write_only=True)
    sheet: Sheet = book.create_sheet(sheet_name(title))
    held = [_held(row, columns) for row in rows]
    _arrange(sheet, columns, held)
    _set_up_print(sheet, title, about)
    _fill(sheet, columns, held)
    _describe(book.create_sheet(sheet_name(_("この表について"))), title, about, len(held))
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


def _held(row: Sequence[Any], columns: Sequence[Column]) -> list[Any]:
    """The values of a row as cells hold them."""
    return [cell_value(value, column.kind) for value, column in zip(row, columns, strict=True)]


def _fill(sheet: Sheet, columns: Sequence[Column], rows: Iterable[Sequence[Any]]) -> None:
    head = Alignment(wrap_text=True, vertical="center", horizontal="center")
    styles = _Styles(sheet, font=Font(name=TYPEFACE, bold=True), fill=_HEADER_FILL, border=_BORDER, alignment=head)
    sheet.append([styles.cell(column.label, Kind.TEXT) for column in columns])
    long, short = Alignment(wrap_text=True, vertical="top"), Alignment(wrap_text=False, vertical="top")
    plain = {"font": Font(name=TYPEFACE), "border": _BORDER}
    of_kind = {
        column.kind: _Styles(sheet, alignment=long if column.kind is Kind.TEXT else short, **plain)
        for column in columns
    }
    for row in rows:
        sheet.append([of_kind[c.kind].cell(value, c.kind) for value, c in zip(row, columns, strict=True)])


class _Styles:
    """Cells of one look. A look is put together once and copied: for openpyxl every setting of every cell is costly."""

    def __init__(self, sheet: Sheet, **look: Any) -> None:
        self.sheet, self.look = sheet, look
        self.known: dict[tuple[str, bool], StyleArray] = {}

    def cell(self, value: Any, kind: Kind) -> Any:
        """A cell with a value; text stays text even where it begins like a formula, also after somebody edits it."""
        cell: Any = WriteOnlyCell(self.sheet, value)
        is_text = isinstance(value, str)
        if is_text:
            cell.data_type = "s"
        number_format = FORMATS[Kind.TEXT if is_text else _fitting(value, kind)]
        cell._style = copy(self._style(number_format, is_quoted=is_text and is_formula_like(value)))
        return cell

    def _style(self, number_format: str, *, is_quoted: bool) -> StyleArray:
        key = number_format, is_quoted
        if key not in self.known:
            model: Any = WriteOnlyCell(self.sheet)
            model.number_format, model.quotePrefix = number_format, is_quoted
            for name, part in self.look.items():
                setattr(model, name, part)
            self.known[key] = model._style
        return self.known[key]


def _fitting(value: Any, kind: Kind) -> Kind:
    if isinstance(value, datetime):
        return Kind.MOMENT
    return Kind.DATE if isinstance(value, date) else kind


def _arrange(sheet: Sheet, columns: Sequence[Column], rows: Sequence[Sequence[Any]]) -> None:
    for place, column in enumerate(columns):
        width = column.width or _natural_width([column.label, *(row[place] for row in rows)])
        sheet.column_dimensions[get_column_letter(place + 1)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(columns))}{len(rows) + 1}"


def _natural_width(values: Iterable[Any]) -> int:
    widest = NARROWEST
    for value in values:
        widest = max(widest, _shown_width(value) + 2)
        if widest >= WIDEST:
            return WIDEST
    return widest


def _shown_width(value: Any) -> int:
    if isinstance(value, datetime):
        return 16
    return 10 if isinstance(value, date) else text_width(str(value if value is not None else ""))


def _set_up_print(sheet: Sheet, title: str, about: About) -> None:
    width = sum(dimension.width for dimension in sheet.column_dimensions.values())
    sheet.page_setup.paperSize = Worksheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape" if width >= LANDSCAPE_FROM else "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows = "1:1"
    who = " ".join(filter(None, [about.municipality, _day(about.as_of)]))
    sheet.HeaderFooter = HeaderFooter(
        oddHeader=HeaderFooterItem(center=_HeaderFooterPart(title.replace("&", "&&"))),
        oddFooter=HeaderFooterItem(left=_HeaderFooterPart(who.replace("&", "&&")), right=_HeaderFooterPart("&P / &N")),
    )


def _describe(sheet: Sheet, title: str, about: About, count: int) -> None:
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
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 24, 70
    labels = _Styles(sheet, font=Font(name=TYPEFACE, bold=True))
    values = _Styles(
        sheet, font=Font(name=TYPEFACE), alignment=Alignment(wrap_text=True, vertical="top", horizontal="left")
    )
    for label, value in ((k, cell_value(v, Kind.INTEGER)) for k, v in lines if v != ""):
        sheet.append([labels.cell(label, Kind.TEXT), values.cell(value, Kind.INTEGER)])


def _day(day: date) -> str:
    if isinstance(day, datetime):
        local = cell_value(day)
        return f"{eras.format_wareki(local.date())} {local:%H:%M}"
    return eras.format_wareki(day)
