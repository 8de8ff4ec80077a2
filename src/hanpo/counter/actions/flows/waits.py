"""Writes of what a log says of waits: a mark on the flow, and a problem card where an undertaking is going on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hanpo.core import audit
from hanpo.core.actions.rows import add_row
from hanpo.core.models import Person
from hanpo.counter.actions.flows.marks import mark_flow, unmark_flow
from hanpo.counter.models import CardKind, Flow, FlowRemark, Improvement, ProblemCard, RemarkKind


@audit.deed
def note_wait(
    *, actor: Person, words: str, day: date, flow: Flow | None, node: str = "", improvement: Improvement | None = None
) -> dict[str, int]:
    """Write a long wait where people look: on the flow, and as a problem card. Gives the ids of what was written."""
    made: dict[str, int] = {}
    if flow is not None:
        mark = mark_flow(actor=actor, flow=flow, words=words, said_on=day, node=node, kind=RemarkKind.WAITS)
        made["mark"] = mark.pk
    if improvement is not None:
        card = add_row(actor=actor, row=ProblemCard(improvement=improvement, words=words, kind=CardKind.WAIT))
        made["card"] = card.pk
    subject = flow or improvement
    if subject is not None:
        audit.record(actor=actor, verb="note_wait", subject=subject, new={"day": day, **made})
    return made


@audit.deed
def take_back_wait(*, actor: Person, made: Mapping[str, Any]) -> None:
    """Take back what was written of a wait. Raises `ValidationError` where somebody has answered the mark."""
    mark = FlowRemark.objects.filter(pk=made.get("mark")).first()
    card = ProblemCard.objects.filter(pk=made.get("card")).first()
    if mark is not None:
        unmark_flow(actor=actor, remark=mark)
    if card is not None:
        audit.record(actor=actor, verb="drop_wait_card", subject=card, old={"improvement": card.improvement_id})
        card.delete()
