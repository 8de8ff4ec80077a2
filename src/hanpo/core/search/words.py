"""The pure part of the search: folding text, cutting it into words and passages, and finding where a hit stands.

Japanese has no spaces between words, so every character and every pair of neighbouring characters is a word of the
index. A query of two or more characters is the phrase of its pairs; a query of one character is that character's word.
Text and query are folded alike: Unicode NFKC and case folding (UAX #15, Unicode 3.13), without variation selectors and
other invisible characters, and with the dashes that keyboards confuse made one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

PASSAGE_LENGTH = 800
"""Characters of a passage at most, counted as folded."""

MAX_TERM_LENGTH = 100
"""The longest term, in folded characters, that is found wherever a long text was cut into passages."""

_ALIKE = str.maketrans({"〜": "~", "∼": "~", "−": "-", "‐": "-", "–": "-", "—": "-", "―": "-"})
_VARIATION_SELECTORS = frozenset(map(chr, (*range(0x180B, 0x180E), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


@dataclass(frozen=True, slots=True)
class Folded:
    """Folded text with the way back: character n came from `original[starts[n]:ends[n]]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text as it was written; `is_hit` runs are to be marked."""

    text: str
    is_hit: bool = False


def fold(text: str) -> str:
    """The text as the index sees it. Joining folded clusters gives the folded whole, so substrings stay substrings."""
    folded = text.translate(_FOLDING)
    if _ELSE not in folded:
        return folded
    return "".join(
        "".join(map(_fold_cluster, text[start:end])) if is_plain else _fold_cluster(text[start:end])
        for start, end, is_plain in _stretches(text)
    )


def fold_with_map(text: str) -> Folded:
    """The folded text with the place of every character in the original."""
    whole = text.translate(_FOLDING)
    if _ELSE not in whole:
        return Folded(whole, range(len(text)), range(1, len(text) + 1))
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end, is_plain in _stretches(text):
        if is_plain:
            folded += map(_fold_cluster, text[start:end])
            starts += range(start, end)
            ends += range(start + 1, end + 1)
        else:
            cluster = _fold_cluster(text[start:end])
            folded += cluster
            starts += [start] * len(cluster)
            ends += [end] * len(cluster)
    return Folded("".join(folded), starts, ends)


def terms(query: str) -> tuple[str, ...]:
    """The folded terms of a query: what spaces of any kind separate, each once, in the order they were typed."""
    return tuple(dict.fromkeys(fold(query).split()))


def code_words(folded: str) -> str:
    """The text as words that any tokenizer keeps whole: the code points of its pairs in hex, then of its characters."""
    codes = [_code(char) for char in folded]
    return " ".join([*map("".join, pairwise(codes)), *dict.fromkeys(codes)])


def code_phrase(term: str) -> str:
    """The words, one behind the other, that stand in `code_words` exactly where the folded term stands in the text."""
    codes = [_code(char) for char in term]
    return " ".join(map("".join, pairwise(codes))) if len(codes) > 1 else codes[0]


def passages(text: str) -> list[str]:
    """The text cut into overlapping passages: any term up to `MAX_TERM_LENGTH` stands whole in one of them.

    Cuts never fall inside a character with its marks or variation selector. Blank text gives no passage.
    """
    if not text.strip():
        return []
    clusters = list(_clusters(text))
    widths = [len(_fold_cluster(text[start:end])) for start, end in clusters]
    found, first = [], 0
    while True:
        last = _end_of_passage(widths, first)
        found.append(text[clusters[first][0] : clusters[last - 1][1]])
        if last == len(clusters):
            return found
        first = _start_of_overlap(widths, first, last)


def occurrences(folded: str, term: str) -> Iterator[int]:
    """Where the term stands in the folded text; overlapping occurrences as well."""
    at = folded.find(term)
    while at >= 0:
        yield at
        at = folded.find(term, at + 1)


def nearness(folded: str, wanted: Sequence[str]) -> tuple[int, int] | None:
    """The narrowest stretch of the text that holds every term, as (start, end); `None` when one is missing."""
    places = sorted((at, at + len(term), n) for n, term in enumerate(wanted) for at in occurrences(folded, term))
    latest: dict[int, tuple[int, int]] = {}
    best: tuple[int, int] | None = None
    for start, end, n in places:
        latest[n] = (start, end)
        if len(latest) == len(wanted):
            stretch = (min(s for s, _ in latest.values()), max(e for _, e in latest.values()))
            if best is None or stretch[1] - stretch[0] < best[1] - best[0]:
                best = stretch
    return best


def extract(text: str, wanted: Sequence[str], *, around: int = 60) -> tuple[Piece, ...]:
    """The passage around the hit, as written, with every occurrence of the terms marked.

    At most `around` folded characters stand before the first mark and behind the last, and of terms far apart at most
    three times as many between; what was left out shows as an ellipsis. Terms that do not occur are passed over.
    """
    folded = fold_with_map(text)
    present = [term for term in wanted if term in folded.text]
    start, end = nearness(folded.text, present) or (0, 0)
    lower, upper = max(0, start - around), min(end, start + 3 * around) + around
    first = folded.starts[lower] if lower > 0 else 0
    last = folded.ends[upper - 1] if upper < len(folded.text) else len(text)
    pieces = _marked(text, folded, present, first, last)
    left_out = Piece("…")
    return (*[left_out][: first > 0], *pieces, *[left_out][: last < len(text)])


def marked(text: str, wanted: Sequence[str]) -> tuple[Piece, ...]:
    """The whole text as written, with every occurrence of the terms marked."""
    return tuple(_marked(text, fold_with_map(text), wanted, 0, len(text)))


def _marked(text: str, folded: Folded, wanted: Iterable[str], at: int, stop: int) -> Iterator[Piece]:
    for start, end in _hit_spans(folded, wanted):
        start, end = max(start, at), min(end, stop)
        if start >= end:
            continue
        if start > at:
            yield Piece(text[at:start])
        yield Piece(text[start:end], is_hit=True)
        at = end
    if at < stop:
        yield Piece(text[at:stop])


def _hit_spans(folded: Folded, wanted: Iterable[str]) -> list[tuple[int, int]]:
    """Where the terms stand in the original text; spans that touch or overlap are one."""
    found = sorted(
        (folded.starts[at], folded.ends[at + len(term) - 1]) for term in wanted for at in occurrences(folded.text, term)
    )
    spans: list[tuple[int, int]] = []
    for start, end in found:
        if spans and start <= spans[-1][1]:
            spans[-1] = (spans[-1][0], max(end, spans[-1][1]))
        else:
            spans.append((start, end))
    return spans


def _end_of_passage(widths: list[int], first: int) -> int:
    """The cluster behind the last one that still fits into a passage from `first`; at least one is taken."""
    folded = 0
    for n in range(first, len(widths)):
        folded += widths[n]
        if folded > PASSAGE_LENGTH:
            return max(n, first + 1)
    return len(widths)


def _start_of_overlap(widths: list[int], first: int, last: int) -> int:
    """The cluster from which the next passage repeats the end of this one, one character less than the longest term."""
    folded, n = 0, last
    while n > first + 1 and folded < MAX_TERM_LENGTH - 1:
        n -= 1
        folded += widths[n]
    return n


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """The stretches that normalise each by itself: a character with the marks and selectors that follow it."""
    start = 0
    for n in range(1, len(text)):
        if not _joins(text[n]):
            yield start, n
            start = n
    if text:
        yield start, len(text)


def _stretches(text: str) -> Iterator[tuple[int, int, bool]]:
    """The text in runs of plain characters, as most text is, and in single clusters that fold in another way."""
    at = 0
    for n in [n for n, char in enumerate(text) if not _is_plain_char(char)]:
        if n < at:
            continue
        start = n - 1 if n > at and _joins(text[n]) else n
        if start > at:
            yield at, start, True
        at = n + 1
        while at < len(text) and _joins(text[at]):
            at += 1
        yield start, at, False
    if at < len(text):
        yield at, len(text), True


@lru_cache(maxsize=65536)
def _is_plain_char(char: str) -> bool:
    """Whether the character folds to one character by itself."""
    return not _joins(char) and len(_fold_cluster(char)) == 1


_ELSE = "\uffff"
"""Stands for what does not fold to one character by itself; Unicode gives this code to no character."""


class _Folding(dict[int, str]):
    """Folds a text of plain characters at once: each is worked out when it is met first, and kept."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = folded = _fold_cluster(char) if _is_plain_char(char) else _ELSE
        return folded


_FOLDING = _Folding()


@lru_cache(maxsize=65536)
def _joins(char: str) -> bool:
    """Whether the character normalises together with the one before it: marks, voicing signs, Hangul vowels and
    ends.
    """
    first = unicodedata.normalize("NFKD", char)[0]
    return unicodedata.category(first)[0] == "M" or "\u1160" <= first <= "\u11ff"


@lru_cache(maxsize=65536)
def _fold_cluster(cluster: str) -> str:
    if cluster.isspace():
        return " "
    kept = "".join(char for char in cluster if not _is_invisible(char))
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", kept).casefold()).translate(_ALIKE)


def _is_invisible(char: str) -> bool:
    return char in _VARIATION_SELECTORS or unicodedata.category(char) in ("Cf", "Cc")


@lru_cache(maxsize=65536)
def _code(char: str) -> str:
    return f"{ord(char):06x}"
