"""Pages of what people say of a flow: marks on the chart, and two-minute votes."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.actions.rows import change_row
from hanpo.core.pages import PageRequest, form_page, page
from hanpo.core.queries import places
from hanpo.counter.actions.flows import marks as actions
from hanpo.counter.engine.flows import chart_from
from hanpo.counter.inputs import flows as inputs
from hanpo.counter.queries.flows import charts as queries

FORM = "counter/flows/form.html"


@page("counter.mark_flows")
def flow_mark(request: PageRequest, pk: int) -> HttpResponse:
    """Put a mark on a flow."""
    row = get_object_or_404(queries.flows(), pk=pk)
    sections = places.sections(municipality=row.municipality, day=clock.today())
    form = inputs.MarkForm(request.POST or None, initial={"node": request.GET.get("node")}, sections=sections,
                           nodes=queries.choices_of_nodes(chart_from(row.chart)))  # fmt: skip

    def save() -> str:
        actions.mark_flow(actor=request.user, flow=row, said_on=clock.today(), **form.values())
        return _("印を付けました。図を直す人が、入れるかどうかを決めます。")

    back = reverse("counter:flow", args=[row.pk])
    return form_page(request, FORM, form=form, save=save, back=back, title=_("図に印を付ける"), flow=row)


@page("counter.draw_flows")
def flow_mark_settle(request: PageRequest, pk: int) -> HttpResponse:
    """Say what becomes of a mark."""
    mark = get_object_or_404(queries.remarks(), pk=pk)
    form = inputs.SettleForm(request.POST or None, instance=mark)

    def save() -> str:
        change_row(actor=request.user, row=mark, based_on=form.based_on, changes=form.changes())
        return _("印への答えを保存しました。")

    back = reverse("counter:flow", args=[mark.flow_id])
    return form_page(request, FORM, form=form, save=save, back=back, title=_("印に答える"), flow=mark.flow, mark=mark)


@page("counter.mark_flows")
def flow_vote(request: PageRequest, pk: int) -> HttpResponse:
    """Two minutes: is it so, in your section?"""
    row = get_object_or_404(queries.flows(), pk=pk)
    form = inputs.VoteForm(request.POST or None, steps=queries.steps_to_vote(flow=row, person=request.user))

    def save() -> str:
        changed = actions.vote_on_flow(actor=request.user, flow=row, votes=form.votes())
        return _("ありがとうございました。{n}手順への投票を受け取りました。").format(n=changed)

    back = reverse("counter:flow", args=[row.pk])
    return form_page(request, "counter/flows/vote.html", form=form, save=save, back=back, flow=row)
