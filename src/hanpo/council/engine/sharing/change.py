"""What changes for each member when one joins or leaves, or when the rule, the numbers or the cost change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from math import floor

from hanpo.council.engine.sharing.rule import CannotShare, Member, Problem, Rule
from hanpo.council.engine.sharing.share import Sharing, share

MONTHS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A member before and after, in yen a year; `None` where it is not a member.

    `alone` is what it would pay on its own, where that is known.
    """

    code: str
    before: int | None
    after: int | None
    alone: int | None

    @property
    def change(self) -> int | None:
        """Yen a year more (or, below 0, less); `None` for who joins or leaves."""
        return None if self.before is None or self.after is None else self.after - self.before

    @property
    def above_alone(self) -> int | None:
        """Yen a year more than alone; 0 where it is not more, `None` where that is not known."""
        return None if self.after is None or self.alone is None else max(self.after - self.alone, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Two sharings beside each other, members in the order of before, newcomers behind.

    `exit_fees` is what those who leave pay for the rest of the term, once; it is no part of any yearly share.
    """

    before: Sharing
    after: Sharing
    differences: tuple[Difference, ...]
    exit_fees: Mapping[str, int]

    @property
    def raised(self) -> tuple[Difference, ...]:
        """Members who stay and pay more."""
        return tuple(one for one in self.differences if (one.change or 0) > 0)

    @property
    def lowered(self) -> tuple[Difference, ...]:
        """Members who stay and pay less."""
        return tuple(one for one in self.differences if (one.change or 0) < 0)

    @property
    def dearer_than_alone(self) -> tuple[Difference, ...]:
        """Members who would pay more than on their own."""
        return tuple(one for one in self.differences if one.above_alone)


def change(
    *,
    before: Sharing,
    after: Sharing,
    alone: Mapping[str, int] | None = None,
    exit_fees: Mapping[str, int] | None = None,
) -> Change:
    """Put two sharings side by side, member by member. Entry fees are left out: they are paid once."""
    old, new = ({one.code: one.yen for one in sharing.shares} for sharing in (before, after))
    known = alone or {}
    codes = [*old, *(code for code in new if code not in old)]
    differences = tuple(
        Difference(code=code, before=old.get(code), after=new.get(code), alone=known.get(code)) for code in codes
    )
    return Change(before=before, after=after, differences=differences, exit_fees=exit_fees or {})


def joining(
    *,
    cost: int,
    members: Sequence[Member],
    newcomers: Sequence[Member],
    rule: Rule,
    cost_after: int | None = None,
    alone: Mapping[str, int] | None = None,
) -> Change:
    """What changes in the newcomers' first year. `cost_after` where the cost changes with them."""
    entering = [replace(member, is_new=True) for member in newcomers]
    return change(
        before=share(cost=cost, members=members, rule=rule),
        after=share(cost=cost if cost_after is None else cost_after, members=[*members, *entering], rule=rule),
        alone=alone,
    )


def leaving(
    *,
    cost: int,
    members: Sequence[Member],
    codes: Sequence[str],
    rule: Rule,
    months_left: int,
    cost_after: int | None = None,
    alone: Mapping[str, int] | None = None,
) -> Change:
    """What changes when members leave with `months_left` of the term still to run; they owe the exit fee.

    Raises `CannotShare` for codes that are no members, and where nobody stays.
    """
    before = share(cost=cost, members=members, rule=rule)
    fees = {code: exit_fee(yearly=before.of(code).yen, months_left=months_left, rule=rule) for code in codes}
    staying = [member for member in members if member.code not in fees]
    after = share(cost=cost if cost_after is None else cost_after, members=staying, rule=rule)
    return change(before=before, after=after, alone=alone, exit_fees=fees)


def exit_fee(*, yearly: int, months_left: int, rule: Rule) -> int:
    """The agreed percentage of the yearly share (yen) for the months left of the term; parts of a yen are dropped.

    Raises `CannotShare` for negative months.
    """
    if months_left < 0:
        raise CannotShare(Problem.AMOUNT_NEGATIVE, yen=months_left)
    return floor(Fraction(yearly * months_left, MONTHS) * Fraction(rule.exit_percent) / 100)
