"""Pages of cost sharing: try a rule, see every step, put two beside each other, and record what was decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.pages import PageRequest, download, form_page, page, show
from hanpo.council.actions import systems as actions
from hanpo.council.engine.sharing import CannotShare
from hanpo.council.files.systems import sharing_file
from hanpo.council.inputs.systems import DecideForm, SharingForm, sharing_start
from hanpo.council.models import JointSystem, SystemMember
from hanpo.council.queries import sharing as queries
from hanpo.council.queries import systems
from hanpo.council.queries.sharing import Case, SharingPage


@dataclass(frozen=True, slots=True)
class Asked:
    """What the address asks for: the form, the case and the page, or no page where the rule cannot be carried out."""

    system: JointSystem
    form: SharingForm
    members: tuple[SystemMember, ...]
    case: Case | None
    shown: SharingPage | None


@page("council.see")
def sharing(request: PageRequest, pk: int) -> HttpResponse:
    """Try how the cost of a year is shared."""
    asked = _asked(request, pk)
    context = {"system": asked.system, "form": asked.form, "shown": asked.shown, "members": asked.members}
    return show(request, "council/systems/sharing.html", status=422 if asked.form.errors else 200, **context)


@page("council.see")
def sharing_excel(request: PageRequest, pk: int) -> HttpResponse:
    """The shares and their steps as Excel."""
    asked = _asked(request, pk)
    if asked.shown is None or asked.case is None:
        return redirect(reverse("council:sharing", args=[pk]))
    body = sharing_file(asked.case, asked.shown, made_by=request.user.name, today=clock.today())
    return download(body, _("{name}の負担額.xlsx").format(name=asked.system.name))


@page("council.run_systems")
def sharing_decide(request: PageRequest, pk: int) -> HttpResponse:
    """Record that this rule was decided."""
    asked = _asked(request, pk)
    if asked.shown is None or asked.case is None:
        return redirect(reverse("council:sharing", args=[pk]))
    case, rule = asked.case, asked.shown.sharing.rule
    form = DecideForm(request.POST or None, initial={"from_year": case.cost.year, "decided_on": clock.today()})

    def save() -> str:
        decided = actions.Decided(**form.cleaned_data)
        actions.decide_sharing(actor=request.user, case=case, rule=rule, decided=decided)
        return _("負担の決め方を記録しました。")

    back = reverse("council:system", args=[pk])
    context: dict[str, Any] = {"system": asked.system, "shown": asked.shown, "title": _("負担の決め方を記録する")}
    return form_page(request, "council/systems/decide.html", form=form, save=save, back=back, **context)


def _asked(request: PageRequest, pk: int) -> Asked:
    system = get_object_or_404(systems.systems(), pk=pk)
    members, costs = tuple(systems.members_of(system=system)), list(system.costs.all())
    decided = system.rules.first()
    form = SharingForm(
        request.GET if request.GET.get("year") else sharing_start(decided, costs),
        costs=costs, decided=decided, members=members, outside=list(systems.outside(system=system)),
    )  # fmt: skip
    if not costs or not form.is_valid():
        return Asked(system, form, members, None, None)
    case = Case(system=system, cost=form.cost, members=members)
    return Asked(system, form, members, case, _shown(case, form))


def _shown(case: Case, form: SharingForm) -> SharingPage | None:
    try:
        return queries.sharing_page(case=case, rule=form.rule, other=form.other, moves=form.moves)
    except CannotShare as refusal:
        form.refuse(queries.problem_words(refusal, names=case.names))
        return None
