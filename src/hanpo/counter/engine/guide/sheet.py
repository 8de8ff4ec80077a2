"""The guide (手続案内書) as data: what is needed where, what is not and why, what to bring, until when, what is paid.

It holds texts in all languages and no household: who reads it chooses the language, staff see the unverified marks.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from hanpo.counter.engine.deadlines import CardClocks, Due
from hanpo.counter.engine.rules import Procedure, Value, Words

from .benefits import BenefitTold


@dataclass(frozen=True, slots=True)
class DueTold:
    """A last day in the guide. `is_earliest`: the limit runs from an event that may be later than the day told."""

    due: Due
    is_earliest: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One procedure in the guide.

    `answer` is one of `ANSWERS`, or "" where it cannot be told; then `open_facts` are those that would tell. `reasons`
    are facts that suffice for the answer, with their values, `because` what the rules say about it in words.
    `days_missing` are days (of `DAYS`) without which a last day is not known. `cards` are the clocks of a My Number
    card that is carried over. `is_unverified`: something was not read at its source and no section has confirmed it;
    only staff see that mark.
    """

    procedure: Procedure
    answer: str
    reasons: tuple[tuple[str, Value], ...] = ()
    because: tuple[str, ...] = ()
    open_facts: tuple[str, ...] = ()
    dues: tuple[DueTold, ...] = ()
    days_missing: tuple[str, ...] = ()
    cards: CardClocks | None = None
    is_unverified: bool = False

    @property
    def key(self) -> str:
        """The procedure's id."""
        return self.procedure.key

    @property
    def is_near(self) -> bool:
        """Whether the household could have expected it: not merely a life event that did not happen."""
        return any(not (name.startswith("event_") and value is False) for name, value in self.reasons)

    @property
    def first_due(self) -> DueTold | None:
        """The last day that comes first."""
        return min(self.dues, key=lambda told: (told.due.advised_day, told.due.rule.key), default=None)


@dataclass(frozen=True, slots=True)
class Stop:
    """A section that the household visits, in the order of visiting, and what it does there."""

    section: str
    name: Words
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Bring:
    """Something to bring, and the procedures (ids) that ask for it."""

    item: str
    procedures: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GuideSheet:
    """A guide for one household as its answers stand.

    `stops` are visits at the city hall; `elsewhere` other offices; `automatic` what the city does by itself; `unsure`
    what cannot be told (an open fact, or no confirmed rule); `not_needed` everything else. `is_finished`: no question
    is left that would change an answer. `days_wanted` are the days (of `DAYS`) that limits run from; `days` those that
    were told.
    """

    municipality: str
    edition: int | None
    on: date
    is_finished: bool
    stops: tuple[Stop, ...]
    elsewhere: tuple[Line, ...]
    automatic: tuple[Line, ...]
    unsure: tuple[Line, ...]
    not_needed: tuple[Line, ...]
    bring: tuple[Bring, ...]
    benefits: tuple[BenefitTold, ...]
    days_wanted: tuple[str, ...]
    days: Mapping[str, date]

    @property
    def needed(self) -> tuple[Line, ...]:
        """What is needed at the city hall, in the order of visiting."""
        return tuple(line for stop in self.stops for line in stop.lines)

    def line(self, key: str) -> Line:
        """The line of a procedure. Raises KeyError for one that the guide does not know."""
        every = (*self.needed, *self.elsewhere, *self.automatic, *self.unsure, *self.not_needed)
        for line in every:
            if line.key == key:
                return line
        raise KeyError(key)
