"""Reading free answers: merge, compare, group, name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from hanpo.council.engine.freetext.answers import Answer, Bundle, Reading, Theme, order
from hanpo.council.engine.freetext.duplicates import bundled
from hanpo.council.engine.freetext.naming import distinctive
from hanpo.council.engine.freetext.words import Word, sequences, unified, words_of

FEWEST_APART = 6
"""Fewer different answers are read one by one, not grouped."""

FEWEST_TOGETHER = 3
"""Two different answers are a coincidence, not a theme."""

LINKED = 0.03
"""Who is less alike to its own group, on the mean, or more alike to another, stays ungrouped."""


def read(answers: Iterable[Answer], *, synonyms: Sequence[Sequence[str]] = ()) -> Reading:
    """The answers by theme. The same answers give the same reading in whatever order they come.

    `synonyms` are groups of expressions that mean the same here; any of them counts as the first of its group.
    ValueError if two answers have one key.
    """
    given = sorted(answers, key=lambda a: order(a.key))
    written = [answer for answer in given if answer.text.strip()]
    bundles = bundled(written, synonyms=synonyms)
    texts = [unified(bundle.text, synonyms) for bundle in bundles]
    words = [words_of(text).content for text in texts]
    members = _members(texts, words) if len(bundles) >= FEWEST_APART else []
    themes = [_theme(chosen, bundles, words) for chosen in members]
    grouped = {n for chosen in members for n in chosen}
    return Reading(
        themes=tuple(sorted(themes, key=lambda t: (-t.count, min(map(order, t.keys))))),
        rest=tuple(bundle for n, bundle in enumerate(bundles) if n not in grouped),
        blank=tuple(answer.key for answer in given if not answer.text.strip()),
    )


def _members(texts: Sequence[str], words: Sequence[Sequence[Word]]) -> list[list[int]]:
    """The bundles of each theme by number, the most central first."""
    import numpy as np

    from hanpo.council.engine.freetext.vectors import closeness, groups, vectors
    from hanpo.council.engine.opinion.matrix import one_thread

    found = vectors([[w.sense for w in each] for each in words], [list(sequences(text)) for text in texts])
    with one_thread():
        labels = groups(found)
    close = closeness(found, found, labels)
    own = close[np.arange(len(labels)), labels]
    belongs = (own >= LINKED) & (own >= close.max(axis=1))
    members = [np.flatnonzero(belongs & (labels == n)) for n in range(int(labels.max()) + 1)]
    return [sorted(m.tolist(), key=lambda n: (-own[n], n)) for m in members if len(m) >= FEWEST_TOGETHER]


def _theme(chosen: Sequence[int], bundles: Sequence[Bundle], words: Sequence[Sequence[Word]]) -> Theme:
    inside = set(chosen)
    return Theme(
        words=distinctive([words[n] for n in chosen], [each for n, each in enumerate(words) if n not in inside]),
        bundles=tuple(bundles[n] for n in chosen),
    )
