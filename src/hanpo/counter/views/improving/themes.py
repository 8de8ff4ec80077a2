"""Pages of undertakings: the list, one with its stages and the next smallest decision."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.pages import PageRequest, page, page_of, show
from hanpo.core.queries.places import open_sections
from hanpo.counter.inputs.improving.themes import ImprovementForm, NewImprovementForm
from hanpo.counter.models import Improvement
from hanpo.counter.queries.improving import themes as queries
from hanpo.counter.views.improving.common import at, edit, sections_of, undertaking


@page("counter.see_improving")
def improvement_list(request: PageRequest) -> HttpResponse:
    """What the sections change together, what goes on first."""
    rows = page_of(request, queries.improvements())
    return show(request, "counter/improving/list.html", page=rows, lines=queries.improvement_lines(rows=rows))


@page("counter.see_improving")
def improvement(request: PageRequest, pk: int) -> HttpResponse:
    """One undertaking."""
    row = undertaking(pk)
    shown = queries.improvement_page(improvement=row, today=clock.today())
    return show(request, "counter/improving/improvement.html", improvement=row, shown=shown)


@page("counter.lead_improving")
def improvement_add(request: PageRequest) -> HttpResponse:
    """Begin an undertaking."""
    sections = open_sections(day=clock.today())
    form = NewImprovementForm(request.POST or None, initial={"started_on": clock.today()}, sections=sections)

    def save() -> str:
        values = form.values()
        add_row(actor=request.user, row=Improvement(municipality=values["lead"].municipality, **values))
        return _("取組を始めました。次に、関係する課に10分の聞き取りをお願いしてください。")

    return edit(request, None, form, save, _("窓口改善の取組を始める"), back=reverse("counter:improvements"))


@page("counter.lead_improving")
def improvement_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change what is said of an undertaking."""
    row = undertaking(pk)
    form = ImprovementForm(request.POST or None, instance=row, sections=sections_of(row))

    def save() -> str:
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=form.changes())
        return _("保存しました。")

    return edit(request, row, form, save, _("取組の内容を直す"), back=at("improvement", pk))
