"""Looking for changed answers that turn a result: quick examples first, then every possibility while they are few."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, partial
from itertools import combinations, combinations_with_replacement, permutations, product
from math import comb

from hanpo.council.engine.choosing import reach, tally
from hanpo.council.engine.choosing.poll import Grade, Row
from hanpo.council.engine.choosing.rules import DEFINITIONS, Reads, Rule

_ALONE = (Rule.PLURALITY, Rule.APPROVAL, Rule.MEDIAN, Rule.MEDIAN_GAUGE)
"""Rules for which nothing helps an option more than an answer for it and against all others."""


class Search:
    """The question of a rule's result under other answers of the `free` rows, given by number.

    A goal is an option that is to win, alone or level; or `None`: any other set of winners.
    """

    def __init__(self, rule: Rule, rows: Sequence[Row], free: Sequence[int], trials: int) -> None:
        self.rule = rule
        self.rows = [_read(rule, row) for row in rows]
        self.free = free
        self.trials = trials
        self.size = len(rows[0].places) if rows else 0
        self.now = tally.winners(rule, self.rows, self.size) if rows else ()
        self.searched = False
        self.orders: dict[int, tuple[tuple[int, ...], ...]] = {}

    def goals(self) -> tuple[int | None, ...]:
        """The ways in which the winners can become others."""
        if not self.free or self.size < 2:
            return ()
        return (None,) if len(self.now) > 1 else tuple(one for one in range(self.size) if one not in self.now)

    def within(self, goal: int | None, changes: int) -> tuple[bool | None, tuple[int, ...]]:
        """Whether this many changed answers reach the goal, and the winners then. `None` where it stays open."""
        if goal is not None and not reach.possible(self.rule, self.rows, self.free, changes, goal):
            return False, ()
        for example in self._examples(goal, changes):
            if self._reaches(goal, example):
                return True, example
        if self._possibilities(goal, changes) > self.trials:
            return None, ()
        self.searched = True
        for example in self._everything(goal, changes):
            if self._reaches(goal, example):
                return True, example
        return False, ()

    def _reaches(self, goal: int | None, winners: tuple[int, ...]) -> bool:
        return winners != self.now if goal is None else goal in winners

    def _examples(self, goal: int | None, changes: int) -> Iterator[tuple[int, ...]]:
        """The winners when those who stand most against an option change together to an answer for it."""
        for option in range(self.size) if goal is None else (goal,):
            chosen = {order[:changes] for order in self._orders(option)}
            answers = self._quick(option)
            for numbers in sorted(chosen):
                staying = [row for number, row in enumerate(self.rows) if number not in numbers]
                for answer in answers:
                    changed = [_with_weight(answer, self.rows[number].weight) for number in numbers]
                    yield tally.winners(self.rule, _merged(staying + changed), self.size)

    def _orders(self, option: int) -> tuple[tuple[int, ...], ...]:
        """The free rows in several orders of whom to ask first."""
        if option in self.orders:
            return self.orders[option]
        rivals = [rival for rival in range(self.size) if rival != option]
        views = [{n: view(self.rule, self.rows[n]) for n in self.free} for view in _views(self.rule)]
        found = tuple({self._farthest(worth, option, rival): None for worth in views for rival in rivals})
        self.orders[option] = found
        return found

    def _farthest(self, worth: dict[int, list[int]], option: int, rival: int) -> tuple[int, ...]:
        """The free rows, those first that prefer the rival most, then those that prefer all others most."""

        def against(number: int) -> tuple[int, int, int]:
            points = worth[number]
            return points[option] - points[rival], points[option] * self.size - sum(points), number

        return tuple(sorted(self.free, key=against))

    def _quick(self, option: int) -> list[Row]:
        alone = _answer(self.rule, self.size, [[option]])
        if self.rule in _ALONE:
            return [alone]
        strength = [sum(points) for points in zip(*(_worth(self.rule, row) for row in self.rows), strict=True)]
        rivals = sorted((one for one in range(self.size) if one != option), key=lambda one: strength[one])
        orders = [rivals[turn:] + rivals[:turn] for turn in range(len(rivals))] + [rivals[::-1]]
        answers = [alone, *(_answer(self.rule, self.size, [[option], *([one] for one in order)]) for order in orders)]
        if self.rule is Rule.RUNOFF:
            answers += [
                _answer(self.rule, self.size, [[one] for one in pair]) for pair in permutations(range(self.size), 2)
            ]
        return answers

    def _answers(self, goal: int | None) -> tuple[Row, ...]:
        """All answers worth trying: where a rule rewards it, the wanted option stands first alone."""
        if goal is None:
            return _all_answers(DEFINITIONS[self.rule].reads, self.rule, self.size)
        if self.rule in _ALONE:
            return (_answer(self.rule, self.size, [[goal]]),)
        every = _all_answers(Reads.RANKS, self.rule, self.size)
        if self.rule is Rule.RUNOFF:
            return every
        return tuple(
            row for row in every if row.places[goal] == 0 and row.places.count(0) == 1 and self.size not in row.places
        )

    def _possibilities(self, goal: int | None, changes: int) -> int:
        kinds = Counter(self.rows[number] for number in self.free)
        weights = {row.weight for row in kinds}
        answers = len(self._answers(goal))
        chosen = comb(len(kinds) + changes - 1, changes)
        return chosen * (comb(answers + changes - 1, changes) if len(weights) == 1 else answers**changes)

    def _everything(self, goal: int | None, changes: int) -> Iterator[tuple[int, ...]]:
        """The winners of every possibility; members who gave the same answer are not told apart."""
        kinds = Counter(self.rows[number] for number in self.free)
        answers = self._answers(goal)
        total = Counter[Row]()
        for row in self.rows:
            total[_with_weight(row, 0)] += row.weight
        for leaving in combinations_with_replacement(sorted(kinds, key=repr), changes):
            if any(number > kinds[row] for row, number in Counter(leaving).items()):
                continue
            for arriving in _arrivals(leaving, answers):
                after = total.copy()
                for old, new in zip(leaving, arriving, strict=True):
                    after[_with_weight(old, 0)] -= old.weight
                    after[new] += old.weight
                rows = [_with_weight(row, weight) for row, weight in after.items() if weight]
                yield tally.winners(self.rule, rows, self.size)


def _arrivals(leaving: tuple[Row, ...], answers: tuple[Row, ...]) -> Iterator[tuple[Row, ...]]:
    if len({row.weight for row in leaving}) == 1:
        return combinations_with_replacement(answers, len(leaving))
    return product(answers, repeat=len(leaving))


def _with_weight(row: Row, weight: int) -> Row:
    return Row(weight, row.places, row.grades, row.approved)


def _merged(rows: Sequence[Row]) -> list[Row]:
    total = Counter[Row]()
    for row in rows:
        total[_with_weight(row, 0)] += row.weight
    return [_with_weight(row, weight) for row, weight in total.items()]


def _read(rule: Rule, row: Row) -> Row:
    """The row with only what the rule reads, so that rows which are alike for it are equal."""
    size = len(row.places)
    reads = DEFINITIONS[rule].reads
    places = row.places if reads is Reads.RANKS else (size,) * size
    if rule is Rule.PLURALITY:
        places = tuple(0 if place == 0 else size for place in places)
    grades = row.grades if reads is Reads.GRADES else ()
    return Row(row.weight, places, grades, row.approved if reads is Reads.APPROVALS else (False,) * size)


def _worth(rule: Rule, row: Row) -> list[int]:
    """What a row is worth to each option, roughly, for choosing whom to ask first."""
    size = len(row.places)
    reads = DEFINITIONS[rule].reads
    if reads is Reads.GRADES:
        return [row.weight * grade for grade in row.grades or (0,) * size]
    if reads is Reads.APPROVALS:
        return tally.approval([row], size)
    points = tally.borda([row], size)
    if rule in (Rule.PLURALITY, Rule.RUNOFF):
        first = tally.plurality([row], size)
        return [size * one + more for one, more in zip(first, points, strict=True)]
    return points


def _views(rule: Rule) -> list[Callable[[Rule, Row], list[int]]]:
    """Ways to see what a row is worth: for grades also whether they reach each step, as only that moves a median."""
    if DEFINITIONS[rule].reads is not Reads.GRADES:
        return [_worth]
    return [_worth, *(partial(_reaching, step) for step in Grade)]


def _reaching(step: Grade, _rule: Rule, row: Row) -> list[int]:
    return [row.weight * (grade >= step) for grade in row.grades or (0,) * len(row.places)]


def _answer(rule: Rule, size: int, order: Sequence[Sequence[int]]) -> Row:
    """An answer that ranks groups of options one behind the other; for other ballots the first group is for, all else
    against."""
    reads = DEFINITIONS[rule].reads
    places = [size] * size
    for place, group in enumerate(order):
        for option in group:
            places[option] = place
    liked = [option in order[0] for option in range(size)]
    grades = tuple(int(Grade.EXCELLENT if like else Grade.REJECT) for like in liked)
    return _read(rule, Row(0, tuple(places), grades if reads is Reads.GRADES else (), tuple(liked)))


@cache
def _all_answers(reads: Reads, rule: Rule, size: int) -> tuple[Row, ...]:
    """Every answer that the rule can tell apart, the blank one included."""
    if reads is Reads.GRADES:
        every = [Row(0, (), grades, ()) for grades in product([int(grade) for grade in Grade], repeat=size)]
        return tuple(Row(0, (size,) * size, row.grades, (False,) * size) for row in [*every, Row(0, (), (), ())])
    if reads is Reads.APPROVALS:
        return tuple(Row(0, (size,) * size, (), liked) for liked in product((False, True), repeat=size))
    rankings = {
        _answer(rule, size, order)
        for length in range(1, size + 1)
        for ranked in combinations(range(size), length)
        for order in _weak_orders(ranked)
    }
    blank = Row(0, (size,) * size, (), (False,) * size)
    return (*sorted(rankings, key=lambda row: row.places), blank)


def _weak_orders(options: tuple[int, ...]) -> Iterator[list[tuple[int, ...]]]:
    """All ways to rank options with equal ranks allowed."""
    if not options:
        yield []
        return
    for length in range(1, len(options) + 1):
        for first in combinations(options, length):
            rest = tuple(option for option in options if option not in first)
            for order in _weak_orders(rest):
                yield [first, *order]
