"""Pages of joint systems: the catalogue, one system, its parts, and what each member does differently."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.pages import PageRequest, download, form_page, page, show
from hanpo.council.actions import systems as actions
from hanpo.council.files.systems import differences_file, systems_file
from hanpo.council.inputs.systems import (
    CostForm,
    DifferenceForm,
    FunctionForm,
    MemberForm,
    NewMemberForm,
    NewSystemForm,
    SystemForm,
)
from hanpo.council.models import CostYear, JointSystem, SystemFunction, SystemMember
from hanpo.council.queries import councils
from hanpo.council.queries import systems as queries


@page("council.see")
def system_list(request: PageRequest) -> HttpResponse:
    """The catalogue of joint systems."""
    return show(request, "council/systems/list.html", lines=queries.catalogue())


@page("council.see")
def systems_excel(request: PageRequest) -> HttpResponse:
    """The catalogue as Excel."""
    body = systems_file(queries.catalogue(), made_by=request.user.name, today=clock.today())
    return download(body, _("共同運営システムの一覧.xlsx"))


@page("council.see")
def system(request: PageRequest, pk: int) -> HttpResponse:
    """One system: members, contract, costs, differences."""
    shown = queries.system_page(system=_system(pk))
    return show(request, "council/systems/system.html", shown=shown, system=shown.system)


@page("council.see")
def differences_excel(request: PageRequest, pk: int) -> HttpResponse:
    """The differences of all members as Excel."""
    row = _system(pk)
    body = differences_file(queries.system_page(system=row), made_by=request.user.name, today=clock.today())
    return download(body, _("{name}の差異.xlsx").format(name=row.name))


@page("council.run_systems")
def system_add(request: PageRequest) -> HttpResponse:
    """Put a system into the catalogue."""
    form = NewSystemForm(request.POST or None, councils=councils.councils())

    def save() -> str:
        add_row(actor=request.user, row=JointSystem(**form.values()))
        return _("システムを加えました。次に、加入市町と機能を入れてください。")

    return _form(request, form, save, _("共同運営システムを加える"), reverse("council:systems"))


@page("council.run_systems")
def system_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a system or its contract."""
    row = _system(pk)
    return _edit(request, row, SystemForm(request.POST or None, instance=row), row, _("システムの内容を直す"))


@page("council.run_systems")
def member_add(request: PageRequest, pk: int) -> HttpResponse:
    """A municipality joins."""
    row = _system(pk)
    form = NewMemberForm(request.POST or None, places=queries.outside(system=row))
    return _add(request, row, form, SystemMember, _("加入市町を加える"))


@page("council.run_systems")
def member_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a membership, or end it."""
    row = get_object_or_404(queries.memberships(), pk=pk)
    title = _("{place}の加入の内容を直す").format(place=row.municipality)
    return _edit(request, row, MemberForm(request.POST or None, instance=row), row.system, title)


@page("council.run_systems")
def cost_add(request: PageRequest, pk: int) -> HttpResponse:
    """Enter the cost of a year."""
    return _add(request, _system(pk), CostForm(request.POST or None), CostYear, _("年度の費用を加える"))


@page("council.run_systems")
def cost_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change the cost of a year."""
    row = get_object_or_404(queries.costs(), pk=pk)
    return _edit(request, row, CostForm(request.POST or None, instance=row), row.system, _("年度の費用を直す"))


@page("council.run_systems")
def function_add(request: PageRequest, pk: int) -> HttpResponse:
    """Add a function to compare."""
    return _add(request, _system(pk), FunctionForm(request.POST or None), SystemFunction, _("機能を加える"))


@page("council.run_systems")
def function_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a function."""
    row = get_object_or_404(queries.functions(), pk=pk)
    return _edit(request, row, FunctionForm(request.POST or None, instance=row), row.system, _("機能を直す"))


@page("council.enter_differences")
def own_differences(request: PageRequest, pk: int) -> HttpResponse:
    """What one member says about each function."""
    member = get_object_or_404(queries.own_memberships(), pk=pk)
    lines = queries.own_lines(member=member)
    return show(request, "council/systems/own.html", member=member, system=member.system, lines=lines)


@page("council.enter_differences")
def difference_edit(request: PageRequest, pk: int, function: int) -> HttpResponse:
    """Say how one member stands to one function."""
    member = get_object_or_404(queries.own_memberships(), pk=pk)
    about = get_object_or_404(queries.functions(), pk=function, system=member.system_id)
    row = queries.difference(member=member, function=about)
    form = DifferenceForm(request.POST or None, instance=row)

    def save() -> str:
        values = form.changes() if row else form.values()
        said: dict[str, Any] = {"member": member, "function": about, "row": row, "values": values}
        actions.enter_difference(actor=request.user, based_on=form.based_on, **said)
        return _("「{function}」の差異を保存しました。").format(function=about)

    back = reverse("council:own_differences", args=[member.pk])
    return _form(request, form, save, about.name, back, system=member.system, member=member, function=about)


def _system(pk: int) -> JointSystem:
    return get_object_or_404(queries.systems(), pk=pk)


def _add(request: PageRequest, system: JointSystem, form: Any, model: type[Any], title: str) -> HttpResponse:
    """A form that adds a part of a system."""

    def save() -> str:
        add_row(actor=request.user, row=model(system=system, **form.values()))
        return _("加えました。")

    return _form(request, form, save, title, reverse("council:system", args=[system.pk]), system=system)


def _edit(request: PageRequest, row: Any, form: Any, system: JointSystem, title: str) -> HttpResponse:
    """A form that changes a system or a part of one."""

    def save() -> str:
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=form.changes())
        return _("保存しました。")

    return _form(request, form, save, title, reverse("council:system", args=[system.pk]), system=system)


def _form(
    request: PageRequest, form: Any, save: Callable[[], str], title: str, back: str, **more: object
) -> HttpResponse:
    return form_page(
        request, "council/systems/form.html", form=form, save=save, back=back, **{"system": None, **more}, title=title
    )
