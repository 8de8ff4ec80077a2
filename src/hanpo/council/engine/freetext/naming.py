"""What a theme is called: the words that stand in its answers and not in the others."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from hanpo.council.engine.freetext.words import Word

MOST_WORDS = 5
ENOUGH = 1.2815515655446004
"""The 90 % point of the standard normal distribution."""


def distinctive(inside: Sequence[Sequence[Word]], outside: Sequence[Sequence[Word]]) -> tuple[str, ...]:
    """The words that more answers inside use than outside, the most telling first, by log-odds with their z (Monroe,
    Colaresi and Quinn, Political Analysis 16(4), 2008; half an answer added everywhere).

    A theme that no word tells apart is called by the words most of its answers use.
    """
    ins, outs = _counts(inside), _counts(outside)
    scores = {form: _z(ins[form], len(inside), outs[form], len(outside)) for form in ins if ins[form] > 1}
    telling = [form for form, z in scores.items() if z > ENOUGH] or list(scores or ins)
    ranked = sorted(telling, key=lambda form: (-round(scores.get(form, 0), 9), -ins[form], form))
    shown = _shown([*inside, *outside])
    return tuple(shown[form] for form in ranked[:MOST_WORDS])


def _counts(answers: Sequence[Sequence[Word]]) -> Counter[str]:
    return Counter(form for answer in answers for form in {word.form for word in answer})


def _z(inside: int, inside_of: int, outside: int, outside_of: int) -> float:
    cells = (inside + 0.5, inside_of - inside + 0.5, outside + 0.5, outside_of - outside + 0.5)
    a, b, c, d = cells
    return (math.log(a / b) - math.log(c / d)) / math.sqrt(sum(1 / cell for cell in cells))


def _shown(answers: Sequence[Sequence[Word]]) -> dict[str, str]:
    """For each word the spelling used most often."""
    spellings: dict[str, Counter[str]] = {}
    for answer in answers:
        for word in answer:
            spellings.setdefault(word.form, Counter())[word.shown] += 1
    return {form: min(found, key=lambda s: (-found[s], s)) for form, found in spellings.items()}
