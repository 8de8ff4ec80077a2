"""Branches of a survey as items and sections; what cannot be taken over is told."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from hanpo.forms.engine.definition import Choice, DefinitionError, Item, Kind, Section, Words
from hanpo.forms.engine.expressions import ExpressionError
from hanpo.forms.engine.reading import item_data, read_form, read_item, section_data
from hanpo.forms.engine.values import OTHER
from hanpo.forms.engine.xlsform.blocks import Block, is_matrix, list_name, own_id, parts_kind
from hanpo.forms.engine.xlsform.phrases import from_odk
from hanpo.forms.engine.xlsform.rules import limits_in
from hanpo.forms.engine.xlsform.sheets import OWN, RETIRED, SECTION, get, without_unit

Names = Mapping[str, str]
"""Where a question of the sheet stands in the form: `yen` → `costs.yen`."""
Lists = Mapping[str, list[Choice]]

TYPES: Final[Mapping[str, Kind]] = {
    "text": Kind.TEXT, "string": Kind.TEXT, "integer": Kind.NUMBER, "int": Kind.NUMBER, "decimal": Kind.NUMBER,
    "date": Kind.DATE, "select_one": Kind.CHOICE, "select_multiple": Kind.MULTIPLE, "range": Kind.SCALE,
    "note": Kind.NOTE, "calculate": Kind.CALCULATED, "file": Kind.FILE, "image": Kind.FILE, "photo": Kind.FILE,
    "audio": Kind.FILE, "video": Kind.FILE, "acknowledge": Kind.CHOICE, "trigger": Kind.CHOICE,
}  # fmt: skip
NEAREST: Final[Mapping[str, Kind]] = {"datetime": Kind.DATE}
"""Types without a counterpart, and what is asked instead; for all others a text."""
_CONFIRMED: Final = Choice(id="ok", label=Words("確認しました", "見ました", "OK"))


def block_item(block: Block, lists: Lists, names: Names, notes: list[str]) -> Item:
    """The item that a branch stands for."""
    hint, unit = without_unit(get(block.row, "hint"))
    item = Item(
        id=id_of(block),
        kind=_kind(block, unit, notes),
        label=get(block.row, "label") or hint or Words(block.name),
        help=hint if get(block.row, "label") else Words(),
        why=get(block.row, "guidance_hint"),
        required=_required(block, notes),
        when=expression(block, "relevant", names, notes),
    )
    item = _detailed(item, block, lists, names, notes)
    if item.kind is Kind.NUMBER:
        item = replace(item, unit=unit)
    return _overlaid(_limited(item, block, names, notes), block)


def id_of(block: Block) -> str:
    """The id in the form."""
    return block.place.rpartition(".")[2] or own_id(block.name)


def _overlaid(item: Item, block: Block) -> Item:
    """The item with what stands in our own column."""
    own = own_settings(block.row)
    if not own:
        return item
    merged = {name: value for name, value in {**item_data(item), **own}.items() if value is not None}
    try:
        return read_item(merged)
    except DefinitionError:  # somebody wrote into our column
        return item


def own_settings(row: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in our own column of a row."""
    try:
        own = json.loads(row.get(OWN) or "{}")
    except (TypeError, ValueError):
        return {}
    return own if isinstance(own, dict) else {}


def _required(block: Block, notes: list[str]) -> bool:
    cell = str(block.row.get("required") or "").strip().lower()
    if cell not in {"", "yes", "no", "true", "false", "true()", "false()"}:
        notes.append(f"「{block.name}」の「必須」の条件「{cell}」は移せません。必須でない質問にしました。")
    inner = block.type == "begin_group" and any(_required(one, []) for one in block.inside)
    return cell in {"yes", "true", "true()"} or inner


def expression(block: Block, column: str, names: Names, notes: list[str]) -> str:
    """An expression of a row in our words; "" with a note where ours cannot say it."""
    written = str(block.row.get(column) or "").strip()
    if not written:
        return ""
    try:
        return from_odk(written, names)
    except ExpressionError as error:
        notes.append(f"「{block.name}」の {column}「{written}」は移せません。{error.message}")
        return ""


def _kind(block: Block, unit: str, notes: list[str]) -> Kind:
    if block.type == "begin_repeat":
        return Kind.TABLE
    if block.type == "begin_group":
        return parts_kind(block) or Kind.MATRIX
    if block.type == "image" and "signature" in str(block.row.get("appearance") or ""):
        return Kind.SIGNATURE
    if block.type == "range" and _range_of(block)[::2] != (1, 1):
        return Kind.NUMBER
    kind = TYPES.get(block.type)
    if kind is None:
        kind = NEAREST.get(block.type, Kind.TEXT)
        notes.append(f"「{block.name}」の種類 {block.type} はないので、{kind.value} にしました。")
    return Kind.MONEY if kind is Kind.NUMBER and unit == "円" else kind


