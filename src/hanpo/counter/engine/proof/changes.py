"""A changed rule: which households are answered differently, among those given and among all that can exist."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from datetime import date

from hanpo.counter.engine.interview import Diagrams, Loom, axes_over
from hanpo.counter.engine.rules import Decision, Facts, RuleSet

from .findings import Witness

Results = tuple[tuple[object, ...], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A household (by its place among those given) that a table answers differently, and the rows that answer."""

    household: int
    table: str
    before: Results
    after: Results
    rows_before: tuple[str, ...]
    rows_after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PossibleChange:
    """A result that changes for some household that can exist; the witness is one."""

    result: str
    before: Hashable
    after: Hashable
    witness: Witness


def differences(before: RuleSet, after: RuleSet, households: Iterable[Facts], on: date) -> tuple[Difference, ...]:
    """Which of the households are answered differently by the changed rules, table by table."""
    found = []
    for place, facts in enumerate(households):
        old, new = before.decide(facts, on), after.decide(facts, on)
        for key in [*old, *(key for key in new if key not in old)]:
            was, now = old.get(key, Decision(key, (), ())), new.get(key, Decision(key, (), ()))
            if _results(was) != _results(now):
                names = ([row.key for row in decision.rows] for decision in (was, now))
                rows_before, rows_after = map(tuple, names)
                found.append(Difference(place, key, was.results, now.results, rows_before, rows_after))
    return tuple(found)


def _results(decision: Decision) -> Results:
    """The results that count: several equal ones of rows that agree are one."""
    return tuple(dict.fromkeys(decision.results))


def possible_changes(before: RuleSet, after: RuleSet, on: date) -> tuple[PossibleChange, ...]:
    """Every result that some household would get differently. Empty: the two rule sets always agree (proved)."""
    axes, store = axes_over([before, after], on), Diagrams()
    looms = []
    for rules in (before, after):
        loom = Loom(axes, store)
        for table in rules.in_order():
            loom.add(table.on(on))
        looms.append(loom.nodes)
    none = store.answer(None)
    changes = []
    for name in [*looms[0], *(name for name in looms[1] if name not in looms[0])]:
        one, other = (nodes.get(name, none) for nodes in looms)
        if one != other:  # equal functions are one node
            path, was, now = _parting(store, one, other)
            facts = tuple((axes[variable].name, axes[variable].specimen(place)) for variable, place in path.items())
            changes.append(PossibleChange(name, was, now, Witness(facts, on)))
    return tuple(changes)


def _parting(store: Diagrams, one: int, other: int) -> tuple[dict[int, int], Hashable, Hashable]:
    """A way to two different answers. Different nodes always part, so no branch is followed in vain."""
    path: dict[int, int] = {}
    while not (store.is_answer(one) and store.is_answer(other)):
        top = min(store.variable(one), store.variable(other))
        width = len(store.branches(one if store.variable(one) == top else other))
        for place in range(width):
            left, right = (
                store.branches(node)[place] if store.variable(node) == top else node for node in (one, other)
            )
            if left != right:
                path[top], one, other = place, left, right
                break
    return path, store.value(one), store.value(other)
