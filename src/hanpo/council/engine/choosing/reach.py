"""What is out of reach: proofs that an option cannot win, however some members answer.

Every proof looks at each comparison that the rule makes by itself and supposes that the members are used in the best
way for that comparison alone. If the option loses even so, it is out of reach; if not, nothing is said. For runoffs the
idea of bounding every elimination order is that of Magrino, Rivest, Shen and Wagner (2011).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import combinations

from hanpo.council.engine.choosing import tally
from hanpo.council.engine.choosing.poll import Grade, Row
from hanpo.council.engine.choosing.rules import Rule, Strength

SCORES = {Rule.PLURALITY: tally.plurality, Rule.APPROVAL: tally.approval, Rule.BORDA: tally.borda}


def possible(rule: Rule, rows: Sequence[Row], free: Sequence[int], most: int, option: int) -> bool:
    """Whether the option might win (alone or level) when at most `most` of the `free` rows say something else.

    False is proven; True only means that no proof was found. `free` are numbers of rows.
    """
    if rule in SCORES:
        return _by_score(rule, rows, free, most, option)
    if rule in (Rule.MEDIAN, Rule.MEDIAN_GAUGE):
        return _by_median(rule, rows, free, most, option)
    if rule is Rule.RUNOFF:
        return _by_runoff(rows, free, most, option)
    return _by_pairs(rule, rows, free, most, option)


def _best(gains: Iterable[int], most: int) -> int:
    return sum(sorted((gain for gain in gains if gain > 0), reverse=True)[:most])


def _by_score(rule: Rule, rows: Sequence[Row], free: Sequence[int], most: int, option: int) -> bool:
    """Every group of rivals must be caught up with. Only Borda binds rivals together: some get points anyway."""
    size = len(rows[0].places)
    score = SCORES[rule]
    now = score(rows, size)
    each = {number: score([rows[number]], size) for number in free}
    rivals = [rival for rival in range(size) if rival != option]
    top = size - 1 if rule is Rule.BORDA else 1
    for group in _groups(rivals, len(rivals) if rule is Rule.BORDA else 1):
        lead = sum(now[rival] - now[option] for rival in group)
        anyway = len(group) * (len(group) - 1) // 2
        gains = (
            rows[number].weight * (len(group) * top - anyway) + sum(points[rival] - points[option] for rival in group)
            for number, points in each.items()
        )
        if _best(gains, most) < lead:
            return False
    return True


def _groups(rivals: Sequence[int], largest: int) -> Iterator[tuple[int, ...]]:
    for number in range(1, largest + 1):
        yield from combinations(rivals, number)


def _by_median(rule: Rule, rows: Sequence[Row], free: Sequence[int], most: int, option: int) -> bool:
    """Against each rival: the lowest free grades of the option become the best, the rival's highest the lowest."""
    size = len(rows[0].places)
    graded = sorted((rows[number].weight for number in free if rows[number].grades), reverse=True)
    blank = sorted((rows[number].weight for number in free if not rows[number].grades), reverse=True)
    now = tally.grade_counts(rows, size)
    loose = tally.grade_counts([rows[number] for number in free], size)
    rivals = [rival for rival in range(size) if rival != option]
    return any(
        all(
            _no_worse(
                rule,
                _moved(now[option], loose[option], sum(graded[: most - added]), sum(blank[:added]), up=True),
                _moved(now[rival], loose[rival], sum(graded[: most - added]), sum(blank[:added]), up=False),
            )
            for rival in rivals
        )
        for added in range(min(most, len(blank)) + 1)
    )


def _moved(counts: Sequence[int], loose: Sequence[int], move: int, add: int, *, up: bool) -> list[int]:
    """Grade counts after `move` units of the loose votes went to the best end and `add` units were added there."""
    after, left = list(counts), move
    order = range(len(Grade)) if up else range(len(Grade) - 1, -1, -1)
    for grade in order:
        step = min(left, loose[grade])
        after[grade] -= step
        left -= step
    after[-1 if up else 0] += move - left + add
    return after


