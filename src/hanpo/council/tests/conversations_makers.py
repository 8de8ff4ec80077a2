"""Makes conversations for tests."""

from __future__ import annotations

from datetime import timedelta

from hanpo.core import clock, scope
from hanpo.core.tests import factories as ground
from hanpo.council.actions.conversations import open_conversation
from hanpo.council.models import Conversation, Council, OpinionStatement, Vote
from hanpo.council.tests import factories

FIRST = ("早く始めたい", "電話の予約を残したい", "地元を先にしたい")


def conversation(council: Council | None = None, *, first: tuple[str, ...] = FIRST, **fields: object) -> Conversation:
    """A conversation that opened yesterday and asks staff and the residents of 豊岡市; counts are told from 3 on."""
    today = clock.today()
    values = {
        "topic": "施設の予約をいっしょにする", "why": "決める前に聞きます。", "towns": ["282090"], "fewest": 3,
        "opens_on": today - timedelta(days=1), "closes_on": today + timedelta(days=9), **fields,
    }  # fmt: skip
    with scope.within(scope.EVERYWHERE):
        return open_conversation(actor=None, council=council or factories.council(), values=values, first=first)


def statement(made: Conversation, number: int = 0) -> OpinionStatement:
    """One of the first statements."""
    with scope.within(scope.EVERYWHERE):
        return made.statements.order_by("pk")[number]


def written(made: Conversation, text: str = "夜も使いたい", code: str = "282090", **fields: object) -> OpinionStatement:
    """A statement that somebody wrote and that waits."""
    with scope.within(scope.EVERYWHERE):
        return OpinionStatement.objects.create(
            conversation=made, text=text, municipality=ground.municipality(code), **fields
        )


def votes(made: Conversation, choices: dict[str, list[int]]) -> None:
    """Answers by voter, in the order of the first statements."""
    with scope.within(scope.EVERYWHERE):
        rows = list(made.statements.order_by("pk"))
        Vote.objects.bulk_create(
            Vote(conversation=made, statement=row, municipality_id="282022", voter=voter, choice=choice)
            for voter, said in choices.items()
            for row, choice in zip(rows, said, strict=False)
        )
