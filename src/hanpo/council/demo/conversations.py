"""Loads a conversation with three hundred people's answers. Answers are drawn from a plan with a fixed seed."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from hanpo.core.actions.rows import add_row
from hanpo.core.models import Municipality
from hanpo.council.actions.conversations import moderate, open_conversation, read_votes
from hanpo.council.demo.councils import data
from hanpo.council.models import Choice, Conversation, Council, OpinionStatement, StatementState, Vote

OPENED = timedelta(days=18)
OPEN_FOR = timedelta(days=45)
SOON_PART = 0.55
"""The part of those who would go together soon."""

ANSWERED = 0.85
"""The part of the statements that a person answers, on average."""

PASSED = 0.12
WORDS = ("topic", "topic_easy", "why", "why_easy", "used_for", "towns")


def load_conversations(*, today: date) -> None:
    """One conversation that is open, with statements shown, held and waiting."""
    plan = data("conversations")
    values = {name: plan[name] for name in WORDS}
    made = open_conversation(
        actor=None, council=Council.objects.get(), first=[entry["text"] for entry in plan["statements"]],
        values={**values, "opens_on": today - OPENED, "closes_on": today - OPENED + OPEN_FOR},
    )  # fmt: skip
    shown = list(made.statements.order_by("pk"))
    for entry in plan["held"]:
        row = _written(made, entry)
        moderate(actor=None, statement=row, state=StatementState.HELD, reason=entry["reason"])
    for entry in plan["waiting"]:
        _written(made, entry)
    _answer(made, shown, plan)
    read_votes(actor=None, conversation=made)


def _written(made: Conversation, entry: dict[str, Any]) -> OpinionStatement:
    place = Municipality.objects.get(code=entry["place"]) if "place" in entry else None
    return add_row(actor=None, row=OpinionStatement(conversation=made, text=entry["text"], municipality=place))


def _answer(made: Conversation, shown: list[OpinionStatement], plan: dict[str, Any]) -> None:
    """Draw everybody's answers and store them at once."""
    draw = Random(plan["seed"])  # noqa: S311 - a demo, to be the same each time
    rows = []
    for person in range(plan["people"]):
        kind = 0 if draw.random() < SOON_PART else 1
        place = plan["towns"][person % len(plan["towns"])]
        for statement, entry in zip(shown, plan["statements"], strict=True):
            if draw.random() < ANSWERED:
                choice = _choice(draw, entry["plan"][kind])
                rows.append(
                    Vote(conversation=made, statement=statement, municipality_id=place,
                         voter=f"demo-{person:04d}", choice=choice)
                )  # fmt: skip
    Vote.objects.bulk_create(rows, batch_size=1000)


def _choice(draw: Random, agree: int) -> int:
    if draw.random() < PASSED:
        return Choice.PASS
    return Choice.AGREE if draw.random() * 100 < agree else Choice.DISAGREE
