"""What a log says: held against a slow count in plain Python; small numbers hidden; questions that cannot get out."""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median
from threading import Timer

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.counter.engine.discovery import AskRefused, Columns, Event, Few, ask, chart_of, discover, read_events
from hanpo.counter.engine.discovery.events import FaultKind, read_moment
from hanpo.counter.engine.discovery.hiding import shown, shown_arrows
from hanpo.counter.engine.discovery.sheet import SheetError, read_sheet
from hanpo.counter.tests import flows_makers as make

BEGIN = datetime(2026, 11, 2, 9)  # noqa: DTZ001  # logs of files have no zone
COLUMNS = Columns(case="番号", step="手順", began="開始", section="課", ended="終了")


@st.composite
def logs(draw: st.DrawFn) -> list[Event]:
    """Events of some cases in any order, with and without an end."""
    found = []
    for n in range(draw(st.integers(1, 60))):
        found.append(
            Event(
                f"c{draw(st.integers(0, 8))}", draw(st.sampled_from("受確入出")),
                draw(st.sampled_from(["市民課", "国保の課", ""])),
                BEGIN + timedelta(minutes=n), draw(st.sampled_from([None, BEGIN + timedelta(minutes=n + 3)])),
            )
        )  # fmt: skip
    return draw(st.permutations(found))


def ways(events: list[Event]) -> dict[str, list[Event]]:
    """The events of each case in the order of time."""
    found: dict[str, list[Event]] = {}
    for event in sorted(events, key=lambda one: one.began):
        found.setdefault(event.case, []).append(event)
    return found


@settings(max_examples=60, deadline=None)
@given(logs())
def test_the_database_counts_as_plain_python_does(events):
    found = discover(events, k=1, most_variants=1000)
    cases = ways(events)
    follows = {pair: {c for c, way in cases.items() if pair in [(a.step, b.step) for a, b in pairwise(way)]}
               for way in cases.values() for pair in [(a.step, b.step) for a, b in pairwise(way)]}  # fmt: skip
    assert {(one.source, one.target): one.cases for one in found.follows} == {p: len(c) for p, c in follows.items()}
    variants = Counter(tuple(event.step for event in way) for way in cases.values())
    assert {one.steps: one.cases for one in found.variants} == dict(variants)
    waits: dict[tuple[str, str], list[float]] = {}
    for way in cases.values():
        for a, b in pairwise(way):
            if a.section and b.section and a.section != b.section:
                waited = max((b.began - (a.ended or a.began)).total_seconds() / 60, 0)
                waits.setdefault((a.section, b.section), []).append(waited)
    assert {(one.source, one.target): one.wait_middle for one in found.crossings} == {
        pair: pytest.approx(median(times)) for pair, times in waits.items()
    }


@given(st.dictionaries(st.tuples(st.sampled_from("abcd"), st.sampled_from("wxyz")), st.integers(1, 30), max_size=16))
def test_no_hidden_number_can_be_worked_out_from_the_sums(counts):
    open_ = shown_arrows(counts)
    for end in (0, 1):
        for step in {arrow[end] for arrow in counts}:
            of_step = {arrow: n for arrow, n in counts.items() if arrow[end] == step}
            hidden = sum(n for arrow, n in of_step.items() if arrow not in open_)
            assert hidden == 0 or hidden >= 5 or not set(of_step) & open_
    assert all(counts[arrow] >= 5 for arrow in open_)


def test_one_odd_case_is_not_shown_nor_betrayed_by_the_total():
    assert shown({"a": 20, "b": 9, "c": 1}) == {"a"}
    events = [*make.events(20), Event("odd", "あまりない手順", "市民課", BEGIN)]
    found = discover(events)
    assert "あまりない手順" not in {step.name for step in found.steps}
    assert found.hidden_variants == 1 or not found.variants


def test_waits_and_work_are_told_as_middle_and_nine_in_ten():
    found = discover(make.events(10, wait=20))
    last = next(step for step in found.steps if step.name == "国保に入れる")
    assert (last.middle, last.wait_middle, last.wait_long) == (10, 20, 20)
    first = next(step for step in found.steps if step.name == "転入届を書く")
    assert first.wait_middle is None, "before the first step nobody was seen waiting"
    (crossing,) = found.crossings
    assert (crossing.source, crossing.target, crossing.cases, crossing.wait_middle) == ("市民課", "国保の課", 10, 20)
    assert found.handoffs == (1, 1)


