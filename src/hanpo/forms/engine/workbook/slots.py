"""The answer cells of a form: which there are, by what marks they are known, and how values spread over them.

A slot is one cell that a person fills in. It is known by its key (`q5`, `q5/choice`, `q5/3/column`), never by where it
stands. Three ways lead to it: a defined name, the mark of its row in the hidden column together with the mark of its
column in a hidden row, and the words printed beside it.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from hanpo.forms.engine.definition import Choice, Form, Item, Kind, Words
from hanpo.forms.engine.values import OTHER, Value
from hanpo.forms.engine.workbook import wording

ANSWER_COLUMN: Final = "=answer"
LABEL_COLUMN: Final = "=label"
NUMBER_COLUMN: Final = "=number"
UNIT_COLUMN: Final = "=unit"
"""Marks of columns that are not of one table."""

MARK: Final = "hanpo:"
"""What every hidden mark of a row or a column begins with."""

ABSENT: Final = "~absent"
TEXT_OF_OTHER: Final = "other~text"


class Entry(StrEnum):
    """How one cell is filled in."""

    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    DATE = "date"
    SCALE = "scale"
    CHOICE = "choice"
    MARK = "mark"
    SEVERAL = "several"
    POSTAL = "postal"
    ABSENCE = "absence"


_ENTRIES: Final = {
    Kind.TEXT: Entry.TEXT,
    Kind.NUMBER: Entry.NUMBER,
    Kind.MONEY: Entry.MONEY,
    Kind.DATE: Entry.DATE,
    Kind.SCALE: Entry.SCALE,
    Kind.CHOICE: Entry.CHOICE,
}
COMPOUND: Final = frozenset({Kind.MULTIPLE, Kind.MATRIX, Kind.TABLE, Kind.ADDRESS, Kind.PERSON, Kind.SIGNATURE})
"""Kinds whose answer takes more than one cell."""

WITHOUT_CELLS: Final = frozenset({Kind.FILE, Kind.CALCULATED, Kind.NOTE})
"""Kinds that are not answered in a workbook."""


@dataclass(frozen=True, slots=True)
class Part:
    """One cell of an answer: its name within the answer (empty: the whole), what stands beside it, how it is filled."""

    name: str
    label: Words
    entry: Entry
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Slot:
    """One answer cell of a form: whose it is (`owner`), the item that rules how it is read (a column of a table, or
    the owner itself), the row of a table that it belongs to (from 1; 0: no table), and its part of the answer.
    """

    key: str
    owner: Item
    item: Item
    part: Part
    record: int
    row_mark: str
    column_mark: str
    name: str


def offered(item: Item) -> tuple[Choice, ...]:
    """The choices that a person may take, 「その他」 at the end where it is allowed."""
    choices = tuple(choice for choice in item.choices if not choice.is_retired)
    return (*choices, Choice(id=OTHER, label=wording.OTHER_LABEL)) if item.has_other else choices


def parts(item: Item, *, in_table: bool = False) -> tuple[Part, ...]:
    """The cells that one answer of an item takes."""
    if item.kind in WITHOUT_CELLS or item.kind is Kind.TABLE:
        return ()
    cells = tuple(_several(item) if item.kind is Kind.MULTIPLE and in_table else _parts(item))
    if item.absences and item.kind in COMPOUND and not (in_table and item.kind is Kind.MULTIPLE):
        cells += (Part(ABSENT, wording.ABSENT, Entry.ABSENCE),)
    return cells


def _several(item: Item) -> Iterator[Part]:
    yield Part("", Words(), Entry.SEVERAL)
    if item.has_other:
        yield Part(TEXT_OF_OTHER, wording.OTHER_TEXT, Entry.TEXT)


def _parts(item: Item) -> Iterator[Part]:
    if item.kind is Kind.MULTIPLE:
        yield from (Part(choice.id, choice.label, Entry.MARK, choice) for choice in offered(item))
    elif item.kind is Kind.MATRIX:
        yield from (Part(row.id, row.label, Entry.CHOICE, row) for row in item.rows if not row.is_retired)
    elif item.kind in _NAMED_PARTS:
        for name in _NAMED_PARTS[item.kind]:
            yield Part(name, wording.PARTS[name], _ENTRIES_OF_PARTS.get(name, Entry.TEXT))
    else:
        yield Part("", Words(), _ENTRIES[item.kind])
    if item.has_other and item.kind in (Kind.CHOICE, Kind.MULTIPLE):
        yield Part(TEXT_OF_OTHER, wording.OTHER_TEXT, Entry.TEXT)


_NAMED_PARTS: Final = {
    Kind.ADDRESS: wording.ADDRESS_PARTS,
    Kind.PERSON: wording.PERSON_PARTS,
    Kind.SIGNATURE: ("name", "day"),
}
_ENTRIES_OF_PARTS: Final = {"postal": Entry.POSTAL, "day": Entry.DATE}


def slots(form: Form) -> tuple[Slot, ...]:
    """Every answer cell of a form, in the order in which they are asked. The same form gives the same slots."""
    found: list[Slot] = []
    names: set[str] = set()
    for item in form.items():
        for slot in _table_slots(item) if item.kind is Kind.TABLE else _plain_slots(item):
            name = _unused(slot.key, names)
            names.add(name)
            found.append(_named(slot, name))
    return tuple(found)


def _named(slot: Slot, name: str) -> Slot:
    return Slot(slot.key, slot.owner, slot.item, slot.part, slot.record, slot.row_mark, slot.column_mark, name)


def _plain_slots(item: Item) -> Iterator[Slot]:
    for part in parts(item):
        key = f"{item.id}/{part.name}" if part.name else item.id
        yield Slot(key, item, item, part, 0, key, ANSWER_COLUMN, "")


def _table_slots(item: Item) -> Iterator[Slot]:
    for record in range(1, item.most_rows + 1):
        for column, part in table_parts(item):
            end = f"{column.id}/{part.name}" if part.name else column.id
            yield Slot(
                f"{item.id}/{record}/{end}", item, column, part, record, f"{item.id}/{record}", end_mark(item, end), ""
            )
    if item.absences:
        key = f"{item.id}/{ABSENT}"
        yield Slot(key, item, item, Part(ABSENT, wording.ABSENT, Entry.ABSENCE), 0, key, ANSWER_COLUMN, "")


def table_parts(item: Item) -> Iterator[tuple[Item, Part]]:
    """The columns of a table as cells: an address takes several."""
    for column in item.columns:
        for part in parts(column, in_table=True):
            yield column, part


def end_mark(item: Item, end: str) -> str:
    """The mark of one column of a table."""
    return f"{item.id}//{end}"


def _unused(key: str, taken: set[str]) -> str:
    """A defined name for a key; Excel takes small and capital letters for the same."""
    name = plain = "hanpo_q_" + re.sub(r"[^a-z0-9_]", ".", key.casefold())
    number = 1
    while name in taken:
        number += 1
        name = f"{plain}..{number}"
    return name


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a workbook says of itself: form, version, municipality (code), response and language.

    `response` is the number of the response and, after a dot, which of its versions stood in the workbook (`12.3`), so
    that what was changed in the workbook is told apart from what was changed elsewhere since.
    """

    form: str
    version: int
    municipality: str
    response: str = ""
    language: str = "ja"

    @property
    def based_on(self) -> int | None:
        """The version of the response that stood in the workbook, if it is known."""
        number = self.response.rpartition(".")[2] if "." in self.response else ""
        return int(number) if number.isascii() and number.isdigit() else None

    def line(self, keys: Sequence[str]) -> str:
        """The stamp in one line with its checksum over the stamp and the keys of the answer cells."""
        head = "|".join([_HEAD, *(_escaped(str(part)) for part in self._parts())])
        return f"{head}|{checksum(head, keys)}"

    def _parts(self) -> tuple[object, ...]:
        return self.form, self.version, self.municipality, self.response, self.language


