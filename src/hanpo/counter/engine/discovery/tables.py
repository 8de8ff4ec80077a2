"""The events as a table of DuckDB in memory: nothing is read from or written to disk or network, nothing is loaded.

What may be asked is decided here once: the database sees no file, no extension and no variable of the program, its
settings are locked, and it has one thread and little memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import duckdb
import pyarrow as pa

from hanpo.counter.engine.discovery.events import Event

MEMORY = "256MB"
_CLOSED = {
    "enable_external_access": "false",
    "autoload_known_extensions": "false",
    "autoinstall_known_extensions": "false",
    "allow_community_extensions": "false",
    "python_enable_replacements": "false",
    "threads": "1",
    "memory_limit": MEMORY,
    "max_temp_directory_size": "0B",
}
_STEPS = """
CREATE TABLE steps AS
SELECT case_no, row_number() OVER line AS place, step, section, began, ended,
       lag(step) OVER line AS step_before, lag(section) OVER line AS section_before,
       CASE WHEN lag(began) OVER line IS NOT NULL
            THEN greatest(0, date_diff('second', lag(coalesce(ended, began)) OVER line, began)) / 60.0 END AS waited,
       date_diff('second', began, ended) / 60.0 AS worked
FROM incoming WINDOW line AS (PARTITION BY case_no ORDER BY began, row_no)
"""


@contextmanager
def table_of(events: Sequence[Event]) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database with the table `steps`: case_no (a running number, not the case's own), place, step, section, began,
    ended, step_before, section_before, waited and worked (minutes)."""
    with duckdb.connect(":memory:", config=_CLOSED) as con:  # type: ignore[arg-type]
        con.register("incoming", _arrow(events))
        con.execute(_STEPS)
        con.unregister("incoming")
        con.execute("SET lock_configuration = true")
        yield con


def _arrow(events: Sequence[Event]) -> pa.Table:
    numbers: dict[str, int] = {}
    for event in events:
        numbers.setdefault(event.case, len(numbers) + 1)
    moment = pa.timestamp("us")
    return pa.table(
        {
            "row_no": pa.array(range(len(events)), pa.int64()),
            "case_no": pa.array([numbers[event.case] for event in events], pa.int64()),
            "step": pa.array([event.step for event in events], pa.string()),
            "section": pa.array([event.section for event in events], pa.string()),
            "began": pa.array([event.began for event in events], moment),
            "ended": pa.array([event.ended for event in events], moment),
        }
    )
