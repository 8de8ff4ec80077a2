"""What each member weighs by a key, exact enough that doubling is exact."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal
from fractions import Fraction

from hanpo.council.engine.sharing.rule import CannotShare, Key, Member, Problem

_PRECISE = Context(prec=50)
_EXPONENT = _PRECISE.divide(_PRECISE.ln(Decimal("1.5")), _PRECISE.ln(Decimal(2)))
_DIGITS = Decimal(10) ** -30
HALF_MORE = Fraction(3, 2)
"""By how much the weight grows when the population doubles, as in the rule of 北海道電子自治体共同運営協議会 (HARP)."""


def weights(key: Key, members: Sequence[Member]) -> list[Fraction]:
    """The weights of the members by a key. Raises `CannotShare` where a number is unknown or negative, or all are 0."""
    found = [_weight(key, member) for member in members]
    if not any(found):
        raise CannotShare(Problem.NO_WEIGHT, about=key.value)
    return found


def _weight(key: Key, member: Member) -> Fraction:
    if key is Key.EQUAL:
        return Fraction(1)
    number = member.use if key is Key.USE else member.population
    if number is None:
        raise CannotShare(Problem.VALUE_MISSING, about=member.code)
    if number < 0:
        raise CannotShare(Problem.VALUE_NEGATIVE, about=member.code)
    return damped(number) if key is Key.POPULATION_DAMPED else Fraction(number)


def damped(population: int) -> Fraction:
    """population ^ log2(1.5), that is about population ^ 0.585; 0 for nobody.

    The powers of two in the population are taken out and give exact powers of 3/2, so that doubling the population is
    exactly one and a half times the weight. What remains is an odd number, whose power is taken to thirty decimals.
    """
    if population == 0:
        return Fraction(0)
    doublings = (population & -population).bit_length() - 1
    odd = Decimal(population >> doublings)
    power = _PRECISE.exp(_PRECISE.multiply(_PRECISE.ln(odd), _EXPONENT))
    return Fraction(power.quantize(_DIGITS, context=_PRECISE)) * HALF_MORE**doublings
