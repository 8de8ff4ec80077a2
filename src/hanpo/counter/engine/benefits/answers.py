"""What a benefit answers for one month, and the dated parameters behind it. Amounts are yen a month.

An answer is never a guess: where a date has no parameters, or a fact decides that was not told, it is undecided and
says why, with the most it could be where that is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Protocol, TypeVar


class Benefit(Enum):
    """The five benefits for which a law gives the amount."""

    CHILD = "child"
    """児童手当."""
    SINGLE_PARENT = "single_parent"
    """児童扶養手当."""
    SPECIAL_CHILD = "special_child"
    """特別児童扶養手当."""
    DISABLED_CHILD = "disabled_child"
    """障害児福祉手当."""
    DISABLED_ADULT = "disabled_adult"
    """特別障害者手当."""


class Standing(Enum):
    """Whether a benefit is paid for a month."""

    PAID = "paid"
    NOT_PAID = "not_paid"
    UNDECIDED = "undecided"


class Why(Enum):
    """The reason of an answer."""

    MEETS_CONDITIONS = "meets_conditions"
    REDUCED_BY_INCOME = "reduced_by_income"
    NO_CHILD = "no_child"
    NOT_THE_AGE = "not_the_age"
    NOT_THE_CONDITION = "not_the_condition"
    IN_FACILITY = "in_facility"
    IN_HOSPITAL = "in_hospital"
    DISABILITY_PENSION = "disability_pension"
    INCOME_TOO_HIGH = "income_too_high"
    HOUSEHOLD_INCOME_TOO_HIGH = "household_income_too_high"
    NO_PARAMETERS = "no_parameters"
    NO_INCOME_LIMITS = "no_income_limits"
    NO_PARTIAL_RULE = "no_partial_rule"
    INCOME_UNKNOWN = "income_unknown"
    PENSION_TO_BE_SET_OFF = "pension_to_be_set_off"


@dataclass(frozen=True, slots=True)
class Part:
    """What is paid for one child (its number, the eldest being 1), or for the person (0), and by which clause."""

    number: int
    yen: int
    clause: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A benefit in a month. `yen` is None unless it is decided; `at_most` is the most it could be, where known."""

    benefit: Benefit
    month: date
    standing: Standing
    why: Why
    clause: str
    yen: int | None = None
    parts: tuple[Part, ...] = ()
    at_most: int | None = None
    source: str = ""
    verified: bool = True

    def __post_init__(self) -> None:
        if (self.standing is Standing.UNDECIDED) != (self.yen is None):
            raise ValueError("an undecided answer has no amount, a decided one has")


@dataclass(frozen=True, slots=True)
class Validity:
    """From which month to which a set of parameters holds, where it comes from, and whether that has been read."""

    valid_from: date
    valid_to: date
    source: str
    verified: bool = True

    def __post_init__(self) -> None:
        if self.valid_from > self.valid_to:
            raise ValueError(f"parameters end ({self.valid_to}) before they begin ({self.valid_from})")

    def covers(self, month: date) -> bool:
        """Whether they hold in the month of a day."""
        return self.valid_from <= month.replace(day=1) <= self.valid_to


class Dated(Protocol):
    """A set of parameters with its validity."""

    @property
    def validity(self) -> Validity:
        """From when to when, and from where."""
        ...


Row = TypeVar("Row", bound=Dated)


def in_force(rows: Sequence[Row], month: date) -> Row | None:
    """The parameters of a month; None where there are none. Raises ValueError where two sets hold at once."""
    found = [row for row in rows if row.validity.covers(month)]
    if len(found) > 1:
        raise ValueError(f"two sets of parameters hold in {month:%Y-%m}")
    return found[0] if found else None


@dataclass(frozen=True, slots=True)
class Limit:
    """An income limit: yen without a dependent, the first dependent, each further one; income must stay below it."""

    base: int
    first: int
    further: int

    def of(self, dependents: int, addition: int = 0) -> int:
        """The limit for so many dependents, with what is added for elderly or student dependents."""
        if dependents < 0:
            raise ValueError("nobody has fewer than zero dependents")
        return self.base + (self.first if dependents else 0) + self.further * max(0, dependents - 1) + addition


@dataclass(frozen=True, slots=True)
class Income:
    """Income as the benefit counts it (after its deductions), yen a year, with the dependents of the tax return.

    `addition` is what the law adds to the limit for elderly and student dependents. `yen` None: not told.
    """

    yen: int | None
    dependents: int = 0
    addition: int = 0
