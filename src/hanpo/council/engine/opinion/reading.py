"""Reading the votes: each statement's counts first, then the plane, then groups where they are stable."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hanpo.council.engine.opinion.statistics import (
    Representative,
    Tally,
    consensus,
    group_aware,
    representatives,
    tallies_of,
)
from hanpo.council.engine.opinion.steadiness import ENOUGH_VOTES, Stability, judged
from hanpo.council.engine.opinion.votes import Key, Side, Statement, Vote

if TYPE_CHECKING:
    from hanpo.council.engine.opinion.grouping import Grouping
    from hanpo.council.engine.opinion.matrix import Floats, Numbers, Table
    from hanpo.council.engine.opinion.plane import Plane


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementOpinion:
    """A statement with everybody's votes, where it lies in the plane, and how far all groups share each side of it
    (`shared_agree`, `shared_disagree`: products of the groups' shares; None while there are no groups).
    """

    statement: Statement
    tally: Tally
    x: float
    y: float
    shared_agree: float | None = None
    shared_disagree: float | None = None

    @property
    def extremity(self) -> float:
        """How far out it lies: 0 for a statement that tells nobody apart."""
        return math.hypot(self.x, self.y)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a person lies in the plane, and in which group; None while there are no groups."""

    person: Key
    x: float
    y: float
    group: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """People who vote alike: numbered from 0, the largest first. Statements moderated out represent nobody."""

    number: int
    people: tuple[Key, ...]
    tallies: Mapping[Key, Tally]
    representatives: tuple[Representative, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """All that the votes say. `groups` is empty unless `stability` lets them be shown.

    `people` voted at all; `places` are of those who voted enough. `consensus` names, by side, the statements on which
    everybody together is of one mind. `shown` is the part of all differences that each axis of the plane shows.
    """

    people: int
    statements: tuple[StatementOpinion, ...]
    consensus: Mapping[Side, tuple[Key, ...]]
    places: tuple[Place, ...]
    groups: tuple[Group, ...]
    stability: Stability
    shown: tuple[float, ...]


def analyse(votes: Iterable[Vote], statements: Iterable[Statement], *, keep: Collection[Key] = ()) -> Opinion:
    """What people think. `keep` are people who had a place in an earlier reading: once in, always in.

    ValueError for a vote on an unknown statement, a second vote of one person on one, or a value other than 1, 0, -1.
    """
    from hanpo.council.engine.opinion import grouping, matrix, plane

    table = matrix.table(votes, statements)
    cleared = table.cleared()
    rows = grouping.people_in(table, enough=ENOUGH_VOTES, keep=keep)
    with matrix.one_thread():
        at = plane.plane(plane.moments(cleared))
        points = plane.places(cleared, at, rows)
        found = grouping.grouped(points)
        stable = judged(cleared, rows, points, found)
    shown = found if stable.is_stable else None
    groups = _groups(table, rows, shown) if shown else ()
    everybody = tallies_of([s.key for s in table.statements], table.counts())
    return Opinion(
        people=len(table.people),
        statements=_statements(table, at, everybody, groups),
        consensus={side: consensus(_open(table, everybody), side) for side in Side},
        places=_places(table, rows, points, shown),
        groups=groups,
        stability=stable,
        shown=at.shown,
    )


def grouping_by(
    votes: Iterable[Vote], statements: Iterable[Statement], *, k: int | None = None, keep: Collection[Key] = ()
) -> dict[Key, int]:
    """The groups by person whether they are stable or not, with `k` given or found: to compare methods, not to show."""
    from hanpo.council.engine.opinion import grouping, matrix, plane

    table = matrix.table(votes, statements)
    cleared = table.cleared()
    rows = grouping.people_in(table, enough=ENOUGH_VOTES, keep=keep)
    with matrix.one_thread():
        found = grouping.grouped(plane.places(cleared, plane.plane(plane.moments(cleared)), rows), k=k)
    labels = found.labels.tolist() if found else []
    return {table.people[row]: label for row, label in zip(rows, labels, strict=False)}


def _open(table: Table, tallies: Mapping[Key, Tally]) -> dict[Key, Tally]:
    """The tallies of statements that were not taken off the page."""
    return {s.key: tallies[s.key] for s in table.statements if not s.is_moderated_out}


def _groups(table: Table, rows: Numbers, found: Grouping) -> tuple[Group, ...]:
    keys = [s.key for s in table.statements]
    together = tallies_of(keys, table.counts(rows))
    groups = []
    for number in range(found.k):
        members = rows[found.labels == number]
        inside = tallies_of(keys, table.counts(members))
        others = {key: together[key].without(inside[key]) for key in keys}
        groups.append(
            Group(
                number=number,
                people=tuple(table.people[row] for row in members),
                tallies=inside,
                representatives=representatives(_open(table, inside), others),
            )
        )
    return tuple(groups)


def _statements(
    table: Table, at: Plane, tallies: Mapping[Key, Tally], groups: Collection[Group]
) -> tuple[StatementOpinion, ...]:
    from hanpo.council.engine.opinion.plane import statement_places

    def shared(key: Key, side: Side) -> float | None:
        return group_aware((group.tallies[key] for group in groups), side) if groups else None

    return tuple(
        StatementOpinion(
            statement=statement,
            tally=tallies[statement.key],
            x=float(x),
            y=float(y),
            shared_agree=shared(statement.key, Side.AGREE),
            shared_disagree=shared(statement.key, Side.DISAGREE),
        )
        for statement, x, y in zip(table.statements, *statement_places(at), strict=True)
    )


def _places(table: Table, rows: Numbers, points: Floats, found: Grouping | None) -> tuple[Place, ...]:
    groups: list[int | None] = list(found.labels.tolist()) if found else [None] * len(rows)
    return tuple(
        Place(person=table.people[row], x=float(x), y=float(y), group=group)
        for row, (x, y), group in zip(rows, points, groups, strict=True)
    )
