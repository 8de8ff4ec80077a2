"""Pages of half-steps: what supporters did half a step ahead, and what the staff took over."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page
from hanpo.hub.actions import support as actions
from hanpo.hub.files import lists
from hanpo.hub.inputs.records import HalfStepForm, MoveForm
from hanpo.hub.models import HalfStepState
from hanpo.hub.queries import support
from hanpo.hub.views.common import download, form_page, page_of, project_or_404, show


@page("hub.see_projects")
def half_steps_everywhere(request: PageRequest) -> HttpResponse:
    """The half-steps of every project in sight, with the count of what was taken over."""
    state = request.GET.get("state", "")
    shown = page_of(request, support.half_steps_in_scope(state=state))
    context: dict[str, Any] = {
        "page": shown,
        "counters": support.counters(),
        "states": HalfStepState.choices,
        "state": state,
    }
    return show(request, "hub/half_steps_everywhere.html", **context)


@page("hub.see_projects")
def half_steps_everywhere_excel(request: PageRequest) -> HttpResponse:
    """The same list as Excel."""
    shown = support.half_steps_in_scope(state=request.GET.get("state", ""))
    body = lists.half_steps_file(shown, made_by=request.user.name, today=clock.today())
    return download(body, _("半歩先の一手.xlsx"))


@page("hub.see_projects")
def half_steps(request: PageRequest, pk: int) -> HttpResponse:
    """The half-steps of a project."""
    row = project_or_404(pk)
    context: dict[str, Any] = {
        "project": row,
        "half_steps": support.half_steps(row),
        "counters": support.counters([row]),
    }
    return show(request, "hub/half_steps.html", **context)


@page("hub.work_half_steps")
def half_step_add(request: PageRequest, pk: int) -> HttpResponse:
    """Offer a half-step."""
    row = project_or_404(pk)
    form = HalfStepForm(request.POST or None, project=row)

    def save() -> str:
        actions.offer_half_step(actor=request.user, project=row, **form.cleaned_data)
        return _("申し出を記録しました。やっておいたら、状態を進めてください。")

    context = {"title": _("半歩先の一手を申し出る"), "project": row, "submit": _("申し出る"), "help": "half_step"}
    return form_page(request, form=form, save=save, back=reverse("hub:half_steps", args=[pk]), context=context)


@page("hub.work_half_steps")
def half_step_move(request: PageRequest, pk: int) -> HttpResponse:
    """Move a half-step to its next state."""
    step = get_object_or_404(support.half_steps_in_scope(), pk=pk)
    form = MoveForm(request.POST or None, half_step=step)

    def save() -> str:
        try:
            moved = actions.move_half_step(actor=request.user, half_step=step, **form.cleaned_data)
        except actions.WrongMove as wrong:
            raise ValidationError(_("ほかの人が先に状態を変えました。もう一度開いてください。")) from wrong
        return _("「{title}」を「{state}」にしました。").format(title=moved.title, state=moved.get_state_display())

    context = {"title": step.title, "project": step.project, "submit": _("状態を進める"), "help": "half_step"}
    back = reverse("hub:half_steps", args=[step.project_id])
    return form_page(request, form=form, save=save, back=back, context=context)
