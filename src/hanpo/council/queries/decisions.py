"""Reads of decision records: the list, one record with everything that belongs to it, and what anybody may read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _

from hanpo.core import scope
from hanpo.core.models import Municipality
from hanpo.core.registry import CalendarItem, SearchText
from hanpo.council.models import (
    Council,
    DecisionCorrection,
    DecisionOpinion,
    DecisionRecord,
    DecisionState,
    DecisionStep,
    FollowUp,
    FollowUpState,
    Membership,
    Poll,
    PollState,
)

LIVING = (DecisionState.DECIDED, DecisionState.CARRIED_OUT)


def decisions() -> QuerySet[DecisionRecord]:
    """The records that may be seen, the newest first."""
    return DecisionRecord.objects.select_related("council", "poll").order_by("-pk")


def councils() -> QuerySet[Council]:
    """The councils in which a decision may be recorded."""
    return Council.objects.order_by("name")


def closed_polls(*, council: Council | None = None) -> QuerySet[Poll]:
    """The choices whose results a record may copy."""
    rows: QuerySet[Poll] = Poll.objects.filter(state=PollState.CLOSED).order_by("-due_on", "-pk")
    return rows if council is None else rows.filter(council=council)


def follow_ups() -> QuerySet[FollowUp]:
    """What follows from decisions that may be seen."""
    return FollowUp.objects.select_related("decision__council", "municipality").order_by("due", "pk")


def follow_ups_to_do() -> QuerySet[FollowUp]:
    """What the current scope may report as done: that of its municipalities; of all for who sees all."""
    codes = scope.current().codes
    return follow_ups() if codes is None else follow_ups().filter(municipality__in=codes)


def places_of(*, council: Council) -> QuerySet[Municipality]:
    """The municipalities that may take something on: the present members, in the order of their codes."""
    with scope.within(scope.EVERYWHERE):
        codes = list(
            Membership.objects.filter(council=council, until__isnull=True).values_list("municipality_id", flat=True)
        )
    return Municipality.objects.filter(pk__in=codes).order_by("pk")


def own_places(*, decision: DecisionRecord) -> QuerySet[Municipality]:
    """Of the members those for which the current scope may speak."""
    codes = scope.current().codes
    rows = places_of(council=decision.council)
    return rows if codes is None else rows.filter(pk__in=codes)


@dataclass(frozen=True, slots=True)
class DecisionPage:
    """A record with everything that belongs to it, the oldest first. `doable` are numbers of follow-ups that the person
    may report as done.
    """

    decision: DecisionRecord
    steps: Sequence[DecisionStep]
    opinions: Sequence[DecisionOpinion]
    corrections: Sequence[DecisionCorrection]
    follow_ups: Sequence[FollowUp]
    doable: frozenset[int]

    @property
    def open_follow_ups(self) -> int:
        """How much is still to be done."""
        return sum(row.state == FollowUpState.OPEN for row in self.follow_ups)


def decision_page(*, decision: DecisionRecord) -> DecisionPage:
    """A record as its page shows it."""
    codes = scope.current().codes
    rows = list(follow_ups().filter(decision=decision))
    return DecisionPage(
        decision=decision,
        steps=list(decision.decisionsteps.select_related("recorded_by")),
        opinions=list(decision.decisionopinions.select_related("municipality")),
        corrections=list(decision.decisioncorrections.select_related("recorded_by")),
        follow_ups=rows,
        doable=frozenset(row.pk for row in rows if codes is None or row.municipality_id in codes),
    )


def public_decisions() -> list[DecisionRecord]:
    """The records that anybody may read, the newest decision first."""
    with scope.within(scope.EVERYWHERE):
        rows = DecisionRecord.objects.filter(is_public=True).select_related("council")
        return list(rows.order_by("-decided_on", "-pk"))


def public_decision(*, pk: int) -> DecisionPage:
    """A record that anybody may read: without opinions and names. Raises `DecisionRecord.DoesNotExist`."""
    with scope.within(scope.EVERYWHERE):
        row = DecisionRecord.objects.select_related("council", "poll").get(pk=pk, is_public=True)
        shown = decision_page(decision=row)
    return DecisionPage(row, shown.steps, (), shown.corrections, shown.follow_ups, frozenset())


def decision_calendar(first: date, last: date) -> Iterable[CalendarItem]:
    """The days until which opinions are asked for, the reviews, and what is due from decisions."""
    asked = decisions().filter(state=DecisionState.ASKED, answer_by__range=(first, last))
    reviewed = decisions().filter(state__in=LIVING, review_on__range=(first, last))
    todo = follow_ups_to_do().filter(state=FollowUpState.OPEN, due__range=(first, last))
    for words, rows in (
        (_("意見照会の期限：%s"), asked.values_list("answer_by", "title", "pk")),
        (_("決定の見直し：%s"), reviewed.values_list("review_on", "title", "pk")),
        (_("決定後の作業：%s"), todo.values_list("due", "text", "decision_id")),
    ):
        for day, text, key in rows:
            if day:
                yield CalendarItem(day=day, title=words % text, url=reverse_lazy("council:decision", args=[key]))


def decision_url(row: DecisionRecord) -> str:
    """Where the search leads."""
    return reverse("council:decision", args=[row.pk])


def decision_texts(row: DecisionRecord) -> Iterable[SearchText]:
    """What the search reads of a record: a decision weighs more than talk."""
    yield SearchText(text=row.title, weight=3)
    yield SearchText(text=row.motion, weight=2)
    yield SearchText(text="\n".join(filter(None, [row.background, row.dissent, row.conditions])))


def polls_without_record(*, council: Council) -> QuerySet[Poll]:
    """Choices that are closed and answered, and rest without a decision record."""
    recorded = DecisionRecord.objects.exclude(state=DecisionState.WITHDRAWN).exclude(poll=None).values("poll_id")
    return closed_polls(council=council).exclude(pk__in=recorded)


def asked_long_enough(*, council: Council, today: date) -> QuerySet[DecisionRecord]:
    """Records on which the time for opinions is over."""
    return decisions().filter(council=council, state=DecisionState.ASKED, answer_by__lt=today)


def to_review(*, council: Council, today: date) -> QuerySet[DecisionRecord]:
    """Decisions whose review day has come."""
    return decisions().filter(council=council, state__in=LIVING, review_on__lte=today)


def due_follow_ups(*, municipality: Municipality, until: date) -> list[FollowUp]:
    """What a municipality owes from decisions until a day; the host also what names no municipality."""
    rows = follow_ups().filter(state=FollowUpState.OPEN, due__lte=until)
    return [
        row for row in rows
        if row.municipality_id == municipality.pk
        or (row.municipality_id is None and row.decision.council.host_id == municipality.pk)
    ]  # fmt: skip
