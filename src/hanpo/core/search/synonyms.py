"""Other words for the same thing, from the glossary: offered beside the results, never mixed into them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import yaml

from hanpo.core.search.words import fold


@lru_cache(maxsize=1)
def groups() -> tuple[tuple[str, ...], ...]:
    """The groups of words that mean the same, as the glossary writes them."""
    text = Path(__file__).with_name("synonyms.yaml").read_text(encoding="utf-8")
    return tuple(tuple(group) for group in yaml.safe_load(text))


def other_queries(query: str) -> tuple[str, ...]:
    """The query with one word said differently, once for each other word; empty when the glossary knows none."""
    typed = fold(query).split()
    found: dict[str, None] = {}
    for n, term in enumerate(typed):
        for other in _others(term):
            found[" ".join([*typed[:n], other, *typed[n + 1 :]])] = None
    return tuple(found)


def _others(term: str) -> list[str]:
    return [word for group in groups() if term in map(fold, group) for word in group if fold(word) != term]
