"""The progress sheet: tasks and rungs with evidence, and a record added."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page
from hanpo.hub.actions import ladders as actions
from hanpo.hub.files import lists
from hanpo.hub.inputs.records import RungForm
from hanpo.hub.models import LadderTask
from hanpo.hub.queries import ladders, projects
from hanpo.hub.views.common import download, form_page, project_or_404, show


@page("hub.see_projects")
def sheet(request: PageRequest, pk: int) -> HttpResponse:
    """The progress sheet of a project."""
    row = project_or_404(pk)
    sheets = ladders.progress_sheet(row, today=clock.today())
    return show(request, "hub/sheet.html", project=row, sheets=sheets, today=clock.today())


@page("hub.see_projects")
def sheet_excel(request: PageRequest, pk: int) -> HttpResponse:
    """The progress sheet as Excel, one line a record."""
    row = project_or_404(pk)
    sheets = ladders.progress_sheet(row, today=clock.today())
    body = lists.sheet_file(row, sheets, made_by=request.user.name, today=clock.today())
    return download(body, _("{title} 進捗シート.xlsx").format(title=row.title))


@page("hub.edit_projects")
def rung_add(request: PageRequest, pk: int) -> HttpResponse:
    """Record the rung that one side saw; going back is ordinary."""
    task: LadderTask = get_object_or_404(projects.parts(LadderTask), pk=pk)
    form = RungForm(request.POST or None, task=task, initial=request.GET.dict())

    def save() -> str:
        actions.record_rung(actor=request.user, task=task, **form.cleaned_data)
        return _("「{task}」の段を記録しました。前の記録も残ります。").format(task=task.name)

    context = {
        "title": _("「{task}」の段を記録する").format(task=task.name), "project": task.project,
        "submit": _("記録する"), "help": "rung",
    }  # fmt: skip
    back = reverse("hub:sheet", args=[task.project_id])
    return form_page(request, form=form, save=save, back=back, context=context)
