"""CSV and tab-separated text as a grid of one sheet: UTF-8 (with or without BOM), CP932, UTF-16 as Excel saves it."""

from __future__ import annotations

import csv
import io
from typing import Final

from hanpo.core.file_kinds import decoded_text
from hanpo.forms.engine.workbook.grid import Cell, Grid, Place, Sheet

_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
NAME: Final = "CSV"
_LONGEST_FIELD: Final = 200_000


def read_delimited(content: bytes) -> Grid:
    """The grid of a text file. Raises `FileRefused` where the bytes are no text."""
    text = content.decode("utf-16", "replace") if content.startswith(_UTF_16) else decoded_text(content)
    first = next((line for line in text.splitlines() if line.strip("\t, ")), "")
    csv.field_size_limit(_LONGEST_FIELD)
    delimiter = "\t" if first.count("\t") > first.count(",") else ","
    cells: dict[Place, Cell] = {}
    for row, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)):
        for column, value in enumerate(values):
            if value.strip():
                cells[row, column] = Cell(value.replace("\r\n", "\n").replace("\r", "\n"), is_error=value in ERRORS)
    return Grid((Sheet(NAME, cells),))


ERRORS: Final = frozenset({"#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#N/A", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
"""What a spreadsheet writes for a formula that failed."""