def _detailed(item: Item, block: Block, lists: Lists, names: Names, notes: list[str]) -> Item:
    if block.type == "range":
        return _ranged(item, block)
    if item.kind is Kind.TABLE:
        return replace(item, columns=tuple(block_item(one, lists, names, notes) for one in block.inside))
    if item.kind is Kind.MATRIX:
        rows = tuple(Choice(id=id_of(one), label=get(one.row, "label")) for one in block.inside)
        return _choosing(replace(item, rows=rows), list_name(block.inside[0].row), lists, takes_text=True)
    if item.kind in {Kind.CHOICE, Kind.MULTIPLE}:
        if block.type in {"acknowledge", "trigger"}:
            return replace(item, choices=(_CONFIRMED,))
        written = str(block.row.get("type") or "")
        takes_text = bool(block.inside) or re.search(r"\bor[_ ]other\b", written) is not None
        return _choosing(item, list_name(block.row), lists, takes_text=takes_text)
    if item.kind in {Kind.NUMBER, Kind.MONEY}:
        return replace(item, decimals=2 if block.type == "decimal" else 0)
    if item.kind is Kind.CALCULATED:
        return replace(item, formula=expression(block, "calculation", names, notes))
    tall = item.kind is Kind.TEXT and "multiline" in str(block.row.get("appearance") or "")
    return replace(item, lines=3) if tall else item


def _choosing(item: Item, name: str, lists: Lists, *, takes_text: bool) -> Item:
    choices = [*lists.get(name, ()), *lists.get(name + RETIRED, ())]
    named_other = any(one.id == OTHER for one in choices)
    if not takes_text or (item.kind is Kind.MATRIX and not named_other):
        return replace(item, choices=tuple(choices))
    return replace(item, choices=tuple(one for one in choices if one.id != OTHER), has_other=True)


def _range_of(block: Block) -> tuple[int, int, int]:
    """Start, end and step of a range; whole numbers only, as scales have them."""
    found = dict(re.findall(r"(start|end|step)\s*=\s*(-?[0-9]+(?:\.[0-9]+)?)", str(block.row.get("parameters") or "")))
    try:
        return int(found.get("start", "1")), int(found.get("end", "10")), int(found.get("step", "1"))
    except ValueError:
        return 0, 0, 0


def _ranged(item: Item, block: Block) -> Item:
    if item.kind is Kind.SCALE:
        return replace(item, steps=_range_of(block)[1])
    number = r"=\s*(-?[0-9]+(?:\.[0-9]+)?)"
    written = str(block.row.get("parameters") or "")
    bounds = {name: match[1] for name in ("start", "end") if (match := re.search(name + number, written))}
    data = {**item_data(item), "low": bounds.get("start", "1"), "high": bounds.get("end", "10"), "decimals": 2}
    return read_item(data)


def _limited(item: Item, block: Block, names: Names, notes: list[str]) -> Item:
    rule = expression(block, "constraint", names, notes)
    if not rule:
        return item
    limits = limits_in(rule, get(block.row, "constraint_message"), item.kind)
    choices = tuple(replace(one, is_alone=one.id in limits.alone) for one in item.choices)
    low = item.low if limits.low is None else limits.low
    high = item.high if limits.high is None else limits.high
    characters = limits.most_characters
    return replace(item, choices=choices, low=low, high=high, most_characters=characters, checks=limits.checks)


def section_of(block: Block, names: Names, notes: list[str]) -> Section:
    """The section that a group stands for, without its items."""
    note = section_note(block)
    own_name = block.name.removeprefix(SECTION)
    plain = Section(
        id=own_name if block.name.startswith(SECTION) else own_id(block.name),
        title=get(block.row, "label"),
        note=get(note.row, "label") if note else Words(),
        when=expression(block, "relevant", names, notes),
    )
    own = own_settings(block.row)
    if not own:
        return plain
    merged = {name: value for name, value in {**section_data(plain), **own}.items() if value is not None}
    try:
        return read_form({"id": "f", "title": "", "sections": [merged]}).sections[0]
    except DefinitionError:  # somebody wrote into our column
        return plain


def section_note(block: Block) -> Block | None:
    """The row that holds the note of a section."""
    first = block.inside[0] if block.inside else None
    return first if first and first.type == "note" and first.name == f"{block.name}.note" else None


__all__ = ["block_item", "expression", "id_of", "is_matrix", "own_settings", "section_note", "section_of"]
