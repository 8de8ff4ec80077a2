"""A question of one's own to a log, in SQL: one reading statement, few rows, groups of cases, no way out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from enum import Enum
from typing import Any

import duckdb

from hanpo.counter.engine.discovery.events import Event
from hanpo.counter.engine.discovery.functions import NotAllowed, check
from hanpo.counter.engine.discovery.grouping import NotGrouped, grouped
from hanpo.counter.engine.discovery.hiding import K
from hanpo.counter.engine.discovery.tables import table_of

MOST_ROWS = 500
LONGEST_CELL = 300

Limit = Callable[[Callable[[], None]], AbstractContextManager[object]]
"""A stretch of time: entered with what stops the question, left when it is answered. Who asks has the clock."""


class Few(Enum):
    """Stands in an answer for a count that is too small to be shown."""

    FEW = "few"


class AskRefused(ValueError):
    """A question that is not answered.

    `why`: unreadable, several, not_reading, not_allowed, not_grouped, too_long, failed; `said` tells more.
    """

    def __init__(self, why: str, said: str = "") -> None:
        super().__init__(f"{why}: {said}")
        self.why = why
        self.said = said


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer as a table of texts and numbers; `is_cut` where there were more rows than are given."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]
    is_cut: bool


def ask(
    events: Sequence[Event], sql: str, *, limit: Limit = nullcontext, rows: int = MOST_ROWS, k: int = K
) -> Answer:  # fmt: skip
    """Ask the table `steps`; what rests on fewer than `k` cases is not told. Raises `AskRefused`."""
    with table_of(events) as con:
        statement, counts = _reading(con, sql, k)
        try:
            with limit(con.interrupt):
                result = con.execute(statement)
                found = result.fetchmany(rows + 1)
                columns = tuple(str(one[0]) for one in result.description or ())
        except duckdb.InterruptException as out_of_time:
            raise AskRefused("too_long") from out_of_time
        except duckdb.BinderException as wrong:
            raise AskRefused("not_grouped", _first_line(wrong)) from wrong
        except (duckdb.Error, RuntimeError) as wrong:
            raise AskRefused("failed", _first_line(wrong)) from wrong
    told = (tuple(_cell(one, place in counts, k) for place, one in enumerate(row)) for row in found[:rows])
    return Answer(columns, tuple(told), len(found) > rows)


def _reading(con: duckdb.DuckDBPyConnection, sql: str, k: int) -> tuple[str, frozenset[int]]:
    """The one statement, if it only reads and groups, and which of its columns are counts."""
    try:
        statements = con.extract_statements(sql)
    except duckdb.Error as wrong:
        raise AskRefused("unreadable", _first_line(wrong)) from wrong
    if len(statements) != 1:
        raise AskRefused("several", str(len(statements)))
    if statements[0].type != duckdb.StatementType.SELECT:
        raise AskRefused("not_reading")
    try:
        check(con, sql)
        return grouped(con, sql, k)
    except NotAllowed as name:
        raise AskRefused("not_allowed", str(name)[:LONGEST_CELL]) from name
    except NotGrouped as part:
        raise AskRefused("not_grouped", part.what) from part


def _first_line(wrong: Exception) -> str:
    return str(wrong).splitlines()[0][:LONGEST_CELL]


def _cell(value: Any, is_count: bool, k: int) -> Any:
    if is_count and isinstance(value, int) and 0 < value < k:
        return Few.FEW
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
