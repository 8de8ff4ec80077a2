"""The catalogue: procedures in words, the section of each, the questions as people read them, and the rules behind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from .deciding import RuleSet
from .tables import Overlay, lay_over

ANSWER = "answer"
"""The result of every procedure's table; its values are `ANSWERS`."""

ANSWERS = ("needed", "elsewhere", "automatic", "confirm", "not_needed")
"""needed: at the city hall. elsewhere: at another office. automatic: the city does it. confirm: no confirmed rule."""


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Japanese, やさしい日本語 and English. Where there is no easy one it is the Japanese one."""

    ja: str
    easy: str
    en: str


@dataclass(frozen=True, slots=True)
class Source:
    """A public page or law: its name, the day it was dated or read, its address (only of official pages)."""

    name: str
    day: date | None = None
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A procedure as it is shown. `unverified_basis` are clauses that nobody has read yet; staff must see that mark.

    `bring_unconfirmed`: the list was completed from general examples. `deadline_unverified`: as with the clauses.
    """

    key: str
    event: str
    title: Words
    section: str
    places: str
    for_whom: str
    bring: tuple[str, ...]
    bring_unconfirmed: bool
    deadline: str
    deadline_unverified: bool
    basis: tuple[str, ...]
    unverified_basis: tuple[str, ...]
    source: Source

    @property
    def goal(self) -> str:
        """The name of the result that says whether it is needed."""
        return f"{self.key}.{ANSWER}"

    @property
    def is_unverified(self) -> bool:
        """Whether staff must be warned: something was not read at its source."""
        return bool(self.unverified_basis) or self.bring_unconfirmed or self.deadline_unverified


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionWords:
    """A question as people read it: boxes to tick (yes/no facts), or one fact with the values it can have."""

    key: str
    ask: Words
    why: Words
    boxes: Mapping[str, Words]
    choice: str = ""
    values: Mapping[str, Words]

    @property
    def inputs(self) -> tuple[str, ...]:
        """The facts that the question settles."""
        return (self.choice,) if self.choice else tuple(self.boxes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Everything that the counter knows of procedures."""

    sections: Mapping[str, Words]
    questions: tuple[QuestionWords, ...]
    procedures: tuple[Procedure, ...]
    rules: RuleSet
    overlays: tuple[Overlay, ...]

    def rules_of(self, municipality: str) -> RuleSet:
        """The rules as a municipality (six-digit code) uses them: the base with its overlays."""
        tables = {table.key: table for table in self.rules.tables}
        for overlay in self.overlays:
            if overlay.municipality == municipality:
                tables[overlay.table] = lay_over(tables[overlay.table], overlay)
        return RuleSet.of(self.rules.inputs, tuple(tables.values()))

    def goals(self) -> tuple[str, ...]:
        """The results that an interview works out, one for each procedure."""
        return tuple(procedure.goal for procedure in self.procedures)

    def with_rules(self, rules: RuleSet) -> Catalogue:
        """The same words over other rules."""
        return replace(self, rules=rules)
