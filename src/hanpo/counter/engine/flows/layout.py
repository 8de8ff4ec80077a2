"""Where the parts of a flow stand: as a file or a person put them, or in columns by order and rows by lane."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from hanpo.counter.engine.flows.chart import Chart, Edge, Kind, Node, Place, Point
from hanpo.counter.engine.flows.order import ranks

HEAD = 120.0
"""Width of the lane's name."""
COLUMN, ROW = 192.0, 88.0
BOX = (136.0, 60.0)
SIZES = {Kind.TASK: BOX, Kind.GATEWAY: (44.0, 44.0), Kind.START: (36.0, 36.0), Kind.END: (36.0, 36.0),
         Kind.EVENT: (36.0, 36.0)}  # fmt: skip
MARGIN = 28.0


@dataclass(frozen=True, slots=True)
class Layout:
    """Places of lanes and nodes, ways of edges, and the size of the paper."""

    places: Mapping[str, Place]
    ways: Mapping[str, tuple[Point, ...]]
    width: float
    height: float


def places_of(chart: Chart) -> dict[str, Place]:
    """Where lanes and nodes are drawn now."""
    return dict(lay_out(chart).places)


def lay_out(chart: Chart) -> Layout:
    """The layout of a chart."""
    has_places = bool(chart.nodes) and all(node.id in chart.places for node in chart.nodes)
    places = _moved_in(chart) if has_places else _own(chart)
    shift = _shift(chart) if has_places else (0.0, 0.0)
    ways = {edge.id: _way(chart, edge, places, shift, own=not has_places) for edge in chart.edges
            if edge.source in places and edge.target in places}  # fmt: skip
    points = [point for way in ways.values() for point in way]
    right = max([place.right for place in places.values()] + [x for x, _ in points], default=HEAD)
    bottom = max([place.bottom for place in places.values()] + [y for _, y in points], default=ROW)
    return Layout(places, ways, right + 1, bottom + 1)


def _own(chart: Chart) -> dict[str, Place]:
    rank = ranks(chart)
    rows, depth = _rows(chart, rank)
    lanes = [lane.id for lane in chart.lanes] if chart.lanes else [""]
    lanes += sorted({node.lane for node in chart.nodes} - set(lanes))
    columns = max(rank.values(), default=0) + 1
    places: dict[str, Place] = {}
    top = 0.0
    tops = {}
    head = HEAD if chart.lanes else 0.0
    for lane in lanes:
        tops[lane] = top
        height = ROW * max(depth[lane], 1) + 12
        if lane in chart.lane_of:
            places[lane] = Place(0, top, head + columns * COLUMN + MARGIN, height)
        top += height
    for node in chart.nodes:
        places[node.id] = _slot(node, head + rank[node.id] * COLUMN, tops[node.lane] + 6 + rows[node.id] * ROW)
    return places


def _slot(node: Node, x: float, y: float) -> Place:
    """The middle of a cell of the grid."""
    width, height = SIZES[node.kind]
    return Place(x + (COLUMN - width) / 2, y + (ROW - height) / 2, width, height)


def _rows(chart: Chart, rank: Mapping[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    """The row of each node in its lane, beside the step before it where that row is free; and the rows of each lane."""
    taken: dict[tuple[str, int], set[int]] = defaultdict(set)
    rows: dict[str, int] = {}
    depth: dict[str, int] = defaultdict(int)
    before = defaultdict(list)
    for edge in chart.edges:
        before[edge.target].append(edge.source)
    for node in sorted(chart.nodes, key=lambda one: rank[one.id]):
        cell = taken[(node.lane, rank[node.id])]
        beside = [rows[one] for one in before[node.id] if one in rows and chart.by_id[one].lane == node.lane]
        wanted = beside[0] if beside else 0
        row = next(one for one in [wanted, *range(len(chart.nodes) + 1)] if one not in cell)
        cell.add(row)
        rows[node.id] = row
        depth[node.lane] = max(depth[node.lane], row + 1)
    return rows, depth


def _shift(chart: Chart) -> Point:
    """How far everything is moved so that the paper begins at its upper left corner."""
    known = [place for key, place in chart.places.items() if key in chart.by_id or key in chart.lane_of]
    return (min(place.x for place in known), min(place.y for place in known))


def _moved_in(chart: Chart) -> dict[str, Place]:
    x, y = _shift(chart)
    return {
        key: Place(place.x - x, place.y - y, place.width, place.height)
        for key, place in chart.places.items() if key in chart.by_id or key in chart.lane_of
    }  # fmt: skip


def _way(chart: Chart, edge: Edge, places: Mapping[str, Place], shift: Point, *, own: bool) -> tuple[Point, ...]:
    drawn = chart.ways.get(edge.id)
    if drawn and not own:
        return tuple((x - shift[0], y - shift[1]) for x, y in drawn)
    return _routed(places[edge.source], places[edge.target], chart.edges.index(edge) % 4 * 5.0)


def _routed(source: Place, target: Place, apart: float) -> tuple[Point, ...]:
    """Right angles only: straight on to the next column, through the gap between rows where columns are passed."""
    (_, from_y), (_, to_y) = source.centre, target.centre
    if 0 < target.x - source.right <= COLUMN:
        if from_y == to_y:
            return ((source.right, from_y), (target.x, to_y))
        turn = target.x - 14 - apart
        return ((source.right, from_y), (turn, from_y), (turn, to_y), (target.x, to_y))
    out, back = source.right + 12 + apart, target.x - 12 - apart
    between = from_y + (ROW / 2 - 6 if to_y > from_y else 6 - ROW / 2) + (apart - 7) / 2
    return ((source.right, from_y), (out, from_y), (out, between), (back, between), (back, to_y), (target.x, to_y))
