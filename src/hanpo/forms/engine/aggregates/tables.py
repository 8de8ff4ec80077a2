"""The shape of a table of answers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from hanpo.forms.engine.definition import Kind, Words


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a table: an answer, or (`is_missing`) that the question was not answered or not asked."""

    key: str
    label: Words
    is_missing: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: a group of responses, or all of them."""

    key: str
    label: Words


ALL: Final = Column("", Words("全体", "ぜんぶ", "All"))
"""The first column of every table; the others are the groups, which add up to it."""
UNANSWERED: Final = Line("unanswered", Words("無回答", "答えが ない", "No answer"), is_missing=True)
NOT_ASKED: Final = Line("not-asked", Words("対象外（聞いていない）", "聞いて いない", "Not asked"), is_missing=True)
ABSENCES: Final = (
    Line("absent-none", Words("該当なし", "ない", "None")),
    Line("absent-undecided", Words("未定", "まだ 決まっていない", "Undecided")),
    Line("absent-unknown", Words("不明", "わからない", "Unknown")),
)
ANSWERED: Final = Line("answered", Words("回答あり", "答えが ある", "Answered"))
UNGROUPED: Final = Column("unanswered", UNANSWERED.label)


@dataclass(frozen=True, slots=True)
class Grouping:
    """Which group each response belongs to (`of`, in the order of the responses), and the groups in their order."""

    columns: tuple[Column, ...]
    of: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Numbers:
    """The numbers of a column together; `None` where there is none or where it is hidden.

    Quartiles by linear interpolation with both ends counted (Hyndman and Fan 1996, definition 7; QUARTILE.INC).
    """

    n: int
    total: Decimal | None = None
    low_quartile: Decimal | None = None
    median: Decimal | None = None
    high_quartile: Decimal | None = None

    @property
    def mean(self) -> Decimal | None:
        """The mean, where the sum is shown; a caller rounds it."""
        return self.total / self.n if self.total is not None and self.n else None


@dataclass(frozen=True, slots=True)
class Quote:
    """A text as it was written, and where: `at` counts the responses from 0; "" where its group is not told."""

    text: str
    column: str
    at: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The answers to one question, by columns.

    `counts[line][column]` is a number of responses, `None` where hidden. `n` counts the responses of a column, missing
    ones included, `answered` those without; both are never hidden. Lines add up to `n` unless a response may choose
    `several`. `hidden_below` is the k of suppression, 0 before.
    """

    item_id: str
    title: Words
    kind: Kind
    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    counts: tuple[tuple[int | None, ...], ...]
    n: tuple[int, ...]
    answered: tuple[int, ...]
    several: bool = False
    numbers: tuple[Numbers, ...] = ()
    quotes: tuple[Quote, ...] = ()
    hidden_below: int = 0

    def share(self, line: int, column: int, *, of_answered: bool = False) -> Decimal | None:
        """A count as a share of its column (or of those that answered there); `None` where hidden or of 0."""
        count = self.counts[line][column]
        whole = self.answered[column] if of_answered else self.n[column]
        return Decimal(count) / whole if count is not None and whole else None

    def is_hidden(self, line: int, column: int) -> bool:
        """Whether a count is hidden."""
        return self.counts[line][column] is None
