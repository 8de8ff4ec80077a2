"""The item dictionary (項目辞書): words that forms share, each with its item as it is asked everywhere.

Names follow 政府相互運用性フレームワーク（GIF）コアデータモデル (デジタル庁). The caller reads the file; here comes its text.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType
from typing import Any, Final

import yaml

from hanpo.forms.engine.definition import Check, DefinitionError, Item, Kind, Words
from hanpo.forms.engine.reading import read_item

_OWN: Final = frozenset({"key", "group", "gif", "example"})


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the dictionary. `gif` is 型/項目名 of GIF (empty where there is none), `item` how it is asked."""

    key: str
    group: str
    gif: str
    example: str
    item: Item

    @property
    def label(self) -> Words:
        """The question in three languages."""
        return self.item.label

    @property
    def kind(self) -> Kind:
        """What kind of answer it asks for."""
        return self.item.kind

    @property
    def checks(self) -> tuple[Check, ...]:
        """The rules of an answer."""
        return self.item.checks


@lru_cache(maxsize=8)
def terms(text: str) -> Mapping[str, Term]:
    """The terms of a dictionary file, by key, in its order. Raises `DefinitionError`."""
    data = yaml.safe_load(text)
    if not isinstance(data, list):
        raise DefinitionError("項目辞書は、項目を一つずつ並べて（リストで）書いてください。", "項目辞書")
    found: dict[str, Term] = {}
    for one in data:
        term = _term(one)
        if term.key in found:
            raise DefinitionError("同じ key が2回あります。別々の key にしてください。", f"項目辞書 {term.key}")
        found[term.key] = term
    return MappingProxyType(found)


def _term(data: Any) -> Term:
    if not isinstance(data, Mapping) or not all(isinstance(data.get(name), str) for name in _OWN):
        raise DefinitionError("key・group・gif・example を文字で書いてください。", f"項目辞書 {data}"[:60])
    rest = {name: value for name, value in data.items() if name not in _OWN}
    item = read_item({"id": item_id(data["key"]), "term": data["key"], **rest})
    return Term(data["key"], data["group"], data["gif"], data["example"], item)


def item_id(key: str) -> str:
    """The usual id of an item that asks for a term: person.name → person_name."""
    return key.replace(".", "_")


def item_of(term: Term, *, item_id: str = "", label: Words | None = None, required: bool = False) -> Item:
    """A new item that asks for a term; its own id and words may be given."""
    return replace(term.item, id=item_id or term.item.id, label=label or term.item.label, required=required)
