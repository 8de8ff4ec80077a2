"""How a workbook that came back stands on the page: what changes, what was repaired, what a person has to look at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from hanpo.forms.engine.answering import shown
from hanpo.forms.engine.definition import Form, Item, Kind, Language
from hanpo.forms.engine.workbook import Asked, Collision, Finding, Merged, Recovered, State
from hanpo.forms.inputs.faces import Face, face
from hanpo.forms.inputs.workbooks import BOOK, CURRENT, PROPOSED, TYPED, Decided, numbered


@dataclass(frozen=True, slots=True)
class CellLine:
    """A cell: its question, sheet and address, what stood there, what it was read as, and what is said about it."""

    label: str
    place: str
    found: str
    read_as: str
    message: str
    is_refused: bool = False


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """An answer that changes, in words."""

    id: str
    label: str
    before: str
    after: str
    problems: Sequence[str]
    is_taken: bool


@dataclass(frozen=True, slots=True)
class ClashLine:
    """An answer that was changed on both sides, in words; `keep` is the side that was chosen so far."""

    id: str
    label: str
    theirs: str
    mine: str
    keep: str
    errors: Sequence[str]

    @property
    def sides(self) -> Sequence[tuple[str, str]]:
        """What the response says now, and what the workbook says."""
        return (("theirs", self.theirs), ("mine", self.mine))


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A question to a person about one answer, with the field to enter it right there."""

    id: str
    label: str
    cells: Sequence[CellLine]
    proposal: str
    before: str
    face: Face
    use: str
    errors: Sequence[str]


@dataclass(frozen=True, slots=True)
class TickLine:
    """A sentence with a box to tick: a question about the whole book, or a remark that may be kept."""

    number: str
    text: str
    place: str = ""
    label: str = ""
    can_keep: bool = False
    is_ticked: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """The page of a workbook."""

    confirm: Sequence[TickLine]
    asked: Sequence[AskedLine]
    clashes: Sequence[ClashLine]
    changes: Sequence[ChangeLine]
    repairs: Sequence[CellLine]
    remarks: Sequence[TickLine]
    left_out: Sequence[CellLine]
    errors: Mapping[str, Sequence[str]]
    read: int
    """How many cells were read without a person."""

    @property
    def book_errors(self) -> Sequence[str]:
        """What is open about the whole book."""
        return self.errors.get(BOOK, ())

    @property
    def is_same(self) -> bool:
        """Whether nothing would change."""
        return not (self.asked or self.clashes or self.changes)


def reading(form: Form, book: Recovered, merged: Merged, decided: Decided, language: Language) -> Reading:
    """The page of a workbook, with what was decided so far."""
    items = {item.id: item for item in form.items()}
    repairs = [one for one in book.repairs if one.item_id in items]
    return Reading(
        confirm=[
            TickLine(number, text, is_ticked=decided.chosen(BOOK, number)) for number, text in numbered(book.confirm)
        ],
        asked=[_asked(one, decided, language) for one in merged.asked],
        clashes=[_clash(one, decided, language) for one in merged.collisions],
        changes=[
            ChangeLine(one.item.id, one.item.label.said(language), _words(one.item, one.before, language),
                       _words(one.item, one.after, language), one.problems,
                       decided.chosen("take", one.item.id, default=True))
            for one in merged.changes
        ],
        repairs=[_cell(one, items.get(one.item_id), language) for one in repairs],
        remarks=[
            TickLine(number, one.text, f"{one.sheet}!{one.address}" if one.address else one.sheet,
                     items[one.item_id].label.said(language) if one.item_id in items else "", one.item_id in items,
                     decided.chosen("note", number))
            for number, one in numbered(book.remarks)
        ],
        left_out=[_cell(one, None, language) for one in merged.left_out],
        errors=decided.errors,
        read=sum(one.state in (State.READ, State.REPAIRED) for one in book.findings),
    )  # fmt: skip


def _clash(one: Collision, decided: Decided, language: Language) -> ClashLine:
    item = one.item
    keep = decided.data.get(f"keep-{item.id}", "") if decided.data is not None else ""
    theirs, mine = _words(item, one.theirs, language), _words(item, one.mine, language)
    return ClashLine(item.id, item.label.said(language), theirs, mine, keep, decided.errors.get(item.id, ()))


def _asked(one: Asked, decided: Decided, language: Language) -> AskedLine:
    item, typed = one.item, decided.typed
    errors = decided.errors.get(item.id, ())
    proposal = _words(item, one.proposal, language)
    use = decided.data.get(f"use-{item.id}", "") if decided.data is not None else ""
    start = one.proposal if one.proposal is not None else one.partial
    raw = typed.raw.get(item.id, start)
    return AskedLine(
        item.id, item.label.said(language), [_cell(cell, item, language) for cell in one.cells], proposal,
        _words(item, one.before, language),
        face(item, raw, language=language, errors=errors if use == TYPED else (), unsure=typed.unsure.get(item.id, "")),
        use if use in (PROPOSED, TYPED, CURRENT) else "", errors,
    )  # fmt: skip


def _words(item: Item, value: Any, language: Language) -> str:
    return shown(item, value, language) if value is not None else ""


def _cell(one: Finding, item: Item | None, language: Language) -> CellLine:
    label = item.label.said(language) if item else ""
    read_as = cell_words(item, one, language) if item else ""
    return CellLine(label, one.place, one.found, read_as, one.message, one.state is State.REFUSED)


def cell_words(item: Item, one: Finding, language: Language) -> str:
    """What one cell was read as, in words; empty where it says that there is no answer."""
    value = one.value
    if value is None or value is True:
        return "○" if value else ""
    part = _asking(item, one.key)
    if isinstance(value, list):
        return shown(replace(part, kind=Kind.MULTIPLE), [{"id": each} for each in value], language)
    if isinstance(value, Mapping) and "id" in value:
        return shown(replace(part, kind=Kind.CHOICE), value, language)
    return shown(part if part.kind in _OF_ONE_CELL else replace(part, kind=Kind.TEXT), value, language)


_OF_ONE_CELL: Final = frozenset({Kind.TEXT, Kind.NUMBER, Kind.MONEY, Kind.DATE, Kind.SCALE})


def _asking(item: Item, key: str) -> Item:
    """The item that asks for a cell: the column of a table, or the item itself."""
    parts = key.split("/")
    column = parts[2] if item.kind is Kind.TABLE and len(parts) > 2 else ""
    return next((one for one in item.columns if one.id == column), item)
