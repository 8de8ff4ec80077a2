"""A flow as data: lanes (who), nodes (what) and edges (what comes next), and the same as plain JSON.

The words are those of BPMN 2.0 (OMG, Business Process Model and Notation 2.0.2). What a file holds beyond them rides
along in `kept`, as it was read, so that nothing is lost between coming in and going out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import Any

Kept = Mapping[str, Any]
"""What a file says beyond our words, as JSON."""


class Kind(Enum):
    """What a node is."""

    START = "start"
    END = "end"
    EVENT = "event"
    """Something that happens on the way: a time, a message."""
    TASK = "task"
    GATEWAY = "gateway"


TAGS: dict[str, Kind] = {
    "task": Kind.TASK, "userTask": Kind.TASK, "manualTask": Kind.TASK, "serviceTask": Kind.TASK,
    "sendTask": Kind.TASK, "receiveTask": Kind.TASK, "scriptTask": Kind.TASK, "businessRuleTask": Kind.TASK,
    "callActivity": Kind.TASK, "subProcess": Kind.TASK, "transaction": Kind.TASK, "adHocSubProcess": Kind.TASK,
    "exclusiveGateway": Kind.GATEWAY, "parallelGateway": Kind.GATEWAY, "inclusiveGateway": Kind.GATEWAY,
    "eventBasedGateway": Kind.GATEWAY, "complexGateway": Kind.GATEWAY,
    "startEvent": Kind.START, "endEvent": Kind.END,
    "intermediateCatchEvent": Kind.EVENT, "intermediateThrowEvent": Kind.EVENT, "boundaryEvent": Kind.EVENT,
}  # fmt: skip
"""The elements of BPMN that are nodes."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is drawn: its upper left corner and its size, in pixels."""

    x: float
    y: float
    width: float
    height: float

    @property
    def centre(self) -> Point:
        """The middle."""
        return (self.x + self.width / 2, self.y + self.height / 2)

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height


Point = tuple[float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """Somebody who does steps: residents, a section, a system."""

    id: str
    name: str
    kept: Kept = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A step, a fork, a beginning or an end. `minutes` is the work in it for one case; None where nobody said."""

    id: str
    name: str
    tag: str = "task"
    lane: str = ""
    minutes: float | None = None
    kept: Kept = field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        """What it is, in our words."""
        return TAGS[self.tag]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An arrow: after `source` comes `target`; `name` says in which case."""

    id: str
    source: str
    target: str
    name: str = ""
    kept: Kept = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A whole flow. `places` and `ways` are where a file or a person put things; empty where we lay them out."""

    lanes: tuple[Lane, ...] = ()
    nodes: tuple[Node, ...] = ()
    edges: tuple[Edge, ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    ways: Mapping[str, tuple[Point, ...]] = field(default_factory=dict)
    kept: Kept = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """The nodes by their ids."""
        return {node.id: node for node in self.nodes}

    @cached_property
    def lane_of(self) -> dict[str, Lane]:
        """The lanes by their ids."""
        return {lane.id: lane for lane in self.lanes}

    def after(self, node: str) -> list[Edge]:
        """The arrows that leave a node."""
        return [edge for edge in self.edges if edge.source == node]

    def before(self, node: str) -> list[Edge]:
        """The arrows that reach a node."""
        return [edge for edge in self.edges if edge.target == node]

    @cached_property
    def handoffs(self) -> tuple[Edge, ...]:
        """The arrows that cross from one lane into another: where work is handed over."""
        return tuple(
            edge for edge in self.edges
            if edge.source in self.by_id and edge.target in self.by_id
            and self.by_id[edge.source].lane != self.by_id[edge.target].lane
        )  # fmt: skip


def content_of(chart: Chart) -> dict[str, Any]:
    """The chart as JSON data."""
    return {
        "lanes": [_bare({"id": one.id, "name": one.name, "kept": dict(one.kept)}) for one in chart.lanes],
        "nodes": [
            _bare({"id": one.id, "tag": one.tag, "name": one.name, "lane": one.lane, "minutes": one.minutes,
                   "kept": dict(one.kept)})
            for one in chart.nodes
        ],
        "edges": [
            _bare({"id": one.id, "source": one.source, "target": one.target, "name": one.name, "kept": dict(one.kept)})
            for one in chart.edges
        ],
        "places": {key: [one.x, one.y, one.width, one.height] for key, one in chart.places.items()},
        "ways": {key: [list(point) for point in points] for key, points in chart.ways.items()},
        "kept": dict(chart.kept),
    }  # fmt: skip


def chart_from(content: Mapping[str, Any]) -> Chart:
    """The chart that JSON data tells. Raises `ValueError` where it is none."""
    try:
        return Chart(
            lanes=tuple(Lane(**one) for one in content.get("lanes", ())),
            nodes=tuple(_node(one) for one in content.get("nodes", ())),
            edges=tuple(Edge(**one) for one in content.get("edges", ())),
            places={key: Place(*map(float, four)) for key, four in content.get("places", {}).items()},
            ways={key: tuple((float(x), float(y)) for x, y in way) for key, way in content.get("ways", {}).items()},
            kept=content.get("kept", {}),
        )
    except (AttributeError, TypeError, KeyError) as wrong:
        raise ValueError(f"no chart: {wrong}") from wrong


def _node(said: Mapping[str, Any]) -> Node:
    node = Node(**said)
    if node.tag not in TAGS:
        raise ValueError(f"no node is a {node.tag}")
    return node


def _bare(said: dict[str, Any]) -> dict[str, Any]:
    """Without what says nothing; ids, names and ends always stand."""
    always = ("id", "name", "source", "target", "tag")
    return {key: value for key, value in said.items() if key in always or value not in ("", None, {})}
