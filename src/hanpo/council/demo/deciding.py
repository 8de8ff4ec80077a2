"""Loads two choices among options with their ballots, and decision records on every part of their way.

Who says what in the first choice is drawn from a seeded plan, so that the rules' answers differ in an instructive way:
most first places, the last round of a runoff and every comparison one to one each find another option.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from hanpo.core import clock
from hanpo.core.demo import backdate, insert_dated, office_day, office_moment
from hanpo.core.models import Municipality, Person
from hanpo.council.actions.ballots import receive_ballot_book
from hanpo.council.demo.councils import data
from hanpo.council.demo.workbooks import filled
from hanpo.council.files.ballots import make_ballot_book
from hanpo.council.models import (
    Ballot,
    BallotState,
    BallotStep,
    BallotWay,
    Council,
    DecisionCorrection,
    DecisionOpinion,
    DecisionRecord,
    DecisionState,
    DecisionStep,
    FollowUp,
    FollowUpState,
    Poll,
    PollOption,
    PollState,
)

Answers = dict[str, dict[str, Any]]
SECRETARIAT = "jimukyoku"


def load_deciding(*, today: date) -> None:
    """Load the choices and the decision records."""
    plan = data("deciding")
    council = Council.objects.get()
    clerk = Person.objects.get(username=SECRETARIAT)
    _load_future(plan["future"], council, today, random.Random(plan["seed"]))  # noqa: S311
    _load_meeting(plan["meeting"], council, today)
    for entry in plan["decisions"]:
        _load_decision(entry, council, clerk, today)


def _members(council: Council) -> list[Municipality]:
    """The municipalities that are asked, in the order of their codes."""
    return list(Municipality.objects.exclude(pk=council.host_id).order_by("code"))


def _poll(entry: Mapping[str, Any], council: Council, today: date, **fields: Any) -> tuple[Poll, list[PollOption]]:
    words = {name: entry.get(name, "") for name in ("title", "question", "background", "source")}
    opened = office_day(today, entry["opened"])
    poll: Poll = Poll.objects.create(council=council, opens_on=opened, **words, **fields)
    backdate(poll, updated_at=office_moment(today, entry["opened"]))
    options = [
        PollOption.objects.create(council=council, poll=poll, number=number, **option)
        for number, option in enumerate(entry["options"], start=1)
    ]
    return poll, options


def _load_future(entry: Mapping[str, Any], council: Council, today: date, dice: random.Random) -> None:
    closed = office_day(today, entry["closed"])
    poll, options = _poll(
        entry, council, today, due_on=closed, closed_on=closed, state=PollState.CLOSED, names_shown=False
    )
    members = _members(council)
    dice.shuffle(members)
    silent, speaking = members[: entry["missing"]], members[entry["missing"] :]
    proxies = list(entry["proxies"])
    for number, (member, answers) in enumerate(zip(speaking, _drawn(entry, options, dice), strict=False)):
        proxy = proxies.pop() if number in (4, 17) else None
        way = BallotWay.PROXY if proxy else BallotWay.EXCEL if number % 3 == 0 else BallotWay.PAGE
        days = entry["closed"] + 1 + number % (entry["opened"] - entry["closed"] - 2)
        _ballot(poll, member, answers, way, days, today, proxy)
    Ballot.objects.bulk_create([Ballot(poll=poll, municipality=member) for member in silent])


def _drawn(entry: Mapping[str, Any], options: Sequence[PollOption], dice: random.Random) -> Iterator[Answers]:
    """The answers of each camp: the same order, each member's own grades, conditions and reasons."""
    for camp in entry["camps"]:
        for _member in range(camp["members"]):
            said: Answers = {}
            for at, option in enumerate(options):
                accepts = dice.choice(camp["acceptance"][at])
                said[option.key] = {
                    "rank": camp["ranks"][at], "grade": dice.choice(camp["grades"][at]), "acceptance": accepts,
                    **_words(accepts, dice.choice(entry["words"][at][accepts])),
                }  # fmt: skip
            yield said


def _words(accepts: str, text: str) -> dict[str, str]:
    """What is said with it: a condition where there is one, else the reason."""
    return {"condition" if accepts == "conditional" else "reason": text} if text else {}


