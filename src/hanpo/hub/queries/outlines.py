"""Projects in outline, one line each: counted by municipality and field, narrowed down, and a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from hanpo.core import scope
from hanpo.core.models import Municipality
from hanpo.hub.engine.readiness import Gate
from hanpo.hub.engine.staleness import Stale
from hanpo.hub.engine.workload import Verdict
from hanpo.hub.models import Problem, ProblemState, Project, Step
from hanpo.hub.queries.gates import gates_of
from hanpo.hub.queries.ladders import rungs_of
from hanpo.hub.queries.projects import last_news, stale_projects
from hanpo.hub.queries.support import taken_over_by_project
from hanpo.hub.queries.words import finding_words, move_words
from hanpo.hub.queries.workload import verdicts_of

ROWS_A_PAGE = 20
"""Fewer than of other lists: each line tells gate, rungs, load and news of its project."""


@dataclass(frozen=True, slots=True)
class RungCount:
    """How many tasks of a project stand on a rung (`name` empty: no record yet)."""

    name: str
    tasks: int


@dataclass(frozen=True, slots=True)
class ProjectLine:
    """One project on the programme page. `is_own`: it lies in the scope of the reader, who may open it."""

    project: Project
    municipality: Municipality
    is_own: bool
    step_number: int
    step_count: int
    gate: Gate
    rungs: tuple[RungCount, ...]
    last_news: date | None
    stale: Stale | None
    open_problems: int
    taken_over: int
    half_steps: int
    verdict: Verdict

    @property
    def stale_words(self) -> str:
        """What is likely to move a project without news."""
        return move_words(self.stale) if self.stale else ""

    @property
    def verdict_words(self) -> str:
        """What can be said about the hours that the project asks."""
        return finding_words(self.verdict)


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedProjects:
    """Which projects a list shows; empty values leave nothing out. `place` is a code."""

    place: str = ""
    field: str = ""


@dataclass(frozen=True, slots=True)
class ProjectCount:
    """How many projects a municipality has in a field."""

    place: str
    municipality: str
    field: str
    projects: int


@dataclass(frozen=True, slots=True)
class ProjectCounts:
    """Counts by municipality (団体コード order) and field; they stand beside one another and are no ranking."""

    lines: tuple[ProjectCount, ...]

    @property
    def total(self) -> int:
        """In all municipalities together."""
        return sum(line.projects for line in self.lines)

    @property
    def is_long(self) -> bool:
        """Whether the list has more than one page, so that counts and filters help."""
        return self.total > ROWS_A_PAGE

    @property
    def places(self) -> list[tuple[str, str]]:
        """The municipalities that have projects: code and name."""
        return list(dict.fromkeys((line.place, line.municipality) for line in self.lines))

    @property
    def fields(self) -> list[str]:
        """The fields of the projects."""
        return sorted({line.field for line in self.lines})


def counts_of(rows: QuerySet[Project]) -> ProjectCounts:
    """Count projects by municipality and field."""
    names = ("municipality_id", "municipality__name", "field")
    found = rows.order_by().values_list(*names).annotate(n=Count("pk")).order_by("municipality_id", "field")
    return ProjectCounts(tuple(ProjectCount(place, name, field, n) for place, name, field, n in found))


def narrowed(*, rows: QuerySet[Project], wanted: WantedProjects) -> QuerySet[Project]:
    """Projects without what is not wanted, in the order of 団体コード."""
    if wanted.place:
        rows = rows.filter(municipality_id=wanted.place)
    if wanted.field:
        rows = rows.filter(field=wanted.field)
    return rows.order_by("municipality_id", "pk")


def outline_page(
    *, rows: QuerySet[Project], wanted: WantedProjects, number: str | None, today: date, own: scope.Scope
) -> Page[Any]:
    """A page of projects in outline (of `ProjectLine`)."""
    page: Page[Any] = Paginator(narrowed(rows=rows, wanted=wanted), ROWS_A_PAGE).get_page(number)
    page.object_list = outline(list(page.object_list), today=today, own=own)
    return page


def outline(rows: Sequence[Project], *, today: date, own: scope.Scope) -> tuple[ProjectLine, ...]:
    """Projects in outline, in the order given; the number of queries does not grow with them."""
    gates, rungs, news = gates_of(rows), rungs_of(rows, today=today), last_news(rows)
    stale = {p.pk: s for p, s in stale_projects(today=today, among=rows, gates=gates, news=news)}
    steps, problems = _steps(rows), _open_problems(rows)
    taken, verdicts = taken_over_by_project(rows), verdicts_of(rows)
    return tuple(
        ProjectLine(
            project=p,
            municipality=p.municipality,
            is_own=p.municipality_id in own,
            step_number=_place(steps.get(p.template_id, []), p.current_step_id),
            step_count=len(steps.get(p.template_id, [])),
            gate=gates[p.pk],
            rungs=_rung_counts(rungs.get(p.pk, [])),
            last_news=news.get(p.pk),
            stale=stale.get(p.pk),
            open_problems=problems.get(p.pk, 0),
            taken_over=taken.get(p.pk, (0, 0))[0],
            half_steps=taken.get(p.pk, (0, 0))[1],
            verdict=verdicts[p.pk],
        )
        for p in rows
    )


def _steps(rows: Sequence[Project]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for step in Step.objects.filter(template__in={p.template_id for p in rows}, is_retired=False):
        found.setdefault(step.template_id, []).append(step.pk)
    return found


def _place(steps: list[int], current: int | None) -> int:
    return steps.index(current) + 1 if current in steps else 0


def _open_problems(rows: Sequence[Project]) -> dict[int, int]:
    still = Q(state__in=[ProblemState.OPEN, ProblemState.TRYING])
    found = Problem.objects.filter(still, project__in=rows).values("project_id").annotate(n=Count("pk"))
    return {row["project_id"]: row["n"] for row in found.order_by("project_id")}


def _rung_counts(tasks: Sequence[tuple[str, str]]) -> tuple[RungCount, ...]:
    names = list(dict.fromkeys(name for _task, name in tasks))
    return tuple(RungCount(name, sum(1 for _task, n in tasks if n == name)) for name in names)
