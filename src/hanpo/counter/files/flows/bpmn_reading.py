"""Reads a flow from BPMN 2.0 XML. What is outside our words is kept as it is, or refused by its name.

Taken: one process with lanes, tasks, events, gateways and sequence flows, with its diagram. Kept as they are: data
objects and stores, artifacts, the inside of sub-processes, message flows and pools without a process, vendors'
extensions. Refused: several processes, lanes within lanes, choreographies, conversations.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from django.utils.translation import gettext as _

from hanpo.counter.engine.flows import Chart, Edge, Lane, Node, Place
from hanpo.counter.engine.flows.chart import TAGS
from hanpo.counter.files.flows.bpmn import DC, DD, DI, MINUTES, MODEL
from hanpo.counter.files.flows.xml import Piece, XmlRefused, piece_of, read_xml

ALONGSIDE = frozenset(
    "documentation extensionElements auditing monitoring property dataObject dataObjectReference dataStoreReference "
    "ioSpecification ioBinding textAnnotation association group resourceRole performer humanPerformer potentialOwner "
    "correlationSubscription supports".split()
)
"""Parts of a process that are kept as they are."""
REFUSED = frozenset(
    "choreography globalChoreographyTask conversation globalConversation choreographyTask subChoreography "
    "callChoreography".split()
)


class BpmnRefused(ValueError):
    """A file that is not taken; `problems` name each element and what to do."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass
class _Reading:
    problems: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)

    def refuse(self, words: str) -> None:
        """Note a problem once."""
        if words not in self.problems:
            self.problems.append(words)

    def id_of(self, element: Element) -> str:
        """The id of an element; each stands once in a file."""
        found = element.get("id", "")
        if not found or found in self.ids:
            name = f"{_local(element)} {element.get('name', '')} {found}".strip()
            self.refuse(_("「{name}」のidが無いか、同じidがほかにもあります。").format(name=name))
        self.ids.add(found)
        return found


def read_bpmn(data: bytes) -> Chart:
    """The flow in a BPMN file. Raises `BpmnRefused`, which names everything that is not taken."""
    try:
        root, prefixes = read_xml(data)
    except XmlRefused:
        raise BpmnRefused([_("XMLとして安全に読めません。BPMN 2.0の形式で保存し直してください。")]) from None
    if root.tag != f"{{{MODEL}}}definitions":
        raise BpmnRefused([_("BPMN 2.0のファイルではありません。")])
    reading = _Reading()
    process = _process(root, reading)
    if process is None:
        raise BpmnRefused(reading.problems)
    chart = _chart(root, process, prefixes, reading)
    if reading.problems:
        raise BpmnRefused(reading.problems)
    return chart


def _process(root: Element, reading: _Reading) -> Element | None:
    processes = [one for one in root if one.tag == _m("process")]
    if len(processes) > 1:
        names = _("、").join(one.get("name", one.get("id", "")) for one in processes)
        reading.refuse(
            _("業務プロセスが{n}つあります（{names}）。1つずつのファイルに分けてください。").format(
                n=len(processes), names=names
            )
        )
        return None
    if not processes:
        reading.refuse(_("業務プロセス（process）がありません。"))
        return None
    return processes[0]


def _chart(root: Element, process: Element, prefixes: dict[str, str], reading: _Reading) -> Chart:
    lane_sets = [one for one in process if one.tag == _m("laneSet")]
    if len(lane_sets) > 1:
        reading.refuse(_("レーンの組（laneSet）が{n}つあります。1つにまとめてください。").format(n=len(lane_sets)))
    lanes, lane_of = _lanes(lane_sets[0], reading) if lane_sets else ((), {})
    nodes = tuple(_node(one, lane_of, reading) for one in process if _local(one) in TAGS and _is_model(one))
    edges = tuple(_edge(one, reading) for one in process if one.tag == _m("sequenceFlow"))
    known = {node.id for node in nodes}
    for edge in edges:
        if not {edge.source, edge.target} <= known:
            reading.refuse(_("矢印「{edge}」のつなぐ先が、図の中にありません。").format(edge=edge.name or edge.id))
    beside = [one for one in root if one.tag not in (_m("process"), f"{{{DI}}}BPMNDiagram")]
    for one in beside:
        if _local(one) in REFUSED:
            _refuse(one, reading)
    diagrams = [one for one in root if one.tag == f"{{{DI}}}BPMNDiagram"]
    if len(diagrams) > 1:
        reading.refuse(_("図（BPMNDiagram）が{n}枚あります。1枚にしてください。").format(n=len(diagrams)))
    drawn = {lane.id for lane in lanes} | known | {edge.id for edge in edges}
    places, ways, diagram = _diagram(diagrams[0], drawn) if diagrams else ({}, {}, {})
    kept = {
        "prefixes": prefixes, "definitions_attrs": dict(root.attrib), "process_attrs": dict(process.attrib),
        "definitions": [piece_of(one) for one in beside], "process": _alongside(process, reading),
        "lane_set_attrs": dict(lane_sets[0].attrib) if lane_sets else {}, "diagram": diagram,
    }  # fmt: skip
    return Chart(lanes=lanes, nodes=nodes, edges=edges, places=places, ways=ways, kept=kept)