_HEAD: Final = "hanpo-form/1"
_LINE: Final = re.compile(r"hanpo-form/1\|([^|\s]*)\|(\d+)\|([^|\s]*)\|([^|\s]*)\|([a-z]+)\|([0-9a-f]{16})")


@dataclass(frozen=True, slots=True)
class FoundStamp:
    """A stamp as it was found, with the checksum that stood there."""

    stamp: Stamp
    line: str

    def fits(self, keys: Sequence[str]) -> bool:
        """Whether neither the stamp nor the questions were altered."""
        return self.stamp.line(keys) == self.line


def read_stamp(text: str) -> FoundStamp | None:
    """The stamp in a text, if there is one."""
    match = _LINE.search(text)
    if match is None:
        return None
    form, version, municipality, response, language, _checksum = match.groups()
    stamp = Stamp(_unescaped(form), int(version), _unescaped(municipality), _unescaped(response), language)
    return FoundStamp(stamp, match.group())


def checksum(head: str, keys: Sequence[str]) -> str:
    """The first sixteen hexadecimal digits of SHA-256 over a stamp and the keys of its answer cells."""
    return hashlib.sha256("\n".join([head, *keys]).encode()).hexdigest()[:16]


def _escaped(text: str) -> str:
    return "".join(c if re.fullmatch(r"[\w.\-]", c) else "".join(f"%{b:02x}" for b in c.encode()) for c in text)


