"""Random rules: cells written as text, tables over few inputs, chains, and facts for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

from hypothesis import strategies as st

from hanpo.counter.engine.rules import HitPolicy, Input, Kind, Output, Row, RuleSet, Table, read_cell

DAY = date(2026, 11, 1)
WORDS = ["inland", "abroad", "prefecture", "その他の国"]
FACTS = {
    Kind.TEXT: [*WORDS, "elsewhere"],
    Kind.BOOLEAN: [True, False],
    Kind.WHOLE: list(range(-1, 7)),
    Kind.DATE: [DAY + timedelta(days=n) for n in range(6)],
}
BOUNDS = {
    Kind.TEXT: WORDS,
    Kind.BOOLEAN: [True, False],
    Kind.WHOLE: list(range(6)),
    Kind.DATE: FACTS[Kind.DATE][1:-1],
}
"""What cells name; the facts reach beyond on both sides, so that every part of an axis has a fact."""
KINDS = st.sampled_from(list(FACTS))


def literal(kind: Kind, value: object) -> str:
    if kind is Kind.TEXT:
        return f'"{value}"'
    return f'date("{value}")' if kind is Kind.DATE else str(value).lower()


@st.composite
def items(draw: st.DrawFn, kind: Kind) -> str:
    one, other = (draw(st.sampled_from(BOUNDS[kind])) for _ in range(2))
    if kind in {Kind.TEXT, Kind.BOOLEAN}:
        return literal(kind, one)
    low, high = literal(kind, min(one, other)), literal(kind, max(one, other))
    shapes = [low, f"< {low}", f"<= {low}", f"> {low}", f">={low}", f"[{low}..{high}]"]
    if one != other:
        shapes += [f"[{low}..{high})", f"]{low}..{high}]"]
    return draw(st.sampled_from(shapes))


@st.composite
def cell_texts(draw: st.DrawFn, kind: Kind) -> str:
    listed = ", ".join(draw(st.lists(items(kind), min_size=1, max_size=3)))
    return draw(st.sampled_from(["-", listed, f"not({listed})"]))


@st.composite
def readable_cells(draw: st.DrawFn, kind: Kind):
    from hanpo.counter.engine.rules import CellError

    try:
        return read_cell(draw(cell_texts(kind)), kind)
    except CellError:  # accepts nothing, such as not(true, false)
        return read_cell("-", kind)


@st.composite
def tables(draw: st.DrawFn, key: str, inputs: list[Input], policies: list[HitPolicy]) -> Table:
    columns = draw(st.lists(st.sampled_from(inputs), min_size=1, max_size=3, unique_by=lambda column: column.name))
    rows = tuple(
        Row(
            key=f"{key}-{n}",
            cells=tuple(draw(readable_cells(column.kind)) for column in columns),
            results=(draw(st.sampled_from(["needed", "optional"])),),
        )
        for n in range(draw(st.integers(0, 4)))
    )
    return Table(
        key=key,
        title=key,
        inputs=tuple(columns),
        outputs=(Output("answer", Kind.TEXT),),
        rows=rows,
        policy=draw(st.sampled_from(policies)),
        otherwise=draw(st.sampled_from([None, ("not_needed",)])),
    )


@st.composite
def base_inputs(draw: st.DrawFn) -> list[Input]:
    kinds = draw(st.lists(KINDS, min_size=2, max_size=4))
    return [Input.of(f"fact{n}", kind) for n, kind in enumerate(kinds)]


@st.composite
def rule_sets(draw: st.DrawFn, policies: tuple[HitPolicy, ...] = (HitPolicy.FIRST,), most: int = 4) -> RuleSet:
    """Some tables; each may ask for the facts and for the results of those before it."""
    inputs = draw(base_inputs())
    known, made = list(inputs), []
    for n in range(draw(st.integers(1, most))):
        table = draw(tables(f"T{n}", known, list(policies)))
        made.append(table)
        known.append(Input.of(f"T{n}.answer", Kind.TEXT))
    return RuleSet.of(tuple(inputs), tuple(made))


@st.composite
def dated(draw: st.DrawFn, rules: RuleSet) -> RuleSet:
    """The same rules, some rows in force only on some days around `DAY`."""
    days = st.one_of(st.none(), st.sampled_from([DAY + timedelta(days=n) for n in range(-2, 4)]))

    def limited(row: Row) -> Row:
        first, last = draw(days), draw(days)
        backwards = first and last and last < first
        return row if backwards else replace(row, valid_from=first, valid_to=last)

    tables = (replace(table, rows=tuple(limited(row) for row in table.rows)) for table in rules.tables)
    return RuleSet.of(rules.inputs, tuple(tables))


def all_facts(inputs) -> list[dict]:
    """One household for every combination: every part of every axis is among them."""
    names = [column.name for column in inputs]
    return [dict(zip(names, row, strict=True)) for row in product(*(FACTS[column.kind] for column in inputs))]


def facts_for(inputs) -> st.SearchStrategy[dict]:
    return st.fixed_dictionaries({column.name: st.sampled_from(FACTS[column.kind]) for column in inputs})
