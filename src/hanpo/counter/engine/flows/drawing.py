"""A flow as shapes and lines, ready for a page: every number is a text, so that no page formats it its own way."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from hanpo.counter.engine.flows.chart import Chart, Edge, Kind, Lane, Node, Place, Point
from hanpo.counter.engine.flows.layout import HEAD, Layout, lay_out

LINE = 15.0
NEVER_FIRST = "、。，．・：；？！）］｝」』】ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ"


@dataclass(frozen=True, slots=True)
class Words:
    """A line of text and where its middle stands."""

    x: str
    y: str
    text: str


@dataclass(frozen=True, slots=True)
class DrawnLane:
    """A lane: its box, the box of its name and the name in lines."""

    id: str
    name: str
    x: str
    y: str
    width: str
    height: str
    head: str
    words: tuple[Words, ...]


@dataclass(frozen=True, slots=True)
class DrawnNode:
    """A node: its shape and place, its words, and a `badge` (minutes, votes) with a `fate` for how it changed."""

    id: str
    name: str
    kind: str
    tag: str
    x: str
    y: str
    width: str
    height: str
    middle: str
    centre: str
    radius: str
    diamond: str
    words: tuple[Words, ...]
    badge: str
    badge_y: str
    fate: str


@dataclass(frozen=True, slots=True)
class DrawnEdge:
    """An arrow: its line, its head, its words and where they stand, and what was measured on it."""

    id: str
    line: str
    head: str
    name: str
    badge: str
    x: str
    y: str
    fate: str
    is_handoff: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole flow, drawn. Width and height are those of the paper, in pixels."""

    width: str
    height: str
    lanes: tuple[DrawnLane, ...]
    nodes: tuple[DrawnNode, ...]
    edges: tuple[DrawnEdge, ...]


def draw(chart: Chart, *, badges: Mapping[str, str] | None = None, fates: Mapping[str, str] | None = None) -> Drawing:
    """Draw a chart. `badges` are short words at nodes and edges, `fates` what became of them, by id."""
    laid, badges, fates = lay_out(chart), badges or {}, fates or {}
    handoffs = {edge.id for edge in chart.handoffs}
    marked = [laid.places[one.id] for one in chart.nodes if badges.get(one.id)]
    parting = {edge.id for node in chart.nodes if len(chart.after(node.id)) > 1 for edge in chart.after(node.id)}
    return Drawing(
        number(laid.width), number(laid.height + LINE),
        tuple(_lane(lane, laid.places[lane.id]) for lane in chart.lanes if lane.id in laid.places),
        tuple(_node(one, laid.places[one.id], badges.get(one.id, ""), fates.get(one.id, "")) for one in chart.nodes),
        tuple(_edge(one, laid, badges.get(one.id, ""), fates.get(one.id, ""), one.id in handoffs,
                    is_parting=one.id in parting, marked=marked)
              for one in chart.edges if one.id in laid.ways),
    )  # fmt: skip


def number(value: float) -> str:
    """A number as SVG and BPMN write it."""
    return str(int(value)) if value == int(value) else repr(round(value, 4))


def wrapped(text: str, units: float, lines: int) -> list[str]:
    """A text in lines of so many wide letters; what does not fit ends in a mark. No line begins with a full stop."""
    found: list[str] = [""]
    for letter in " ".join(text.split()):
        if _units(found[-1] + letter) > units and letter not in NEVER_FIRST:
            found.append("")
        found[-1] += letter
    found = [line.strip() for line in found if line.strip()]
    return found if len(found) <= lines else [*found[: lines - 1], found[lines - 1][:-1] + "…"]


def _units(text: str) -> float:
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.55 for one in text)


def _lines(x: float, y: float, lines: Sequence[str]) -> tuple[Words, ...]:
    """Lines around a middle."""
    first = y - (len(lines) - 1) * LINE / 2 + 4.5
    return tuple(Words(number(x), number(first + row * LINE), line) for row, line in enumerate(lines))


def _lane(lane: Lane, at: Place) -> DrawnLane:
    head = min(HEAD, at.width)
    words = _lines(at.x + head / 2, at.y + at.height / 2, wrapped(lane.name, 8, 4))
    return DrawnLane(lane.id, lane.name, number(at.x), number(at.y), number(at.width), number(at.height),
                     number(head), words)  # fmt: skip


def _node(node: Node, at: Place, badge: str, fate: str) -> DrawnNode:
    x, y = at.centre
    inside = node.kind is Kind.TASK
    lines = wrapped(node.name, max(at.width / 13 - 1, 4) if inside else 11, 3 if inside else 2)
    words = _lines(x, y if inside else at.bottom + 6 + LINE * len(lines) / 2, lines)
    diamond = _line(((x, at.y), (at.right, y), (x, at.bottom), (at.x, y)))
    return DrawnNode(
        node.id, node.name, node.kind.value, node.tag, number(at.x), number(at.y), number(at.width), number(at.height),
        number(x), number(y), number(min(at.width, at.height) / 2), diamond + "Z", words, badge,
        number(at.y - 4), fate,
    )  # fmt: skip


def _edge(
    edge: Edge, laid: Layout, badge: str, fate: str, is_handoff: bool, *, is_parting: bool, marked: Sequence[Place]
) -> DrawnEdge:
    """`is_parting`: one of several arrows that leave a step together; its words stand where it has left the others.

    `marked`: the steps that have a badge above them, which the words leave clear.
    """
    way = laid.ways[edge.id]
    x, y = _bend(way, edge.name + badge) if is_parting and len(way) == 4 else _label(way, marked)
    return DrawnEdge(edge.id, _line(way), _head(way[-2], way[-1]), edge.name, badge, number(x), number(y), fate,
                     is_handoff)  # fmt: skip


def _line(way: Sequence[Point]) -> str:
    return "M" + "L".join(f"{number(x)} {number(y)}" for x, y in way)


def _head(before: Point, tip: Point) -> str:
    """A filled triangle at the tip, in the direction in which the last stretch runs."""
    length = max(((tip[0] - before[0]) ** 2 + (tip[1] - before[1]) ** 2) ** 0.5, 0.001)
    along = ((tip[0] - before[0]) / length * 9, (tip[1] - before[1]) / length * 9)
    across = (-along[1] / 2, along[0] / 2)
    base = (tip[0] - along[0], tip[1] - along[1])
    corners = (tip, (base[0] + across[0], base[1] + across[1]), (base[0] - across[0], base[1] - across[1]))
    return _line(corners) + "Z"


def _bend(way: Sequence[Point], words: str) -> Point:
    """Left of the last bend, clear of the step that follows, on the side from which the arrow comes."""
    return (way[2][0] - _units(words) * 6 - 4, way[2][1] + (-9 if way[1][1] < way[2][1] else 19))


def _label(way: Sequence[Point], marked: Sequence[Place]) -> Point:
    """Above the longest level stretch, in its middle or where no badge stands; beside the first where none is level."""
    level = [(a, b) for a, b in pairwise(way) if a[1] == b[1]] or [(way[0], way[1])]
    first, last = max(level, key=lambda two: abs(two[0][0] - two[1][0]))
    spots = [(first[0] + (last[0] - first[0]) * share, first[1] - 5) for share in (0.5, 0.25, 0.75, 0.1, 0.9)]
    return next((spot for spot in spots if not any(_meets(spot, place) for place in marked)), spots[0])


def _meets(spot: Point, place: Place) -> bool:
    """Whether words at the spot would stand on the badge above a step."""
    return abs(spot[0] - place.centre[0]) < 3 * LINE and abs(spot[1] - place.y + 4) < LINE
