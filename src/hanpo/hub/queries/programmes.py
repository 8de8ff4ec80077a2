"""Reads of the programme: the participants' projects side by side, in the order of their codes and never ranked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from hanpo.core import scope
from hanpo.core.models import Municipality
from hanpo.hub.engine.readiness import Gate
from hanpo.hub.engine.staleness import Stale
from hanpo.hub.engine.workload import Verdict
from hanpo.hub.models import Participation, Problem, ProblemState, Programme, Project, Step
from hanpo.hub.queries.gates import gates_of
from hanpo.hub.queries.ladders import rungs_of
from hanpo.hub.queries.projects import last_news, projects, stale_projects
from hanpo.hub.queries.sharing import participants
from hanpo.hub.queries.support import Counters, counters, taken_over_by_project
from hanpo.hub.queries.words import finding_words, move_words
from hanpo.hub.queries.workload import verdicts_of


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


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    """The programme with its projects, the participants that have none yet, and the counts of half-steps."""

    programme: Programme
    lines: tuple[ProjectLine, ...]
    without_project: tuple[Participation, ...]
    counters: Counters


def programmes() -> QuerySet[Programme]:
    """The programmes in which a municipality of the current scope takes part, the latest first."""
    counted = Programme.objects.select_related("host").annotate(
        participant_count=Count("participations__municipality", distinct=True)
    )
    return counted.order_by("-starts_on", "pk")


def participations() -> QuerySet[Participation]:
    """The participations of the municipalities of the current scope."""
    return Participation.objects.select_related("municipality", "programme", "prefectural_officer")


def programme_page(programme: Programme, *, today: date) -> ProgrammePage:
    """Every participant's project in outline (see `hanpo.hub.queries.sharing`), sorted by 団体コード."""
    own = scope.current()
    with scope.within(participants(programme)):
        rows = list(projects().filter(participation__programme=programme).order_by("municipality_id", "pk"))
        lines = outline(rows, today=today, own=own)
        busy = {p.participation_id for p in rows}
        rest = tuple(p for p in participations().filter(programme=programme) if p.pk not in busy)
        return ProgrammePage(programme, lines, rest, counters(rows))


def outline(rows: Sequence[Project], *, today: date, own: scope.Scope) -> tuple[ProjectLine, ...]:
    """Projects in outline, in the order given; the number of queries does not grow with them."""
    gates, rungs, news = gates_of(rows), rungs_of(rows, today=today), last_news(rows)
    stale = {p.pk: s for p, s in stale_projects(today=today, among=rows)}
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
