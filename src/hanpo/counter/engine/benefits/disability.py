"""特別児童扶養手当, 障害児福祉手当 and 特別障害者手当 for a month.

Law: 特別児童扶養手当等の支給に関する法律 3条・4条 (a child under twenty, of grade 1 or 2), 17条・18条 (a severely disabled child
under twenty), 26条の2・26条の3 (a severely disabled person of twenty and more), 6条-8条・20条・21条・26条の5 (income).
A benefit for the young is paid to the end of the month in which twenty is reached, that for adults from then on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hanpo.core.japanese import reached_on

from .answers import Answer, Benefit, Income, Limit, Part, Standing, Validity, Why, in_force
from .children import month_index

_LAW = "特別児童扶養手当等の支給に関する法律"
AMOUNT_CLAUSES = {
    Benefit.SPECIAL_CHILD: f"{_LAW}4条",
    Benefit.DISABLED_CHILD: f"{_LAW}18条",
    Benefit.DISABLED_ADULT: f"{_LAW}26条の3",
}
WHO_CLAUSES = {
    Benefit.SPECIAL_CHILD: f"{_LAW}3条",
    Benefit.DISABLED_CHILD: f"{_LAW}17条",
    Benefit.DISABLED_ADULT: f"{_LAW}26条の2",
}
OWN_INCOME_CLAUSES = {
    Benefit.SPECIAL_CHILD: f"{_LAW}6条",
    Benefit.DISABLED_CHILD: f"{_LAW}20条",
    Benefit.DISABLED_ADULT: f"{_LAW}26条の5・20条",
}
HOUSEHOLD_CLAUSES = {
    Benefit.SPECIAL_CHILD: f"{_LAW}7条・8条",
    Benefit.DISABLED_CHILD: f"{_LAW}21条",
    Benefit.DISABLED_ADULT: f"{_LAW}26条の5・21条",
}


@dataclass(frozen=True, slots=True)
class DisabilityRates:
    """The amounts of a time: by grade for children, and for the two benefits of the disabled person."""

    validity: Validity
    grade_one: int
    grade_two: int
    disabled_child: int
    disabled_adult: int


@dataclass(frozen=True, slots=True)
class DisabilityLimits:
    """The income limits of one benefit in a time: of the claimant, and of spouse and household."""

    validity: Validity
    benefit: Benefit
    own_below: Limit
    household_below: Limit


@dataclass(frozen=True, slots=True)
class Person:
    """A disabled person as the doctor's certificate and the household say.

    `grade` is that of 特別児童扶養手当 (1, 2 or 0 for none); `severe` means constant care is needed in daily life (the
    condition of the two other benefits). `long_in_hospital` means one stay of more than three months.
    """

    born: date
    grade: int = 0
    severe: bool = False
    in_facility: bool = False
    long_in_hospital: bool = False
    disability_pension: bool = False


def disability_benefit(
    benefit: Benefit,
    rates: Sequence[DisabilityRates],
    limits: Sequence[DisabilityLimits],
    person: Person,
    month: date,
    *,
    income: Income,
    household: Sequence[Income] = (),
) -> Answer:
    """One of the three benefits for the month of a day, the claim having been made the month before at the latest.

    `income` is that of the claimant (the parent for 特別児童扶養手当, else the disabled person). Raises KeyError for another
    benefit.
    """
    month = month.replace(day=1)
    clause = AMOUNT_CLAUSES[benefit]
    refused = _refused(benefit, person, month)
    if refused is not None:
        return Answer(benefit, month, Standing.NOT_PAID, refused, WHO_CLAUSES[benefit], 0)
    rate = in_force(rates, month)
    if rate is None:
        return Answer(benefit, month, Standing.UNDECIDED, Why.NO_PARAMETERS, clause)
    yen = _yen(benefit, rate, person)
    limit = in_force([one for one in limits if one.benefit is benefit], month)
    standing, why, clause = _by_income(benefit, limit, income, household)
    return Answer(
        benefit=benefit,
        month=month,
        standing=standing,
        why=why,
        clause=clause,
        yen={Standing.PAID: yen, Standing.NOT_PAID: 0, Standing.UNDECIDED: None}[standing],
        parts=(Part(0, yen, AMOUNT_CLAUSES[benefit]),) if standing is Standing.PAID else (),
        at_most=yen if standing is Standing.UNDECIDED else None,
        source=rate.validity.source,
        verified=rate.validity.verified,
    )


def _refused(benefit: Benefit, person: Person, month: date) -> Why | None:
    """Why somebody is not among those for whom the benefit is, or None."""
    young = month_index(month) <= month_index(reached_on(person.born, 20))
    if month_index(person.born) >= month_index(month) or young == (benefit is Benefit.DISABLED_ADULT):
        return Why.NOT_THE_AGE
    if not (person.grade if benefit is Benefit.SPECIAL_CHILD else person.severe):
        return Why.NOT_THE_CONDITION
    if person.in_facility:
        return Why.IN_FACILITY
    if benefit is Benefit.DISABLED_ADULT and person.long_in_hospital:
        return Why.IN_HOSPITAL
    if benefit is not Benefit.DISABLED_ADULT and person.disability_pension:
        return Why.DISABILITY_PENSION
    return None


def _yen(benefit: Benefit, rate: DisabilityRates, person: Person) -> int:
    if benefit is Benefit.SPECIAL_CHILD:
        return rate.grade_one if person.grade == 1 else rate.grade_two
    return rate.disabled_child if benefit is Benefit.DISABLED_CHILD else rate.disabled_adult


def _by_income(
    benefit: Benefit, limit: DisabilityLimits | None, income: Income, household: Sequence[Income]
) -> tuple[Standing, Why, str]:
    amount = AMOUNT_CLAUSES[benefit]
    if limit is None:
        return Standing.UNDECIDED, Why.NO_INCOME_LIMITS, OWN_INCOME_CLAUSES[benefit]
    if income.yen is None or any(one.yen is None for one in household):
        return Standing.UNDECIDED, Why.INCOME_UNKNOWN, OWN_INCOME_CLAUSES[benefit]
    if income.yen >= limit.own_below.of(income.dependents, income.addition):
        return Standing.NOT_PAID, Why.INCOME_TOO_HIGH, OWN_INCOME_CLAUSES[benefit]
    if any((one.yen or 0) >= limit.household_below.of(one.dependents, one.addition) for one in household):
        return Standing.NOT_PAID, Why.HOUSEHOLD_INCOME_TOO_HIGH, HOUSEHOLD_CLAUSES[benefit]
    return Standing.PAID, Why.MEETS_CONDITIONS, amount
