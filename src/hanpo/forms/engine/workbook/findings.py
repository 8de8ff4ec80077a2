"""What came of reading a whole workbook."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hanpo.forms.engine.values import Value
from hanpo.forms.engine.workbook.outcomes import State


class BookRefused(ValueError):
    """Nothing of the workbook is read; the Japanese message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One answer cell: whose it is, where it was found, what stood there, and what became of it.

    `value` is what was read, of a doubtful cell what is proposed. `sheet` and `address` are empty where the cell was
    not found at all.
    """

    key: str
    item_id: str
    sheet: str
    address: str
    found: str
    state: State
    value: Value | None
    message: str

    @property
    def place(self) -> str:
        """Sheet and address in one: 回答!D12."""
        return f"{self.sheet}!{self.address}" if self.sheet else ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something written outside the answer cells, or in a comment: shown to people, part of no answer."""

    sheet: str
    address: str
    text: str
    item_id: str = ""


@dataclass(frozen=True, slots=True)
class Recovered:
    """The answers of one workbook.

    - `answers`: taken without a person, by id of the item; empty where the whole book has to be confirmed first.
    - `proposals`: answers that stand if a person confirms them.
    - `partial`: what could be read of answers of several cells of which others were refused.
    - `findings`: every answer cell; `doubts` are those to be confirmed or entered, `repairs` those mended on the way.
    - `confirm`: questions about the whole book (whose is it?) that come before any answer is taken.
    - `remarks`: what else was written in the book, and comments.
    """

    form: str
    version: int
    municipality: str
    response: str
    answers: Mapping[str, Value]
    proposals: Mapping[str, Value]
    findings: tuple[Finding, ...]
    confirm: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()
    partial: Mapping[str, Value] = field(default_factory=dict)

    @property
    def repairs(self) -> tuple[Finding, ...]:
        """Cells that were mended without changing what they say."""
        return tuple(one for one in self.findings if one.state is State.REPAIRED)

    @property
    def doubts(self) -> tuple[Finding, ...]:
        """Cells that a person has to confirm or enter."""
        return tuple(one for one in self.findings if one.state.needs_person)

    @property
    def refused_items(self) -> frozenset[str]:
        """Items whose answer is not complete without a person entering something."""
        return frozenset(one.item_id for one in self.findings if one.state is State.REFUSED)
