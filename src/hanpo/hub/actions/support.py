"""Writes of half-steps: a supporter offers, does it, and the staff take it over."""

from __future__ import annotations

from datetime import date

from hanpo.core import audit
from hanpo.core.database.locks import held
from hanpo.core.models import Person, Section
from hanpo.hub.models import HalfStep, HalfStepRecord, HalfStepState, Project
from hanpo.hub.models.support import MOVES


class WrongMove(Exception):
    """A half-step cannot go from the state it is in to the state asked for; `now` is the state it is in."""

    def __init__(self, now: str, wanted: str) -> None:
        super().__init__(f"a half-step cannot go from {now} to {wanted}")
        self.now, self.wanted = now, wanted


@audit.deed
def offer_half_step(
    *,
    actor: Person | None,
    project: Project,
    title: str,
    supporter: str,
    offered_on: date,
    why: str = "",
    section: Section | None = None,
    minutes_saved: int | None = None,
) -> HalfStep:
    """Offer a piece of help half a step ahead. `supporter` is an organisation; `minutes_saved` is an estimate."""
    step = HalfStep(
        project=project, title=title, why=why, supporter=supporter, section=section, minutes_saved=minutes_saved
    )
    step.place_under_parent()
    step.full_clean()
    step.save(force_insert=True)
    _record(step, HalfStepState.OFFERED, offered_on, supporter, "", actor)
    audit.record(actor=actor, verb="offer_half_step", subject=step, new=audit.snapshot(step))
    return step


@audit.deed
def move_half_step(
    *, actor: Person | None, half_step: HalfStep, to: HalfStepState | str, happened_on: date, post: str, note: str = ""
) -> HalfStep:
    """Move a half-step to its next state; `post` says who did. Raises `WrongMove`."""
    step = _locked(half_step)
    old = step.state
    if to not in MOVES[old]:
        raise WrongMove(old, to)
    step.state = HalfStepState(to)
    step.version += 1
    step.save()
    _record(step, step.state, happened_on, post, note, actor)
    audit.record(actor=actor, verb="move_half_step", subject=step, old={"state": old}, new={"state": step.state})
    return step


def _record(step: HalfStep, state: str, day: date, post: str, note: str, actor: Person | None) -> None:
    row = HalfStepRecord(half_step=step, state=state, happened_on=day, post=post, note=note, recorded_by=actor)
    row.place_under_parent()
    row.full_clean()
    row.save(force_insert=True)


def _locked(half_step: HalfStep) -> HalfStep:
    step: HalfStep = held(HalfStep.objects.all()).get(pk=half_step.pk)
    return step
