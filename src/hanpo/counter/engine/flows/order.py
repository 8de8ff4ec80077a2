"""In which order a flow is read: from its beginnings on, each step after those that lead to it where that can be."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hanpo.counter.engine.flows.chart import Chart, Edge, Kind


def reading_order(chart: Chart) -> list[str]:
    """The ids of all nodes, in the order in which one would tell the flow."""
    rank = ranks(chart)
    place = {node.id: number for number, node in enumerate(chart.nodes)}
    return sorted(place, key=lambda one: (rank[one], place[one]))


def ranks(chart: Chart) -> dict[str, int]:
    """How many steps lie before each node at most, arrows that lead back not counted."""
    onward = [edge for edge in chart.edges if edge.id not in set(backward(chart))]
    before: dict[str, list[str]] = {node.id: [] for node in chart.nodes}
    waiting = {node.id: 0 for node in chart.nodes}
    after: dict[str, list[str]] = {node.id: [] for node in chart.nodes}
    for edge in onward:
        before[edge.target].append(edge.source)
        after[edge.source].append(edge.target)
        waiting[edge.target] += 1
    ready = [node.id for node in chart.nodes if waiting[node.id] == 0]
    found: dict[str, int] = {}
    while ready:
        one = ready.pop(0)
        found[one] = max((found[other] + 1 for other in before[one]), default=0)
        for follower in after[one]:
            waiting[follower] -= 1
            if waiting[follower] == 0:
                ready.append(follower)
    return found


def backward(chart: Chart) -> list[str]:
    """The ids of the arrows that lead back to a step on the way, and of arrows that hang in the air."""
    leaving: dict[str, list[Edge]] = {node.id: [] for node in chart.nodes}
    loose = []
    for edge in chart.edges:
        if edge.source in leaving and edge.target in leaving:
            leaving[edge.source].append(edge)
        else:
            loose.append(edge.id)
    return loose + _returning(_beginnings(chart), leaving)


def _beginnings(chart: Chart) -> list[str]:
    """Start events first, then whatever nothing leads to, then the rest: every node is reached from some of them."""
    reached = {edge.target for edge in chart.edges}
    kinds = [[n.id for n in chart.nodes if n.kind is Kind.START], [n.id for n in chart.nodes if n.id not in reached]]
    return [*kinds[0], *kinds[1], *(node.id for node in chart.nodes)]


def _returning(beginnings: Sequence[str], leaving: dict[str, list[Edge]]) -> list[str]:
    """The arrows to a node that is still open on the way (depth first, without recursion: flows may be long)."""
    done: set[str] = set()
    found: list[str] = []
    for beginning in beginnings:
        if beginning in done:
            continue
        way: list[tuple[str, Iterator[Edge]]] = [(beginning, iter(leaving[beginning]))]
        open_now = {beginning}
        while way:
            node, edges = way[-1]
            edge = next(edges, None)
            if edge is None:
                way.pop()
                open_now.discard(node)
                done.add(node)
            elif edge.target in open_now:
                found.append(edge.id)
            elif edge.target not in done:
                open_now.add(edge.target)
                way.append((edge.target, iter(leaving[edge.target])))
    return found
