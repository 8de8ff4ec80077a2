"""What is known about how projects move: the ground for naming those that do not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Max, QuerySet

from hanpo.hub.engine.readiness import Gate
from hanpo.hub.engine.staleness import Activity
from hanpo.hub.models import Decision, DecisionState, NextThing, Project, ProjectState, WorkItem, WorkState
from hanpo.hub.queries.gates import gates_of

OPEN_WORK = (WorkState.TO_DO, WorkState.DOING)


def moving_projects() -> QuerySet[Project]:
    """The projects of the current scope that should be moving."""
    return Project.objects.filter(state=ProjectState.ACTIVE).select_related("municipality", "owner_section")


def activities(projects: Iterable[Project], *, today: date) -> list[Activity]:
    """Each project's last news and its open ends, in a fixed number of queries."""
    wanted = list(projects)
    keys = [project.pk for project in wanted]
    news = dict(Project.objects.filter(pk__in=keys).annotate(last=Max("news__happened_on")).values_list("pk", "last"))
    overdue = _first_of(
        WorkItem.objects.filter(project__in=keys, state__in=OPEN_WORK, due__lt=today).order_by("due", "pk"), "title"
    )
    decisions = _first_of(
        Decision.objects.filter(project__in=keys, state=DecisionState.OPEN)
        .exclude(next_smallest="")
        .order_by("needed_by", "pk"),
        "next_smallest",
    )
    coming = _first_of(
        NextThing.objects.filter(project__in=keys, done_on__isnull=True).order_by("position", "pk"), "title"
    )
    gates = gates_of(wanted)
    return [
        Activity(
            project=project.pk,
            started_on=project.starts_on,
            last_news=news.get(project.pk),
            overdue=overdue.get(project.pk, ""),
            decision=decisions.get(project.pk, ""),
            missing=_nearest(gates[project.pk]),
            next_thing=coming.get(project.pk, ""),
        )
        for project in wanted
    ]


def _nearest(gate: Gate) -> str:
    criterion = gate.next_smallest
    return criterion.statement if criterion else ""


def _first_of(rows: QuerySet[WorkItem] | QuerySet[Decision] | QuerySet[NextThing], name: str) -> dict[int, str]:
    first: dict[int, str] = {}
    for project_id, value in rows.values_list("project_id", name):
        first.setdefault(project_id, value)
    return first
