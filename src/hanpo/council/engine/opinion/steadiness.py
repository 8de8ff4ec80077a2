"""Whether groups of opinion may be shown at all: only if they are there whoever is left out, and more than chance."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from hanpo.council.engine.opinion.votes import Key, Statement, Vote

if TYPE_CHECKING:
    from hanpo.council.engine.opinion.grouping import Grouping
    from hanpo.council.engine.opinion.matrix import Floats, Numbers, Table

SAME = 0.9
"""The adjusted Rand index from which two groupings count as the same, for the middle of all repeats.

Indices of 0.90 and more are commonly read as excellent recovery (Steinley, Psychological Methods 9(3), 2004). Among
forty members in two even groups it is reached with one person moved, and missed with two.
"""

SAME_NUMBER = 0.9
"""At least this part of the repeats must find as many groups, or their number itself is a coin toss."""

FEWEST_TOGETHER = 3
"""One or two people are no group of opinion: showing them would be showing who they are."""

ENOUGH_VOTES = 7
"""Who voted on fewer statements (of those there are) is placed in no group."""


class Reason(Enum):
    """Why no groups are shown."""

    TOO_FEW_PEOPLE = "too_few_people"
    NO_DIFFERENCE = "no_difference"
    TINY_GROUP = "tiny_group"
    ORDER = "order"
    LEAVING_OUT = "leaving_out"
    CHANCE = "chance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Stability:
    """What became of the groups when they were made again; `reason` says why they are not shown, None if they are.

    `people` were to be grouped. Medians are of adjusted Rand indices: with the order reshuffled, and with people left
    out, where `same_number` is the part of repeats that found as many groups. `silhouette` tells how clear the groups
    are (of very many people, among those looked at), `chance` the clearest of those that chance made. What was not
    reached is None: the first reason found ends the search.
    """

    reason: Reason | None
    people: int
    groups: int | None = None
    reshuffled: float | None = None
    left_out: float | None = None
    same_number: float | None = None
    silhouette: float | None = None
    chance: float | None = None

    @property
    def is_stable(self) -> bool:
        """Whether the groups may be shown."""
        return self.reason is None


def stability(votes: Iterable[Vote], statements: Iterable[Statement], *, keep: Collection[Key] = ()) -> Stability:
    """Whether these votes make groups that may be shown; `keep` are people who were in before."""
    from hanpo.council.engine.opinion import grouping, matrix, plane

    table = matrix.table(votes, statements)
    rows = grouping.people_in(table, enough=ENOUGH_VOTES, keep=keep)
    cleared = table.cleared()
    with matrix.one_thread():
        points = plane.places(cleared, plane.plane(plane.moments(cleared)), rows)
        return judged(cleared, rows, points, grouping.grouped(points))


def judged(table: Table, rows: Numbers, points: Floats, found: Grouping | None) -> Stability:
    """Whether a grouping of these people may be shown. The cheap tests come first."""
    import numpy as np

    if len(rows) < 2 * FEWEST_TOGETHER:
        return Stability(reason=Reason.TOO_FEW_PEOPLE, people=len(rows))
    if found is None:
        return Stability(reason=Reason.NO_DIFFERENCE, people=len(rows))
    if np.bincount(found.labels).min() < FEWEST_TOGETHER:
        return Stability(reason=Reason.TINY_GROUP, people=len(rows), groups=found.k, silhouette=found.silhouette)
    return _repeated(table, rows, points, found)


def _repeated(table: Table, rows: Numbers, points: Floats, found: Grouping) -> Stability:
    from statistics import fmean, median

    from hanpo.council.engine.opinion import repeats

    reshuffled = median(repeats.reshuffled(points, found))
    alike, same = zip(*repeats.left_out(table, rows, found), strict=True)
    silhouette, chances = repeats.silhouettes_by_chance(table, rows)
    reasons = {
        Reason.ORDER: reshuffled < SAME,
        Reason.LEAVING_OUT: median(alike) < SAME or fmean(same) < SAME_NUMBER,
        Reason.CHANCE: silhouette <= max(chances),
    }
    return Stability(
        reason=next((reason for reason, holds in reasons.items() if holds), None),
        people=len(rows),
        groups=found.k,
        reshuffled=reshuffled,
        left_out=median(alike),
        same_number=fmean(same),
        silhouette=silhouette,
        chance=max(chances),
    )
