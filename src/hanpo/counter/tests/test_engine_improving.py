"""The engine of improving: what says the same, what needs what, what may be decided next, what a step did."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.counter.engine.improving import (
    Circle,
    Conclusion,
    Item,
    Need,
    Stop,
    Voice,
    alike,
    compare,
    in_order,
    needs_of,
    next_decision,
    ready,
    total,
)
from hanpo.counter.engine.improving.effect import FEWEST

CARDS = {
    1: "住所と名前を窓口ごとに何度も書いてもらっている",
    2: "同じ住所と名前を、課が変わるたびに書かされた",
    3: "昼休みの時間は番号札が進まず待ち時間が長い",
    4: "12時台は窓口の職員が半分で、番号札がなかなか進まない",
    5: "国保の課から転入の連絡が紙で来て、翌日に打ち直している",
    6: "転入の連絡票が紙で回り、課ごとに入力し直している",
    7: "次にどの窓口へ行けばよいか案内図では分からない",
    8: "どの窓口へ行けばよいか分からず、3回尋ねた",
    9: "母子手帳の住所変更の説明に時間がかかる",
}
SAME = {(1, 2), (3, 4), (5, 6), (7, 8)}
"""What people would merge."""
FOR = Voice(4, 3, 3)
GRAPHS = st.dictionaries(st.integers(0, 9), st.sets(st.integers(0, 9), max_size=4), max_size=8)


def test_cards_that_people_would_merge_are_proposed_and_no_others():
    assert {(pair.first, pair.second) for pair in alike(CARDS)} == SAME


def test_cards_without_a_word_in_common_are_never_alike():
    assert alike({1: "", 2: "", 3: "はい", 4: "待つ"}) == ()


def test_the_same_words_are_as_alike_as_can_be_whatever_their_width():
    assert [pair.likeness for pair in alike({1: "ABC窓口", 2: "ＡＢＣ窓口。"})] == [1.0]


@given(GRAPHS)
def test_every_step_stands_after_what_it_needs_or_a_circle_is_shown(needs):
    order, circle = _ordered(needs)
    if circle:
        assert circle[0] == circle[-1]
        pairs = pairwise(circle)
        assert all(first in needs.get(step, ()) or step in needs.get(first, ()) for step, first in pairs)
    else:
        place = {step: number for number, step in enumerate(order)}
        assert set(needs) <= set(place)
        assert all(place[first] < place[step] for step, firsts in needs.items() for first in firsts)


def _ordered(needs):
    try:
        return in_order(needs), ()
    except Circle as found:
        return (), found.steps


def test_only_what_waits_for_nothing_is_ready():
    assert ready({1: set(), 2: {1}, 3: {2}}, done={1}, waiting={2, 3}) == (2,)


def item(key: int, *voices: Voice | None, may_begin: bool = True, minutes: float = 0) -> Item:
    return Item(key, dict(enumerate(voices)), may_begin, minutes)


def test_a_step_all_sections_can_carry_may_be_decided():
    move = next_decision([item(1, FOR, None), item(2, FOR, FOR)])
    assert move is not None
    assert (move.key, move.is_decision) == (2, True)


def test_a_step_that_waits_for_another_is_not_next():
    assert next_decision([item(1, FOR, may_begin=False)]) is None


def test_without_any_section_concerned_nothing_is_next():
    assert next_decision([item(1)]) is None


@pytest.mark.parametrize(
    ("voice", "need"),
    [
        (None, Need.ASK), (Voice(2, 1, 1), Need.EXPLAIN), (Voice(3, 1, 2), Need.LIGHTEN), (Voice(3, 2, 3), Need.TALK),
    ],
)  # fmt: skip
def test_what_a_section_needs_is_looked_for_from_asking_to_talking(voice, need):
    assert needs_of(item(1, voice)) == {0: need}


def test_the_fewest_conversations_come_first_then_the_easier_ones_then_the_greater_benefit():
    two, hard = item(1, None, None, minutes=900), item(2, Voice(4, 1, 4), FOR, minutes=500)
    easy, better = item(3, None, FOR, minutes=10), item(4, None, FOR, minutes=20)
    assert next_decision([two, hard]).key == 2
    assert next_decision([two, hard, easy]).key == 3
    assert next_decision([two, hard, easy, better]).key == 4


@given(st.lists(st.builds(Voice, *[st.integers(1, 4)] * 3) | st.none(), min_size=1, max_size=5))
def test_a_decision_is_never_named_while_a_section_is_not_with_it(voices):
    move = next_decision([item(1, *voices)])
    assert move is not None
    everybody = all(v and min(v.understands, v.agrees, v.bears) >= 3 for v in voices)
    assert move.is_decision == everybody


def test_few_timings_allow_no_conclusion_but_show_their_difference():
    effect = compare([20.0] * (FEWEST - 1), [5.0] * 50)
    assert effect.conclusion == Conclusion.TOO_FEW
    assert (effect.saved, effect.low, effect.chance) == (15.0, None, None)


def test_nothing_timed_on_a_side_has_no_difference():
    assert compare([], [1.0]).saved is None
    assert compare([], []).before is None


def test_a_clear_change_is_told_in_both_directions():
    old, new = [30.0 + n % 7 for n in range(20)], [12.0 + n % 5 for n in range(20)]
    assert compare(old, new).conclusion == Conclusion.LESS
    assert compare(new, old).conclusion == Conclusion.MORE


def test_without_any_spread_a_difference_is_certain_and_equality_open():
    assert compare([10.0] * 12, [8.0] * 12).conclusion == Conclusion.LESS
    assert compare([10.0] * 12, [10.0] * 12).conclusion == Conclusion.OPEN


def test_the_same_seed_says_the_same_and_bounds_enclose_the_difference():
    old, new = [5.0, 9, 30, 7, 8, 6, 11, 12, 9, 10, 8], [4.0, 6, 8, 5, 22, 6, 7, 5, 6, 9, 4]
    one, other = compare(old, new, seed=3), compare(old, new, seed=3)
    assert one == other
    assert one.low < one.saved < one.high


def test_a_change_that_is_none_is_seldom_told_and_bounds_keep_their_promise():
    """Skewed minutes as stopwatches give them: of 200 changes at most one in ten is called one, where there is none,
    and the bounds hold the truth in nine of ten at least (95 of 100 promised; the bench counts more).
    """
    draws = np.random.default_rng(11)
    found = [
        compare(list(draws.lognormal(2, 0.6, 12)), list(draws.lognormal(2, 0.6, 20)), seed=number)
        for number in range(200)
    ]
    assert sum(one.is_told for one in found) <= 20
    assert sum(one.low <= 0 <= one.high for one in found) >= 180


@given(st.lists(st.builds(Stop, *[st.integers(0, 5000)] * 4), max_size=8))
@settings(max_examples=50)
def test_a_walk_is_the_sum_of_its_stops(stops):
    found = total(stops)
    assert found.seconds == sum(stop.waited + stop.served for stop in stops)
    assert found.stops == len(stops)
    assert found.share_waited is None or 0 <= found.share_waited <= 100
