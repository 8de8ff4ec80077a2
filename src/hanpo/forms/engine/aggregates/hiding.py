"""Hiding counts of few people, and as many others as it takes that no hidden one can be worked out.

Hidden first: answers that 1 to k-1 people gave (where several may be chosen also those that all but few chose), and
whole columns in which fewer than k people answered, or no more than there are answers. Then others, one at a time,
until every hidden count could also be another number although every shown count, the sums of lines and of columns stay
the same. A table with sums is a network: lines and columns are nodes, counts flow from line to column, the count of all
flows into the line. A hidden count can be another number exactly when there is a round trip through it over hidden
counts that have room to move; so the test is exact, not an estimate (Gusfield 1988, A graph theoretic approach to
statistical data security).

A reader may know that a 0 is not hidden for its own sake. So behind a hidden count at least 1 is reckoned, unless its
whole column is hidden or another 0 had to be hidden too.

How many people answered at all, or were asked, is told always: it is no answer.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from hanpo.forms.engine.aggregates.tables import ANSWERED, Numbers, Quote, Table
from hanpo.forms.engine.definition import Kind
from hanpo.forms.engine.values import OTHER

Place = tuple[int, int]
Grid = Sequence[Sequence[int]]
Arcs = Mapping[int, Sequence[tuple[int, Place]]]


def suppress(table: Table, k: int) -> Table:
    """The table with small counts hidden; k is the smallest number of people that is shown.

    `n` and `answered` are never hidden. Sums and quartiles are hidden where fewer than k numbers stand behind them;
    texts of a column with fewer than k responses lose the name of their group. Raises `ValueError` for k below 2 and
    for a table already done.
    """
    if k < 2:
        raise ValueError("秘匿の人数は2以上にしてください。")
    if table.hidden_below:
        raise ValueError("この表はもう秘匿されています。元の表から作り直してください。")
    counts = [[count or 0 for count in line] for line in table.counts]
    hidden = _hidden(table, counts, k)
    shown = tuple(
        tuple(None if (at, column) in hidden else count for column, count in enumerate(line))
        for at, line in enumerate(counts)
    )
    numbers = _scale(table, hidden) if table.kind is Kind.SCALE else _numbers(table.numbers, k)
    return replace(table, counts=shown, numbers=numbers, quotes=_quotes(table, hidden, k), hidden_below=k)


def _quotes(table: Table, hidden: set[Place], k: int) -> tuple[Quote, ...]:
    """What stands behind 「その他」 could be counted: left out where that count is hidden, and no group told where the
    count of some group is.
    """
    other = {column for line, column in hidden if table.lines[line].key == f"={OTHER}"}
    if 0 in other:
        return ()
    named = {column.key for at, column in enumerate(table.columns) if table.n[at] >= k and not other}
    return tuple(one if one.column in named else replace(one, column="") for one in table.quotes)


def _hidden(table: Table, counts: Grid, k: int) -> set[Place]:
    answers = [at for at, line in enumerate(table.lines) if not line.is_missing]
    if any(line.key == ANSWERED.key for line in table.lines) or len(answers) < 2:
        return set()
    if table.several and sum(table.lines[at].key.startswith("=") for at in answers) > 1:
        return {place for at in answers for place in _chosen(at, counts[at], table.answered, k)}
    grid = [counts[at] for at in answers]
    return {(answers[line], column) for line, column in _protected(grid, k)}


def _chosen(at: int, chosen: Sequence[int], answered: Sequence[int], k: int) -> set[Place]:
    """One choice of several: those who chose it, and those who answered without choosing it, as a table of its own."""
    others = [whole - count for whole, count in zip(answered, chosen, strict=True)]
    return {(at, column) for _, column in _protected((chosen, others), k)}


def _protected(grid: Grid, k: int) -> set[Place]:
    """The small counts of a table whose lines add up, and those that must be hidden with them."""
    sums = [sum(column) for column in zip(*grid, strict=True)]
    whole = frozenset(at for at, answered in enumerate(sums) if 0 < answered < max(k, len(grid) + 1))
    hidden = {
        (line, column)
        for line, row in enumerate(grid)
        for column, count in enumerate(row)
        if 0 < count < k or column in whole
    }
    network = _Network(grid, hidden, whole)
    while fixed := network.fixed():
        candidates = _candidates(grid, sums, hidden, fixed)
        if not candidates:
            raise AssertionError("a column hidden whole leaves room by its rule")
        hidden.add(min(candidates, key=lambda place: _cost(grid, place)))
    return hidden


@dataclass(slots=True)
class _Network:
    """Hidden counts as arcs. Nodes: lines are their numbers, columns -1, -2 …; column 0 (all) flows into the lines.

    A table of one column has no sums of lines: its lines are one node.
    """

    counts: Grid
    hidden: set[Place]
    whole: frozenset[int]

    def fixed(self) -> list[Place]:
        """The hidden counts that can be worked out."""
        zero_hidden = any(not self.counts[at][column] for at, column in self.hidden if column not in self.whole)
        falling = {
            (line, column)
            for line, column in self.hidden
            if self.counts[line][column] > (0 if zero_hidden or column in self.whole else 1)
        }
        arcs = self._arcs(falling)
        return sorted(place for place in self.hidden if not self._can_change(place, falling, arcs))

    def _ends(self, place: Place) -> tuple[int, int]:
        line, column = place
        if len(self.counts[0]) == 1:
            return 0, -1
        return (line, -1 - column) if column else (-1, line)

    def _arcs(self, falling: set[Place]) -> Arcs:
        """From each node, where a change of one can go on, and over which count."""
        found: dict[int, list[tuple[int, Place]]] = {}
        for place in sorted(self.hidden):
            start, end = self._ends(place)
            found.setdefault(start, []).append((end, place))
            if place in falling:
                found.setdefault(end, []).append((start, place))
        return found

    def _can_change(self, place: Place, falling: set[Place], arcs: Arcs) -> bool:
        start, end = self._ends(place)
        return _reaches(end, start, place, arcs) or (place in falling and _reaches(start, end, place, arcs))


def _reaches(start: int, goal: int, without: Place, arcs: Arcs) -> bool:
    seen, waiting = {start}, [start]
    while waiting:
        for node, place in arcs.get(waiting.pop(), ()):
            if place == without or node in seen:
                continue
            if node == goal:
                return True
            seen.add(node)
            waiting.append(node)
    return False


def _candidates(grid: Grid, sums: Sequence[int], hidden: set[Place], fixed: Sequence[Place]) -> list[Place]:
    """Shown counts in the line or column of one that can be worked out, or else any; columns without answers stay."""
    lines, columns = {line for line, _ in fixed}, {column for _, column in fixed}
    shown = [
        (line, column)
        for line, row in enumerate(grid)
        for column in range(len(row))
        if (line, column) not in hidden and sums[column]
    ]
    return [(line, column) for line, column in shown if line in lines or column in columns] or shown


def _cost(grid: Grid, place: Place) -> tuple[bool, bool, int, Place]:
    """Small counts go first; a 0 and the column of all only where it must be."""
    line, column = place
    return not grid[line][column], column == 0, grid[line][column], place


def _scale(table: Table, hidden: set[Place]) -> tuple[Numbers, ...]:
    """A sum beside counts would be one more equation: shown only where every count of the column is."""
    touched = {column for _, column in hidden}
    return tuple(Numbers(one.n) if at in touched else one for at, one in enumerate(table.numbers))


def _numbers(numbers: tuple[Numbers, ...], k: int) -> tuple[Numbers, ...]:
    """Few numbers hidden; the sum of a further column too, where one alone would follow from the others."""
    few = {at for at, one in enumerate(numbers) if 0 < one.n < k}
    sums = set(few)
    if len(few) == 1 and 0 not in few:
        others = [at for at, one in enumerate(numbers) if at and at not in few and one.n]
        sums.add(min(others, key=lambda at: (numbers[at].n, at)) if others else 0)
    return tuple(
        Numbers(one.n) if at in few else replace(one, total=None) if at in sums else one
        for at, one in enumerate(numbers)
    )
