"""Pages of flows: the list, one flow with its chart, its lanes, steps and arrows; as is beside to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core.actions.rows import change_row
from hanpo.core.pages import PageRequest, form_page, page, page_of, show, tried
from hanpo.core.queries import places
from hanpo.counter.actions.flows import charts as actions
from hanpo.counter.engine.flows import (
    add_edge,
    add_lane,
    add_node,
    chart_from,
    laid_out_anew,
    remove_edge,
    remove_lane,
    remove_node,
)
from hanpo.counter.inputs import flows as inputs
from hanpo.counter.models import Flow
from hanpo.counter.queries.flows import charts as queries
from hanpo.counter.queries.flows.comparing import comparison
from hanpo.counter.queries.flows.logs import logs

FORM = "counter/flows/form.html"
REMOVALS = {"lane": remove_lane, "node": remove_node, "edge": remove_edge}


@page("counter.see_flows")
def flow_list(request: PageRequest) -> HttpResponse:
    """The flows of the municipality, as they are and as they are to be."""
    narrowed = inputs.FlowFilter(request.GET)
    rows = page_of(request, queries.narrowed(rows=queries.flow_list(), **narrowed.asked()))
    return show(request, "counter/flows/list.html", page=rows, lines=queries.sums_of(rows=rows), filter=narrowed)


@page("counter.see_flows")
def flow(request: PageRequest, pk: int) -> HttpResponse:
    """One flow: drawn, as a table, with its faults, marks and votes."""
    row = _flow(pk)
    shown = queries.flow_page(flow=row, selected=request.GET.get("node", ""))
    return show(request, "counter/flows/flow.html", flow=row, shown=shown)


@page("counter.draw_flows")
def flow_add(request: PageRequest) -> HttpResponse:
    """Begin a flow with its lanes."""
    form = inputs.NewFlowForm(request.POST or None, places=places.municipalities())

    def save() -> str:
        actions.begin_flow(actor=request.user, row=Flow(**form.values()), lanes=form.lane_names(),
                           ends=(_("始まり"), _("終わり")))  # fmt: skip
        return _("業務フローを作りました。開いて、手順を足してください。")

    return _form(request, form, save, _("業務フローを作る"), reverse("counter:flows"))


@page("counter.draw_flows")
def flow_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change what is said of a flow."""
    row = _flow(pk)
    form = inputs.FlowForm(request.POST or None, instance=row, logs=logs().filter(municipality=row.municipality_id))

    def save() -> str:
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=form.changes())
        return _("保存しました。")

    return _form(request, form, save, _("業務フローの内容を直す"), _url(row), flow=row)


@page("counter.draw_flows")
def flow_derive(request: PageRequest, pk: int) -> HttpResponse:
    """Begin the flow to be from the flow as it is."""
    row = _flow(pk)
    form = inputs.DeriveForm(request.POST or None, initial={"name": row.name})

    def save() -> str:
        actions.derive_flow(actor=request.user, flow=row, name=form.cleaned_data["name"])
        return _("目指す流れを作りました。一覧から開いて、なくす手順・変える手順を直してください。")

    return _form(request, form, save, _("目指す流れを作る"), reverse("counter:flows"), flow=row)


@page("counter.draw_flows")
def flow_lane_add(request: PageRequest, pk: int) -> HttpResponse:
    """A further lane."""
    row = _flow(pk)
    form = inputs.LaneForm(request.POST or None)
    return _drawn(request, row, form, lambda chart: add_lane(chart, **form.said()), "add_lane", _("担当を足す"))


@page("counter.draw_flows")
def flow_node_add(request: PageRequest, pk: int) -> HttpResponse:
    """A further step."""
    row = _flow(pk)
    first = queries.first_values(flow=row, after=request.GET.get("after", ""))
    form = inputs.NewNodeForm(request.POST or None, chart=chart_from(row.chart), initial=first)
    return _drawn(request, row, form, lambda chart: add_node(chart, **form.said()), "add_node", _("手順を足す"))


