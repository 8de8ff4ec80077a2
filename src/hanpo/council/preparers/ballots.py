"""What is made ready while a choice is open: a kind word to the members whose ballot has not come in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import scope
from hanpo.core.japanese import format_wareki
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.council.models import Ballot, Poll
from hanpo.council.preparers.asking import AHEAD, Asking, by_phone, occasion, tell_offices
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
        poll = Poll.objects.get(pk=values["poll"])
        return tell_offices(
            actor=actor, rows=queries.missing_ballots(poll=poll), wanted=values["ballots"],
            title=_("案選びの回答をお待ちしています：%s") % poll.title, body=values["body"], url=_page_of,
        )  # fmt: skip


def _reminder(poll: Poll, today: date) -> Draft | None:
    missing = list(queries.missing_ballots(poll=poll))
    if not missing:
        return None
    url = reverse("council:poll", args=[poll.pk])
    counts = {"asked": poll.asked, "n": poll.answered}  # type: ignore[attr-defined]  # counted by the query
    return Draft(
        key=f"{poll.pk}:{occasion(poll.due_on, today)}",
        title=_("%(title)s：%(n)d市町にお願いする") % {"title": poll.title[:100], "n": len(missing)},
        why=[
            Fact(text=_("%(asked)dのうち%(n)dが回答しています") % counts, url=url),
            *(_said(ballot, today) for ballot in missing),
        ],
        effect=_("お願いする市町のDX担当課に、下の文で知らせが届きます。"),
        minutes_saved=5 * len(missing),
        role="secretariat",
        due=poll.due_on,
        url=url,
        values={"poll": poll.pk, "ballots": [ballot.pk for ballot in missing], "body": _body(poll, today)},
        fields=[DraftField(name="body", label=_("お願いの文"), kind="text")],
    )


def _said(ballot: Ballot, today: date) -> Fact:
    words = ballot.municipality.name + _("：") + ballot.get_state_display() + by_phone(ballot.municipality, today)
    return Fact(text=words, url=_page_of(ballot))


def _page_of(ballot: Ballot) -> str:
    return reverse("council:poll_ballot", args=[ballot.pk])


def _body(poll: Poll, today: date) -> str:
    when = format_wareki(poll.due_on, weekday=True)
    if poll.due_on < today:
        said = _("回答期限（%s）を過ぎましたが、まだ受け付けています。") % when
    else:
        said = _("回答期限は%sです。") % when
    return said + "\n" + _("順位は、決めきれなければ書かずに提出できます。")
