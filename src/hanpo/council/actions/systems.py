"""Writes of joint systems: what a member does differently, the rule of sharing that was decided, renewals."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from hanpo.core import audit
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.models import Person
from hanpo.council.engine.sharing import Rule, share
from hanpo.council.models import (
    Difference,
    JointSystem,
    RenewalPlan,
    SharingRule,
    SystemFunction,
    SystemMember,
)
from hanpo.council.queries.sharing import Case, engine_members, rule_as_json, rule_words


@audit.deed
def enter_difference(
    *,
    actor: Person | None,
    member: SystemMember,
    function: SystemFunction,
    row: Difference | None,
    based_on: int,
    values: Mapping[str, Any],
) -> Difference:
    """Say how a member stands to a function: anew, or instead of what it said at version `based_on`.

    Raises `EditConflict` and `ValidationError` (a difference without a cause).
    """
    if row is not None:
        return change_row(actor=actor, row=row, based_on=based_on, changes=values)
    return add_row(actor=actor, row=Difference(municipality_id=member.municipality_id, function=function, **values))


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """When, where and from which fiscal year on a rule was decided, and the document that says so."""

    from_year: int
    decided_on: date
    decided_by: str
    source: str = ""


@audit.deed
def decide_sharing(*, actor: Person | None, case: Case, rule: Rule, decided: Decided) -> SharingRule:
    """Record the rule that the members decided, with the numbers and shares that lay before them.

    Raises `CannotShare` where the cost cannot be shared so: such a rule cannot have been decided.
    """
    sharing = share(cost=case.cost.yen, members=engine_members(case.members), rule=rule)
    row = SharingRule(
        system=case.system,
        from_year=decided.from_year,
        decided_on=decided.decided_on,
        decided_by=decided.decided_by,
        source=decided.source,
        rule=rule_as_json(rule),
        words=rule_words(rule, system=case.system),
        cost=case.cost.yen,
        basis={m.municipality_id: {"population": m.population, "uses": m.uses} for m in case.members},
        shares={one.code: one.yen for one in sharing.shares},
        recorded_by=actor,
    )
    row.place_under_parent()
    row.full_clean()
    row.save()
    audit.record(actor=actor, verb="decide_sharing", subject=row, new={"words": row.words, "shares": row.shares})
    return row


@audit.deed
def plan_renewal(
    *, actor: Person, system: JointSystem, months: int, ends_on: date, asked_on: date, answer_by: date, questions: str
) -> RenewalPlan:
    """Write down what the members are asked before the contract ends. Raises `ValidationError` where it was asked."""
    row = RenewalPlan(
        system=system, months=months, ends_on=ends_on, asked_on=asked_on, answer_by=answer_by,
        questions=questions,
    )  # fmt: skip
    row.place_under_parent()
    row.full_clean()
    row.save()
    audit.record(actor=actor, verb="plan_renewal", subject=row, new={"months": months, "questions": questions})
    return row


@audit.deed
def drop_renewal(*, actor: Person, plan: RenewalPlan) -> None:
    """Take back what was asked about a renewal."""
    audit.record(actor=actor, verb="drop_renewal", subject=plan, old={"questions": plan.questions})
    plan.delete()