def _unescaped(text: str) -> str:
    raw = re.sub(rb"%([0-9a-f]{2})", lambda m: bytes([int(m[1], 16)]), text.encode())
    return raw.decode("utf-8", "replace")


def spread(item: Item, value: Value, *, in_table: bool = False) -> Mapping[str, Value]:
    """The values of the cells of one answer, by name of the part; the whole stands under the empty name."""
    has_one_cell = item.kind not in COMPOUND or (item.kind is Kind.MULTIPLE and in_table)
    if isinstance(value, Mapping) and "absent" in value:
        return {"" if has_one_cell else ABSENT: value}
    if item.kind is Kind.CHOICE and value["id"] == OTHER:
        return {"": {"id": OTHER}, TEXT_OF_OTHER: value.get("text", "")}
    if item.kind is Kind.MULTIPLE:
        ids = [chosen["id"] for chosen in value]
        text = next((chosen["text"] for chosen in value if chosen.get("text")), "")
        cells: dict[str, Value] = {"": ids} if in_table else dict.fromkeys(ids, True)
        return {**cells, TEXT_OF_OTHER: text} if text else cells
    if item.kind is Kind.MATRIX:
        return {row: {"id": choice} for row, choice in value.items()}
    return {"": value} if has_one_cell else value


def gather(item: Item, cells: Mapping[str, Value]) -> Value | None:
    """The answer that the read cells make together, `None` where there is none. The inverse of `spread`."""
    if ABSENT in cells:
        return cells[ABSENT]
    if item.kind is Kind.CHOICE:
        return _gathered_choice(cells)
    if item.kind is Kind.MULTIPLE:
        return _gathered_marks(item, cells)
    if item.kind is Kind.MATRIX:
        return {row: value["id"] for row, value in cells.items()} or None
    if item.kind in COMPOUND:
        return dict(cells) or None
    return cells.get("")


def _gathered_choice(cells: Mapping[str, Value]) -> Value | None:
    chosen, text = cells.get(""), cells.get(TEXT_OF_OTHER, "")
    if chosen is None:
        return _other(text) if text else None
    return _other(text or chosen.get("text", "")) if chosen.get("id") == OTHER else chosen


def _other(text: str) -> dict[str, str]:
    return {"id": OTHER, "text": text} if text else {"id": OTHER}


def _gathered_marks(item: Item, cells: Mapping[str, Value]) -> Value | None:
    whole = cells.get("")
    if isinstance(whole, Mapping):
        return whole
    ids = set(whole or ()) | {name for name, value in cells.items() if value is True}
    text = cells.get(TEXT_OF_OTHER, "")
    if text:
        ids.add(OTHER)
    known = [choice.id for choice in item.choices] + [OTHER]
    chosen = [_other(text) if id_ == OTHER else {"id": id_} for id_ in known if id_ in ids]
    return chosen or None
