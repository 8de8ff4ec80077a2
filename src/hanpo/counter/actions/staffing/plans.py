"""Writes of staffing: a week's plan is made, changed, decided or dropped; counts of before are taken in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from hanpo.core import audit
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.database.locks import held
from hanpo.core.models import Municipality, Person
from hanpo.counter.engine.staffing import moved
from hanpo.counter.models import ArrivalCount, CounterHours, PlanState, ServiceLine, StaffingPlan, StaffingTrial
from hanpo.counter.queries.staffing.plans import Proposal, shortage_of

OFF = "off"
"""What a form says for an empty place."""


@audit.deed
def set_hours(
    *, actor: Person, row: CounterHours, based_on: int, values: Mapping[str, Any], changes: Mapping[str, Any]
) -> CounterHours:
    """Say when the counter is open and what it aims at: for the first time, or instead of what was read at a version.

    Raises `EditConflict` and `ValidationError`.
    """
    if row.pk is not None:
        return change_row(actor=actor, row=row, based_on=based_on, changes=changes)
    return add_row(actor=actor, row=CounterHours(municipality_id=row.municipality_id, **values))


@audit.deed
def plan_week(*, actor: Person | None, municipality: Municipality, proposed: Proposal) -> StaffingPlan:
    """Store a proposed week as a draft. Raises `ValidationError` where the week has a plan."""
    row = StaffingPlan(municipality=municipality, monday=proposed.monday, opens=proposed.opens, days=proposed.days)
    row.full_clean()
    row.save(force_insert=True)
    audit.record(actor=actor, verb="plan_week", subject=row, new=_told(row))
    return row


@audit.deed
def replan_week(*, actor: Person, plan: StaffingPlan, based_on: int, proposed: Proposal) -> StaffingPlan:
    """Put a new proposal in the place of a draft. Raises `ValidationError` for a decided or meanwhile changed plan."""
    row = _current(plan, based_on)
    old = _told(row)
    _write(row, days=proposed.days, opens=proposed.opens)
    audit.record(actor=actor, verb="replan_week", subject=row, old=old, new=_told(row))
    return row


@audit.deed
def move_clerk(
    *, actor: Person, plan: StaffingPlan, based_on: int, day: date, clerk: str, first: int, last: int, to: str
) -> StaffingPlan:
    """Let somebody sit elsewhere from one half hour to before another. Raises `ValidationError`."""
    row = _current(plan, based_on)
    days = deepcopy(row.days)
    known = days.get(day.isoformat())
    if known is None or clerk not in known["roster"]:
        raise ValidationError(_("この日の当番に、その人はいません。"))
    to = "" if to == OFF else to
    try:
        known["roster"][clerk] = list(moved(known["roster"][clerk], first=first, last=last, to=to))
    except ValueError as refusal:
        raise ValidationError(_("時刻は窓口が開いている間にしてください。")) from refusal
    old = _told(row)
    _write(row, days=days)
    audit.record(
        actor=actor, verb="move_clerk", subject=row, old=old,
        new={**_told(row), "day": day.isoformat(), "first": first, "last": last, "to": to},
    )  # fmt: skip
    return row


@audit.deed
def decide_plan(*, actor: Person, plan: StaffingPlan, today: date) -> StaffingPlan:
    """Decide a draft: from then on it is what everybody works by. Raises `ValidationError` where it was decided."""
    row: StaffingPlan = held(StaffingPlan.objects.all()).get(pk=plan.pk)
    if row.state == PlanState.DECIDED:
        raise ValidationError(_("この計画は、もう決まっています。"))
    _write(row, state=PlanState.DECIDED, decided_on=today)
    audit.record(actor=actor, verb="decide_plan", subject=row, new=_told(row))
    return row


@audit.deed
def reopen_plan(*, actor: Person, plan: StaffingPlan) -> StaffingPlan:
    """Make a decided plan a draft again."""
    row: StaffingPlan = held(StaffingPlan.objects.all()).get(pk=plan.pk)
    _write(row, state=PlanState.DRAFT, decided_on=None)
    audit.record(actor=actor, verb="reopen_plan", subject=row, new=_told(row))
    return row


@audit.deed
def drop_plan(*, actor: Person, plan: StaffingPlan) -> None:
    """Throw a draft away. Raises `ValidationError` for a decided plan."""
    if plan.state == PlanState.DECIDED:
        raise ValidationError(_("決まった計画は捨てられません。先に案に戻してください。"))
    audit.record(actor=actor, verb="drop_plan", subject=plan, old=_told(plan))
    plan.delete()


@audit.deed
def keep_trial(
    *, actor: Person, municipality: Municipality, title: str, question: Mapping[str, Any], answer: Mapping[str, Any],
    days: int,
) -> StaffingTrial:  # fmt: skip
    """Keep what a trial found."""
    row: StaffingTrial = StaffingTrial.objects.create(
        municipality=municipality, title=title[:300], question=dict(question), answer=dict(answer),
        played_days=days, asked_by=actor,
    )  # fmt: skip
    audit.record(actor=actor, verb="keep_trial", subject=row, new={"title": row.title, "days": days})
    return row


@audit.deed
def take_in_arrivals(
    *, actor: Person | None, municipality: Municipality, counts: Iterable[tuple[ServiceLine, date, int, int]]
) -> int:
    """Take in how many came by line, day and hour; what was counted before for the same hour is replaced."""
    rows = [
        ArrivalCount(municipality=municipality, line=line, day=day, hour=hour, visitors=visitors)
        for line, day, hour, visitors in counts
    ]
    ArrivalCount.objects.bulk_create(
        rows, batch_size=500, update_conflicts=True, unique_fields=["line", "day", "hour"], update_fields=["visitors"]
    )
    told = {
        "rows": len(rows),
        "first": min((r.day for r in rows), default=None),
        "last": max((r.day for r in rows), default=None),
    }
    audit.record(actor=actor, verb="take_in_arrivals", subject=municipality, new=told)
    return len(rows)


def _current(plan: StaffingPlan, based_on: int) -> StaffingPlan:
    """The draft as it stands, if nobody changed it since this person looked."""
    row: StaffingPlan = held(StaffingPlan.objects.all()).get(pk=plan.pk)
    if row.state == PlanState.DECIDED:
        raise ValidationError(_("この計画は、もう決まっています。直すには、先に案に戻してください。"))
    if row.version != based_on:
        raise ValidationError(_("ほかの人が先に直しました。いまの表を見て、もう一度入れてください。"))
    return row


def _write(row: StaffingPlan, **changes: Any) -> None:
    for name, value in changes.items():
        setattr(row, name, value)
    row.version += 1
    row.full_clean()
    row.save()


def _told(row: StaffingPlan) -> dict[str, Any]:
    """What the audit keeps of a plan: no names, only how much is planned and missing."""
    return {
        "monday": row.monday,
        "state": row.state,
        "days": len(row.days),
        "missing": sum(shortage_of(day) for day in row.days.values()),
    }
