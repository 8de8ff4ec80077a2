"""Business flows (業務フロー): lanes, steps and arrows; their faults, their changes, how they are drawn and compared."""

from hanpo.counter.engine.flows.chart import (
    Chart,
    Edge,
    Kind,
    Lane,
    Node,
    Place,
    Point,
    chart_from,
    content_of,
)
from hanpo.counter.engine.flows.difference import Changed, Difference, Fate, Sums, compare
from hanpo.counter.engine.flows.drawing import Drawing, DrawnEdge, DrawnLane, DrawnNode, draw
from hanpo.counter.engine.flows.editing import (
    FlowError,
    add_edge,
    add_lane,
    add_node,
    change_edge,
    change_lane,
    change_node,
    laid_out_anew,
    move_node,
    remove_edge,
    remove_lane,
    remove_node,
)
from hanpo.counter.engine.flows.faults import Fault, FaultKind, faults_of
from hanpo.counter.engine.flows.layout import places_of
from hanpo.counter.engine.flows.order import reading_order

__all__ = [
    "Changed",
    "Chart",
    "Difference",
    "Drawing",
    "DrawnEdge",
    "DrawnLane",
    "DrawnNode",
    "Edge",
    "Fate",
    "Fault",
    "FaultKind",
    "FlowError",
    "Kind",
    "Lane",
    "Node",
    "Place",
    "Point",
    "Sums",
    "add_edge",
    "add_lane",
    "add_node",
    "change_edge",
    "change_lane",
    "change_node",
    "chart_from",
    "compare",
    "content_of",
    "draw",
    "faults_of",
    "laid_out_anew",
    "move_node",
    "places_of",
    "reading_order",
    "remove_edge",
    "remove_lane",
    "remove_node",
]  # fmt: skip
