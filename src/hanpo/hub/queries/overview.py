"""A project on one page, and projects in a list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page

from hanpo.core import scope
from hanpo.core.access import Access
from hanpo.core.models import Municipality
from hanpo.hub.engine.readiness import Gate
from hanpo.hub.engine.staleness import Stale
from hanpo.hub.engine.workload import Verdict
from hanpo.hub.models import NextThing, ProblemSide, Project, ProjectNews, WorkItem
from hanpo.hub.queries.gates import gates_of
from hanpo.hub.queries.ladders import rungs_of
from hanpo.hub.queries.outlines import (
    ProjectCounts,
    ProjectLine,
    WantedProjects,
    counts_of,
    narrowed,
    outline,
    outline_page,
)
from hanpo.hub.queries.projects import (
    ProblemLine,
    Results,
    StepMark,
    news_of,
    next_things_of,
    problems_of,
    projects,
    results_of,
    stale_projects,
    steps_of,
    work_items_of,
)
from hanpo.hub.queries.support import Counters, counters
from hanpo.hub.queries.words import finding_words, move_words
from hanpo.hub.queries.workload import verdicts_of

NEWS_SHOWN = 30
EVERYTHING = WantedProjects()


@dataclass(frozen=True, slots=True)
class ProjectOverview:
    """Everything that a project's page shows: where it stands, what comes next, facts, history."""

    steps: tuple[StepMark, ...]
    gate: Gate
    stale: Stale | None
    next_thing: NextThing | None
    next_work: WorkItem | None
    external: tuple[ProblemLine, ...]
    own: tuple[ProblemLine, ...]
    work_items: tuple[WorkItem, ...]
    results: Results
    next_things: tuple[NextThing, ...]
    news: tuple[ProjectNews, ...]
    rungs: tuple[tuple[str, str], ...]
    counters: Counters
    verdict: Verdict

    @property
    def stale_words(self) -> str:
        """What is likely to move the project, where it had no news for long."""
        return move_words(self.stale) if self.stale else ""

    @property
    def verdict_words(self) -> str:
        """What can be said about the hours that the project asks."""
        return finding_words(self.verdict)


def project_counts() -> ProjectCounts:
    """How many projects there are in the current scope, by municipality and field."""
    return counts_of(projects())


def project_page(*, today: date, wanted: WantedProjects, number: str | None) -> Page[Any]:
    """A page of the projects of the current scope in outline (of `ProjectLine`), in the order of their codes."""
    return outline_page(rows=projects(), wanted=wanted, number=number, today=today, own=scope.current())


def project_lines(*, today: date, wanted: WantedProjects = EVERYTHING) -> list[ProjectLine]:
    """The projects of the current scope in outline, in the order of their codes."""
    return list(outline(list(narrowed(rows=projects(), wanted=wanted)), today=today, own=scope.current()))


def gathering_places(access: Access) -> list[Municipality]:
    """For which municipalities a person may ask for the projects in one file: where they see them, each once."""
    seen = access.scope_for("hub.see_projects")
    held = {a.municipality_id: a.municipality for a in access.assignments if a.municipality_id in seen}
    return [held[code] for code in sorted(held)]


def project_overview(project: Project, *, today: date) -> ProjectOverview:
    """A project with everything that hangs on it."""
    problems = problems_of(project)
    work, upcoming = work_items_of(project), next_things_of(project)
    return ProjectOverview(
        steps=tuple(steps_of(project)),
        gate=gates_of([project])[project.pk],
        stale=next((s for _p, s in stale_projects(today=today, among=[project])), None),
        next_thing=next((n for n in upcoming if n.done_on is None), None),
        next_work=next((w for w in work if w.is_open), None),
        external=tuple(p for p in problems if p.problem.side == ProblemSide.EXTERNAL),
        own=tuple(p for p in problems if p.problem.side == ProblemSide.OWN),
        work_items=tuple(work),
        results=results_of(project),
        next_things=tuple(upcoming),
        news=tuple(news_of(project)[:NEWS_SHOWN]),
        rungs=tuple(rungs_of([project], today=today).get(project.pk, [])),
        counters=counters([project]),
        verdict=verdicts_of([project])[project.pk],
    )
