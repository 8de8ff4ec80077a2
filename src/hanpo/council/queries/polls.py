"""Reads of choices among options: the polls, their options, and the ballots of the members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from hanpo.core import scope
from hanpo.core.models import Municipality, Section
from hanpo.core.registry import CalendarItem, SearchText
from hanpo.council.models import (
    AcceptanceWord,
    Ballot,
    BallotBook,
    BallotState,
    BallotStep,
    Council,
    GradeWord,
    Poll,
    PollOption,
    PollState,
)


def polls() -> QuerySet[Poll]:
    """The choices that may be seen, the latest due first, with their ballots in sight counted."""
    return (
        Poll.objects.select_related("council")
        .annotate(
            asked=Count("ballots"), answered=Count("ballots", filter=Q(ballots__state=BallotState.SUBMITTED))
        )
        .order_by("-due_on", "-pk")
    )  # fmt: skip


def polls_shown(*, as_secretariat: bool) -> QuerySet[Poll]:
    """The polls of the list: what is still prepared is shown to the secretariat alone."""
    return polls() if as_secretariat else polls().exclude(state=PollState.DRAFT)


def options(*, poll: Poll) -> Sequence[PollOption]:
    """The options of a poll by their number."""
    return list(PollOption.objects.filter(poll=poll).order_by("number"))


def poll_options() -> QuerySet[PollOption]:
    """The options that may be seen."""
    return PollOption.objects.select_related("poll")


def ballots() -> QuerySet[Ballot]:
    """The ballots of the current scope, in the order of the members' codes."""
    return Ballot.objects.select_related("poll", "municipality", "section").order_by("municipality_id")


def ballots_of(*, poll: Poll) -> QuerySet[Ballot]:
    """The ballots of a poll that the current scope sees: its own, or all for the secretariat."""
    return ballots().filter(poll=poll)


def open_polls(*, host: Municipality) -> QuerySet[Poll]:
    """The polls that a secretariat keeps open, the soonest due first."""
    return polls().filter(state=PollState.OPEN, council__host=host).order_by("due_on", "pk")


def missing_ballots(*, poll: Poll) -> QuerySet[Ballot]:
    """The ballots of the current scope that have not come in, in the order of the codes."""
    return ballots_of(poll=poll).exclude(state=BallotState.SUBMITTED).order_by("municipality_id")


def steps(*, ballot: Ballot) -> Sequence[BallotStep]:
    """What happened with a ballot, the newest first."""
    rows = BallotStep.objects.filter(ballot=ballot).select_related("recorded_by")
    return list(rows.order_by("-recorded_at", "-pk"))


def books(*, ballot: Ballot) -> QuerySet[BallotBook]:
    """The workbooks of a ballot that came back, the newest first."""
    rows: QuerySet[BallotBook] = BallotBook.objects.filter(ballot=ballot)
    return rows.select_related("file", "received_by").order_by("-received_at", "-pk")


def sections(*, municipality: Municipality) -> QuerySet[Section]:
    """The sections of a municipality that may answer."""
    return Section.objects.filter(municipality=municipality).order_by("name")


def councils_to_ask() -> QuerySet[Council]:
    """The councils in which a choice may be prepared."""
    return Council.objects.order_by("name")


@dataclass(frozen=True, slots=True)
class Line:
    """What a ballot says of one option, in words; empty where it says nothing."""

    option: PollOption
    grade: str
    rank: int | None
    acceptance: str
    condition: str
    reason: str

    @property
    def is_empty(self) -> bool:
        """Whether nothing was said."""
        return not (self.grade or self.rank or self.acceptance or self.condition or self.reason)


def lines(*, answers: Mapping[str, Mapping[str, Any]], of: Iterable[PollOption]) -> list[Line]:
    """The answers of a ballot, option by option."""
    return [_line(option, answers.get(option.key, {})) for option in of]


def _line(option: PollOption, said: Mapping[str, Any]) -> Line:
    grade, rank = said.get("grade"), said.get("rank")
    return Line(
        option=option,
        grade=str(GradeWord(grade).label) if isinstance(grade, int) else "",
        rank=rank if isinstance(rank, int) else None,
        acceptance=str(AcceptanceWord(said["acceptance"]).label) if said.get("acceptance") else "",
        condition=str(said.get("condition", "")),
        reason=str(said.get("reason", "")),
    )


@dataclass(frozen=True, slots=True)
class PollPage:
    """A poll as its page shows it. `own` are the ballots of the person's own municipality."""

    poll: Poll
    options: Sequence[PollOption]
    own: Sequence[Ballot]
    answered: int
    asked: int


def poll_page(*, poll: Poll) -> PollPage:
    """A poll with its options, and how many answered: a number that everybody may know."""
    with scope.within(scope.EVERYWHERE):
        states = list(Ballot.objects.filter(poll=poll).values_list("state", flat=True))
    own = [] if scope.current().codes is None else list(ballots_of(poll=poll))
    sent = sum(state == BallotState.SUBMITTED for state in states)
    return PollPage(poll=poll, options=options(poll=poll), own=own, answered=sent, asked=len(states))


def poll_calendar(first: date, last: date) -> Iterable[CalendarItem]:
    """The days until which open polls are to be answered."""
    rows = Poll.objects.filter(due_on__range=(first, last)).exclude(state=PollState.DRAFT).order_by("due_on", "pk")
    for day, title, key in rows.values_list("due_on", "title", "pk"):
        url = reverse_lazy("council:poll", args=[key])
        yield CalendarItem(day=day, title=_("案選びの期限：%s") % title, url=url)


def poll_url(row: Poll) -> str:
    """Where the search leads."""
    return reverse("council:poll", args=[row.pk])


def option_url(row: PollOption) -> str:
    """Where the search leads for an option."""
    return reverse("council:poll", args=[row.poll_id])


def poll_texts(row: Poll) -> Iterable[SearchText]:
    """What the search reads of a poll."""
    yield SearchText(text=row.title, weight=3)
    yield SearchText(text=f"{row.question}\n{row.background}")


def option_texts(row: PollOption) -> Iterable[SearchText]:
    """What the search reads of an option."""
    yield SearchText(text=row.title, weight=2)
    yield SearchText(text="\n".join(filter(None, [row.meaning, row.pros, row.cost, row.conditions])))
