"""Reads of projects: one project with everything that hangs on it, and those that nobody heard of lately."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Max, QuerySet

from hanpo.hub.engine import staleness
from hanpo.hub.engine.readiness import Gate
from hanpo.hub.engine.staleness import Activity, Stale
from hanpo.hub.models import (
    Decision,
    DecisionState,
    NextThing,
    Outcome,
    Output,
    Problem,
    ProblemMention,
    ProblemSide,
    Project,
    ProjectNews,
    ProjectState,
    Step,
    WorkItem,
    WorkState,
)
from hanpo.hub.queries.gates import gates_of


@dataclass(frozen=True, slots=True)
class StepMark:
    """A step of the project's template as the page shows it: `done`, `current` or `todo`."""

    step: Step
    state: str


@dataclass(frozen=True, slots=True)
class Results:
    """What a project made and what changed by it. `only_outputs`: something was made, and no change was seen yet."""

    outputs: tuple[Output, ...]
    outcomes: tuple[Outcome, ...]
    delivered: int
    seen: int
    waiting: tuple[Outcome, ...]

    @property
    def only_outputs(self) -> bool:
        """Outputs exist, outcomes not yet."""
        return self.delivered > 0 and self.seen == 0


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """A problem with its first and last mention."""

    problem: Problem
    first: ProblemMention | None
    last: ProblemMention | None


def projects() -> QuerySet[Project]:
    """The projects of the current scope."""
    return Project.objects.select_related(
        "municipality", "participation__programme", "owner_section", "template", "current_step"
    )


def projects_under_way() -> QuerySet[Project]:
    """The projects of the current scope that are active."""
    return projects().filter(state=ProjectState.ACTIVE)


def parts(model: type[Any]) -> QuerySet[Any]:
    """The parts of one kind (problems, work items …) of every project of the current scope."""
    rows: QuerySet[Any] = model.objects.select_related("project__municipality", "project__template")
    return rows


def steps_of(project: Project) -> list[StepMark]:
    """The steps of the project's template, each marked as done, current or to do."""
    steps = list(project.template.steps.filter(is_retired=False))
    here = next((n for n, step in enumerate(steps) if step.pk == project.current_step_id), -1)
    over = project.state == ProjectState.FINISHED
    return [StepMark(step, _mark(place, here, over)) for place, step in enumerate(steps)]


def problems_of(project: Project, *, side: ProblemSide | None = None) -> list[ProblemLine]:
    """The problems of a project with their first and last mention, those outside first."""
    rows = Problem.objects.filter(project=project).select_related("step").prefetch_related("mentions")
    if side is not None:
        rows = rows.filter(side=side)
    order = {ProblemSide.EXTERNAL.value: 0, ProblemSide.OWN.value: 1}
    return [_problem_line(p) for p in sorted(rows, key=lambda p: (order[p.side], p.pk))]


def results_of(project: Project) -> Results:
    """The outputs and outcomes of a project."""
    outputs = tuple(Output.objects.filter(project=project))
    outcomes = tuple(Outcome.objects.filter(project=project))
    waiting = tuple(o for o in outcomes if o.seen_on is None)
    delivered = sum(1 for o in outputs if o.delivered_on is not None)
    return Results(outputs, outcomes, delivered, len(outcomes) - len(waiting), waiting)


def work_items_of(project: Project) -> list[WorkItem]:
    """The work of a project: what is open by its due date, then what is done, the latest first."""
    rows = list(WorkItem.objects.filter(project=project).select_related("owner_section"))
    still = [r for r in rows if r.state in (WorkState.TO_DO, WorkState.DOING)]
    over = [r for r in rows if r not in still]
    return [
        *sorted(still, key=lambda r: (r.due or date.max, r.pk)),
        *sorted(over, key=lambda r: (r.done_on or date.min, r.pk), reverse=True),
    ]


def next_things_of(project: Project) -> list[NextThing]:
    """What a project announced to do next, what is still to come first."""
    return sorted(NextThing.objects.filter(project=project), key=lambda n: (n.done_on is not None, n.position, n.pk))


def news_of(project: Project) -> QuerySet[ProjectNews]:
    """The news of a project, newest first."""
    return ProjectNews.objects.filter(project=project).select_related("recorded_by")


def stale_projects(
    *,
    today: date,
    among: Sequence[Project] | None = None,
    gates: Mapping[int, Gate] | None = None,
    news: Mapping[int, date] | None = None,
) -> list[tuple[Project, Stale]]:
    """Active projects without news for three weeks, the longest silence first, each with its likely next step.

    Whoever has read the projects' gates or the days of their last news already hands them over.
    """
    rows = list(projects_under_way()) if among is None else [p for p in among if p.state == ProjectState.ACTIVE]
    by_key = {p.pk: p for p in rows}
    known = activities(rows, today=today, gates=gates, news=news)
    return [(by_key[s.project], s) for s in staleness.find_stale(known, today=today)]


def activities(
    rows: Sequence[Project],
    *,
    today: date,
    gates: Mapping[int, Gate] | None = None,
    news: Mapping[int, date] | None = None,
) -> list[Activity]:
    """What is known about each project's movement; the number of queries does not grow with the projects."""
    news, gates = last_news(rows) if news is None else news, gates_of(rows) if gates is None else gates
    overdue, smallest, upcoming = _overdue(rows, today), _smallest_decisions(rows), _next_things(rows)
    return [
        Activity(
            project=p.pk,
            started_on=p.starts_on,
            last_news=news.get(p.pk),
            overdue=overdue.get(p.pk, ""),
            decision=smallest.get(p.pk, ""),
            missing=_missing(gates[p.pk].next_smallest),
            next_thing=upcoming.get(p.pk, ""),
        )
        for p in rows
    ]


def last_news(rows: Iterable[Project]) -> dict[int, date]:
    """The day of each project's last news."""
    found = ProjectNews.objects.filter(project__in=list(rows)).values("project_id").annotate(last=Max("happened_on"))
    return {row["project_id"]: row["last"] for row in found.order_by("project_id")}


def _mark(place: int, here: int, over: bool) -> str:
    if over or place < here:
        return "done"
    return "current" if place == here else "todo"


def _problem_line(problem: Problem) -> ProblemLine:
    mentions = list(problem.mentions.all())
    return ProblemLine(problem, mentions[0] if mentions else None, mentions[-1] if mentions else None)


def _missing(criterion: object | None) -> str:
    return str(getattr(criterion, "statement", ""))


def _overdue(rows: Sequence[Project], today: date) -> dict[int, str]:
    items = WorkItem.objects.filter(
        project__in=rows, due__lt=today, state__in=[WorkState.TO_DO, WorkState.DOING]
    ).order_by("-due", "-pk")
    return {item.project_id: item.title for item in items}


def _smallest_decisions(rows: Sequence[Project]) -> dict[int, str]:
    wanted = Decision.objects.filter(project__in=rows, state=DecisionState.OPEN).exclude(next_smallest="")
    return {d.project_id: d.next_smallest for d in wanted.order_by("-needed_by", "-pk")}


def _next_things(rows: Sequence[Project]) -> dict[int, str]:
    wanted = NextThing.objects.filter(project__in=rows, done_on__isnull=True)
    return {n.project_id: n.title for n in wanted.order_by("-position", "-pk")}
