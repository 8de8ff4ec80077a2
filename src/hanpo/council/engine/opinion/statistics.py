"""Counts of a statement and the tests made with them, by hand-sized formulas.

A agrees (or disagrees) among S who saw the statement. Shares are (A+1)/(S+2), Laplace's rule of succession; a share is
tested against one half, and a group's share against all others' with the pooled two-proportion test; one is added to
every count in both, so that few votes prove nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from hanpo.council.engine.opinion.votes import Key, Side

SIGNIFICANT = 1.2815515655446004
"""The 90 % point of the standard normal distribution: a larger z is taken as more than chance, one-sided."""

MOST = 5
"""So many statements are named for a group or as consensus, at most."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people agreed, disagreed and passed; who did not see the statement is in none of them."""

    agrees: int
    disagrees: int
    passes: int

    @property
    def seen(self) -> int:
        """How many voted in any way."""
        return self.agrees + self.disagrees + self.passes

    def count(self, side: Side) -> int:
        """How many stand on this side."""
        return self.agrees if side is Side.AGREE else self.disagrees

    def share(self, side: Side) -> float:
        """The share of this side, (A+1)/(S+2): 0.5 while nobody has voted."""
        return (self.count(side) + 1) / (self.seen + 2)

    def z(self, side: Side) -> float:
        """How clearly this side is more than half: 2 √(S+1) ((A+1)/(S+1) − 1/2)."""
        trials = self.seen + 1
        return 2 * math.sqrt(trials) * ((self.count(side) + 1) / trials - 0.5)

    def without(self, part: Tally) -> Tally:
        """The tally of all others."""
        return Tally(self.agrees - part.agrees, self.disagrees - part.disagrees, self.passes - part.passes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Representative:
    """A statement that stands for a group: the side it takes, its tally there, the share with its z, and how much more
    the group takes this side than all others do (`ratio` of the shares, with its z).
    """

    statement: Key
    side: Side
    tally: Tally
    share: float
    share_z: float
    ratio: float
    ratio_z: float

    @property
    def is_significant(self) -> bool:
        """Whether the side is the group's majority and the group differs from the others, both beyond chance."""
        return self.share_z > SIGNIFICANT and self.ratio_z > SIGNIFICANT

    @property
    def weight(self) -> float:
        """What representatives are ordered by: ratio × z of the ratio × share × z of the share."""
        return self.ratio * self.ratio_z * self.share * self.share_z


def two_proportions(inside: int, inside_of: int, outside: int, outside_of: int) -> float:
    """The z of the difference between two shares, pooled, with one added to all four counts; 0 if nobody differs."""
    a, n, b, m = inside + 1, inside_of + 1, outside + 1, outside_of + 1
    pooled = (a + b) / (n + m)
    spread = pooled * (1 - pooled) * (1 / n + 1 / m)
    return (a / n - b / m) / math.sqrt(spread) if spread > 0 else 0.0


def representative(statement: Key, group: Tally, others: Tally, side: Side) -> Representative:
    """How one statement speaks for a group on one side."""
    return Representative(
        statement=statement,
        side=side,
        tally=group,
        share=group.share(side),
        share_z=group.z(side),
        ratio=group.share(side) / others.share(side),
        ratio_z=two_proportions(group.count(side), group.seen, others.count(side), others.seen),
    )


def representatives(
    group: Mapping[Key, Tally], others: Mapping[Key, Tally], *, most: int = MOST
) -> tuple[Representative, ...]:
    """The statements that stand for a group, the heaviest first, but what it agrees with most before all.

    Both tests must pass: a group of which nothing can be said gets none. Equal weights follow the order of the group.
    """
    found = [
        heard
        for key, tally in group.items()
        for heard in (representative(key, tally, others[key], side) for side in Side)
        if heard.is_significant
    ]
    found.sort(key=lambda r: -r.weight)
    best = next((r for r in found if r.side is Side.AGREE), None)
    first = [] if best is None else [best]
    return tuple([*first, *(r for r in found if r is not best)][:most])


def consensus(tallies: Mapping[Key, Tally], side: Side, *, most: int = MOST) -> tuple[Key, ...]:
    """The statements on whose side more than half of everybody stands beyond chance, ordered by share × z."""
    found = [k for k, t in tallies.items() if t.share(side) > 0.5 and t.z(side) > SIGNIFICANT]
    return tuple(sorted(found, key=lambda k: -tallies[k].share(side) * tallies[k].z(side))[:most])


def group_aware(tallies: Iterable[Tally], side: Side) -> float:
    """How far all groups share a side: the product of their shares, so that a single group's refusal pulls it down."""
    return math.prod(tally.share(side) for tally in tallies)


def tallies_of(keys: Sequence[Key], counts: Sequence[tuple[int, int, int]]) -> dict[Key, Tally]:
    """Tallies by statement, from (agrees, disagrees, passes) in the same order."""
    return {key: Tally(*count) for key, count in zip(keys, counts, strict=True)}
