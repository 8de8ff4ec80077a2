"""The three sheets, and words in the columns of several languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from hanpo.forms.engine.definition import Item, Kind, Language, Words

Row = dict[str, str]

COLUMNS: Final[Mapping[Language, str]] = {
    "ja": "日本語 (ja)",
    "easy": "やさしい日本語 (ja-x-easy)",
    "en": "English (en)",
}
"""The names of languages in headings (`label::English (en)`), with their BCP 47 tags."""
OWN: Final = "hanpo"
"""The column of what XLSForm has no column for."""
SECTION: Final = "sec."
"""Before the ids of sections, so that a section and an item may share one."""
RETIRED: Final = ".retired"
"""After the name of a list of choices: those that are no longer offered."""
ALONE: Final = "not(selected(., '{}') and count-selected(.) > 1)"

_TAGS: Final[Mapping[str, Language]] = {
    "": "ja", "ja": "ja", "日本語": "ja", "japanese": "ja", "japanese (ja)": "ja", "ja-x-easy": "easy",
    "やさしい日本語": "easy", "en": "en", "english": "en", "英語": "en",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheets:
    """The rows of an XLSForm, each a mapping from heading to cell; `settings` has one row."""

    survey: tuple[Row, ...] = ()
    choices: tuple[Row, ...] = ()
    settings: Row = field(default_factory=dict)


def put(row: Row, heading: str, words: Words) -> None:
    """Write words into the columns of their languages. A `${` in words would be taken for a reference."""
    for language, column in COLUMNS.items():
        said = getattr(words, language)
        if said:
            row[f"{heading}::{column}"] = said.replace("${", "$ {")


def get(row: Mapping[str, Any], heading: str) -> Words:
    """The words of the columns of a heading. Where there is no Japanese, English or the first other language stands in
    its place.
    """
    found: dict[str, str] = {}
    others: list[str] = []
    for name, cell in row.items():
        base, language = split_heading(name)
        tag = _TAGS.get(_tag(language))
        if base != heading or not cell:
            continue
        if tag:
            found.setdefault(tag, str(cell))
        else:
            others.append(str(cell))
    if "ja" not in found and (found or others):
        found["ja"] = next(iter(found.values()), "") or others[0]
    return Words(**found)


def split_heading(heading: str) -> tuple[str, str]:
    """A heading and its language: `label::English (en)`, or `label:english` as older forms have it."""
    base, _, language = heading.partition(":")
    return base.strip().lower(), language.lstrip(":").strip()


def other_languages(row: Mapping[str, Any]) -> set[str]:
    """Languages of a row's headings that Hanpo does not have."""
    headings = [split_heading(name) for name, cell in row.items() if cell]
    named = {language for base, language in headings if base in {"label", "hint"}}
    return {language for language in named if _tag(language) not in _TAGS}


def _tag(language: str) -> str:
    match = re.search(r"\(([A-Za-z-]+)\)\s*$", language)
    return (match[1] if match else language).strip().casefold()


PARTS: Final[Mapping[Kind, Mapping[str, Words]]] = {
    Kind.ADDRESS: {
        "postal": Words("郵便番号", "郵便番号", "Postal code"),
        "prefecture": Words("都道府県", "都道府県", "Prefecture"),
        "city": Words("市区町村", "市・区・町・村", "City, town or village"),
        "town": Words("町名", "町の 名前", "Town"),
        "rest": Words("番地", "番地", "Block and number"),
        "building": Words("建物名・部屋番号", "建物の 名前・部屋の 番号", "Building and room"),
    },
    Kind.PERSON: {
        "family": Words("氏", "名字", "Family name"),
        "given": Words("名", "下の 名前", "Given name"),
        "family_kana": Words("氏（フリガナ）", "名字（カタカナ）", "Family name in katakana"),
        "given_kana": Words("名（フリガナ）", "下の 名前（カタカナ）", "Given name in katakana"),
        "former": Words("旧氏", "前の 名字", "Former family name"),
        "alias": Words("通称", "通称", "Registered alias"),
    },
}
"""The questions that an address and a name become: XLSForm has neither."""
NEEDED_PARTS: Final = frozenset({"city", "family", "given"})
"""The parts that must be answered where the whole is required."""


def other_words() -> Words:
    """The words of 「その他」."""
    return Words("その他", "その他", "Other")


def unit_of(item: Item) -> str:
    """The unit shown behind the hint."""
    return "円" if item.kind is Kind.MONEY else item.unit if item.kind is Kind.NUMBER else ""


def with_unit(words: Words, unit: str, label: Words) -> Words:
    """A hint with its unit, in every language in which the item is said."""
    if not unit:
        return words
    said = {"ja": f"（単位：{unit}）", "easy": f"（単位：{unit}）", "en": f"(unit: {unit})"}
    told = {
        language: getattr(words, language) + said[language]
        for language in COLUMNS
        if language == "ja" or getattr(words, language) or (getattr(label, language) and not words)
    }
    return Words(**told)


_UNIT: Final = re.compile(r"\s*(?:（単位：(?P<ja>[^）]+)）|\(unit: (?P<en>[^)]+)\))$")


def without_unit(words: Words) -> tuple[Words, str]:
    """A hint and the unit that stood behind it."""
    unit = ""
    rest: dict[str, str] = {}
    for language in COLUMNS:
        said = getattr(words, language)
        match = _UNIT.search(said)
        unit = unit or (match["ja"] or match["en"] if match else "")
        rest[language] = _UNIT.sub("", said)
    return Words(**rest), unit
