"""Which benefits a household may have, and how much in a month: told, at most, or what is missing to tell it.

The facts are those of the shipped questions. Whether a disability is of the degree that a law asks for is for a doctor
to certify; so of those three benefits only the most that they can be is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from hanpo.counter.engine.benefits import (
    Answer,
    Benefit,
    Child,
    ChildRates,
    DisabilityLimits,
    DisabilityRates,
    Income,
    Person,
    SingleParentChild,
    SingleParentRates,
    child_allowance,
    disability_benefit,
    single_parent_allowance,
)
from hanpo.counter.engine.deadlines import following_month
from hanpo.counter.engine.rules import Value

CHILDREN = ("child_preschool", "child_schoolage", "child_teen", "event_birth")
ALONE = ("single_parent", "raises_child")
DISABLED = ("body_handbook", "medical_aid_grade")
AN_ADULT, A_CHILD = 40, 8
"""Ages for which "the most that it can be" is worked out where nobody said an age."""


class Rates(Protocol):
    """The dated parameters of all benefits."""

    @property
    def child(self) -> Sequence[ChildRates]:
        """児童手当."""
        ...

    @property
    def single_parent(self) -> Sequence[SingleParentRates]:
        """児童扶養手当."""
        ...

    @property
    def disability(self) -> Sequence[DisabilityRates]:
        """The three benefits of the disabled."""
        ...

    @property
    def disability_limits(self) -> Sequence[DisabilityLimits]:
        """Their income limits."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """What benefits rest on beyond the answers: the children's days of birth, income of the tax year and dependents."""

    children: tuple[date, ...] = ()
    income: int | None = None
    dependents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BenefitTold:
    """A benefit in the guide.

    `answer` is None while nothing can be worked out. `missing` says what would tell more: `children`, `income`,
    `doctor`. `from_employer`: a civil servant's child allowance comes from the employer.
    """

    benefit: Benefit
    answer: Answer | None
    missing: tuple[str, ...] = ()
    from_employer: bool = False


def benefits_told(facts: Mapping[str, Value], amounts: Amounts, rates: Rates, *, on: date) -> tuple[BenefitTold, ...]:
    """The benefits that the facts make likely, for the month after a day (nothing is paid for the month of a claim)."""
    month = date(*following_month(on), 1)
    told = []
    if _any(facts, CHILDREN):
        told.append(_child(facts, amounts, rates, month))
    if _any(facts, ALONE) and _any(facts, CHILDREN):
        told.append(_alone(amounts, rates, month))
    if _any(facts, DISABLED):
        told += _disabled(facts, amounts, rates, month)
    return tuple(told)


def _any(facts: Mapping[str, Value], names: Iterable[str]) -> bool:
    return any(facts.get(name) is True for name in names)


def _child(facts: Mapping[str, Value], amounts: Amounts, rates: Rates, month: date) -> BenefitTold:
    employer = facts.get("civil_servant") is True
    if not amounts.children:
        return BenefitTold(benefit=Benefit.CHILD, answer=None, missing=("children",), from_employer=employer)
    answer = child_allowance(rates.child, [Child(born) for born in amounts.children], month)
    return BenefitTold(benefit=Benefit.CHILD, answer=answer, from_employer=employer)


def _alone(amounts: Amounts, rates: Rates, month: date) -> BenefitTold:
    if not amounts.children:
        return BenefitTold(benefit=Benefit.SINGLE_PARENT, answer=None, missing=("children", "income"))
    children = [SingleParentChild(born) for born in amounts.children]
    answer = single_parent_allowance(rates.single_parent, children, month, income=_income(amounts))
    missing = () if amounts.income is not None else ("income",)
    return BenefitTold(benefit=Benefit.SINGLE_PARENT, answer=answer, missing=missing)


def _disabled(facts: Mapping[str, Value], amounts: Amounts, rates: Rates, month: date) -> list[BenefitTold]:
    """The most of each, since neither the degree nor the income of the household was asked."""
    child = max(amounts.children, default=date(month.year - A_CHILD, month.month, 1))
    adult = date(month.year - AN_ADULT, month.month, 1)
    who = [(Benefit.DISABLED_ADULT, adult)]
    if _any(facts, CHILDREN):
        who = [(Benefit.SPECIAL_CHILD, child), (Benefit.DISABLED_CHILD, child), *who]
    found = []
    for benefit, born in who:
        person = Person(born, grade=1, severe=True)
        answer = disability_benefit(
            benefit, rates.disability, rates.disability_limits, person, month, income=Income(None)
        )
        found.append(BenefitTold(benefit=benefit, answer=answer, missing=("doctor",)))
    return found


def _income(amounts: Amounts) -> Income:
    return Income(amounts.income, amounts.dependents)
