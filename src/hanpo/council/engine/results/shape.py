"""The shape of results."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from hanpo.forms.engine.aggregates import Numbers, Table
from hanpo.forms.engine.definition import Kind, Words


class NotComparable(StrEnum):
    """Why a question cannot be set beside last time (比較不可)."""

    NO_SURVEY = "no-survey"
    NEW = "new"
    REPLACED = "replaced"
    KIND = "kind"
    UNIT = "unit"
    CHOICES = "choices"
    NOT_COUNTED = "not-counted"
    NOBODY = "nobody"
    PROMISE = "promise"


class Withheld(StrEnum):
    """Why a question is not shown to others at all."""

    CONDITION = "condition"
    WORKED_OUT = "worked-out"


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    """What the results stand on: members asked, those whose reply was sent, and those that have begun to write.

    `minutes` is the time that `minutes_from` members say it took them.
    """

    asked: int
    counted: int
    begun: int = 0
    minutes: int = 0
    minutes_from: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a member answered, in words (empty: no answer). `is_sent` is false where no reply was sent, `is_asked` where
    the question was not asked.
    """

    code: str
    name: str
    value: str
    is_sent: bool = True
    is_asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """A sentence as it was written; `who` wrote it (empty where not told), `reply` leads back to the reply (0: not)."""

    text: str
    who: str = ""
    reply: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """The smallest and the largest number of a column: each is one member's answer."""

    low: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedLine:
    """An answer, and how many of the same members gave it before and now."""

    label: Words
    before: int
    now: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A question beside last time: `n` members answered both times. `is_reworded` says that its wording differs."""

    n: int
    lines: tuple[ChangedLine, ...] = ()
    before: Numbers | None = None
    now: Numbers | None = None
    is_reworded: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What was answered to a question.

    `pending` counts, for each column of the tables, the members that sent no reply; `spans` has for each table a span
    for each column (`None` where there is no number). Either `change` or `not_comparable` is set.
    """

    id: str
    label: Words
    kind: Kind
    unit: str = ""
    tables: tuple[Table, ...] = ()
    pending: tuple[int, ...] = ()
    spans: tuple[tuple[Span | None, ...], ...] = ()
    named: tuple[Named, ...] = ()
    quotes: tuple[Said, ...] = ()
    withheld: Withheld | None = None
    change: Change | None = None
    not_comparable: NotComparable | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The results of a survey by one grouping (`by`, empty: none). `hidden_below` is the k of suppression, 0 before."""

    base: Base
    by: str = ""
    questions: tuple[Question, ...] = ()
    hidden_below: int = 0

    def question(self, item_id: str) -> Question:
        """The question of an id. Raises `KeyError`."""
        for one in self.questions:
            if one.id == item_id:
                return one
        raise KeyError(item_id)
