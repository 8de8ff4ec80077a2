"""Which statement a person is shown next: those that divide, that few have seen, and that people do not pass over.

The weight is the published one: [(1−p)(E+1)a × (1 + 8 × 2^(−S/5))]², with p and a the shares of passes and agrees, E
how far out the statement lies in the plane of opinions, S how many saw it; one about the survey itself weighs 49.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping

from hanpo.council.engine.opinion.reading import Opinion
from hanpo.council.engine.opinion.statistics import Tally
from hanpo.council.engine.opinion.votes import Key, Side, order

META_WEIGHT = 49.0


def weight(tally: Tally, *, extremity: float, is_meta: bool = False) -> float:
    """How much a statement asks to be shown next."""
    if is_meta:
        return META_WEIGHT
    passed = (tally.passes + 1) / (tally.seen + 2)
    importance = (1 - passed) * (extremity + 1) * tally.share(Side.AGREE)
    return float((importance * (1 + 8 * 2 ** (-tally.seen / 5))) ** 2)


def weights(opinion: Opinion) -> dict[Key, float]:
    """The weight of every statement that may be shown."""
    return {
        s.statement.key: weight(s.tally, extremity=s.extremity, is_meta=s.statement.is_meta)
        for s in opinion.statements
        if not s.statement.is_moderated_out
    }


def next_statement(weights: Mapping[Key, float], *, person: Key, voted: Collection[Key]) -> Key | None:
    """The statement to show a person who has voted on some; None when there is no other.

    Heavier ones come oftener. The draw hangs on the person and on how many votes were cast, so that loading the page
    again shows the same statement, and different people do not see the same order.
    """
    left = sorted((k for k in weights if k not in voted), key=order)
    total = sum(weights[k] for k in left)
    point = _draw(f"{person}|{len(voted)}") * total
    for key in left:
        point -= weights[key]
        if point < 0:
            return key
    return left[-1] if left else None


def _draw(words: str) -> float:
    """A number from 0 up to 1 that the words decide."""
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:6], "big") / 2**48
