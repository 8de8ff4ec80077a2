"""Statements and the votes on them, as they come in."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

Key = int | str
"""What names a person or a statement."""


class Side(Enum):
    """On which side of a statement people stand; the value is the vote that says so."""

    AGREE = 1
    DISAGREE = -1


class Vote(NamedTuple):
    """One person's vote on one statement: 1 agree, -1 disagree, 0 pass. Not having seen it is no vote at all."""

    person: Key
    statement: Key
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement that people vote on.

    `is_moderated_out`: taken off the page; its votes are counted but shape no group. `is_meta`: about the survey.
    """

    key: Key
    is_moderated_out: bool = False
    is_meta: bool = False


def order(key: Key) -> tuple[bool, int, str]:
    """Where a key stands among all keys: numbers by size, then words. The one order in which everything is done."""
    return (True, 0, key) if isinstance(key, str) else (False, key, "")
