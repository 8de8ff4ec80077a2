"""Writes the workbook of a form (.xlsx): protected, coloured where one answers, ready to print and to circulate.

No macro and no password; text is always stored as text, so that nothing in an answer can run as a formula.
"""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from hanpo.core.documents.excel import TYPEFACE
from hanpo.core.documents.table import is_formula_like
from hanpo.forms.engine.workbook.grid import address
from hanpo.forms.engine.workbook.layout import CONTROL_SHEET, MARKS, TABLE_WIDTH, WIDTHS, Field, Look, Plan
from hanpo.forms.engine.workbook.slots import Entry

ANSWER_COLOUR: Final = "#FFF9DB"
HEAD_COLOUR: Final = "#E8F1FE"
LINE_COLOUR: Final = "#949494"
LINK_FREE: Final = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}

_BOX: Final = {"border": 1, "border_color": LINE_COLOUR}
_WRAP: Final = {"text_wrap": True, "valign": "top"}
_LOOKS: Final[Mapping[Look, Mapping[str, Any]]] = {
    Look.TITLE: {"bold": True, "font_size": 15, "valign": "vcenter"},
    Look.PLAIN: {"valign": "vcenter"},
    Look.SMALL: {"font_size": 8, "font_color": "#595959", "valign": "vcenter"},
    Look.HEAD: {
        **_BOX,
        "bold": True,
        "bg_color": HEAD_COLOUR,
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    },
    Look.SECTION: {"bold": True, "font_size": 12, "valign": "vcenter", "bottom": 2, "bottom_color": "#0017C1"},
    Look.NUMBER: {**_BOX, **_WRAP, "align": "center"},
    Look.QUESTION: {**_BOX, **_WRAP},
    Look.CHOICE: {**_BOX, **_WRAP, "indent": 1},
    Look.UNIT: {**_BOX, **_WRAP},
    Look.NOTES: {**_BOX, **_WRAP, "font_size": 9},
    Look.ANSWER: {**_BOX, **_WRAP, "bg_color": ANSWER_COLOUR, "locked": False},
    Look.APPROVAL: {**_BOX, "locked": False},
    Look.HIDDEN: {"font_size": 6, "font_color": "#FFFFFF"},
}
_NUMBER_FORMATS: Final = {Entry.NUMBER: "#,##0", Entry.MONEY: "#,##0", Entry.SCALE: "0", Entry.DATE: "yyyy/mm/dd"}
_CENTRED: Final = frozenset({Entry.MARK, Entry.SCALE})
_UNWRITABLE: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def write_workbook(plan: Plan, *, made_at: datetime) -> bytes:
    """The workbook of a plan. `made_at` is written into its properties."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {**LINK_FREE, "in_memory": True})
    book.set_properties({"title": plan.title, "author": "Hanpo", "created": made_at.replace(tzinfo=None)})
    _Writer(book, plan).write()
    book.close()
    return out.getvalue()


class _Writer:
    def __init__(self, book: xlsxwriter.Workbook, plan: Plan) -> None:
        self.book, self.plan = book, plan
        self.formats: dict[tuple[tuple[str, Any], ...], Format] = {}
        self.lists: dict[tuple[str, ...], str] = {}

    def write(self) -> None:
        """Write the three sheets."""
        sheet = self.book.add_worksheet(self.plan.sheet)
        self._guide(self.book.add_worksheet(self.plan.guide_sheet))
        self._control(self.book.add_worksheet(CONTROL_SHEET))
        self._arrange(sheet)
        for text in self.plan.texts:
            self._put(sheet, text.place, text.value, self._format(_LOOKS[text.look]))
        for field in self.plan.fields:
            self._field(sheet, field)
        _print_set_up(sheet, self.plan)
        sheet.protect("", {"format_rows": True, "format_columns": True, "insert_rows": False})
        sheet.activate()

    def _format(self, look: Mapping[str, Any]) -> Format:
        key = tuple(sorted(look.items()))
        if key not in self.formats:
            self.formats[key] = self.book.add_format({"font_name": TYPEFACE, "font_size": 10, **look})
        return self.formats[key]

    def _arrange(self, sheet: Worksheet) -> None:
        for column, width in enumerate(WIDTHS):
            sheet.set_column(column, column, width)
        if self.plan.columns > len(WIDTHS):
            sheet.set_column(len(WIDTHS), self.plan.columns - 1, TABLE_WIDTH)
        sheet.set_column(MARKS, MARKS, 2, None, {"hidden": True})
        for row, height in self.plan.heights.items():
            sheet.set_row(row, height, None, {"hidden": row in self.plan.hidden_rows})
        sheet.freeze_panes(self.plan.title_rows[1] + 1, 0)
        sheet.hide_gridlines(2)

    def _put(self, sheet: Worksheet, place: tuple[int, int], value: str | Decimal | date | None, look: Format) -> None:
        row, column = place
        if value is None:
            sheet.write_blank(row, column, None, look)
        elif isinstance(value, str):
            sheet.write_string(row, column, cell_text(value), look)
        elif isinstance(value, Decimal):
            sheet.write_number(row, column, float(value), look)
        else:
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), look)  # noqa: DTZ001

    def _field(self, sheet: Worksheet, field: Field) -> None:
        entry = field.rule.entry
        look = {**_LOOKS[Look.ANSWER], "num_format": _number_format(field)}
        if entry in _CENTRED:
            look["align"] = "center"
        if isinstance(field.value, str) and is_formula_like(field.value):
            look["quote_prefix"] = True
        self._put(sheet, field.place, field.value, self._format(look))
        row, column = field.place
        rule = self._validation(field)
        if rule:
            sheet.data_validation(row, column, row, column, rule)
        self.book.define_name(field.slot.name, f"='{self.plan.sheet}'!{_absolute(field.place)}")

    def _validation(self, field: Field) -> dict[str, Any]:
        """Excel's own check of the cell: a list, a number, a day, or only words that tell what to enter."""
        rule = field.rule
        allowed = self._allowed(field)
        if not allowed and not rule.message:
            return {}
        return {
            **(allowed or {"validate": "any"}),
            "ignore_blank": True,
            "input_title": rule.title,
            "input_message": rule.message[:255],
            "error_title": rule.title,
            "error_message": rule.message[:255],
            "error_type": "stop" if rule.is_firm else "warning",
        }

    def _allowed(self, field: Field) -> dict[str, Any]:
        rule = field.rule
        if rule.entry in (Entry.CHOICE, Entry.ABSENCE, Entry.MARK):
            return {"validate": "list", "source": self.lists[rule.choices]}
        if rule.entry in (Entry.NUMBER, Entry.MONEY, Entry.SCALE):
            kind = "decimal" if rule.decimals else "integer"
            low = rule.low if rule.low is not None else Decimal(-(10**14))
            high = rule.high if rule.high is not None else Decimal(10**14)
            return {"validate": kind, "criteria": "between", "minimum": float(low), "maximum": float(high)}
        if rule.entry is Entry.DATE:
            return {"validate": "date", "criteria": ">=", "value": date(1901, 1, 1)}
        return {}

    def _guide(self, sheet: Worksheet) -> None:
        sheet.set_column(0, 0, 96)
        plain, title = self._format(_WRAP), self._format(_LOOKS[Look.TITLE])
        for row, line in enumerate(self.plan.guide):
            sheet.write_string(row, 0, cell_text(line), plain if row else title)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.protect("")

    def _control(self, sheet: Worksheet) -> None:
        """The hidden sheet: the stamp, every answer cell with its name and first address, and the lists of choices."""
        sheet.write_string(0, 0, self.plan.stamp_line)
        for row, field in enumerate(self.plan.fields, start=1):
            cells = (field.slot.key, field.slot.owner.id, field.slot.name, address(field.place))
            for column, text in enumerate(cells):
                sheet.write_string(row, column, cell_text(text))
        for choices in dict.fromkeys(field.rule.choices for field in self.plan.fields if field.rule.choices):
            column = 6 + len(self.lists)
            for row, text in enumerate(choices):
                sheet.write_string(row, column, cell_text(text))
            ends = f"{_absolute((0, column))}:{_absolute((len(choices) - 1, column))}"
            self.lists[choices] = f"='{CONTROL_SHEET}'!{ends}"
        sheet.protect("")
        sheet.very_hidden()


