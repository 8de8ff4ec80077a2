"""The consensus board: how sections stand to steps, and the next smallest decision.

A step may be decided once every section concerned has spoken, understands it, agrees with it and can bear it, and all
it needs is done. Where none is so far, the board names the step that the fewest conversations keep from it, and which
conversation that is: to ask, to explain, to make lighter, or to talk. Sections are never ranked: they stand in the
order in which they were given.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

ENOUGH = 3
"""From 「だいたいそう言える」 on a section is with it."""


class Need(StrEnum):
    """What a section needs before a step can be decided; in the order in which it is looked for."""

    ASK = "ask"
    EXPLAIN = "explain"
    LIGHTEN = "lighten"
    TALK = "talk"


@dataclass(frozen=True, slots=True)
class Voice:
    """What a section said last of a step, in words from 1 (no) to 4 (yes)."""

    understands: int
    agrees: int
    bears: int


@dataclass(frozen=True, slots=True)
class Item:
    """A step that waits to be decided: what each section concerned said (None: nothing yet), whether all that it needs
    is done, and the minutes a year that it is expected to give back in all.
    """

    key: int
    voices: Mapping[int, Voice | None]
    may_begin: bool
    minutes_a_year: float


@dataclass(frozen=True, slots=True)
class Move:
    """The next smallest decision: the step, and what each section still needs; none means that it can be decided."""

    key: int
    needs: Mapping[int, Need]

    @property
    def is_decision(self) -> bool:
        """Whether it can be decided now."""
        return not self.needs


def needs_of(item: Item) -> dict[int, Need]:
    """What each section still needs for a step; sections that need nothing are left out."""
    found = {section: _need(voice) for section, voice in item.voices.items()}
    return {section: need for section, need in found.items() if need is not None}


def next_decision(items: Iterable[Item]) -> Move | None:
    """The step that the fewest conversations keep from being decided, the greater benefit first; None where no step
    may begin or no section is concerned.

    Between two steps with equally many conversations the one with the easier ones comes first: to ask is easier than to
    explain, to explain easier than to take load away, and that easier than to change a mind.
    """
    found = [(item, needs_of(item)) for item in items if item.may_begin and item.voices]
    if not found:
        return None
    item, needs = min(found, key=lambda one: (*_work(one[1]), -one[0].minutes_a_year, one[0].key))
    return Move(item.key, needs)


def _need(voice: Voice | None) -> Need | None:
    if voice is None:
        return Need.ASK
    if voice.understands < ENOUGH:
        return Need.EXPLAIN
    if voice.bears < ENOUGH:
        return Need.LIGHTEN
    return Need.TALK if voice.agrees < ENOUGH else None


def _work(needs: Mapping[int, Need]) -> tuple[int, int]:
    order = list(Need)
    return len(needs), sum(order.index(need) for need in needs.values())
