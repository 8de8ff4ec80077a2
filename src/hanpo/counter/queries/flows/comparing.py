"""Reads the flow as it is beside the flow as it is to be."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from hanpo.counter.engine.flows import Chart, Drawing, Fate, Node, Sums, chart_from, compare, draw
from hanpo.counter.models import Flow
from hanpo.counter.queries.flows.words import CHANGES, minutes_words


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedStep:
    """A step that differs, as a row: its words before and after, the lanes, the minutes, and what changed."""

    fate: str
    label: str
    mark: str
    before: str
    after: str
    lane_before: str
    lane_after: str
    minutes_before: str
    minutes_after: str
    what: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Total:
    """A number of both flows, with the difference in words."""

    label: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Both flows, drawn, with what differs."""

    before: Flow
    drawing_before: Drawing
    drawing_after: Drawing
    steps: tuple[ChangedStep, ...]
    totals: tuple[Total, ...]
    is_partly_unsaid: bool


def comparison(*, flow: Flow, earlier: Flow) -> Comparison:
    """Compare a flow with the one it follows."""
    before, after = chart_from(earlier.chart), chart_from(flow.chart)
    found = compare(before, after)
    order = {Fate.GONE: 0, Fate.NEW: 1, Fate.CHANGED: 2}
    labels = {
        Fate.GONE: (_("なくなる"), "stopped"),
        Fate.NEW: (_("新しい"), "done"),
        Fate.CHANGED: (_("変わる"), "doing"),
    }
    differing = sorted((step for step in found.steps if step.fate in order), key=lambda step: order[step.fate])
    return Comparison(
        before=earlier, drawing_before=draw(before, fates=found.fates_before),
        drawing_after=draw(after, fates=found.fates_after),
        steps=tuple(
            ChangedStep(
                fate=step.fate.value, label=labels[step.fate][0], mark=labels[step.fate][1],
                before=step.before.name if step.before else "", after=step.after.name if step.after else "",
                lane_before=_lane(before, step.before), lane_after=_lane(after, step.after),
                minutes_before=minutes_words(step.before.minutes if step.before else None),
                minutes_after=minutes_words(step.after.minutes if step.after else None),
                what=_("、").join(str(CHANGES[one]) for one in step.what),
            )
            for step in differing
        ),
        totals=_totals(found.before, found.after), is_partly_unsaid=bool(found.before.unsaid or found.after.unsaid),
    )  # fmt: skip


def _totals(before: Sums, after: Sums) -> tuple[Total, ...]:
    rows = [(_("作業の数"), before.tasks, after.tasks), (_("課をまたぐ受け渡し（回）"), before.handoffs, after.handoffs),
            (_("担当の数"), before.lanes, after.lanes),
            (_("1件にかかる時間の合計（分）"), before.minutes, after.minutes)]  # fmt: skip
    return tuple(
        Total(
            label=label, before=f"{old:g}", after=f"{new:g}", difference=f"{new - old:+g}" if new != old else _("同じ")
        )
        for label, old, new in rows
    )


def _lane(chart: Chart, node: Node | None) -> str:
    return chart.lane_of[node.lane].name if node is not None and node.lane in chart.lane_of else ""
