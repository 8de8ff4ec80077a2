"""Which problems may be alike: a list of suggestions for people to judge, never a decision.

Score: the mean of two cosines, character 1–3-gram TF-IDF and Sudachi A content words. On JGLUE JSTS valid (1,457 pairs;
https://github.com/yahoojapan/JGLUE) the mean reaches a rank correlation of 0.714 with people's judgement, each half
0.705 and 0.692: fair for suggestions, too weak for decisions.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import combinations

from hanpo.hub.engine.words import Word, content_words, plain

ENOUGH = 0.20
"""Scores below this are not worth a person's time. Of thirty pairs that we wrote and judged (`tests/gold_alike.yaml`;
the unlike ones share words on purpose) it has the best F1, 0.88: 14 of 15 like pairs are found (recall 0.93), and 14 of
17 found are like (precision 0.82). Whoever refuses a pair does it once; one that is not shown is never seen.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text that may resemble another. Only texts of different `group`s (municipalities) are compared."""

    key: int
    text: str
    group: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alike:
    """Two texts that may be alike, `a` being the smaller key: the score (0–1) with its two halves, the shared words,
    and where they stand in either text as `(start, end)`.
    """

    a: int
    b: int
    score: float
    by_characters: float
    by_words: float
    shared: tuple[str, ...]
    marks_a: tuple[tuple[int, int], ...]
    marks_b: tuple[tuple[int, int], ...]

    @property
    def pair(self) -> frozenset[int]:
        """The two keys, in no order."""
        return frozenset({self.a, self.b})


def find_alike(
    texts: Sequence[Text],
    *,
    refused: Set[frozenset[int]] = frozenset(),
    synonyms: Sequence[Sequence[str]] = (),
    enough: float = ENOUGH,
) -> list[Alike]:
    """The pairs that may be alike, the likeliest first. A refused pair never comes again, nor one without a shared
    word.
    """
    ordered = sorted((t for t in texts if t.text.strip()), key=lambda t: t.key)
    if len(ordered) < 2:
        return []
    characters = character_cosines([t.text for t in ordered])
    words = [content_words(t.text, synonyms=synonyms) for t in ordered]
    pairs = [
        _compare(ordered[i], ordered[j], characters[i][j], words[i], words[j])
        for i, j in combinations(range(len(ordered)), 2)
        if ordered[i].group != ordered[j].group and frozenset({ordered[i].key, ordered[j].key}) not in refused
    ]
    return sorted((p for p in pairs if p.shared and p.score >= enough), key=lambda p: (-p.score, p.a, p.b))


def word_cosine(a: Sequence[Word], b: Sequence[Word]) -> float:
    """The cosine of the word counts of two texts, from 0 (nothing shared) to 1."""
    counts_a, counts_b = Counter(w.form for w in a), Counter(w.form for w in b)
    length = math.sqrt(_square(counts_a)) * math.sqrt(_square(counts_b))
    return sum(n * counts_b[form] for form, n in counts_a.items()) / length if length else 0.0


def _square(counts: Mapping[str, int]) -> int:
    return sum(n * n for n in counts.values())


def _compare(a: Text, b: Text, by_characters: float, words_a: Sequence[Word], words_b: Sequence[Word]) -> Alike:
    forms = {w.form for w in words_a} & {w.form for w in words_b}
    by_words = word_cosine(words_a, words_b)
    return Alike(
        a=a.key,
        b=b.key,
        score=(by_characters + by_words) / 2,
        by_characters=by_characters,
        by_words=by_words,
        shared=tuple(dict.fromkeys(w.form for w in words_a if w.form in forms)),
        marks_a=tuple((w.start, w.end) for w in words_a if w.form in forms),
        marks_b=tuple((w.start, w.end) for w in words_b if w.form in forms),
    )


def character_cosines(texts: Sequence[str]) -> list[list[float]]:
    """The cosine of each text with each, by characters, pairs and triples, the rare ones weighing more: counts times
    `ln((1 + texts) / (1 + texts with it)) + 1`, as scikit-learn's TfidfVectorizer has it (which takes seconds to load).
    """
    counts = [_grams(plain(text)) for text in texts]
    spread = Counter(gram for count in counts for gram in count)
    rarity = {gram: math.log((1 + len(texts)) / (1 + n)) + 1 for gram, n in spread.items()}
    vectors = [_of_length_one({gram: n * rarity[gram] for gram, n in count.items()}) for count in counts]
    return [[_product(a, b) for b in vectors] for a in vectors]


def _grams(text: str) -> Counter[str]:
    text = re.sub(r"\s\s+", " ", text)
    return Counter(text[n : n + size] for size in (1, 2, 3) for n in range(len(text) - size + 1))


def _of_length_one(vector: Mapping[str, float]) -> dict[str, float]:
    length = math.sqrt(sum(weight * weight for weight in vector.values()))
    return {gram: weight / length for gram, weight in vector.items()}


def _product(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    return sum(a[gram] * b[gram] for gram in a.keys() & b.keys())
