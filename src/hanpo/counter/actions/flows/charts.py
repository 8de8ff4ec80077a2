"""Writes of charts: every change is made to the chart as it now stands, so that two people can draw at once."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.database.locks import held
from hanpo.core.models import Person
from hanpo.counter.engine.flows import (
    Chart,
    FlowError,
    add_lane,
    add_node,
    chart_from,
    content_of,
)
from hanpo.counter.models import Flow, FlowKind
from hanpo.counter.queries.flows.words import refusal

UNDOABLE = 10
"""So many changes of a chart can be taken back, one after another."""

Edit = Callable[[Chart], Chart]


@audit.deed
def begin_flow(*, actor: Person | None, row: Flow, lanes: Sequence[str] = (), ends: tuple[str, str] = ("", "")) -> Flow:
    """Store a new flow with its lanes, a beginning and an end. Raises `ValidationError`."""
    chart = chart_from(row.chart)
    for name in lanes:
        chart = add_lane(chart, name=name)
    if not chart.nodes:
        lane = chart.lanes[0].id if chart.lanes else ""
        chart = add_node(chart, name=ends[0], tag="startEvent", lane=lane)
        chart = add_node(chart, name=ends[1], tag="endEvent", lane=lane, after=chart.nodes[0].id)
    row.chart = content_of(chart)
    row.full_clean()
    row.save(force_insert=True)
    audit.record(actor=actor, verb="begin_flow", subject=row, new={"name": row.name, "lanes": list(lanes)})
    return row


@audit.deed
def redraw_flow(*, actor: Person | None, flow: Flow, edit: Edit, what: str) -> Flow:
    """Change a chart as it now stands. Raises `ValidationError` where the change cannot be made.

    `what` names the change in the audit record: `add_node`, `bpmn` and the like.
    """
    current = _current(flow)
    try:
        chart = edit(chart_from(current.chart))
    except FlowError as refused:
        raise ValidationError(refusal(refused)) from refused
    earlier = [*current.earlier, current.chart][-UNDOABLE:] if current.chart else []
    return _keep(actor, flow, current, content_of(chart), earlier, what)


@audit.deed
def undo_flow(*, actor: Person | None, flow: Flow) -> Flow:
    """Take back the last change of the chart. Raises `ValidationError` where there is none."""
    current = _current(flow)
    if not current.earlier:
        raise ValidationError(_("戻せる変更がもうありません。"))
    return _keep(actor, flow, current, current.earlier[-1], current.earlier[:-1], "undo")


@audit.deed
def derive_flow(*, actor: Person | None, flow: Flow, name: str) -> Flow:
    """Begin the flow to be as a copy of a flow as it is; steps keep their ids, so that both can be compared."""
    made = Flow(
        municipality_id=flow.municipality_id, name=name, kind=FlowKind.TO_BE, purpose=flow.purpose, chart=flow.chart,
        follows=flow, log=flow.log,
    )  # fmt: skip
    made.full_clean()
    made.save(force_insert=True)
    audit.record(actor=actor, verb="derive_flow", subject=made, new={"name": name, "follows": flow.pk})
    return made


@audit.deed
def write_flow(*, actor: Person | None, row: Flow, content: Mapping[str, Any]) -> Flow:
    """Write a flow that was adopted as a model, to a known flow or a new one. Raises `ValidationError`."""
    try:
        chart = chart_from({part: content[part] for part in ("lanes", "nodes", "edges")})
    except (KeyError, ValueError) as wrong:
        raise ValidationError(_("取り入れたモデルの図を読めません。")) from wrong
    row.name, row.purpose, row.source = content["name"], content.get("purpose", ""), content.get("source", "")
    row.earlier = [*row.earlier, row.chart][-UNDOABLE:] if row.pk and row.chart else []
    row.chart = content_of(chart)
    if row.pk:
        row.version += 1
    row.full_clean()
    row.save()
    audit.record(actor=actor, verb="write_flow", subject=row, new={"name": row.name, "nodes": len(chart.nodes)})
    return row


def _current(flow: Flow) -> Flow:
    found: Flow = held(Flow.objects.all()).get(pk=flow.pk)
    return found


def _keep(
    actor: Person | None, flow: Flow, current: Flow, chart: dict[str, Any], earlier: list[Any], what: str
) -> Flow:
    current.chart, current.earlier = chart, earlier
    current.version += 1
    current.save(update_fields=["chart", "earlier", "version", "updated_at"])
    audit.record(
        actor=actor, verb="redraw_flow", subject=current,
        new={"what": what, "nodes": len(chart.get("nodes", ())), "edges": len(chart.get("edges", ()))},
    )  # fmt: skip
    flow.chart, flow.earlier, flow.version = current.chart, current.earlier, current.version
    return current
