"""What was asked and what was answered: options, members, their weights, and one ballot for each who answered.

A ballot may hold for every option a grade, a rank, an acceptance and a reason; each part may be left out. What is left
out stays unknown: how a rule reads it is written in the rule's `Definition`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, IntEnum
from fractions import Fraction
from math import lcm


class BadPoll(ValueError):
    """The poll contradicts itself; `problem` says how and `about` names the member or option."""

    def __init__(self, problem: Problem, about: str = "") -> None:
        super().__init__(f"{problem.value}: {about}" if about else problem.value)
        self.problem = problem
        self.about = about


class Problem(Enum):
    """Why a poll cannot be counted."""

    NO_OPTION = "no_option"
    OPTION_TWICE = "option_twice"
    MEMBER_TWICE = "member_twice"
    TWO_BALLOTS = "two_ballots"
    NOT_A_MEMBER = "not_a_member"
    UNKNOWN_OPTION = "unknown_option"
    WEIGHT_NOT_POSITIVE = "weight_not_positive"
    RANK_NOT_POSITIVE = "rank_not_positive"


class Grade(IntEnum):
    """How good a member finds an option by itself, in five steps; more is better."""

    REJECT = 1
    POOR = 2
    FAIR = 3
    GOOD = 4
    EXCELLENT = 5


class Acceptance(Enum):
    """Whether a member could live with an option."""

    ACCEPTABLE = "acceptable"
    CONDITIONAL = "conditional"
    UNACCEPTABLE = "unacceptable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """What a member says of one option. `rank` 1 is best; equal ranks are allowed, gaps mean nothing.

    `condition` is what must be met where the acceptance is conditional.
    """

    rank: int | None = None
    grade: Grade | None = None
    acceptance: Acceptance | None = None
    condition: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What one member answered, by option. Options without an opinion are unranked, ungraded and unanswered."""

    member: str
    opinions: Mapping[str, Opinion]


class Approving(Enum):
    """From which part of the ballot approval voting reads that a member approves of an option."""

    GRADE = "grade"  # the grade is at least `approving_grade`
    ACCEPTABLE = "acceptable"  # acceptable without condition
    ACCEPTABLE_OR_CONDITIONAL = "acceptable_or_conditional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poll:
    """A choice put to members. `weights` holds only those that differ from one vote; `members` are all who may answer.

    Raises `BadPoll` where a name is unknown or twice, or a weight or rank is not above zero.
    """

    options: tuple[str, ...]
    members: tuple[str, ...]
    ballots: tuple[Ballot, ...]
    weights: Mapping[str, Fraction | int] = field(default_factory=dict)
    approving: Approving = Approving.GRADE
    approving_grade: Grade = Grade.GOOD

    def __post_init__(self) -> None:
        if not self.options:
            raise BadPoll(Problem.NO_OPTION)
        _no_double(self.options, Problem.OPTION_TWICE)
        _no_double(self.members, Problem.MEMBER_TWICE)
        _no_double(tuple(ballot.member for ballot in self.ballots), Problem.TWO_BALLOTS)
        _known({*self.weights, *(ballot.member for ballot in self.ballots)}, self.members, Problem.NOT_A_MEMBER)
        for member, weight in self.weights.items():
            if weight <= 0:
                raise BadPoll(Problem.WEIGHT_NOT_POSITIVE, member)
        for ballot in self.ballots:
            _known(set(ballot.opinions), self.options, Problem.UNKNOWN_OPTION)
            if any(one.rank is not None and one.rank < 1 for one in ballot.opinions.values()):
                raise BadPoll(Problem.RANK_NOT_POSITIVE, ballot.member)

    @property
    def missing(self) -> tuple[str, ...]:
        """The members who have not answered, in the order of the members."""
        answered = {ballot.member for ballot in self.ballots}
        return tuple(member for member in self.members if member not in answered)

    def weight(self, member: str) -> Fraction:
        """How many votes a member has: one where nothing else is declared."""
        return Fraction(self.weights.get(member, 1))

    def approves(self, opinion: Opinion) -> bool:
        """Whether approval voting counts this opinion, by the declared reading."""
        if self.approving is Approving.GRADE:
            return opinion.grade is not None and opinion.grade >= self.approving_grade
        if self.approving is Approving.ACCEPTABLE:
            return opinion.acceptance is Acceptance.ACCEPTABLE
        return opinion.acceptance in (Acceptance.ACCEPTABLE, Acceptance.CONDITIONAL)


@dataclass(frozen=True, slots=True)
class Row:
    """A ballot made ready for counting, options by number.

    `places` counts from 0 (best) without gaps; unranked options have the number of options as their place. `grades` is
    empty where nothing was graded at all; single grades left out are the lowest. `weight` is in units of the `Sheet`.
    """

    weight: int
    places: tuple[int, ...]
    grades: tuple[int, ...]
    approved: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows of a poll. A vote is `unit` whole numbers, so that shares of votes stay whole and exact."""

    size: int
    unit: int
    rows: tuple[Row, ...]

    def merged(self) -> Sheet:
        """The same sheet with one row for all ballots that say the same: fewer rows to count."""
        total: dict[tuple[tuple[int, ...], tuple[int, ...], tuple[bool, ...]], int] = {}
        for row in self.rows:
            said = (row.places, row.grades, row.approved)
            total[said] = total.get(said, 0) + row.weight
        return Sheet(self.size, self.unit, tuple(Row(weight, *said) for said, weight in total.items()))


def sheet_of(poll: Poll, *, with_missing: bool = False) -> Sheet:
    """The poll ready for counting: a row for each ballot; `with_missing` adds a blank row for each who is missing."""
    size = len(poll.options)
    voters = [ballot.member for ballot in poll.ballots] + (list(poll.missing) if with_missing else [])
    weights = [poll.weight(member) for member in voters]
    unit = lcm(*range(1, size + 1)) * lcm(*(weight.denominator for weight in weights))
    rows = [_row(poll, ballot, int(weight * unit)) for ballot, weight in zip(poll.ballots, weights, strict=False)]
    rows += [blank_row(size, int(weight * unit)) for weight in weights[len(rows) :]]
    return Sheet(size, unit, tuple(rows))


def blank_row(size: int, weight: int) -> Row:
    """A row that says nothing of any option; it turns no rule."""
    return Row(weight, (size,) * size, (), (False,) * size)


def _row(poll: Poll, ballot: Ballot, weight: int) -> Row:
    opinions = [ballot.opinions.get(option, Opinion()) for option in poll.options]
    graded = any(one.grade is not None for one in opinions)
    return Row(
        weight,
        places_of([one.rank for one in opinions]),
        tuple(int(one.grade or Grade.REJECT) for one in opinions) if graded else (),
        tuple(poll.approves(one) for one in opinions),
    )


def places_of(ranks: list[int | None]) -> tuple[int, ...]:
    """Ranks as places from 0 without gaps; what is not ranked gets the number of options."""
    used = {rank: place for place, rank in enumerate(sorted({rank for rank in ranks if rank is not None}))}
    return tuple(len(ranks) if rank is None else used[rank] for rank in ranks)


def _no_double(names: tuple[str, ...], problem: Problem) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise BadPoll(problem, name)
        seen.add(name)


def _known(names: set[str], known: tuple[str, ...], problem: Problem) -> None:
    unknown = sorted(names - set(known))
    if unknown:
        raise BadPoll(problem, unknown[0])
