"""The text of a CSV as a table; commas, semicolons and tabs are recognised by the heading."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from io import StringIO

MOST_ROWS = 500_000


class SheetError(ValueError):
    """The text is no table. `why`: empty, doubled (two columns of one name), long."""

    def __init__(self, why: str, what: str = "") -> None:
        super().__init__(f"{why}: {what}")
        self.why = why
        self.what = what


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table: the names of its columns and its rows."""

    columns: tuple[str, ...]
    rows: tuple[dict[str, str], ...]


def read_sheet(text: str) -> Sheet:
    """The table that a CSV holds. Raises `SheetError`."""
    first = text.split("\n", 1)[0]
    mark = max(",;\t", key=first.count)
    reader = csv.reader(StringIO(text), delimiter=mark)
    columns = tuple(name.strip() for name in next(reader, []))
    if not any(columns):
        raise SheetError("empty")
    doubled = [name for name in columns if name and columns.count(name) > 1]
    if doubled:
        raise SheetError("doubled", doubled[0])
    rows = tuple(dict(zip(columns, row, strict=False)) for _, row in zip(range(MOST_ROWS + 1), reader, strict=False))
    if len(rows) > MOST_ROWS:
        raise SheetError("long", f"{MOST_ROWS:,}")
    return Sheet(columns, rows)
