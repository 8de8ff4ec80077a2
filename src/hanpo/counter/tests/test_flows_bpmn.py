"""BPMN 2.0 in and out: what is ours and what is not survives; what cannot be taken is refused by its name."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from xml.etree.ElementTree import Element, fromstring

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.counter.engine.flows import add_node, change_node, chart_from, content_of, draw, remove_edge, remove_node
from hanpo.counter.files.flows.bpmn import MODEL, write_bpmn
from hanpo.counter.files.flows.bpmn_reading import BpmnRefused, read_bpmn
from hanpo.counter.tests import flows_makers as make
from hanpo.counter.tests.test_engine_flows import charts

FILE = (Path(__file__).parent / "data" / "pool.bpmn").read_bytes()
"""Written for this test in the manner of a common editor: a pool with lanes, a pool of somebody else with messages,
data objects, a note, a collapsed sub-process with steps inside, a timer on a task, vendors' attributes, a condition
with a typed expression, labels, line breaks in names."""
UNORDERED = {"process", "BPMNPlane", "definitions", "lane"}
"""Elements whose children may stand in any order without meaning anything else."""


def told(element: Element) -> tuple:
    """An element as something to compare: names, attributes (numbers as numbers), text, and what it holds."""
    local = element.tag.rpartition("}")[2]
    children = [told(child) for child in element if child.tag.rpartition("}")[2] not in ("incoming", "outgoing")]
    text = (element.text or "").strip() if len(element) else (element.text or "")
    within = tuple(sorted(Counter(children).items(), key=repr)) if local in UNORDERED else tuple(children)
    return (element.tag, tuple(sorted((key, number(value)) for key, value in element.attrib.items())), text, within)


def number(text: str) -> str:
    """A number without the ways of writing it."""
    try:
        return repr(float(text))
    except ValueError:
        return text


def ways(root: Element) -> set[tuple[str, str, str]]:
    """Which arrows each node says go in and out."""
    return {
        (node.get("id", ""), child.tag.rpartition("}")[2], child.text or "")
        for node in root.iter()
        for child in node
        if child.tag in (f"{{{MODEL}}}incoming", f"{{{MODEL}}}outgoing")
    }


def test_a_file_goes_out_as_it_came():
    written = write_bpmn(chart_from(content_of(read_bpmn(FILE))), name="x")
    assert told(fromstring(written)) == told(fromstring(FILE))
    assert ways(fromstring(written)) == ways(fromstring(FILE))


def test_what_was_written_is_read_as_the_same_flow():
    chart = read_bpmn(FILE)
    assert content_of(read_bpmn(write_bpmn(chart, name="x"))) == content_of(chart)


@given(charts(), st.text(max_size=30))
def test_any_chart_of_ours_survives_the_way_through_a_file(chart, name):
    chart = change_node(chart, chart.nodes[0].id, name=name, minutes=2.5)
    back = read_bpmn(write_bpmn(chart, name=name))
    safe = "".join(
        letter for letter in name if letter in "\t\n\r" or (ord(letter) >= 32 and letter not in "\ufffe\uffff")
    )
    assert back.nodes[0].name == safe
    assert [(n.id, n.tag, n.lane, n.minutes) for n in back.nodes] == [
        (n.id, n.tag, n.lane, n.minutes) for n in chart.nodes
    ]
    assert [(e.id, e.source, e.target, e.name) for e in back.edges] == [
        (e.id, e.source, e.target, e.name) for e in chart.edges
    ]
    assert set(back.places) == {part.id for part in (*chart.lanes, *chart.nodes)}, "the diagram goes with it"


def test_words_lanes_and_kinds_are_read():
    chart = read_bpmn(FILE)
    assert [lane.name for lane in chart.lanes] == ["住民", "市民課"]
    assert chart.by_id["check"].name == "届を\n確かめる"
    assert chart.by_id["check"].tag == "userTask"
    assert chart.lane_of[chart.by_id["check"].lane].name == "市民課"
    assert draw(chart).nodes


def test_a_changed_flow_keeps_what_rode_along_and_points_at_nothing_that_is_gone():
    chart = remove_node(remove_edge(read_bpmn(FILE), "no"), "print")
    chart = add_node(chart, name="説明する", lane="desk", after="check", minutes=3)
    root = fromstring(write_bpmn(chart, name="x"))
    ids = {one.get("id") for one in root.iter()}
    for one in root.iter(f"{{{MODEL}}}sequenceFlow"):
        assert {one.get("sourceRef"), one.get("targetRef")} <= ids
    assert root.find(f".//{{{MODEL}}}exclusiveGateway").get("default") is None
    assert root.find(f".//{{{MODEL}}}dataObjectReference") is not None
    assert read_bpmn(write_bpmn(chart, name="x")).by_id["Step_1"].minutes == 3


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("</bpmn:process>", '</bpmn:process><bpmn:process id="P2" name="国保の課" />', "業務プロセスが2つあります"),
        ('<bpmn:flowNodeRef>start</bpmn:flowNodeRef>', '<bpmn:childLaneSet id="inner" />', "レーン「住民」の中にレーンがあります"),
        ('sourceRef="start"', 'sourceRef="nowhere"', "つなぐ先が、図の中にありません"),
        ('id="end" name="終わり"', 'id="start" name="終わり"', "同じidがほかにもあります"),
        ("<bpmn:sequenceFlow id=\"yes\"", "<bpmn:choreographyTask id=\"c\" name=\"相談\" /><bpmn:sequenceFlow id=\"yes\"",
         "「choreographyTask」相談は扱えません"),
        ("http://www.omg.org/spec/BPMN/20100524/MODEL", "http://example.com/other", "BPMN 2.0のファイルではありません"),
        ("<bpmn:definitions", "<!DOCTYPE x [<!ENTITY a 'b'>]><bpmn:definitions", "XMLとして安全に読めません"),
        ("</bpmn:definitions>", "", "XMLとして安全に読めません"),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_refused_by_its_name(old, new, words):
    text = FILE.decode()
    assert old in text
    with pytest.raises(BpmnRefused, match=words):
        read_bpmn(text.replace(old, new, 1).encode())


def test_our_own_charts_go_out_with_places_for_all():
    root = fromstring(write_bpmn(make.chart(), name="転入"))
    shapes = [one for one in root.iter() if one.tag.endswith("}BPMNShape")]
    assert len(shapes) == 9, "three lanes and six nodes"
    assert b'hanpo:minutes="7"' in write_bpmn(make.chart(), name="転入")
