"""Pages of the workload: hours asked and returned beside what the section has, and the verdict."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page
from hanpo.hub.actions import workload as actions
from hanpo.hub.files import lists
from hanpo.hub.inputs.workload import CapacityForm, LoadForm, SeasonForm
from hanpo.hub.queries import workload
from hanpo.hub.views.common import download, form_page, project_or_404, show


@page("hub.see_projects")
def workload_page(request: PageRequest, pk: int) -> HttpResponse:
    """The hours of a project, section by section and month by month."""
    row = project_or_404(pk)
    return show(request, "hub/workload.html", project=row, sections=workload.section_loads(row))


@page("hub.see_projects")
def workload_excel(request: PageRequest, pk: int) -> HttpResponse:
    """The table of the months as Excel."""
    row = project_or_404(pk)
    body = lists.workload_file(row, workload.section_loads(row), made_by=request.user.name, today=clock.today())
    return download(body, _("{title} 業務量.xlsx").format(title=row.title))


@page("hub.edit_projects")
def load_add(request: PageRequest, pk: int) -> HttpResponse:
    """Record the hours of a month; hours recorded before are replaced, with a trace."""
    row = project_or_404(pk)
    form = LoadForm(request.POST or None, project=row, initial=request.GET.dict())

    def save() -> str:
        where = {"section": form.cleaned_data["section"], "month": form.cleaned_data["month"]}
        actions.record_load(actor=request.user, project=row, values=form.values(), **where)
        return _("月の時間を記録しました。")

    context = {"title": _("月の時間を記録する"), "project": row, "submit": _("記録する"), "help": "load"}
    return form_page(request, form=form, save=save, back=reverse("hub:workload", args=[pk]), context=context)


@page("hub.edit_projects")
def capacity_add(request: PageRequest, pk: int) -> HttpResponse:
    """Record the hours that a section says it has."""
    row = project_or_404(pk)
    form = CapacityForm(request.POST or None, project=row)

    def save() -> str:
        actions.state_capacity(actor=request.user, **form.cleaned_data)
        return _("課が使える時間を記録しました。")

    context = {"title": _("課が使える時間を記録する"), "project": row, "submit": _("記録する"), "help": "load"}
    return form_page(request, form=form, save=save, back=reverse("hub:workload", args=[pk]), context=context)


@page("hub.edit_projects")
def season_add(request: PageRequest, pk: int) -> HttpResponse:
    """Record a busy season of a section."""
    row = project_or_404(pk)
    form = SeasonForm(request.POST or None, project=row)

    def save() -> str:
        actions.add_busy_season(actor=request.user, **form.cleaned_data)
        return _("忙しい時期を記録しました。毎年その時期は使える時間を少なく見ます。")

    context = {"title": _("忙しい時期を記録する"), "project": row, "submit": _("記録する"), "help": "load"}
    return form_page(request, form=form, save=save, back=reverse("hub:workload", args=[pk]), context=context)
