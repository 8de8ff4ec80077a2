"""Rules of statements and their counts: what is shown before any group is."""

import math
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.council.engine.opinion import (
    SIGNIFICANT,
    Side,
    Statement,
    Tally,
    Vote,
    analyse,
    consensus,
    group_aware,
    next_statement,
    representatives,
    two_proportions,
)
from hanpo.council.engine.opinion.showing import META_WEIGHT, weight

COUNTS = st.integers(0, 500)
TALLIES = st.builds(Tally, COUNTS, COUNTS, COUNTS)


def chi_squared(a: int, n: int, b: int, m: int) -> float:
    """Pearson's statistic of a table of two by two: another way to the two-proportion test, without its sign."""
    c, d, total = n - a, m - b, n + m
    below = (a + b) * (c + d) * n * m
    return total * (a * d - b * c) ** 2 / below if below else 0.0


@given(TALLIES)
def test_the_z_of_a_share_is_its_distance_from_one_half_in_standard_errors_with_one_vote_added(tally):
    for side, count in ((Side.AGREE, tally.agrees), (Side.DISAGREE, tally.disagrees)):
        trials = tally.seen + 1
        assert tally.z(side) == pytest.approx(((count + 1) / trials - 0.5) / math.sqrt(0.25 / trials), abs=1e-9)


@given(COUNTS, COUNTS, COUNTS, COUNTS)
def test_the_square_of_the_two_proportion_z_is_pearsons_chi_squared(a, more_a, b, more_b):
    z = two_proportions(a, a + more_a, b, b + more_b)
    assert z * z == pytest.approx(chi_squared(a + 1, a + more_a + 1, b + 1, b + more_b + 1), rel=1e-9, abs=1e-9)
    assert two_proportions(b, b + more_b, a, a + more_a) == pytest.approx(-z)


def test_a_statement_nobody_saw_is_half_agreed_and_proves_nothing():
    empty = Tally(0, 0, 0)
    assert empty.share(Side.AGREE) == empty.share(Side.DISAGREE) == 0.5
    assert not consensus({1: empty}, Side.AGREE)


def test_passing_counts_as_having_seen_but_on_neither_side():
    assert Tally(3, 1, 4).seen == 8
    assert Tally(3, 1, 4).share(Side.AGREE) == 4 / 10
    assert Tally(3, 1, 4).share(Side.DISAGREE) == 2 / 10


def test_consensus_needs_more_than_half_beyond_chance_and_is_ordered_by_share_times_z():
    tallies = {1: Tally(6, 4, 0), 2: Tally(30, 2, 1), 3: Tally(40, 0, 1), 4: Tally(1, 35, 0)}
    assert consensus(tallies, Side.AGREE) == (3, 2)
    assert consensus(tallies, Side.DISAGREE) == (4,)


def test_a_group_is_represented_only_where_it_is_of_one_mind_and_differs_from_the_others():
    group = {1: Tally(20, 0, 0), 2: Tally(20, 0, 0), 3: Tally(10, 10, 0), 4: Tally(0, 18, 2)}
    others = {1: Tally(20, 0, 0), 2: Tally(2, 18, 0), 3: Tally(0, 20, 0), 4: Tally(15, 5, 0)}
    found = representatives(group, others)
    assert {(r.statement, r.side) for r in found} == {(2, Side.AGREE), (4, Side.DISAGREE)}
    assert all(r.share_z > SIGNIFICANT and r.ratio_z > SIGNIFICANT for r in found)


def test_what_a_group_agrees_with_comes_before_what_it_rejects_more_strongly():
    group = {1: Tally(15, 5, 0), 2: Tally(0, 20, 0)}
    others = {1: Tally(5, 15, 0), 2: Tally(20, 0, 0)}
    first, second = representatives(group, others)
    assert (first.side, second.side) == (Side.AGREE, Side.DISAGREE)
    assert first.weight < second.weight


def test_a_group_has_five_representatives_at_most():
    group, others = {n: Tally(20, 0, 0) for n in range(9)}, {n: Tally(0, 20, 0) for n in range(9)}
    assert len(representatives(group, others)) == 5


def test_one_groups_refusal_pulls_down_what_all_groups_share():
    shared = group_aware([Tally(9, 1, 0), Tally(8, 2, 0)], Side.AGREE)
    assert shared == pytest.approx(10 / 12 * 9 / 12)
    assert group_aware([Tally(9, 1, 0), Tally(0, 10, 0)], Side.AGREE) < shared / 5


def test_the_weight_of_the_next_statement_follows_the_published_formula():
    # 10 saw it: 6 agreed, 2 passed; p = 3/12, a = 7/12, E = 1.5, and 8 × 2^-2 = 2 for being new
    assert weight(Tally(6, 2, 2), extremity=1.5) == pytest.approx((0.75 * 2.5 * 7 / 12 * 3) ** 2)
    assert weight(Tally(6, 2, 2), extremity=1.5, is_meta=True) == META_WEIGHT == 7**2


def test_a_statement_few_have_seen_is_shown_sooner_than_one_that_everybody_saw():
    assert weight(Tally(1, 1, 0), extremity=1) > weight(Tally(100, 100, 0), extremity=1)


def test_the_next_statement_is_the_same_when_the_page_is_loaded_again_and_never_one_voted_on():
    weights = {n: 1.0 + n for n in range(20)}
    shown = next_statement(weights, person="282022", voted={3, 4})
    assert shown == next_statement(dict(reversed(weights.items())), person="282022", voted=[4, 3])
    assert shown not in {3, 4, None}
    assert next_statement(weights, person="282022", voted=range(20)) is None


def test_heavier_statements_are_shown_to_more_people():
    weights = {1: 1.0, 2: 9.0}
    first = [next_statement(weights, person=n, voted=()) for n in range(1000)]
    assert 870 < first.count(2) < 930


@pytest.mark.parametrize(
    "votes",
    [[Vote(1, 9, 1)], [Vote(1, 1, 1), Vote(1, 1, 1)], [Vote(1, 1, 2)]],
    ids=["unknown statement", "twice on one statement", "no such vote"],
)
def test_votes_that_cannot_be_are_refused(votes):
    with pytest.raises(ValueError):
        analyse(votes, [Statement(key=1)])


def test_the_engine_loads_no_numbers_library_until_somebody_asks():
    code = "import sys, hanpo.council.engine.opinion; sys.exit(bool({'numpy', 'scipy', 'sklearn'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
