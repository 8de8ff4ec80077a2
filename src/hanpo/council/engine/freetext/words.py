"""The words of an answer (Sudachi, mode A; https://github.com/WorksApplications/Sudachi) and its character runs."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

CONTENT = frozenset({"名詞", "動詞", "形容詞", "形状詞", "副詞"})
EMPTY = frozenset(
    """為る 有る 居る 成る 出来る 無い 良い 事 こと 物 もの 為 ため 所 等 様 中 上 時 とき どう 者 欲しい 思う 言う 分かる 貰う
    頂く 下さる 呉れる""".split()
)
"""Words so common in answers that sharing them says nothing."""

TURNING = frozenset(
    """無い ない ぬ ず 不 非 未 無 反対 賛成 必要 不要 良い 悪い 多い 少ない 増やす 減らす 増える 減る 高い 低い 広い 狭い 長い 短い
    賛同 不満 満足 可能 困難 早い 遅い 上げる 下げる 開ける 閉める 増加 減少 拡大 縮小 継続 廃止""".split()
)
"""Words that turn what is said into its opposite: answers that differ in one of them never say the same."""

_MINOR = frozenset({"非自立可能", "数詞", "助動詞語幹"})
_WRITTEN = re.compile(r"[一-鿿々〆ァ-ヺーA-Za-z]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word: its ordinary form, the form to show, and the group of synonyms it belongs to (or its form again)."""

    form: str
    shown: str
    sense: str


@dataclass(frozen=True, slots=True)
class Words:
    """The words of an answer: those that carry meaning, and those that turn it (negations, opposites, numbers)."""

    content: tuple[Word, ...]
    turning: tuple[str, ...]


def plain(text: str) -> str:
    """The text in compatibility composition and lower case, spaces made one."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def unified(text: str, synonyms: Sequence[Sequence[str]]) -> str:
    """The plain text in which every expression of a group is written as the first of it; longer ones go first."""
    first = {plain(expression): plain(group[0]) for group in synonyms for expression in group}
    if not first:
        return plain(text)
    found = "|".join(map(re.escape, sorted(first, key=lambda expression: (-len(expression), expression))))
    return re.sub(found, lambda match: first[match[0]], plain(text))


def words_of(text: str) -> Words:
    """The words of an answer."""
    content, turning = [], []
    for morpheme in _tokenizer().tokenize(plain(text)):
        form, part = morpheme.normalized_form(), frozenset(morpheme.part_of_speech())
        if form in TURNING or "数詞" in part:
            turning.append(form)
        if part & CONTENT and not part & _MINOR and form not in EMPTY:
            content.append(Word(form, morpheme.dictionary_form(), _sense(morpheme)))
    return Words(tuple(content), tuple(sorted(turning)))


def sequences(text: str) -> Iterator[str]:
    """Every two and three neighbouring characters that are kanji, katakana or letters.

    Hiragana is left out: it mostly writes endings, which say how something is said and not what.
    """
    for run in _WRITTEN.findall(plain(text)):
        for length in (2, 3):
            yield from (run[start : start + length] for start in range(len(run) - length + 1))


def _sense(morpheme: Any) -> str:
    groups = morpheme.synonym_group_ids()
    return f"#{min(groups)}" if groups else morpheme.normalized_form()


@lru_cache(maxsize=1)
def _tokenizer() -> Any:
    """Sudachi with its core dictionary; loaded when first asked for, because it weighs 200 MB on disk."""
    from sudachipy import Dictionary, SplitMode

    return Dictionary().tokenizer(mode=SplitMode.A)
