"""Pages of improvement steps: the order and the consensus board, one step, how a section stands to it."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.pages import PageRequest, page, show, tried
from hanpo.counter.actions.improving import steps as actions
from hanpo.counter.inputs.improving.steps import AgreementForm, NeedForm, StepForm
from hanpo.counter.models import ImprovementStep, StepState
from hanpo.counter.queries.improving import problems
from hanpo.counter.queries.improving import steps as queries
from hanpo.counter.views.improving.common import at, edit, sections_of, undertaking


@page("counter.see_improving")
def improvement_steps(request: PageRequest, pk: int) -> HttpResponse:
    """The steps in the order in which they can be done, and how the sections stand to them."""
    row, today = undertaking(pk), clock.today()
    return show(
        request, "counter/improving/steps.html", improvement=row, board=queries.board(improvement=pk, today=today),
        lines=queries.step_lines(improvement=pk, today=today), wanted=row.to_bes.all(),
    )  # fmt: skip


@page("counter.improve")
def improvement_step_add(request: PageRequest, pk: int) -> HttpResponse:
    """Add a step towards what is wanted."""
    row = get_object_or_404(problems.to_bes(), pk=pk)
    form = StepForm(request.POST or None, sections=sections_of(row.improvement))

    def save() -> str:
        add_row(actor=request.user, row=ImprovementStep(to_be=row, **form.values()))
        return _("工程を加えました。関係する課に、合意ボードで意見を聞いてください。")

    back = at("improvement_steps", row.improvement_id)
    return edit(request, row.improvement, form, save, _("改善工程を加える"), back=back)


@page("counter.see_improving")
def improvement_step(request: PageRequest, pk: int) -> HttpResponse:
    """One step: what it needs, who is for it, how far it is."""
    row = _step(pk)
    shown, to = queries.step_page(step=row), [StepState(one) for one in actions.NEXT[row.state]]
    here = row.to_be.improvement
    return show(request, "counter/improving/step.html", step=row, improvement=here, shown=shown, next_states=to)


@page("counter.improve")
def improvement_step_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Put a step right."""
    row = _step(pk)
    form = StepForm(request.POST or None, instance=row, sections=sections_of(row.to_be.improvement))

    def save() -> str:
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=form.changes())
        return _("保存しました。")

    return edit(request, row.to_be.improvement, form, save, _("改善工程を直す"), back=at("improvement_step", pk))


@page("counter.lead_improving")
@require_POST
def improvement_step_move(request: PageRequest, pk: int, to: str) -> HttpResponse:
    """Take a step further or back."""
    row = _step(pk)
    if to not in StepState.values:
        raise Http404
    deed = partial(actions.move_step, actor=request.user, step=row, to=to)
    done = _("「{state}」にしました。").format(state=StepState(to).label)
    return tried(request, deed, done=done, back=at("improvement_step", pk))


@page("counter.improve")
def step_need_add(request: PageRequest, pk: int) -> HttpResponse:
    """Say what has to be done first."""
    row = _step(pk)
    others = queries.steps().filter(to_be__improvement=row.to_be.improvement_id).exclude(pk=pk)
    form = NeedForm(request.POST or None, steps=others)

    def save() -> str:
        actions.need_first(actor=request.user, step=row, needs=form.cleaned_data["needs"])
        return _("先に要る工程を加えました。")

    return edit(request, row.to_be.improvement, form, save, _("先に要る工程を加える"), back=at("improvement_step", pk))


@page("counter.improve")
@require_POST
def step_need_drop(request: PageRequest, pk: int) -> HttpResponse:
    """Say that it is not needed after all."""
    row = get_object_or_404(queries.needs(), pk=pk)
    deed = partial(actions.drop_need, actor=request.user, need=row)
    return tried(request, deed, done=_("待たなくてよいことにしました。"), back=at("improvement_step", row.step_id))


@page("counter.improve")
def agreement_add(request: PageRequest, pk: int) -> HttpResponse:
    """Say how a section stands to a step."""
    row = _step(pk)
    here = row.to_be.improvement
    form = AgreementForm(request.POST or None, initial=request.GET.dict(), sections=sections_of(here))

    def save() -> str:
        actions.say_agreement(actor=request.user, step=row, **form.cleaned_data)
        return _("記録しました。考えが変わったら、いつでも書き加えられます。")

    title = _("「{step}」への考え").format(step=row)
    return edit(request, here, form, save, title, back=at("improvement_steps", here.pk))


def _step(pk: int) -> ImprovementStep:
    return get_object_or_404(queries.steps(), pk=pk)
