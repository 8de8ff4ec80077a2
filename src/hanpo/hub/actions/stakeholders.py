"""Writes around stakeholders: a talk with them, and what they answered to a decision."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.models import Person
from hanpo.hub.models import (
    Agreement,
    Answered,
    Decision,
    DecisionState,
    Stakeholder,
    StakeholderContact,
    Understanding,
)


@audit.deed
def record_contact(
    *,
    actor: Person | None,
    stakeholder: Stakeholder,
    spoken_on: date,
    spoken_by: str,
    understanding: Understanding | str,
    stance: str = "",
    warmth: int | None = None,
) -> StakeholderContact:
    """Record a talk: what they said in their own words, whether they understand, how warm they are (−2…+2)."""
    return add_row(
        actor=actor,
        row=StakeholderContact(
            stakeholder=stakeholder,
            spoken_on=spoken_on,
            spoken_by=spoken_by,
            stance=stance,
            understanding=understanding,
            warmth=warmth,
            recorded_by=actor,
        ),
    )


@audit.deed
def record_agreement(
    *,
    actor: Person | None,
    decision: Decision,
    stakeholder: Stakeholder,
    answer: Answered | str,
    answered_on: date,
    words: str = "",
) -> Agreement:
    """Record what a stakeholder answers to a decision; the latest answer counts. Conditions must be named."""
    if decision.project_id != stakeholder.project_id:
        raise ValidationError({"stakeholder": _("この取組の関係者ではありません。")})
    return add_row(
        actor=actor,
        row=Agreement(
            decision=decision,
            stakeholder=stakeholder,
            answer=answer,
            words=words,
            answered_on=answered_on,
            recorded_by=actor,
        ),
    )


@audit.deed
def make_decision(
    *, actor: Person | None, decision: Decision, based_on: int, made_on: date, result: str, reason: str
) -> Decision:
    """Say what was decided, when and why. Raises `EditConflict`."""
    changes = {"state": DecisionState.MADE, "made_on": made_on, "result": result, "reason": reason}
    return change_row(actor=actor, row=decision, based_on=based_on, changes=changes)
