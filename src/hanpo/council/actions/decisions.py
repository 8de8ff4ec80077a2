"""Writes of decision records: propose, move on, opinions of members, corrections, and what follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit, editing
from hanpo.core.database.locks import held
from hanpo.core.models import Municipality, Person
from hanpo.council.models import (
    Council,
    DecisionCorrection,
    DecisionOpinion,
    DecisionRecord,
    DecisionState,
    DecisionStep,
    FollowUp,
    FollowUpState,
    PollState,
)
from hanpo.council.queries.poll_results import frozen

ANY_TIME = frozenset({"review_on", "is_public"})
"""What may be changed after the decision: it says nothing of what was decided."""


@audit.deed
def propose_decision(
    *, actor: Person | None, council: Council, values: Mapping[str, Any], today: date | None = None
) -> DecisionRecord:
    """Record a proposal. The results of a closed poll are copied as they stand on `today`. Raises `ValidationError`."""
    row = DecisionRecord(council=council, **values)
    _freeze(row, today)
    row.full_clean()
    row.save()
    _step(row, actor, "", "")
    audit.record(actor=actor, verb="propose_decision", subject=row, new=audit.snapshot(row))
    return row


@audit.deed
def edit_decision(
    *, actor: Person | None, decision: DecisionRecord, based_on: int, changes: Mapping[str, Any]
) -> DecisionRecord:
    """Change a record. After the decision only its review day and its publication may be changed.

    Raises `EditConflict`, and `ValidationError` where a correction has to be appended instead.
    """
    closed = set(changes) - ANY_TIME
    if closed and not decision.may_be_written:
        raise ValidationError(
            {name: _("決まった後は書き換えられません。「訂正を加える」を使ってください。") for name in closed}
        )
    done = editing.change(row=decision, based_on=based_on, changes=changes)
    audit.record(actor=actor, verb="edit_decision", subject=decision, old=done.old, new=done.new)
    return decision


@audit.deed
def move_decision(
    *, actor: Person | None, decision: DecisionRecord, to: str, comment: str = "",
    facts: Mapping[str, Any] | None = None,
) -> DecisionRecord:  # fmt: skip
    """Take a record to another state; `facts` are what belongs to that step (who decided, until when, the new text).

    Raises `ValidationError` where there is no such way from here, or facts are missing.
    """
    row: DecisionRecord = held(DecisionRecord.objects.all()).get(pk=decision.pk)
    if to not in row.next_states:
        told = {"now": row.get_state_display(), "to": DecisionState(to).label}
        raise ValidationError(_("「%(now)s」から「%(to)s」へは進めません。") % told)
    old = {"state": row.state, **{name: getattr(row, name) for name in facts or {}}}
    before, row.state = row.state, DecisionState(to)
    for name, value in (facts or {}).items():
        setattr(row, name, value)
    _require_facts(row)
    row.version += 1
    row.full_clean()
    row.save()
    _step(row, actor, before, comment)
    audit.record(actor=actor, verb="move_decision", subject=row, old=old, new={"state": row.state, **(facts or {})})
    return row


@audit.deed
def take_step_back(
    *, actor: Person | None, decision: DecisionRecord, to: str, facts: Mapping[str, Any]
) -> DecisionRecord:
    """Undo the last step of a record; the history keeps both. `facts` are the values as they stood before."""
    row: DecisionRecord = held(DecisionRecord.objects.all()).get(pk=decision.pk)
    old = {"state": row.state, **{name: getattr(row, name) for name in facts}}
    before, row.state = row.state, DecisionState(to)
    for name, value in facts.items():
        setattr(row, name, value)
    row.version += 1
    row.full_clean()
    row.save()
    _step(row, actor, before, _("直前の操作を取り消しました。"))
    audit.record(actor=actor, verb="take_step_back", subject=row, old=old, new={"state": row.state, **facts})
    return row


@audit.deed
def give_opinion(
    *, actor: Person | None, decision: DecisionRecord, municipality: Municipality, text: str
) -> DecisionOpinion:
    """A member says what it thinks of a proposal. Raises `ValidationError` while opinions are not asked for."""
    if decision.state != DecisionState.ASKED:
        raise ValidationError(_("意見照会の間だけ、意見を入れられます。"))
    row = DecisionOpinion(decision=decision, municipality=municipality, text=text, recorded_by=actor)
    row.place_under_parent()
    row.full_clean()
    row.save()
    audit.record(actor=actor, verb="give_opinion", subject=row, new={"municipality": municipality.pk, "text": text})
    return row


@audit.deed
def correct_decision(*, actor: Person | None, decision: DecisionRecord, text: str, reason: str) -> DecisionCorrection:
    """Append a correction to a record that was decided; what stood there stays. Raises `ValidationError`."""
    if decision.may_be_written:
        raise ValidationError(_("決まる前は、決定記録をそのまま直してください。"))
    row = DecisionCorrection(decision=decision, text=text, reason=reason, recorded_by=actor)
    row.place_under_parent()
    row.full_clean()
    row.save()
    audit.record(actor=actor, verb="correct_decision", subject=row, new={"text": text, "reason": reason})
    return row


@audit.deed
def add_follow_up(*, actor: Person | None, decision: DecisionRecord, values: Mapping[str, Any]) -> FollowUp:
    """Write down what follows from a decision, whose it is and until when. Raises `ValidationError`."""
    row = FollowUp(decision=decision, **values)
    row.place_under_parent()
    row.full_clean()
    row.save()
    audit.record(actor=actor, verb="add_followup", subject=row, new=audit.snapshot(row))
    return row


@audit.deed
def change_follow_up(
    *, actor: Person | None, follow_up: FollowUp, based_on: int, changes: Mapping[str, Any]
) -> FollowUp:
    """Change what follows. Raises `EditConflict`, `ValidationError`."""
    done = editing.change(row=follow_up, based_on=based_on, changes=changes)
    audit.record(actor=actor, verb="change_followup", subject=follow_up, old=done.old, new=done.new)
    return follow_up


@audit.deed
def finish_follow_up(*, actor: Person | None, follow_up: FollowUp, today: date, note: str = "") -> FollowUp:
    """It was done. Raises `ValidationError` where somebody said so before."""
    row: FollowUp = held(FollowUp.objects.all()).get(pk=follow_up.pk)
    if row.state != FollowUpState.OPEN:
        raise ValidationError(_("もう済みになっています。"))
    row.state, row.done_on, row.note = FollowUpState.DONE, today, " ".join(note.split())[:300]
    row.version += 1
    row.save()
    audit.record(
        actor=actor, verb="finish_follow_up", subject=row, old={"state": FollowUpState.OPEN},
        new={"state": row.state, "note": row.note},
    )  # fmt: skip
    return row


@audit.deed
def reopen_follow_up(*, actor: Person | None, follow_up: FollowUp) -> FollowUp:
    """It was not done after all."""
    row: FollowUp = held(FollowUp.objects.all()).get(pk=follow_up.pk)
    old = {"state": row.state, "done_on": row.done_on}
    row.state, row.done_on = FollowUpState.OPEN, None
    row.version += 1
    row.save()
    audit.record(actor=actor, verb="reopen_follow_up", subject=row, old=old, new={"state": row.state})
    return row


def _freeze(row: DecisionRecord, today: date | None) -> None:
    if row.poll is None:
        return
    if row.poll.state != PollState.CLOSED:
        raise ValidationError({"poll": _("締め切った案選びの結果だけを写せます。")})
    if today is not None:
        row.numbers, row.numbers_on = frozen(poll=row.poll, on=today), today


def _require_facts(row: DecisionRecord) -> None:
    """What a step needs, said at its field; the constraints of the database say the same."""
    missing = {}
    if row.is_standing:
        needed = {
            "decided_on": _("決めた日を入れてください。"),
            "decided_by": _("誰が決めたかを入れてください。"),
            "decided_rule": _("どの決まりによるか（規約の条）を入れてください。"),
        }
        missing = {name: words for name, words in needed.items() if not getattr(row, name)}
    if row.state == DecisionState.ASKED and row.answer_by is None:
        missing["answer_by"] = _("意見の期限を入れてください。")
    if missing:
        raise ValidationError(missing)


def _step(row: DecisionRecord, actor: Person | None, before: str, comment: str) -> None:
    DecisionStep.objects.create(
        decision=row, old_state=before, new_state=row.state, comment=comment, motion=row.motion, recorded_by=actor
    )
