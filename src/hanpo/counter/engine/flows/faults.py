"""What is wrong with a flow as it stands: told, never mended in silence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from hanpo.counter.engine.flows.chart import Chart, Kind


class FaultKind(Enum):
    """Kinds of fault."""

    NO_START = "no_start"
    NO_END = "no_end"
    UNREACHED = "unreached"
    """Nothing leads to the step, and it is no beginning."""
    STUCK = "stuck"
    """Nothing follows the step, and it is no end."""
    ONE_WAY = "one_way"
    """A fork with a single arrow out and a single arrow in decides nothing."""
    UNNAMED = "unnamed"
    EMPTY_LANE = "empty_lane"
    NO_LANE = "no_lane"
    UNSAID = "unsaid"
    """An arrow out of a fork that does not say in which case it is taken."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault; `where` is the id of the node, edge or lane, empty for the whole flow."""

    kind: FaultKind
    where: str = ""
    name: str = ""


def faults_of(chart: Chart) -> tuple[Fault, ...]:
    """All faults, those of the whole flow first."""
    return (*_whole(chart), *_of_nodes(chart), *_of_forks(chart), *_of_lanes(chart))


def _whole(chart: Chart) -> Iterator[Fault]:
    kinds = {node.kind for node in chart.nodes}
    if Kind.START not in kinds:
        yield Fault(FaultKind.NO_START)
    if Kind.END not in kinds:
        yield Fault(FaultKind.NO_END)


def _of_nodes(chart: Chart) -> Iterator[Fault]:
    sources, targets = {edge.source for edge in chart.edges}, {edge.target for edge in chart.edges}
    for node in chart.nodes:
        hangs_on = node.tag == "boundaryEvent"
        if node.kind is Kind.TASK and not node.name.strip():
            yield Fault(FaultKind.UNNAMED, node.id)
        if node.id not in targets and node.kind is not Kind.START and not hangs_on:
            yield Fault(FaultKind.UNREACHED, node.id, node.name)
        if node.id not in sources and node.kind is not Kind.END:
            yield Fault(FaultKind.STUCK, node.id, node.name)


def _of_forks(chart: Chart) -> Iterator[Fault]:
    for node in chart.nodes:
        if node.kind is not Kind.GATEWAY:
            continue
        out = chart.after(node.id)
        if len(out) == 1 and len(chart.before(node.id)) <= 1:
            yield Fault(FaultKind.ONE_WAY, node.id, node.name)
        if node.tag in ("exclusiveGateway", "inclusiveGateway") and len(out) > 1:
            default = (node.kept.get("attrs") or {}).get("default")
            for edge in out:
                if not edge.name.strip() and edge.id != default:
                    yield Fault(FaultKind.UNSAID, edge.id, node.name)


def _of_lanes(chart: Chart) -> Iterator[Fault]:
    used = {node.lane for node in chart.nodes}
    for lane in chart.lanes:
        if lane.id not in used:
            yield Fault(FaultKind.EMPTY_LANE, lane.id, lane.name)
    if chart.lanes:
        for node in chart.nodes:
            if node.lane not in chart.lane_of:
                yield Fault(FaultKind.NO_LANE, node.id, node.name)
