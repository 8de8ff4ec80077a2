"""The finite grid behind the rules: each input cut into the parts between which no rule tells a difference.

Two values of one part meet exactly the same cells of all tables, so one specimen of each part stands for all of them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from .errors import FactError
from .tables import Input
from .values import Kind, Names, Spans, Value, Values, meet, spans_of, specimen


@dataclass(frozen=True, slots=True)
class Axis:
    """An input and its parts, which are disjoint, not empty and together its domain."""

    name: str
    kind: Kind
    parts: tuple[Values, ...]

    def place(self, value: Value) -> int:
        """The part a value lies in; `FactError` when it is outside the domain."""
        for place, part in enumerate(self.parts):
            if value in part:
                return place
        raise FactError(f"「{self.name}」に「{value}」は入れられません。")

    def specimen(self, place: int) -> Value:
        """One value of a part."""
        return specimen(self.kind, self.parts[place])

    def accepted(self, values: Values) -> int:
        """The parts that a cell accepts, as a bit mask."""
        return sum(1 << place for place, part in enumerate(self.parts) if not meet(part, values).is_empty)


def axes_of(column: Input, cells: Iterable[Values]) -> Axis:
    """The axis of an input for the cells that test it."""
    domain = column.domain
    parts = _name_parts(domain, cells) if isinstance(domain, Names) else _span_parts(domain, cells)
    return Axis(column.name, column.kind, parts)


def _name_parts(domain: Names, cells: Iterable[Values]) -> tuple[Values, ...]:
    named = set() if domain.rest else set(domain.items)
    for cell in cells:
        named |= {item for item in cell.items if item in domain} if isinstance(cell, Names) else set()
    single: list[Values] = [Names(frozenset({item})) for item in sorted(named, key=str)]
    rest = domain & Names(frozenset(named), rest=True)
    return tuple(single if rest.is_empty else [*single, rest])


def _span_parts(domain: Spans, cells: Iterable[Values]) -> tuple[Values, ...]:
    cuts = {cut for span in domain.spans for cut in span}
    for cell in cells:
        cuts |= {cut for span in cell.spans for cut in span} if isinstance(cell, Spans) else set()
    edges = sorted(cuts)
    pieces = (domain & spans_of([pair]) for pair in pairwise(edges))
    return tuple(piece for piece in pieces if not piece.is_empty)
