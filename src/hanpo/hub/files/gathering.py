"""What every project holds, in one Excel file: long work, asked for and read later."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock, scope
from hanpo.core.actions.files import store_file
from hanpo.core.documents import About, Column, Kind, export_table
from hanpo.core.jobs import JobFailed, Progress
from hanpo.core.models import Municipality, MunicipalityKind, StoredFile
from hanpo.core.scope import Scope
from hanpo.hub.files.lists import project_rows
from hanpo.hub.queries.overview import project_overview
from hanpo.hub.queries.projects import projects

GATHER_PROJECTS = "hub.gather_projects"
PERMISSION = "hub.see_projects"


def gather_projects(*, arguments: Mapping[str, Any], progress: Progress) -> str:
    """Read every project that the job's municipality may see, one after the other; the file is the result.

    A municipality gets its own projects, the prefecture everybody's. Raises `JobFailed` where there is none.
    """
    with scope.within(reach_of(progress.job.municipality)):
        rows = _rows(progress)
    file = _stored(rows, progress)
    progress.keep(file)
    return reverse("portal:file", args=[file.pk])


def reach_of(municipality: Municipality) -> Scope:
    """Whose projects a file that is kept for this municipality may hold."""
    if municipality.kind == MunicipalityKind.PREFECTURE:
        return scope.EVERYWHERE
    return scope.of(municipality.code)


def _rows(progress: Progress) -> list[list[Any]]:
    found = list(projects().order_by("municipality_id", "pk"))
    if not found:
        raise JobFailed(
            _("取組がまだ登録されていないため、作るものがありません。取組を登録してから、もう一度頼んでください。")
        )
    rows: list[list[Any]] = []
    for done, project in enumerate(found):
        progress.update(done, len(found), f"{project.municipality.name} {project.title}")
        head = [project.municipality.code, project.municipality.name, project.title]
        rows += [[*head, *row] for row in project_rows(project_overview(project, today=clock.today()))]
    progress.update(len(found), len(found))
    return rows


def _stored(rows: list[list[Any]], progress: Progress) -> StoredFile:
    job = progress.job
    columns = [Column(_("団体コード")), Column(_("市町")), Column(_("取組")), Column(_("種類")), Column(_("内容")),
               Column(_("状態")), Column(_("担当・誰の言葉か")), Column(_("日付"), Kind.DATE), Column(_("補足"))]  # fmt: skip
    about = About(
        source=_("各市町の記録"), as_of=clock.today(), municipality=job.municipality.name, made_by=job.owner.name,
        notes=[_("団体コードの順です。順位ではありません。")],
    )  # fmt: skip
    body = export_table(title=_("取組の中身"), columns=columns, rows=rows, about=about)
    name = _("取組の中身（%(place)s）%(day)s.xlsx") % {"place": job.municipality.name, "day": clock.today().isoformat()}
    return store_file(
        actor=job.owner, name=name, content=body, municipality=job.municipality, permission=PERMISSION,
        about=f"{GATHER_PROJECTS}:{job.pk}",
    )  # fmt: skip
