"""What the meetings and common issues of a programme give to the search. Names of persons are never given to it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from hanpo.core.registry import SearchText
from hanpo.hub.models import AgendaItem, Answer, CommonIssue, Meeting, MeetingOutcome, OutcomeKind, Question, Statement


def meeting_url(row: Any) -> str:
    """The page of a meeting, or of the meeting that a part belongs to."""
    return reverse("hub:meeting", args=[_meeting_of(row).pk])


def issue_url(row: CommonIssue) -> str:
    """The page of a common issue."""
    return reverse("hub:issue", args=[row.pk])


def meeting_day(row: Any) -> date:
    """The day of the meeting that a row belongs to."""
    return _meeting_of(row).held_on


def meeting_texts(row: Meeting) -> Iterable[SearchText]:
    """The passages of a meeting."""
    yield SearchText(text=row.title, weight=3)
    yield from (SearchText(text=text) for text in (row.place,) if text)


def agenda_texts(row: AgendaItem) -> Iterable[SearchText]:
    """The passages of an agenda item."""
    yield SearchText(text=row.title, weight=3)
    yield from (SearchText(text=text) for text in (row.presenter_organisation,) if text)


def statement_texts(row: Statement) -> Iterable[SearchText]:
    """The passages of a talk."""
    yield from (SearchText(text=text) for text in (row.heading, row.text, row.organisation) if text)


def question_texts(row: Question) -> Iterable[SearchText]:
    """The passages of a question."""
    yield SearchText(text=row.text)


def answer_texts(row: Answer) -> Iterable[SearchText]:
    """The passages of an answer."""
    yield from (SearchText(text=text) for text in (row.text, row.organisation) if text)


def outcome_texts(row: MeetingOutcome) -> Iterable[SearchText]:
    """The passages of what came out of a meeting; decisions weigh more."""
    yield SearchText(text=row.text, weight=2 if row.kind == OutcomeKind.DECISION else 1)


def issue_texts(row: CommonIssue) -> Iterable[SearchText]:
    """The passages of a common issue."""
    yield SearchText(text=row.title, weight=3)
    yield from (SearchText(text=text) for text in (row.note,) if text)


def _meeting_of(row: Any) -> Meeting:
    if isinstance(row, Meeting):
        return row
    meeting: Meeting = row.question.meeting if isinstance(row, Answer) else row.meeting
    return meeting
