"""BPMN 2.0 XML out, and the words that reading and writing share.

Source: OMG, Business Process Model and Notation 2.0.2 (formal/2013-12-09). Our own minutes go out as an attribute of a
namespace of their own, which the standard allows on every element and other tools leave alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from hanpo.counter.engine.flows import Chart, Edge, Lane, Node, Place, Point
from hanpo.counter.engine.flows.drawing import number
from hanpo.counter.engine.flows.layout import lay_out
from hanpo.counter.files.flows.xml import Piece, write_xml

MODEL = "http://www.omg.org/spec/BPMN/20100524/MODEL"
DI = "http://www.omg.org/spec/BPMN/20100524/DI"
DC = "http://www.omg.org/spec/DD/20100524/DC"
DD = "http://www.omg.org/spec/DD/20100524/DI"
OWN = "urn:hanpo:flow:1"
MINUTES = f"{{{OWN}}}minutes"
PREFIXES = {"bpmn": MODEL, "bpmndi": DI, "dc": DC, "di": DD, "hanpo": OWN}


def write_bpmn(chart: Chart, *, name: str) -> bytes:
    """A flow as BPMN 2.0 XML with its diagram. What came with a file goes out as it came."""
    kept = chart.kept
    prefixes = {**kept.get("prefixes", {})} or dict(PREFIXES)
    if any(node.minutes is not None for node in chart.nodes) and OWN not in prefixes.values():
        prefixes["hanpo"] = OWN
    attrs = kept.get("definitions_attrs") or {"id": "Definitions_1", "targetNamespace": "urn:hanpo:flow"}
    process = kept.get("process_attrs") or {"id": "Process_1", "name": name, "isExecutable": "false"}
    children = [*kept.get("definitions", ()), _process(chart, process)]
    root = {"tag": _m("definitions"), "attrs": attrs, "children": [*children, _diagram(chart, process["id"])]}
    return write_xml(root, prefixes)


def _m(local: str) -> str:
    return f"{{{MODEL}}}{local}"


def _process(chart: Chart, attrs: Mapping[str, str]) -> Piece:
    first = [
        one for one in chart.kept.get("process", ()) if one["tag"] in (_m("documentation"), _m("extensionElements"))
    ]
    rest = [one for one in chart.kept.get("process", ()) if one not in first]
    lanes = [_lanes(chart)] if chart.lanes else []
    nodes = [_node(chart, node) for node in chart.nodes]
    return {
        "tag": _m("process"), "attrs": dict(attrs),
        "children": [*first, *lanes, *nodes, *(_edge(edge) for edge in chart.edges), *rest],
    }  # fmt: skip


def _lanes(chart: Chart) -> Piece:
    attrs = chart.kept.get("lane_set_attrs") or {"id": "LaneSet_1"}
    return {"tag": _m("laneSet"), "attrs": attrs, "children": [_lane(chart, lane) for lane in chart.lanes]}


def _lane(chart: Chart, lane: Lane) -> Piece:
    held = [_text("flowNodeRef", node.id) for node in chart.nodes if node.lane == lane.id]
    return {"tag": _m("lane"), "attrs": _attrs(lane, {}), "children": [*lane.kept.get("children", ()), *held]}


def _node(chart: Chart, node: Node) -> Piece:
    own = {MINUTES: number(node.minutes)} if node.minutes is not None else {}
    inner = node.kept.get("children", ())
    first = [one for one in inner if one["tag"] in (_m("documentation"), _m("extensionElements"))]
    ways = [_text("incoming", edge.id) for edge in chart.before(node.id)]
    ways += [_text("outgoing", edge.id) for edge in chart.after(node.id)]
    rest = [one for one in inner if one not in first]
    return {"tag": _m(node.tag), "attrs": _attrs(node, own), "children": [*first, *ways, *rest]}


def _edge(edge: Edge) -> Piece:
    attrs = _attrs(edge, {"sourceRef": edge.source, "targetRef": edge.target})
    return {"tag": _m("sequenceFlow"), "attrs": attrs, "children": list(edge.kept.get("children", ()))}


def _attrs(part: Lane | Node | Edge, more: Mapping[str, str]) -> dict[str, str]:
    """Id and name first; a name that is empty is only written where the file had it so."""
    said = {"name": part.name} if part.name or part.kept.get("has_name") else {}
    return {"id": part.id, **said, **more, **part.kept.get("attrs", {})}


def _text(local: str, text: str) -> Piece:
    return {"tag": _m(local), "text": text}


def _diagram(chart: Chart, process: str) -> Piece:
    kept: Mapping[str, Any] = chart.kept.get("diagram", {})
    laid = lay_out(chart)
    own = not all(node.id in chart.places for node in chart.nodes)
    places = laid.places if own else {**laid.places, **chart.places}
    keys = [lane.id for lane in chart.lanes] + [node.id for node in chart.nodes]
    shapes = [_shape(kept, key, places[key]) for key in keys if key in places]
    ways = [
        _way(kept, edge, chart.ways.get(edge.id) if not own else None, laid.ways.get(edge.id)) for edge in chart.edges
    ]
    plane = {
        "tag": f"{{{DI}}}BPMNPlane",
        "attrs": kept.get("plane_attrs") or {"id": "Plane_1", "bpmnElement": process},
        "children": [*kept.get("others", ()), *shapes, *(way for way in ways if way)],
    }
    attrs = kept.get("attrs") or {"id": "Diagram_1"}
    return {"tag": f"{{{DI}}}BPMNDiagram", "attrs": attrs, "children": [plane, *kept.get("styles", ())]}


def _shape(kept: Mapping[str, Any], key: str, at: Place) -> Piece:
    more = kept.get("shapes", {}).get(key, {})
    bounds = {"x": number(at.x), "y": number(at.y), "width": number(at.width), "height": number(at.height)}
    return {
        "tag": f"{{{DI}}}BPMNShape", "attrs": {"id": f"{key}_di", "bpmnElement": key, **more.get("attrs", {})},
        "children": [{"tag": f"{{{DC}}}Bounds", "attrs": bounds}, *more.get("children", ())],
    }  # fmt: skip


def _way(
    kept: Mapping[str, Any], edge: Edge, drawn: Iterable[Point] | None, laid: Iterable[Point] | None
) -> Piece | None:
    points = drawn or laid
    if points is None:
        return None
    more = kept.get("shapes", {}).get(edge.id, {}) if drawn else {}
    stops = [{"tag": f"{{{DD}}}waypoint", "attrs": {"x": number(x), "y": number(y)}} for x, y in points]
    return {
        "tag": f"{{{DI}}}BPMNEdge", "attrs": {"id": f"{edge.id}_di", "bpmnElement": edge.id, **more.get("attrs", {})},
        "children": [*stops, *more.get("children", ())],
    }  # fmt: skip
