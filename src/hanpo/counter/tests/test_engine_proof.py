"""A proof finds every overlap and gap that going through all households finds, and none that does not exist."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from hanpo.counter.engine.proof import differences, possible_changes, prove, stretches
from hanpo.counter.engine.rules import HitPolicy, Input, Kind, Origin, Output, Row, RuleSet, Table, read_cell

from .rule_strategies import DAY, all_facts, dated, rule_sets

ALL = tuple(HitPolicy)
SINGLE = (HitPolicy.UNIQUE, HitPolicy.ANY, HitPolicy.FIRST)
DAYS = [DAY + timedelta(days=n) for n in range(7)]


def applying(table: Table, known: dict, day: date) -> list[Row]:
    return [
        row
        for row in table.rows
        if row.holds_on(day)
        and all(cell.accepts(known[column.name]) for column, cell in zip(table.inputs, row.cells, strict=True))
    ]


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_overlaps_gaps_and_dead_rows_are_those_found_by_trying_every_household_on_every_day(data):
    rules = data.draw(dated(data.draw(rule_sets(policies=SINGLE, most=2))))
    assume(len(all_facts(rules.inputs)) <= 600)
    overlaps, gaps, giving = set(), set(), set()
    for day in DAYS:
        for facts in all_facts(rules.inputs):
            known = dict(facts)
            for table in rules.tables:
                rows = applying(table, known, day)
                overlaps |= {(table.key, one.key, two.key) for one, two in combinations(rows, 2)}
                gaps |= {table.key} if not rows and table.otherwise is None else set()
                giving |= {row.key for row in (rows[:1] if table.policy is HitPolicy.FIRST else rows)}
                results = {row.results for row in rows}
                clash = table.policy is not HitPolicy.FIRST and (
                    len(results) > 1 or (table.policy is HitPolicy.UNIQUE and len(rows) > 1)
                )
                answer = rows[0].results if rows else table.otherwise
                known[f"{table.key}.answer"] = None if clash or answer is None else answer[0]
    proof = prove(rules, DAY)
    assert {(found.table, *found.rows) for found in proof.overlaps} == overlaps
    assert {found.table for found in proof.gaps} == gaps
    alive = {row.key for table in rules.tables for row in table.rows if not row.valid_to or row.valid_to >= DAY}
    assert {found.row for found in proof.unreachable} == alive - giving


@settings(deadline=None)
@given(st.data())
def test_every_witness_of_a_single_table_shows_what_was_found(data):
    rules = data.draw(dated(data.draw(rule_sets(policies=SINGLE, most=1))))
    table, proof = rules.tables[0], prove(rules, DAY)
    some = {
        column.name: values for column, values in zip(rules.inputs, all_facts(rules.inputs)[0].values(), strict=True)
    }
    for overlap in proof.overlaps:
        keys = [row.key for row in applying(table, {**some, **dict(overlap.witness.facts)}, overlap.witness.day)]
        assert set(overlap.rows) <= set(keys)
    for gap in proof.gaps:
        assert applying(table, {**some, **dict(gap.witness.facts)}, gap.witness.day) == []


def ages(*cells: tuple[str, str], policy: HitPolicy = HitPolicy.UNIQUE, **changes) -> RuleSet:
    age = Input.of("age", Kind.WHOLE, read_cell("[0..120]", Kind.WHOLE).values)
    rows = tuple(
        Row(key=f"r{n}", cells=(read_cell(cell, Kind.WHOLE),), results=(result,))
        for n, (cell, result) in enumerate(cells)
    )
    outputs = (Output("answer", Kind.TEXT),)
    table = Table(key="fare", title="運賃", inputs=(age,), outputs=outputs, rows=rows, policy=policy, **changes)
    return RuleSet.of((age,), (table,))


def test_a_whole_number_between_two_rows_is_shown_as_the_gap():
    proof = prove(ages(("< 6", "free"), ("> 6", "full")), DAY)
    assert [found.witness.facts for found in proof.gaps] == [(("age", 6),)]
    assert not proof.is_sound
    assert prove(ages(("< 6", "free"), (">= 6", "full")), DAY).is_sound


def test_a_table_full_of_gaps_shows_three_of_them():
    assert len(prove(ages(*((str(n), "x") for n in range(0, 100, 10))), DAY).gaps) == 3


def test_under_first_an_overlap_is_allowed_but_the_order_matters():
    (found,) = prove(ages(("< 6", "free"), ("-", "full"), policy=HitPolicy.FIRST), DAY).overlaps
    assert found.order_matters
    assert not found.is_harmful


@pytest.mark.parametrize(
    ("policy", "results", "harmful"),
    [
        (HitPolicy.UNIQUE, ("free", "free"), True),
        (HitPolicy.ANY, ("free", "free"), False),
        (HitPolicy.ANY, ("free", "half"), True),
        (HitPolicy.COLLECT, ("free", "half"), False),
    ],
)
def test_an_overlap_harms_where_the_hit_policy_forbids_it(policy, results, harmful):
    proof = prove(ages(("< 6", results[0]), ("-", results[1]), policy=policy, otherwise=("full",)), DAY)
    assert [found.is_harmful for found in proof.overlaps] == [harmful]
    assert proof.is_sound is not harmful


def test_a_row_behind_another_is_never_reached():
    (found,) = prove(
        ages(("< 12", "half"), ("< 6", "free"), (">= 12", "full"), policy=HitPolicy.FIRST), DAY
    ).unreachable
    assert (found.row, found.behind) == ("r1", ("r0",))


def test_a_rule_that_runs_out_leaves_a_gap_from_the_next_day():
    base = ages(("-", "free"))
    row = replace(base.tables[0].rows[0], valid_to=date(2027, 3, 31))
    rules = RuleSet.of(base.inputs, (replace(base.tables[0], rows=(row,)),))
    assert stretches(rules, DAY) == [DAY, date(2027, 4, 1)]
    assert [found.witness.day for found in prove(rules, DAY).gaps] == [date(2027, 4, 1)]
    later = prove(rules, date(2027, 5, 1))
    assert [(found.row, found.last_day) for found in later.expired] == [("r0", date(2027, 3, 31))]


def test_tables_that_wait_for_each_other_are_named():
    def asking(key: str, other: str) -> Table:
        column = Input.of(f"{other}.answer", Kind.TEXT)
        return Table(key=key, title=key, inputs=(column,), outputs=(Output("answer", Kind.TEXT),), rows=())

    (ring,) = prove(RuleSet((), (asking("A", "B"), asking("B", "A"))), DAY).cycles
    assert set(ring) == {"A", "B"}


def test_rows_that_nobody_has_read_or_approved_are_named():
    base = ages(("-", "free"))
    approved = replace(base.tables[0].rows[0], origin=Origin(confirmed_by="市民課", is_unverified=True))
    proof = prove(RuleSet.of(base.inputs, (replace(base.tables[0], rows=(approved,)),)), DAY)
    assert (proof.unverified, proof.unconfirmed) == ((("fare", "r0"),), ())
    assert prove(base, DAY).unconfirmed == (("fare", "r0"),)


@settings(deadline=None)
@given(st.data())
def test_a_change_is_seen_exactly_where_some_household_is_answered_differently(data):
    before = data.draw(rule_sets(most=2))
    place = data.draw(st.integers(0, len(before.tables) - 1))
    table = before.tables[place]
    rows = data.draw(st.permutations(table.rows)) if table.rows else []
    changed = replace(table, rows=tuple(rows[: data.draw(st.integers(0, len(rows)))]))
    after = RuleSet.of(before.inputs, (*before.tables[:place], changed, *before.tables[place + 1 :]))
    households = all_facts(before.inputs)
    assume(len(households) <= 600)
    found = differences(before, after, households, DAY)
    by_hand = {
        (number, key)
        for number, facts in enumerate(households)
        for key, was in before.decide(facts, DAY).items()
        if was.result != after.decide(facts, DAY)[key].result
    }
    assert {(one.household, one.table) for one in found} == by_hand
    possible = possible_changes(before, after, DAY)
    assert {change.result for change in possible} == {f"{key}.answer" for _, key in by_hand}
    for change in possible:
        facts = {**households[0], **dict(change.witness.facts)}
        key = change.result.partition(".")[0]
        was, now = (rules.decide(facts, DAY)[key].result for rules in (before, after))
        assert (was[0] if was else None, now[0] if now else None) == (change.before, change.after)


def test_a_difference_names_the_rows_behind_both_answers():
    before, after = ages(("< 6", "free"), (">= 6", "full")), ages(("< 7", "free"), (">= 7", "full"))
    (found,) = differences(before, after, [{"age": 5}, {"age": 6}, {"age": 7}], DAY)
    assert (found.household, found.rows_before, found.rows_after) == (1, ("r1",), ("r0",))


def test_a_table_with_too_many_cases_is_refused_and_not_tried_for_ever(monkeypatch):
    monkeypatch.setattr("hanpo.counter.engine.interview.diagrams.MOST_NODES", 5)
    with pytest.raises(ValueError, match="分けて"):
        prove(ages(*((f"{n}", str(n)) for n in range(9))), DAY)
