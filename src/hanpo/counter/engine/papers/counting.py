"""書かない in numbers: values that people entered beside values that stand on paper."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from hanpo.counter.engine.papers.papers import Filled
from hanpo.counter.engine.papers.printing import Sheet
from hanpo.forms.engine.values import Value

BY_HAND: Final = frozenset({"typed", "counter"})
"""Origins of what a person entered; the rest came from the guide or the register."""

_PARTS_OF_A_NAME: Final = (("family", "given"), ("family_kana", "given_kana"), ("former",), ("alias",))


@dataclass(frozen=True, slots=True)
class Tally:
    """How many values were entered by hand and how many stand on the papers. A name counts once and its reading
    once, an address once, each cell once; what a person picked (whom a paper is about) counts as entered as well.
    """

    entered: int
    printed: int

    @property
    def share(self) -> Fraction:
        """Entered over printed; 1 where nothing is printed yet."""
        return Fraction(self.entered, self.printed) if self.printed else Fraction(1)


def tally(filled: Filled, made: Iterable[Sheet]) -> Tally:
    """Count what was entered and what is printed."""
    entered = sum(_count(value) for one, value in filled.values.items() if filled.origins.get(one) in BY_HAND)
    printed = sum(1 for sheet in made for box in sheet.boxes() if box.text)
    return Tally(entered, printed)


def _count(value: Value) -> int:
    """The values in one entry: 1, the parts of a name, the cells of a table, the picks of a list."""
    if isinstance(value, list):
        return sum(len(row) if isinstance(row, Mapping) and "id" not in row else 1 for row in value)
    if isinstance(value, Mapping) and {"family", "given"} & set(value):
        return sum(any(value.get(part) for part in parts) for parts in _PARTS_OF_A_NAME)
    return 1
