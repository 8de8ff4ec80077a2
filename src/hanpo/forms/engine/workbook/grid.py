"""A workbook as it came back, without the file: sheets of cells, names, merged cells and comments."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal

Place = tuple[int, int]
"""Row and column of a cell, counted from 0."""

CellValue = str | Decimal | date | datetime | time | bool


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell holds.

    `value` is text, a number (15 significant digits, as a spreadsheet keeps them), a day, a moment or a truth value;
    of a formula it is the result that was saved (`None`: none was). `is_error` marks #REF! and its kind, `is_struck`
    text that was crossed out, wholly or in part.
    """

    value: CellValue | None
    number_format: str = "General"
    comment: str = ""
    is_formula: bool = False
    formula: str = ""
    is_error: bool = False
    is_struck: bool = False

    @property
    def is_blank(self) -> bool:
        """Whether nothing stands there (spaces are nothing; a formula is something)."""
        if self.is_formula or self.is_error:
            return False
        return self.value is None or (isinstance(self.value, str) and not self.value.strip())

    @property
    def shown(self) -> str:
        """What a person sees in the cell, nearly: percent as percent, days as ISO days."""
        value = self.value
        if value is None:
            return f"={self.formula}" if self.is_formula else ""
        if isinstance(value, bool):
            return "TRUE" if value else "FALSE"
        if isinstance(value, Decimal):
            return f"{plain(value * 100)}%" if self.is_percent else plain(value)
        if isinstance(value, datetime):
            return value.isoformat(sep=" ", timespec="minutes")
        return value if isinstance(value, str) else value.isoformat()

    @property
    def is_percent(self) -> bool:
        """Whether the number is shown times a hundred, with a percent sign."""
        return "%" in _unquoted(self.number_format)


NOTHING = Cell(None)
"""An empty cell."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that were joined, both ends included; what they hold stands in the first."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, place: Place) -> bool:
        """Whether a cell lies within."""
        return self.top <= place[0] <= self.bottom and self.left <= place[1] <= self.right


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its cells that are not empty, merged cells, whether a person sees it, and shapes drawn over it (the
    cell beneath the upper left corner, and the text inside).
    """

    name: str
    cells: Mapping[Place, Cell]
    merges: tuple[Merge, ...] = ()
    is_hidden: bool = False
    drawings: tuple[tuple[Place, str], ...] = ()

    def at(self, place: Place) -> Cell:
        """The cell at a place, empty where nothing was written."""
        return self.cells.get(place, NOTHING)

    def merge_over(self, place: Place) -> Merge | None:
        """The merged cells that a place belongs to."""
        return next((merge for merge in self.merges if merge.covers(place)), None)

    def texts(self) -> Iterator[tuple[Place, str]]:
        """Every text of the sheet, row by row."""
        for place in sorted(self.cells):
            value = self.cells[place].value
            if isinstance(value, str) and value.strip():
                yield place, value


@dataclass(frozen=True, slots=True)
class Grid:
    """A whole workbook (or a CSV file: one sheet, named 「CSV」).

    `names` are defined names in small letters; one may be defined for several sheets. `is_partial` says that the file
    could be read for values only: formats, comments and errors are not known. `counts_from_1904` is the calendar of
    serial dates.
    """

    sheets: tuple[Sheet, ...]
    names: Mapping[str, tuple[tuple[str, Place], ...]] = field(default_factory=dict)
    is_partial: bool = False
    counts_from_1904: bool = False

    def sheet(self, name: str) -> Sheet | None:
        """The sheet of a name."""
        return next((sheet for sheet in self.sheets if sheet.name == name), None)


def address(place: Place) -> str:
    """A1, AB12: the address as a spreadsheet shows it."""
    row, column = place
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def plain(number: Decimal) -> str:
    """A number without exponent and without zeros at its end: 30000, 0.5."""
    text = f"{number:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text in ("-0", "") else text


def _unquoted(number_format: str) -> str:
    """A number format without the words that it prints as they are."""
    out, quoted, skip = [], False, False
    for character in number_format:
        if skip:
            skip = False
        elif character == '"':
            quoted = not quoted
        elif character in "\\_*" and not quoted:
            skip = True
        elif not quoted:
            out.append(character)
    return "".join(out)
