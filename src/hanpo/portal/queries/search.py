"""The search page: what was asked for, and the results in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hanpo.core import registry
from hanpo.core.queries.places import in_scope
from hanpo.core.registry import Text
from hanpo.core.search.find import Hit, Results


@dataclass(frozen=True, slots=True)
class Wish:
    """What the address asks for: the query, and how it is narrowed down."""

    query: str
    source: str
    place: str
    page: int

    def narrowing(self) -> dict[str, Any]:
        """How the search is narrowed down."""
        return {"source": self.source or None, "municipality": self.place or None, "page": self.page}


@dataclass(frozen=True, slots=True)
class NamedHit:
    """A hit with the names of its kind and its municipality."""

    hit: Hit
    kind: Text
    place: str


def search_wish(typed: Mapping[str, str]) -> Wish:
    """What the address asks for; a page that is no number is the first."""
    number = typed.get("page", "1")
    return Wish(
        query=typed.get("q", "").strip(),
        source=typed.get("source", ""),
        place=typed.get("place", ""),
        page=max(int(number), 1) if number.isdecimal() else 1,
    )


def search_choices() -> list[tuple[str, Text]]:
    """The kinds of records that can be found."""
    return [(source.key, source.label) for source in registry.search_sources().values()]


def place_choices() -> list[tuple[str, str]]:
    """The municipalities of the current scope, to narrow down by."""
    return [(place.code, place.name) for place in in_scope()]


def search_page(results: Results) -> dict[str, Any]:
    """The results with names, and the numbers of the pages before and after."""
    kinds, places = dict(search_choices()), dict(place_choices())
    hits = [NamedHit(h, kinds.get(h.source, ""), places.get(h.municipality_id or "", "")) for h in results.hits]
    return {
        "results": results,
        "hits": hits,
        "before": results.page - 1,
        "after": results.page + 1 if results.has_next else 0,
    }
