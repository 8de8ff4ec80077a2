"""Decision tables say exactly what their cells say, and refuse what could be read in two ways."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.counter.engine.rules import (
    CellError,
    CycleError,
    FactError,
    HitPolicy,
    Input,
    Kind,
    Output,
    Overlay,
    Row,
    RuleClash,
    RuleError,
    RuleSet,
    Table,
    decide,
    everything,
    lay_over,
    meet,
    read_cell,
    read_value,
    row_changes,
    specimen,
    write_cell,
)

from .rule_strategies import DAY, FACTS, KINDS, cell_texts, facts_for, readable_cells, rule_sets

OPERATIONS = {
    "<=": lambda value, bound: value <= bound,
    ">=": lambda value, bound: value >= bound,
    "<": lambda value, bound: value < bound,
    ">": lambda value, bound: value > bound,
}


def plain_literal(text: str):
    text = text.strip()
    if text.startswith("date"):
        return date.fromisoformat(text[6:-2])
    return {"true": True, "false": False}.get(text) if text in {"true", "false"} else text.strip('"')


def plain_item(text: str, value) -> bool:
    """A second reading of one item, written on its own: compares instead of building sets."""
    text = text.strip()
    convert = (lambda part: int(part)) if isinstance(value, int) and not isinstance(value, bool) else plain_literal
    for sign, compare in OPERATIONS.items():
        if text.startswith(sign):
            return compare(value, convert(text[len(sign) :]))
    if ".." in text:
        low, high = text[1:-1].split("..")
        above = value >= convert(low) if text[0] == "[" else value > convert(low)
        below = value <= convert(high) if text[-1] == "]" else value < convert(high)
        return above and below
    return value == convert(text)


def plainly_accepts(text: str, value) -> bool:
    if text == "-":
        return True
    inner = text[4:-1] if text.startswith("not(") else text
    met = any(plain_item(item, value) for item in inner.split(","))
    return met is not text.startswith("not(")


@given(st.data(), KINDS)
def test_a_cell_accepts_what_its_text_says(data, kind):
    text = data.draw(cell_texts(kind))
    value = data.draw(st.sampled_from(FACTS[kind]))
    try:
        cell = read_cell(text, kind)
    except CellError:
        assert not any(plainly_accepts(text, fact) for fact in FACTS[kind])
    else:
        assert cell.accepts(value) is plainly_accepts(text, value)


@given(st.data(), KINDS)
def test_a_cell_written_and_read_again_is_the_same_set(data, kind):
    values = data.draw(readable_cells(kind)).values
    assert read_cell(write_cell(values, kind), kind).values == values


@given(st.data(), KINDS)
def test_a_specimen_lies_in_its_set(data, kind):
    values = data.draw(readable_cells(kind)).values
    assert specimen(kind, values) in values


@given(st.decimals(-99, 99, places=2), st.decimals(-99, 99, places=2))
def test_between_two_numbers_there_is_a_number(one, other):
    if one != other:
        values = read_cell(f"({min(one, other)}..{max(one, other)})", Kind.NUMBER).values
        assert specimen(Kind.NUMBER, values) in values


@given(st.text(max_size=30), KINDS)
def test_any_text_is_read_as_something_or_refused(text, kind):
    try:
        values = read_cell(text, kind).values
    except CellError:
        return
    assert not values.is_empty


def test_whole_numbers_below_six_are_those_up_to_five():
    assert read_cell("< 6", Kind.WHOLE).values == read_cell("<= 5", Kind.WHOLE).values
    assert read_cell("< 6", Kind.NUMBER).values != read_cell("<= 5", Kind.NUMBER).values


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("＞＝ １８", Kind.WHOLE, 18),
        ("≧65", Kind.NUMBER, 65),
        ("令和8年4月1日", Kind.DATE, date(2026, 4, 1)),
        ('[@"2026-04-01"..@"2026-04-30"]', Kind.DATE, date(2026, 4, 30)),
        ("国外", Kind.TEXT, "国外"),
        ('"在留カード（特別永住者証明書を含む）", "なし"', Kind.TEXT, "在留カード（特別永住者証明書を含む）"),
        ("はい", Kind.BOOLEAN, True),
        ("2.5", Kind.NUMBER, Decimal("2.5")),
        ("－", Kind.NUMBER, -7),
        ("", Kind.TEXT, "x"),
    ],
)
def test_what_excel_sheets_hold_is_read(text, kind, value):
    assert read_cell(text, kind).accepts(value)


@pytest.mark.parametrize(
    ("text", "kind", "hint"),
    [
        ("1-3", Kind.WHOLE, "[1..3]"),
        ("1,234", Kind.NUMBER, "桁区切り"),
        ("007", Kind.WHOLE, "数として"),
        ("2.5", Kind.WHOLE, "整数"),
        ("[5..3]", Kind.WHOLE, "後"),
        ("(5..6)", Kind.WHOLE, "何にも"),
        ("not(true, false)", Kind.BOOLEAN, "何にも"),
        ("1,, 2", Kind.WHOLE, "空の項目"),
        ("if x then y", Kind.BOOLEAN, "true"),
        ("来年", Kind.DATE, "日付"),
        ("> 3", Kind.TEXT, "言葉"),
        ("1" * 5000, Kind.WHOLE, "長すぎ"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_hint(text, kind, hint):
    with pytest.raises(CellError, match=hint.replace("[", r"\[")):
        read_cell(text, kind)


def table(*rows: tuple[str, str], policy: HitPolicy = HitPolicy.UNIQUE, otherwise=None) -> Table:
    age = Input.of("age", Kind.WHOLE, read_cell("[0..120]", Kind.WHOLE).values)
    made = tuple(
        Row(key=f"r{n}", cells=(read_cell(cell, Kind.WHOLE),), results=(result,))
        for n, (cell, result) in enumerate(rows)
    )
    return Table(
        key="fare", title="運賃", inputs=(age,), outputs=(Output("fare", Kind.TEXT),), rows=made, policy=policy,
        otherwise=otherwise,
    )  # fmt: skip


def test_under_first_the_upper_row_counts():
    assert decide(table(("< 6", "free"), ("< 12", "half"), policy=HitPolicy.FIRST), {"age": 5}, DAY).result == ("free",)


def test_under_collect_all_rows_are_the_answer():
    answer = decide(table(("< 6", "free"), ("< 12", "half"), policy=HitPolicy.COLLECT), {"age": 5}, DAY)
    assert answer.results == (("free",), ("half",))


def test_under_unique_two_rows_may_not_apply():
    with pytest.raises(RuleClash, match="r0、r1"):
        decide(table(("< 6", "free"), ("< 12", "free")), {"age": 5}, DAY)


def test_under_any_rows_may_meet_when_they_agree():
    agreeing = table(("< 6", "free"), ("< 12", "free"), policy=HitPolicy.ANY)
    assert decide(agreeing, {"age": 5}, DAY).result == ("free",)
    with pytest.raises(RuleClash):
        decide(table(("< 6", "free"), ("< 12", "half"), policy=HitPolicy.ANY), {"age": 5}, DAY)


def test_where_no_row_applies_the_table_says_so_or_what_else():
    assert decide(table(("< 6", "free")), {"age": 30}, DAY).result is None
    assert decide(table(("< 6", "free"), otherwise=("full",)), {"age": 30}, DAY).result == ("full",)


def test_a_missing_wrong_or_impossible_fact_is_refused():
    for facts in ({}, {"age": "five"}, {"age": 121}, {"age": True}):
        with pytest.raises(FactError, match="age"):
            decide(table(("< 6", "free")), facts, DAY)


def test_a_row_counts_from_its_first_to_its_last_day():
    base = table(("-", "free"))
    dated = replace(
        base, rows=(replace(base.rows[0], valid_from=date(2025, 5, 26), valid_to=date(2026, 5, 25)),)
    )  # fmt: skip
    days = [date(2025, 5, 25), date(2025, 5, 26), date(2026, 5, 25), date(2026, 5, 26)]
    assert [decide(dated, {"age": 1}, day).result for day in days] == [None, ("free",), ("free",), None]
    assert dated.on(days[0]).rows == ()


def test_a_municipality_replaces_removes_and_adds_rows():
    base = table(("< 6", "free"), (">= 6", "full"))
    half = Row(key="half", cells=(read_cell("[6..11]", Kind.WHOLE),), results=("half",))
    grown = replace(base.rows[1], cells=(read_cell(">= 12", Kind.WHOLE),))
    local = lay_over(base, Overlay(municipality="282049", table="fare", rows=(grown, half)))
    assert [decide(local, {"age": age}, DAY).result for age in (3, 8, 40)] == [("free",), ("half",), ("full",)]
    assert [(change.key, change.before is None) for change in row_changes(base, local)] == [
        ("r1", False),
        ("half", True),
    ]
    without = lay_over(base, Overlay(municipality="282049", table="fare", removed=frozenset({"r1"})))
    assert decide(without, {"age": 40}, DAY).result is None
    with pytest.raises(RuleError):
        lay_over(base, Overlay(municipality="282049", table="fare", removed=frozenset({"r9"})))


def test_tables_that_wait_for_each_other_are_refused():
    def asking(key: str, other: str) -> Table:
        return Table(
            key=key, title=key, inputs=(Input.of(f"{other}.answer", Kind.TEXT),), rows=(),
            outputs=(Output("answer", Kind.TEXT),),
        )  # fmt: skip

    with pytest.raises(CycleError, match="A"):
        RuleSet.of((), (asking("A", "B"), asking("B", "A")))


def test_an_unknown_input_is_refused():
    lonely = Table(key="A", title="A", inputs=(Input.of("x", Kind.TEXT),), outputs=(), rows=())
    with pytest.raises(RuleError, match="x"):
        RuleSet.of((), (lonely,))


@given(st.data())
def test_a_chain_answers_table_by_table(data):
    rules = data.draw(rule_sets())
    facts = data.draw(facts_for(rules.inputs))
    answers = rules.decide(facts, DAY)
    known = dict(facts)
    for made in rules.tables:
        rows = (
            row.results[0]
            for row in made.rows
            if all(
                plainly_accepts(cell.text, known[column.name]) if known[column.name] is not None else cell.text == "-"
                for column, cell in zip(made.inputs, row.cells, strict=True)
            )
        )
        expected = next(rows, made.otherwise[0] if made.otherwise else None)
        assert answers[made.key].result == (None if expected is None else (expected,))
        known[f"{made.key}.answer"] = expected


def test_all_of_a_kind_meets_every_cell():
    assert meet(everything(Kind.DATE), read_cell("> 2026-04-01", Kind.DATE).values)
    assert read_value("-5", Kind.WHOLE) == -5
