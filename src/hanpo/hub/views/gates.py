"""Pages of steps and gates: the evidence as it stands, evidence added, a decision on one page."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page
from hanpo.hub.actions import gates as actions
from hanpo.hub.files import lists
from hanpo.hub.inputs.records import EvidenceForm, GateForm
from hanpo.hub.queries import gates, projects
from hanpo.hub.views.common import download, form_page, project_or_404, show


@page("hub.see_projects")
def gate(request: PageRequest, pk: int) -> HttpResponse:
    """The gate of a project's step: five views with their evidence, what is missing, and earlier decisions."""
    row = project_or_404(pk)
    context: dict[str, Any] = {"project": row, "shown": gates.gate_page(row), "steps": projects.steps_of(row)}
    return show(request, "hub/gate.html", **context, history=gates.gate_history(row))


@page("hub.see_projects")
def gate_excel(request: PageRequest, pk: int) -> HttpResponse:
    """The evidence of the gate as Excel."""
    row = project_or_404(pk)
    body = lists.gate_file(row, gates.gate_page(row), made_by=request.user.name, today=clock.today())
    return download(body, _("{title} ゲートの証拠.xlsx").format(title=row.title))


@page("hub.edit_projects")
def evidence_add(request: PageRequest, pk: int) -> HttpResponse:
    """Record evidence of a criterion (chosen in the address, or on the page)."""
    row = project_or_404(pk)
    form = EvidenceForm(request.POST or None, project=row, initial=request.GET.dict())

    def save() -> str:
        actions.record_evidence(actor=request.user, project=row, **form.cleaned_data)
        return _("証拠を記録しました。足りないものと次の一歩が、ゲートのページで変わります。")

    context = {"title": _("証拠を記録する"), "project": row, "submit": _("記録する"), "help": "evidence"}
    return form_page(request, form=form, save=save, back=reverse("hub:gate", args=[pk]), context=context)


@page("hub.decide_gates")
def gate_decide(request: PageRequest, pk: int) -> HttpResponse:
    """Decide at the gate, with the five views and their evidence on one page."""
    row = project_or_404(pk)
    shown = gates.gate_page(row)
    form = GateForm(request.POST or None, gate=shown)

    def save() -> str:
        made = actions.decide_gate(actor=request.user, project=row, readings=form.readings(), **form.rest())
        return _("判定を記録しました（{decision}）。近況にも載ります。").format(decision=made.get_decision_display())

    context = {"project": row, "shown": shown}
    back = reverse("hub:gate", args=[pk])
    return form_page(request, form=form, save=save, back=back, context=context, template="hub/gate_decide.html")
