"""A workbook that can be mended and broken in memory, and saved as people save it: .xlsx, .xls, CSV."""

from __future__ import annotations

import csv
import io
import struct
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

import xlsxwriter

from hanpo.forms.engine.workbook.grid import Cell, Grid, Place, address

EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001


@dataclass
class Page:
    """A sheet that can be changed."""

    name: str
    cells: dict[Place, Cell]
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden: str = ""

    def move(self, *, row: int = 0, rows: int = 0, column: int = 0, columns: int = 0) -> None:
        """Insert rows before `row` and columns before `column`; negative numbers delete that many."""
        self.cells = {
            to: cell for place, cell in self.cells.items() if (to := moved(place, row, rows, column, columns))
        }
        kept = []
        for top, left, bottom, right in self.merges:
            first, last = (
                moved((top, left), row, rows, column, columns),
                moved((bottom, right), row, rows, column, columns),
            )
            if first and last:
                kept.append((*first, *last))
        self.merges = kept


def moved(place: Place, row: int, rows: int, column: int, columns: int) -> Place | None:
    """Where a cell is after rows and columns were inserted or deleted; `None` where it is gone."""
    at, across = place
    if (rows < 0 and row <= at < row - rows) or (columns < 0 and column <= across < column - columns):
        return None
    return at + (rows if rows and at >= row else 0), across + (columns if columns and across >= column else 0)


@dataclass
class Book:
    """A workbook that can be changed. `names`: defined name → sheet and place."""

    pages: list[Page]
    names: dict[str, tuple[str, Place] | None] = field(default_factory=dict)
    scoped: dict[tuple[str, str], Place] = field(default_factory=dict)

    @classmethod
    def of(cls, grid: Grid) -> Book:
        """A copy of what was read."""
        pages = [
            Page(
                one.name,
                dict(one.cells),
                [(m.top, m.left, m.bottom, m.right) for m in one.merges],
                "very" * one.is_hidden,
            )
            for one in grid.sheets
        ]
        return cls(pages, {name: spots[0] for name, spots in grid.names.items() if spots})

    @property
    def answers(self) -> Page:
        """The sheet to answer on."""
        return self.pages[0]

    def move(self, *, row: int = 0, rows: int = 0, column: int = 0, columns: int = 0) -> None:
        """Insert or delete rows and columns of the sheet of answers as Excel does: names move along."""
        self.answers.move(row=row, rows=rows, column=column, columns=columns)
        for name, spot in self.names.items():
            if spot and spot[0] == self.answers.name:
                place = moved(spot[1], row, rows, column, columns)
                self.names[name] = (spot[0], place) if place else None

    def saved_as_xlsx(self) -> bytes:
        """The bytes of an .xlsx file."""
        out = io.BytesIO()
        book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False})
        formats: dict[tuple[str, bool], object] = {}
        for page in self.pages:
            sheet = book.add_worksheet(page.name)
            for top, left, bottom, right in page.merges:
                sheet.merge_range(top, left, bottom, right, "")
            for place, cell in page.cells.items():
                key = (cell.number_format, cell.is_struck)
                if key not in formats:
                    formats[key] = book.add_format({"num_format": key[0], "font_strikeout": key[1]})
                _write(sheet, place, cell, formats[key])
            if page.hidden:
                sheet.very_hidden() if page.hidden == "very" else sheet.hide()
        for name, spot in self.names.items():
            book.define_name(name, f"={_quoted(spot[0])}!{_absolute(spot[1])}" if spot else "=#REF!$A$1")
        for (page_name, name), place in self.scoped.items():
            book.define_name(f"'{page_name}'!{name}", f"='{page_name}'!{_absolute(place)}")
        book.close()
        return out.getvalue()

    def saved_as_csv(self, encoding: str, delimiter: str = ",") -> bytes:
        """The sheet of answers as CSV, numbers and days as they are shown."""
        page = self.answers
        rows = 1 + max(row for row, _column in page.cells)
        columns = 1 + max(column for _row, column in page.cells)
        out = io.StringIO(newline="")
        writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n")
        for row in range(rows):
            writer.writerow([_shown(page.cells.get((row, column))) for column in range(columns)])
        return out.getvalue().encode(encoding, "replace")

    def saved_as_xls(self) -> bytes:
        """The bytes of an Excel 97-2003 file without names and comments."""
        return compound_file(_biff(self.pages))


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


def _absolute(place: Place) -> str:
    letters = address(place).rstrip("0123456789")
    return f"${letters}${place[0] + 1}"


