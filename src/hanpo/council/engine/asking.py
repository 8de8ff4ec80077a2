"""Asking well: how long a form will take, and whether a question was asked before.

Times are rough and meant to be told beside the real ones of an earlier survey: a question that is ticked takes half a
minute, a number that must be looked up two, a text two, a table eight, a file five.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from typing import Final

from hanpo.forms.engine.definition import Form, Item, Kind

_MINUTES: Final = {
    Kind.TEXT: 2.0,
    Kind.NUMBER: 2.0,
    Kind.MONEY: 3.0,
    Kind.DATE: 1.0,
    Kind.CHOICE: 0.5,
    Kind.MULTIPLE: 0.75,
    Kind.SCALE: 0.5,
    Kind.FILE: 5.0,
    Kind.TABLE: 8.0,
    Kind.SIGNATURE: 1.0,
    Kind.ADDRESS: 1.0,
    Kind.PERSON: 1.0,
    Kind.CALCULATED: 0.0,
    Kind.NOTE: 0.25,
}
_ROW_OF_MATRIX: Final = 0.4
_LONG_TEXT: Final = 2.0
_READING: Final = 2.0
ALIKE: Final = 0.85
"""From this likeness on (0 to 1) two labels count as the same question."""


class Reason(StrEnum):
    """Why a question counts as asked before, from the surest to the least sure."""

    SAME = "same"
    TERM = "term"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Asked:
    """A form that was asked before; `key` is the caller's, `is_before` says that the new one follows it."""

    key: int
    form: Form
    is_before: bool = False


@dataclass(frozen=True, slots=True)
class Repeat:
    """A question of the new form that was asked before: where, as which question, and why it counts as the same."""

    item: Item
    key: int
    earlier: Item
    reason: Reason


def minutes_needed(form: Form) -> int:
    """How many minutes a person is likely to need for all questions, rounded up to five."""
    total = _READING + sum(_minutes_of(item) for item in form.items())
    return int(-(-total // 5) * 5)


def repeats(form: Form, earlier: Iterable[Asked]) -> tuple[Repeat, ...]:
    """The questions that were asked before, in the order of the form: of each question the surest finding.

    `earlier` comes newest first; among equally sure findings the newest stands.
    """
    known = list(earlier)
    found = (_repeat(item, known) for item in form.items() if item.kind not in (Kind.NOTE, Kind.CALCULATED))
    return tuple(one for one in found if one is not None)


def likeness(one: str, other: str) -> float:
    """How alike two labels are, from 0 to 1: the same letters in the same order, whatever their width and signs."""
    return SequenceMatcher(None, bare(one), bare(other), autojunk=False).ratio()


def bare(label: str) -> str:
    """A label without numbering, signs and differences of width."""
    plain = unicodedata.normalize("NFKC", label).lower()
    plain = re.sub(r"^\s*(問|q)?\s*[0-9]+[.)、:-]?", "", plain)
    return re.sub(r"[\W_]+", "", plain)


def _minutes_of(item: Item) -> float:
    if item.kind is Kind.MATRIX:
        return _ROW_OF_MATRIX * len(item.rows)
    return _MINUTES[item.kind] + (_LONG_TEXT if item.kind is Kind.TEXT and item.lines > 1 else 0)


def _repeat(item: Item, known: Sequence[Asked]) -> Repeat | None:
    for reason in Reason:
        for asked in known:
            for earlier in asked.form.items():
                if _is_repeat(item, earlier, asked, reason):
                    return Repeat(item, asked.key, earlier, reason)
    return None


def _is_repeat(item: Item, earlier: Item, asked: Asked, reason: Reason) -> bool:
    if earlier.kind in (Kind.NOTE, Kind.CALCULATED):
        return False
    if reason is Reason.SAME:
        return asked.is_before and item.id == earlier.id
    if reason is Reason.TERM:
        return bool(item.term) and item.term == earlier.term
    return likeness(item.label.ja, earlier.label.ja) >= ALIKE