def _ballot(
    poll: Poll, member: Municipality, answers: Answers, way: str, days: int, today: date,
    proxy: Mapping[str, str] | None = None, *, is_sent: bool = True,
) -> None:  # fmt: skip
    told = {"said_by": proxy["who"], "proxy_why": proxy["why"]} if proxy else {}
    state = BallotState.SUBMITTED if is_sent else BallotState.WRITING
    ballot = Ballot.objects.create(
        poll=poll, municipality=member, answers=answers, way=way, state=state,
        submitted_on=office_day(today, days) if is_sent else None, **told,
    )  # fmt: skip
    backdate(ballot, updated_at=office_moment(today, days, "15:20"))
    steps = [(BallotState.WRITING, "14:10"), (BallotState.SUBMITTED, "15:20")][: 2 if is_sent else 1]
    insert_dated(
        [
            BallotStep(
                ballot=ballot, state=step, way=way, answers=answers, recorded_at=office_moment(today, days, time)
            )
            for step, time in steps
        ]
    )


def _load_meeting(entry: Mapping[str, Any], council: Council, today: date) -> None:
    poll, options = _poll(entry, council, today, due_on=office_day(today, entry["due"]), state=PollState.OPEN)
    ranks = dict(zip(entry["answered"], entry["ranks"], strict=True))
    waiting = []
    for member in _members(council):
        if member.pk in ranks:
            _ballot(poll, member, _plain(options, ranks[member.pk], entry["reason"]), BallotWay.PAGE, 2, today)
        elif member.pk == entry["draft"] or member.pk in entry["books"]:
            said = {options[0].key: {"grade": 3, "rank": 1}}
            _ballot(poll, member, said, BallotWay.PAGE, 1, today, is_sent=False)
        else:
            waiting.append(Ballot(poll=poll, municipality=member))
    Ballot.objects.bulk_create(waiting)
    for code, rank in entry["books"].items():
        ballot = Ballot.objects.select_related("poll", "municipality").get(poll=poll, municipality=code)
        content = filled(make_ballot_book(ballot=ballot, made_at=clock.now()), {f"{options[1].key}_rank": rank})
        receive_ballot_book(actor=None, ballot=ballot, name=f"{poll.title}.xlsx", content=content)


def _plain(options: Sequence[PollOption], ranks: Sequence[int], reason: str) -> Answers:
    accepts = {1: "acceptable", 2: "acceptable", 3: "unacceptable"}
    return {
        option.key: {"rank": rank, "grade": 6 - rank, "acceptance": accepts[rank], "reason": reason}
        for option, rank in zip(options, ranks, strict=True)
    }


TEXTS = ("title", "motion", "background", "asked", "dissent", "conditions", "decided_by", "decided_rule")


def _load_decision(entry: Mapping[str, Any], council: Council, clerk: Person, today: date) -> None:
    states = entry["states"]
    decided = next((days for days, state in states if state == DecisionState.DECIDED), None)
    row: DecisionRecord = DecisionRecord.objects.create(
        council=council, state=states[-1][1], is_public=entry.get("is_public", False),
        decided_on=None if decided is None else office_day(today, decided),
        review_on=office_day(today, entry["review"]) if "review" in entry else None,
        answer_by=office_day(today, entry["answer_by"]) if "answer_by" in entry else None,
        **{name: entry.get(name, "") for name in TEXTS},
    )  # fmt: skip
    backdate(row, updated_at=office_moment(today, states[-1][0]))
    before = ["", *(state for _days, state in states)]
    steps = [
        DecisionStep(
            council=council, decision=row, old_state=old, new_state=state, motion=row.motion, recorded_by=clerk,
            recorded_at=office_moment(today, days, "11:00"),
        )
        for old, (days, state) in zip(before, states, strict=False)
    ]  # fmt: skip
    opinions = [
        DecisionOpinion(
            council=council, decision=row, municipality_id=said["place"], text=said["text"],
            recorded_at=office_moment(today, 2, "16:00"),
        )
        for said in entry.get("opinions", ())
    ]  # fmt: skip
    corrections = [
        DecisionCorrection(
            council=council, decision=row, text=told["text"], reason=told["reason"], recorded_by=clerk,
            recorded_at=office_moment(today, told["days"], "13:30"),
        )
        for told in entry.get("corrections", ())
    ]  # fmt: skip
    insert_dated([*steps, *opinions, *corrections])
    for todo in entry.get("follow_ups", ()):
        _follow_up(todo, row, today)


def _follow_up(todo: Mapping[str, Any], row: DecisionRecord, today: date) -> None:
    done = todo.get("done")
    FollowUp.objects.create(
        decision=row, text=todo["text"], municipality_id=todo.get("place"), owner=todo["owner"],
        due=office_day(today, todo["due"]), state=FollowUpState.OPEN if done is None else FollowUpState.DONE,
        done_on=None if done is None else office_day(today, done),
    )  # fmt: skip