def cell_text(text: str) -> str:
    """A text as a cell takes it: lines end in LF, no character that XML forbids, nothing that is taken for markup."""
    text = _UNWRITABLE.sub("�", text.replace("\r\n", "\n").replace("\r", "\n"))
    # XlsxWriter passes text between these tags on as markup of its own.
    return f"{text} " if text.startswith("<r>") and text.endswith("</r>") else text


def _number_format(field: Field) -> str:
    if isinstance(field.value, str) and field.value.lstrip("-").isdigit():
        return "@"
    plain = _NUMBER_FORMATS.get(field.rule.entry, "@")
    shown = max(field.rule.decimals, _decimals(field.value))
    return f"{plain}.{'#' * shown}" if shown and field.rule.entry is Entry.NUMBER else plain


def _decimals(value: object) -> int:
    return max(0, -int(value.as_tuple().exponent)) if isinstance(value, Decimal) else 0


def _absolute(place: tuple[int, int]) -> str:
    match = re.fullmatch(r"([A-Z]+)(\d+)", address(place))
    return f"${match[1]}${match[2]}" if match else ""


def _print_set_up(sheet: Worksheet, plan: Plan) -> None:
    """A4 upright, one page wide, the heads of the columns on every page, page numbers and the stamp below."""
    sheet.set_paper(9)
    sheet.set_portrait()
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.print_area(0, 0, plan.rows - 1, plan.columns - 1)
    sheet.repeat_rows(*plan.title_rows)
    name = plan.title.replace("&", "&&")[:60]
    sheet.set_footer(f"&L&8{name}  {plan.stamp.municipality} v{plan.stamp.version}&R&8&P / &N")
