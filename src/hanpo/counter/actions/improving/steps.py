"""Writes of improvement steps: what each needs first, how far it is, and what a section says of it."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.database.locks import held
from hanpo.core.models import Person, Section
from hanpo.counter.engine.improving import Circle, in_order
from hanpo.counter.models import ImprovementStep, SectionVoice, StepNeed, StepState
from hanpo.counter.queries.improving.steps import needs_by_step

NEXT: Mapping[str, tuple[StepState, ...]] = {
    StepState.IDEA: (StepState.DECIDED, StepState.DROPPED),
    StepState.DECIDED: (StepState.DOING, StepState.IDEA, StepState.DROPPED),
    StepState.DOING: (StepState.DONE, StepState.DECIDED, StepState.DROPPED),
    StepState.DONE: (StepState.DOING,),
    StepState.DROPPED: (StepState.IDEA,),
}
"""Where a step may go from each state; every move can be taken back."""


@audit.deed
def need_first(*, actor: Person | None, step: ImprovementStep, needs: ImprovementStep) -> StepNeed:
    """Say that a step needs another first.

    Raises `ValidationError` where they are of different undertakings, or would need each other in a circle.
    """
    if step.to_be.improvement_id != needs.to_be.improvement_id:
        raise ValidationError({"needs": _("ほかの取組の工程は、選べません。")})
    known = needs_by_step(improvement=step.to_be.improvement_id)
    try:
        in_order({**known, step.pk: {*known.get(step.pk, ()), needs.pk}})
    except Circle as circle:
        raise ValidationError({"needs": _("互いに待ち合って、どれも始められなくなります。")}) from circle
    row = StepNeed(step=step, needs=needs)
    row.place_under_parent()
    row.full_clean()
    row.save(force_insert=True)
    audit.record(actor=actor, verb="need_first", subject=step, new={"needs": needs.pk})
    return row


@audit.deed
def drop_need(*, actor: Person | None, need: StepNeed) -> None:
    """Say that a step does not need that other one after all."""
    audit.record(actor=actor, verb="drop_need", subject=need.step, old={"needs": need.needs_id})
    need.delete()


@audit.deed
def move_step(*, actor: Person | None, step: ImprovementStep, to: str) -> ImprovementStep:
    """Take a step further or back.

    Raises `ValidationError` where it cannot go there, or would begin before what it needs is done.
    """
    current: ImprovementStep = held(ImprovementStep.objects.all()).get(pk=step.pk)
    if to not in NEXT[current.state]:
        raise ValidationError(_("いまの状態からは、そこへ進められません。画面を開き直してください。"))
    open_needs = current.needs.exclude(needs__state__in=[StepState.DONE, StepState.DROPPED])
    if to == StepState.DOING and open_needs.exists():
        raise ValidationError(_("先に要る工程が済んでいないので、まだ始められません。"))
    old = current.state
    current.state = to
    current.version += 1
    current.full_clean()
    current.save()
    audit.record(actor=actor, verb="move_step", subject=current, old={"state": old}, new={"state": to})
    step.state, step.version = current.state, current.version
    return step


@audit.deed
def say_agreement(
    *, actor: Person | None, step: ImprovementStep, section: Section, understands: int, agrees: int, bears: int,
    condition: str = "",
) -> SectionVoice:  # fmt: skip
    """Record how a section stands to a step now; what it said before stays. Raises `ValidationError`."""
    row = SectionVoice(
        step=step, section=section, understands=understands, agrees=agrees, bears=bears, condition=condition,
        said_by=actor,
    )  # fmt: skip
    row.place_under_parent()
    row.full_clean()
    row.save(force_insert=True)
    audit.record(
        actor=actor, verb="say_agreement", subject=row,
        new={"step": step.pk, "section": section.pk, "understands": understands, "agrees": agrees, "bears": bears},
    )  # fmt: skip
    return row
