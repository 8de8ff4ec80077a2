"""Makes choices, ballots and decision records for tests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from hanpo.core import clock, scope
from hanpo.council.actions.decisions import move_decision, propose_decision
from hanpo.council.actions.polls import open_poll, prepare_poll
from hanpo.council.models import (
    Ballot,
    BallotState,
    Council,
    DecisionRecord,
    DecisionState,
    FollowUp,
    Poll,
    PollOption,
    PollState,
)
from hanpo.council.tests.factories import council

TITLES = ("体制を広げる", "参加者を広げる", "今のまま")


def draft_poll(group: Council | None = None, *, titles: Sequence[str] = TITLES, **fields: Any) -> Poll:
    """A choice that the secretariat still prepares."""
    group = group or council()
    values = {
        "title": "これからの体制", "question": "どの体制にしますか。", "due_on": clock.today() + timedelta(days=20), **fields
    }  # fmt: skip
    with scope.within(scope.EVERYWHERE):
        options = [{"title": title, "meaning": f"{title}とどうなるか"} for title in titles]
        return prepare_poll(actor=None, council=group, values=values, options=options)


def poll(group: Council | None = None, **fields: Any) -> Poll:
    """A choice that the members answer now."""
    made = draft_poll(group, **fields)
    with scope.within(scope.EVERYWHERE):
        return open_poll(actor=None, poll=made, today=clock.today())


def options(of: Poll) -> list[PollOption]:
    """The options of a poll by number."""
    with scope.within(scope.EVERYWHERE):
        return list(PollOption.objects.filter(poll=of).order_by("number"))


def ballot(of: Poll, code: str) -> Ballot:
    """The ballot of a member as it stands."""
    with scope.within(scope.EVERYWHERE):
        return Ballot.objects.select_related("poll", "municipality").get(poll=of, municipality=code)


def said(of: Poll, ranks: Sequence[int], **more: Any) -> dict[str, Any]:
    """Answers that put the options in this order: better ranks get better grades and are accepted."""
    words = {1: "acceptable", 2: "conditional", 3: "unacceptable"}
    return {
        option.key: {
            "rank": rank, "grade": 6 - rank * 2 + 1 if rank < 3 else 1, "acceptance": words[rank],
            **({"condition": f"{option.title}の費用の見通し"} if rank == 2 else {}),
            **({"reason": f"{option.title}は人が足りない"} if rank == 3 else {}),
            **more,
        }
        for option, rank in zip(options(of), ranks, strict=True)
    }  # fmt: skip


def answered(of: Poll, code: str, ranks: Sequence[int], **more: Any) -> Ballot:
    """A member's ballot, submitted with these ranks."""
    row = ballot(of, code)
    row.answers, row.state, row.submitted_on = said(of, ranks, **more), BallotState.SUBMITTED, clock.today()
    with scope.within(scope.EVERYWHERE):
        row.save()
    return row


def closed(of: Poll) -> Poll:
    """The poll, closed."""
    of.state, of.closed_on = PollState.CLOSED, clock.today()
    with scope.within(scope.EVERYWHERE):
        of.save()
    return of


def typed(of: Ballot, answers: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """The answers as a browser sends them from the ballot's page."""
    sent: dict[str, Any] = {"version": of.version}
    for option in options(of.poll):
        for part in ("grade", "rank", "acceptance", "condition", "reason"):
            sent[f"{part}_{option.key}"] = answers.get(option.key, {}).get(part, "")
            sent[f"initial-{part}_{option.key}"] = of.answers.get(option.key, {}).get(part, "")
    return sent


DECIDED = {"decided_on": date(2026, 11, 2), "decided_by": "総会", "decided_rule": "規約第9条"}


def decision(group: Council | None = None, state: str = DecisionState.PROPOSED, **fields: Any) -> DecisionRecord:
    """A decision record in a state, brought there by its usual way."""
    group = group or council()
    way = {
        DecisionState.PROPOSED: (), DecisionState.ASKED: (DecisionState.ASKED,),
        DecisionState.DECIDED: (DecisionState.DECIDED,),
        DecisionState.CARRIED_OUT: (DecisionState.DECIDED, DecisionState.CARRIED_OUT),
    }[DecisionState(state)]  # fmt: skip
    with scope.within(scope.EVERYWHERE):
        made = propose_decision(
            actor=None, council=group, values={"title": "体制を広げる", "motion": "体制を広げること。", **fields}
        )
        for step in way:
            facts = DECIDED if step == DecisionState.DECIDED else {}
            made = move_decision(actor=None, decision=made, to=step, comment="", facts=facts)
        return DecisionRecord.objects.select_related("council", "poll").get(pk=made.pk)


def follow_up(of: DecisionRecord, **fields: Any) -> FollowUp:
    """Something that follows from a decision."""
    with scope.within(scope.EVERYWHERE):
        values = {"text": "費用を試算する", "due": clock.today() + timedelta(days=3), **fields}
        return FollowUp.objects.create(decision=of, **values)
