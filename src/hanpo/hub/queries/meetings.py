"""Reads of meetings: what comes, what was said, and what everybody still owes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.urls import reverse_lazy

from hanpo.core import scope
from hanpo.core.models import Municipality
from hanpo.core.registry import CalendarItem
from hanpo.hub.models import (
    ActionState,
    AgendaItem,
    Answer,
    Attendance,
    Meeting,
    MeetingOutcome,
    MeetingState,
    MinutesImport,
    OutcomeKind,
    Programme,
    Question,
    Statement,
)


@dataclass(frozen=True, slots=True)
class Part:
    """What was said in a meeting about a municipality (`municipality` empty: about all)."""

    municipality: Municipality | None
    statements: tuple[Statement, ...]


@dataclass(frozen=True, slots=True)
class MeetingPage:
    """A meeting with everything that belongs to it. `decided` are the results that ask nothing more of anybody."""

    meeting: Meeting
    agenda: tuple[AgendaItem, ...]
    attendances: tuple[Attendance, ...]
    parts: tuple[Part, ...]
    questions: tuple[Question, ...]
    actions: tuple[MeetingOutcome, ...]
    held_over: tuple[MeetingOutcome, ...]
    decided: tuple[MeetingOutcome, ...]
    imports: tuple[MinutesImport, ...]

    @property
    def open_actions(self) -> int:
        """How many actions are still to be done."""
        return sum(row.state == ActionState.OPEN for row in self.actions)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was recorded but the meeting itself."""
        return not (self.agenda or self.parts or self.questions or self.actions or self.held_over or self.decided)


def meeting_page(*, pk: int) -> MeetingPage:
    """A meeting as its page shows it. Raises `Meeting.DoesNotExist`."""
    row = meeting(pk=pk)
    results = list(row.meetingoutcomes.all())
    return MeetingPage(
        meeting=row,
        agenda=tuple(row.agendaitems.all()),
        attendances=tuple(row.attendances.all()),
        parts=_parts(list(row.statements.all())),
        questions=tuple(row.questions.all()),
        actions=tuple(r for r in results if r.kind == OutcomeKind.ACTION),
        held_over=tuple(r for r in results if r.kind == OutcomeKind.HELD_OVER),
        decided=tuple(r for r in results if r.kind in (OutcomeKind.DECISION, OutcomeKind.INFORMATION)),
        imports=tuple(row.imports.all()),
    )


def _parts(statements: list[Statement]) -> tuple[Part, ...]:
    """Statements about all first, then by municipality in the order of the codes."""
    places = {s.municipality_id: s.municipality for s in statements}
    return tuple(
        Part(places[code], tuple(s for s in statements if s.municipality_id == code))
        for code in sorted(places, key=lambda code: code or "")
    )


def outcomes() -> QuerySet[MeetingOutcome]:
    """The results of meetings that may be seen."""
    return MeetingOutcome.objects.select_related("meeting__programme", "municipality", "section")


def outcomes_to_do() -> QuerySet[MeetingOutcome]:
    """The results that the current scope may report as done: those of its municipalities; of all for who sees all."""
    codes = scope.current().codes
    return outcomes() if codes is None else outcomes().filter(municipality__in=codes)


def doable(*, rows: Iterable[MeetingOutcome]) -> frozenset[int]:
    """Of these results those (by number) that the current scope may report as done."""
    codes = scope.current().codes
    return frozenset(row.pk for row in rows if codes is None or row.municipality_id in codes)


def agenda_items() -> QuerySet[AgendaItem]:
    """The agenda items that may be seen."""
    return AgendaItem.objects.select_related("meeting")


def actions_shown(*, place: str = "", late: bool = False, today: date) -> QuerySet[MeetingOutcome]:
    """Open actions, the earliest due first: of one municipality (by its code), or only those overdue, where asked."""
    rows = open_actions()
    if place:
        rows = rows.filter(municipality_id=place)
    return rows.filter(due__lt=today) if late else rows


def meeting_calendar(first: date, last: date) -> Iterable[CalendarItem]:
    """The meetings between two days that were not called off."""
    rows = Meeting.objects.filter(held_on__range=(first, last)).exclude(state=MeetingState.CANCELLED)
    for row in rows.order_by("held_on", "starts_at"):
        begins = row.starts_at.strftime("%H:%M") if row.starts_at else ""
        yield CalendarItem(
            day=row.held_on, title=row.title, url=reverse_lazy("hub:meeting", args=[row.pk]), time=begins
        )


def meetings(*, programme: Programme | None = None) -> QuerySet[Meeting]:
    """Meetings that may be seen, newest first, with their open actions counted."""
    rows = Meeting.objects.select_related("programme").annotate(
        open_actions=Count(
            "meetingoutcomes",
            filter=Q(meetingoutcomes__kind=OutcomeKind.ACTION, meetingoutcomes__state=ActionState.OPEN),
        )
    )
    rows = rows.order_by("-held_on", "-pk")
    return rows if programme is None else rows.filter(programme=programme)


def meeting(*, pk: int) -> Meeting:
    """A meeting with everything that belongs to it. Raises `Meeting.DoesNotExist`."""
    return (
        Meeting.objects.select_related("programme")
        .prefetch_related(
            "agendaitems",
            "attendances",
            "statements__municipality",
            Prefetch(
                "questions",
                Question.objects.prefetch_related(Prefetch("answers", Answer.objects.select_related("municipality"))),
            ),
            "meetingoutcomes__municipality",
            "meetingoutcomes__section",
            "meetingoutcomes__corrections__recorded_by",
            "imports",
        )
        .get(pk=pk)
    )


def next_meeting(*, programme: Programme, today: date) -> Meeting | None:
    """The next meeting that is planned."""
    return (
        Meeting.objects.filter(programme=programme, state=MeetingState.PLANNED, held_on__gte=today)
        .order_by("held_on", "pk")
        .first()
    )


def open_actions(*, programme: Programme | None = None) -> QuerySet[MeetingOutcome]:
    """Actions that are still open, the earliest due first."""
    rows = MeetingOutcome.objects.filter(kind=OutcomeKind.ACTION, state=ActionState.OPEN).select_related(
        "meeting", "municipality", "section"
    )
    if programme is not None:
        rows = rows.filter(programme=programme)
    return rows.order_by(F("due").asc(nulls_last=True), "pk")


def held_over(*, programme: Programme) -> Sequence[MeetingOutcome]:
    """What earlier meetings held over and no later one decided."""
    return list(
        MeetingOutcome.objects.filter(
            programme=programme, kind=OutcomeKind.HELD_OVER, state=ActionState.OPEN
        ).select_related("meeting", "municipality")
    )


def planned_meetings() -> QuerySet[Meeting]:
    """Meetings on the calendar, the next first."""
    return meetings().filter(state=MeetingState.PLANNED).order_by("held_on", "starts_at", "pk")


def held_meetings() -> QuerySet[Meeting]:
    """Meetings that were held or called off, the newest first."""
    return meetings().exclude(state=MeetingState.PLANNED)


def places_with_actions() -> QuerySet[Municipality]:
    """The municipalities that owe an open action."""
    owing = MeetingOutcome.objects.filter(kind=OutcomeKind.ACTION, state=ActionState.OPEN)
    return Municipality.objects.filter(pk__in=owing.exclude(municipality=None).values("municipality_id")).order_by("pk")
