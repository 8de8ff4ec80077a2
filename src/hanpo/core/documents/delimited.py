"""CSV for other systems: UTF-8 with BOM, or CP932 with a report of every character that it could not hold."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from hanpo.core.documents.table import Column, Kind, cell_value, defused

GETA = "〓"
"""The printer's mark for a character that is not at hand."""

SAME_SIGN = str.maketrans({"—": "―", "–": "‐", "¥": "￥", "‾": "￣", "•": "・"})
"""Signs for which CP932 holds a twin. (Python's codec itself writes the twins of 〜 − ‖ ¢ £ ¬.)"""


@dataclass(frozen=True, slots=True)
class Replacement:
    """A character that CP932 does not hold: where it stood (row from 1 below the heading) and what stands there now."""

    row: int
    column: str
    character: str
    into: str


@dataclass(frozen=True, slots=True)
class CsvFile:
    """The bytes of a CSV file, and what had to be replaced in it."""

    content: bytes
    replacements: tuple[Replacement, ...] = ()


def export_csv(
    *,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    encoding: Literal["utf-8", "cp932"] = "utf-8",
) -> CsvFile:
    """Write a CSV file (RFC 4180, lines end in CRLF). Text that a spreadsheet would run as a formula is defused."""
    table = [[_written(value, column) for value, column in zip(row, columns, strict=True)] for row in rows]
    heading = [column.label for column in columns]
    if encoding == "utf-8":
        return CsvFile(_csv_text([heading, *table]).encode("utf-8-sig"))
    replacements: list[Replacement] = []
    held = [[_held(text, 0, text, replacements) for text in heading]]
    for number, line in enumerate(table, start=1):
        held.append([_held(t, number, c.label, replacements) for t, c in zip(line, columns, strict=True)])
    return CsvFile(_csv_text(held).encode("cp932"), tuple(replacements))


def _csv_text(lines: Iterable[Sequence[str]]) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\r\n").writerows(lines)
    return out.getvalue()


def _written(value: Any, column: Column) -> str:
    value = cell_value(value, column.kind)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return defused(value) if isinstance(value, str) and column.kind is Kind.TEXT else str(value)


def _held(text: str, row: int, column: str, replacements: list[Replacement]) -> str:
    """The text in CP932: a variation selector goes, anything else unknown becomes 〓, and all is reported."""
    out = []
    for character in text:
        into = character if _is_held(character) else _stand_in(character)
        if into != character:
            replacements.append(Replacement(row, column, character, into))
        out.append(into)
    return "".join(out)


def _stand_in(character: str) -> str:
    same = character.translate(SAME_SIGN)
    if same != character and _is_held(same):
        return same
    is_selector = 0xE0100 <= ord(character) <= 0xE01EF or 0xFE00 <= ord(character) <= 0xFE0F
    return "" if is_selector else GETA


def _is_held(character: str) -> bool:
    try:
        character.encode("cp932")
    except UnicodeEncodeError:
        return False
    return True
