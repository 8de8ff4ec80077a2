"""Why an answer is as it is: the facts that suffice for it, and the rows that certainly apply."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date

from hanpo.counter.engine.rules import Row, RuleSet, Table, Value, within

from .compiling import Compiled

Known = Mapping[int, tuple[int, Value]]
"""Known facts: by variable, the part of its axis and the value itself."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is known of a goal: its answer (`is_settled`), or the answers still possible.

    `because` are facts none of which can be left out: with them alone the answer is settled. `rows` certainly apply.
    """

    goal: str
    is_settled: bool
    possible: tuple[Value | None, ...]
    because: tuple[tuple[str, Value], ...]
    rows: tuple[Row, ...]

    @property
    def answer(self) -> Value | None:
        """The settled answer; None while it is open, and where no rule covers the case."""
        return self.possible[0] if self.is_settled else None


class Reasons:
    """Explains the answers of a compiled rule set."""

    def __init__(self, rules: RuleSet, compiled: Compiled, on: date) -> None:
        self._compiled, self._store = compiled, compiled.store
        self._tables = {table.key: table.on(on) for table in rules.tables}
        self._variables = {axis.name: place for place, axis in enumerate(compiled.axes)}

    def finding(self, goal: str, known: Known) -> Finding:
        """What these facts say about a goal."""
        rest = self._given(self._compiled.nodes[goal], known)
        settled = self._store.is_answer(rest)
        possible: list[Value | None] = sorted(self._store.answers(rest), key=repr)  # type: ignore[arg-type]
        because = self._sufficient(goal, known) if settled else ()
        key, _, output = goal.rpartition(".")
        table = self._tables[key]
        place = [column.name for column in table.outputs].index(output)
        rows = self._certain(table, known) if settled else ()
        answers_so = tuple(row for row in rows if row.results[place] == possible[0])
        return Finding(goal, settled, tuple(possible), because, answers_so)

    def _given(self, node: int, known: Known) -> int:
        for variable, (place, _) in known.items():
            node = self._store.restrict(node, variable, place)
        return node

    def _sufficient(self, goal: str, known: Known) -> tuple[tuple[str, Value], ...]:
        """Facts are left out one by one, the last first, as long as the answer stays settled."""
        node = self._compiled.nodes[goal]
        used = self._store.support(node)
        kept = {variable: fact for variable, fact in known.items() if used >> variable & 1}
        for variable in sorted(kept, reverse=True):
            fewer = {other: fact for other, fact in kept.items() if other != variable}
            if self._store.is_answer(self._given(node, fewer)):
                kept = fewer
        return tuple((self._compiled.axes[variable].name, kept[variable][1]) for variable in sorted(kept))

    def _certain(self, table: Table, known: Known) -> tuple[Row, ...]:
        return tuple(row for row in table.rows if all(self._met(table, row, n, known) for n in range(len(row.cells))))

    def _met(self, table: Table, row: Row, place: int, known: Known) -> bool:
        column, cell = table.inputs[place], row.cells[place]
        variable = self._variables.get(column.name)
        if variable is None:
            left = self._store.answers(self._given(self._compiled.nodes[column.name], known))
            return all(cell.accepts(_as_value(value)) for value in left)
        return cell.accepts(known[variable][1]) if variable in known else within(column.domain, cell.values)


def _as_value(value: Hashable) -> Value | None:
    return value  # type: ignore[return-value]
