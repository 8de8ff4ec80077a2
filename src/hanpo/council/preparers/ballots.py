"""What is made ready while a choice is open: a kind word to the members whose ballot has not come in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import scope
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, Fact
from hanpo.council.models import Ballot, Poll
from hanpo.council.preparers.asking import AHEAD, Asking, by_phone, reachable, reminder, tell_offices
from hanpo.council.queries import polls as queries


class BallotReminder(Asking):
    """Asks the members whose ballot is missing, near the day and every week after it while the choice is open."""

    key = "council.ballot_reminder"
    label = gettext_lazy("案選びのお願い（督促）")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        with scope.within(scope.EVERYWHERE):
            near = queries.open_polls(host=municipality).filter(due_on__lte=today + AHEAD)
            drafts = [_reminder(poll, today) for poll in near]
        yield from (draft for draft in drafts if draft is not None)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        poll = Poll.objects.get(pk=values["about"])
        return tell_offices(
            actor=actor, rows=queries.missing_ballots(poll=poll), values=values,
            title=_("案選びの回答をお待ちしています：%s") % poll.title, url=_page_of,
        )  # fmt: skip


def _reminder(poll: Poll, today: date) -> Draft | None:
    missing = list(queries.missing_ballots(poll=poll))
    if not missing:
        return None
    told_here = reachable(today)
    return reminder(
        about=poll, rows=[ballot.pk for ballot in missing], due_on=poll.due_on,
        answered=(poll.answered, poll.asked),  # type: ignore[attr-defined]  # counted by the query
        said=[_said(ballot, told_here) for ballot in missing], today=today,
        advice=_("順位は、決めきれなければ書かずに提出できます。"), url=reverse("council:poll", args=[poll.pk]),
    )  # fmt: skip


def _said(ballot: Ballot, told_here: frozenset[str]) -> Fact:
    state = ballot.get_state_display() + by_phone(ballot.municipality_id, told_here)
    return Fact(text=ballot.municipality.name + _("：") + state, url=_page_of(ballot))


def _page_of(ballot: Ballot) -> str:
    return reverse("council:poll_ballot", args=[ballot.pk])
