"""People and assignments: who works where, from when until when."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, Protocol

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.actions import leaving
from hanpo.core.actions import people as actions
from hanpo.core.models import Person
from hanpo.core.pages import PageRequest, page
from hanpo.core.queries import people as queries
from hanpo.core.queries.leaving import last_leaving, posts_at_work, posts_seen
from hanpo.portal import files, rotation
from hanpo.portal.inputs import (
    AssignmentForm,
    LastDayForm,
    LeavingForm,
    PeopleFilter,
    PersonForm,
    RotationDayForm,
    asked,
    page_of,
)
from hanpo.portal.signin.actions import invite_person

Why = actions.WhyRefused
REFUSALS = {
    Why.FOREIGN_SECTION: _lazy("選んだ課は、選んだ市町の課ではありません。"),
    Why.REVERSED_DAYS: _lazy("最後の日が、始まる日より前になっています。"),
    Why.EXISTS: _lazy("同じ配属がもうあります。"),
    Why.FOREIGN_ASSIGNMENT: _lazy("ほかの市町の配属は動かせません。"),
}

REFUSALS_TO_LEAVE = {
    leaving.WhyRefused.ONESELF: _lazy("自分のサインインは止められません。ほかの人に頼んでください。"),
    leaving.WhyRefused.MOVED: _lazy("ほかの人が先にこの人の配属を変えました。開き直して確かめてください。"),
    leaving.WhyRefused.NOTHING_TO_END: _lazy(
        "ここで終わる配属はありません。ほかの市町の配属か、住民としての利用が続くので、サインインは止めません。"
    ),
    leaving.WhyRefused.NOTHING_TO_UNDO: _lazy("取り消せるものがありません。ほかの人が先に取り消したのかもしれません。"),
}

MAILED = _lazy("{name}さん（{email}）に、パスワードを決める案内を送りました。3日以内に開いてもらってください。")
NOT_MAILED = _lazy("{name}さんに案内のメールを送れませんでした。少し待ってから「案内のメールを送る」を押してください。")
NO_ADDRESS = _lazy(
    "{name}さんのメールアドレスがないので、案内は送っていません。職場のIDで入ってもらうか、"
    "システムの担当者に最初のパスワードを頼んでください。"
)


class Refusable(Protocol):
    """A form, or a table of forms, that shows why a deed was refused."""

    def add_error(self, field: None, error: Any) -> None: ...


@page("core.manage_people")
def people(request: PageRequest) -> HttpResponse:
    """The assignments of the current scope, narrowed down by the address."""
    form = PeopleFilter(request.GET)
    shown = page_of(request, queries.assignments(day=clock.today(), **asked(form)))
    return render(request, "portal/people.html", {"form": form, "page": shown, "rows": queries.with_roles(shown)})


@page("core.manage_people")
def people_file(request: PageRequest) -> HttpResponse:
    """The same assignments as Excel."""
    form = PeopleFilter(request.GET)
    rows = queries.with_roles(queries.assignments(day=clock.today(), **asked(form)))
    body = files.people_file(rows, made_by=request.user.name, filters=files.chosen(form))
    return files.download(body, _("人と配属.xlsx"), files.EXCEL)


@page("core.manage_people")
def new_person(request: PageRequest) -> HttpResponse:
    """Register somebody and give them their first assignment."""
    person_form, form = PersonForm(request.POST or None), AssignmentForm(request.POST or None)
    if request.method == "POST" and person_form.is_valid() and form.is_valid():
        facts = {**person_form.cleaned_data, **form.cleaned_data}
        known: list[Person] = []
        if _done(form, lambda: known.append(actions.welcome_person(actor=request.user, **facts))):
            _invite(request, known[0])
            return redirect("portal:person", pk=known[0].pk)
    return render(request, "portal/person_new.html", {"person_form": person_form, "form": form})


@page("core.manage_people")
@require_POST
def invite(request: PageRequest, pk: int) -> HttpResponse:
    """Send the link that sets the password once more."""
    _invite(request, get_object_or_404(queries.people_known().filter(is_active=True), pk=pk))
    return redirect("portal:person", pk=pk)


@page("core.manage_people")
def person(request: PageRequest, pk: int) -> HttpResponse:
    """One person's assignments, and a further one for who can sign in."""
    found = get_object_or_404(queries.people_known(), pk=pk)
    form = AssignmentForm(request.POST or None)
    deed = partial(actions.assign_person, actor=request.user, person=found)
    is_meant = request.method == "POST" and found.is_active and form.is_valid()
    if is_meant and _done(form, partial(deed, **form.cleaned_data)):
        messages.success(request, _("{name}さんの配属を加えました。").format(name=found.name))
        return redirect("portal:person", pk=pk)
    context = {"person": found, "form": form, "today": clock.today(), "leaving": last_leaving(person=found)}
    rows = queries.with_roles(queries.assignments_of(person=found))
    return render(request, "portal/person.html", {"rows": rows, **context})


