"""What a proof finds, each with a household as the witness."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from hanpo.counter.engine.rules import Value


@dataclass(frozen=True, slots=True)
class Witness:
    """A household and a day for which the finding is true. Facts that do not matter are left out."""

    facts: tuple[tuple[str, Value], ...]
    day: date


@dataclass(frozen=True, slots=True)
class Overlap:
    """Two rows that apply together. `is_harmful`: the hit policy forbids it.

    Under FIRST it is allowed, but with different results the order of the rows decides (`order_matters`).
    """

    table: str
    rows: tuple[str, str]
    is_harmful: bool
    order_matters: bool
    witness: Witness


@dataclass(frozen=True, slots=True)
class Gap:
    """A household for which a table has no answer."""

    table: str
    witness: Witness


@dataclass(frozen=True, slots=True)
class Unreachable:
    """A row that never gives an answer from the day of the proof on. `behind` are the rows above that always win."""

    table: str
    row: str
    behind: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expired:
    """A row whose last day is over."""

    table: str
    row: str
    last_day: date


@dataclass(frozen=True, slots=True)
class Proof:
    """Everything found in a rule set. `unverified` and `unconfirmed` name rows (`table`, `row`).

    unverified: a clause behind it was not read. unconfirmed: nobody has approved it.
    """

    overlaps: tuple[Overlap, ...] = ()
    gaps: tuple[Gap, ...] = ()
    unreachable: tuple[Unreachable, ...] = ()
    expired: tuple[Expired, ...] = ()
    cycles: tuple[tuple[str, ...], ...] = ()
    unverified: tuple[tuple[str, str], ...] = ()
    unconfirmed: tuple[tuple[str, str], ...] = ()

    @property
    def is_sound(self) -> bool:
        """Whether every household gets exactly one answer from every table."""
        return not (self.cycles or self.gaps or any(overlap.is_harmful for overlap in self.overlaps))
