"""Arrivals counted by an older ticket machine, as CSV: day, hour, letter of the line, visitors. Faults by row."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hanpo.core.japanese import parse_date
from hanpo.core.japanese.errors import JapaneseRuleError
from hanpo.counter.models import ServiceLine

MOST_ROWS = 60_000
MOST_FAULTS = 20
MOST_VISITORS = 2_000


@dataclass(frozen=True, slots=True)
class Counted:
    """One row: so many came for a line in one hour of a day."""

    day: date
    hour: int
    line: str
    visitors: int


@dataclass(frozen=True, slots=True)
class CountsRead:
    """What was read; with any fault nothing may be stored."""

    rows: tuple[Counted, ...]
    faults: tuple[str, ...]

    @property
    def text(self) -> str:
        """The rows as a file again, for the form that stores what was looked at."""
        told = (f"{row.day.isoformat()},{row.hour},{row.line},{row.visitors}" for row in self.rows)
        return "\n".join(("", *told))

    @property
    def days(self) -> int:
        """How many days the file tells of."""
        return len({row.day for row in self.rows})

    @property
    def visitors(self) -> int:
        """How many visitors the file tells of."""
        return sum(row.visitors for row in self.rows)

    @property
    def first(self) -> date | None:
        """The first day."""
        return min((row.day for row in self.rows), default=None)

    @property
    def last(self) -> date | None:
        """The last day."""
        return max((row.day for row in self.rows), default=None)


def with_lines(read: CountsRead, lines: Sequence[ServiceLine]) -> list[tuple[ServiceLine, date, int, int]]:
    """What a file says, with the lines it speaks of."""
    by_letter = {line.prefix: line for line in lines}
    return [(by_letter[row.line], row.day, row.hour, row.visitors) for row in read.rows]


class _Fault(ValueError):
    """What is wrong with a row."""


def read_counts(content: bytes, *, lines: Collection[str]) -> CountsRead:
    """Read a CSV in UTF-8 or CP932. The first row is the heading; `lines` are the letters that the counter knows."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp932", errors="replace")
    return read_text(text, lines=lines)


def read_text(text: str, *, lines: Collection[str]) -> CountsRead:
    """Read the text of such a file."""
    rows, faults, places = [], [], set()
    for number, cells in enumerate(csv.reader(io.StringIO(text)), start=1):
        if number == 1 or not any(cell.strip() for cell in cells):
            continue
        try:
            row = _row([unicodedata.normalize("NFKC", cell).strip() for cell in cells], lines)
            if (row.day, row.hour, row.line) in places:
                raise _Fault(_("同じ日・時・種別の行が前にもあります"))
        except _Fault as fault:
            faults.append(_("{n}行目：{why}").format(n=number, why=fault))
        else:
            places.add((row.day, row.hour, row.line))
            rows.append(row)
    if len(rows) > MOST_ROWS:
        faults.append(_("行が多すぎます。{most}行までに分けてください。").format(most=MOST_ROWS))
    if not rows and not faults:
        faults.append(_("2行目から下に、読める行がありません。"))
    return CountsRead(tuple(rows), tuple(faults))


def _row(cells: Sequence[str], lines: Collection[str]) -> Counted:
    if len(cells) < 4:
        raise _Fault(_("列が足りません（日付、時、種別の文字、人数の4つ）"))
    try:
        day = parse_date(cells[0])
    except JapaneseRuleError as refusal:
        raise _Fault(_("「{cell}」は日付として読めません").format(cell=cells[0])) from refusal
    if cells[2] not in lines:
        raise _Fault(_("種別「{cell}」は登録されていません").format(cell=cells[2]))
    return Counted(day, _number(cells[1].removesuffix("時"), 23), cells[2], _number(cells[3], MOST_VISITORS))


def _number(cell: str, most: int) -> int:
    if not cell.isdecimal() or int(cell) > most:
        raise _Fault(_("「{cell}」は0から{most}までの数ではありません").format(cell=cell, most=most))
    return int(cell)
