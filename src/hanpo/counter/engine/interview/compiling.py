"""Tables turned into decision diagrams over the base facts; chained tables are woven into those that ask for them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date

from hanpo.counter.engine.rules import Axis, RuleClash, RuleSet, Table, Value, Values, axes_of, chosen_rows

from .diagrams import Diagrams

CLASH = ("clash",)
"""The answer where rows contradict each other; a rule set in which it can be reached is refused."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """All tables of a rule set on a day as diagrams: `nodes[table.output]`, over `axes` in their order."""

    store: Diagrams
    axes: tuple[Axis, ...]
    nodes: dict[str, int]


def compile_rules(rules: RuleSet, on: date) -> Compiled:
    """The diagrams of all results in force on a day. `RuleClash` names a table whose rows contradict each other."""
    axes = _axes(rules, on)
    store = Diagrams()
    selectors: dict[str, int] = {axis.name: _selector(store, place, axis) for place, axis in enumerate(axes)}
    by_name = {axis.name: axis for axis in axes}
    nodes: dict[str, int] = {}
    for table in rules.in_order():
        in_force = table.on(on)
        for place, output in enumerate(table.outputs):
            name = f"{table.key}.{output.name}"
            nodes[name] = _Weaver(store, in_force, place, by_name, selectors).woven()
            if CLASH in store.answers(nodes[name]):
                raise RuleClash(f"表「{table.key}」に、たがいに矛盾する行があります。")
        selectors |= {name: node for name, node in nodes.items() if name.startswith(f"{table.key}.")}
    return Compiled(store, axes, nodes)


def _axes(rules: RuleSet, on: date) -> tuple[Axis, ...]:
    cells: dict[str, list[Values]] = {column.name: [] for column in rules.inputs}
    for table in rules.tables:
        for row in table.on(on).rows:
            for column, cell in zip(table.inputs, row.cells, strict=True):
                cells.setdefault(column.name, []).append(cell.values)
    return tuple(axes_of(column, cells[column.name]) for column in rules.inputs)


def _selector(store: Diagrams, variable: int, axis: Axis) -> int:
    return store.choice(variable, tuple(store.answer(place) for place in range(len(axis.parts))))


class _Weaver:
    """Weaves one result of one table: column by column, keeping the rows that can still apply."""

    def __init__(
        self, store: Diagrams, table: Table, output: int, axes: dict[str, Axis], selectors: dict[str, int]
    ) -> None:
        self._store, self._table, self._output = store, table, output
        self._selectors = [selectors[column.name] for column in table.inputs]
        self._accepting = [self._column(place, axes.get(column.name)) for place, column in enumerate(table.inputs)]
        self._made: dict[tuple[int, int], int] = {}

    def woven(self) -> int:
        return self._from(0, (1 << len(self._table.rows)) - 1)

    def _column(self, place: int, axis: Axis | None) -> dict[Hashable, int]:
        """For each part of the axis, or each result of the chained table, the rows that accept it, as a bit mask."""
        found = self._store.answers(self._selectors[place])
        return {value: self._rows(place, value, axis) for value in found}

    def _rows(self, place: int, value: Hashable, axis: Axis | None) -> int:
        given: Value | None = axis.specimen(value) if axis and isinstance(value, int) else value  # type: ignore[assignment]
        return sum(1 << n for n, row in enumerate(self._table.rows) if row.cells[place].accepts(given))

    def _from(self, place: int, alive: int) -> int:
        if place == len(self._selectors):
            return self._store.answer(self._result(alive))
        if (place, alive) not in self._made:
            branches = {value: self._from(place + 1, alive & rows) for value, rows in self._accepting[place].items()}
            self._made[place, alive] = self._store.case(self._selectors[place], branches)
        return self._made[place, alive]

    def _result(self, alive: int) -> Hashable:
        hits = tuple(row for place, row in enumerate(self._table.rows) if alive >> place & 1)
        try:
            chosen = chosen_rows(self._table, hits)
        except RuleClash:
            return CLASH
        results = [row.results[self._output] for row in chosen]
        if not results and self._table.otherwise is not None:
            results = [self._table.otherwise[self._output]]
        if not self._table.policy.is_single:
            return tuple(results)
        return results[0] if results else None
