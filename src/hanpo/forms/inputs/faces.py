"""How a question stands on a page: its words, its fields with what is in them, and what is said about the answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext_lazy as _

from hanpo.forms.engine.answering import shown
from hanpo.forms.engine.definition import Choice, Item, Kind, Language
from hanpo.forms.engine.values import OTHER, Answers, absence_of
from hanpo.forms.inputs.answers import ADDRESS_PARTS, PERSON_PARTS, SILENT, Typed, name, with_row
from hanpo.forms.queries.words import ABSENCES

PART_WORDS: Final[Mapping[str, tuple[Any, str]]] = {
    "postal": (_("郵便番号"), "postal-code"),
    "prefecture": (_("都道府県"), "address-level1"),
    "city": (_("市区町村"), "address-level2"),
    "town": (_("町名"), "address-level3"),
    "rest": (_("番地"), "address-line1"),
    "building": (_("建物の名前・部屋番号"), "address-line2"),
    "family": (_("氏（名字）"), "family-name"),
    "given": (_("名（名前）"), "given-name"),
    "family_kana": (_("氏のフリガナ"), "off"),
    "given_kana": (_("名のフリガナ"), "off"),
    "former": (_("旧氏（書きたい人だけ）"), "off"),
    "alias": (_("通称（書きたい人だけ）"), "off"),
}
"""The parts of addresses and names: what they are called, and how browsers know them (HTML, autofill)."""


MOST_HEADS: Final = 7
"""Choices of a matrix that stand beside each other on a wide screen, under one line of heads."""


@dataclass(frozen=True, slots=True)
class Option:
    """A choice on the page."""

    id: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a compound answer: a part of a name or an address, or the cell of a table."""

    name: str
    label: Any
    value: str = ""
    kind: str = "text"
    autocomplete: str = "off"
    unit: str = ""
    options: Sequence[Option] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """A row of a matrix (with its options) or of a table (with its fields)."""

    number: int
    name: str
    label: str = ""
    options: Sequence[Option] = ()
    fields: Sequence[Field] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A question on a page. `value` is what stands in a single field; `in_words` what is stored, told in words; `heads`
    the choices of a matrix whose rows can stand under them (not where a row still holds a choice that was retired);
    `unsure` a reading to which the person has still to say yes.
    """

    item: Item
    name: str
    label: str
    help: str
    why: str
    kind: str
    is_required: bool
    value: str = ""
    other_text: str = ""
    options: Sequence[Option] = ()
    lines: Sequence[Line] = ()
    heads: Sequence[Option] = ()
    fields: Sequence[Field] = ()
    absences: Sequence[Option] = ()
    file: Mapping[str, Any] | None = None
    in_words: str = ""
    origin: str = ""
    as_of: str = ""
    remark: str = ""
    errors: Sequence[str] = ()
    repairs: Sequence[str] = ()
    unsure: str = ""
    can_add: bool = False
    ends: tuple[str, str] = ("", "")


def faces(
    items: Iterable[Item], answers: Answers, *, typed: Typed | None = None, language: Language = "ja",
    origins: Mapping[str, Mapping[str, str]] | None = None, remarks: Mapping[str, str] | None = None,
) -> list[Face]:  # fmt: skip
    """The questions with what was typed where it was refused, and with what is stored everywhere else."""
    read = typed or Typed()
    return [
        face(
            item, read.raw[item.id] if item.id in read.raw else answers.get(item.id), language=language,
            stored=answers.get(item.id), origin=(origins or {}).get(item.id), remark=(remarks or {}).get(item.id, ""),
            errors=read.errors.get(item.id, ()), repairs=read.repairs.get(item.id, ()),
            unsure=read.unsure.get(item.id, ""),
        )
        for item in items
    ]  # fmt: skip


def face(
    item: Item, raw: Any, *, language: Language, stored: Any = None, origin: Mapping[str, str] | None = None,
    remark: str = "", errors: Sequence[str] = (), repairs: Sequence[str] = (), unsure: str = "",
) -> Face:  # fmt: skip
    """One question on a page."""
    absent = absence_of(raw)
    told = None if absent else raw
    return Face(
        item=item, name=name(item), label=item.label.said(language), help=item.help.said(language),
        why=item.why.said(language), kind=item.kind.value, is_required=item.required and item.kind not in SILENT,
        absences=[Option(key, str(label), key == absent) for key, label in ABSENCES if key in item.absences],
        in_words=shown(item, stored, language) if stored is not None else "",
        origin=(origin or {}).get("origin", ""), as_of=(origin or {}).get("as_of", ""), remark=remark, errors=errors,
        repairs=repairs, unsure=unsure, ends=(item.low_label.said(language), item.high_label.said(language)),
        **_FACES.get(item.kind, _single)(item, told, language),
    )  # fmt: skip


def _single(_item: Item, raw: Any, _language: Language) -> dict[str, Any]:
    return {"value": raw if isinstance(raw, str) else ""}


def _choice(item: Item, raw: Any, language: Language) -> dict[str, Any]:
    picked = raw if isinstance(raw, Mapping) else {"id": raw or ""}
    return {"options": _options(item, {picked.get("id")}, language), "other_text": picked.get("text", "")}


def _multiple(item: Item, raw: Any, language: Language) -> dict[str, Any]:
    if isinstance(raw, Mapping):
        return {"options": _options(item, set(raw.get("ids", ())), language), "other_text": raw.get("text", "")}
    picked = {one["id"]: one for one in raw or ()}
    text = picked.get(OTHER, {}).get("text", "")
    return {"options": _options(item, set(picked), language), "other_text": text}


def _scale(item: Item, raw: Any, _language: Language) -> dict[str, Any]:
    return {"options": [Option(str(n), str(n), str(n) == raw) for n in range(1, item.steps + 1)]}


def _matrix(item: Item, raw: Any, language: Language) -> dict[str, Any]:
    chosen = raw or {}
    lines = [
        Line(
            number,
            f"{name(item)}--row-{row.id}",
            row.label.said(language),
            _options(item, {chosen.get(row.id)}, language),
        )
        for number, row in enumerate(item.rows)
    ]
    heads = _options(item, set(), language)
    fits = len(heads) <= MOST_HEADS and all(len(line.options) == len(heads) for line in lines)
    return {"lines": lines, "heads": heads if fits else ()}


def _table(item: Item, raw: Any, language: Language) -> dict[str, Any]:
    rows = raw or with_row(raw)
    lines = [
        Line(
            number,
            f"{name(item)}--{number}",
            fields=[_cell(item, c, number, row.get(c.id), language) for c in item.columns],
        )
        for number, row in enumerate(rows)
    ]
    return {"lines": lines, "can_add": len(rows) < item.most_rows}


def _cell(item: Item, column: Item, number: int, raw: Any, language: Language) -> Field:
    made = _FACES.get(column.kind, _single)(column, raw, language)
    unit = "円" if column.kind is Kind.MONEY else column.unit
    return Field(
        f"{name(item)}--{number}--{column.id}", column.label.said(language), made.get("value", ""), column.kind.value,
        unit=unit, options=made.get("options", ()),
    )  # fmt: skip


def _parts(names: Sequence[str]) -> Any:
    def make(item: Item, raw: Any, _language: Language) -> dict[str, Any]:
        filled = raw if isinstance(raw, Mapping) else {}
        return {"fields": [
            Field(f"{name(item)}--{part}", PART_WORDS[part][0], filled.get(part, ""), part, PART_WORDS[part][1])
            for part in names
        ]}  # fmt: skip

    return make


def _file(_item: Item, raw: Any, _language: Language) -> dict[str, Any]:
    return {"file": raw if isinstance(raw, Mapping) and raw.get("file") else None}


def _signature(_item: Item, raw: Any, _language: Language) -> dict[str, Any]:
    return {"value": raw.get("name", "") if isinstance(raw, Mapping) else ""}


def _options(item: Item, chosen: set[Any], language: Language) -> list[Option]:
    offered: list[Choice] = [one for one in item.choices if not one.is_retired or one.id in chosen]
    options = [Option(one.id, one.label.said(language), one.id in chosen) for one in offered]
    other = {"ja": "その他", "easy": "その他", "en": "Other"}[language]
    return [*options, Option(OTHER, other, OTHER in chosen)] if item.has_other else options


_FACES: Final[Mapping[Kind, Any]] = {
    Kind.CHOICE: _choice,
    Kind.MULTIPLE: _multiple,
    Kind.SCALE: _scale,
    Kind.MATRIX: _matrix,
    Kind.TABLE: _table,
    Kind.ADDRESS: _parts(ADDRESS_PARTS),
    Kind.PERSON: _parts(PERSON_PARTS),
    Kind.FILE: _file,
    Kind.SIGNATURE: _signature,
}
