"""A first chart from a log: a draft to be corrected by those who do the work, never the flow itself."""

from __future__ import annotations

from hanpo.counter.engine.discovery.reading import Discovered
from hanpo.counter.engine.flows import Chart, Edge, Lane, Node

USUAL = 0.05
"""Arrows that fewer than this share of the cases took are left out of the draft."""


def chart_of(found: Discovered, *, start: str, end: str, nobody: str) -> Chart:
    """The chart of the usual ways; `start` and `end` name its ends, `nobody` the lane of steps without a section."""
    sections = list(dict.fromkeys(step.section or nobody for step in found.steps))
    lanes = tuple(Lane(id=f"Lane_{n}", name=name) for n, name in enumerate(sections, start=1))
    ids = {step.name: f"Step_{n}" for n, step in enumerate(found.steps, start=2)}
    lane_of = {lane.name: lane.id for lane in lanes}
    if not lanes:
        return Chart()
    first = lane_of[next((s.section for s in found.steps if s.name in found.starts), "") or sections[0]]
    last = lane_of[next((s.section for s in found.steps if s.name in found.ends), "") or sections[0]]
    nodes = (
        Node(id="Step_1", name=start, tag="startEvent", lane=first),
        *(Node(id=ids[step.name], name=step.name, lane=lane_of[step.section or nobody],
               minutes=None if step.middle is None else round(step.middle, 1)) for step in found.steps),
        Node(id=f"Step_{len(ids) + 2}", name=end, tag="endEvent", lane=last),
    )  # fmt: skip
    usual = [(ids[one.source], ids[one.target]) for one in found.follows
             if one.cases >= found.cases * USUAL and one.source != one.target
             and one.source in ids and one.target in ids]  # fmt: skip
    pairs = [("Step_1", ids[one]) for one in found.starts if one in ids] + usual
    pairs += [(ids[one], nodes[-1].id) for one in found.ends if one in ids]
    edges = tuple(Edge(id=f"Arrow_{n}", source=a, target=b) for n, (a, b) in enumerate(pairs, start=1))
    return Chart(lanes=lanes, nodes=nodes, edges=edges)
