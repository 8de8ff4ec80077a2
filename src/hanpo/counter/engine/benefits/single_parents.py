"""児童扶養手当 for a month: in full, in part by income, or not.

Law: 児童扶養手当法 4条 (who), 5条 (amounts), 9条-11条 (income); 児童扶養手当法施行令 2条の4 (the part that is withheld): income above
the limit for full payment times a factor, rounded to ten yen (five and more up), and ten yen more.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from hanpo.core.japanese import reached_on

from .answers import Answer, Benefit, Income, Limit, Part, Standing, Validity, Why, in_force
from .children import month_index, until_march

_CLAUSE = "児童扶養手当法5条"


@dataclass(frozen=True, slots=True)
class SingleParentRates:
    """The amounts of a time: first child and each further one, the factors by which income withholds, the limits.

    The factors are None where they are not known: then only full payment can be told.
    """

    validity: Validity
    first: int
    further: int
    full_below: Limit
    partial_below: Limit
    household_below: Limit
    first_factor: Decimal | None = None
    further_factor: Decimal | None = None


@dataclass(frozen=True, slots=True)
class SingleParentChild:
    """A child looked after alone; with a disability of a certain degree it counts until twenty."""

    born: date
    disabled: bool = False


def assessed_income(
    *, income: int, earned: int = 0, support: int = 0, deductions: int = 0, for_parent: bool = True
) -> int:
    """Income as this benefit counts it (施行令3条・4条), yen a year, never below zero.

    `income` is the sum of all kinds of income, `earned` the part of it from wages and pensions, of which up to 100,000
    are off. `support` is the 養育費 received, four fifths of which count for a parent. 80,000 are off for social
    insurance, and the further `deductions` of the law.
    """
    counted = (Decimal(support) * 8 / 10).quantize(Decimal(1), ROUND_HALF_UP) if for_parent else Decimal(0)
    return max(0, income - min(100_000, earned) + int(counted) - 80_000 - deductions)


def single_parent_allowance(
    rates: Sequence[SingleParentRates],
    children: Sequence[SingleParentChild],
    month: date,
    *,
    income: Income,
    household: Sequence[Income] = (),
    pension: bool = False,
) -> Answer:
    """児童扶養手当 for the month of a day, the claim having been made the month before at the latest.

    `household` are those who live in the same household and owe support (扶養義務者). A public pension is set off against
    it, which needs the pension's amount: then only the most it could be is told.
    """
    month = month.replace(day=1)
    rate = in_force(rates, month)
    if rate is None:
        return Answer(Benefit.SINGLE_PARENT, month, Standing.UNDECIDED, Why.NO_PARAMETERS, _CLAUSE)
    count = sum(_counts(child, month) for child in children)
    if count == 0:
        return _answer(rate, month, Standing.NOT_PAID, Why.NO_CHILD, 0, clause="児童扶養手当法3条1項・4条1項")
    full = _parts(rate, count, 0, 0)
    at_most = sum(part.yen for part in full)
    if income.yen is None or any(one.yen is None for one in household):
        return _answer(rate, month, Standing.UNDECIDED, Why.INCOME_UNKNOWN, None, at_most=at_most)
    if any(_reaches(rate.household_below, one) for one in household):
        clause = "児童扶養手当法10条・11条"
        return _answer(rate, month, Standing.NOT_PAID, Why.HOUSEHOLD_INCOME_TOO_HIGH, 0, clause=clause)
    if _reaches(rate.partial_below, income):
        return _answer(rate, month, Standing.NOT_PAID, Why.INCOME_TOO_HIGH, 0, clause="児童扶養手当法9条1項")
    if pension:
        clause = "児童扶養手当法13条の2"
        return _answer(rate, month, Standing.UNDECIDED, Why.PENSION_TO_BE_SET_OFF, None, clause=clause, at_most=at_most)
    return _by_income(rate, month, count, income, full)


def _by_income(rate: SingleParentRates, month: date, count: int, income: Income, full: tuple[Part, ...]) -> Answer:
    at_most = sum(part.yen for part in full)
    over = (income.yen or 0) - rate.full_below.of(income.dependents, income.addition)
    if over < 0:
        return _answer(rate, month, Standing.PAID, Why.MEETS_CONDITIONS, at_most, full)
    clause = "児童扶養手当法9条1項・児童扶養手当法施行令2条の4"
    if rate.first_factor is None or rate.further_factor is None:
        return _answer(rate, month, Standing.UNDECIDED, Why.NO_PARTIAL_RULE, None, clause=clause, at_most=at_most)
    parts = _parts(rate, count, _withheld(over, rate.first_factor), _withheld(over, rate.further_factor))
    total = sum(part.yen for part in parts)
    return _answer(rate, month, Standing.PAID, Why.REDUCED_BY_INCOME, total, parts, clause=clause)


def _counts(child: SingleParentChild, month: date) -> bool:
    if month_index(child.born) >= month_index(month):
        return False
    if child.disabled:
        return month_index(month) <= month_index(reached_on(child.born, 20))
    return until_march(child.born, 18, month)


def _reaches(limit: Limit, income: Income) -> bool:
    return income.yen is not None and income.yen >= limit.of(income.dependents, income.addition)


def _withheld(over: int, factor: Decimal) -> int:
    tens = (Decimal(over) * factor / 10).quantize(Decimal(1), ROUND_HALF_UP)
    return int(tens) * 10 + 10


def _parts(rate: SingleParentRates, count: int, first_off: int, further_off: int) -> tuple[Part, ...]:
    first = Part(1, max(0, rate.first - first_off), "児童扶養手当法5条1項")
    further = max(0, rate.further - further_off)
    return (first, *(Part(number, further, "児童扶養手当法5条2項") for number in range(2, count + 1)))


def _answer(
    rate: SingleParentRates,
    month: date,
    standing: Standing,
    why: Why,
    yen: int | None,
    parts: tuple[Part, ...] = (),
    *,
    clause: str = _CLAUSE,
    at_most: int | None = None,
) -> Answer:
    return Answer(
        Benefit.SINGLE_PARENT,
        month,
        standing,
        why,
        clause,
        yen,
        parts,
        at_most,
        rate.validity.source,
        rate.validity.verified,
    )
