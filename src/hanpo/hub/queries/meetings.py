"""Reads of meetings: what comes, what was said, and what everybody still owes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db.models import Count, Prefetch, Q, QuerySet

from hanpo.hub.models import (
    ActionState,
    Answer,
    Meeting,
    MeetingOutcome,
    MeetingState,
    OutcomeKind,
    Programme,
    Question,
)


def meetings(*, programme: Programme | None = None) -> QuerySet[Meeting]:
    """Meetings that may be seen, newest first, with their open actions counted."""
    rows = Meeting.objects.select_related("programme").annotate(
        open_actions=Count(
            "meetingoutcomes",
            filter=Q(meetingoutcomes__kind=OutcomeKind.ACTION, meetingoutcomes__state=ActionState.OPEN),
        )
    )
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
            "meetingoutcomes__corrections",
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
    return rows.order_by("due", "pk")


def held_over(*, programme: Programme) -> Sequence[MeetingOutcome]:
    """What earlier meetings held over and no later one decided."""
    return list(
        MeetingOutcome.objects.filter(
            programme=programme, kind=OutcomeKind.HELD_OVER, state=ActionState.OPEN
        ).select_related("meeting", "municipality")
    )