def _write(sheet: object, place: Place, cell: Cell, look: object) -> None:
    value = cell.value
    if cell.is_formula:
        result = (value - EPOCH).days if isinstance(value, datetime) else "" if value is None else value
        sheet.write_formula(*place, f"={cell.formula}", look, float(result) if isinstance(result, Decimal) else result)
    elif cell.is_error:
        sheet.write_formula(*place, "=1/0", look, "#REF!")
    elif isinstance(value, bool):
        sheet.write_boolean(*place, value, look)
    elif isinstance(value, Decimal):
        sheet.write_number(*place, float(value), look)
    elif isinstance(value, date):
        moment = value if isinstance(value, datetime) else datetime.combine(value, time())
        sheet.write_datetime(*place, moment, look)
    elif value is not None:
        sheet.write_string(*place, str(value), look)
    if cell.comment:
        sheet.write_comment(*place, cell.comment)


def _shown(cell: Cell | None) -> str:
    if cell is None or cell.value is None:
        return ""
    if cell.is_error:
        return "#REF!"
    if isinstance(cell.value, datetime):
        return f"{cell.value.year}/{cell.value.month}/{cell.value.day}"
    if isinstance(cell.value, Decimal) and cell.number_format.startswith("#,##0"):
        return f"{cell.value:,}{cell.number_format.removeprefix('#,##0').strip(chr(34))}".removesuffix(".#")
    return cell.shown


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _text(text: str, length: str = "<H") -> bytes:
    return struct.pack(length, len(text)) + b"\1" + text.encode("utf-16-le")


def _biff(pages: list[Page]) -> bytes:
    """A BIFF8 stream: globals with fonts, formats and looks, then each sheet."""
    formats = sorted({cell.number_format for page in pages for cell in page.cells.values()} | {"General"})
    looks = [(number, struck) for number in range(len(formats)) for struck in (False, True)]
    head = _record(0x0809, struct.pack("<HHHHII", 0x0600, 5, 0x0DBB, 1996, 0, 6)) + _record(
        0x0042, struct.pack("<H", 1200)
    )
    for struck in (0, 8):
        head += _record(
            0x0031, struct.pack("<HHHHHBBBB", 200, struck, 0x7FFF, 400, 0, 0, 0, 0, 0) + _text("Arial", "<B")
        )
    for number, text in enumerate(formats):
        head += _record(0x041E, struct.pack("<H", 164 + number) + _text(text))
    for number, struck in looks:
        head += _record(0x00E0, struct.pack("<HHHBBBBIIH", int(struck), 164 + number, 1, 0x20, 0, 0, 0, 0, 0, 0))
    sheets = [_biff_sheet(page, formats, looks) for page in pages]
    length = len(head) + sum(len(_bound(page, 0)) for page in pages) + 4
    bounds, at = b"", length
    for page, sheet in zip(pages, sheets, strict=True):
        bounds += _bound(page, at)
        at += len(sheet)
    return head + bounds + _record(0x000A) + b"".join(sheets)


def _bound(page: Page, at: int) -> bytes:
    return _record(0x0085, struct.pack("<IBB", at, 2 if page.hidden else 0, 0) + _text(page.name, "<B"))


def _biff_sheet(page: Page, formats: list[str], looks: list[tuple[int, bool]]) -> bytes:
    out = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x10, 0x0DBB, 1996, 0, 6))
    for place, cell in sorted(page.cells.items()):
        look = looks.index((formats.index(cell.number_format), cell.is_struck))
        start = struct.pack("<HHH", *place, look)
        if cell.is_error:
            out += _record(0x0205, start + struct.pack("<BB", 0x17, 1))
        elif isinstance(cell.value, Decimal):
            out += _record(0x0203, start + struct.pack("<d", float(cell.value)))
        elif isinstance(cell.value, date):
            serial = (cell.value - EPOCH).days
            out += _record(0x0203, start + struct.pack("<d", serial))
        elif cell.value is not None:
            out += _record(0x0204, start + _text(str(cell.value)))
    merges = b"".join(struct.pack("<HHHH", top, bottom, left, right) for top, left, bottom, right in page.merges)
    if merges:
        out += _record(0x00E5, struct.pack("<H", len(page.merges)) + merges)
    return out + _record(0x000A)


def compound_file(stream: bytes, name: str = "Workbook") -> bytes:
    """A compound file (MS-CFB) with one stream."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    count = len(stream) // 512
    fat_sectors = -(-(count + 2) // 127)
    directory = count
    fat = [*range(1, count), 0xFFFFFFFE, 0xFFFFFFFE, *([0xFFFFFFFD] * fat_sectors)]
    fat += [0xFFFFFFFF] * (fat_sectors * 128 - len(fat))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, fat_sectors, directory, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    difat = [*range(count + 1, count + 1 + fat_sectors)]
    head += struct.pack("<109I", *difat, *([0xFFFFFFFF] * (109 - fat_sectors)))
    entries = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry(name, 2, 0xFFFFFFFF, 0, len(stream))
    return head + stream + entries.ljust(512, b"\0") + struct.pack(f"<{len(fat)}I", *fat)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", 0xFFFFFFFF, 0xFFFFFFFF, child)
    return (
        text.ljust(64, b"\0")
        + struct.pack("<HBB", len(text), kind, 1)
        + links
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
