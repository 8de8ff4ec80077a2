"""Pages of a project: its state and next step on top, then facts, then history; and its news and parts."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.actions.jobs import start_job
from hanpo.core.pages import PageRequest, page
from hanpo.hub.actions import parts as part_actions
from hanpo.hub.actions import projects as actions
from hanpo.hub.files import lists
from hanpo.hub.files.gathering import GATHER_PROJECTS
from hanpo.hub.inputs.parts import KINDS, PartKind
from hanpo.hub.inputs.projects import NewProjectForm, NewsForm, ProjectFilter, ProjectForm
from hanpo.hub.models import Project, WorkItem
from hanpo.hub.queries import overview, projects, templates
from hanpo.hub.views.common import download, form_page, project_or_404, show


@page("hub.see_projects")
def project_list(request: PageRequest) -> HttpResponse:
    """The projects of the current scope, in the order of their codes."""
    counts = overview.project_counts()
    form = ProjectFilter(request.GET, counts=counts)
    shown = overview.project_page(today=clock.today(), wanted=form.wanted(), number=request.GET.get("page"))
    return show(request, "hub/projects.html", page=shown, counts=counts, form=form)


@page("hub.see_projects")
def project_list_excel(request: PageRequest) -> HttpResponse:
    """The list of projects as Excel: all its pages, as it is asked for."""
    form, today = ProjectFilter(request.GET, counts=overview.project_counts()), clock.today()
    lines = overview.project_lines(today=today, wanted=form.wanted())
    body = lists.projects_file(lines, filters=form.named(), made_by=request.user.name, today=today)
    return download(body, _("取組一覧.xlsx"))


@page("hub.see_projects")
@require_POST
def project_list_gather(request: PageRequest) -> HttpResponse:
    """Ask for the file with everything that the projects hold, one for each municipality where the person works."""
    places = overview.gathering_places(request.access)
    jobs = [start_job(actor=request.user, kind=GATHER_PROJECTS, title=_("取組の中身をまとめる（{place}）").format(
        place=place), municipality=place) for place in places]  # fmt: skip
    return redirect("portal:job", pk=jobs[0].pk) if len(jobs) == 1 else redirect("portal:jobs")


@page("hub.see_projects")
def project(request: PageRequest, pk: int) -> HttpResponse:
    """A project: where it stands and what comes next, then facts, problems, work, results and history."""
    row = project_or_404(pk)
    shown = overview.project_overview(row, today=clock.today())
    return show(request, "hub/project.html", project=row, shown=shown, today=clock.today())


@page("hub.see_projects")
def project_excel(request: PageRequest, pk: int) -> HttpResponse:
    """The problems, work, results and next things of a project as Excel."""
    row = project_or_404(pk)
    shown = overview.project_overview(row, today=clock.today())
    body = lists.project_file(row, shown, made_by=request.user.name, today=clock.today())
    return download(body, _("{title}.xlsx").format(title=row.title))


@page("hub.start_projects")
def project_add(request: PageRequest) -> HttpResponse:
    """Start a project in a municipality that takes part in a programme."""
    form = NewProjectForm(request.POST or None, templates=templates.step_templates())
    made: list[Project] = []

    def save() -> str:
        made.append(actions.start_project(actor=request.user, **form.facts()))
        return _("取組を始めました。次は、課題と所管課を入れてください。")

    context = {"title": _("取組を始める"), "help": "new_project"}
    answer = form_page(request, form=form, save=save, back=reverse("hub:projects"), context=context)
    return redirect("hub:project", pk=made[0].pk) if made else answer


@page("hub.edit_projects")
def project_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change the facts of a project."""
    row = project_or_404(pk)
    form = ProjectForm(request.POST or None, instance=row)

    def save() -> str:
        actions.change_project(actor=request.user, project=row, based_on=form.based_on, changes=form.changes())
        return _("取組の内容を保存しました。")

    context = {"title": _("取組の内容を直す"), "project": row}
    return form_page(request, form=form, save=save, back=reverse("hub:project", args=[pk]), context=context)


@page("hub.edit_projects")
def news_add(request: PageRequest, pk: int) -> HttpResponse:
    """Tell news of a project."""
    row = project_or_404(pk)
    form = NewsForm(request.POST or None, project=row)

    def save() -> str:
        actions.tell_news(actor=request.user, project=row, **form.values())
        return _("近況を記録しました。県と支援者のページにも出ます。")

    context = {"title": _("近況を書く"), "project": row, "submit": _("記録する")}
    return form_page(request, form=form, save=save, back=reverse("hub:project", args=[pk]), context=context)


@page("hub.edit_projects")
def part_add(request: PageRequest, pk: int, kind: str) -> HttpResponse:
    """Add a problem, a piece of work, an output, an outcome … to a project."""
    row, of = project_or_404(pk), _kind(kind)
    form = of.form(request.POST or None, project=row)

    def save() -> str:
        part_actions.add_part(actor=request.user, project=row, part=of.model, values=form.values())
        return _("{label}を加えました。").format(label=of.label)

    context = {"title": _("{label}を加える").format(label=of.label), "project": row, "help": kind}
    return form_page(request, form=form, save=save, back=_place(row, of), context=context)


@page("hub.edit_projects")
def part_edit(request: PageRequest, kind: str, pk: int) -> HttpResponse:
    """Change a part of a project; where somebody else was quicker, both texts are shown."""
    of = _kind(kind)
    part: Any = get_object_or_404(projects.parts(of.model), pk=pk)
    form = of.form(request.POST or None, instance=part, project=part.project)

    def save() -> str:
        part_actions.change_part(actor=request.user, part=part, based_on=form.based_on, changes=form.changes())
        return _("{label}を保存しました。").format(label=of.label)

    context = {"title": _("{label}を直す").format(label=of.label), "project": part.project, "help": kind}
    return form_page(request, form=form, save=save, back=_place(part.project, of), context=context)


@page("hub.edit_projects")
@require_POST
def work_done(request: PageRequest, pk: int) -> HttpResponse:
    """Say that a piece of work is done today."""
    item: WorkItem = get_object_or_404(projects.parts(WorkItem), pk=pk)
    part_actions.finish_work_item(actor=request.user, item=item, done_on=clock.today())
    messages.success(request, _("「{title}」を済みにしました。").format(title=item.title))
    return redirect(_place(item.project, KINDS["work"]))


def _kind(word: str) -> PartKind:
    if word not in KINDS:
        raise Http404
    return KINDS[word]


def _place(row: Project, of: PartKind) -> str:
    address = reverse(of.page, args=[row.pk])
    return f"{address}#{of.place}" if of.place else address
