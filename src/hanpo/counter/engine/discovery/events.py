"""Events of a log from the rows of a table: which column is what a person says; every fault is named by its row."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from enum import Enum

from hanpo.core.japanese import parse_date
from hanpo.core.japanese.errors import JapaneseRuleError

START_OF_DATA = 2
"""The row of a sheet in which data begin, below the heading."""


@dataclass(frozen=True, slots=True)
class Event:
    """A step of a case: what, by which section, from when until when (None where the log has no end)."""

    case: str
    step: str
    section: str
    began: datetime
    ended: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Columns:
    """Which column holds what. Section and end may be missing."""

    case: str
    step: str
    began: str
    section: str = ""
    ended: str = ""

    def named(self) -> tuple[str, ...]:
        """The columns that are used."""
        return tuple(one for one in (self.case, self.step, self.began, self.section, self.ended) if one)


class FaultKind(Enum):
    """What can be wrong with a row."""

    EMPTY = "empty"
    NO_TIME = "no_time"
    ENDS_BEFORE = "ends_before"


@dataclass(frozen=True, slots=True)
class RowFault:
    """A row that is not taken: its number in the sheet, the column and what stands there."""

    row: int
    column: str
    kind: FaultKind
    said: str = ""


@dataclass(frozen=True, slots=True)
class Rows:
    """What a table held: the events, and the rows that were not taken."""

    events: tuple[Event, ...]
    faults: tuple[RowFault, ...]


def read_events(table: Sequence[Mapping[str, str]], columns: Columns) -> Rows:
    """The events of a table; a row with a fault is left out and named. Empty rows are no fault."""
    events: list[Event] = []
    faults: list[RowFault] = []
    for number, row in enumerate(table, start=START_OF_DATA):
        said = {name: (row.get(name) or "").strip() for name in columns.named()}
        if not any(said.values()):
            continue
        found = _event(number, said, columns)
        if isinstance(found, RowFault):
            faults.append(found)
        else:
            events.append(found)
    return Rows(tuple(events), tuple(faults))


def read_moment(text: str) -> datetime | None:
    """A moment in any usual form (2026-11-02T09:05, 2026/11/2 9:05:30, 令和8年11月2日 9時5分); None for anything else."""
    plain = unicodedata.normalize("NFKC", text).strip()
    try:
        return datetime.fromisoformat(plain.replace("/", "-")).replace(tzinfo=None)
    except ValueError:
        day, _, clock = plain.replace("T", " ").partition(" ")
        return _moment(day, clock.strip())


def _moment(day: str, clock: str) -> datetime | None:
    try:
        on = parse_date(day)
        digits = clock.replace("時", ":").replace("分", ":").replace("秒", "").strip(":").split(":")
        hours, minutes, seconds = ([int(float(one)) for one in digits if one] + [0, 0, 0])[:3]
        return datetime.combine(on, time(hours, minutes, seconds))
    except (JapaneseRuleError, ValueError):
        return None


def _event(number: int, said: Mapping[str, str], columns: Columns) -> Event | RowFault:
    for column in (columns.case, columns.step, columns.began):
        if not said[column]:
            return RowFault(number, column, FaultKind.EMPTY)
    began = read_moment(said[columns.began])
    ended_said = said.get(columns.ended, "") if columns.ended else ""
    ended = read_moment(ended_said) if ended_said else None
    if began is None:
        return RowFault(number, columns.began, FaultKind.NO_TIME, said[columns.began])
    if ended_said and ended is None:
        return RowFault(number, columns.ended, FaultKind.NO_TIME, ended_said)
    if ended is not None and ended < began:
        return RowFault(number, columns.ended, FaultKind.ENDS_BEFORE, ended_said)
    section = said.get(columns.section, "") if columns.section else ""
    return Event(said[columns.case], said[columns.step], section, began, ended)
