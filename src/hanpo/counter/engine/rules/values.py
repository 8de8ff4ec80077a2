"""Sets of values: what a cell accepts, as an exact set with union, intersection and complement.

Numbers and dates are sets of spans on a line; words and yes/no are lists of names, or everything but a list. Whole
numbers and days are discrete, so `< 6` and `<= 5` are the same set and no gap is seen between 5 and 6.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from math import ceil, floor
from typing import Any

Value = str | int | Decimal | bool | date
"""A fact or a result: a word, a number, yes or no, or a day."""

Cut = tuple[Any, ...]
"""A place between values: `(0, v, 0)` just before v, `(0, v, 1)` just after it; `BOTTOM` and `TOP` are the ends."""

BOTTOM: Cut = (-1,)
TOP: Cut = (1,)
_DAY = timedelta(days=1)


class Kind(Enum):
    """What sort of value an input or output holds. The value of each member is its type name in DMN."""

    TEXT = "string"
    NUMBER = "number"
    WHOLE = "integer"
    BOOLEAN = "boolean"
    DATE = "date"

    @property
    def is_line(self) -> bool:
        """Whether the values have an order, so that ranges make sense."""
        return self in {Kind.NUMBER, Kind.WHOLE, Kind.DATE}


def fits(kind: Kind, value: object) -> bool:
    """Whether a value is of a kind. Yes/no is no number; a time stamp is no day."""
    if kind is Kind.BOOLEAN or isinstance(value, bool):
        return kind is Kind.BOOLEAN and isinstance(value, bool)
    if kind is Kind.DATE:
        return type(value) is date
    if kind is Kind.TEXT:
        return isinstance(value, str)
    if kind is Kind.WHOLE:
        return isinstance(value, int)
    return isinstance(value, int) or (isinstance(value, Decimal) and value.is_finite())


@dataclass(frozen=True, slots=True)
class Names:
    """Words, or yes/no. With `rest` it is everything except the items."""

    items: frozenset[str | bool]
    rest: bool = False

    def __contains__(self, value: object) -> bool:
        return (value in self.items) is not self.rest

    def __and__(self, other: Names) -> Names:
        match self.rest, other.rest:
            case False, False:
                return Names(self.items & other.items)
            case False, True:
                return Names(self.items - other.items)
            case True, False:
                return Names(other.items - self.items)
        return Names(self.items | other.items, rest=True)

    def __or__(self, other: Names) -> Names:
        return ~(~self & ~other)

    def __invert__(self) -> Names:
        return Names(self.items, rest=not self.rest)

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return not self.items and not self.rest


@dataclass(frozen=True, slots=True)
class Spans:
    """Numbers or days: sorted spans between cuts that neither overlap nor touch."""

    spans: tuple[tuple[Cut, Cut], ...]

    def __contains__(self, value: object) -> bool:
        return any(low <= (0, value, 0) < high for low, high in self.spans)

    def __and__(self, other: Spans) -> Spans:
        met = [(max(a, c), min(b, d)) for a, b in self.spans for c, d in other.spans]
        return spans_of(met)

    def __or__(self, other: Spans) -> Spans:
        return spans_of([*self.spans, *other.spans])

    def __invert__(self) -> Spans:
        edges = [BOTTOM, *(cut for span in self.spans for cut in span), TOP]
        return spans_of(list(zip(edges[::2], edges[1::2], strict=True)))

    @property
    def is_empty(self) -> bool:
        """Whether nothing is in it."""
        return not self.spans


Values = Names | Spans


def spans_of(pairs: list[tuple[Cut, Cut]]) -> Spans:
    """Spans put in order, empty ones left out, overlapping and touching ones joined."""
    joined: list[tuple[Cut, Cut]] = []
    for low, high in sorted(pair for pair in pairs if pair[0] < pair[1]):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    return Spans(tuple(joined))


def everything(kind: Kind) -> Values:
    """All values of a kind."""
    if kind is Kind.BOOLEAN:
        return Names(frozenset({True, False}))
    return Spans(((BOTTOM, TOP),)) if kind.is_line else Names(frozenset(), rest=True)


def just(kind: Kind, value: Value) -> Values:
    """The set of one value."""
    if kind.is_line:
        return span(kind, value, value)
    return Names(frozenset({value if isinstance(value, str | bool) else str(value)}))


def span(
    kind: Kind, low: Value | None, high: Value | None, *, low_open: bool = False, high_open: bool = False
) -> Spans:
    """The values from `low` to `high`; None leaves a side without end."""
    start = BOTTOM if low is None else _cut(kind, low, after=low_open)
    end = TOP if high is None else _cut(kind, high, after=not high_open)
    return spans_of([(start, end)])


def _cut(kind: Kind, value: Any, *, after: bool) -> Cut:
    """A cut; between whole numbers and between days there is only one, written as the one before the later value."""
    if kind is Kind.DATE:
        if after and value == date.max:
            return TOP
        return (0, value + _DAY if after else value, 0)
    if kind is Kind.WHOLE:
        return (0, floor(value) + 1 if after else ceil(value), 0)
    return (0, value, int(after))


def complement(kind: Kind, values: Values) -> Values:
    """Everything of the kind that is not in the set."""
    return meet(everything(kind), ~values)


def meet(one: Values, other: Values) -> Values:
    """What is in both sets (of one kind)."""
    if isinstance(one, Names) and isinstance(other, Names):
        return one & other
    if isinstance(one, Spans) and isinstance(other, Spans):
        return one & other
    raise TypeError("sets of different kinds")


def join(one: Values, other: Values) -> Values:
    """What is in either set (of one kind)."""
    if isinstance(one, Names) and isinstance(other, Names):
        return one | other
    if isinstance(one, Spans) and isinstance(other, Spans):
        return one | other
    raise TypeError("sets of different kinds")


def within(part: Values, whole: Values) -> bool:
    """Whether everything in the one set is in the other."""
    return meet(part, whole) == part


def specimen(kind: Kind, values: Values) -> Value:
    """One value of a set that is not empty: the witness that a proof shows. Always the same one."""
    if isinstance(values, Names):
        return _absent_name(values.items) if values.rest else min(values.items, key=str)
    low, high = values.spans[0]
    if low == BOTTOM:
        return _below(kind, high)
    if low[2] == 0:
        value: Value = low[1]
        return value
    return low[1] + 1 if high == TOP else (Decimal(low[1]) + Decimal(high[1])) / 2


def _absent_name(items: frozenset[str | bool]) -> str:
    name = "その他"
    while name in items:
        name += "＋"
    return name


def _below(kind: Kind, high: Cut) -> Value:
    if high == TOP:
        return date(2000, 1, 1) if kind is Kind.DATE else 0
    if kind is Kind.DATE:
        return high[1] - _DAY
    return high[1] if high[2] else high[1] - 1
