"""What a form is: sections of items, each with its words in three languages, its conditions and its checks.

A definition is plain data (JSON, YAML) with the same names as the dataclasses here; `read_form` and `form_data` turn
one into the other without loss. Conditions, checks and formulas are expressions in the words of XLSForm (`${id}`,
`selected()`, `and`, `or`, `not()`), which `hanpo.forms.engine.expressions` reads.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Language = Literal["ja", "easy", "en"]
LANGUAGES: tuple[Language, ...] = ("ja", "easy", "en")
"""Japanese, やさしい日本語 and English; Japanese is always there, the others may be missing."""


class Kind(StrEnum):
    """What kind of answer an item asks for. The shape of each kind's value is told in `hanpo.forms.engine.values`."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    CHOICE = "choice"
    MULTIPLE = "multiple"
    MATRIX = "matrix"
    SCALE = "scale"
    FILE = "file"
    SIGNATURE = "signature"
    TABLE = "table"
    ADDRESS = "address"
    PERSON = "person"
    CALCULATED = "calculated"
    NOTE = "note"


class DefinitionError(ValueError):
    """A definition that cannot be a form. `place` names the section or item; the Japanese message says what to do."""

    def __init__(self, message: str, place: str = "") -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place
        self.message = message


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Japanese and, where written, in やさしい日本語 and English."""

    ja: str = ""
    easy: str = ""
    en: str = ""

    def said(self, language: Language = "ja") -> str:
        """The text in a language; Japanese where that was not written (やさしい日本語 falls back to Japanese as well)."""
        return getattr(self, language) or self.ja

    def __bool__(self) -> bool:
        return bool(self.ja)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One possible answer, or a row of a matrix. `is_alone` marks 「特になし」: it cannot stand beside others.

    `is_retired` choices are no longer offered but still read in older responses.
    """

    id: str
    label: Words
    is_alone: bool = False
    is_retired: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A rule that an answer must meet (`.` is the answer itself) and what to say when it does not."""

    rule: str
    message: Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One question of a form.

    - `when`: the condition under which it is asked; empty asks always.
    - `why`: why we ask; shown beneath the question.
    - `unit`: printed beside a number (人, 件, 時間); money is always in yen, `low`, `high`: both ends allowed.
    - `decimals`: digits after the point that a number may have.
    - `choices`: of a choice, multiple, and of each row of a matrix; `has_other` adds 「その他」 with a text of its own.
    - `rows`: of a matrix. `columns`: the items of one row of a table; `most_rows` limits its rows.
    - `steps`: a scale runs from 1 to this number; `low_label`, `high_label` name its ends.
    - `lines`: height of a text field; `most_characters`: its limit (0: none).
    - `formula`: of a calculated item, in the words of expressions.
    - `absences`: kinds of "no answer" that are answers here (none 該当なし, undecided 未定, unknown 不明).
    - `term`: the word of the item dictionary that this item asks for; answers known under it are offered again.
    - `follows`: the id of the question this one replaces in an earlier version; the two are not the same question.
    """

    id: str
    kind: Kind
    label: Words
    help: Words = Words()
    why: Words = Words()
    required: bool = False
    when: str = ""
    checks: tuple[Check, ...] = ()
    unit: str = ""
    low: Decimal | None = None
    high: Decimal | None = None
    decimals: int = 0
    choices: tuple[Choice, ...] = ()
    has_other: bool = False
    rows: tuple[Choice, ...] = ()
    columns: tuple[Item, ...] = ()
    most_rows: int = 20
    steps: int = 5
    low_label: Words = Words()
    high_label: Words = Words()
    lines: int = 1
    most_characters: int = 0
    formula: str = ""
    absences: tuple[str, ...] = ()
    term: str = ""
    follows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of a form with a heading; `when` asks or leaves out all of it."""

    id: str
    title: Words = Words()
    note: Words = Words()
    when: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A form: what a person reads, in the order in which it is asked. Ids are unique over all sections."""

    id: str
    title: Words
    intro: Words = Words()
    closing: Words = Words()
    languages: tuple[Language, ...] = ("ja",)
    sections: tuple[Section, ...] = ()

    def items(self) -> Iterator[Item]:
        """Every item, in order; columns of tables are inside their item."""
        for section in self.sections:
            yield from section.items

    def item(self, item_id: str) -> Item:
        """The item of an id. Raises `KeyError`."""
        for item in self.items():
            if item.id == item_id:
                return item
        raise KeyError(item_id)
