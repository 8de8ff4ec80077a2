"""The arithmetic of the rules: options by number, votes as whole units, exact throughout."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from hanpo.council.engine.choosing.poll import Grade, Row, Sheet
from hanpo.council.engine.choosing.rules import Rule, Strength

Pairs = list[list[int]]
"""`pairs[a][b]`: units of votes that prefer option a to option b."""


def plurality(rows: Iterable[Row], size: int) -> list[int]:
    """Units of votes by option put first; equal tops share."""
    return tops(rows, size, range(size))[0]


def tops(rows: Iterable[Row], size: int, remaining: Sequence[int]) -> tuple[list[int], int]:
    """Units of votes by option put first among the `remaining`, and the units of ballots that rank none of them."""
    votes, resting = [0] * size, 0
    for row in rows:
        best = min(row.places[option] for option in remaining)
        if best == size:
            resting += row.weight
            continue
        first = [option for option in remaining if row.places[option] == best]
        share = row.weight // len(first)
        for option in first:
            votes[option] += share
    return votes, resting


def approval(rows: Iterable[Row], size: int) -> list[int]:
    """Units of votes by option approved of."""
    votes = [0] * size
    for row in rows:
        for option in range(size):
            if row.approved[option]:
                votes[option] += row.weight
    return votes


def borda(rows: Iterable[Row], size: int) -> list[int]:
    """Borda points in units: for every other option behind 1, for every one level with it 1/2."""
    points = [0] * size
    for row in rows:
        for option, place in enumerate(row.places):
            behind = sum(1 for other in row.places if other > place)
            level = sum(1 for other in row.places if other == place) - 1
            points[option] += row.weight * behind + row.weight * level // 2
    return points


@dataclass(frozen=True, slots=True)
class Heat:
    """One round of a runoff in units: votes by option (0 for those out), votes resting, and the options that go out."""

    remaining: tuple[int, ...]
    votes: tuple[int, ...]
    resting: int
    out: tuple[int, ...]


def runoff(rows: Sequence[Row], size: int) -> list[Heat]:
    """The rounds of an instant runoff: all who are level last go out together.

    It ends when one option has more than half of the votes not resting, or all that remain are level. Stopping at the
    majority changes no winner: who holds it keeps it in every later round.
    """
    remaining, heats = tuple(range(size)), []
    while True:
        votes, resting = tops(rows, size, remaining)
        most, least = (pick(votes[option] for option in remaining) for pick in (max, min))
        decided = 2 * most > sum(votes) or most == least
        out = () if decided else tuple(option for option in remaining if votes[option] == least)
        heats.append(Heat(remaining, tuple(votes), resting, out))
        if decided:
            return heats
        remaining = tuple(option for option in remaining if option not in out)


def pairs(rows: Iterable[Row], size: int) -> Pairs:
    """Units of votes that prefer one option to another, for every two options."""
    matrix = [[0] * size for _ in range(size)]
    for row in rows:
        for one, place in enumerate(row.places):
            line = matrix[one]
            for other, behind in enumerate(row.places):
                if place < behind:
                    line[other] += row.weight
    return matrix


def victories(matrix: Pairs, strength: Strength) -> Pairs:
    """The strength of each pairwise victory; 0 where there is none."""
    margin = strength is Strength.MARGIN
    return [
        [
            (won - matrix[other][one] if margin else won) if won > matrix[other][one] else 0
            for other, won in enumerate(line)
        ]
        for one, line in enumerate(matrix)
    ]


def copeland(matrix: Pairs) -> list[int]:
    """Twice the Copeland score: 2 for each victory, 1 for each draw."""
    size = len(matrix)
    return [
        sum((matrix[a][b] > matrix[b][a]) + (matrix[a][b] >= matrix[b][a]) for b in range(size) if a != b)
        for a in range(size)
    ]


def worst_defeats(beats: Pairs) -> list[int]:
    """The strength of each option's worst defeat; 0 where it is never beaten."""
    return [max(line[option] for line in beats) for option in range(len(beats))]


def paths(beats: Pairs) -> Pairs:
    """The strength of the strongest path between every two options; a path is as strong as its weakest victory."""
    strong = [list(line) for line in beats]
    for via, relay in enumerate(strong):
        for line in strong:
            first = line[via]
            if first:
                for end, onward in enumerate(relay):
                    line[end] = max(line[end], min(first, onward))
    return strong


def unbeaten(strong: Pairs) -> list[int]:
    """For each option the number of others whose path to it is no stronger than its own path to them."""
    size = range(len(strong))
    return [sum(strong[a][b] >= strong[b][a] for b in size if a != b) for a in size]