def _no_worse(rule: Rule, own: list[int], rival: list[int]) -> bool:
    if rule is Rule.MEDIAN_GAUGE:
        return tally.gauge(own) >= tally.gauge(rival)
    mine, other = tally.values([own, rival])
    return mine >= other


def _by_pairs(rule: Rule, rows: Sequence[Row], free: Sequence[int], most: int, option: int) -> bool:
    """The option with every pairwise result at its best for it, rivals with every one at its worst for them."""
    high, low = _bounds(tally.STRENGTHS[rule], rows, free, most)
    size = range(len(high))
    rivals = [rival for rival in size if rival != option]
    if rule is Rule.COPELAND:
        best = sum((high[option][rival] > 0) + (low[rival][option] <= 0) for rival in rivals)
        worst = [sum((low[one][a] > 0) + (high[a][one] <= 0) for a in size if a != one) for one in rivals]
        return best >= max(worst, default=0)
    if rule in (Rule.MINIMAX_WINNING, Rule.MINIMAX_MARGINS):
        own = tally.worst_defeats(low)[option]
        worst = tally.worst_defeats(high)
        return all(own <= worst[rival] for rival in rivals)
    out, back = tally.paths(high), tally.paths(low)
    return all(out[option][rival] >= back[rival][option] for rival in rivals)


def _bounds(
    strength: Strength, rows: Sequence[Row], free: Sequence[int], most: int
) -> tuple[list[list[int]], list[list[int]]]:
    """The strongest and the weakest that each pairwise victory can become (0: no victory)."""
    size = len(rows[0].places)
    matrix = tally.pairs(rows, size)
    high, low = ([[0] * size for _ in range(size)] for _ in range(2))
    for a in range(size):
        for b in range(size):
            if a == b:
                continue
            # per row: what a can gain on b in votes for a, in votes taken from b, and in the margin
            steps = [(rows[n].weight, rows[n].places[a] - rows[n].places[b]) for n in free]
            margin = matrix[a][b] - matrix[b][a] + _best((w * (1 + (d > 0)) if d >= 0 else 0 for w, d in steps), most)
            votes = matrix[a][b] + _best((w for w, d in steps if d >= 0), most)
            high[a][b] = max(margin, 0) if strength is not Strength.WINNING_VOTES or margin <= 0 else votes
            least = matrix[b][a] - _best((w for w, d in steps if d > 0), most)
            low[b][a] = 0 if margin >= 0 else least if strength is Strength.WINNING_VOTES else -margin
    return high, low


def _by_runoff(rows: Sequence[Row], free: Sequence[int], most: int, option: int) -> bool:
    """Some order of elimination that leaves the option must be possible, each of its comparisons taken by itself."""
    size = len(rows[0].places)

    @cache
    def leads(remaining: tuple[int, ...]) -> list[list[int]]:
        """By how much one option can at best lead another in this round."""
        votes, _resting = tally.tops(rows, size, remaining)
        each = [(rows[number].weight, tally.tops([rows[number]], size, remaining)[0]) for number in free]
        return [
            [votes[a] - votes[b] + _best((weight - own[a] + own[b] for weight, own in each), most) for b in range(size)]
            for a in range(size)
        ]

    @cache
    def can_win(remaining: tuple[int, ...]) -> bool:
        lead = leads(remaining)
        if all(lead[a][b] >= 0 for a in remaining for b in remaining):
            return True
        others = [one for one in remaining if one != option]
        return any(
            _can_leave(lead, group, remaining) and can_win(tuple(one for one in remaining if one not in group))
            for group in _groups(others, len(others))
        )

    return can_win(tuple(range(size)))


def _can_leave(lead: list[list[int]], group: tuple[int, ...], remaining: tuple[int, ...]) -> bool:
    """Whether the group can be level last: level among themselves and behind all who stay."""
    level = all(lead[a][b] >= 0 for a in group for b in group)
    return level and all(lead[stays][goes] > 0 for stays in remaining if stays not in group for goes in group)
