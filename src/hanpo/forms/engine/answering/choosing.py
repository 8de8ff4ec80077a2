"""Choices as they are picked or typed: by id on a page, by their words on paper and in a cell."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any

from hanpo.forms.engine.answering.numbers import absent
from hanpo.forms.engine.answering.outcome import Outcome, Read, Refused, say
from hanpo.forms.engine.answering.showing import choice_shown
from hanpo.forms.engine.definition import LANGUAGES, Choice, Item, Language
from hanpo.forms.engine.values import OTHER, absence_of

_OTHER_TYPED = re.compile(r"(?:その他|other)\s*[(:、]\s*(?P<text>.*?)\s*\)?", re.DOTALL)


def read_choice(item: Item, raw: Any, language: Language) -> Outcome:
    """One choice: its id, its words, or `{"id": …, "text": …}`."""
    if isinstance(raw, Mapping):
        return _picked(item, str(raw.get("id") or ""), raw.get("text"), language)
    if not isinstance(raw, str):
        return Refused(say("shape", language))
    return _picked(item, raw, None, language)


def _picked(item: Item, typed: str, text: Any, language: Language) -> Outcome:
    typed = typed.strip()
    found = find_choice(item, typed)
    if found is not None:
        return _told_unused(Read(_value(item, found, text)), found == OTHER, text, language)
    none = absent(item, typed, language)
    if none is not None:
        return none if isinstance(none, Read) else _no_choice(item, typed, language)
    match = _OTHER_TYPED.fullmatch(unicodedata.normalize("NFKC", typed)) if item.has_other else None
    if match is not None:
        return Read({"id": OTHER, "text": match["text"]})
    return _no_choice(item, typed, language)


def _told_unused(read: Read, is_other: bool, text: Any, language: Language) -> Read:
    """A text for 「その他」 that was not picked is not dropped unseen."""
    words = str(text or "").strip()
    if is_other or not words:
        return read
    return Read(read.value, (*read.repairs, say("unused", language, typed=words)), confirm=True)


def _no_choice(item: Item, typed: str, language: Language) -> Refused:
    offered = [choice_shown(one.id, item, language) for one in item.choices if not one.is_retired]
    choices = ", ".join(offered) if language == "en" else "".join(f"「{one}」" for one in offered)
    proposal = {"id": OTHER, "text": typed} if item.has_other else None
    return Refused(say("not_choice", language, typed=typed, choices=choices), proposal)


def _value(item: Item, found: str, text: Any) -> dict[str, str]:
    other = str(text or "").strip() if found == OTHER and item.has_other else ""
    return {"id": found, "text": other} if other else {"id": found}


def find_choice(item: Item, typed: str) -> str | None:
    """The id of the choice that has this id, or these words in some language (width and spaces do not count)."""
    ids = [one.id for one in item.choices]
    if typed in ids or (item.has_other and typed == OTHER):
        return typed
    key = _key(typed)
    found = {one.id for one in item.choices if key and key in _keys(one)}
    if not found and item.has_other and key in {"その他", "other"}:
        return OTHER
    return found.pop() if len(found) == 1 else None


def _keys(choice: Choice) -> set[str]:
    return {_key(getattr(choice.label, language)) for language in LANGUAGES}


def _key(words: str) -> str:
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", words)).casefold()


def read_multiple(item: Item, raw: Any, language: Language) -> Outcome:
    """Several choices: a list of ids, `{"ids": […], "text": …}`, or their words with 、, or line breaks between."""
    text = raw.get("text") if isinstance(raw, Mapping) else None
    picked = raw.get("ids", []) if isinstance(raw, Mapping) else raw
    if isinstance(picked, str):
        return _several_typed(item, picked, text, language)
    if not isinstance(picked, Sequence):
        return Refused(say("shape", language))
    outcomes = [read_choice(item, _with_text(item, one, text), language) for one in picked]
    refused = next((one for one in outcomes if isinstance(one, Refused)), None)
    whole = refused or _together(item, [one for one in outcomes if isinstance(one, Read)], language)
    if isinstance(whole, Refused):
        return whole
    has_other = isinstance(whole.value, list) and any(one["id"] == OTHER for one in whole.value)
    return _told_unused(whole, has_other, text, language)


def _with_text(item: Item, picked: Any, text: Any) -> Any:
    is_other = isinstance(picked, str) and find_choice(item, picked.strip()) == OTHER
    return {"id": OTHER, "text": text} if is_other else picked


def _together(item: Item, read: Sequence[Read], language: Language) -> Outcome:
    """Several picks as one value; "undecided" beside a choice contradicts it and is refused."""
    values = [one.value for one in read if isinstance(one.value, dict)]
    missing = [value for value in values if absence_of(value)]
    found = {value["id"]: value for value in values if "id" in value}
    if missing and (found or any(one != missing[0] for one in missing)):
        return _no_choice(item, say(str(absence_of(missing[0])), language), language)
    value = missing[0] if missing else _ordered(item, found) or None
    return Read(value, tuple(repair for one in read for repair in one.repairs), any(one.confirm for one in read))


def _several_typed(item: Item, typed: str, text: Any, language: Language) -> Outcome:
    """Words of one choice may hold a 、 themselves, so the whole is tried first."""
    if not typed.strip() or find_choice(item, typed.strip()):
        return read_multiple(item, [typed] if typed.strip() else [], language)
    whole = absent(item, typed, language)
    if isinstance(whole, Read):
        return whole
    parts = [part for part in re.split(r"[、,，\n・/／;；]", typed) if part.strip()]
    return read_multiple(item, {"ids": parts, "text": text}, language)


def _ordered(item: Item, found: Mapping[str, dict[str, str]]) -> list[dict[str, str]]:
    return [found[one] for one in (*(choice.id for choice in item.choices), OTHER) if one in found]


def read_matrix(item: Item, raw: Any, language: Language) -> Outcome:
    """One choice for each row: `{"row id": id or words}`."""
    if not isinstance(raw, Mapping):
        return Refused(say("shape", language))
    value: dict[str, str] = {}
    rows = {row.id for row in item.rows}
    for row, typed in raw.items():
        if row not in rows:
            return Refused(say("not_row", language, typed=row))
        if not isinstance(typed, str) or not typed.strip():
            continue
        found = find_choice(item, typed.strip())
        if found is None:
            return _no_choice(item, typed.strip(), language)
        value[row] = found
    return Read({row.id: value[row.id] for row in item.rows if row.id in value} or None)
