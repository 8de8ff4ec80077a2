"""A question of one's own to a log, in SQL: one reading statement, few seconds, few rows, no way out of the table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Timer
from typing import Any

import duckdb

from hanpo.counter.engine.discovery.events import Event
from hanpo.counter.engine.discovery.functions import NotAllowed, check
from hanpo.counter.engine.discovery.tables import table_of

SECONDS = 5.0
MOST_ROWS = 500
LONGEST_CELL = 300


class AskRefused(ValueError):
    """A question that is not answered.

    `why`: unreadable, several, not_reading, not_allowed, too_long, failed; `said` tells more.
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


def ask(events: Sequence[Event], sql: str, *, seconds: float = SECONDS, rows: int = MOST_ROWS) -> Answer:
    """Ask the table `steps`. Raises `AskRefused`."""
    with table_of(events) as con:
        statement = _reading(con, sql)
        late = Timer(seconds, con.interrupt)
        late.start()
        try:
            result = con.execute(statement)
            found = result.fetchmany(rows + 1)
            columns = tuple(str(one[0]) for one in result.description or ())
        except duckdb.InterruptException as out_of_time:
            raise AskRefused("too_long", f"{seconds:g}") from out_of_time
        except (duckdb.Error, RuntimeError) as wrong:
            raise AskRefused("failed", str(wrong).splitlines()[0][:LONGEST_CELL]) from wrong
        finally:
            late.cancel()
    return Answer(columns, tuple(tuple(_cell(one) for one in row) for row in found[:rows]), len(found) > rows)


def _reading(con: duckdb.DuckDBPyConnection, sql: str) -> duckdb.Statement:
    """The one statement, if it only reads."""
    try:
        statements = con.extract_statements(sql)
    except duckdb.Error as wrong:
        raise AskRefused("unreadable", str(wrong).splitlines()[0][:LONGEST_CELL]) from wrong
    if len(statements) != 1:
        raise AskRefused("several", str(len(statements)))
    if statements[0].type != duckdb.StatementType.SELECT:
        raise AskRefused("not_reading")
    try:
        check(con, sql)
    except NotAllowed as name:
        raise AskRefused("not_allowed", str(name)[:LONGEST_CELL]) from name
    return statements[0]


def _cell(value: Any) -> Any:
    if value is None or isinstance(value, bool | int | float):
        return value
    text = str(value)
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…"