def grade_counts(rows: Iterable[Row], size: int) -> list[list[int]]:
    """Units of votes by option and grade, lowest grade first; ballots without any grade are left out."""
    counts = [[0] * len(Grade) for _ in range(size)]
    for row in rows:
        for option, grade in enumerate(row.grades):
            counts[option][grade - 1] += row.weight
    return counts


def median(counts: Sequence[int]) -> int:
    """The grade in the middle (the lower of two), 0 where there are no votes."""
    half, reached = sum(counts), 0
    for grade, votes in enumerate(counts, start=1):
        reached += votes
        if votes and 2 * reached >= half:
            return grade
    return 0


def gauge(counts: Sequence[int]) -> tuple[int, int]:
    """The majority-gauge, larger is better: the median, then votes above it, or less the votes below it."""
    middle = median(counts)
    above, below = sum(counts[middle:]), sum(counts[: max(middle - 1, 0)])
    return middle, above if above > below else -below


def values(counts: Sequence[Sequence[int]]) -> list[tuple[tuple[int, int], ...]]:
    """The majority-value of every option, larger is better: the grades in the middle as they are taken away.

    With every vote counted twice (which changes no order) the grades are taken in pairs from the middle outwards, the
    lower one first. Only the steps at which some option's pair changes are written down, so that votes of any weight
    take few steps. Every option must have equally many votes.
    """
    total = sum(counts[0])
    sums = [[2 * upto for upto in accumulate(line)] for line in counts]
    steps = sorted({abs(total - upto) for line in sums for upto in line} | {0})
    taken = [step for step in steps if step < total]
    return [tuple((_at(line, total - step), _at(line, total + 1 + step)) for step in taken) for line in sums]


def _at(sums: Sequence[int], position: int) -> int:
    """The grade of the vote at this position, counted from 1 at the lowest."""
    return bisect_left(sums, position) + 1


def _most(scores: Sequence[Any]) -> tuple[int, ...]:
    best = max(scores)
    return tuple(option for option, score in enumerate(scores) if score == best)


def _least(scores: Sequence[int]) -> tuple[int, ...]:
    return _most([-score for score in scores])


def _runoff_winners(rows: Sequence[Row], size: int) -> tuple[int, ...]:
    last = runoff(rows, size)[-1]
    most = max(last.votes[option] for option in last.remaining)
    return tuple(option for option in last.remaining if last.votes[option] == most)


def of_pairs(rule: Rule, matrix: Pairs) -> tuple[int, ...]:
    """The winners by a rule that reads pairwise votes only."""
    if rule is Rule.COPELAND:
        return _most(copeland(matrix))
    beats = victories(matrix, STRENGTHS[rule])
    if rule in (Rule.MINIMAX_WINNING, Rule.MINIMAX_MARGINS):
        return _least(worst_defeats(beats))
    level = unbeaten(paths(beats))
    return tuple(option for option, others in enumerate(level) if others == len(matrix) - 1)


STRENGTHS = {
    Rule.COPELAND: Strength.VICTORY_ONLY,
    Rule.MINIMAX_WINNING: Strength.WINNING_VOTES,
    Rule.MINIMAX_MARGINS: Strength.MARGIN,
    Rule.SCHULZE: Strength.WINNING_VOTES,
    Rule.SCHULZE_MARGINS: Strength.MARGIN,
}
"""The rules that read pairwise votes only, and how they measure a victory."""

_WINNERS: dict[Rule, Callable[[Sequence[Row], int], tuple[int, ...]]] = {
    Rule.PLURALITY: lambda rows, size: _most(plurality(rows, size)),
    Rule.APPROVAL: lambda rows, size: _most(approval(rows, size)),
    Rule.BORDA: lambda rows, size: _most(borda(rows, size)),
    Rule.RUNOFF: _runoff_winners,
    Rule.MEDIAN: lambda rows, size: _most(values(grade_counts(rows, size))),
    Rule.MEDIAN_GAUGE: lambda rows, size: _most([gauge(line) for line in grade_counts(rows, size)]),
}


def winners(rule: Rule, rows: Sequence[Row], size: int) -> tuple[int, ...]:
    """All level winners by a rule. Where nobody said anything that it reads, every option wins."""
    if rule in STRENGTHS:
        return of_pairs(rule, pairs(rows, size))
    return _WINNERS[rule](rows, size)


def winners_of(rule: Rule, sheet: Sheet) -> tuple[int, ...]:
    """All level winners of a sheet by a rule."""
    return winners(rule, sheet.rows, sheet.size)
