"""What a reading of minutes (議事録) is made of: kinds, ranges of lines, proposals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType


class Kind(Enum):
    """What a passage of minutes says. A person accepts or mends each proposal before anything is stored."""

    MEETING = "meeting"
    """One field of the header: `fields["name"]` is title, date, time, place, attendance or materials."""
    AGENDA_ITEM = "agenda_item"
    PRESENTATION = "presentation"
    """A talk or report: its heading, and what was said that is no finer kind."""
    MUNICIPAL_THEME = "theme"
    MUNICIPAL_STATE = "municipal_state"
    PROBLEM = "problem"
    NEXT_THING = "next_thing"
    DONE = "done"
    OUTCOME = "outcome"
    PREFECTURE_COMMENT = "prefecture_comment"
    PREFECTURE_VIEW = "prefecture_view"
    OPTION = "option"
    COMMON_ISSUE = "common_issue"
    QUESTION = "question"
    ANSWER = "answer"
    REMARK = "remark"
    """A turn of a named speaker that neither asks nor answers."""
    DECISION = "decision"
    ACTION = "action"
    INFORMATION = "information"
    HELD_OVER = "held_over"
    STRUCTURE = "structure"
    """A heading, label, page number or closing mark: understood, with nothing to store."""


class Confidence(Enum):
    """How far the structure of the text carries a proposal."""

    SURE = "sure"
    LIKELY = "likely"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True, order=True)
class LineRange:
    """A passage of the original text.

    Lines count from 1, both ends included. `start` is the offset of the first character in line `first`,
    `end` the offset behind the last character in line `last`; offsets count characters from 0.
    """

    first: int
    last: int
    start: int
    end: int


EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something the reader found, with the lines that carry it and the word that made it so."""

    kind: Kind
    municipality: str | None
    text: str
    """The original characters, with broken lines joined and spaces inside words taken out."""
    source: tuple[LineRange, ...]
    confidence: Confidence
    why: str
    fields: Mapping[str, str] = field(default_factory=lambda: EMPTY)


@dataclass(frozen=True, slots=True)
class MinutesReading:
    """The whole reading: every non-blank line is in a proposal's source or in `unplaced`."""

    lines: tuple[str, ...]
    """The original lines without their line ends; `lines[0]` is line 1."""
    proposals: tuple[Proposal, ...]
    """In the order of the text."""
    unplaced: tuple[LineRange, ...]
    """What no rule understood."""
