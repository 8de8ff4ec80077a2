"""The rules of choosing, each with its written definition, and what a count gives back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction


class Rule(Enum):
    """A rule for choosing one option from many; variants that can differ are rules of their own."""

    PLURALITY = "plurality"
    APPROVAL = "approval"
    BORDA = "borda"
    RUNOFF = "runoff"
    COPELAND = "copeland"
    MINIMAX_WINNING = "minimax_winning"
    MINIMAX_MARGINS = "minimax_margins"
    SCHULZE = "schulze"
    SCHULZE_MARGINS = "schulze_margins"
    MEDIAN = "median"
    MEDIAN_GAUGE = "median_gauge"


USUAL = (
    Rule.PLURALITY, Rule.APPROVAL, Rule.BORDA, Rule.RUNOFF, Rule.COPELAND, Rule.MINIMAX_WINNING, Rule.SCHULZE,
    Rule.MEDIAN,
)  # fmt: skip
"""One of each kind of rule, for showing side by side."""


class Reads(Enum):
    """Which part of the ballot a rule reads."""

    RANKS = "ranks"
    GRADES = "grades"
    APPROVALS = "approvals"


class EqualRanks(Enum):
    """What a rule does with options that a member ranks equally."""

    VOTE_SHARED = "vote_shared"  # equal tops share the member's vote in equal parts
    MEAN_OF_PLACES = "mean_of_places"  # each gets the mean of the places they hold together
    NO_PREFERENCE = "no_preference"  # the member counts for neither of the two
    NOT_READ = "not_read"  # the rule reads no ranks


class Unranked(Enum):
    """What a rule does with options of which a member said nothing, on a ballot that says something of others."""

    NO_VOTE = "no_vote"  # they never get the member's vote; a ballot whose ranked options are all out rests
    TIED_LAST = "tied_last"  # all together behind every ranked option
    LOWEST_GRADE = "lowest_grade"
    NOT_APPROVED = "not_approved"


class Strength(Enum):
    """How the strength of a pairwise victory is measured."""

    WINNING_VOTES = "winning_votes"  # votes of the winning side
    MARGIN = "margin"  # votes of the winning side less votes of the losing side
    VICTORY_ONLY = "victory_only"  # a victory is a victory: 1, a draw 1/2


class Ties(Enum):
    """How a rule treats options that are level while it runs. At the end all level winners are always reported."""

    ALL_WIN = "all_win"
    ALL_LAST_OUT_TOGETHER = "all_last_out_together"
    MEDIANS_TAKEN_AWAY = "medians_taken_away"  # one median grade after the other is taken away until they differ
    ABOVE_OR_BELOW_MEDIAN = "above_or_below_median"  # the larger of the parts above and below the median decides


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """How a rule is defined here, where published definitions differ. `source` is the publication it follows."""

    reads: Reads
    equal_ranks: EqualRanks
    unranked: Unranked
    ties: Ties
    source: str
    strength: Strength | None = None
    fewest_wins: bool = False


def _pairwise(strength: Strength, source: str, *, fewest_wins: bool = False) -> Definition:
    return Definition(
        reads=Reads.RANKS, equal_ranks=EqualRanks.NO_PREFERENCE, unranked=Unranked.TIED_LAST, ties=Ties.ALL_WIN,
        strength=strength, source=source, fewest_wins=fewest_wins,
    )  # fmt: skip


def _median(ties: Ties, source: str) -> Definition:
    return Definition(
        reads=Reads.GRADES, equal_ranks=EqualRanks.NOT_READ, unranked=Unranked.LOWEST_GRADE, ties=ties, source=source
    )


_MINIMAX = "Kramer, A dynamical model of political equilibrium, Journal of Economic Theory 16 (1977)"
_SCHULZE = "Schulze, A new monotonic, clone-independent … single-winner election method, Soc. Choice Welf. 36 (2011)"

DEFINITIONS: Mapping[Rule, Definition] = {
    Rule.PLURALITY: Definition(
        reads=Reads.RANKS, equal_ranks=EqualRanks.VOTE_SHARED, unranked=Unranked.NO_VOTE, ties=Ties.ALL_WIN,
        source="most first places",
    ),
    Rule.APPROVAL: Definition(
        reads=Reads.APPROVALS, equal_ranks=EqualRanks.NOT_READ, unranked=Unranked.NOT_APPROVED, ties=Ties.ALL_WIN,
        source="Brams and Fishburn, Approval Voting, American Political Science Review 72 (1978)",
    ),
    Rule.BORDA: Definition(
        reads=Reads.RANKS, equal_ranks=EqualRanks.MEAN_OF_PLACES, unranked=Unranked.TIED_LAST, ties=Ties.ALL_WIN,
        source="Borda, Mémoire sur les élections au scrutin (1781); equal ranks: mean of the places (Black 1976)",
    ),
    Rule.RUNOFF: Definition(
        reads=Reads.RANKS, equal_ranks=EqualRanks.VOTE_SHARED, unranked=Unranked.NO_VOTE,
        ties=Ties.ALL_LAST_OUT_TOGETHER, source="Hare's alternative vote (instant runoff)",
    ),
    Rule.COPELAND: _pairwise(
        Strength.VICTORY_ONLY, "Copeland, A 'reasonable' social welfare function (1951): victory 1, draw 1/2"
    ),
    Rule.MINIMAX_WINNING: _pairwise(Strength.WINNING_VOTES, _MINIMAX, fewest_wins=True),
    Rule.MINIMAX_MARGINS: _pairwise(Strength.MARGIN, _MINIMAX, fewest_wins=True),
    Rule.SCHULZE: _pairwise(Strength.WINNING_VOTES, _SCHULZE),
    Rule.SCHULZE_MARGINS: _pairwise(Strength.MARGIN, _SCHULZE),
    Rule.MEDIAN: _median(
        Ties.MEDIANS_TAKEN_AWAY,
        "Balinski and Laraki, A theory of measuring, electing, and ranking, PNAS 104 (2007): majority-value",
    ),
    Rule.MEDIAN_GAUGE: _median(
        Ties.ABOVE_OR_BELOW_MEDIAN, "Balinski and Laraki, Majority Judgment, MIT Press (2011): majority-gauge"
    ),
}  # fmt: skip
"""The definition of every rule."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One round of a runoff: votes by option still in, votes resting (no ranked option left), and who goes out.

    `out` is empty in the last round.
    """

    votes: Mapping[str, Fraction]
    resting: Fraction
    out: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Median:
    """An option's grades: how many votes gave each (lowest first), the median, and votes above and below it.

    With an even number of votes the median is the lower of the two in the middle. `median` is 0 where nobody graded.
    """

    counts: tuple[Fraction, ...]
    median: int
    above: Fraction
    below: Fraction

    @property
    def leans_up(self) -> bool:
        """Whether more votes are above the median than below: the α+ of Balinski and Laraki, otherwise α-."""
        return self.above > self.below


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What a rule gives: all level `winners` in the order of the options, and all numbers that show why.

    `scores` holds what the rule compares (more wins, unless the definition says that the fewest wins): votes (for a
    runoff in the last round that an option was in), points, pairwise victories, the worst defeat, how many others have
    no stronger path to it (Schulze), or the median grade. `silent` are members who answered but said nothing that this
    rule reads. `pairs[a][b]` are votes that prefer a to b; `paths[a][b]` is the strength of the strongest path from a
    to b.
    """

    rule: Rule
    winners: tuple[str, ...]
    scores: Mapping[str, Fraction]
    silent: tuple[str, ...]
    rounds: tuple[Round, ...] = ()
    pairs: Mapping[str, Mapping[str, Fraction]] | None = None
    paths: Mapping[str, Mapping[str, Fraction]] | None = None
    medians: Mapping[str, Median] | None = None

    @property
    def definition(self) -> Definition:
        """How the rule is defined here."""
        return DEFINITIONS[self.rule]

    @property
    def is_tie(self) -> bool:
        """Whether more than one option wins: the rule alone does not decide."""
        return len(self.winners) > 1
