"""What papers are, the people that they are about, and what was filled in so far.

Names tie everything together. A plain id (`address_next`) is one value of the household, the same on every paper.
`head_name`, `applicant_born`: a role and what is asked of every person; such a box is never asked again, it follows
from the person. `person_grade`: of the person that a sheet is about. A table whose id begins with `people` lists those
whom the paper is about, a column for each thing asked. In the filling the values of the first person are called
`p1_name`, `p1_born`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from hanpo.core.japanese.ages import age_on, age_reached_by
from hanpo.forms.engine.definition import Form, Item, Section, Words
from hanpo.forms.engine.values import Value

NO_WORDS: Final = Words()

ADULT: Final = 18
"""成年 (民法4条)."""

PEOPLE_TABLE: Final = "people"
"""How the ids of tables begin that list the people of a paper."""

EVERYBODY_TABLE: Final = "people_all"
"""The id of a table that lists the whole household, whomever the paper is about."""

THE_PERSON: Final = "person"
"""The prefix of what is asked of the person that a sheet is about."""

ROLES: Final = ("applicant", "head", "spouse", "claimant", "guardian")
"""Parts that people of the household play: 届出人, 世帯主, 配偶者, 請求する人, 保護者."""

ASKED_ROLES: Final = ("applicant", "claimant", "guardian")
"""Roles that a person is asked for; the others follow from how people are related."""

OF_NAMES: Final = ("name", "kana", "former", "alias")
"""What is printed from the one entry of a name: 氏名, フリガナ, 旧氏, 通称."""

WORKED_OUT: Final = (*OF_NAMES, "address", "age")
"""What is printed of a person without being asked of the person by this name."""


class Who(StrEnum):
    """Whom a paper is about: no person in particular, everybody, some on one sheet, or a sheet for each of some."""

    NOBODY = "nobody"
    ALL = "all"
    SOME = "some"
    EACH = "each"


class Suggest(StrEnum):
    """Whom a paper is about as long as nobody says: everybody (of the ages), foreign residents alone, nobody."""

    EVERYBODY = "everybody"
    FOREIGN = "foreign"
    NOBODY = "nobody"


class Agent(StrEnum):
    """Who may come instead of the one who signs: anybody, the household (others with a 委任状 only), or nobody."""

    ANYBODY = "anybody"
    HOUSEHOLD = "household"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """An application form and how it is used.

    `ages` are the ages (both included, None is open) that suggest whom it is about; `signer` is a role or `person`.
    """

    key: str
    form: Form
    who: Who = Who.NOBODY
    who_label: Words = NO_WORDS
    suggest: Suggest = Suggest.EVERYBODY
    ages: tuple[int | None, int | None] = (None, None)
    signer: str = "applicant"
    agent: Agent = Agent.HOUSEHOLD

    @property
    def title(self) -> Words:
        """The name of the form."""
        return self.form.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """What is asked apart from the papers: who comes, each person, and who plays which role (`roles` by role)."""

    coming: Section
    person: tuple[Item, ...]
    roles: Mapping[str, Item]
    who: Item
    shared: Words
    whom: Words
    one_person: Words

    def asked_of_people(self) -> frozenset[str]:
        """The ids under which something is known of every person."""
        return frozenset({item.id for item in self.person} | set(WORKED_OUT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """What stands on a set of papers: values by id, where they come from (`typed`, `counter`, `guidance`, `register`),
    the people by key, and whether 支援措置 forbids every address.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    origins: Mapping[str, str] = field(default_factory=dict)
    people: tuple[str, ...] = ("p1",)
    today: date
    is_protected: bool = False

    def of(self, person: str, item: str) -> Value:
        """What was said of a person; None where nothing was."""
        return self.values.get(f"{person}_{item}")

    def choice(self, item_id: str) -> str:
        """The id of a choice that was made; empty where none was."""
        value = self.values.get(item_id)
        return str(value.get("id", "")) if isinstance(value, Mapping) else ""

    def relation(self, person: str) -> str:
        """How a person is related to the head of the household."""
        return self.choice(f"{person}_relation")

    def born(self, person: str) -> date | None:
        """The day of birth, where it is known and not in the future."""
        value = self.of(person, "born")
        try:
            day = date.fromisoformat(value) if isinstance(value, str) else None
        except ValueError:
            return None
        return day if day is not None and day <= self.today else None

    def age(self, person: str) -> int | None:
        """The age in everyday words today."""
        born = self.born(person)
        return None if born is None else age_on(born, self.today)

    def is_minor(self, person: str) -> bool:
        """Whether a person is under age in law (年齢計算ニ関スル法律: an age is reached on the eve of the birthday)."""
        born = self.born(person)
        return born is not None and age_reached_by(born, self.today) < ADULT

    def is_foreign(self, person: str) -> bool:
        """Whether a person is a foreign resident, written in Latin letters and by 西暦."""
        return self.choice(f"{person}_foreign") == "yes"

    def playing(self, role: str) -> str:
        """The key of the person in a role: as chosen, else as the relations tell; empty where nobody is."""
        named = self.choice(f"role_{role}")
        if named in self.people:
            return named
        if role == "spouse":
            return next((one for one in self.people if self.relation(one) == "spouse"), "")
        heads = [one for one in self.people if self.relation(one) == "head"]
        grown = [one for one in self.people if not self.is_minor(one)]
        return next(iter([*heads, *grown, *self.people]), "")


def chosen(paper: Paper, filled: Filled) -> tuple[str, ...]:
    """The people that a paper is about: as chosen, else everybody whose age fits."""
    if paper.who is Who.NOBODY:
        return ()
    if paper.who is Who.ALL:
        return filled.people
    named = filled.values.get(f"who_{paper.key}")
    if isinstance(named, list):
        picked = {one.get("id") for one in named}
        return tuple(one for one in filled.people if one in picked)
    return suggested(paper, filled)


def suggested(paper: Paper, filled: Filled) -> tuple[str, ...]:
    """Those whom a paper is about as long as nobody says: by age, and by what the paper is for."""
    return tuple(one for one in filled.people if _fits(paper, one, filled))


def _fits(paper: Paper, person: str, filled: Filled) -> bool:
    if paper.suggest is Suggest.NOBODY or (paper.suggest is Suggest.FOREIGN and not filled.is_foreign(person)):
        return False
    low, high = paper.ages
    if low is None and high is None:
        return True
    age = filled.age(person)
    return age is not None and (low is None or age >= low) and (high is None or age <= high)


def is_of_person(item_id: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """The role (or `person`) and the thing asked that an id names, where it follows from a person."""
    prefix, _line, rest = item_id.partition("_")
    known = rest in vocabulary.asked_of_people()
    return (prefix, rest) if known and prefix in {*ROLES, THE_PERSON} else None


def is_place(item: Item) -> bool:
    """Whether an item tells where somebody lives, or leads there (支援措置)."""
    return item.kind.value == "address" or item.term.partition(".")[0] in {"address", "contact"}
