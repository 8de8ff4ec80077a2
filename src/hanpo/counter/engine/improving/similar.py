"""Problem cards that say the same in other words: a proposal for a person who merges them, never a merge.

Texts are compared by the pairs of characters and the kanji in them, weighted by how rare a pair is among all cards
(TF-IDF, cosine). Words need not be parted for it, which matters for short Japanese notes.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations, pairwise

ENOUGH = 0.2
"""From here on two cards are laid side by side: on the cards of the tests the pairs that people merge lie above it."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two cards that may say the same; `likeness` is 0 to 1."""

    first: int
    second: int
    likeness: float


def alike(texts: Mapping[int, str], *, enough: float = ENOUGH) -> tuple[Pair, ...]:
    """The pairs of cards whose likeness is enough, the most alike first, equal ones by number."""
    vectors = _vectors(texts)
    found = [Pair(a, b, round(_cosine(vectors[a], vectors[b]), 3)) for a, b in combinations(sorted(texts), 2)]
    return tuple(sorted((one for one in found if one.likeness >= enough), key=lambda one: (-one.likeness, one.first)))


def _vectors(texts: Mapping[int, str]) -> dict[int, dict[str, float]]:
    counts = {number: Counter(_pairs(text)) for number, text in texts.items()}
    seen = Counter(pair for count in counts.values() for pair in count)
    rare = {pair: math.log((1 + len(texts)) / (1 + times)) + 1 for pair, times in seen.items()}
    return {
        number: {pair: (1 + math.log(times)) * rare[pair] for pair, times in count.items()}
        for number, count in counts.items()
    }


def _pairs(text: str) -> list[str]:
    """The pairs of characters that carry meaning, and every kanji by itself; pairs of hiragana are mostly endings."""
    plain = [c for c in unicodedata.normalize("NFKC", text).casefold() if c.isalnum()]
    pairs = ["".join(two) for two in pairwise(plain)]
    return [*(two for two in pairs if not all(map(_is_hiragana, two))), *filter(_is_kanji, plain)]


def _is_hiragana(character: str) -> bool:
    return "\u3041" <= character <= "\u309f"


def _is_kanji(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"


def _cosine(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    length = math.sqrt(sum(v * v for v in one.values()) * sum(v * v for v in other.values()))
    return sum(value * other.get(pair, 0.0) for pair, value in one.items()) / length if length else 0.0
