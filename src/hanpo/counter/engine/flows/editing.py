"""Changes of a flow: each takes a chart and gives the changed one; what cannot be is refused with a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from hanpo.counter.engine.flows.chart import TAGS, Chart, Edge, Kind, Lane, Node, Place

GAP = 60.0


class FlowError(ValueError):
    """A change that cannot be made. `why` is one of: unknown, doubled, in_use, not_a_node, to_itself, end, start."""

    def __init__(self, why: str, what: str = "") -> None:
        super().__init__(f"{why}: {what}")
        self.why = why
        self.what = what


def add_lane(chart: Chart, *, name: str) -> Chart:
    """A further lane, below the others. In a flow without lanes all steps come to stand in it."""
    lane = Lane(id=_new_id(chart, "Lane"), name=name)
    nodes = chart.nodes if chart.lanes else tuple(replace(node, lane=lane.id) for node in chart.nodes)
    return replace(chart, lanes=(*chart.lanes, lane), nodes=nodes, places={}, ways={})


def change_lane(chart: Chart, lane: str, *, name: str, up: int = 0) -> Chart:
    """Another name; `up` moves it so many places up (down where it is negative)."""
    known = _lane(chart, lane)
    others = [one for one in chart.lanes if one.id != lane]
    at = min(max(chart.lanes.index(known) - up, 0), len(others))
    lanes = (*others[:at], replace(known, name=name), *others[at:])
    moved = tuple(one.id for one in lanes) != tuple(one.id for one in chart.lanes)
    changed = replace(chart, lanes=lanes)
    return laid_out_anew(changed) if moved else changed


def remove_lane(chart: Chart, lane: str) -> Chart:
    """Without a lane; one in which steps stand is not removed."""
    known = _lane(chart, lane)
    if any(node.lane == lane for node in chart.nodes):
        raise FlowError("in_use", known.name)
    return replace(chart, lanes=tuple(one for one in chart.lanes if one.id != lane), places=_without(chart, {lane}))


def add_node(
    chart: Chart, *, name: str, tag: str = "task", lane: str = "", minutes: float | None = None, after: str = ""
) -> Chart:
    """A further node. Put `after` another it takes over that one's arrow, where there is just one."""
    _known_tag(tag)
    if lane:
        _lane(chart, lane)
    node = Node(id=_new_id(chart, "Step"), name=name, tag=tag, lane=lane, minutes=minutes)
    edges = _inserted(chart, node, after) if after else chart.edges
    gone = {edge.id for edge in chart.edges} - {edge.id for edge in edges}
    places = dict(chart.places)
    if places and after in places:
        at = places[after]
        places[node.id] = Place(at.right + GAP, at.y, at.width, at.height)
    ways = {key: way for key, way in chart.ways.items() if key not in gone and _same_ends(chart, edges, key)}
    return replace(chart, nodes=(*chart.nodes, node), edges=edges, places=places, ways=ways)


def change_node(chart: Chart, node: str, **said: Any) -> Chart:
    """Other words, lane, kind or minutes for a node."""
    known = _node(chart, node)
    if "tag" in said:
        _known_tag(said["tag"])
    if said.get("lane"):
        _lane(chart, said["lane"])
    changed = replace(known, **said)
    moved = changed.lane != known.lane
    places = _without(chart, {node}) if moved else chart.places
    ways = _ways_apart_from(chart, node) if moved else chart.ways
    return replace(chart, nodes=_with(chart.nodes, changed), places=places, ways=ways)


def remove_node(chart: Chart, node: str) -> Chart:
    """Without a node; where one arrow led in, or one out, those before lead on to those after."""
    _node(chart, node)
    before = [edge for edge in chart.before(node) if edge.source != node]
    after = [edge for edge in chart.after(node) if edge.target != node]
    left = tuple(edge for edge in chart.edges if node not in (edge.source, edge.target))
    left = (*left, *_joined(before, after, {(edge.source, edge.target) for edge in left}))
    nodes = tuple(one for one in chart.nodes if one.id != node)
    gone = {edge.id for edge in chart.edges if node in (edge.source, edge.target)}
    return replace(
        chart, nodes=_without_defaults(nodes, gone - {edge.id for edge in left}), edges=left,
        places=_without(chart, {node}), ways={key: way for key, way in chart.ways.items() if key not in gone},
    )  # fmt: skip


def add_edge(chart: Chart, *, source: str, target: str, name: str = "") -> Chart:
    """A further arrow."""
    _ends(chart, source, target)
    edge = Edge(id=_new_id(chart, "Arrow"), source=source, target=target, name=name)
    return replace(chart, edges=(*chart.edges, edge))


def change_edge(chart: Chart, edge: str, *, source: str, target: str, name: str = "") -> Chart:
    """Other ends or words for an arrow."""
    known = _edge(chart, edge)
    if (known.source, known.target) != (source, target):
        _ends(chart, source, target)
        chart = replace(chart, ways={key: way for key, way in chart.ways.items() if key != edge})
    changed = replace(known, source=source, target=target, name=name)
    return replace(chart, edges=tuple(changed if one.id == edge else one for one in chart.edges))


def remove_edge(chart: Chart, edge: str) -> Chart:
    """Without an arrow."""
    _edge(chart, edge)
    return replace(
        chart, edges=tuple(one for one in chart.edges if one.id != edge), nodes=_without_defaults(chart.nodes, {edge}),
        ways={key: way for key, way in chart.ways.items() if key != edge},
    )  # fmt: skip


