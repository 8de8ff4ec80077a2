"""The same grouping done over and over with something changed, to see what of it stays."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from hanpo.council.engine.opinion.clusters import adjusted_rand
from hanpo.council.engine.opinion.grouping import Grouping, grouped
from hanpo.council.engine.opinion.matrix import Floats, Numbers, Table
from hanpo.council.engine.opinion.plane import moments, places, plane

PARTS = 50
"""Up to so many people are left out one by one; more in so many parts."""

RESHUFFLES = 10
CHANCES = 19
"""If the real groups are clearer than all of so many made by chance, chance alone does that in one case of twenty."""

STARTS = 10
LOOKED_AT = 1000
"""Of very many people every second, third … is looked at, so that the work stays bounded."""

SEED = 20190922


def left_out(table: Table, rows: Numbers, whole: Grouping) -> Iterator[tuple[float, bool]]:
    """For each person (or part) left out: how alike the others' groups stay, and whether there are as many still."""
    sums = moments(table)
    every = -(-len(rows) // LOOKED_AT)
    for n in range(min(PARTS, len(rows))):
        out = rows[n::PARTS]
        stay = np.flatnonzero(~np.isin(rows, out))[::every]
        at = plane(sums.minus(moments(table, out)))
        again = grouped(places(table, at, rows[stay]), starts=STARTS)
        if again is None:
            yield 0.0, False
        else:
            yield adjusted_rand(again.labels, whole.labels[stay]), again.k == whole.k


def reshuffled(points: Floats, whole: Grouping) -> Iterator[float]:
    """How alike the groups stay when people come in another order and the axes are mirrored."""
    draw = np.random.default_rng(SEED)
    every = -(-len(points) // LOOKED_AT)
    for n in range(RESHUFFLES):
        order = draw.permutation(len(points))[::every]
        mirror = np.array([1 - 2 * (n & 1), 1 - (n & 2)])
        again = grouped(points[order] * mirror, starts=STARTS)
        yield adjusted_rand(again.labels, whole.labels[order]) if again else 0.0


def silhouettes_by_chance(table: Table, rows: Numbers) -> tuple[float, list[float]]:
    """The best silhouette of these people, and those after dealing out each statement's votes anew among its voters.

    Dealing anew keeps how people voted on each statement and who saw it, but nobody's votes hang together any more.
    """
    some = rows[:: -(-len(rows) // LOOKED_AT)]
    part = Table(tuple(table.people[n] for n in some), table.statements, table.votes[some], table.seen[some])
    draw = np.random.default_rng(SEED)
    return _clearest(part), [_clearest(_dealt_anew(part, draw)) for _n in range(CHANCES)]


def _dealt_anew(table: Table, draw: np.random.Generator) -> Table:
    votes = table.votes.copy()
    for column in range(votes.shape[1]):
        voters = np.flatnonzero(table.seen[:, column])
        votes[voters, column] = draw.permutation(votes[voters, column])
    return Table(table.people, table.statements, votes, table.seen)


def _clearest(table: Table) -> float:
    found = grouped(places(table, plane(moments(table))), starts=STARTS)
    return found.silhouette if found else -1.0
