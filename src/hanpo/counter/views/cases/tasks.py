"""Pages of tasks: a section's list, beginning and finishing, handing over, declining."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.pages import PageRequest, download, form_page, page, page_of, show, tried
from hanpo.counter.actions.cases import work as actions
from hanpo.counter.files.cases import task_table
from hanpo.counter.inputs.cases import CaseTaskForm, HandOverForm, ReasonForm, TaskFilter
from hanpo.counter.models import CaseTask, CaseTaskState
from hanpo.counter.queries.cases import work as queries
from hanpo.counter.views.cases.work import FORM, SEE, WORK

MOVES = (CaseTaskState.DOING, CaseTaskState.TO_DO, CaseTaskState.DONE)
"""States that are reached by one button."""


@page(SEE)
def task_list(request: PageRequest) -> HttpResponse:
    """What a section has to do: one's own section first, urgent and overdue ones on top."""
    form = _filter(request)
    rows = page_of(request, queries.wanted_tasks(wanted=form.wanted(), today=clock.today()))
    lines = queries.task_lines(rows=rows, today=clock.today())
    counts = queries.counts_of(section=form.wanted().section, today=clock.today())
    return show(request, "counter/cases/tasks.html", page=rows, lines=lines, filter=form, counts=counts)


@page(SEE)
def task_file(request: PageRequest) -> HttpResponse:
    """The list as Excel, exactly as it is narrowed."""
    form = _filter(request)
    rows = list(queries.wanted_tasks(wanted=form.wanted(), today=clock.today())[:5000])
    place = queries.own_place(access=request.access)
    body = task_table(rows=rows, today=clock.today(), place=place.name, filters=form.named())
    return download(body, _("窓口の仕事.xlsx"))


@page(WORK)
def task_add(request: PageRequest, pk: int) -> HttpResponse:
    """Add a task to a case."""
    row = get_object_or_404(queries.cases(), pk=pk)
    form = CaseTaskForm(request.POST or None, sections=queries.sections_to_choose(municipality=row.municipality_id))

    def save() -> str:
        task = actions.add_task(actor=request.user, case=row, values=form.cleaned_data)
        return _("{section}の一覧に仕事を足しました。").format(section=task.section.name)

    back = reverse("counter:case", args=[pk])
    return form_page(request, FORM, form=form, save=save, back=back, title=_("仕事を足す"), case=row)


@page(WORK)
@require_POST
def task_move(request: PageRequest, pk: int, to: str) -> HttpResponse:
    """Begin a task, finish it, or take either back."""
    row = _task(pk)
    if to not in MOVES:
        raise Http404
    deed = partial(actions.move_task, actor=request.user, task=row, to=to)
    words = _("「{title}」を「{state}」にしました。").format(title=row.title, state=CaseTaskState(to).label)
    return tried(request, deed, done=words, back=_back(request, row))


@page(WORK)
@require_POST
def task_urgent(request: PageRequest, pk: int) -> HttpResponse:
    """Put the mark of urgency on a task, or take it off."""
    row = _task(pk)
    is_urgent = not row.is_urgent
    deed = partial(actions.mark_urgent, actor=request.user, tasks=[row], is_urgent=is_urgent)
    words = _("急ぎの印を付けました。") if is_urgent else _("急ぎの印を外しました。")
    return tried(request, deed, done=words, back=_back(request, row))


@page(WORK)
def task_hand_over(request: PageRequest, pk: int) -> HttpResponse:
    """Hand a task to another section, or to an office outside."""
    row = _task(pk)
    sections = queries.sections_to_choose(municipality=row.municipality_id).exclude(pk=row.section_id)
    form = HandOverForm(request.POST or None, sections=sections)

    def save() -> str:
        section, reason, note = (form.cleaned_data[name] for name in ("section", "reason", "note"))
        if section is None:
            actions.move_task(actor=request.user, task=row, to=CaseTaskState.HANDED_OVER, reason=reason)
            return _("市役所の外へ引き継ぎました。理由は申し込んだ人のページに出ます。")
        actions.hand_over_task(actor=request.user, task=row, section=section, reason=reason, note=note)
        return _("{section}に引き継ぎました。相手の課の一覧に入っています。").format(section=section.name)

    return _form(request, row, form, save, _("仕事を引き継ぐ"))


@page(WORK)
def task_decline(request: PageRequest, pk: int) -> HttpResponse:
    """Say that a task is not done, and why."""
    row = _task(pk)
    form = ReasonForm(request.POST or None, initial={"reason": _("該当しません。")})

    def save() -> str:
        reason = form.cleaned_data["reason"]
        actions.move_task(actor=request.user, task=row, to=CaseTaskState.DECLINED, reason=reason)
        return _("「しない」にしました。理由は申し込んだ人のページに出ます。")

    return _form(request, row, form, save, _("この仕事はしない"))


def _task(pk: int) -> CaseTask:
    return get_object_or_404(queries.tasks(), pk=pk)


def _filter(request: PageRequest) -> TaskFilter:
    """What the address asks for; without anything, one's own section."""
    place = queries.own_place(access=request.access)
    sections = list(queries.sections_to_choose(municipality=place.pk))
    own = queries.own_section(access=request.access)
    data = request.GET if request.GET else {"section": own.pk if own else ""}
    return TaskFilter(data, sections=sections)


def _back(request: PageRequest, row: CaseTask) -> str:
    """Where the button stood: a list, or the page of the case."""
    wanted = request.POST.get("back", "")
    is_ours = url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()})
    return wanted if is_ours else reverse("counter:case", args=[row.case_id])


def _form(request: PageRequest, row: CaseTask, form: Any, save: Callable[[], str], title: str) -> HttpResponse:
    back = reverse("counter:case", args=[row.case_id])
    return form_page(request, FORM, form=form, save=save, back=back, title=title, case=row.case, task=row)
