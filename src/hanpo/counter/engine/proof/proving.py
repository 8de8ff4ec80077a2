"""Proves a rule set: every case is gone through at once, on diagrams, for each stretch of days with the same rows.

Chained tables are followed back to the facts, so a finding is never about a household that cannot exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from graphlib import CycleError as GraphCycle
from graphlib import TopologicalSorter
from itertools import combinations
from typing import cast

from hanpo.counter.engine.interview import CLASH, Loom, axes_over
from hanpo.counter.engine.rules import HitPolicy, Row, RuleSet, Table

from .findings import Expired, Gap, Overlap, Proof, Unreachable, Witness

GAPS_SHOWN = 3
"""So many gaps of a table are shown with a household each, for each stretch of days."""


def prove(rules: RuleSet, since: date) -> Proof:
    """Everything that is wrong with a rule set from a day on, and what nobody has read or approved."""
    rows = [(table.key, row) for table in rules.tables for row in table.rows]
    ring = _ring(rules)
    gathered = _Gathered()
    if not ring:
        for day in stretches(rules, since):
            _prove_day(rules, day, gathered)
    return Proof(
        overlaps=tuple(gathered.overlaps.values()),
        gaps=tuple(gathered.gaps.values()),
        unreachable=tuple(_unreachable(rules, since, gathered)) if not ring else (),
        expired=tuple(
            Expired(key, row.key, row.valid_to) for key, row in rows if row.valid_to and row.valid_to < since
        ),
        cycles=(ring,) if ring else (),
        unverified=tuple((key, row.key) for key, row in rows if row.origin.is_unverified),
        unconfirmed=tuple((key, row.key) for key, row in rows if not row.origin.confirmed_by),
    )


def stretches(rules: RuleSet, since: date) -> list[date]:
    """The first days of all stretches, from a day on, in which the same rows are in force."""
    days = {since}
    for table in rules.tables:
        for row in table.rows:
            days |= {row.valid_from} if row.valid_from else set()
            days |= {row.valid_to + timedelta(days=1)} if row.valid_to and row.valid_to < date.max else set()
    return sorted(day for day in days if day >= since)


def _ring(rules: RuleSet) -> tuple[str, ...]:
    try:
        tuple(TopologicalSorter(rules.needs()).static_order())
    except GraphCycle as found:
        return tuple(found.args[1])
    return ()


@dataclass
class _Gathered:
    """Findings of all stretches; each is kept once, with the earliest day."""

    overlaps: dict[tuple[str, str, str], Overlap] = field(default_factory=dict)
    gaps: dict[tuple[object, ...], Gap] = field(default_factory=dict)
    giving: set[tuple[str, str]] = field(default_factory=set)
    above: dict[tuple[str, str], set[str]] = field(default_factory=dict)


def _prove_day(rules: RuleSet, day: date, gathered: _Gathered) -> None:
    loom = Loom(axes_over([rules], day))
    for table in (table.on(day) for table in rules.in_order()):
        node = loom.weave(table, lambda alive: alive)
        reached = {cast("int", alive) for alive in loom.store.answers(node)}
        for alive in sorted(reached):
            together = [row for place, row in enumerate(table.rows) if alive >> place & 1]
            _note_rows(table, together, gathered)
            for pair in combinations(together, 2):
                key = (table.key, pair[0].key, pair[1].key)
                if key not in gathered.overlaps:
                    gathered.overlaps[key] = _overlap(table, pair, next(_witnesses(loom, node, alive, day)))
        if 0 in reached and table.otherwise is None and table.policy.is_single:
            for witness in _witnesses(loom, node, 0, day):
                gathered.gaps.setdefault((table.key, witness.facts), Gap(table.key, witness))
        _add_results(loom, table)


def _add_results(loom: Loom, table: Table) -> None:
    """Tables that ask a contradicting one are proved as if it gave no answer there; the contradiction is shown."""
    loom.add(table)
    for output in table.outputs:
        name = f"{table.key}.{output.name}"
        answers = loom.store.answers(loom.nodes[name])
        if CLASH in answers:
            branches = {value: loom.store.answer(None if value == CLASH else value) for value in answers}
            loom.nodes[name] = loom.store.case(loom.nodes[name], branches)


def _note_rows(table: Table, together: list[Row], gathered: _Gathered) -> None:
    giving = together[:1] if table.policy is HitPolicy.FIRST else together
    gathered.giving |= {(table.key, row.key) for row in giving}
    for row in together[1:]:
        gathered.above.setdefault((table.key, row.key), set()).add(together[0].key)


def _overlap(table: Table, pair: tuple[Row, Row], witness: Witness) -> Overlap:
    differ = pair[0].results != pair[1].results
    harmful = table.policy is HitPolicy.UNIQUE or (table.policy is HitPolicy.ANY and differ)
    order_matters = table.policy is HitPolicy.FIRST and differ
    return Overlap(table.key, (pair[0].key, pair[1].key), harmful, order_matters, witness)


def _witnesses(loom: Loom, node: int, alive: int, day: date) -> Iterator[Witness]:
    for path in loom.store.paths(node, alive, GAPS_SHOWN):
        facts = ((loom.axes[variable].name, loom.axes[variable].specimen(place)) for variable, place in path.items())
        yield Witness(tuple(facts), day)


def _unreachable(rules: RuleSet, since: date, gathered: _Gathered) -> Iterator[Unreachable]:
    """Rows still to be in force that never give an answer. Expired ones are told as expired."""
    for table in rules.tables:
        for row in table.rows:
            is_over = row.valid_to is not None and row.valid_to < since
            if (table.key, row.key) not in gathered.giving and not is_over:
                behind = gathered.above.get((table.key, row.key), set())
                yield Unreachable(table.key, row.key, tuple(sorted(behind)))
