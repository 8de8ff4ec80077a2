"""Business flows as data: they are laid out without overlaps, changed without dangling ends, compared, and checked."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.counter.engine.flows import (
    Chart,
    Edge,
    Fate,
    FaultKind,
    FlowError,
    Kind,
    Lane,
    Node,
    Place,
    add_edge,
    add_node,
    change_lane,
    change_node,
    chart_from,
    compare,
    content_of,
    draw,
    faults_of,
    move_node,
    places_of,
    reading_order,
    remove_edge,
    remove_lane,
    remove_node,
)
from hanpo.counter.engine.flows.drawing import wrapped
from hanpo.counter.engine.flows.layout import lay_out
from hanpo.counter.tests import flows_makers as make

TAGS = st.sampled_from(["task", "userTask", "exclusiveGateway", "parallelGateway", "startEvent", "endEvent"])


@st.composite
def charts(draw_: st.DrawFn) -> Chart:
    """Any chart: some lanes, some nodes, arrows between any two of them, loops included."""
    lanes = tuple(Lane(id=f"L{n}", name=f"担当{n}") for n in range(draw_(st.integers(0, 4))))
    nodes = tuple(
        Node(
            id=f"N{n}",
            name=f"手順{n}",
            tag=draw_(TAGS),
            lane=draw_(st.sampled_from([lane.id for lane in lanes] or [""])),
        )
        for n in range(draw_(st.integers(1, 12)))
    )
    ends = st.sampled_from([node.id for node in nodes])
    pairs = draw_(st.lists(st.tuples(ends, ends), max_size=20, unique=True))
    return Chart(
        lanes=lanes, nodes=nodes, edges=tuple(Edge(id=f"E{n}", source=a, target=b) for n, (a, b) in enumerate(pairs))
    )


def overlap(one: Place, other: Place) -> bool:
    """Whether two boxes share paper."""
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


@given(charts())
def test_a_chart_survives_being_stored(chart):
    assert chart_from(content_of(chart)) == chart


@given(charts())
def test_no_step_lies_on_another_and_each_lies_in_its_lane(chart):
    places = lay_out(chart).places
    for one, other in combinations(chart.nodes, 2):
        assert not overlap(places[one.id], places[other.id])
    for node in chart.nodes:
        if node.lane:
            lane, at = places[node.lane], places[node.id]
            assert lane.y <= at.y
            assert at.bottom <= lane.bottom
            assert at.right <= lane.right


@given(charts())
def test_arrows_run_at_right_angles_from_their_source_to_their_target(chart):
    laid = lay_out(chart)
    for edge in chart.edges:
        way = laid.ways[edge.id]
        assert way[0] == (laid.places[edge.source].right, laid.places[edge.source].centre[1])
        assert way[-1] == (laid.places[edge.target].x, laid.places[edge.target].centre[1])
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(way))


@given(charts())
def test_every_step_is_told_once_and_after_those_that_lead_to_it_where_there_is_no_way_back(chart):
    order = reading_order(chart)
    assert sorted(order) == sorted(node.id for node in chart.nodes)
    forward = [edge for edge in chart.edges if edge.source < edge.target]
    without_loops = Chart(lanes=chart.lanes, nodes=chart.nodes, edges=tuple(forward))
    told = reading_order(without_loops)
    assert all(told.index(edge.source) < told.index(edge.target) for edge in forward)


@given(charts(), st.data())
def test_no_change_leaves_an_arrow_without_an_end(chart, data):
    for _ in range(3):
        if not chart.nodes:
            return
        node = data.draw(st.sampled_from(chart.nodes)).id
        change = data.draw(st.sampled_from(["add", "remove", "move"]))
        try:
            if change == "add":
                chart = add_node(chart, name="新しい手順", lane=chart.by_id[node].lane, after=node)
            elif change == "remove":
                chart = remove_node(chart, node)
            else:
                chart = move_node(chart, node, places=places_of(chart), x=10, y=10)
        except FlowError:
            continue
        assert all({edge.source, edge.target} <= set(chart.by_id) for edge in chart.edges)
        ids = [lane.id for lane in chart.lanes] + list(chart.by_id) + [edge.id for edge in chart.edges]
        assert len(ids) == len(set(ids))
        draw(chart)


@given(charts())
def test_a_flow_does_not_differ_from_itself(chart):
    found = compare(chart, chart)
    assert {step.fate for step in found.steps} <= {Fate.SAME}
    assert set(found.fates_after.values()) <= {"same"}


def test_what_is_gone_new_and_changed_is_told_step_by_step():
    before = make.chart()
    after = change_node(remove_node(before, "Step_2"), "Step_3", name="届を確かめ、印刷する", minutes=4.0)
    after = add_node(after, name="電子で届ける", lane="Lane_1", after="Step_1")
    found = compare(before, after)
    assert [step.before.name for step in found.with_fate(Fate.GONE)] == ["転入届を書く"]
    assert [step.after.name for step in found.with_fate(Fate.NEW)] == ["電子で届ける"]
    (changed,) = found.with_fate(Fate.CHANGED)
    assert changed.what == ("name", "minutes")
    assert (found.before.minutes, found.before.unsaid, found.after.minutes, found.after.unsaid) == (7, 2, 4, 2)


def test_steps_of_another_drawing_are_the_same_where_their_words_are():
    one = Chart(nodes=(Node(id="a", name="受付　番号を 取る"),))
    other = Chart(nodes=(Node(id="x", name="受付番号を取る"),))
    assert compare(one, other).steps[0].fate is Fate.SAME


def test_handoffs_are_the_arrows_between_lanes():
    assert [(edge.source, edge.target) for edge in make.chart().handoffs] == [
        ("Step_2", "Step_3"), ("Step_4", "Step_5"), ("Step_5", "Step_6"), ("Step_4", "Step_6"),
    ]  # fmt: skip


def test_a_new_step_takes_over_the_arrow_of_the_one_before():
    chart = add_node(make.chart(), name="番号を取る", lane="Lane_1", after="Step_1")
    assert [edge.target for edge in chart.after("Step_1")] == ["Step_7"]
    assert [edge.target for edge in chart.after("Step_7")] == ["Step_2"]


def test_a_step_that_goes_leaves_those_before_leading_on_to_those_after():
    chart = remove_node(make.chart(), "Step_4")
    assert {(edge.source, edge.target) for edge in chart.after("Step_3")} == {
        ("Step_3", "Step_5"),
        ("Step_3", "Step_6"),
    }
    looped = Chart(nodes=(Node(id="a", name="a"), Node(id="b", name="b")),
                   edges=(Edge(id="1", source="a", target="b"), Edge(id="2", source="b", target="b")))  # fmt: skip
    assert remove_node(looped, "b").edges == ()


def test_after_a_fork_a_new_step_is_a_further_way():
    chart = add_node(make.chart(), name="年金", lane="Lane_3", after="Step_4")
    assert len(chart.after("Step_4")) == 3


@pytest.mark.parametrize(
    ("source", "target", "why"),
    [("Step_2", "Step_2", "to_itself"), ("Step_6", "Step_2", "end"), ("Step_2", "Step_1", "start"),
     ("Step_2", "Step_3", "doubled"), ("Step_2", "Step_9", "unknown")],
)  # fmt: skip
def test_arrows_that_cannot_be_are_refused(source, target, why):
    with pytest.raises(FlowError) as refused:
        add_edge(make.chart(), source=source, target=target)
    assert refused.value.why == why


def test_a_lane_with_steps_is_not_removed_and_lanes_change_places():
    with pytest.raises(FlowError, match="in_use"):
        remove_lane(make.chart(), "Lane_2")
    moved = change_lane(make.chart(), "Lane_3", name="国保の課", up=1)
    assert [lane.name for lane in moved.lanes] == ["住民", "国保の課", "市民課"]


def test_a_fork_whose_usual_arrow_is_removed_points_at_nothing():
    chart = make.chart()
    fork = Node(id="Step_4", name="国保に入る人か", tag="exclusiveGateway", lane="Lane_2",
                kept={"attrs": {"default": "Arrow_6"}})  # fmt: skip
    chart = Chart(
        lanes=chart.lanes, nodes=tuple(fork if n.id == "Step_4" else n for n in chart.nodes), edges=chart.edges
    )
    assert remove_edge(chart, "Arrow_6").by_id["Step_4"].kept == {"attrs": {}}


def test_faults_of_a_chart_are_named():
    chart = make.chart()
    loose = Chart(lanes=(*chart.lanes, Lane(id="Lane_9", name="空の課")), edges=chart.edges[:1],
                  nodes=tuple(node for node in chart.nodes if node.kind is not Kind.END))  # fmt: skip
    kinds = {(fault.kind, fault.name) for fault in faults_of(loose)}
    assert (FaultKind.NO_END, "") in kinds
    assert (FaultKind.STUCK, "転入届を書く") in kinds
    assert (FaultKind.UNREACHED, "届を確かめる") in kinds
    assert (FaultKind.EMPTY_LANE, "空の課") in kinds


def test_lines_of_words_never_begin_with_a_full_stop_and_say_when_they_are_cut():
    assert wrapped("転入届を受け付ける。", 9, 3) == ["転入届を受け付ける。"]
    assert wrapped("あ" * 40, 9, 3) == ["あ" * 9, "あ" * 9, "あ" * 8 + "…"]


def test_words_of_a_way_back_leave_the_minutes_above_a_step_clear():
    chart = add_edge(make.chart(), source="Step_4", target="Step_2", name="ある")
    drawing = draw(chart, badges={"Step_2": "8分", "Step_3": "5分、印1"})
    back = next(edge for edge in drawing.edges if edge.name == "ある")
    badges = [(float(node.middle), float(node.badge_y)) for node in drawing.nodes if node.badge]
    assert all(abs(float(back.x) - x) >= 45 or abs(float(back.y) - y) >= 15 for x, y in badges)
