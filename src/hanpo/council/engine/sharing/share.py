"""Sharing the cost of a year: each member's share to the yen, with every number that led to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from fractions import Fraction

from hanpo.council.engine.sharing.rounding import Task, drawn, exact, in_yen
from hanpo.council.engine.sharing.rule import CannotShare, FeeGoes, Key, Member, Part, Problem, Rounding, Rule, check
from hanpo.council.engine.sharing.weights import weights


class Bound(Enum):
    """Which bound holds a share: in proportion to the others it would be lower (floor) or higher (ceiling)."""

    FLOOR = "floor"
    CEILING = "ceiling"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How one part of the cost came to a member: amount × weight ÷ weight of all.

    `yen` is this part rounded; `None` where bounds hold for several keys together, so that only the sum is rounded.
    """

    key: Key
    percent: Fraction
    amount: Fraction
    weight: Fraction
    weight_of_all: Fraction
    exact: Fraction
    yen: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a member pays for the year: `yen`, and the `entry_fee` of a new member beside it.

    `exact` is the share before rounding (fixed amount included), `unbounded` before floor and ceiling too.
    """

    code: str
    steps: tuple[Step, ...]
    fixed: int
    unbounded: Fraction
    exact: Fraction
    bound: Bound | None
    yen: int
    entry_fee: int

    @property
    def to_pay(self) -> int:
        """All that the member pays in this year."""
        return self.yen + self.entry_fee

    @property
    def rounded_by(self) -> Fraction:
        """What rounding added, in yen; negative where it took away."""
        return self.yen - self.exact


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """A cost shared: `shared` is what the shares sum to, the cost less the entry fees where these lower it."""

    cost: int
    shared: int
    rule: Rule
    shares: tuple[Share, ...]

    def of(self, code: str) -> Share:
        """The share of one member. Raises `CannotShare` for others."""
        for one in self.shares:
            if one.code == code:
                return one
        raise CannotShare(Problem.NOT_A_MEMBER, about=code)


def share(*, cost: int, members: Sequence[Member], rule: Rule) -> Sharing:
    """Share the yearly cost (yen) among members. Raises `CannotShare` where it cannot be done as agreed."""
    check(members, cost)
    fees = {member.code: rule.entry_fee if member.is_new else 0 for member in members}
    shared = cost - (sum(fees.values()) if rule.fee_goes is FeeGoes.LOWERS_COST else 0)
    if shared < 0:
        raise CannotShare(Problem.FEES_ABOVE_COST, yen=-shared)
    amount = shared - rule.fixed * len(members)
    if amount < 0:
        raise CannotShare(Problem.FIXED_TOO_HIGH, yen=-amount)
    order = _order(members, rule)
    together = rule.is_bounded and len(rule.parts) > 1
    steps = [_steps(part, yen, amount, members, rule, order) for part, yen in _parts(rule, amount)]
    rows = list(zip(*steps, strict=True))
    counted = _bounded(rows, amount, rule, order) if rule.is_bounded else _plain(rows)
    return Sharing(
        cost=cost,
        shared=shared,
        rule=rule,
        shares=tuple(
            _share(rule, member.code, _shown(row, one.yen, together, rule), one, fees[member.code])
            for member, row, one in zip(members, rows, counted, strict=True)
        ),
    )


def _parts(rule: Rule, amount: int) -> list[tuple[Part, int]]:
    """The parts of the amount in whole yen, so that every part can be rounded by itself whoever the members are."""
    task = Task(amount, [Fraction(part.percent) for part in rule.parts], 0, None, range(len(rule.parts)))
    return list(zip(rule.parts, in_yen(task, exact(task), Rounding.DIVISOR), strict=True))


def _order(members: Sequence[Member], rule: Rule) -> list[int]:
    codes = sorted(member.code for member in members)
    named = {code: place for place, code in enumerate(rule.tie_order)}
    ranked = sorted(codes, key=lambda code: (named.get(code, len(named)), code))
    places: Mapping[str, int] = {code: place for place, code in enumerate(ranked)}
    return [places[member.code] for member in members]


def _steps(
    part: Part, yen: int, amount: int, members: Sequence[Member], rule: Rule, order: Sequence[int]
) -> list[Step]:
    each = weights(part.key, members)
    task = Task(yen, each, 0, None, order)
    rounded = in_yen(task, exact(task), rule.rounding)
    whole, total = Fraction(amount) * Fraction(part.percent) / 100, sum(each, Fraction(0))
    return [
        Step(
            key=part.key,
            percent=Fraction(part.percent),
            amount=whole,
            weight=weight,
            weight_of_all=total,
            exact=whole * weight / total,
            yen=one,
        )
        for weight, one in zip(each, rounded, strict=True)
    ]


Row = tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class _Counted:
    """A share without the fixed amount, and whether a bound drew it up (1) or down (-1)."""

    exact: Fraction
    yen: int
    drawn: int = 0


def _plain(rows: Sequence[Row]) -> list[_Counted]:
    return [_Counted(_exact(row), sum(step.yen or 0 for step in row)) for row in rows]


def _exact(row: Row) -> Fraction:
    return sum((step.exact for step in row), Fraction(0))


def _bounded(rows: Sequence[Row], amount: int, rule: Rule, order: Sequence[int]) -> list[_Counted]:
    """With one key its weights are rounded within the bounds; with several the sums of the parts."""
    each = [row[0].weight if len(row) == 1 else _exact(row) for row in rows]
    if not any(each):
        each = [Fraction(1)] * len(rows)
    high = None if rule.ceiling is None else rule.ceiling - rule.fixed
    task = Task(amount, each, max(rule.floor - rule.fixed, 0), high, order)
    shares = exact(task)
    return [_Counted(*one) for one in zip(shares, in_yen(task, shares, rule.rounding), drawn(task), strict=True)]


def _shown(row: Row, yen: int, together: bool, rule: Rule) -> Row:
    """The steps as they count: under bounds the single key carries the final yen, several keys carry none."""
    if not rule.is_bounded:
        return row
    return tuple(replace(step, yen=None if together else yen) for step in row)


def _share(rule: Rule, code: str, row: Row, counted: _Counted, fee: int) -> Share:
    return Share(
        code=code,
        steps=row,
        fixed=rule.fixed,
        unbounded=_exact(row) + rule.fixed,
        exact=counted.exact + rule.fixed,
        bound={1: Bound.FLOOR, -1: Bound.CEILING}.get(counted.drawn),
        yen=counted.yen + rule.fixed,
        entry_fee=fee,
    )
