"""What a person typed or picked, as a value: the entrance for every kind of item."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from hanpo.core.japanese import (
    AddressError,
    fold_width,
    normalise_postal_code,
    split_address,
    tidy_name,
    to_katakana,
    unify_long_vowels,
)
from hanpo.core.japanese.kana import DASHES
from hanpo.forms.engine.answering.checking import check
from hanpo.forms.engine.answering.choosing import read_choice, read_matrix, read_multiple
from hanpo.forms.engine.answering.numbers import absence_typed, read_day_typed, read_number_typed
from hanpo.forms.engine.answering.outcome import Outcome, Read, Refused, say
from hanpo.forms.engine.definition import Item, Kind, Language
from hanpo.forms.engine.values import Value, absence_of

_ADDRESS_PARTS: Final = ("postal", "prefecture", "city", "town", "rest", "building")
_PERSON_PARTS: Final = ("family", "given", "family_kana", "given_kana", "former", "alias")


def read_typed(item: Item, raw: Any, *, language: Language = "ja") -> Read | Refused:
    """The value of what was typed: a text, or for compound kinds a mapping of its parts (see the readers below).

    `{"absent": kind}` is taken for every item that allows it. Nothing typed gives `Read(None)`. Whether the value
    meets the item's rules is said by `check`, not here.
    """
    if raw is None:
        return Read(None)
    if absence_of(raw) is not None:
        allowed = absence_of(raw) in item.absences
        return Read({"absent": absence_of(raw)}) if allowed else Refused(say("shape", language))
    cleaned, removed = _clean(raw)
    outcome = _READERS[item.kind](item, cleaned, language)
    if removed and isinstance(outcome, Read):
        return Read(outcome.value, (say("removed", language), *outcome.repairs), outcome.confirm)
    return outcome


def _clean(raw: Any) -> tuple[Any, bool]:
    """Line breaks made alike; control characters and halves of characters, which no database takes, removed."""
    if isinstance(raw, str):
        kept = raw.replace("\r\n", "\n").replace("\r", "\n")
        cleaned = "".join(one for one in kept if one in "\n\t" or unicodedata.category(one) not in {"Cc", "Cs"})
        return cleaned, cleaned != kept
    if isinstance(raw, Mapping):
        parts = {str(key): _clean(value) for key, value in raw.items()}
        return {key: value for key, (value, _) in parts.items()}, any(removed for _, removed in parts.values())
    if isinstance(raw, (list, tuple)):
        found = [_clean(one) for one in raw]
        return [one for one, _ in found], any(removed for _, removed in found)
    return raw, False


def _text(item: Item, raw: Any, language: Language) -> Outcome:
    """A text, as it was typed but for the spaces around it."""
    if not isinstance(raw, str):
        return Refused(say("shape", language))
    typed = raw.strip()
    if item.absences and absence_typed(typed) in item.absences:
        return Read({"absent": absence_typed(typed)})
    if not typed or _fits(item, typed):
        return Read(typed or None)
    fitting = next((one for one in _spellings(typed) if _fits(item, one)), None)
    if fitting is None:
        return Read(typed)
    return Read(fitting, (say("read_as", language, typed=typed, value=fitting),))


def _fits(item: Item, typed: str) -> bool:
    """Whether a text meets those rules of its item that look at nothing else."""
    alone = tuple(one for one in item.checks if "${" not in one.rule)
    return not alone or not check(replace(item, checks=alone), typed, {})


def _spellings(typed: str) -> Iterator[str]:
    """The same text as a rule for telephone numbers, codes, times or katakana may want it: ０６―１２３４ as 06-1234."""
    folded = fold_width(typed)
    yield folded
    dashed = re.sub(f"[{DASHES}ー]", "-", folded)
    yield dashed
    yield re.sub(r"\s+", "", dashed)
    yield re.sub(r"[()\s]+", "-", dashed).strip("-")
    yield unify_long_vowels(to_katakana(folded))


def _number(item: Item, raw: Any, language: Language) -> Outcome:
    if isinstance(raw, int) and not isinstance(raw, bool):
        raw = str(raw)
    return read_number_typed(item, raw, language) if isinstance(raw, str) else Refused(say("shape", language))


def _address(_item: Item, raw: Any, language: Language) -> Outcome:
    """Parts `postal`, `prefecture`, `city`, `town`, `rest`, `building`; or one line, split where that is certain."""
    parts = _address_line(raw) if isinstance(raw, str) else raw
    if not isinstance(parts, Mapping):
        return Refused(say("shape", language))
    value = {part: " ".join(str(parts.get(part) or "").split()) for part in _ADDRESS_PARTS}
    repairs: tuple[str, ...] = ()
    if value["postal"]:
        typed = value["postal"]
        try:
            value["postal"] = normalise_postal_code(typed).replace("-", "")
        except AddressError:
            return Refused(say("postal", language))
        if typed not in {value["postal"], f"{value['postal'][:3]}-{value['postal'][3:]}"}:
            repairs = (say("read_as", language, typed=typed, value=value["postal"]),)
    return Read({part: words for part, words in value.items() if words} or None, repairs)


def _address_line(line: str) -> dict[str, str]:
    folded = fold_width(line).strip()
    postal = re.match(r"〒?\s*(\d{3}-?\d{4})(?!\d)", folded)
    split = split_address(folded)
    city = split.county + split.municipality + split.ward
    return {
        "postal": postal[1] if postal else "",
        "prefecture": split.prefecture,
        "city": city,
        "rest": split.rest,
    }


def _person(_item: Item, raw: Any, language: Language) -> Outcome:
    """Parts of a name, or 氏 and 名 with a space between. Characters of names stay exactly as they are, IVS and all."""
    parts = _name_parts(raw) if isinstance(raw, str) else raw
    if not isinstance(parts, Mapping):
        return Refused(say("shape", language))
    value: dict[str, str] = {}
    repairs: list[str] = []
    for part in _PERSON_PARTS:
        words = tidy_name(str(parts.get(part) or ""))
        if words and part.endswith("_kana"):
            kana = unify_long_vowels(to_katakana(words))
            repairs += [say("read_as", language, typed=words, value=kana)] if kana != words else []
            words = kana
        if words:
            value[part] = words
    return Read(value or None, tuple(repairs))


def _name_parts(line: str) -> dict[str, str]:
    family, _, given = tidy_name(line).partition("\u3000")
    return {"family": family, "given": given}


def _table(item: Item, raw: Any, language: Language) -> Outcome:
    """A list of rows, each `{"column id": what was typed}`; rows without any answer are left out."""
    if not isinstance(raw, list) or not all(isinstance(row, Mapping) for row in raw):
        return Refused(say("shape", language))
    rows: list[dict[str, Value]] = []
    repairs: list[str] = []
    confirm = False
    columns = {column.id for column in item.columns}
    strange = [name for typed in raw for name in typed if name not in columns]
    if strange:
        return Refused(say("not_row", language, typed=strange[0]))
    for at, typed in enumerate(raw, 1):
        row: dict[str, Value] = {}
        for column in item.columns:
            words = {"row": at, "column": column.label.said(language)}
            outcome = read_typed(column, typed.get(column.id), language=language)
            if isinstance(outcome, Refused):
                return Refused(say("in_row", language, message=outcome.message, **words))
            repairs += [say("in_row", language, message=one, **words) for one in outcome.repairs]
            confirm = confirm or outcome.confirm
            row |= {} if outcome.value is None else {column.id: outcome.value}
        rows += [row] if row else []
    return Read(rows or None, tuple(repairs), confirm)


def _file(_item: Item, raw: Any, language: Language) -> Outcome:
    """`{"file": number of the stored file, "name": …}`: the file itself was stored before."""
    if raw in ("", {}):
        return Read(None)
    if not isinstance(raw, Mapping) or not raw.get("file"):
        return Refused(say("file", language))
    return Read({"file": raw["file"], "name": str(raw.get("name") or "")})


def _signature(item: Item, raw: Any, language: Language) -> Outcome:
    """`{"name": …, "day": …}`: typed by the signer."""
    if raw in ("", {}):
        return Read(None)
    if not isinstance(raw, Mapping):
        return Refused(say("signed", language))
    name = tidy_name(str(raw.get("name") or ""))
    outcome = read_day_typed(item, raw.get("day") or "", language)
    if isinstance(outcome, Refused):
        return outcome
    if not name and outcome.value is None:
        return Read(None)
    if not name or not isinstance(outcome.value, str):
        return Refused(say("signed", language))
    return Read({"name": name, "day": outcome.value}, outcome.repairs)


def _nothing(_item: Item, _raw: Any, _language: Language) -> Outcome:
    """Notes ask nothing, and what is calculated is not typed."""
    return Read(None)


_READERS: Final[Mapping[Kind, Callable[[Item, Any, Language], Outcome]]] = {
    Kind.TEXT: _text,
    Kind.NUMBER: _number,
    Kind.MONEY: _number,
    Kind.SCALE: _number,
    Kind.DATE: read_day_typed,
    Kind.CHOICE: read_choice,
    Kind.MULTIPLE: read_multiple,
    Kind.MATRIX: read_matrix,
    Kind.TABLE: _table,
    Kind.ADDRESS: _address,
    Kind.PERSON: _person,
    Kind.FILE: _file,
    Kind.SIGNATURE: _signature,
    Kind.CALCULATED: _nothing,
    Kind.NOTE: _nothing,
}
