"""Pages of plans: the weeks, one week, its days, and what a plan rests on."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.pages import PageRequest, download, form_page, page, page_of, show, tried
from hanpo.counter.actions.staffing import plans as actions
from hanpo.counter.engine.waiting import NoRoster
from hanpo.counter.files.staffing import plan_file
from hanpo.counter.files.staffing_counts import with_lines
from hanpo.counter.inputs.staffing import ClerkForm, CountsForm, HoursForm, MoveForm, WeekForm
from hanpo.counter.models import ShiftClerk, StaffingPlan
from hanpo.counter.queries.staffing import days as day_queries
from hanpo.counter.queries.staffing import plan_pages
from hanpo.counter.queries.staffing import plans as queries

FORM = "counter/staffing/form.html"


@page("counter.plan_staffing")
def plan_list(request: PageRequest) -> HttpResponse:
    """The weeks that were planned, who can be on duty, and the hours."""
    place = day_queries.place_of(asked=request.GET.get("place", ""))
    code = place.pk if place else ""
    context: dict[str, Any] = {
        "place": place,
        "clerks": queries.clerks(),
        "hours": day_queries.hours_of(municipality=code),
    }
    return show(request, "counter/staffing/plans.html", page=page_of(request, queries.plans()), here="plans", **context)


@page("counter.plan_staffing")
def plan_add(request: PageRequest) -> HttpResponse:
    """Have a week planned."""
    form = WeekForm(request.POST or None, initial={"monday": day_queries.next_monday(clock.today())})

    def save() -> str:
        place = _place(request)
        proposed = _proposed(place, day_queries.monday_of(form.cleaned_data["monday"]))
        actions.plan_week(actor=request.user, municipality=place, proposed=proposed)
        return _("案を作りました。日ごとに確かめ、直してから決めてください。")

    return _form(request, form, save, _("週の配置計画を作る"), reverse("counter:staffing_plans"))


@page("counter.plan_staffing")
def plan(request: PageRequest, pk: int) -> HttpResponse:
    """One week: desks needed, who sits where, what is missing."""
    row = _plan(pk)
    return show(request, "counter/staffing/plan.html", plan=row, shown=plan_pages.plan_page(plan=row), here="plans")


@page("counter.plan_staffing")
def plan_excel(request: PageRequest, pk: int) -> HttpResponse:
    """One week as Excel."""
    row = _plan(pk)
    body = plan_file(plan_pages.plan_page(plan=row), made_by=request.user.name, today=clock.today())
    return download(body, _("窓口の当番表_{monday}.xlsx").format(monday=row.monday))


@page("counter.plan_staffing")
def plan_move(request: PageRequest, pk: int, day: str) -> HttpResponse:
    """Let somebody sit elsewhere for a while."""
    row = _plan(pk)
    shown, choices = _day(row, day), plan_pages.move_choices(plan=row, day=day)
    form = MoveForm(request.POST or None, **choices, initial={"version": row.version})

    def save() -> str:
        told = {name: form.cleaned_data[name] for name in ("clerk", "first", "last", "to")}
        based_on = form.cleaned_data["version"]
        actions.move_clerk(actor=request.user, plan=row, based_on=based_on, day=date.fromisoformat(day), **told)
        return _("直しました。")

    return _form(request, form, save, _("当番を直す"), _at(row), plan=row, day=shown)


@page("counter.plan_staffing")
@require_POST
def plan_again(request: PageRequest, pk: int) -> HttpResponse:
    """Work the week out anew."""
    row = _plan(pk)

    def deed() -> object:
        proposed = _proposed(row.municipality, row.monday)
        return actions.replan_week(actor=request.user, plan=row, based_on=row.version, proposed=proposed)

    return tried(request, deed, done=_("いまの記録で作り直しました。"), back=_at(row))


@page("counter.plan_staffing")
@require_POST
def plan_decide(request: PageRequest, pk: int) -> HttpResponse:
    """Decide a week."""
    row = _plan(pk)
    deed = partial(actions.decide_plan, actor=request.user, plan=row, today=clock.today())
    return tried(request, deed, done=_("この週の配置を決めました。印刷して配れます。"), back=_at(row))


@page("counter.plan_staffing")
@require_POST
def plan_reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Make a decided week a draft again."""
    row = _plan(pk)
    return tried(
        request, lambda: actions.reopen_plan(actor=request.user, plan=row), done=_("案に戻しました。"), back=_at(row)
    )


