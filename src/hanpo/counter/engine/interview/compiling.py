"""Tables turned into decision diagrams over the base facts; chained tables are woven into those that ask for them."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date

from hanpo.counter.engine.rules import Axis, Input, RuleClash, RuleSet, Table, Values, axes_of, chosen_rows

from .diagrams import Diagrams

CLASH = ("clash",)
"""The answer where rows contradict each other; a rule set in which it can be reached is refused."""

Leaf = Callable[[int], Hashable]
"""What is at the end of a path: made of the rows that apply there, as a bit mask of their places."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """All tables of a rule set on a day as diagrams: `nodes[table.output]`, over `axes` in their order."""

    store: Diagrams
    axes: tuple[Axis, ...]
    nodes: dict[str, int]


def compile_rules(rules: RuleSet, on: date) -> Compiled:
    """The diagrams of all results in force on a day. `RuleClash` names a table whose rows contradict each other."""
    loom = Loom(axes_over([rules], on))
    for table in rules.in_order():
        loom.add(table.on(on))
        if any(CLASH in loom.store.answers(loom.nodes[f"{table.key}.{output.name}"]) for output in table.outputs):
            raise RuleClash(f"表「{table.key}」に、たがいに矛盾する行があります。")
    return Compiled(loom.store, loom.axes, loom.nodes)


def axes_over(several: Sequence[RuleSet], on: date) -> tuple[Axis, ...]:
    """The axes of all base facts, fine enough for every cell of several rule sets on a day."""
    columns: dict[str, Input] = {column.name: column for rules in several for column in rules.inputs}
    cells: dict[str, list[Values]] = {name: [] for name in columns}
    for table in (table.on(on) for rules in several for table in rules.tables):
        for row in table.rows:
            for column, cell in zip(table.inputs, row.cells, strict=True):
                cells.setdefault(column.name, []).append(cell.values)
    return tuple(axes_of(column, cells[name]) for name, column in columns.items())


class Loom:
    """Weaves tables into diagrams, column by column, keeping the rows that can still apply."""

    def __init__(self, axes: tuple[Axis, ...], store: Diagrams | None = None) -> None:
        self.axes = axes
        self.store = store or Diagrams()
        self.nodes: dict[str, int] = {}
        self._by_name = {axis.name: axis for axis in axes}
        self._facts = {axis.name: self._fact(place, axis) for place, axis in enumerate(axes)}

    def _fact(self, variable: int, axis: Axis) -> int:
        return self.store.choice(variable, tuple(self.store.answer(place) for place in range(len(axis.parts))))

    def add(self, table: Table) -> None:
        """Weave the results of a table, so that those which follow can ask for them."""
        for place, output in enumerate(table.outputs):
            self.nodes[f"{table.key}.{output.name}"] = self.weave(table, _Result(table, place))

    def weave(self, table: Table, leaf: Leaf) -> int:
        """The diagram over the base facts of what `leaf` makes of the rows that apply."""
        selectors = [self._facts.get(c.name, self.nodes.get(c.name, -1)) for c in table.inputs]
        accepting = [self._column(table, place, selector) for place, selector in enumerate(selectors)]
        made: dict[tuple[int, int], int] = {}

        def woven(place: int, alive: int) -> int:
            if place == len(selectors):
                return self.store.answer(leaf(alive))
            if (place, alive) not in made:
                branches = {value: woven(place + 1, alive & rows) for value, rows in accepting[place].items()}
                made[place, alive] = self.store.case(selectors[place], branches)
            return made[place, alive]

        return woven(0, (1 << len(table.rows)) - 1)

    def _column(self, table: Table, place: int, selector: int) -> dict[Hashable, int]:
        """For each part of the axis, or each result of the chained table, the rows that accept it, as a bit mask."""
        axis = self._by_name.get(table.inputs[place].name)
        accepting: dict[Hashable, int] = {}
        for value in self.store.answers(selector):
            given = axis.specimen(value) if axis and isinstance(value, int) else value
            accepts = (row.cells[place].accepts(given) for row in table.rows)  # type: ignore[arg-type]
            accepting[value] = sum(1 << n for n, accepted in enumerate(accepts) if accepted)
        return accepting


@dataclass(frozen=True, slots=True)
class _Result:
    """One result of a table for the rows that apply."""

    table: Table
    output: int

    def __call__(self, alive: int) -> Hashable:
        hits = tuple(row for place, row in enumerate(self.table.rows) if alive >> place & 1)
        try:
            chosen = chosen_rows(self.table, hits)
        except RuleClash:
            return CLASH
        results = [row.results[self.output] for row in chosen]
        if not results and self.table.otherwise is not None:
            results = [self.table.otherwise[self.output]]
        if not self.table.policy.is_single:
            return tuple(results)
        return results[0] if results else None
