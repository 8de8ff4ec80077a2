"""Answers that say the same in nearly the same words become one, with a count: a flood must not hide the others."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hanpo.council.engine.freetext.answers import Answer, Bundle, order
from hanpo.council.engine.freetext.words import Words, plain, unified, words_of

SAME = 0.85
"""Two answers are the same if they share so much of their words (Jaccard): one word in seven may differ.

Numbers, negations and opposites must agree to the last: 「必要です」 and 「不要です」 are never merged.
"""

_MARKS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class _Said:
    """An answer with what is compared of it."""

    answer: Answer
    letters: str
    forms: frozenset[str]
    words: Words


def bundled(answers: Iterable[Answer], *, synonyms: Sequence[Sequence[str]] = ()) -> tuple[Bundle, ...]:
    """The answers with those that say the same merged, in the order of their keys.

    Each joins the first before it that it is the same as; so a chain of small steps never joins its two ends.
    ValueError if two answers have one key.
    """
    said = [_said(answer, synonyms) for answer in sorted(answers, key=lambda a: order(a.key))]
    if len({s.answer.key for s in said}) < len(said):
        raise ValueError("two answers have the same key")
    known = Counter(form for s in said for form in s.forms)
    first_by_letters: dict[str, int] = {}
    leaders_by_form: defaultdict[str, list[int]] = defaultdict(list)
    followers: dict[int, list[int]] = {}
    for n, mine in enumerate(said):
        rare = _rarest(mine.forms, known)
        likely = {leader for form in rare for leader in leaders_by_form[form]}
        leader = first_by_letters.get(mine.letters)
        if leader is None:
            leader = next((at for at in sorted(likely) if _same(said[at], mine)), n)
        first_by_letters.setdefault(mine.letters, leader)
        followers.setdefault(leader, []).append(n)
        if leader == n:
            for form in rare:
                leaders_by_form[form].append(n)
    return tuple(_bundle([said[n] for n in members]) for members in followers.values())


def _said(answer: Answer, synonyms: Sequence[Sequence[str]]) -> _Said:
    words = words_of(unified(answer.text, synonyms))
    return _Said(answer, _MARKS.sub("", plain(answer.text)), frozenset(w.form for w in words.content), words)


def _rarest(forms: frozenset[str], known: Counter[str]) -> list[str]:
    """So many of the rarest words that two answers that are the same share at least one of them."""
    ordered = sorted(forms, key=lambda form: (known[form], form))
    return ordered[: len(forms) - int(SAME * len(forms) - 1e-9)]


def _same(one: _Said, other: _Said) -> bool:
    shared, all_words = len(one.forms & other.forms), len(one.forms | other.forms)
    return one.words.turning == other.words.turning and shared > 0 and shared >= SAME * all_words


def _bundle(members: list[_Said]) -> Bundle:
    often = Counter(m.letters for m in members)
    usual = max(members, key=lambda m: often[m.letters])
    return Bundle(text=usual.answer.text, key=usual.answer.key, keys=tuple(m.answer.key for m in members))
