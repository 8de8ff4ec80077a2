"""Counting a poll: the result of each rule with everything that shows how it came about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import NotRequired, TypedDict

from hanpo.council.engine.choosing import tally
from hanpo.council.engine.choosing.poll import Acceptance, Ballot, Poll, Sheet, sheet_of
from hanpo.council.engine.choosing.rules import DEFINITIONS, USUAL, Median, Reads, Result, Round, Rule

Numbers = Mapping[str, Fraction]


def count(poll: Poll, rule: Rule) -> Result:
    """The result of one rule. Where nobody said anything that the rule reads, every option wins."""
    return _count(poll, sheet_of(poll).merged(), rule)


def count_all(poll: Poll, rules: Iterable[Rule] = USUAL) -> tuple[Result, ...]:
    """The results of several rules side by side."""
    sheet = sheet_of(poll).merged()
    return tuple(_count(poll, sheet, rule) for rule in rules)


def _count(poll: Poll, sheet: Sheet, rule: Rule) -> Result:
    show = _Show(poll.options, sheet.unit)
    chosen = tally.winners_of(rule, sheet)
    result = _RESULTS.get(rule, _pairwise)(rule, sheet, show)
    return Result(rule=rule, winners=show.names(chosen), silent=silent(poll, DEFINITIONS[rule].reads), **result)


def silent(poll: Poll, reads: Reads) -> tuple[str, ...]:
    """Members who answered, but said nothing of the part of the ballot that is read."""
    return tuple(ballot.member for ballot in poll.ballots if not _speaks(poll, ballot, reads))


def _speaks(poll: Poll, ballot: Ballot, reads: Reads) -> bool:
    opinions = ballot.opinions.values()
    if reads is Reads.RANKS:
        return any(one.rank is not None for one in opinions)
    if reads is Reads.GRADES or poll.approving.value == "grade":
        return any(one.grade is not None for one in opinions)
    return any(one.acceptance is not None for one in opinions)


@dataclass(frozen=True, slots=True)
class _Show:
    """Turns numbers of options into their names and units into votes."""

    options: tuple[str, ...]
    unit: int

    def names(self, numbers: Iterable[int]) -> tuple[str, ...]:
        return tuple(self.options[number] for number in numbers)

    def votes(self, units: Sequence[int], of: Sequence[int] | None = None) -> Numbers:
        chosen = range(len(self.options)) if of is None else of
        return {self.options[number]: Fraction(units[number], self.unit) for number in chosen}

    def square(self, matrix: tally.Pairs) -> Mapping[str, Numbers]:
        return {
            name: {other: votes for other, votes in self.votes(line).items() if other != name}
            for name, line in zip(self.options, matrix, strict=True)
        }


class _Parts(TypedDict):
    scores: Numbers
    rounds: NotRequired[tuple[Round, ...]]
    pairs: NotRequired[Mapping[str, Numbers]]
    paths: NotRequired[Mapping[str, Numbers]]
    medians: NotRequired[Mapping[str, Median]]


def _votes(rule: Rule, sheet: Sheet, show: _Show) -> _Parts:
    score = {Rule.PLURALITY: tally.plurality, Rule.APPROVAL: tally.approval, Rule.BORDA: tally.borda}[rule]
    return {"scores": show.votes(score(sheet.rows, sheet.size))}


def _runoff(_rule: Rule, sheet: Sheet, show: _Show) -> _Parts:
    heats = tally.runoff(sheet.rows, sheet.size)
    rounds = tuple(
        Round(
            votes=show.votes(heat.votes, heat.remaining),
            resting=Fraction(heat.resting, show.unit),
            out=show.names(heat.out),
        )
        for heat in heats
    )
    last = {option: votes for one in rounds for option, votes in one.votes.items()}
    return {"scores": last, "rounds": rounds}


def _pairwise(rule: Rule, sheet: Sheet, show: _Show) -> _Parts:
    matrix = tally.pairs(sheet.rows, sheet.size)
    shown = show.square(matrix)
    if rule is Rule.COPELAND:
        halves = (Fraction(half, 2) for half in tally.copeland(matrix))
        return {"pairs": shown, "scores": dict(zip(show.options, halves, strict=True))}
    beats = tally.victories(matrix, tally.STRENGTHS[rule])
    if rule in (Rule.MINIMAX_WINNING, Rule.MINIMAX_MARGINS):
        return {"pairs": shown, "scores": show.votes(tally.worst_defeats(beats))}
    strong = tally.paths(beats)
    level = dict(zip(show.options, (Fraction(number) for number in tally.unbeaten(strong)), strict=True))
    return {"pairs": shown, "scores": level, "paths": show.square(strong)}


def _median(_rule: Rule, sheet: Sheet, show: _Show) -> _Parts:
    medians = {
        option: _median_of(counts, show.unit)
        for option, counts in zip(show.options, tally.grade_counts(sheet.rows, sheet.size), strict=True)
    }
    return {"medians": medians, "scores": {option: Fraction(one.median) for option, one in medians.items()}}


def _median_of(counts: Sequence[int], unit: int) -> Median:
    middle = tally.median(counts)
    return Median(
        counts=tuple(Fraction(units, unit) for units in counts),
        median=middle,
        above=Fraction(sum(counts[middle:]), unit),
        below=Fraction(sum(counts[: max(middle - 1, 0)]), unit),
    )


_RESULTS = {
    Rule.PLURALITY: _votes,
    Rule.APPROVAL: _votes,
    Rule.BORDA: _votes,
    Rule.RUNOFF: _runoff,
    Rule.MEDIAN: _median,
    Rule.MEDIAN_GAUGE: _median,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """Who could live with an option: members by what they said, and the votes they hold together.

    `unsaid` answered, but not whether they accept this option; `missing` have not answered at all. `conditions` are the
    words of those who accept on a condition.
    """

    option: str
    acceptable: tuple[str, ...]
    conditional: tuple[str, ...]
    unacceptable: tuple[str, ...]
    unsaid: tuple[str, ...]
    missing: tuple[str, ...]
    votes_acceptable: Fraction
    votes_conditional: Fraction
    votes_unacceptable: Fraction
    conditions: Mapping[str, str]

    @property
    def for_all(self) -> bool:
        """Whether every member has answered and accepts the option without condition."""
        return not (self.conditional or self.unacceptable or self.unsaid or self.missing)

    @property
    def for_all_on_conditions(self) -> bool:
        """Whether every member has answered and accepts the option, some perhaps on a condition."""
        return not (self.unacceptable or self.unsaid or self.missing)


def acceptance(poll: Poll) -> tuple[Support, ...]:
    """For every option, how many and who could live with it."""
    return tuple(_support(poll, option) for option in poll.options)


def _support(poll: Poll, option: str) -> Support:
    said: dict[Acceptance | None, list[str]] = {None: [], **{kind: [] for kind in Acceptance}}
    conditions = {}
    for ballot in poll.ballots:
        opinion = ballot.opinions.get(option)
        said[opinion.acceptance if opinion else None].append(ballot.member)
        if opinion and opinion.acceptance is Acceptance.CONDITIONAL:
            conditions[ballot.member] = opinion.condition

    def votes(kind: Acceptance) -> Fraction:
        return sum((poll.weight(member) for member in said[kind]), Fraction(0))

    return Support(
        option=option,
        acceptable=tuple(said[Acceptance.ACCEPTABLE]),
        conditional=tuple(said[Acceptance.CONDITIONAL]),
        unacceptable=tuple(said[Acceptance.UNACCEPTABLE]),
        unsaid=tuple(said[None]),
        missing=poll.missing,
        votes_acceptable=votes(Acceptance.ACCEPTABLE),
        votes_conditional=votes(Acceptance.CONDITIONAL),
        votes_unacceptable=votes(Acceptance.UNACCEPTABLE),
        conditions=conditions,
    )
