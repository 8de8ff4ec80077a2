"""An .xlsx file as a grid: values, formats, names, merged cells, comments, hidden sheets and shapes."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Final
from xml.etree import ElementTree as ET

import openpyxl
import python_calamine
from openpyxl.cell.cell import Cell as FileCell
from openpyxl.cell.rich_text import CellRichText
from openpyxl.utils import column_index_from_string
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from hanpo.forms.engine.workbook.grid import Cell, CellValue, Grid, Merge, Place, Sheet

_PLACE: Final = re.compile(r"'?((?:[^'\[\]]|'')+?)'?!\$?([A-Z]{1,3})\$?(\d+)(?::\$?[A-Z]{1,3}\$?\d+)?")
_CARRIAGE_RETURN: Final = re.compile("_x000D_(?=\n)|\r(?=\n)")
_THREAD: Final = re.compile(r"\A\[[^\]]*\].*?\n(?:Comment|コメント)\s*[:：]\s*", re.DOTALL)
_DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_TEXT: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def read_xlsx(content: bytes) -> Grid:
    """The grid of an .xlsx file. Raises whatever openpyxl raises on a damaged one."""
    book = openpyxl.load_workbook(io.BytesIO(content), rich_text=True)
    results = _Results(content)
    shapes = _shapes(content)
    sheets = [_sheet(sheet, results, shapes.get(sheet.title, ())) for sheet in book.worksheets]
    return Grid(tuple(sheets), _names(book), counts_from_1904=book.epoch == CALENDAR_MAC_1904)


class _Results:
    """The saved results of formulas, read only when a formula is met."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.sheets: dict[str, list[list[Any]]] = {}

    def at(self, sheet: str, cell: FileCell) -> CellValue | None:
        """The saved result; `None` where there is none, where it is empty, and where it is an error."""
        if sheet not in self.sheets:
            self.sheets[sheet] = self._read(sheet)
        rows = self.sheets[sheet]
        row, column = cell.row - 1, cell.column - 1
        value = rows[row][column] if row < len(rows) and column < len(rows[row]) else ""
        return None if value == "" else _value(value)

    def _read(self, sheet: str) -> list[list[Any]]:
        try:
            book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(self.content))
            return book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
        except (python_calamine.CalamineError, ValueError):
            return []


def _sheet(sheet: Worksheet, results: _Results, shapes: Iterable[tuple[Place, str]]) -> Sheet:
    cells = {
        (cell.row - 1, cell.column - 1): _cell(cell, sheet.title, results)
        for cell in sheet._cells.values()
        if isinstance(cell, FileCell) and (cell.value is not None or cell.comment is not None)
    }
    merges = tuple(
        Merge(one.min_row - 1, one.min_col - 1, one.max_row - 1, one.max_col - 1) for one in sheet.merged_cells.ranges
    )
    return Sheet(sheet.title, cells, merges, sheet.sheet_state != "visible", tuple(shapes))


def _cell(cell: FileCell, sheet: str, results: _Results) -> Cell:
    comment = _THREAD.sub("", cell.comment.text).strip() if cell.comment is not None else ""
    is_formula = cell.data_type == "f"
    return Cell(
        value=results.at(sheet, cell) if is_formula else _value(cell.value),
        number_format=cell.number_format or "General",
        comment=comment,
        is_formula=is_formula,
        formula=_formula(cell.value) if is_formula else "",
        is_error=cell.data_type == "e",
        is_struck=_is_struck(cell),
    )


def _formula(value: Any) -> str:
    return str(getattr(value, "text", value) or "").lstrip("=")


def _value(value: Any) -> CellValue | None:
    if value is None or isinstance(value, bool | date | datetime | time):
        return value
    if isinstance(value, int | float):
        return Decimal(f"{value:.15g}")
    return _CARRIAGE_RETURN.sub("", str(value))


def _is_struck(cell: FileCell) -> bool:
    if cell.has_style and cell.font is not None and cell.font.strike:
        return True
    runs = cell.value if isinstance(cell.value, CellRichText) else ()
    return any(getattr(getattr(run, "font", None), "strike", False) for run in runs)


def _names(book: Workbook) -> Mapping[str, tuple[tuple[str, Place], ...]]:
    """Every defined name with the first cell that it means; names without a cell (#REF!) mean none."""
    found: dict[str, list[tuple[str, Place]]] = {}
    scopes = [book.defined_names, *(sheet.defined_names for sheet in book.worksheets)]
    for scope in scopes:
        for name, defined in scope.items():
            places = found.setdefault(name.lower(), [])
            match = _PLACE.fullmatch(defined.attr_text or "")
            if match and match[1] in book.sheetnames:
                places.append(
                    (match[1].replace("''", "'"), (int(match[3]) - 1, column_index_from_string(match[2]) - 1))
                )
    return {name: tuple(dict.fromkeys(places)) for name, places in found.items()}


def _shapes(content: bytes) -> Mapping[str, tuple[tuple[Place, str], ...]]:
    """Shapes and text boxes by sheet: where their upper left corner lies, and their text."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = set(archive.namelist())
        if not any(part.startswith("xl/drawings/drawing") for part in parts):
            return {}
        return {name: tuple(_drawn(archive, parts, path)) for name, path in _sheet_paths(archive)}


def _sheet_paths(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets = _related(archive, "xl/workbook.xml")
    for sheet in ET.fromstring(archive.read("xl/workbook.xml")).iter():  # noqa: S314
        if sheet.tag.endswith("}sheet"):
            number = next(value for key, value in sheet.attrib.items() if key.endswith("}id"))
            yield sheet.attrib["name"], targets[number]


def _related(archive: zipfile.ZipFile, path: str) -> Mapping[str, str]:
    """The parts that a part of the package names, by the id of the relation."""
    folder, name = posixpath.split(path)
    relations = f"{folder}/_rels/{name}.rels"
    if relations not in archive.namelist():
        return {}
    root = ET.fromstring(archive.read(relations))  # noqa: S314
    return {
        one.attrib["Id"]: posixpath.normpath(posixpath.join(folder, one.attrib["Target"])).lstrip("/") for one in root
    }


def _drawn(archive: zipfile.ZipFile, parts: set[str], sheet: str) -> Iterator[tuple[Place, str]]:
    for path in _related(archive, sheet).values():
        if not path.startswith("xl/drawings/drawing") or path not in parts:
            continue
        for anchor in ET.fromstring(archive.read(path)):  # noqa: S314
            start = anchor.find(f"{_DRAWING}from")
            if start is not None:
                row, column = (int(start.findtext(f"{_DRAWING}{axis}", "0")) for axis in ("row", "col"))
                yield (row, column), "".join(text.text or "" for text in anchor.iter(_TEXT))
