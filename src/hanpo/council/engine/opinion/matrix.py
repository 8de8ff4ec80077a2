"""The table of people and statements in numbers. Loads NumPy, so it is imported where somebody asks for an opinion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from hanpo.council.engine.opinion.votes import Key, Statement, Vote, order

Floats = NDArray[np.float64]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """Who voted what: rows are people and columns statements, both in the order of their keys.

    `votes` holds 1, -1 and 0, and 0 where nothing was `seen`, which tells the two zeros apart.
    """

    people: tuple[Key, ...]
    statements: tuple[Statement, ...]
    votes: NDArray[np.float32]
    seen: NDArray[np.float32]

    def counts(self, rows: Numbers | slice = slice(None)) -> list[tuple[int, int, int]]:
        """Agrees, disagrees and passes of each statement among some people."""
        votes, seen = self.votes[rows], self.seen[rows]
        agrees, disagrees = (votes > 0).sum(axis=0), (votes < 0).sum(axis=0)
        passes = (seen > 0).sum(axis=0) - agrees - disagrees
        return [(int(a), int(d), int(p)) for a, d, p in zip(agrees, disagrees, passes, strict=True)]

    def votes_cast(self) -> Numbers:
        """How many votes each person cast."""
        return (self.seen > 0).sum(axis=1).astype(np.int64)

    def cleared(self) -> Table:
        """The table that shapes groups: a statement moderated out counts as passed by everybody."""
        votes, seen = self.votes.copy(), self.seen.copy()
        out = [n for n, statement in enumerate(self.statements) if statement.is_moderated_out]
        votes[:, out], seen[:, out] = 0, 1
        return Table(self.people, self.statements, votes, seen)


def table(votes: Iterable[Vote], statements: Iterable[Statement]) -> Table:
    """The votes as a table. ValueError for a vote on an unknown statement, a second vote, or one not 1, 0 or -1."""
    columns = tuple(sorted(statements, key=lambda s: order(s.key)))
    cast = [*votes]
    people = tuple(sorted({vote[0] for vote in cast}, key=order))
    shape = (len(people), len(columns))
    values, seen = np.zeros(shape, np.float32), np.zeros(shape, np.float32)
    rows = _numbers((vote[0] for vote in cast), people)
    places = _numbers((vote[1] for vote in cast), [s.key for s in columns])
    values[rows, places] = [vote[2] for vote in cast]
    seen[rows, places] = 1
    if int(seen.sum(dtype=np.float64)) != len(cast):
        raise ValueError("somebody voted twice on one statement")
    if not np.isin(values, (-1, 0, 1)).all():
        raise ValueError("a vote is 1, 0 or -1")
    return Table(people, columns, values, seen)


@contextmanager
def one_thread() -> Iterator[None]:
    """Reckon without sharing the work among cores: such small tables are faster so, and sums keep one order."""
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    with threadpool_limits(limits=1, user_api="blas"):
        yield


def _numbers(keys: Iterable[Key], known: Sequence[Key]) -> Numbers:
    number = {key: n for n, key in enumerate(known)}
    if len(number) != len(known):
        raise ValueError("a statement is named twice")
    try:
        return np.fromiter((number[key] for key in keys), dtype=np.int64)
    except KeyError as unknown:
        raise ValueError(f"a vote on an unknown statement: {unknown}") from None
