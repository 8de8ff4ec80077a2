"""Reads a log: steps, who follows whom, variants, crossings between sections. Small numbers are hidden on the way.

Waits run from the end of the step before (from its beginning, where the log has no ends) to the beginning of the next.
The middle is the median; `long` is what nine in ten stay below. Means are not told: they hide what matters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import duckdb

from hanpo.counter.engine.discovery.events import Event
from hanpo.counter.engine.discovery.hiding import K, shown, shown_arrows
from hanpo.counter.engine.discovery.tables import table_of

FIRST, LAST = "", "\uffff"
"""Before the first step of a case and after its last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A step of the log: how often, in how many cases, mostly in which section, how long, and the wait before it.

    Times are minutes; None where too few cases have one.
    """

    name: str
    section: str
    times: int
    cases: int
    middle: float | None
    long: float | None
    wait_middle: float | None
    wait_long: float | None
    waits: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Follows:
    """One step follows another: in how many cases, and the wait between."""

    source: str
    target: str
    cases: int
    wait_middle: float | None
    wait_long: float | None


@dataclass(frozen=True, slots=True)
class Variant:
    """A way that cases went: its steps in order, and how many went so."""

    steps: tuple[str, ...]
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """Work is handed from a section to another: in how many cases, and the wait at the crossing."""

    source: str
    target: str
    cases: int
    wait_middle: float | None
    wait_long: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Discovered:
    """What a log says. `hidden_variants` cases went in ways that are not shown; so many arrows are not shown either.

    `handoffs` is (median, nine in ten) of the crossings in a case; None where there are too few cases.
    """

    cases: int
    events: int
    first: datetime | None
    last: datetime | None
    has_ends: bool
    steps: tuple[Step, ...]
    follows: tuple[Follows, ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    hidden_arrows: int
    variants: tuple[Variant, ...]
    all_variants: int
    hidden_variants: int
    crossings: tuple[Crossing, ...]
    handoffs: tuple[float, float] | None


def discover(events: Sequence[Event], *, k: int = K, most_variants: int = 20) -> Discovered:
    """Read a log; what fewer than `k` cases did is not told."""
    with table_of(events) as con:
        arrows = _arrows(con)
        open_ = shown_arrows({(a, b): n for a, b, n, _, _, _ in arrows}, k=k)
        variants, all_variants, hidden = _variants(con, k, most_variants)
        cases, count, first, last, ends = _row(
            con, """SELECT count(DISTINCT case_no), count(*), min(began), max(coalesce(ended, began)), count(ended)
                    FROM steps"""
        )  # fmt: skip
        return Discovered(
            cases=cases, events=count, first=first, last=last, has_ends=ends * 2 > count, steps=_steps(con, k),
            follows=tuple(
                Follows(source=a, target=b, cases=n, wait_middle=_if(waits, middle, k), wait_long=_if(waits, long, k))
                for a, b, n, waits, middle, long in arrows if (a, b) in open_ and a != FIRST and b != LAST
            ),
            starts=tuple(b for a, b in sorted(open_) if a == FIRST),
            ends=tuple(a for a, b in sorted(open_) if b == LAST), hidden_arrows=len(arrows) - len(open_),
            variants=variants, all_variants=all_variants, hidden_variants=hidden, crossings=_crossings(con, k),
            handoffs=_handoffs(con, k),
        )  # fmt: skip


def _steps(con: duckdb.DuckDBPyConnection, k: int) -> tuple[Step, ...]:
    rows = _rows(con, """
        SELECT step, mode(section ORDER BY section), count(*), count(DISTINCT case_no),
               count(DISTINCT case_no) FILTER (worked IS NOT NULL),
               quantile_cont(worked, 0.5), quantile_cont(worked, 0.9),
               count(DISTINCT case_no) FILTER (waited IS NOT NULL),
               quantile_cont(waited, 0.5), quantile_cont(waited, 0.9)
        FROM steps GROUP BY step ORDER BY 4 DESC, 1""")  # fmt: skip
    open_ = shown({row[0]: row[3] for row in rows}, k=k)
    return tuple(
        Step(name=name, section=section, times=times, cases=cases, middle=_if(worked, middle, k),
             long=_if(worked, long, k), wait_middle=_if(waits, wait, k), wait_long=_if(waits, wait_long, k),
             waits=waits)
        for name, section, times, cases, worked, middle, long, waits, wait, wait_long in rows if name in open_
    )  # fmt: skip


def _arrows(con: duckdb.DuckDBPyConnection) -> list[tuple[Any, ...]]:
    """Source, target, cases, cases with a wait, its median and nine in ten; beginnings and ends included."""
    return _rows(con, """
        SELECT coalesce(step_before, $first) AS a, step AS b, count(DISTINCT case_no) AS n, count(DISTINCT case_no)
               FILTER (waited IS NOT NULL), quantile_cont(waited, 0.5), quantile_cont(waited, 0.9)
        FROM steps GROUP BY a, b
        UNION ALL
        SELECT last_step, $last, count(*), 0, NULL, NULL
        FROM (SELECT arg_max(step, place) AS last_step FROM steps GROUP BY case_no) GROUP BY last_step
        ORDER BY n DESC, a, b""", {"first": FIRST, "last": LAST})  # fmt: skip


def _variants(con: duckdb.DuckDBPyConnection, k: int, most: int) -> tuple[tuple[Variant, ...], int, int]:
    rows = _rows(con, """
        SELECT way, count(*) FROM (SELECT list(step ORDER BY place) AS way FROM steps GROUP BY case_no)
        GROUP BY way ORDER BY 2 DESC, 1""")  # fmt: skip
    counts = {tuple(way): n for way, n in rows}
    open_ = shown(counts, k=k)
    variants = [Variant(way, n) for way, n in counts.items() if way in open_]
    return tuple(variants[:most]), len(counts), sum(n for way, n in counts.items() if way not in open_)


def _crossings(con: duckdb.DuckDBPyConnection, k: int) -> tuple[Crossing, ...]:
    rows = _rows(con, """
        SELECT section_before, section, count(DISTINCT case_no), quantile_cont(waited, 0.5), quantile_cont(waited, 0.9)
        FROM steps WHERE section_before <> section AND section_before <> '' AND section <> ''
        GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2""")  # fmt: skip
    return tuple(
        Crossing(source=a, target=b, cases=n, wait_middle=middle, wait_long=long)
        for a, b, n, middle, long in rows if n >= k
    )  # fmt: skip


def _handoffs(con: duckdb.DuckDBPyConnection, k: int) -> tuple[float, float] | None:
    cases, middle, long = _row(con, """
        SELECT count(*), quantile_cont(n, 0.5), quantile_cont(n, 0.9) FROM (
            SELECT count(*) FILTER (section_before <> section AND section_before <> '' AND section <> '') AS n
            FROM steps GROUP BY case_no)""")  # fmt: skip
    return (middle, long) if cases >= k else None


def _if(cases: int, value: float | None, k: int) -> float | None:
    return value if cases >= k else None


def _rows(con: duckdb.DuckDBPyConnection, sql: str, values: dict[str, str] | None = None) -> list[tuple[Any, ...]]:
    return con.execute(sql, values).fetchall()


def _row(con: duckdb.DuckDBPyConnection, sql: str) -> tuple[Any, ...]:
    return _rows(con, sql)[0]
