"""Neighbours in the plane become groups: k-means from many seeded starts, and how well a grouping holds together.

The points come in an order that somebody fixed; among groupings equally tight the first by that order is taken.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hanpo.council.engine.opinion.matrix import Floats, Numbers

STARTS = 50
ROUNDS = 100
SEED = 20190922
MERGED = 1000
"""So many points are merged into base points at most: merging takes the square of it."""

EQUAL = 1e-9
"""Two scores closer than this part are equal; what is left between them is rounding."""

Labels = Numbers


@dataclass(frozen=True, slots=True, eq=False)
class Cloud:
    """Points in the plane, each with the number of people that stand there."""

    points: Floats
    people: Floats


def k_means(cloud: Cloud, k: int, *, starts: int = STARTS) -> Labels | None:
    """The tightest grouping into k found from many starts; None if the points are too few to fill k groups."""
    if len(np.unique(cloud.points, axis=0)) < k:
        return None
    centres = _first_centres(cloud, k, starts)
    labels = np.zeros((starts, len(cloud.points)), dtype=np.int64)
    moving = np.arange(starts)
    for _n in range(ROUNDS):
        found = np.argmin(_squares(cloud.points, centres[moving]), axis=2)
        changed = (found != labels[moving]).any(axis=1)
        labels[moving] = found
        moving = moving[changed] if _n else moving
        if not len(moving):
            break
        centres[moving] = _centres(cloud, labels[moving], centres[moving])
    return _tightest(cloud, labels, centres)


def silhouettes(cloud: Cloud, groupings: dict[int, Labels]) -> dict[int, float]:
    """How much nearer people stand to their own group than to the next one (Rousseeuw 1987): the mean, −1 to 1.

    Somebody alone in a group counts 0.
    """
    apart = np.sqrt(_squares(cloud.points, cloud.points[None])[0])
    return {k: _silhouette(cloud, apart, labels) for k, labels in groupings.items()}


def thinned(cloud: Cloud, most: int) -> tuple[Cloud, Labels]:
    """At most so many points that stand for all, and which of them stands for each point.

    They come from merging neighbours so that the spread grows least (Ward 1963), which needs no starting points:
    another order leaves them as they are. Of very many points some stand for the rest, which joins the nearest one.
    """
    # SciPy takes a second to load: only those who group more than a hundred people pay for it
    from scipy.cluster.hierarchy import fcluster, ward  # type: ignore[import-untyped]

    if len(cloud.points) <= most:
        return cloud, np.arange(len(cloud.points))
    some = cloud.points[:: -(-len(cloud.points) // MERGED)]
    merged = _renumbered(fcluster(ward(some), most, criterion="maxclust"))
    labels = np.argmin(_squares(cloud.points, _means(some, np.ones(len(some)), merged)[None])[0], axis=1)
    labels = merged if len(some) == len(cloud.points) else _renumbered(labels)
    return Cloud(
        _means(cloud.points, cloud.people, labels), np.bincount(labels, weights=cloud.people).astype(np.float64)
    ), labels


def _means(points: Floats, people: Floats, labels: Labels) -> Floats:
    sums = [np.bincount(labels, weights=people * points[:, axis]) for axis in range(points.shape[1])]
    return np.stack(sums, axis=1) / np.bincount(labels, weights=people)[:, None]


def adjusted_rand(one: Labels, other: Labels) -> float:
    """How alike two groupings of the same people are, beyond chance (Hubert and Arabie 1985): 1 alike, 0 chance."""
    both = np.zeros((int(one.max(initial=0)) + 1, int(other.max(initial=0)) + 1))
    np.add.at(both, (one, other), 1)
    together, a, b = _pairs(both), _pairs(both.sum(axis=1)), _pairs(both.sum(axis=0))
    expected = a * b / max(_pairs(both.sum(keepdims=True)), 1.0)
    most = (a + b) / 2
    return 1.0 if most == expected else (together - expected) / (most - expected)


def _pairs(counts: Floats) -> float:
    return float((counts * (counts - 1) / 2).sum())


def _squares(points: Floats, centres: Floats) -> Floats:
    """Squared distances: starts × points × centres."""
    squares = (points[None, :, None, 0] - centres[:, None, :, 0]) ** 2
    squares += (points[None, :, None, 1] - centres[:, None, :, 1]) ** 2
    return squares


def _first_centres(cloud: Cloud, k: int, starts: int) -> Floats:
    """Starting centres, each drawn the likelier the farther it is from those drawn (k-means++, Arthur and
    Vassilvitskii 2007).
    """
    draw = np.random.default_rng([SEED, k])
    chosen = _drawn(draw, np.broadcast_to(cloud.people, (starts, len(cloud.people))))
    centres = cloud.points[chosen][:, None, :]
    nearest = _squares(cloud.points, centres)[:, :, 0]
    for _n in range(1, k):
        chosen = _drawn(draw, nearest * cloud.people)
        added = cloud.points[chosen][:, None, :]
        centres = np.concatenate([centres, added], axis=1)
        nearest = np.minimum(nearest, _squares(cloud.points, added)[:, :, 0])
    return centres


def _drawn(draw: np.random.Generator, chances: Floats) -> Numbers:
    """A point for each start."""
    sums = np.cumsum(chances, axis=1)
    wanted = draw.random(len(sums)) * sums[:, -1]
    return np.minimum((sums <= wanted[:, None]).sum(axis=1), sums.shape[1] - 1)


def _centres(cloud: Cloud, labels: Labels, old: Floats) -> Floats:
    """The mean of every group, by start; an empty group stays where it was."""
    starts, k = old.shape[:2]
    flat = (labels + np.arange(starts)[:, None] * k).ravel()

    def sums(values: Floats) -> Floats:
        counted = np.bincount(flat, weights=np.tile(values, starts), minlength=starts * k)
        return counted.astype(np.float64).reshape(starts, k)

    people = sums(cloud.people)
    moved = np.stack([sums(cloud.people * cloud.points[:, axis]) for axis in range(2)], axis=2)
    return np.divide(moved, people[:, :, None], out=old.copy(), where=people[:, :, None] > 0)


def _tightest(cloud: Cloud, labels: Labels, centres: Floats) -> Labels | None:
    squares = np.take_along_axis(_squares(cloud.points, centres), labels[:, :, None], axis=2)[:, :, 0]
    inertias = squares @ cloud.people
    full = np.array([len(np.unique(row)) == centres.shape[1] for row in labels])
    if not full.any():
        return None
    best = inertias[full].min()
    near = np.flatnonzero(full & (inertias <= best * (1 + EQUAL)))
    return min((_renumbered(labels[n]) for n in near), key=lambda found: found.tolist())


def _renumbered(labels: Labels) -> Labels:
    """The same groups, numbered as they first appear."""
    _found, first, numbers = np.unique(labels, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(len(first))
    return rank[numbers.ravel()]


def _silhouette(cloud: Cloud, apart: Floats, labels: Labels) -> float:
    members = (labels[:, None] == np.arange(labels.max() + 1)).astype(np.float64) * cloud.people[:, None]
    sizes, sums = members.sum(axis=0), apart @ members
    everyone = np.arange(len(labels))
    inner_size = sizes[labels] - 1
    inner = np.divide(sums[everyone, labels], inner_size, out=np.zeros(len(labels)), where=inner_size > 0)
    means = sums / sizes
    means[everyone, labels] = np.inf
    outer = means.min(axis=1)
    widest = np.maximum(inner, outer)
    scores = np.divide(outer - inner, widest, out=np.zeros(len(labels)), where=(widest > 0) & (inner_size > 0))
    return float(scores @ cloud.people / cloud.people.sum())


def by_size(labels: Labels) -> Labels:
    """Groups numbered from the largest; of equal ones the one with the first person comes first."""
    sizes = np.bincount(labels)
    _found, first = np.unique(labels, return_index=True)
    rank: NDArray[np.int64] = np.empty(len(sizes), dtype=np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return rank[labels]
