"""From the table of votes to groups: who is in, where they lie, how many groups there are."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np

from hanpo.council.engine.opinion import clusters
from hanpo.council.engine.opinion.clusters import Cloud, Labels
from hanpo.council.engine.opinion.matrix import Floats, Numbers, Table
from hanpo.council.engine.opinion.votes import Key

FEWEST_PEOPLE = 15
MOST_GROUPS = 5
PEOPLE_FOR_ANOTHER_GROUP = 12
BASE_POINTS = 100
"""Up to so many people are grouped themselves; more are first gathered round so many points that stand for them."""


@dataclass(frozen=True, slots=True, eq=False)
class Grouping:
    """The groups of some people: a number for each, and the silhouette of every number of groups that was tried."""

    labels: Labels
    silhouettes: dict[int, float]

    @property
    def k(self) -> int:
        """How many groups there are."""
        return int(self.labels.max()) + 1

    @property
    def silhouette(self) -> float:
        """How clear the groups are."""
        return self.silhouettes[self.k]


def people_in(table: Table, *, enough: int, keep: Collection[Key] = ()) -> Numbers:
    """The rows of those who voted enough, or were in before; if they are few, the most active fill up to fifteen."""
    cast = table.votes_cast()
    kept = set(keep)
    ins = (cast >= min(enough, len(table.statements))) | np.array([p in kept for p in table.people], dtype=bool)
    busiest = np.lexsort((np.arange(len(cast)), -cast, ~ins))
    return np.sort(busiest[: max(int(ins.sum()), FEWEST_PEOPLE)])


def most_groups(people: int) -> int:
    """How many groups are tried at most: two, and one more for every dozen people, up to five."""
    return min(MOST_GROUPS, 2 + people // PEOPLE_FOR_ANOTHER_GROUP)


def grouped(points: Floats, *, k: int | None = None, starts: int = clusters.STARTS) -> Grouping | None:
    """The groups of people at these points: k of them, or as many as have the best silhouette, the fewest if equal.

    None if people stand at too few places to be told apart.
    """
    cloud, standing = clusters.thinned(Cloud(points, np.ones(len(points))), BASE_POINTS)
    numbers = [k] if k else range(2, most_groups(len(points)) + 1)
    tried = {n: clusters.k_means(cloud, n, starts=starts) for n in numbers}
    found = {n: labels for n, labels in tried.items() if labels is not None}
    if not found:
        return None
    scores = clusters.silhouettes(cloud, found)
    best = max(scores.values())
    chosen = min(n for n, score in scores.items() if score >= best - clusters.EQUAL)
    return Grouping(clusters.by_size(found[chosen][standing]), scores)
