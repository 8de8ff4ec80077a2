"""Reads of the progress sheet: a grid of tasks and rungs, with the evidence of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from hanpo.hub.engine import ladder
from hanpo.hub.engine.ladder import Entry, Standing
from hanpo.hub.models import LadderRung, LadderTask, LadderTemplate, Project, RungRecord


@dataclass(frozen=True, slots=True)
class Cell:
    """A rung of a task: whether either side stands there now, and the records that were made of it."""

    rung: LadderRung
    is_supporter_here: bool
    is_staff_here: bool
    is_reached: bool
    records: tuple[RungRecord, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A task on the sheet, its standing, its cells and its records (newest first)."""

    task: LadderTask
    standing: Standing
    cells: tuple[Cell, ...]
    records: tuple[RungRecord, ...]
    rung_name: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """The tasks of a project on one ladder."""

    template: LadderTemplate
    rungs: tuple[LadderRung, ...]
    rows: tuple[Row, ...]


def progress_sheet(project: Project, *, today: date) -> list[Sheet]:
    """The progress sheet of a project, one grid for each ladder in use."""
    tasks = list(tasks_of([project.pk]))
    records = _by_task(_records(tasks).select_related("rung", "recorded_by"))
    by_ladder: dict[int, list[LadderTask]] = defaultdict(list)
    for task in tasks:
        by_ladder[task.template_id].append(task)
    return [_sheet(group, records, today) for group in by_ladder.values()]


def rungs_of(projects: Iterable[Project], *, today: date) -> dict[int, list[tuple[str, str]]]:
    """For each project its tasks with the name of the rung they stand on (empty: no record yet), in few queries."""
    tasks = list(_open_tasks([p.pk for p in projects]))
    bare = _records(tasks).only("task", "rung", "side", "observed_on")
    records, ladders = _by_task(bare), _rungs_by_ladder({task.template_id for task in tasks})
    found: dict[int, list[tuple[str, str]]] = defaultdict(list)
    for task in tasks:
        rungs = ladders.get(task.template_id, ())
        standing = _standing(records[task.pk], rungs, today)
        found[task.project_id].append((task.name, _name_of(standing, rungs)))
    return found


def _rungs_by_ladder(templates: Collection[int]) -> dict[int, tuple[LadderRung, ...]]:
    """The rungs of these ladders in their order: one query, and each ladder once however many tasks stand on it."""
    found: dict[int, list[LadderRung]] = defaultdict(list)
    for rung in LadderRung.objects.filter(template__in=templates):
        found[rung.template_id].append(rung)
    return {template: tuple(rungs) for template, rungs in found.items()}


def tasks_of(projects: Iterable[int]) -> QuerySet[LadderTask]:
    """The tasks on the sheets of these projects that are still looked at."""
    return _open_tasks(projects).select_related("template", "section").prefetch_related("template__rungs")


def _open_tasks(projects: Iterable[int]) -> QuerySet[LadderTask]:
    return LadderTask.objects.filter(project_id__in=list(projects), closed_on__isnull=True)


def _records(tasks: Iterable[LadderTask]) -> QuerySet[RungRecord]:
    return RungRecord.objects.filter(task_id__in=[task.pk for task in tasks]).order_by("observed_on", "pk")


def _by_task(records: Iterable[RungRecord]) -> dict[int, list[RungRecord]]:
    found: dict[int, list[RungRecord]] = defaultdict(list)
    for record in records:
        found[record.task_id].append(record)
    return found


def _sheet(tasks: list[LadderTask], records: dict[int, list[RungRecord]], today: date) -> Sheet:
    rungs = tuple(tasks[0].template.rungs.all())
    return Sheet(tasks[0].template, rungs, tuple(_row(task, rungs, records[task.pk], today) for task in tasks))


def _row(task: LadderTask, rungs: tuple[LadderRung, ...], records: list[RungRecord], today: date) -> Row:
    standing = _standing(records, rungs, today)
    supporter = standing.supporter.rung if standing.supporter else None
    staff = standing.staff.rung if standing.staff else None
    cells = tuple(
        Cell(
            rung=rung,
            is_supporter_here=place == supporter,
            is_staff_here=place == staff,
            is_reached=standing.rung is not None and place <= standing.rung,
            records=tuple(r for r in reversed(records) if r.rung_id == rung.pk),
        )
        for place, rung in enumerate(rungs, start=1)
    )
    return Row(task, standing, cells, tuple(reversed(records)), _name_of(standing, rungs))


def _standing(records: Iterable[RungRecord], rungs: tuple[LadderRung, ...], today: date) -> Standing:
    place = {rung.pk: n for n, rung in enumerate(rungs, start=1)}
    entries = [
        Entry(rung=place[r.rung_id], side=r.side, observed_on=r.observed_on, order=r.pk)
        for r in records
        if r.rung_id in place
    ]
    return ladder.stand(entries, today=today)


def _name_of(standing: Standing, rungs: tuple[LadderRung, ...]) -> str:
    return "" if standing.rung is None else rungs[standing.rung - 1].name
