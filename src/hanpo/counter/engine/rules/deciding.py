"""Answers of tables for one set of facts, one table at a time and along a chain of tables.

This is the plain reading of the rules, row by row. The interview must always come to the same answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from graphlib import CycleError as GraphCycle
from graphlib import TopologicalSorter
from typing import Self

from .errors import CycleError, FactError, RuleClash, RuleError
from .tables import HitPolicy, Input, Row, Table
from .values import Kind, Value, fits, within

Facts = Mapping[str, Value | None]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a table answers: the rows that give the answer, and their results (several only under COLLECT)."""

    table: str
    rows: tuple[Row, ...]
    results: tuple[tuple[Value, ...], ...]

    @property
    def result(self) -> tuple[Value, ...] | None:
        """The one result; None when no row applied and the table has no `otherwise`."""
        return self.results[0] if self.results else None


def decide(table: Table, facts: Facts, on: date) -> Decision:
    """The answer of one table on a day. Every input of the table needs a fact."""
    given = [_fact(column, facts) for column in table.inputs]
    hits = tuple(
        row
        for row in table.rows
        if row.holds_on(on) and all(cell.accepts(value) for cell, value in zip(row.cells, given, strict=True))
    )
    chosen = chosen_rows(table, hits)
    results = tuple(row.results for row in chosen)
    if not results and table.otherwise is not None:
        results = (table.otherwise,)
    return Decision(table.key, chosen, results)


def _fact(column: Input, facts: Facts) -> Value | None:
    if column.name not in facts:
        raise FactError(f"「{column.name}」がまだ分かりません。")
    value = facts[column.name]
    if value is not None and not (fits(column.kind, value) and value in column.domain):
        raise FactError(f"「{column.name}」に「{value}」は入れられません。")
    return value


def chosen_rows(table: Table, hits: tuple[Row, ...]) -> tuple[Row, ...]:
    """Those of the rows that apply which give the answer, by the hit policy. `RuleClash` where they may not meet."""
    if table.policy is HitPolicy.FIRST:
        return hits[:1]
    if not table.policy.is_single:
        return hits
    differ = len({row.results for row in hits}) > 1
    if differ or (table.policy is HitPolicy.UNIQUE and len(hits) > 1):
        keys = "、".join(row.key for row in hits)
        raise RuleClash(f"表「{table.key}」で、いっしょに当てはまってはいけない行があります: {keys}")
    return hits


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Tables that belong together. An input named `table.output` is the result of another table (a chain)."""

    inputs: tuple[Input, ...]
    tables: tuple[Table, ...]

    @classmethod
    def of(cls, inputs: tuple[Input, ...], tables: tuple[Table, ...]) -> Self:
        """A checked set: every input is known, kinds agree, and no table waits for itself."""
        made = cls(inputs, tables)
        made.in_order()
        known = {column.name: column for column in inputs}
        results = made.results()
        for table in tables:
            for column in table.inputs:
                _check_column(table, column, known, results)
        return made

    def results(self) -> dict[str, tuple[Table, int]]:
        """Every result that other tables may ask for: by its name, the table and the place of the output."""
        return {
            f"{table.key}.{output.name}": (table, place)
            for table in self.tables
            for place, output in enumerate(table.outputs)
        }

    def needs(self) -> dict[str, set[str]]:
        """For each table those whose results it asks for."""
        results = self.results()
        return {
            table.key: {results[column.name][0].key for column in table.inputs if column.name in results}
            for table in self.tables
        }

    def in_order(self) -> tuple[Table, ...]:
        """The tables, each after those it asks. `CycleError` names the ring."""
        tables = {table.key: table for table in self.tables}
        if len(tables) != len(self.tables):
            raise RuleError("同じ名前の表が2つあります。")
        try:
            order = tuple(TopologicalSorter(self.needs()).static_order())
        except GraphCycle as ring:
            raise CycleError(f"表がたがいの結果を待っています: {' → '.join(ring.args[1])}") from None
        return tuple(tables[key] for key in order)

    def decide(self, facts: Facts, on: date) -> dict[str, Decision]:
        """The answers of all tables for one set of facts on a day, by the key of the table."""
        known: dict[str, Value | None] = dict(facts)
        answers: dict[str, Decision] = {}
        for table in self.in_order():
            answer = decide(table, known, on)
            answers[table.key] = answer
            for place, output in enumerate(table.outputs):
                known[f"{table.key}.{output.name}"] = answer.result[place] if answer.result else None
        return answers


def _check_column(
    table: Table, column: Input, known: Mapping[str, Input], results: Mapping[str, tuple[Table, int]]
) -> None:
    kind: Kind | None = None
    if column.name in results:
        asked, place = results[column.name]
        kind = asked.outputs[place].kind
        if not asked.policy.is_single:
            raise RuleError(f"表「{table.key}」は、結果がいくつもある表「{asked.key}」を条件にできません。")
    elif column.name in known:
        kind = known[column.name].kind
        if not within(known[column.name].domain, column.domain):
            raise RuleError(f"表「{table.key}」の「{column.name}」は、取りうる値をすべて受け入れていません。")
    if kind is not column.kind:
        raise RuleError(f"表「{table.key}」の「{column.name}」は、どこにもないか、種類が違います。")
