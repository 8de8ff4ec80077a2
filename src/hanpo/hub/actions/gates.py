"""Writes of a gate: gather evidence, and decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit, editing
from hanpo.core.actions.rows import add_row
from hanpo.core.models import Person
from hanpo.hub.models import (
    Colour,
    EvidenceState,
    GateCriterion,
    GateDecision,
    GateEvidence,
    GateReading,
    GateRecord,
    NewsKind,
    Project,
    ProjectNews,
    ProjectState,
    Readiness,
    Step,
)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read in one view at the gate: its colour, and the evidence (required unless the colour is unknown)."""

    colour: Colour | str
    evidence: str = ""


@audit.deed
def record_evidence(
    *,
    actor: Person | None,
    project: Project,
    criterion: GateCriterion,
    state: EvidenceState | str,
    evidence: str,
    observed_on: date,
    shown_by: str,
    link: str = "",
) -> GateEvidence:
    """Record what is known about a criterion of a project's gate; the latest record counts."""
    return add_row(
        actor=actor,
        row=GateEvidence(
            project=project,
            criterion=criterion,
            state=state,
            evidence=evidence,
            link=link,
            observed_on=observed_on,
            shown_by=shown_by,
            recorded_by=actor,
        ),
    )


@audit.deed
def decide_gate(
    *,
    actor: Person | None,
    project: Project,
    decision: GateDecision | str,
    readings: Mapping[str, Reading],
    decided_by: str,
    decided_on: date,
    conditions: str = "",
    reason: str = "",
) -> GateRecord:
    """Decide at the gate of the project's current step, with a reading of each of the five views, and move the project.

    Raises `ValidationError` where the project has no step, a view is missing, or a colour has no evidence.
    """
    step = project.current_step
    if step is None:
        raise ValidationError(_("いまのステップが決まっていないので、ゲートの判定ができません。"))
    following = _step_after(project, GateDecision(decision))
    record = _store_gate(
        GateRecord(
            project=project, step=step, next_step=following, decision=decision, conditions=conditions, reason=reason,
            decided_by=decided_by, decided_on=decided_on, recorded_by=actor,
        ),
        readings,
        actor,
    )  # fmt: skip
    changes: dict[str, object] = {"current_step": following}
    if decision == GateDecision.STOP:
        changes["state"] = ProjectState.STOPPED
    done = editing.change(row=project, based_on=project.version, changes=changes)
    _tell(record, actor)
    steps = {"step": step.name, "next_step": following.name if following else ""}
    new = {"decision": record.decision, **steps, **done.new}
    audit.record(actor=actor, verb="decide_gate", subject=record, old=done.old, new=new)
    return record


def _store_gate(record: GateRecord, readings: Mapping[str, Reading], actor: Person | None) -> GateRecord:
    missing = [str(label) for value, label in Readiness.choices if value not in readings]
    if missing:
        raise ValidationError(_("次の観点の判定がありません：%s") % "、".join(missing))
    record.place_under_parent()
    record.full_clean()
    record.save(force_insert=True)
    for view in Readiness.values:
        row = GateReading(
            gate=record, view=view, colour=readings[view].colour, evidence=readings[view].evidence, recorded_by=actor
        )
        row.place_under_parent()
        row.full_clean()
        row.save(force_insert=True)
    return record


def _step_after(project: Project, decision: GateDecision) -> Step | None:
    """Where the project stands after the decision: one step on or back in its template, or where it was."""
    steps = list(project.template.steps.filter(is_retired=False))
    here = next((n for n, step in enumerate(steps) if step.pk == project.current_step_id), 0)
    if decision in (GateDecision.PASS, GateDecision.PASS_WITH_CONDITIONS):
        here = min(here + 1, len(steps) - 1)
    elif decision is GateDecision.BACK:
        here = max(here - 1, 0)
    return steps[here] if steps else None


def _tell(record: GateRecord, actor: Person | None) -> None:
    """The decision is news of the project."""
    news = ProjectNews(
        project=record.project,
        kind=NewsKind.STEP,
        happened_on=record.decided_on,
        text=_("ゲートの判定：%(step)s → %(decision)s")
        % {"step": record.step.name, "decision": record.get_decision_display()},
        told_by=record.decided_by,
        recorded_by=actor,
    )
    news.save()
