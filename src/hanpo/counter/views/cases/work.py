"""Pages of cases for staff: the list, finding one by number or scanner, one case, receiving, closing."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.actions.residents import log_looks
from hanpo.core.pages import PageRequest, form_page, page, page_of, show, tried
from hanpo.core.queries import residents
from hanpo.core.queries.people import post_of
from hanpo.counter.actions.cases import opening as actions
from hanpo.counter.inputs.cases import CaseFilter, CaseForm, FindForm, NewCaseForm, ReasonForm, ResidentForm
from hanpo.counter.models import Case
from hanpo.counter.queries.cases import planning, visits
from hanpo.counter.queries.cases import work as queries

SEE, WORK = "counter.see_cases", "counter.work_on_cases"
FORM = "counter/cases/form.html"


@page(SEE)
def case_list(request: PageRequest) -> HttpResponse:
    """The cases of the counter."""
    form = CaseFilter(request.GET)
    rows = page_of(request, queries.wanted_cases(**form.asked()))
    return show(request, "counter/cases/list.html", page=rows, filter=form, find=FindForm())


@page(SEE)
def case_find(request: PageRequest) -> HttpResponse:
    """Go to the case whose number was typed or whose code was scanned."""
    found = queries.found_case(typed=request.GET.get("typed", ""))
    if found is not None:
        return redirect("counter:case", found.pk)
    if request.GET.get("typed"):
        messages.error(request, _("この番号の案件は見つかりません。番号の最後の1文字まで確かめてください。"))
    return show(request, "counter/cases/find.html", find=FindForm(initial=request.GET.dict()))


@page(SEE)
def case(request: PageRequest, pk: int) -> HttpResponse:
    """One case with everything in it; a look at a resident of the register is written down."""
    row = _case(pk)
    _log(request, row)
    shown = queries.case_page(case=row, today=clock.today())
    visit = visits.appointment_by_case(case=pk)
    return show(request, "counter/cases/case.html", case=row, shown=shown, visit=visit)


@page(WORK)
def case_add(request: PageRequest) -> HttpResponse:
    """Open a case for somebody at the counter or on the telephone."""
    form = NewCaseForm(request.POST or None, initial=request.GET.dict())

    def save() -> str:
        place = queries.own_place(access=request.access)
        plan = planning.plan_of_typed(
            typed=form.cleaned_data["guide"], event=form.cleaned_data["event"], today=clock.today()
        )
        made = actions.open_case(
            actor=request.user, municipality=place, plan=plan.plan, way=form.cleaned_data["way"],
            values=form.values(), guidance=plan.guidance, reception=queries.own_section(access=request.access),
        )  # fmt: skip
        return _("受付番号は {number} です。仕事が各課の一覧に入りました。").format(number=made.number)

    return form_page(request, FORM, form=form, save=save, back=reverse("counter:cases"), title=_("案件を開く"))


@page(WORK)
def case_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change what is said of a case."""
    row = _case(pk)
    form = CaseForm(request.POST or None, instance=row)

    def save() -> str:
        actions.change_case(actor=request.user, case=row, based_on=form.based_on, changes=form.changes())
        return _("案件の内容を保存しました。")

    return _form(request, row, form, save, _("案件の内容を直す"))


@page(WORK)
def case_resident(request: PageRequest, pk: int) -> HttpResponse:
    """Find whom a case is about in the register: name and day of birth must both fit."""
    row = _case(pk)
    form = ResidentForm(request.POST or None)
    found = residents.find_residents(**form.cleaned_data) if form.is_valid() else None
    if found and found.residents and not found.is_too_many:
        _look(request, row, list(found.residents), [residents.IDENTITY])
    return show(request, "counter/cases/resident.html", case=row, form=form, found=found)


@page(WORK)
@require_POST
def case_name_resident(request: PageRequest, pk: int, resident: int) -> HttpResponse:
    """Say whom a case is about."""
    row = _case(pk)
    who = get_object_or_404(residents.in_scope(), pk=resident, municipality=row.municipality)
    deed = partial(actions.name_resident, actor=request.user, case=row, resident=who)
    return _tried(request, row, deed, _("住民の台帳とつなぎました。"))


@page(WORK)
@require_POST
def case_receive(request: PageRequest, pk: int) -> HttpResponse:
    """Receive what was announced from home."""
    row = _case(pk)
    deed = partial(actions.receive_case, actor=request.user, case=row)
    return _tried(request, row, deed, _("受け付けました。各課の仕事が始められます。"))


@page(WORK)
@require_POST
def case_close(request: PageRequest, pk: int) -> HttpResponse:
    """Close a case with nothing left to do."""
    row = _case(pk)
    deed = partial(actions.close_case, actor=request.user, case=row)
    return _tried(request, row, deed, _("案件を完了にしました。申し込んだ人のページも「完了」になります。"))


@page(WORK)
@require_POST
def case_reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Take a case up again."""
    row = _case(pk)
    deed = partial(actions.reopen_case, actor=request.user, case=row)
    return _tried(request, row, deed, _("案件を再開しました。"))


@page(WORK)
def case_withdraw(request: PageRequest, pk: int) -> HttpResponse:
    """The family does not come."""
    row = _case(pk)
    form = ReasonForm(request.POST or None)

    def save() -> str:
        actions.withdraw_case(actor=request.user, case=row, reason=form.cleaned_data["reason"])
        return _("取りやめにしました。残っていた仕事は、この理由で「しない」になりました。")

    note = _("残っている仕事は、すべて「しない」になります。あとから再開できます。")
    return _form(request, row, form, save, _("取りやめる"), note=note)


def _case(pk: int) -> Case:
    return get_object_or_404(queries.cases().select_related("resident"), pk=pk)


def _log(request: PageRequest, row: Case) -> None:
    if row.resident is not None:
        _look(request, row, [row.resident], [residents.IDENTITY, residents.CONTACT])


def _look(request: PageRequest, row: Case, seen: list[Any], data: list[str]) -> None:
    post = post_of(access=request.access, municipality_id=row.municipality_id)
    purpose = _("窓口の案件 {number}").format(number=row.number)
    log_looks(actor=request.user, post=post, purpose=purpose, residents=seen, data=data)


def _form(
    request: PageRequest, row: Case, form: Any, save: Callable[[], str], title: str, **more: object
) -> HttpResponse:
    back = reverse("counter:case", args=[row.pk])
    return form_page(request, FORM, form=form, save=save, back=back, title=title, case=row, **more)


def _tried(request: PageRequest, row: Case, deed: Callable[[], object], done: str) -> HttpResponse:
    return tried(request, deed, done=done, back=reverse("counter:case", args=[row.pk]))
