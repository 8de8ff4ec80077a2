"""The plane of opinions: principal components of the votes, and where each person and statement lies in it.

An unseen cell takes its statement's mean. Products of votes are whole numbers, so they are the same whatever the order
in which they are added; each axis points to where its largest part is positive.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from hanpo.council.engine.opinion.matrix import Floats, Numbers, Table

AXES = 2
FLAT = 1e-9
"""An axis that carries less than this part of the first one's spread is no axis."""


@dataclass(frozen=True, slots=True, eq=False)
class Moments:
    """Sums over people from which the axes follow: products of votes, of votes with what was seen, of what was seen."""

    votes: Floats
    mixed: Floats
    seen: Floats

    def minus(self, part: Moments) -> Moments:
        """The sums without some of the people."""
        return Moments(self.votes - part.votes, self.mixed - part.mixed, self.seen - part.seen)


@dataclass(frozen=True, slots=True, eq=False)
class Plane:
    """The axes (two rows, a column for each statement), each statement's mean, and the part of the spread they show."""

    axes: Floats
    means: Floats
    shown: tuple[float, ...]


def moments(table: Table, rows: Numbers | slice = slice(None)) -> Moments:
    """The sums over some people."""
    votes, seen = table.votes[rows], table.seen[rows]
    products = (votes.T @ votes, votes.T @ seen, seen.T @ seen)
    return Moments(*(product.astype(np.float64) for product in products))


def plane(sums: Moments) -> Plane:
    """The first two principal components."""
    seen = np.diag(sums.seen)
    means = np.divide(np.diag(sums.mixed), seen, out=np.zeros(len(seen)), where=seen > 0)
    leaning = sums.mixed * means
    spread = sums.votes - leaning - leaning.T + sums.seen * np.outer(means, means)
    values, vectors = np.linalg.eigh(spread)
    values, vectors = values[::-1][:AXES], vectors.T[::-1][:AXES]
    total = float(np.trace(spread))
    axes = np.zeros((AXES, len(seen)))
    for n, (value, vector) in enumerate(zip(values, vectors, strict=True)):
        if value > FLAT * max(total, 1.0):
            axes[n] = signed(vector)
    shown = tuple(max(float(value), 0.0) / total if total > FLAT else 0.0 for value in values)
    return Plane(axes, means, shown)


def signed(axis: Floats) -> Floats:
    """The axis turned so that its largest part is positive; of parts equally large the first one rules."""
    sizes = np.abs(axis)
    ruling = int(np.argmax(sizes >= sizes.max() * (1 - FLAT)))
    return -axis if axis[ruling] < 0 else axis


def places(table: Table, at: Plane, rows: Numbers | slice = slice(None)) -> Floats:
    """Where people lie. Who voted on few statements is moved outwards by √(statements / votes), or all would huddle."""
    votes, seen = table.votes[rows].astype(np.float64), table.seen[rows].astype(np.float64)
    lying = votes @ at.axes.T - seen @ (at.axes * at.means).T
    cast = np.maximum(seen.sum(axis=1), 1)
    return lying * np.sqrt(seen.shape[1] / cast)[:, None]


def statement_places(at: Plane) -> Floats:
    """Where statements lie: a column each, the place of a person who agreed with this statement and saw no other."""
    return math.sqrt(len(at.means)) * at.axes * (1 - at.means)
