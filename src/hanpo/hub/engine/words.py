"""The content words of a Japanese text, with their places in it (Sudachi, mode A;
https://github.com/WorksApplications/Sudachi).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞"})
EMPTY = frozenset(
    {"為る", "有る", "居る", "成る", "出来る", "無い", "良い", "事", "物", "為", "所", "等", "様", "中", "上", "どう"}
)
"""Words so common that sharing them says nothing."""

_MINOR = frozenset({"非自立可能", "数詞", "助動詞語幹"})


@dataclass(frozen=True, slots=True)
class Word:
    """A word in its ordinary form (`form`), and where it stands in the text: from `start` up to before `end`."""

    form: str
    start: int
    end: int


def content_words(text: str, *, synonyms: Sequence[Sequence[str]] = ()) -> tuple[Word, ...]:
    """The words that carry meaning, in the order of the text.

    `synonyms` are groups of expressions that mean the same; any of them counts as the first of its group.
    """
    known = _synonyms_in(text, synonyms)
    words = [w for w in _sudachi_words(text) if not any(k.start < w.end and w.start < k.end for k in known)]
    return tuple(sorted([*known, *words], key=lambda w: (w.start, w.end)))


def plain(text: str) -> str:
    """The text in compatibility composition and lower case (NFKC: full and half width become one)."""
    return unicodedata.normalize("NFKC", text).casefold()


def _synonyms_in(text: str, groups: Iterable[Sequence[str]]) -> list[Word]:
    """Every expression of the groups in the text; a longer one hides a shorter one inside it."""
    expressions = sorted(((e, group[0]) for group in groups for e in group), key=lambda pair: -len(pair[0]))
    found: list[Word] = []
    for expression, form in expressions:
        start = text.find(expression)
        while start >= 0:
            end = start + len(expression)
            if all(end <= w.start or w.end <= start for w in found):
                found.append(Word(form, start, end))
            start = text.find(expression, end)
    return found


def _sudachi_words(text: str) -> list[Word]:
    return [
        Word(m.normalized_form(), m.begin(), m.end())
        for m in _tokenizer().tokenize(text)
        if m.part_of_speech()[0] in CONTENT
        and not _MINOR & set(m.part_of_speech())
        and m.normalized_form() not in EMPTY
    ]


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    """Sudachi with its core dictionary; loaded when first asked for, because it weighs 200 MB on disk."""
    from sudachipy import Dictionary, SplitMode

    return Dictionary().tokenizer(mode=SplitMode.A)
