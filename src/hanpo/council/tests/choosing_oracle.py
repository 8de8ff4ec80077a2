"""Every rule once more, word by word from its definition and without a thought for speed.

Nothing here comes from the engine but the types of the ballots; a vote of weight w is counted as w votes.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise, permutations

from hanpo.council.engine.choosing import Poll, Rule


def winners(rule: Rule, poll: Poll) -> set[str]:
    """The winners of a poll with whole weights."""
    ballots = [ballot for ballot in poll.ballots for _ in range(int(poll.weight(ballot.member)))]
    ranks = [{name: one.rank for name, one in ballot.opinions.items() if one.rank is not None} for ballot in ballots]
    grades = [{name: one.grade for name, one in ballot.opinions.items() if one.grade is not None} for ballot in ballots]
    options = set(poll.options)
    if rule is Rule.APPROVAL:
        return best({name: sum(given.get(name, 0) >= 4 for given in grades) for name in options})
    if rule in (Rule.MEDIAN, Rule.MEDIAN_GAUGE):
        return by_median(rule, options, [given for given in grades if given])
    if rule is Rule.PLURALITY:
        return best({name: sum(share(given, name, options) for given in ranks) for name in options})
    if rule is Rule.BORDA:
        return best({name: sum(points(given, name, options) for given in ranks) for name in options})
    if rule is Rule.RUNOFF:
        return by_runoff(options, ranks)
    return by_pairs(rule, options, ranks)


def best(scores: dict) -> set[str]:
    return {name for name, score in scores.items() if score == max(scores.values())}


def share(ranks: dict[str, int], name: str, among: set[str]) -> Fraction:
    """The part of a vote that an option gets among those still in."""
    inside = {other: rank for other, rank in ranks.items() if other in among}
    first = [other for other, rank in inside.items() if rank == min(inside.values())]
    return Fraction(1, len(first)) if name in first else Fraction(0)


def points(ranks: dict[str, int], name: str, options: set[str]) -> Fraction:
    """The mean of the Borda points over all orders without ties that agree with the ballot."""
    place = {other: ranks.get(other, 999) for other in options}
    agreeing = [
        order for order in permutations(options) if all(place[one] <= place[two] for one, two in pairwise(order))
    ]
    return sum((Fraction(len(options) - 1 - order.index(name)) for order in agreeing), Fraction(0)) / len(agreeing)


def by_runoff(options: set[str], ranks: list[dict[str, int]]) -> set[str]:
    """To the very end, without stopping at a majority."""
    left = set(options)
    while True:
        votes = {name: sum(share(given, name, left) for given in ranks) for name in left}
        last = {name for name in left if votes[name] == min(votes.values())}
        if last == left:
            return left
        left -= last


def by_pairs(rule: Rule, options: set[str], ranks: list[dict[str, int]]) -> set[str]:
    votes = {
        (a, b): sum(given.get(a, 999) < given.get(b, 999) for given in ranks)
        for a in options
        for b in options
        if a != b
    }
    if rule is Rule.COPELAND:
        value = {True: Fraction(1), False: Fraction(0)}
        return best(
            {
                a: sum(
                    Fraction(1, 2) if votes[a, b] == votes[b, a] else value[votes[a, b] > votes[b, a]]
                    for b in options - {a}
                )
                for a in options
            }
        )
    margins = rule in (Rule.MINIMAX_MARGINS, Rule.SCHULZE_MARGINS)
    beats = {
        (a, b): (won - votes[b, a] if margins else won) if won > votes[b, a] else 0 for (a, b), won in votes.items()
    }
    if rule in (Rule.MINIMAX_MARGINS, Rule.MINIMAX_WINNING):
        return best({a: -max((beats[b, a] for b in options - {a}), default=0) for a in options})
    return {a for a in options if all(path(beats, options, a, b) >= path(beats, options, b, a) for b in options - {a})}


def path(beats: dict, options: set[str], start: str, end: str) -> int:
    """The strongest of all paths, every one walked."""
    between = options - {start, end}
    walks = [(start, *way, end) for length in range(len(between) + 1) for way in permutations(between, length)]
    return max(min(beats[step] for step in pairwise(walk)) for walk in walks)


def by_median(rule: Rule, options: set[str], grades: list[dict[str, int]]) -> set[str]:
    lists = {name: sorted(given.get(name, 1) for given in grades) for name in options}
    if rule is Rule.MEDIAN:
        return best({name: taken_away(found) for name, found in lists.items()})
    gauges = {}
    for name, found in lists.items():
        middle = found[(len(found) - 1) // 2] if found else 0
        above, below = sum(grade > middle for grade in found), sum(grade < middle for grade in found)
        gauges[name] = (middle, above if above > below else -below)
    return best(gauges)


def taken_away(grades: list[int]) -> list[int]:
    """The lower median again and again, each time without the one before (Balinski and Laraki 2007)."""
    left, taken = list(grades), []
    while left:
        taken.append(left.pop((len(left) - 1) // 2))
    return taken
