"""Reads of the item dictionary: the words that forms share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from hanpo.forms.engine.definition import Form, Item, Kind, Words
from hanpo.forms.engine.dictionary import Term, item_of, terms
from hanpo.forms.engine.editing import free_item_id

DICTIONARY = Path(__file__).resolve().parent.parent / "seeds" / "terms.yaml"


@lru_cache
def dictionary() -> Mapping[str, Term]:
    """Every term by its key."""
    return terms(DICTIONARY.read_text(encoding="utf-8"))


def term_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """The terms to choose from, group by group."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for term in dictionary().values():
        groups.setdefault(term.group, []).append((term.key, f"{term.label.ja}（例 {term.example}）"))
    return list(groups.items())


def item_from(*, form: Form, label: str, kind: str, term: str) -> Item:
    """A new item of a form: from the dictionary where a term is chosen, with one's own question if one is written."""
    if term:
        known = dictionary()[term]
        own = replace(known.label, ja=label) if label else known.label
        return item_of(known, item_id=free_item_id(form, known.item.id), label=own)
    return Item(id=free_item_id(form), kind=Kind(kind), label=Words(label))
