"""How firm is a result: how many members would have to answer otherwise, and could those who are missing turn it?

A number is given as a range: `at_most` has an example that was counted, `at_least` is proven, by a bound (`reach`) or
by trying every possibility. Where both meet the number is exact. Ranges can stay open: for instant runoff, Borda and
Copeland no method is known that is exact and fast on every poll.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from hanpo.council.engine.choosing.poll import Poll, sheet_of
from hanpo.council.engine.choosing.rules import Rule
from hanpo.council.engine.choosing.search import Search

TRIALS = 4_000
"""How many possibilities are tried for one question before it stays open."""


class Proof(Enum):
    """How it is known that fewer changes do not suffice."""

    BOUND = "bound"  # a bound proves it
    SEARCH = "search"  # every possibility was tried
    OPEN = "open"  # not proven: the number lies in the range


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallestChange:
    """How many members would have to change their answer for another set of winners.

    `at_most` is `None` where no change of answers can do it (one option only, or no ballot). `winners` are those of the
    example found with `at_most` changes.
    """

    rule: Rule
    at_least: int
    at_most: int | None
    winners: tuple[str, ...]
    proof: Proof

    @property
    def is_exact(self) -> bool:
        """Whether the number is known exactly."""
        return self.at_least == self.at_most


class Answer(Enum):
    """Yes and no are proven; open is neither."""

    YES = "yes"
    NO = "no"
    OPEN = "open"


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingPower:
    """Whether the answers still missing could turn the result, and the winners of an example where they can."""

    rule: Rule
    missing: tuple[str, ...]
    can_turn: Answer
    winners: tuple[str, ...]


def smallest_change(poll: Poll, rule: Rule, *, trials: int = TRIALS) -> SmallestChange:
    """How many of those who answered would have to answer otherwise to change the winners of a rule."""
    sheet = sheet_of(poll)
    search = Search(rule, sheet.rows, range(len(sheet.rows)), trials)
    goals = search.goals()
    at_least = 0
    for changes in range(1, len(sheet.rows) + 1) if goals else ():
        for goal in goals:
            reached, winners = search.within(goal, changes)
            if reached:
                at_least = at_least or changes
                closed = Proof.SEARCH if search.searched else Proof.BOUND
                return SmallestChange(
                    rule=rule,
                    at_least=at_least,
                    at_most=changes,
                    winners=tuple(poll.options[number] for number in winners),
                    proof=closed if at_least == changes else Proof.OPEN,
                )
            if reached is None:
                at_least = at_least or changes
    return SmallestChange(rule=rule, at_least=len(sheet.rows) + 1, at_most=None, winners=(), proof=Proof.BOUND)


def missing_power(poll: Poll, rule: Rule, *, trials: int = TRIALS) -> MissingPower:
    """Whether those who have not answered could still change the winners of a rule."""
    sheet = sheet_of(poll, with_missing=True)
    search = Search(rule, sheet.rows, range(len(poll.ballots), len(sheet.rows)), trials)
    can_turn = Answer.NO
    names: tuple[str, ...] = ()
    for goal in search.goals():
        reached, winners = search.within(goal, len(search.free))
        if reached:
            can_turn, names = Answer.YES, tuple(poll.options[number] for number in winners)
            break
        if reached is None:
            can_turn = Answer.OPEN
    return MissingPower(rule=rule, missing=poll.missing, can_turn=can_turn, winners=names)