def test_a_draft_of_a_chart_has_a_lane_for_each_section_and_the_usual_arrows():
    chart = chart_of(discover(make.events(10)), start="始まり", end="終わり", nobody="?")
    assert [lane.name for lane in chart.lanes] == ["国保の課", "市民課"]
    names = {node.id: node.name for node in chart.nodes}
    assert [(names[e.source], names[e.target]) for e in chart.edges if names[e.source] == "始まり"] == [
        ("始まり", "転入届を書く")
    ]
    assert chart_of(discover(make.events(2)), start="", end="", nobody="").nodes == ()


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-02 09:05",
        "2026/11/2 9:05",
        "2026-11-02T09:05:00",
        "令和8年11月2日 9時5分",
        "R8.11.2 9:05",
        "２０２６/11/02 09:05",
    ],
)
def test_moments_are_read_as_people_write_them(text):
    assert read_moment(text) == BEGIN + timedelta(minutes=5)


def test_rows_with_faults_are_named_and_the_others_are_taken():
    rows = [
        {"番号": "1", "手順": "受付", "課": "市民課", "開始": "2026-11-02 09:00", "終了": "2026-11-02 09:05"},
        {"番号": "", "手順": "受付", "課": "", "開始": "2026-11-02 09:00", "終了": ""},
        {"番号": "2", "手順": "受付", "課": "", "開始": "朝いち", "終了": ""},
        {"番号": "3", "手順": "受付", "課": "", "開始": "2026-11-02 09:00", "終了": "2026-11-02 08:00"},
        {"番号": "", "手順": "", "課": "", "開始": "", "終了": ""},
    ]
    found = read_events(rows, COLUMNS)
    assert [event.case for event in found.events] == ["1"]
    assert [(one.row, one.column, one.kind) for one in found.faults] == [
        (3, "番号", FaultKind.EMPTY), (4, "開始", FaultKind.NO_TIME), (5, "終了", FaultKind.ENDS_BEFORE),
    ]  # fmt: skip


def test_sheets_are_read_by_comma_and_tab_and_refused_where_names_stand_twice():
    assert read_sheet("a\tb\n1\t2\n").rows == ({"a": "1", "b": "2"},)
    assert read_sheet('a,b\n"x, y",2\n').rows[0]["a"] == "x, y"
    with pytest.raises(SheetError, match="doubled"):
        read_sheet("a,a\n1,2\n")
    with pytest.raises(SheetError, match="empty"):
        read_sheet("")


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("COPY steps TO '/tmp/x.csv'", "not_reading"), ("ATTACH '/tmp/a.db'", "not_reading"),
        ("INSTALL httpfs", "not_reading"), ("SET threads = 4", "not_reading"), ("DROP TABLE steps", "not_reading"),
        ("SELECT 1; SELECT 2", "several"), ("SELEC", "unreadable"), ("", "several"),
        ("SELECT * FROM read_csv('/etc/passwd')", "not_allowed"), ("SELECT * FROM '/etc/passwd'", "not_allowed"),
        ("SELECT * FROM glob('/*')", "not_allowed"), ("SELECT * FROM events", "not_allowed"),
        ("FROM duckdb_settings()", "not_allowed"), ("SELECT * FROM information_schema.tables", "not_allowed"),
        ("SELECT repeat('x', 1000000000)", "not_allowed"), ("SELECT lpad('x', 1000000000)", "not_allowed"),
        ("SELECT getenv('HOME')", "not_allowed"), ("PRAGMA version", "not_allowed"),
    ],
)  # fmt: skip
def test_a_question_reads_the_table_and_nothing_else(sql, why):
    with pytest.raises(AskRefused) as refused:
        ask(make.events(3), sql)
    assert refused.value.why == why


