"""Flows in and out: BPMN 2.0 XML, and the list as Excel."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.pages import PageRequest, download, form_page, page
from hanpo.core.queries import places
from hanpo.counter.actions.flows import charts as actions
from hanpo.counter.engine.flows import Chart, chart_from, content_of
from hanpo.counter.files.flows.bpmn import write_bpmn
from hanpo.counter.files.flows.bpmn_reading import BpmnRefused, read_bpmn
from hanpo.counter.files.flows.tables import flows_file
from hanpo.counter.inputs import flows as inputs
from hanpo.counter.models import Flow
from hanpo.counter.queries.flows import charts as queries

FORM = "counter/flows/upload.html"


@page("counter.see_flows")
def flows_excel(request: PageRequest) -> HttpResponse:
    """The flows as Excel."""
    body = flows_file(queries.sums_of(rows=queries.flow_list()), made_by=request.user.name, today=clock.today())
    return download(body, _("業務フローの一覧.xlsx"))


@page("counter.see_flows")
def flow_bpmn(request: PageRequest, pk: int) -> HttpResponse:
    """A flow as BPMN 2.0 XML."""
    row = get_object_or_404(queries.flows(), pk=pk)
    return download(write_bpmn(chart_from(row.chart), name=row.name), f"{row.name}.bpmn", "application/xml")


@page("counter.draw_flows")
def flow_import(request: PageRequest) -> HttpResponse:
    """A BPMN file as a new flow."""
    form = inputs.NewBpmnForm(request.POST or None, request.FILES or None, places=places.municipalities())

    def save() -> str:
        chart = _read(form.body())
        actions.begin_flow(actor=request.user, row=Flow(chart=content_of(chart), **form.values()))
        return _("取り込みました。手順は{n}件です。").format(n=len(chart.nodes))

    back = reverse("counter:flows")
    return form_page(request, FORM, form=form, save=save, back=back, title=_("BPMNを取り込む"), flow=None)


@page("counter.draw_flows")
def flow_import_into(request: PageRequest, pk: int) -> HttpResponse:
    """A BPMN file in place of the chart that a flow has."""
    row = get_object_or_404(queries.flows(), pk=pk)
    form = inputs.BpmnForm(request.POST or None, request.FILES or None)

    def save() -> str:
        chart = _read(form.body())
        actions.redraw_flow(actor=request.user, flow=row, edit=lambda _now: chart, what="bpmn")
        return _("図を置き換えました。「一つ前に戻す」で戻せます。")

    back = reverse("counter:flow", args=[row.pk])
    return form_page(request, FORM, form=form, save=save, back=back, title=_("BPMNで置き換える"), flow=row)


def _read(body: bytes) -> Chart:
    try:
        return read_bpmn(body)
    except BpmnRefused as refused:
        raise ValidationError({"file": refused.problems}) from refused