def _alongside(process: Element, reading: _Reading) -> list[Piece]:
    found = []
    for one in process:
        local = _local(one)
        if not _is_model(one) or local in ALONGSIDE:
            found.append(piece_of(one))
        elif local not in TAGS and local not in ("laneSet", "sequenceFlow"):
            _refuse(one, reading)
    return found


def _lanes(lane_set: Element, reading: _Reading) -> tuple[tuple[Lane, ...], dict[str, str]]:
    lanes: list[Lane] = []
    lane_of: dict[str, str] = {}
    for one in lane_set:
        if one.tag != _m("lane"):
            _refuse(one, reading)
            continue
        key = reading.id_of(one)
        if any(child.tag == _m("childLaneSet") for child in one):
            reading.refuse(
                _("レーン「{lane}」の中にレーンがあります。1段にしてください。").format(lane=one.get("name", key))
            )
        lane_of.update({(child.text or "").strip(): key for child in one if child.tag == _m("flowNodeRef")})
        lanes.append(Lane(id=key, name=one.get("name", ""), kept=_kept(one, ("flowNodeRef",), ("id", "name"))))
    return tuple(lanes), lane_of


def _node(element: Element, lane_of: dict[str, str], reading: _Reading) -> Node:
    key = reading.id_of(element)
    said = element.get(MINUTES)
    return Node(
        id=key, name=element.get("name", ""), tag=_local(element), lane=lane_of.get(key, ""),
        minutes=_number(said), kept=_kept(element, ("incoming", "outgoing"), ("id", "name", MINUTES)),
    )  # fmt: skip


def _edge(element: Element, reading: _Reading) -> Edge:
    return Edge(
        id=reading.id_of(element), source=element.get("sourceRef", ""), target=element.get("targetRef", ""),
        name=element.get("name", ""), kept=_kept(element, (), ("id", "name", "sourceRef", "targetRef")),
    )  # fmt: skip


def _kept(element: Element, left: tuple[str, ...], attrs: tuple[str, ...]) -> dict[str, Any]:
    """What an element says beyond our words."""
    said = {
        "attrs": {key: value for key, value in element.attrib.items() if key not in attrs},
        "children": [piece_of(one) for one in element if not (_is_model(one) and _local(one) in left)],
        "has_name": element.get("name") == "",
    }
    return {key: value for key, value in said.items() if value}


def _diagram(diagram: Element, drawn: set[str]) -> tuple[dict[str, Place], dict[str, Any], dict[str, Any]]:
    """Where things are drawn; shapes of what we do not draw are kept as they are."""
    plane = next((one for one in diagram if one.tag == f"{{{DI}}}BPMNPlane"), None)
    places: dict[str, Place] = {}
    ways: dict[str, Any] = {}
    shapes: dict[str, Any] = {}
    others: list[Piece] = []
    for one in plane if plane is not None else ():
        key = one.get("bpmnElement", "")
        bounds = one.find(f"{{{DC}}}Bounds")
        stops = one.findall(f"{{{DD}}}waypoint")
        if key not in drawn or (bounds is None and len(stops) < 2):
            others.append(piece_of(one))
            continue
        if bounds is not None:
            places[key] = Place(*(float(bounds.get(name, 0)) for name in ("x", "y", "width", "height")))
        else:
            ways[key] = tuple((float(stop.get("x", 0)), float(stop.get("y", 0))) for stop in stops)
        shapes[key] = {
            "attrs": {name: value for name, value in one.attrib.items() if name != "bpmnElement"},
            "children": [piece_of(child) for child in one if child is not bounds and child not in stops],
        }
    styles = [piece_of(one) for one in diagram if one is not plane]
    plane_attrs = dict(plane.attrib) if plane is not None else {}
    return places, ways, {"attrs": dict(diagram.attrib), "plane_attrs": plane_attrs, "shapes": shapes,
                          "others": others, "styles": styles}  # fmt: skip


def _refuse(element: Element, reading: _Reading) -> None:
    name = element.get("name") or element.get("id") or ""
    reading.refuse(
        _("「{tag}」{name}は扱えません。図から外すか、作業として描き直してください。").format(
            tag=_local(element), name=name
        )
    )


def _number(said: str | None) -> float | None:
    try:
        return float(said) if said is not None else None
    except ValueError:
        return None


def _m(local: str) -> str:
    return f"{{{MODEL}}}{local}"


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_model(element: Element) -> bool:
    return str(element.tag).startswith(f"{{{MODEL}}}")