@page("counter.plan_staffing")
@require_POST
def plan_drop(request: PageRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    row = _plan(pk)
    back = reverse("counter:staffing_plans")
    return tried(
        request, lambda: actions.drop_plan(actor=request.user, plan=row), done=_("案を捨てました。"), back=back
    )


@page("counter.plan_staffing")
def clerk_add(request: PageRequest) -> HttpResponse:
    """Somebody more who can be on duty."""
    form = ClerkForm(request.POST or None, lines=day_queries.choosable_lines())

    def save() -> str:
        values = form.values()
        row = ShiftClerk(municipality_id=values["own_line"].municipality_id, **values)
        add_row(actor=request.user, row=row)
        return _("{name}を加えました。次に作る計画から入ります。").format(name=row.name)

    return _form(request, form, save, _("当番に入る人を加える"), reverse("counter:staffing_plans"))


@page("counter.plan_staffing")
def clerk_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change hours and lines of somebody on duty."""
    row = get_object_or_404(queries.clerks(), pk=pk)
    form = ClerkForm(request.POST or None, instance=row, lines=day_queries.choosable_lines())

    def save() -> str:
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=form.changes())
        return _("保存しました。次に作る計画から変わります。")

    return _form(request, form, save, row.name, reverse("counter:staffing_plans"))


@page("counter.plan_staffing")
def hours_edit(request: PageRequest) -> HttpResponse:
    """When the counter is open and what it aims at."""
    row = day_queries.hours_of(municipality=_place(request).pk)
    form = HoursForm(request.POST or None, instance=row)

    def save() -> str:
        actions.set_hours(
            actor=request.user, row=row, based_on=form.based_on, values=form.values(), changes=form.changes()
        )
        return _("保存しました。")

    return _form(request, form, save, _("窓口の時間と目標"), reverse("counter:staffing_plans"))


@page("counter.plan_staffing")
def counts_add(request: PageRequest) -> HttpResponse:
    """Take in what an older ticket machine counted: read, looked at, then stored."""
    place = _place(request)
    lines = day_queries.lines_of(municipality=place.pk)
    form = CountsForm(request.POST or None, request.FILES or None)
    read = form.read(lines) if request.method == "POST" and form.is_valid() else None
    if read is not None and not read.faults and "store" in request.POST:
        stored = actions.take_in_arrivals(actor=request.user, municipality=place, counts=with_lines(read, lines))
        messages.success(request, _("{n}行を取り込みました。見通しと配置計画に使われます。").format(n=stored))
        return redirect("counter:staffing_arrivals")
    status = 422 if form.errors or (read is not None and read.faults) else 200
    context: dict[str, Any] = {"form": form, "read": read, "lines": lines, "place": place}
    return show(request, "counter/staffing/counts.html", status=status, **context)


def _plan(pk: int) -> StaffingPlan:
    return get_object_or_404(queries.plans(), pk=pk)


def _day(row: StaffingPlan, day: str) -> plan_pages.PlanDay:
    """A day of the plan, or "not found"."""
    found = next((one for one in plan_pages.plan_page(plan=row).days if one.day.isoformat() == day), None)
    if found is None:
        raise Http404
    return found


def _at(row: StaffingPlan) -> str:
    return reverse("counter:staffing_plan", args=[row.pk])


def _place(request: PageRequest) -> Any:
    place = day_queries.place_of(asked=request.GET.get("place", ""))
    if place is None:
        raise Http404
    return place


def _proposed(place: Any, monday: date) -> queries.Proposal:
    """The week as it would be planned, or why there is none."""
    try:
        found = queries.proposal(municipality=place, monday=monday, today=clock.today(), now=clock.now())
    except NoRoster as refusal:
        raise ValidationError(
            _("休憩が勤務時間に入らない人がいます。当番に入る人の時間を直してください。")
        ) from refusal
    if found is None:
        raise ValidationError(
            _(
                "計画を作れません。番号札の記録が5日分以上あるか、当番に入る人がいるか、開庁日のある週かを確かめてください。"
            )
        )
    return found


def _form(request: PageRequest, form: Any, save: Any, title: str, back: str, **more: Any) -> HttpResponse:
    return form_page(request, FORM, form=form, save=save, back=back, **{"plan": None, "day": None, **more}, title=title)
