"""児童手当 for a month: by age, place among the children, and until September 2024 by income.

Law: 児童手当法 3条 (children until the 31 March after 18), 6条 (amounts), 8条 (from the month after the claim until the month
in which the reason ends). A child is under three until the month of its third birthday is over, also if born on the 1st
(6条1項1号).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from hanpo.core.japanese import fiscal_year_reaching

from .answers import Answer, Benefit, Income, Limit, Part, Standing, Validity, Why, in_force


@dataclass(frozen=True, slots=True)
class ChildRates:
    """The amounts of a time. Ages are those reached by the 31 March until which something holds.

    `third` is paid for third and further children until `third_until`; children count for their place until
    `counted_until`. `limit`, `ceiling` and `reduced` are None where income does not matter.
    """

    validity: Validity
    under_three: int
    from_three: int
    third: int
    third_until: int
    counted_until: int
    paid_until: int
    clause: str = "児童手当法6条1項"
    reduced: int | None = None
    limit: Limit | None = None
    ceiling: Limit | None = None


@dataclass(frozen=True, slots=True)
class Child:
    """A child that the claimant looks after and supports. `counted` False: a child over 18 no longer supported."""

    born: date
    counted: bool = True


def month_index(day: date) -> int:
    """Months since the beginning of time, to compare months."""
    return day.year * 12 + day.month - 1


def until_march(born: date, age: int, month: date) -> bool:
    """Whether a month is not after the 31 March that follows the day on which an age is reached."""
    return month_index(month) <= month_index(date(fiscal_year_reaching(born, age) + 1, 3, 1))


def child_allowance(
    rates: Sequence[ChildRates], children: Sequence[Child], month: date, *, income: Income | None = None
) -> Answer:
    """児童手当 for the month of a day, the claim having been made in time.

    A child is paid for from the month after its birth. `income` is needed only for months in which income mattered.
    """
    month = month.replace(day=1)
    rate = in_force(rates, month)
    if rate is None:
        return Answer(Benefit.CHILD, month, Standing.UNDECIDED, Why.NO_PARAMETERS, "児童手当法6条")
    parts = _parts(rate, children, month)
    if not parts:
        return _answer(rate, month, Standing.NOT_PAID, Why.NO_CHILD, 0, clause="児童手当法3条1項・4条1項")
    total = sum(part.yen for part in parts)
    if rate.limit is None or rate.ceiling is None or rate.reduced is None:
        return _answer(rate, month, Standing.PAID, Why.MEETS_CONDITIONS, total, parts)
    if income is None or income.yen is None:
        return _answer(rate, month, Standing.UNDECIDED, Why.INCOME_UNKNOWN, None, at_most=total)
    if income.yen >= rate.ceiling.of(income.dependents, income.addition):
        return _answer(rate, month, Standing.NOT_PAID, Why.INCOME_TOO_HIGH, 0, clause="児童手当法附則2条1項")
    if income.yen >= rate.limit.of(income.dependents, income.addition):
        parts = tuple(Part(part.number, rate.reduced, "児童手当法附則2条") for part in parts)
        total = rate.reduced * len(parts)
        return _answer(rate, month, Standing.PAID, Why.REDUCED_BY_INCOME, total, parts, clause="児童手当法附則2条")
    return _answer(rate, month, Standing.PAID, Why.MEETS_CONDITIONS, total, parts)


def _parts(rate: ChildRates, children: Sequence[Child], month: date) -> tuple[Part, ...]:
    """The eldest first; a child past the age of being paid may still give the younger ones their place."""
    place, parts = 0, []
    for child in sorted(children, key=lambda one: one.born):
        if not child.counted or not until_march(child.born, rate.counted_until, month):
            continue
        place += 1
        if month_index(child.born) < month_index(month) and until_march(child.born, rate.paid_until, month):
            parts.append(Part(place, _yen(rate, child, place, month), rate.clause))
    return tuple(parts)


def _yen(rate: ChildRates, child: Child, place: int, month: date) -> int:
    if place >= 3 and until_march(child.born, rate.third_until, month):
        return rate.third
    under_three = month_index(month) <= month_index(child.born) + 36
    return rate.under_three if under_three else rate.from_three


def _answer(
    rate: ChildRates,
    month: date,
    standing: Standing,
    why: Why,
    yen: int | None,
    parts: tuple[Part, ...] = (),
    *,
    clause: str = "",
    at_most: int | None = None,
) -> Answer:
    return Answer(
        Benefit.CHILD,
        month,
        standing,
        why,
        clause or rate.clause,
        yen,
        parts,
        at_most,
        rate.validity.source,
        rate.validity.verified,
    )