@page("core.manage_people")
def leave(request: PageRequest, pk: int) -> HttpResponse:
    """Somebody retires or goes elsewhere: every post ends, and the sign-in closes."""
    found = get_object_or_404(queries.people_known().filter(is_active=True), pk=pk)
    form = LeavingForm(request.POST or None, initial={"last_day": clock.today(), "seen": posts_seen(person=found)})
    deed = partial(leaving.let_person_leave, actor=request.user, person=found)
    if request.method == "POST" and form.is_valid() and _done(form, partial(deed, **form.cleaned_data)):
        messages.success(request, _("{name}さんの配属を終えました。").format(name=found.name))
        return redirect("portal:person", pk=pk)
    ending = queries.with_roles(posts_at_work(person=found, after=clock.today()))
    return render(request, "portal/person_leave.html", {"person": found, "ending": ending, "form": form})


@page("core.manage_people")
@require_POST
def back(request: PageRequest, pk: int) -> HttpResponse:
    """Take back that somebody left."""
    found = get_object_or_404(queries.people_known(), pk=pk)
    try:
        leaving.take_person_back(actor=request.user, person=found)
    except leaving.LeavingRefused as refused:
        messages.error(request, str(REFUSALS_TO_LEAVE[refused.why]))
    else:
        messages.success(request, _("取り消しました。配属もサインインも、元のとおりです。"))
    return redirect("portal:person", pk=pk)


@page("core.manage_people")
def end(request: PageRequest, pk: int) -> HttpResponse:
    """Set the last day of an assignment."""
    held = get_object_or_404(queries.every_assignment(), pk=pk)
    form = LastDayForm(request.POST or None, initial={"last_day": held.until, "seen_until": held.until})
    deed = partial(actions.end_assignment, actor=request.user, assignment=held)
    if request.method == "POST" and form.is_valid() and _done(form, partial(deed, **form.cleaned_data)):
        messages.success(request, _("最後の日を決めました。次の日からこの配属では何も見られません。"))
        return redirect("portal:person", pk=held.person_id)
    return render(request, "portal/assignment_end.html", {"held": held, "form": form})


@page("core.manage_people")
def rotate(request: PageRequest) -> HttpResponse:
    """人事異動: many assignments of one municipality end and begin on one day, by a table."""
    day_form = RotationDayForm(request.POST or request.GET or None)
    if not day_form.is_valid():
        return render(request, "portal/rotation_day.html", {"form": day_form})
    table = rotation.read(request.POST or None, **day_form.cleaned_data)
    if request.method == "POST" and table.is_valid():
        deed = partial(actions.rotate_people, actor=request.user, moves=table.moves, **day_form.cleaned_data)
        if _done(table, deed):
            messages.success(request, _("{count}人の異動を登録しました。").format(count=len(table.moves)))
            return redirect("portal:people")
    return render(request, "portal/rotation.html", {"table": table, **day_form.cleaned_data})


def _invite(request: PageRequest, person: Person) -> None:
    """Mail the link, and say what became of it."""
    level, words = messages.success, MAILED
    if not person.email:
        level, words = messages.warning, NO_ADDRESS
    else:
        try:
            invite_person(actor=request.user, person=person)
        except OSError:
            level, words = messages.error, NOT_MAILED
    level(request, words.format(name=person.name, email=person.email))


def _done(form: Refusable, deed: Callable[[], Any]) -> bool:
    """Do it; a refusal goes to the form in words that say what to do, and what was typed stays."""
    try:
        deed()
    except actions.AssignmentMoved as moved:
        form.add_error(None, _("ほかの人が先に最後の日を「{until}」に変えました。開き直して確かめてください。").format(
            until=moved.assignment.until or _("未定")))  # fmt: skip
    except actions.AssignmentRefused as refused:
        form.add_error(None, REFUSALS[refused.why])
    except leaving.LeavingRefused as refused:
        form.add_error(None, REFUSALS_TO_LEAVE[refused.why])
    except actions.RoleNotGiven:
        form.add_error(None, _("県全体に関わる役割は、管理者だけが決められます。"))
    else:
        return True
    return False
