"""What differs between the flow as it is and the flow as it is to be."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from hanpo.counter.engine.flows.chart import Chart, Edge, Kind, Node


class Fate(Enum):
    """What became of a step or an arrow."""

    SAME = "same"
    CHANGED = "changed"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Changed:
    """A step of either flow. `before` is None for a new one, `after` for one that is gone.

    `what` names the changes: name, lane, minutes, kind.
    """

    fate: Fate
    before: Node | None
    after: Node | None
    what: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sums:
    """A flow in numbers. `minutes` sums the steps where somebody said them; `unsaid` counts the others."""

    tasks: int
    handoffs: int
    lanes: int
    minutes: float
    unsaid: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Both flows beside one another; `fates_before` and `fates_after` are by id, nodes and arrows alike."""

    steps: tuple[Changed, ...]
    fates_before: Mapping[str, str]
    fates_after: Mapping[str, str]
    before: Sums
    after: Sums

    def with_fate(self, fate: Fate) -> tuple[Changed, ...]:
        """The steps with one fate."""
        return tuple(step for step in self.steps if step.fate is fate)


def compare(before: Chart, after: Chart) -> Difference:
    """Compare two flows: steps are the same where their ids are, else where kind and words are."""
    pairs = _pairs(before, after)
    back = {new: old for old, new in pairs.items()}
    steps = [_kept(before, after, node, pairs[node.id]) for node in before.nodes if node.id in pairs]
    steps += [Changed(Fate.GONE, node, None) for node in before.nodes if node.id not in pairs]
    steps += [Changed(Fate.NEW, None, node) for node in after.nodes if node.id not in back]
    arrows_before = {(pairs.get(e.source), pairs.get(e.target)) for e in before.edges}
    arrows_after = {(e.source, e.target) for e in after.edges}
    return Difference(
        tuple(steps),
        {s.before.id: s.fate.value for s in steps if s.before}
        | _fates(before.edges, [(pairs.get(e.source), pairs.get(e.target)) in arrows_after for e in before.edges],
                 Fate.GONE),
        {s.after.id: s.fate.value for s in steps if s.after}
        | _fates(after.edges, [(e.source, e.target) in arrows_before for e in after.edges], Fate.NEW),
        sums(before), sums(after),
    )  # fmt: skip


def sums(chart: Chart) -> Sums:
    """A flow in numbers."""
    tasks = [node for node in chart.nodes if node.kind is Kind.TASK]
    said = [node.minutes for node in tasks if node.minutes is not None]
    return Sums(len(tasks), len(chart.handoffs), len(chart.lanes), sum(said), len(tasks) - len(said))


def _fates(edges: Iterable[Edge], stays: Iterable[bool], otherwise: Fate) -> dict[str, str]:
    return {edge.id: (Fate.SAME if one else otherwise).value for edge, one in zip(edges, stays, strict=True)}


def _pairs(before: Chart, after: Chart) -> dict[str, str]:
    """Which node of the one is which of the other."""
    found = {node.id: node.id for node in before.nodes
             if node.id in after.by_id and node.kind is after.by_id[node.id].kind}  # fmt: skip
    left = [node for node in after.nodes if node.id not in found]
    for node in before.nodes:
        twin = next((one for one in left if _same_words(node, one)), None) if node.id not in found else None
        if twin is not None:
            found[node.id] = twin.id
            left.remove(twin)
    return found


def _same_words(one: Node, other: Node) -> bool:
    return one.kind is other.kind and bool(one.name.strip()) and _plain(one.name) == _plain(other.name)


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _kept(before: Chart, after: Chart, node: Node, twin: str) -> Changed:
    now = after.by_id[twin]
    lanes = [chart.lane_of[lane].name if lane in chart.lane_of else ""
             for chart, lane in ((before, node.lane), (after, now.lane))]  # fmt: skip
    differs = {
        "name": _plain(node.name) != _plain(now.name), "lane": lanes[0] != lanes[1],
        "minutes": node.minutes != now.minutes, "kind": node.tag != now.tag,
    }  # fmt: skip
    what = tuple(name for name, is_so in differs.items() if is_so)
    return Changed(Fate.CHANGED if what else Fate.SAME, node, now, what)