@page("counter.draw_flows")
def flow_edge_add(request: PageRequest, pk: int) -> HttpResponse:
    """A further arrow."""
    row = _flow(pk)
    form = inputs.EdgeForm(request.POST or None, chart=chart_from(row.chart), initial=request.GET.dict())
    return _drawn(request, row, form, lambda chart: add_edge(chart, **form.said()), "add_edge", _("矢印を足す"))


@page("counter.draw_flows")
def flow_part(request: PageRequest, pk: int, part: str, key: str) -> HttpResponse:
    """Change a lane, a step or an arrow."""
    row = _flow(pk)
    form = inputs.form_of(part, request.POST or None, chart_from(row.chart), key)
    titles = {"lane": _("担当を直す"), "node": _("手順を直す"), "edge": _("矢印を直す")}
    return _drawn(request, row, form, lambda chart: form.edit(part, key)(chart), f"change_{part}", titles[part],
                  part=part, key=key)  # fmt: skip


@page("counter.draw_flows")
@require_POST
def flow_part_remove(request: PageRequest, pk: int, part: str, key: str) -> HttpResponse:
    """Take a lane, a step or an arrow off the chart."""
    return _tried(request, _flow(pk), lambda chart: REMOVALS[part](chart, key), f"remove_{part}",
                  _("図から消しました。「一つ前に戻す」で戻せます。"))  # fmt: skip


@page("counter.draw_flows")
@require_POST
def flow_move(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """A step was dragged to another place."""
    row, form = _flow(pk), inputs.MoveForm(request.POST)
    if not form.is_valid():
        return JsonResponse({"error": _("置いた場所を読み取れませんでした。もう一度動かしてください。")}, status=422)
    return _tried(request, row, form.edit(key), "move_node", _("手順を動かしました。"))


@page("counter.draw_flows")
@require_POST
def flow_arrange(request: PageRequest, pk: int) -> HttpResponse:
    """Lay the chart out anew."""
    return _tried(request, _flow(pk), laid_out_anew, "arrange", _("順番どおりに並べ直しました。"))


@page("counter.draw_flows")
@require_POST
def flow_undo(request: PageRequest, pk: int) -> HttpResponse:
    """Take back the last change of the chart."""
    row = _flow(pk)
    return tried(request, lambda: actions.undo_flow(actor=request.user, flow=row), done=_("一つ前の図に戻しました。"),
                 back=_url(row))  # fmt: skip


@page("counter.see_flows")
def flow_compare(request: PageRequest, pk: int) -> HttpResponse:
    """The flow as it is beside the flow as it is to be."""
    row = _flow(pk)
    if row.follows is None:
        return redirect(_url(row))
    return show(request, "counter/flows/compare.html", flow=row, shown=comparison(flow=row, earlier=row.follows))


def _flow(pk: int) -> Flow:
    return get_object_or_404(queries.flows(), pk=pk)


def _url(row: Flow) -> str:
    return reverse("counter:flow", args=[row.pk])


def _tried(request: PageRequest, row: Flow, edit: actions.Edit, what: str, done: str) -> HttpResponse:
    return tried(request, lambda: actions.redraw_flow(actor=request.user, flow=row, edit=edit, what=what), done=done,
                 back=_url(row))  # fmt: skip


def _drawn(
    request: PageRequest, row: Flow, form: Any, edit: actions.Edit, what: str, title: str, **more: object
) -> HttpResponse:
    """A form that changes the chart."""

    def save() -> str:
        actions.redraw_flow(actor=request.user, flow=row, edit=edit, what=what)
        return _("図を直しました。")

    return _form(request, form, save, title, _url(row), flow=row, **more)


def _form(
    request: PageRequest, form: Any, save: Callable[[], str], title: str, back: str, **more: object
) -> HttpResponse:
    return form_page(request, FORM, form=form, save=save, back=back, title=title, **{"flow": None, **more})
