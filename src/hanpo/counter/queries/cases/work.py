"""Reads of cases and tasks: what a section has to do today, one case with everything in it, the resident's page."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _

from hanpo.core import clock, scope
from hanpo.core.access import Access
from hanpo.core.models import Municipality, Resident, Section
from hanpo.core.registry import CalendarItem, ResidentItem, SearchText
from hanpo.counter.engine.casework import NumberError, read_number
from hanpo.counter.models import (
    OPEN_STATES,
    Case,
    CaseDeed,
    CaseState,
    CaseStep,
    CaseTask,
    CaseTaskState,
    Guidance,
    PaperSet,
)


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in a list, seen from a day."""

    task: CaseTask
    today: date

    @property
    def is_late(self) -> bool:
        """Whether its day has passed."""
        return self.task.is_open and self.task.due is not None and self.task.due < self.today

    @property
    def days_left(self) -> int | None:
        """Days until its day; below zero once it has passed."""
        return (self.task.due - self.today).days if self.task.due else None

    @property
    def days_late(self) -> int:
        """Days since its day."""
        return -(self.days_left or 0)


@dataclass(frozen=True, slots=True)
class SectionTasks:
    """The tasks of one section in a case."""

    section: Section
    lines: tuple[TaskLine, ...]

    @property
    def open_count(self) -> int:
        """How many are open."""
        return sum(line.task.is_open for line in self.lines)

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to do here."""
        return self.open_count == 0


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with everything in it: sections in the order of visiting, what to bring, the steps so far."""

    case: Case
    sections: tuple[SectionTasks, ...]
    bring: tuple[str, ...]
    steps: tuple[CaseStep, ...] = ()
    papers: tuple[PaperSet, ...] = ()

    @property
    def tasks(self) -> int:
        """How many tasks there are."""
        return sum(len(part.lines) for part in self.sections)

    @property
    def settled(self) -> int:
        """How many of them are settled."""
        return self.tasks - sum(part.open_count for part in self.sections)


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedTasks:
    """What the list of tasks shows; `state` is empty for all that are open."""

    section: int | None = None
    state: str = ""
    text: str = ""
    only: str = ""


@dataclass(frozen=True, slots=True)
class TaskCounts:
    """How many open tasks there are, and how many of them are late, due today and urgent."""

    open: int
    late: int
    today: int
    urgent: int


def cases() -> QuerySet[Case]:
    """The cases of the current scope, the newest first, without those that are about to be erased."""
    rows: QuerySet[Case] = Case.objects.select_related("municipality", "reception", "received_by", "guidance")
    return rows.filter(erase_ordered_at__isnull=True)


def wanted_cases(*, state: str = "", text: str = "") -> QuerySet[Case]:
    """Cases by state (all that are not over where none is named), by part of the number, the name or its kana."""
    rows = cases().annotate(task_count=Count("tasks"))
    rows = rows.filter(state=state) if state else rows.exclude(state__in=[CaseState.CLOSED, CaseState.WITHDRAWN])
    if text:
        rows = rows.filter(Q(number__contains=text) | Q(applicant__contains=text) | Q(kana__contains=text))
    return rows.order_by("-opened_at", "-pk")


def tasks() -> QuerySet[CaseTask]:
    """The tasks of the current scope with their cases."""
    rows: QuerySet[CaseTask] = CaseTask.objects.select_related("case__municipality", "case__reception", "section")
    return rows.filter(case__erase_ordered_at__isnull=True)


def wanted_tasks(*, wanted: WantedTasks, today: date) -> QuerySet[CaseTask]:
    """The tasks of a list: urgent ones first, then by their last day, those without one at the end."""
    rows = tasks().filter(state=wanted.state) if wanted.state else at_work()
    if wanted.section:
        rows = rows.filter(section_id=wanted.section)
    if wanted.text:
        rows = rows.filter(
            Q(title__contains=wanted.text) | Q(case__number__contains=wanted.text)
            | Q(case__applicant__contains=wanted.text) | Q(case__kana__contains=wanted.text)
        )  # fmt: skip
    if wanted.only == "late":
        rows = rows.filter(due__lt=today)
    if wanted.only == "today":
        rows = rows.filter(due__lte=today)
    return rows.order_by("-is_urgent", F("due").asc(nulls_last=True), "case_id", "position")