def move_node(chart: Chart, node: str, *, places: Mapping[str, Place], x: float, y: float) -> Chart:
    """Put a node elsewhere on the paper; into the lane in which its middle comes to lie. `places` is where all stand
    now, so that the others stay."""
    known = _node(chart, node)
    at = replace(places[node], x=max(x, 0.0), y=max(y, 0.0))
    middle = at.centre[1]
    lane = next((one.id for one in chart.lanes if one.id in places
                 and places[one.id].y <= middle <= places[one.id].bottom), known.lane)  # fmt: skip
    return replace(
        chart, nodes=_with(chart.nodes, replace(known, lane=lane)), places={**places, node: at},
        ways=_ways_apart_from(chart, node),
    )  # fmt: skip


def laid_out_anew(chart: Chart) -> Chart:
    """Without anybody's places: all is laid out anew."""
    return replace(chart, places={}, ways={})


def _inserted(chart: Chart, node: Node, after: str) -> tuple[Edge, ...]:
    before = _node(chart, after)
    if before.kind is Kind.END:
        raise FlowError("end", before.name)
    leaving = chart.after(after)
    first = Edge(id=_new_id(chart, "Arrow"), source=after, target=node.id)
    if len(leaving) != 1 or node.kind is Kind.END:
        return (*chart.edges, first)
    taken = leaving[0]
    onward = Edge(id=_next_id(first.id), source=node.id, target=taken.target)
    kept = (replace(one, target=node.id) if one.id == taken.id else one for one in chart.edges)
    return (*kept, onward)


def _joined(before: list[Edge], after: list[Edge], known: set[tuple[str, str]]) -> list[Edge]:
    """The arrows in place of those that led to and from a step that goes; none to itself and none twice."""
    if len(before) != 1 and len(after) != 1:
        return []
    found = []
    for edge, source, target in (
        [(one, one.source, after[0].target) for one in before] if len(after) == 1
        else [(one, before[0].source, one.target) for one in after]
    ):  # fmt: skip
        if source != target and (source, target) not in known:
            known.add((source, target))
            found.append(replace(edge, source=source, target=target))
    return found


def _same_ends(chart: Chart, edges: Iterable[Edge], key: str) -> bool:
    old = next(one for one in chart.edges if one.id == key) if any(one.id == key for one in chart.edges) else None
    new = next((one for one in edges if one.id == key), None)
    return old is not None and new is not None and (old.source, old.target) == (new.source, new.target)


def _ends(chart: Chart, source: str, target: str) -> None:
    first, last = _node(chart, source), _node(chart, target)
    if source == target:
        raise FlowError("to_itself", first.name)
    if first.kind is Kind.END:
        raise FlowError("end", first.name)
    if last.kind is Kind.START:
        raise FlowError("start", last.name)
    if any((edge.source, edge.target) == (source, target) for edge in chart.edges):
        raise FlowError("doubled", f"{first.name} → {last.name}")


def _with(nodes: tuple[Node, ...], changed: Node) -> tuple[Node, ...]:
    return tuple(changed if one.id == changed.id else one for one in nodes)


def _without(chart: Chart, ids: set[str]) -> dict[str, Place]:
    return {key: place for key, place in chart.places.items() if key not in ids}


def _ways_apart_from(chart: Chart, node: str) -> dict[str, Any]:
    touched = {edge.id for edge in chart.edges if node in (edge.source, edge.target)}
    return {key: way for key, way in chart.ways.items() if key not in touched}


def _without_defaults(nodes: tuple[Node, ...], gone: set[str]) -> tuple[Node, ...]:
    """A fork whose usual arrow is gone has none any more: files may not point at what is not there."""
    return tuple(_without_default(node) if _default(node) in gone else node for node in nodes)


def _default(node: Node) -> str | None:
    return (node.kept.get("attrs") or {}).get("default")


def _without_default(node: Node) -> Node:
    attrs = {key: value for key, value in node.kept["attrs"].items() if key != "default"}
    return replace(node, kept={**node.kept, "attrs": attrs})


def _known_tag(tag: str) -> None:
    if tag not in TAGS:
        raise FlowError("not_a_node", tag)


def _node(chart: Chart, node: str) -> Node:
    if node not in chart.by_id:
        raise FlowError("unknown", node)
    return chart.by_id[node]


def _lane(chart: Chart, lane: str) -> Lane:
    if lane not in chart.lane_of:
        raise FlowError("unknown", lane)
    return chart.lane_of[lane]


def _edge(chart: Chart, edge: str) -> Edge:
    found = next((one for one in chart.edges if one.id == edge), None)
    if found is None:
        raise FlowError("unknown", edge)
    return found


def _new_id(chart: Chart, word: str) -> str:
    """An id that nothing in the chart has, nor anything that rides along with it."""
    taken = [lane.id for lane in chart.lanes] + [*chart.by_id] + [edge.id for edge in chart.edges]
    numbers = [int(n) for n in re.findall(rf"\b{word}_(\d+)", " ".join(taken) + repr(chart.kept))]
    return f"{word}_{max(numbers, default=0) + 1}"


def _next_id(last: str) -> str:
    word, _, number = last.rpartition("_")
    return f"{word}_{int(number) + 1}"
