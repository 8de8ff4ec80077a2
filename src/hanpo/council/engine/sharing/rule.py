"""What is agreed about sharing a cost: the keys and their percentages, bounds, fees and rounding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction


class Problem(Enum):
    """Why a cost cannot be shared as agreed."""

    NO_MEMBER = "no_member"
    MEMBER_TWICE = "member_twice"
    NOT_A_MEMBER = "not_a_member"
    AMOUNT_NEGATIVE = "amount_negative"
    PARTS_NOT_100 = "parts_not_100"
    VALUE_MISSING = "value_missing"  # a member's population or use is not known
    VALUE_NEGATIVE = "value_negative"
    NO_WEIGHT = "no_weight"  # a key is 0 for every member
    FIXED_TOO_HIGH = "fixed_too_high"  # fixed amounts together are more than the cost
    FLOORS_TOO_HIGH = "floors_too_high"  # the floors together are more than the cost
    CEILINGS_TOO_LOW = "ceilings_too_low"  # the ceilings together do not cover the cost
    FLOOR_ABOVE_CEILING = "floor_above_ceiling"
    FEES_ABOVE_COST = "fees_above_cost"


class CannotShare(ValueError):
    """The cost cannot be shared as agreed: the `problem`, by how many yen, and about which member or key."""

    def __init__(self, problem: Problem, *, yen: int = 0, about: str = "") -> None:
        super().__init__(" ".join(part for part in (problem.value, about, f"{yen} yen" if yen else "") if part))
        self.problem = problem
        self.yen = yen
        self.about = about


class Key(Enum):
    """By what a cost, or a part of it, is shared."""

    EQUAL = "equal"
    POPULATION = "population"
    USE = "use"
    POPULATION_DAMPED = "population_damped"  # twice the people, one and a half times the share (北海道HARP)


class Rounding(Enum):
    """How exact shares become yen. Both sum exactly."""

    DIVISOR = "divisor"  # round(weight / d), d such that the sum fits (Webster, Sainte-Laguë)
    LARGEST_REMAINDER = "largest_remainder"  # whole yen first, the rest to the largest fractions (Hare, Hamilton)


class FeeGoes(Enum):
    """What becomes of entry fees."""

    RESERVE = "reserve"  # they are put by: shares cover the whole cost
    LOWERS_COST = "lowers_cost"  # they pay a part of the cost of the year


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member of a joint system. `population` and `use` (numbers of the agreed source and date) may be unknown.

    `is_new`: the year is the member's first, it pays the entry fee.
    """

    code: str
    population: int | None = None
    use: int | None = None
    is_new: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A percentage of the cost and the key by which it is shared."""

    key: Key
    percent: Fraction | int = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How the cost of a year is shared. All amounts are yen a year and member.

    Every member pays `fixed`; the rest is shared by the `parts`. `floor` and `ceiling` bound what a member pays in all
    but the entry fee. Yen that exact equality leaves open go to the larger weight, then by `tie_order` (codes not named
    there follow in their own order). A member that leaves pays `exit_percent` of its share for the rest of the term.

    Raises `CannotShare` where percentages do not sum to 100 or an amount is negative.
    """

    parts: tuple[Part, ...]
    fixed: int = 0
    floor: int = 0
    ceiling: int | None = None
    rounding: Rounding = Rounding.DIVISOR
    tie_order: tuple[str, ...] = ()
    entry_fee: int = 0
    fee_goes: FeeGoes = FeeGoes.RESERVE
    exit_percent: Fraction | int = 100

    def __post_init__(self) -> None:
        if sum(Fraction(part.percent) for part in self.parts) != 100:
            raise CannotShare(Problem.PARTS_NOT_100)
        amounts = [self.fixed, self.floor, self.entry_fee, self.exit_percent, *(part.percent for part in self.parts)]
        if min(amounts) < 0:
            raise CannotShare(Problem.AMOUNT_NEGATIVE)
        if self.ceiling is not None and self.ceiling < max(self.floor, self.fixed):
            raise CannotShare(Problem.FLOOR_ABOVE_CEILING)

    @property
    def is_bounded(self) -> bool:
        """Whether a floor or ceiling can change a share."""
        return self.floor > self.fixed or self.ceiling is not None

    @property
    def never_raises_on_joining(self) -> bool:
        """Whether nobody pays a yen more when another joins at the same cost: proven for these rules.

        Largest remainders can raise one by a yen. With several keys, a newcomer whom the ceiling spares can lower the
        shares of some by one key so far that the bounds leave more to others.
        """
        return self.rounding is Rounding.DIVISOR and (len(self.parts) == 1 or not self.is_bounded)


def check(members: Sequence[Member], cost: int) -> None:
    """Raise `CannotShare` where there is no member, one twice, or a negative cost."""
    if not members:
        raise CannotShare(Problem.NO_MEMBER)
    if cost < 0:
        raise CannotShare(Problem.AMOUNT_NEGATIVE, yen=cost)
    seen: set[str] = set()
    for member in members:
        if member.code in seen:
            raise CannotShare(Problem.MEMBER_TWICE, about=member.code)
        seen.add(member.code)
