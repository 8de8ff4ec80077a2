"""Writes of meetings: plan, agenda, what came out, corrections with a trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from hanpo.core import audit, clock, editing
from hanpo.core.actions.rows import change_row
from hanpo.core.database.locks import held
from hanpo.core.models import Person
from hanpo.hub.models import (
    ActionState,
    AgendaItem,
    Meeting,
    MeetingOutcome,
    OutcomeCorrection,
    OutcomeKind,
    Programme,
)


@audit.deed
def plan_meeting(*, actor: Person, programme: Programme, values: Mapping[str, Any]) -> Meeting:
    """Put a meeting on the calendar of the programme."""
    meeting = Meeting(programme=programme, **values)
    meeting.full_clean()
    meeting.save()
    audit.record(actor=actor, verb="plan_meeting", subject=meeting, new=dict(values))
    return meeting


@audit.deed
def edit_meeting(*, actor: Person, meeting: Meeting, based_on: int, changes: Mapping[str, Any]) -> Meeting:
    """Change a meeting's day, time, place or state. Raises `EditConflict`."""
    change = editing.change(row=meeting, based_on=based_on, changes=changes)
    audit.record(actor=actor, verb="edit_meeting", subject=meeting, old=change.old, new=change.new)
    return meeting


@audit.deed
def set_agenda(*, actor: Person, meeting: Meeting, items: Sequence[Mapping[str, Any]]) -> list[AgendaItem]:
    """Add items to the end of the agenda, in this order."""
    last = meeting.agendaitems.aggregate(last=Max("position"))["last"] or 0
    made = [AgendaItem(meeting=meeting, position=last + n, **values) for n, values in enumerate(items, start=1)]
    for item in made:
        item.full_clean(exclude=["programme"])
        item.save()
    audit.record(actor=actor, verb="set_agenda", subject=meeting, new={"items": [item.title for item in made]})
    return made


@audit.deed
def change_agenda_item(*, actor: Person, item: AgendaItem, based_on: int, changes: Mapping[str, Any]) -> AgendaItem:
    """Change an item of the agenda: its title, time or presenter. Raises `EditConflict`."""
    return change_row(actor=actor, row=item, based_on=based_on, changes=changes)


@audit.deed
def remove_agenda_items(*, actor: Person, meeting: Meeting, items: Sequence[int]) -> None:
    """Take items (by number) off the agenda again; what was said to them stays with the meeting."""
    rows = meeting.agendaitems.filter(pk__in=items)
    titles = [row.title for row in rows]
    rows.delete()
    audit.record(actor=actor, verb="remove_agenda_items", subject=meeting, old={"items": titles})


@audit.deed
def record_outcome(*, actor: Person, meeting: Meeting, values: Mapping[str, Any]) -> MeetingOutcome:
    """Write down what came out: information, a decision, an action with owner and day, or something held over."""
    outcome = MeetingOutcome(meeting=meeting, position=meeting.meetingoutcomes.count() + 1, **values)
    _require_owner(outcome.kind, outcome.owner, outcome.municipality)
    outcome.full_clean(exclude=["programme"])
    outcome.save()
    audit.record(actor=actor, verb="record_outcome", subject=outcome, new=dict(values))
    return outcome


@audit.deed
def correct_outcome(
    *, actor: Person, outcome: MeetingOutcome, based_on: int, changes: Mapping[str, Any], reason: str
) -> MeetingOutcome:
    """Correct an outcome after the meeting; each changed field leaves a trace. Raises `EditConflict`."""
    _require_owner(*(changes.get(name, getattr(outcome, name)) for name in ("kind", "owner", "municipality")))
    change = editing.change(row=outcome, based_on=based_on, changes=changes)
    OutcomeCorrection.objects.bulk_create(
        OutcomeCorrection(
            outcome=outcome,
            field=name,
            old=_as_text(change.old[name]),
            new=_as_text(value),
            reason=reason,
            recorded_by=actor,
        )
        for name, value in change.new.items()
    )
    audit.record(actor=actor, verb="correct_outcome", subject=outcome, old=change.old, new=change.new)
    return outcome


@audit.deed
def finish_action(*, actor: Person, outcome: MeetingOutcome, note: str = "") -> MeetingOutcome:
    """An action was done, or what was held over is settled; a word on it stays readable beside the outcome.

    Its work item in the project, where it has one, stays for the project to close.
    """
    outcome = _locked(outcome)
    old = {"state": outcome.state}
    if note.strip():
        OutcomeCorrection.objects.create(
            outcome=outcome,
            field="state",
            old=outcome.get_state_display(),
            new=str(ActionState.DONE.label),
            reason=" ".join(note.split())[:300],
            recorded_by=actor,
        )
    outcome.state, outcome.done_on = ActionState.DONE, clock.today()
    outcome.version += 1
    outcome.save()
    audit.record(
        actor=actor, verb="finish_action", subject=outcome, old=old, new={"state": outcome.state, "note": note}
    )
    return outcome


@audit.deed
def reopen_action(*, actor: Person, outcome: MeetingOutcome) -> MeetingOutcome:
    """An action was not done after all."""
    outcome = _locked(outcome)
    old = {"state": outcome.state, "done_on": outcome.done_on}
    outcome.state, outcome.done_on = ActionState.OPEN, None
    outcome.version += 1
    outcome.save()
    audit.record(actor=actor, verb="reopen_action", subject=outcome, old=old, new={"state": outcome.state})
    return outcome


def _require_owner(kind: str, owner: str, municipality: object) -> None:
    """An action is somebody's: a post or a municipality. The constraint in the database says the same."""
    if kind == OutcomeKind.ACTION and not (owner or municipality):
        raise ValidationError({"owner": _("作業には、担当（役職・所属）か市町を入れてください。")})


def _as_text(value: object) -> str:
    return "" if value is None else str(value)


def _locked(outcome: MeetingOutcome) -> MeetingOutcome:
    return held(MeetingOutcome.objects.all()).get(pk=outcome.pk)
