"""Answers as vectors, and the grouping of vectors. Loads scikit-learn, so it is imported where somebody asks for it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import sparse  # type: ignore[import-untyped]
from scipy.cluster.hierarchy import fcluster, ward  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import TfidfVectorizer

Floats = NDArray[np.float64]
Labels = NDArray[np.int64]

MOST_GROUPS = 24
MERGED = 1000
"""Of very many answers every second, third … shapes the groups, and the others join the nearest: work stays bounded."""

RESOLUTION = 1.3
"""Above 1 favours more and smaller groups: joining two is easier for a person than taking one apart."""

ROUNDS = 50
TIGHT = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """A row of length one for each answer (or of length nought, if it shares nothing with any other)."""

    rows: Any

    def __len__(self) -> int:
        return int(self.rows.shape[0])

    def part(self, chosen: Labels) -> Vectors:
        """Some of the answers."""
        return Vectors(self.rows[chosen])


def vectors(senses: Sequence[Sequence[str]], sequences: Sequence[Sequence[str]]) -> Vectors:
    """TF-IDF of the words' senses and of the character sequences, half and half. What only one answer has is left out:
    it links nothing.
    """
    halves = [half for half in map(_half, (senses, sequences)) if half is not None]
    if not halves:
        return Vectors(sparse.csr_matrix((len(senses), 1)))
    return Vectors(_unit(sparse.hstack(halves).tocsr()))


def _half(documents: Sequence[Sequence[str]]) -> Any | None:
    documents_of = Counter(term for document in documents for term in set(document))
    shared = sorted(term for term, count in documents_of.items() if count > 1)
    if not shared:
        return None
    return TfidfVectorizer(analyzer=list, vocabulary=shared, sublinear_tf=True).fit_transform(documents)


def _unit(rows: Any) -> Any:
    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return (sparse.diags(np.divide(1, lengths, out=np.zeros_like(lengths), where=lengths > 0)) @ rows).tocsr()


def groups(found: Vectors) -> Labels:
    """A group for each answer; as many groups as have the greatest modularity, the fewest if equal.

    For each number of groups the answers are laid out in as many directions (latent semantic analysis), merged so that
    the spread grows least (Ward 1963), and moved to the nearest group until nobody moves.
    """
    some = found.part(np.arange(0, len(found), -(-len(found) // MERGED)))
    most = min(MOST_GROUPS, math.ceil(math.sqrt(len(some))), min(some.rows.shape) - 1)
    if most < 2:
        return np.zeros(len(found), dtype=np.int64)
    laid_out = _laid_out(some, most)
    tried = [_settled(laid_out[:, :k], k) for k in range(2, most + 1)]
    scores = [modularity(some, labels) for labels in tried]
    best = next(n for n, score in enumerate(scores) if score >= max(scores) - TIGHT)
    return tried[best] if len(some) == len(found) else np.argmax(closeness(found, some, tried[best]), axis=1)


def _laid_out(found: Vectors, directions: int) -> Floats:
    """The answers along the directions in which they differ most, the first direction first."""
    likeness = (found.rows @ found.rows.T).toarray()
    sizes, vectors = np.linalg.eigh(likeness)
    return vectors[:, ::-1][:, :directions] * np.sqrt(np.maximum(sizes[::-1][:directions], 0))


def _settled(points: Floats, k: int) -> Labels:
    lengths = np.linalg.norm(points, axis=1, keepdims=True)
    points = np.divide(points, lengths, out=np.zeros_like(points), where=lengths > TIGHT)
    labels = fcluster(ward(np.round(points, 9)), k, criterion="maxclust").astype(np.int64) - 1
    for _n in range(ROUNDS):
        centres = np.stack([points[labels == n].sum(axis=0) for n in np.unique(labels)])
        centres /= np.maximum(np.linalg.norm(centres, axis=1, keepdims=True), TIGHT)
        moved = np.argmax(np.round(points @ centres.T, 9), axis=1)
        if (moved == labels).all():
            break
        labels = moved
    return np.unique(labels, return_inverse=True)[1].astype(np.int64)


def modularity(found: Vectors, labels: Labels) -> float:
    """How much more likeness lies inside groups than would by chance (Newman and Girvan 2004; with a resolution,
    Reichardt and Bornholdt 2006), likeness as weight.
    """
    sums, own = _sums(found, labels), np.asarray(found.rows.multiply(found.rows).sum(axis=1)).ravel()
    whole = sums.sum(axis=0)
    inside = (sums * sums).sum(axis=1) - np.bincount(labels, weights=own)
    degrees = sums @ whole - np.bincount(labels, weights=own)
    total = degrees.sum()
    return float((inside / total - RESOLUTION * (degrees / total) ** 2).sum()) if total > TIGHT else 0.0


def _sums(found: Vectors, labels: Labels) -> Floats:
    members = sparse.csr_matrix((np.ones(len(labels)), (labels, np.arange(len(labels)))))
    return np.asarray((members @ found.rows).todense())


def closeness(found: Vectors, known: Vectors, labels: Labels) -> Floats:
    """How alike each answer is to each group, on the mean (cosine); to its own group without itself."""
    sums, sizes = _sums(known, labels), np.bincount(labels).astype(np.float64)
    likeness = np.asarray(found.rows @ sums.T)
    counts = np.broadcast_to(sizes, likeness.shape).copy()
    if found is known:
        everyone = np.arange(len(labels))
        likeness[everyone, labels] -= np.asarray(found.rows.multiply(found.rows).sum(axis=1)).ravel()
        counts[everyone, labels] -= 1
    return np.round(likeness / np.maximum(counts, 1), 9)
