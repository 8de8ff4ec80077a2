"""What happened in a municipality's projects in a month: the ground of the monthly report."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core.japanese import format_wareki_year
from hanpo.core.models import Municipality, StoredFile
from hanpo.hub.models import (
    Basis,
    GateDecision,
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

ABOUT = "hub.monthly_report"
"""What the files of monthly reports are about; the month stands behind a colon."""

MONTHS_OFFERED = 12


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
    """What the records say of the month that begins on `first`, in as many queries however many projects there are."""
    last = last_of_month(first)
    rows = Project.objects.filter(municipality=municipality, starts_on__lte=last).order_by("pk")
    lists = _lists(rows, (first, last))
    named = rows.values_list("pk", "title", "current_step__name")
    projects = tuple(_project_month(key, title, step or "", lists) for key, title, step in named)
    return MonthReport(municipality, first, last, projects)


def reportable() -> QuerySet[Municipality]:
    """The municipalities of the current scope that have a project to report on."""
    return Municipality.objects.filter(pk__in=Project.objects.values("municipality_id")).order_by("pk")


def months_to_report(*, today: date) -> list[date]:
    """The first days of the last twelve months that are over, the latest first."""
    months = [month_before(today)]
    while len(months) < MONTHS_OFFERED:
        months.append(month_before(months[-1]))
    return months


def month_words(first: date) -> str:
    """A month as offices write it: 令和8年10月; 2026-10 in other languages."""
    is_japanese = (get_language() or "ja").startswith("ja")
    return f"{format_wareki_year(first)}{first.month}月" if is_japanese else f"{first:%Y-%m}"


def report_place(*, code: str | None) -> Municipality | None:
    """The municipality that the address names, or the first that has something to report. One that is named and has
    nothing in sight is nothing."""
    rows = reportable()
    return rows.filter(pk=code).first() if code else rows.first()


def month_named(text: str | None, *, today: date) -> date:
    """The first day of a month written as 2026-10; the month before today where it is not one."""
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        return month_before(today)
    return found if found < today.replace(day=1) else month_before(today)


def issued_reports() -> QuerySet[StoredFile]:
    """The reports that were issued, as files of the current scope, newest first."""
    rows: QuerySet[StoredFile] = StoredFile.objects.filter(about__startswith=ABOUT)
    return rows.select_related("municipality", "uploaded_by").order_by("-about", "municipality_id", "name")


def is_issued(*, municipality: Municipality, first: date) -> bool:
    """Whether a month's report of a municipality was issued."""
    return StoredFile.objects.filter(municipality=municipality, about=about(first)).exists()


def about(first: date) -> str:
    """What the files of a month's report are about."""
    return f"{ABOUT}:{first:%Y-%m}"


@dataclass(frozen=True, slots=True)
class Issued:
    """A report that was issued: its month, its files (PDF and Word), and who issued it when."""

    municipality: Municipality
    month: date
    files: tuple[StoredFile, ...]

    @property
    def words(self) -> str:
        """The month as offices write it."""
        return month_words(self.month)

    @property
    def latest(self) -> StoredFile:
        """The file that was made last."""
        return max(self.files, key=lambda file: (file.uploaded_at, file.pk))


def gathered(files: Iterable[StoredFile]) -> list[Issued]:
    """Files side by side that belong to one report, in the order in which they come."""
    found: dict[tuple[str, str], list[StoredFile]] = {}
    for file in files:
        found.setdefault((file.about, file.municipality_id), []).append(file)
    return [
        Issued(rows[0].municipality, date.fromisoformat(f"{matter.rpartition(':')[2]}-01"), tuple(rows))
        for (matter, _place), rows in found.items()
    ]


Lists = Mapping[str, Mapping[int, Sequence[str]]]
"""Sentences of records by the field of `ProjectMonth` and the project's number."""


def _lists(projects: QuerySet[Project], month: tuple[date, date]) -> Lists:
    mine = {"project__in": projects}
    work = WorkItem.objects.filter(**mine)
    undone = work.filter(state__in=(WorkState.TO_DO, WorkState.DOING), due__lte=month[1])
    gates = GateRecord.objects.filter(**mine, decided_on__range=month)
    rungs = RungRecord.objects.filter(task__project__in=projects, observed_on__range=month)
    taken = HalfStepRecord.objects.filter(
        half_step__project__in=projects, state=HalfStepState.TAKEN_OVER, happened_on__range=month
    )
    return {
        "news": _by_project(
            ProjectNews.objects.filter(**mine, happened_on__range=month), "happened_on", "text", said=_told
        ),
        "finished": _by_project(work.filter(state=WorkState.DONE, done_on__range=month), "title"),
        "overdue": _by_project(undone, "title"),
        "gates": _by_project(gates, "decided_on", "decision", said=_decided),
        "rungs": _by_project(rungs, "task__name", "rung__name", said=_moved, project="task__project"),
        "taken_over": _by_project(taken, "half_step__title", project="half_step__project"),
        "outputs": _by_project(Output.objects.filter(**mine, delivered_on__range=month), "title"),
        "outcomes": _by_project(
            Outcome.objects.filter(**mine, seen_on__range=month), "title", "actual", "basis", said=_seen
        ),
        "next_things": _by_project(NextThing.objects.filter(**mine, done_on__isnull=True), "title"),
    }


def _by_project(
    rows: QuerySet[Any], *columns: str, said: Callable[..., str] = str, project: str = "project"
) -> dict[int, list[str]]:
    """What `said` makes of the columns of each row. Only these are read: a month holds a thousand rows."""
    found: dict[int, list[str]] = {}
    for key, *values in rows.values_list(project, *columns):
        found.setdefault(key, []).append(said(*values))
    return found


def _project_month(key: int, title: str, step: str, lists: Lists) -> ProjectMonth:
    found = {name: tuple(rows.get(key, ())) for name, rows in lists.items()}
    return ProjectMonth(title=title, step=step, **found)


def _told(day: date, text: str) -> str:
    return f"{day.month}/{day.day} {text}"


def _decided(day: date, decision: str) -> str:
    return f"{day} {GateDecision(decision).label}"


def _seen(title: str, actual: str, basis: str) -> str:
    return _("{title}：{text}（{more}）").format(title=title, text=actual, more=Basis(basis).label)


def _moved(task: str, rung: str) -> str:
    return f"{task} → {rung}"