def at_work() -> QuerySet[CaseTask]:
    """Open tasks of cases that are not over."""
    return tasks().filter(state__in=OPEN_STATES, case__state__in=[CaseState.ANNOUNCED, CaseState.OPEN])


def counts_of(*, section: int | None, today: date) -> TaskCounts:
    """How much a section (or everybody) has to do."""
    rows = at_work().filter(section_id=section) if section else at_work()
    found = rows.order_by().aggregate(
        open=Count("pk"), late=Count("pk", filter=Q(due__lt=today)), today=Count("pk", filter=Q(due=today)),
        urgent=Count("pk", filter=Q(is_urgent=True)),
    )  # fmt: skip
    return TaskCounts(**found)


def task_lines(*, rows: Iterable[CaseTask], today: date) -> list[TaskLine]:
    """Tasks as a list shows them."""
    return [TaskLine(row, today) for row in rows]


def case_page(*, case: Case, today: date) -> CasePage:
    """A case with everything in it."""
    rows = list(case.tasks.select_related("section", "continues__section", "continued_by__section"))
    steps = case.steps.select_related("task", "section", "recorded_by").order_by("-happened_at", "-pk")
    steps = steps.exclude(deed=CaseDeed.ADDED, happened_at=case.opened_at)
    papers = case.paper_sets.filter(expires_on__gte=today).annotate(forms=Count("sheets")).order_by("pk")
    return CasePage(case, _by_section(rows, today), _bring(rows), tuple(steps), tuple(papers))


def resident_page(*, case: Case, today: date) -> CasePage:
    """A case as the resident sees it: its tasks and what to bring, without who did what."""
    with scope.within(scope.of(case.municipality_id)):
        rows = list(case.tasks.select_related("section"))
    return CasePage(case, _by_section(rows, today), _bring([row for row in rows if row.is_open]))


def case_by_token(*, code: str, token: str) -> Case:
    """The case that a resident's address opens. Raises `Case.DoesNotExist`."""
    with scope.within(scope.of(code)):
        found: Case = cases().get(token=token)
    if not secrets.compare_digest(found.token, token):
        raise Case.DoesNotExist
    return found


def guidance_by_token(*, code: str, token: str, today: date) -> Guidance:
    """The interview that an address opens while it is kept. Raises `Guidance.DoesNotExist`."""
    with scope.within(scope.of(code)):
        found: Guidance = Guidance.objects.select_related("municipality").get(token=token)
    if not found.is_kept(today) or not secrets.compare_digest(found.token, token):
        raise Guidance.DoesNotExist
    return found


def case_of_guidance(*, guidance: Guidance) -> Case | None:
    """The case that was made of an interview, where it is not over."""
    with scope.within(scope.of(guidance.municipality_id)):
        rows = cases().filter(guidance=guidance).exclude(state__in=[CaseState.CLOSED, CaseState.WITHDRAWN])
        return rows.order_by("pk").first()


def bring_address(*, papers: PaperSet) -> str:
    """Where the household that wrote forms gets the number and the code for the counter: the page of its case, or of
    the announcement while its interview is kept; empty where the forms came of no interview.
    """
    if papers.case is not None:
        return _mine(papers.case)
    if papers.guidance is None or not papers.guidance.is_kept(clock.today()):
        return ""
    return reverse("counter:case_apply", args=[papers.municipality_id, papers.guidance.token])


def applicant_in_papers(*, guidance: Guidance) -> dict[str, str]:
    """The name and the reading of who comes, where the household wrote them into its forms: nobody is asked twice."""
    with scope.within(scope.of(guidance.municipality_id)):
        rows = PaperSet.objects.filter(guidance=guidance, expires_on__gte=clock.today())
        written = [row.values["p1_name"] for row in rows.order_by("pk") if row.values.get("p1_name")]
    if not written:
        return {}
    name = {part: str(text) for part, text in written[-1].items()}
    called = " ".join(filter(None, (name.get("family"), name.get("given"))))
    read = " ".join(filter(None, (name.get("family_kana"), name.get("given_kana"))))
    return {"applicant": called, "kana": read}


