"""Writes of conversations: open one, say something, decide what is shown, answer, read what the answers say.

Who answered what stays between the person and the machine: an answer is stored under a number made from the person's,
and the audit record notes that an answer came, not whose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _
from django_tasks import task

from hanpo.core import audit, clock, scope
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.models import Municipality, Person
from hanpo.council.engine.opinion import analyse
from hanpo.council.models import (
    Conversation,
    Council,
    Moderation,
    OpinionStatement,
    Reading,
    StatementState,
    Vote,
)
from hanpo.council.queries import readings
from hanpo.council.queries.conversations import voter_of

MOST_WAITING = 5
"""So many statements of one person may wait to be looked at; more would drown those of others."""

READ_EVERY = timedelta(minutes=10)
"""Answers that come are read at most this often: a page shows how many came since."""


@audit.deed
def open_conversation(
    *, actor: Person | None, council: Council, values: Mapping[str, Any], first: Sequence[str]
) -> Conversation:
    """Ask people about a topic, with first statements of the secretariat: one cannot answer an empty page."""
    made = add_row(actor=actor, row=Conversation(council=council, **values))
    for text in dict.fromkeys(line.strip() for line in first if line.strip()):
        add_row(
            actor=actor,
            row=OpinionStatement(conversation=made, text=text, state=StatementState.SHOWN, is_ours=True),
        )
    return made


@audit.deed
def change_conversation(
    *, actor: Person, conversation: Conversation, based_on: int, changes: Mapping[str, Any]
) -> Conversation:
    """Change what is asked, of whom and until when. Raises `EditConflict`."""
    return change_row(actor=actor, row=conversation, based_on=based_on, changes=changes)


@audit.deed
def propose_statement(*, actor: Person, conversation: Conversation, place: Municipality, text: str) -> OpinionStatement:
    """Write a statement of one's own; it waits until the secretariat has looked at it. Raises `ValidationError`."""
    _require_open(conversation)
    waiting = OpinionStatement.objects.filter(
        conversation=conversation, author=actor, state=StatementState.WAITING
    ).count()
    if waiting >= MOST_WAITING:
        raise ValidationError(_("確認待ちの意見文が%d件あります。確認が済んでから、次を書いてください。") % waiting)
    row = OpinionStatement(conversation=conversation, text=text, author=actor, municipality=place)
    row.place_under_parent()
    row.full_clean()
    row.save()
    audit.record(actor=actor, verb="propose_statement", subject=row, new={"text": text})
    return row


@audit.deed
def moderate(*, actor: Person | None, statement: OpinionStatement, state: str, reason: str = "") -> Moderation:
    """Decide whether a statement is shown. Everybody who takes part can read the decision and its reason."""
    row = Moderation(statement=statement, state=state, reason=reason, recorded_by=actor)
    row.place_under_parent()
    row.full_clean()
    row.save()
    old, statement.state = statement.state, state
    statement.save()
    audit.record(actor=actor, verb="moderate", subject=statement, old={"state": old},
                 new={"state": state, "reason": reason})  # fmt: skip
    return row


@audit.deed
def cast_vote(
    *, actor: Person, conversation: Conversation, statement: OpinionStatement, place: str, choice: int
) -> Vote:
    """Answer a statement, or answer it otherwise than before. Raises `ValidationError` when it can no longer be.

    The audit record learns that an answer came, and not whose or which.
    """
    _require_open(conversation)
    if statement.state != StatementState.SHOWN:
        raise ValidationError(_("この意見文は、いまは掲載されていません。次の意見文に進んでください。"))
    row, _made = Vote.objects.update_or_create(
        statement=statement,
        voter=voter_of(person=actor, conversation=conversation),
        defaults={"choice": choice, "conversation": conversation, "municipality_id": place},
    )
    audit.record(actor=None, verb="cast_vote", subject=conversation)
    if readings.is_old(conversation=conversation, before=clock.now() - READ_EVERY):
        transaction.on_commit(lambda: read_soon.enqueue(conversation.pk))
    return row


@audit.deed
def ask_for_reading(*, actor: Person, conversation: Conversation) -> None:
    """Have the answers read now, beside the pages."""
    audit.record(actor=actor, verb="ask_for_reading", subject=conversation)
    transaction.on_commit(lambda: read_soon.enqueue(conversation.pk))


@task()
def read_soon(conversation_id: int) -> str:
    """Read the answers of a conversation, unless too few people answered since they were last read."""
    with scope.within(scope.EVERYWHERE):
        conversation = Conversation.objects.get(pk=conversation_id)
        if not readings.is_worth_reading(conversation=conversation, today=clock.today()):
            return "unchanged"
        read_votes(actor=None, conversation=conversation)
    return "read"


@audit.deed
def read_votes(*, actor: Person | None, conversation: Conversation) -> Reading:
    """Work out what the answers say, once for this state of them, and keep it for the pages."""
    with scope.within(scope.EVERYWHERE):
        checksum = readings.checksum(conversation=conversation)
        statements = readings.statements_to_read(conversation=conversation)
        opinion = analyse(readings.votes_to_read(conversation=conversation), statements)
        row, _made = Reading.objects.update_or_create(
            conversation=conversation,
            defaults={
                "council_id": conversation.council_id,
                "checksum": checksum,
                "content": readings.content_of(opinion=opinion, fewest=conversation.fewest),
            },
        )
    audit.record(actor=actor, verb="read_votes", subject=conversation, new={"people": opinion.people})
    return row


def _require_open(conversation: Conversation) -> None:
    if not conversation.is_open(clock.today()):
        raise ValidationError(_("この意見の場は、いまは開いていません。"))
