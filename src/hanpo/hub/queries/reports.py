"""What happened in a municipality's projects in a month: the ground of the monthly report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from hanpo.core.models import Municipality
from hanpo.hub.models import (
    GateRecord,
    HalfStepRecord,
    HalfStepState,
    NextThing,
    Outcome,
    Output,
    Project,
    ProjectNews,
    RungRecord,
    WorkItem,
    WorkState,
)


@dataclass(frozen=True, slots=True)
class ProjectMonth:
    """A project in a month. Lists hold sentences of records, in the order of their days."""

    title: str
    step: str
    news: tuple[str, ...]
    finished: tuple[str, ...]
    overdue: tuple[str, ...]
    gates: tuple[str, ...]
    rungs: tuple[str, ...]
    taken_over: tuple[str, ...]
    outputs: tuple[str, ...]
    outcomes: tuple[str, ...]
    next_things: tuple[str, ...]

    @property
    def happened(self) -> int:
        """How many records the month left."""
        parts = (self.news, self.finished, self.gates, self.rungs, self.taken_over, self.outputs, self.outcomes)
        return sum(len(part) for part in parts)


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A municipality's month: the first and the last day, and each project."""

    municipality: Municipality
    first: date
    last: date
    projects: tuple[ProjectMonth, ...]

    @property
    def happened(self) -> int:
        """How many records the month left in all projects."""
        return sum(project.happened for project in self.projects)


def month_before(today: date) -> date:
    """The first day of the month before this day."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def last_of_month(first: date) -> date:
    """The last day of the month that begins on this day."""
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def month_report(*, municipality: Municipality, first: date) -> MonthReport:
    """What the records say of the month that begins on `first`."""
    last = last_of_month(first)
    projects = Project.objects.filter(municipality=municipality, starts_on__lte=last).select_related("current_step")
    return MonthReport(municipality, first, last, tuple(_project_month(p, first, last) for p in projects))


def _project_month(project: Project, first: date, last: date) -> ProjectMonth:
    month = (first, last)
    work = WorkItem.objects.filter(project=project)
    undone = work.filter(state__in=(WorkState.TO_DO, WorkState.DOING), due__lte=last)
    coming = NextThing.objects.filter(project=project, done_on__isnull=True)
    return ProjectMonth(
        title=project.title,
        step=project.current_step.name if project.current_step else "",
        news=tuple(_told(n) for n in ProjectNews.objects.filter(project=project, happened_on__range=month)),
        finished=tuple(item.title for item in work.filter(state=WorkState.DONE, done_on__range=month)),
        overdue=tuple(item.title for item in undone),
        gates=tuple(str(g) for g in GateRecord.objects.filter(project=project, decided_on__range=month)),
        rungs=_rungs(project, month),
        taken_over=_taken_over(project, month),
        outputs=tuple(o.title for o in Output.objects.filter(project=project, delivered_on__range=month)),
        outcomes=tuple(_seen(o) for o in Outcome.objects.filter(project=project, seen_on__range=month)),
        next_things=tuple(thing.title for thing in coming),
    )


def _told(news: ProjectNews) -> str:
    return f"{news.happened_on.month}/{news.happened_on.day} {news.text}"


def _seen(outcome: Outcome) -> str:
    return f"{outcome.title}：{outcome.actual}（{outcome.get_basis_display()}）"


def _rungs(project: Project, month: tuple[date, date]) -> tuple[str, ...]:
    rows = RungRecord.objects.filter(task__project=project, observed_on__range=month).select_related("task", "rung")
    return tuple(f"{row.task.name} → {row.rung.name}" for row in rows)


def _taken_over(project: Project, month: tuple[date, date]) -> tuple[str, ...]:
    rows = HalfStepRecord.objects.filter(
        half_step__project=project, state=HalfStepState.TAKEN_OVER, happened_on__range=month
    )
    return tuple(row.half_step.title for row in rows.select_related("half_step"))
