"""Rules leave as CSV and DMN and come back the same; what cannot be taken over is named and nothing is dropped."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.counter.engine.proof import possible_changes
from hanpo.counter.engine.rules import Cell, HitPolicy, Kind, Origin, RuleSet, Table, write_cell
from hanpo.counter.files.dmn import write_dmn
from hanpo.counter.files.dmn_reading import read_dmn
from hanpo.counter.files.problems import RuleFileError
from hanpo.counter.files.rule_sheet import read_sheet, write_sheet
from hanpo.counter.files.seeds import catalogue

from .rule_strategies import DAY, dated, rule_sets

KNOWN = catalogue()
WORDS = st.text("がい国=+-@'\"\\,;a1", max_size=8).map(str.strip).filter(lambda text: ";" not in text)
ORIGINS = st.builds(
    Origin,
    basis=st.lists(WORDS.filter(bool), max_size=2).map(tuple),
    source=WORDS,
    source_date=st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2090, 1, 1))),
    confirmed_by=WORDS,
    is_unverified=st.booleans(),
)


def canonical(table: Table) -> Table:
    """The table with every cell in one spelling: sets are compared and not how they were written."""
    kinds = [column.kind for column in table.inputs]
    rows = tuple(
        replace(
            row, cells=tuple(Cell(write_cell(c.values, k), c.values) for c, k in zip(row.cells, kinds, strict=True))
        )
        for row in table.rows
    )
    return replace(table, rows=rows)


@st.composite
def described(draw: st.DrawFn) -> RuleSet:
    rules = draw(dated(draw(rule_sets(policies=(HitPolicy.FIRST, HitPolicy.ANY, HitPolicy.UNIQUE)))))
    tables = tuple(
        replace(table, rows=tuple(replace(row, because=draw(WORDS), origin=draw(ORIGINS)) for row in table.rows))
        for table in rules.tables
    )
    return RuleSet.of(rules.inputs, tables)


@settings(deadline=None, max_examples=60)
@given(described())
def test_a_sheet_written_and_read_again_is_the_same_table(rules):
    for table in rules.tables:
        assert read_sheet(write_sheet(table)) == table


@settings(deadline=None, max_examples=60)
@given(described())
def test_dmn_written_and_read_again_is_the_same_rule_set(rules):
    again = read_dmn(write_dmn(rules, "試し"))
    assert again.inputs == rules.inputs
    assert tuple(map(canonical, again.tables)) == tuple(map(canonical, rules.tables))


def test_the_shipped_catalogue_survives_sheets_and_dmn():
    assert all(read_sheet(write_sheet(table)) == table for table in KNOWN.rules.tables)
    again = read_dmn(write_dmn(KNOWN.rules, "西宮市の手続き"))
    assert again.inputs == KNOWN.rules.inputs
    assert tuple(map(canonical, again.tables)) == tuple(map(canonical, KNOWN.rules.tables))
    assert possible_changes(KNOWN.rules, again, date(2026, 11, 23)) == ()


def test_a_sheet_from_excel_in_shift_jis_is_read():
    table = KNOWN.rules.tables[3]
    assert read_sheet(write_sheet(table).decode("utf-8-sig").encode("cp932")) == table


def test_a_text_that_a_spreadsheet_would_run_is_defused():
    table = KNOWN.rules.tables[3]
    row = replace(table.rows[0], because="=HYPERLINK(1)")
    changed = replace(table, rows=(row,))
    assert "'=HYPERLINK" in write_sheet(changed).decode("utf-8-sig")
    assert read_sheet(write_sheet(changed)) == changed


def sheet(*rules: str) -> bytes:
    head = "表,fare,運賃\n当て方,UNIQUE\n当てはまらないとき\n行,条件,結果,理由,有効開始日\n名前,age,fare\n種類,integer,string\n値,[0..120],\n"
    return (head + "\n".join(rules)).encode()


def test_a_sheet_written_by_hand_is_read():
    table = read_sheet(sheet("子ども,＜６,無料,,令和8年4月1日", "大人,>= 6,有料"))
    assert [row.results for row in table.rows] == [("無料",), ("有料",)]
    assert table.rows[0].valid_from == date(2026, 4, 1)
    assert table.inputs[0].kind is Kind.WHOLE


def test_every_bad_cell_is_told_with_its_address():
    with pytest.raises(RuleFileError) as refused:
        read_sheet(sheet("a,1-3,無料", "b,>= 6,有料,,昨日", "c,7,有料,,,余り"))
    assert [problem.place for problem in refused.value.problems] == ["B8", "E9", "F10"]


@pytest.mark.parametrize(
    "data", [b"", b"a,b\n", b"\xff\xfe\x00", "表,x\n".encode(), sheet('"a,1,無料'), sheet("a,1,無料", "a,2,有料")]
)
def test_what_is_no_sheet_is_refused(data):
    with pytest.raises(RuleFileError):
        read_sheet(data)


def dmn(body: str, space: str = "https://www.omg.org/spec/DMN/20230324/MODEL/", before: str = "") -> bytes:
    return f'<?xml version="1.0"?>{before}<definitions xmlns="{space}" name="m" id="m">{body}</definitions>'.encode()


def decision(policy: str = 'hitPolicy="FIRST"', test: str = "&lt; 6", result: str = '"free"', ask: str = "age") -> str:
    return f"""<inputData name="age"><variable name="age" typeRef="number"/></inputData>
    <decision name="fare"><decisionTable {policy}>
      <input><inputExpression><text>{ask}</text></inputExpression></input>
      <output name="fare" typeRef="string"/>
      <rule><inputEntry><text>{test}</text></inputEntry><outputEntry><text>{result}</text></outputEntry></rule>
    </decisionTable></decision>"""


@pytest.mark.parametrize(
    "space",
    [
        "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
        "http://www.omg.org/spec/DMN/20180521/MODEL/",
        "https://www.omg.org/spec/DMN/20191111/MODEL/",
        "https://www.omg.org/spec/DMN/20211108/MODEL/",
        "https://www.omg.org/spec/DMN/20230324/MODEL/",
    ],
)
def test_files_of_every_version_are_read(space):
    rules = read_dmn(dmn(decision(), space))
    assert rules.decide({"age": 5}, DAY)["fare"].result == ("free",)
    assert rules.decide({"age": 6}, DAY)["fare"].result is None


@pytest.mark.parametrize(
    ("body", "place", "word"),
    [
        (decision(policy='hitPolicy="COLLECT" aggregation="SUM"'), "fare", "SUM"),
        (decision(policy='hitPolicy="PRIORITY"'), "fare", "PRIORITY"),
        (decision(test="? * 2 &gt; 6"), "fare 1行目 条件1", "? * 2"),
        (decision(result="age + 1"), "fare 1行目 結果1", "age + 1"),
        (decision(ask="age + 1"), "fare 条件1", "age + 1"),
        (
            "<decision name='d'><literalExpression><text>1</text></literalExpression></decision>",
            "d",
            "literalExpression",
        ),
        ("<decision name='d'><context/></decision>", "d", "context"),
        ("<businessKnowledgeModel name='b'/>" + decision(), "b", "businessKnowledgeModel"),
        ("<import name='other'/>" + decision(), "other", "import"),
    ],
)
def test_what_is_outside_the_subset_is_refused_by_name_and_place(body, place, word):
    with pytest.raises(RuleFileError) as refused:
        read_dmn(dmn(body))
    assert any(problem.place == place and word in problem.message for problem in refused.value.problems)


BOMB = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


@pytest.mark.parametrize(
    "data",
    [
        dmn("&b;", before=BOMB),
        dmn("&a;", before=OUTSIDE),
        dmn(decision(), before='<!DOCTYPE definitions SYSTEM "http://127.0.0.1/x.dtd">'),
        b"<definitions/>",
        b"",
        b"<",
        b'<?xml version="1.0" encoding="nonsense"?><a/>',
        dmn(decision(), "https://example.com/other"),
    ],
)
def test_hostile_or_foreign_xml_is_refused(data):
    with pytest.raises(RuleFileError):
        read_dmn(data)


@settings(deadline=None)
@given(st.text(max_size=200))
def test_any_text_in_a_cell_is_read_or_refused_and_never_breaks(text):
    from xml.sax.saxutils import escape

    try:
        read_dmn(dmn(decision(test=escape(text), result=escape(text))))
    except RuleFileError as refused:
        assert refused.problems  # noqa: PT017
