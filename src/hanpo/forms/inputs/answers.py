"""What people type into a form: from the fields of a page to what the engine reads.

A field of the page is called by the item's id after `a-`, its parts after two hyphens: `a-q1`, `a-q1--text`,
`a-q1--row-r1`, `a-q1--0--c1` (the cell of a table's first row), `a-q1--family`, `a-q1--absent`. `a-q1--sure` says yes
to a reading that lost something (100 for about 100), and holds that reading in words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from hanpo.core.japanese import JapaneseRuleError
from hanpo.core.japanese.addresses import addresses_of_postal_code
from hanpo.forms.engine.answering import Read, Refused, check, read_typed, shown
from hanpo.forms.engine.definition import Item, Kind, Language
from hanpo.forms.engine.values import Answers

ADDRESS_PARTS: Final = ("postal", "prefecture", "city", "town", "rest", "building")
PERSON_PARTS: Final = ("family", "given", "family_kana", "given_kana", "former", "alias")
SILENT: Final = frozenset({Kind.NOTE, Kind.CALCULATED})
"""Kinds that nobody types."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed on a page: as typed (`raw`), the values that could be read, what was repaired, what to correct,
    and to which readings, in words, the person has still to say yes (`unsure`). All by the ids of items; a value of
    `None` empties the item.
    """

    raw: Mapping[str, Any] = field(default_factory=dict)
    values: Mapping[str, Any] = field(default_factory=dict)
    repairs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    errors: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, Any] = field(default_factory=dict)
    unsure: Mapping[str, str] = field(default_factory=dict)

    def without_checks(self) -> Typed:
        """The same, but of the errors only those on what could not be read, and so not be kept: whoever stops for now
        owes no answer yet.
        """
        return replace(self, errors={item: said for item, said in self.errors.items() if item not in self.values})


def read_page(
    items: Iterable[Item], data: QueryDict, files: MultiValueDict[str, Any], answers: Answers, *,
    today: date, language: Language,
) -> Typed:  # fmt: skip
    """What was typed for these items. Values are checked against the answers known so far and those of this page."""
    wanted = [item for item in items if item.kind not in SILENT]
    raw = {item.id: raw_of(item, data, today=today) for item in wanted}
    uploads = {item.id: files[name(item)] for item in wanted if name(item) in files}
    outcomes = {item.id: read_typed(item, raw[item.id], language=language) for item in wanted if item.id not in uploads}
    unsure = {item.id: words for item in wanted if (words := _unsure(item, outcomes.get(item.id), data, language))}
    values = {
        one: outcome.value for one, outcome in outcomes.items() if isinstance(outcome, Read) and one not in unsure
    }
    errors = {one: _said(outcome) for one, outcome in outcomes.items() if one not in values}
    whole = {one: value for one, value in {**answers, **values}.items() if value is not None}
    for item in wanted:
        if item.id in values and (said := check(item, values[item.id], whole, today=today, language=language)):
            errors[item.id] = tuple(said)
    repairs = {one: outcome.repairs for one, outcome in outcomes.items() if isinstance(outcome, Read) and one in values}
    remarks = {item.id: str(data[key]).strip() for item in wanted if (key := f"{name(item)}--remark") in data}
    return Typed(raw, values, {one: said for one, said in repairs.items() if said}, errors, remarks, uploads, unsure)


def _unsure(item: Item, outcome: Read | Refused | None, data: QueryDict, language: Language) -> str:
    """A reading that lost something, in words, to which nobody has said yes."""
    if not isinstance(outcome, Read) or not outcome.confirm:
        return ""
    words = shown(item, outcome.value, language) or "—"
    return "" if data.get(f"{name(item)}--sure") == words else words


def _said(outcome: Read | Refused) -> tuple[str, ...]:
    if isinstance(outcome, Refused):
        return (outcome.message,)
    return (*outcome.repairs, _("よければチェックを入れてください。"))


def raw_of(item: Item, data: QueryDict, *, today: date) -> Any:
    """What was typed for one item, in the shape that the engine reads."""
    own = name(item)
    if absent := data.get(f"{own}--absent"):
        return {"absent": absent}
    return _RAW.get(item.kind, _text)(item, data, own, today)


def name(item: Item) -> str:
    """How the field of an item is called on the page."""
    return f"a-{item.id}"


def with_row(raw: Any) -> list[Any]:
    """The rows of a table and an empty one."""
    return [*(raw or []), {}]


def without_row(raw: Any, number: int) -> list[Any]:
    """The rows of a table but one."""
    return [row for place, row in enumerate(raw or []) if place != number]


def looked_up(raw: Any) -> tuple[Any, str]:
    """An address filled in from its postal code as far as that says it, and a message where it cannot be."""
    parts = dict(raw) if isinstance(raw, Mapping) else {}
    try:
        found = addresses_of_postal_code(parts.get("postal", "")).addresses[0]
    except JapaneseRuleError as refusal:
        return parts, str(refusal)
    return {**parts, "prefecture": found.prefecture, "city": found.city, "town": found.town}, ""


def _text(_item: Item, data: QueryDict, own: str, _today: date) -> Any:
    return data.get(own, "")


def _choice(_item: Item, data: QueryDict, own: str, _today: date) -> Any:
    picked = data.get(own, "")
    return {"id": picked, "text": data.get(f"{own}--text", "")} if picked else ""


def _multiple(_item: Item, data: QueryDict, own: str, _today: date) -> Any:
    return {"ids": data.getlist(own), "text": data.get(f"{own}--text", "")}


def _matrix(item: Item, data: QueryDict, own: str, _today: date) -> Any:
    return {row.id: data.get(f"{own}--row-{row.id}", "") for row in item.rows}


def _table(item: Item, data: QueryDict, own: str, today: date) -> Any:
    start = f"{own}--"
    numbers = sorted(
        {int(n) for key in data if key.startswith(start) and (n := key[len(start) :].partition("--")[0]).isdigit()}
    )
    return [{c.id: _cell(c, data, f"{start}{number}--{c.id}", today) for c in item.columns} for number in numbers]


def _cell(column: Item, data: QueryDict, own: str, today: date) -> Any:
    return _RAW.get(column.kind, _text)(column, data, own, today)


def _parts(names: tuple[str, ...]) -> Any:
    def read(_item: Item, data: QueryDict, own: str, _today: date) -> Any:
        return {part: data.get(f"{own}--{part}", "") for part in names}

    return read


def _file(_item: Item, data: QueryDict, own: str, _today: date) -> Any:
    kept = data.get(f"{own}--file", "")
    is_kept = kept.isdigit() and not data.get(f"{own}--remove")
    return {"file": int(kept), "name": data.get(f"{own}--name", "")} if is_kept else ""


def _signature(_item: Item, data: QueryDict, own: str, today: date) -> Any:
    signer = data.get(own, "").strip()
    return {"name": signer, "day": data.get(f"{own}--day") or today.isoformat()} if signer else {}


_RAW: Final[Mapping[Kind, Any]] = {
    Kind.CHOICE: _choice,
    Kind.MULTIPLE: _multiple,
    Kind.MATRIX: _matrix,
    Kind.TABLE: _table,
    Kind.ADDRESS: _parts(ADDRESS_PARTS),
    Kind.PERSON: _parts(PERSON_PARTS),
    Kind.FILE: _file,
    Kind.SIGNATURE: _signature,
}