def found_case(*, typed: str) -> Case | None:
    """The case that a clerk means: its number (a mistyped one finds nothing) or that of its forms, or the address in a
    scanned code, of the case or of the interview that it came of.
    """
    text = typed.strip()
    if "/" in text:
        parts = [part for part in text.split("/") if len(part) >= 24]
        return cases().filter(Q(token__in=parts) | Q(guidance__token__in=parts)).order_by("-pk").first()
    try:
        return cases().filter(number=read_number(text)).first()
    except NumberError:
        return cases().filter(paper_sets__number=text.upper()).first() if text else None


def sections_to_choose(*, municipality: str) -> QuerySet[Section]:
    """The sections of the municipality that exist."""
    rows: QuerySet[Section] = Section.objects.filter(municipality_id=municipality, closed_on__isnull=True)
    return rows.order_by("name")


def own_section(*, access: Access) -> Section | None:
    """The section in which somebody works, the first where there are several."""
    return next((held.section for held in access.assignments if held.section is not None), None)


def own_place(*, access: Access) -> Municipality:
    """The municipality at whose counter somebody works. Raises `LookupError` for somebody who works at none."""
    granted = access.scope_for("counter.work_on_cases")
    for post in access.assignments:
        if post.municipality_id in granted:
            return post.municipality
    raise LookupError("works at no counter")


def due_tasks(first: date, last: date) -> Iterable[CalendarItem]:
    """The days on which tasks are due, each day once."""
    rows = at_work().filter(due__range=(first, last)).order_by().values_list("due").annotate(n=Count("pk"))
    days: dict[date, int] = dict(rows.order_by("due"))
    for day, n in days.items():
        title = _("窓口の仕事の期限：{n}件").format(n=n)
        yield CalendarItem(day=day, title=title, url=reverse_lazy("counter:case_tasks"))


def case_url(row: Case) -> str:
    """Where the search leads."""
    return reverse("counter:case", args=[row.pk])


def case_texts(row: Case) -> Iterable[SearchText]:
    """What the search reads of a case: its number and event; names are looked up in the list of cases alone."""
    yield SearchText(text=row.number, weight=3)
    yield SearchText(text=row.event)


def requests_of(resident: Resident) -> Iterable[ResidentItem]:
    """The cases of a resident, for their home; what was withdrawn is left out."""
    for row in cases().filter(resident=resident).exclude(state=CaseState.WITHDRAWN)[:20]:
        title = _("{event}の手続き {number}").format(event=row.event, number=row.number)
        yield ResidentItem(title=title, url=_mine(row), state=row.get_state_display(), day=_opened(row))


def due_for(*, resident: Resident, today: date) -> Iterable[ResidentItem]:
    """What a resident's cases still wait for, by its last day."""
    for row in at_work().filter(case__resident=resident, due__gte=today).order_by("due", "pk")[:20]:
        yield ResidentItem(title=row.title, url=_mine(row.case), state=row.get_state_display(), day=row.due)


def _mine(row: Case) -> str:
    return reverse("counter:case_mine", args=[row.municipality_id, row.token])


def _opened(row: Case) -> date:
    return timezone.localtime(row.opened_at).date()


def _by_section(rows: Sequence[CaseTask], today: date) -> tuple[SectionTasks, ...]:
    """Tasks by section, sections in the order of their first task."""
    order: dict[int, int] = {}
    for row in rows:
        order.setdefault(row.section_id, len(order))
    ordered = sorted(rows, key=lambda row: (order[row.section_id], row.position))
    grouped = groupby(ordered, key=lambda row: row.section)
    return tuple(SectionTasks(section, tuple(TaskLine(row, today) for row in found)) for section, found in grouped)


def _bring(rows: Iterable[CaseTask]) -> tuple[str, ...]:
    """What to bring, each thing once."""
    every = (item for row in rows if row.state != CaseTaskState.DECLINED for item in row.bring)
    return tuple(dict.fromkeys(every))
