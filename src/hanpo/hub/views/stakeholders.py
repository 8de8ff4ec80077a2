"""Pages around stakeholders: the map by section, talks, decisions and who agreed."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page
from hanpo.hub.actions import stakeholders as actions
from hanpo.hub.files import lists
from hanpo.hub.inputs.records import AgreementForm, ContactForm
from hanpo.hub.queries import stakeholders
from hanpo.hub.views.common import download, form_page, project_or_404, show


@page("hub.see_stakeholders")
def stakeholder_map(request: PageRequest, pk: int) -> HttpResponse:
    """Who understands, who is warm, when they were last spoken to, and what is to be decided next."""
    row = project_or_404(pk)
    lines = stakeholders.stakeholder_map(row, today=clock.today())
    context: dict[str, Any] = {"project": row, "lines": lines, "decisions": stakeholders.decisions(row)}
    return show(request, "hub/stakeholders.html", **context)


@page("hub.see_stakeholders")
def stakeholders_excel(request: PageRequest, pk: int) -> HttpResponse:
    """The map as Excel."""
    row = project_or_404(pk)
    lines = stakeholders.stakeholder_map(row, today=clock.today())
    body = lists.stakeholders_file(row, lines, made_by=request.user.name, today=clock.today())
    return download(body, _("{title} 関係者.xlsx").format(title=row.title))


@page("hub.edit_stakeholders")
def contact_add(request: PageRequest, pk: int) -> HttpResponse:
    """Record a talk with a stakeholder."""
    row = get_object_or_404(stakeholders.stakeholders(), pk=pk)
    form = ContactForm(request.POST or None)

    def save() -> str:
        actions.record_contact(actor=request.user, stakeholder=row, **form.cleaned_data)
        return _("{name}との話を記録しました。").format(name=row.name)

    context = {
        "title": _("{name}との話を記録する").format(name=row.name), "project": row.project,
        "submit": _("記録する"), "help": "contact",
    }  # fmt: skip
    back = reverse("hub:stakeholders", args=[row.project_id])
    return form_page(request, form=form, save=save, back=back, context=context)


@page("hub.edit_stakeholders")
def agreement_add(request: PageRequest, pk: int) -> HttpResponse:
    """Record what a stakeholder answers to a decision."""
    row = get_object_or_404(stakeholders.all_decisions(), pk=pk)
    form = AgreementForm(request.POST or None, decision=row, initial=request.GET.dict())

    def save() -> str:
        actions.record_agreement(actor=request.user, decision=row, **form.cleaned_data)
        return _("返事を記録しました。前の返事も残ります。")

    context = {
        "title": _("「{title}」への返事を記録する").format(title=row.title), "project": row.project,
        "submit": _("記録する"), "help": "agreement",
    }  # fmt: skip
    back = reverse("hub:stakeholders", args=[row.project_id])
    return form_page(request, form=form, save=save, back=back, context=context)