def test_a_question_is_stopped_by_whoever_asked_it():
    """The engine has no clock: it hands over what stops the database."""
    many = ", ".join(f"steps AS s{n}" for n in range(14))
    endless = f"SELECT count(*) FROM (SELECT s0.case_no, s1.place FROM {many}) AS t"

    @contextmanager
    def at_once(stop):
        timer = Timer(0.2, stop)
        timer.start()
        yield
        timer.join()

    with pytest.raises(AskRefused) as refused:
        ask(make.events(6), endless, limit=at_once)
    assert refused.value.why == "too_long"


def test_an_answer_has_few_rows_and_says_that_it_was_cut():
    answer = ask(make.events(10), "SELECT step, count(*) FROM steps GROUP BY 1", rows=2)
    assert (len(answer.rows), answer.is_cut) == (2, True)


def test_a_row_that_rests_on_fewer_than_five_cases_is_not_told():
    odd = Event("odd", "特別な手順", "国保の課", BEGIN)
    steps = "SELECT step, count(*) AS n FROM steps GROUP BY 1 ORDER BY 1"
    assert "特別な手順" not in str(ask([*make.events(10), odd], steps).rows)
    assert "特別な手順" in str(ask([*make.events(10), odd], steps, k=1).rows)
    assert ask(make.events(4), "SELECT count(*) FROM steps").rows == ()


def test_a_condition_of_the_question_holds_beside_the_number_of_cases():
    asked = "SELECT step, count(*) AS n FROM steps GROUP BY 1 HAVING step = '受付' OR count(*) > 100"
    assert ask(make.events(10), asked.replace("受付", "nothing")).rows == ()
    assert ask(make.events(4), "SELECT step FROM steps GROUP BY 1 HAVING TRUE OR TRUE").rows == ()


def test_a_small_count_within_a_row_is_hidden_and_a_number_of_sections_is_not():
    asked = "SELECT count(*) FILTER (WHERE case_no <= 3 AND place = 1), count(DISTINCT section), count(*) FROM steps"
    assert ask(make.events(10), asked).rows == ((Few.FEW, 2, 30),)


def test_a_question_may_look_at_single_cases_on_its_way():
    ways = "SELECT case_no, list(step ORDER BY place) AS way FROM steps GROUP BY 1"
    asked = f"SELECT way, count(*) FROM ({ways}) GROUP BY 1"
    assert [row[1] for row in ask(make.events(10), asked).rows] == [10]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM steps", "SELECT case_no, step FROM steps", "SELECT max(began) FROM steps",
        "SELECT list(began) FROM steps", "SELECT count(*), (SELECT began FROM steps LIMIT 1) FROM steps",
        "SELECT step FROM steps UNION SELECT section FROM steps",
        "SELECT step, count(*) FROM (SELECT place AS case_no, step FROM steps) GROUP BY 1",
        "SELECT step, count(*) FROM (SELECT place, step FROM steps) AS t(case_no, step) GROUP BY 1",
        "WITH t(case_no, step) AS (SELECT place, step FROM steps) SELECT step, count(*) FROM t GROUP BY 1",
        "SELECT step, count(*) FROM (SELECT * REPLACE (place AS case_no) FROM steps) GROUP BY 1",
        "SELECT step, count(*) FROM (SELECT place, step FROM steps) GROUP BY 1",
        "SELECT s, count(*) FROM (SELECT case_no, step s FROM steps UNION SELECT place, step FROM steps) GROUP BY 1",
        "WITH RECURSIVE t AS (SELECT case_no FROM steps UNION ALL SELECT case_no FROM t) SELECT count(*) FROM t",
        "SELECT \"CASE_NO\", count(*) FROM (SELECT place AS \"CASE_NO\" FROM steps) GROUP BY 1",
    ],
)  # fmt: skip
def test_what_is_not_a_group_of_cases_is_not_answered(sql):
    with pytest.raises(AskRefused) as refused:
        ask(make.events(10), sql)
    assert refused.value.why == "not_grouped"


def test_cases_are_numbered_anew_so_that_an_answer_names_nobody():
    answer = ask(make.events(3), "SELECT case_no, count(*) > 0 FROM steps GROUP BY 1 ORDER BY 1", k=1)
    assert [row[0] for row in answer.rows] == [1, 2, 3]
