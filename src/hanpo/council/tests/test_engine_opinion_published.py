"""The open conversation: groups near those published, statistics equal to the published formulas."""

import math
import random
from collections import Counter
from statistics import NormalDist

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from hanpo.council.engine.opinion import SIGNIFICANT, Side, analyse, grouping_by
from hanpo.council.tests.opinion_makers import open_conversation


@pytest.fixture(scope="module")
def opinion():
    """The open conversation as analysed."""
    votes, statements, _published = open_conversation()
    return analyse(votes, statements)


def likeness(found, published):
    """The adjusted Rand index over the people in both."""
    both = sorted(found.keys() & published.keys())
    return adjusted_rand_score([found[p] for p in both], [published[p] for p in both])


@pytest.mark.parametrize("k", [None, 2], ids=["number found", "number published"])
def test_the_groups_are_nearly_those_that_were_published(k):
    votes, statements, published = open_conversation()
    found = grouping_by(votes, statements, k=k)
    assert len(set(found.values())) == 2
    assert len(found.keys() ^ published.keys()) <= 2  # two were kept by the history of the conversation
    assert likeness(found, published) >= 0.95


def test_the_groups_are_stable_and_clearer_than_chance(opinion):
    assert opinion.stability.is_stable
    assert opinion.stability.left_out > 0.95
    assert opinion.stability.silhouette > opinion.stability.chance + 0.1


def test_a_hundred_shuffles_of_people_and_statements_with_mirrored_axes_change_no_group(monkeypatch):
    votes, statements, _published = open_conversation()
    first, solve = grouping_by(votes, statements), np.linalg.eigh
    for seed in range(100):
        chance = random.Random(seed)

        def mirrored(spread, chance=chance):
            values, vectors = solve(spread)
            return values, vectors * chance.choices((1, -1), k=len(values))

        monkeypatch.setattr(np.linalg, "eigh", mirrored)
        assert grouping_by(chance.sample(votes, len(votes)), chance.sample(statements, len(statements))) == first


def test_the_statistics_are_those_of_the_published_formulas(opinion):
    votes, _statements, _published = open_conversation()
    group_of = {place.person: place.group for place in opinion.places}
    counts = Counter((group_of.get(p), s, value) for p, s, value in votes)
    seen = Counter((group_of.get(p), s) for p, s, _value in votes)
    compared = 0
    for group in opinion.groups:
        (other,) = {0, 1} - {group.number}
        for found in group.representatives:
            value, s = found.side.value, found.statement
            a, n = counts[group.number, s, value], seen[group.number, s]
            b, m = counts[other, s, value], seen[other, s]
            pooled = (a + b + 2) / (n + m + 2)
            z = ((a + 1) / (n + 1) - (b + 1) / (m + 1)) / math.sqrt(pooled * (1 - pooled) * (1 / (n + 1) + 1 / (m + 1)))
            assert found.share == pytest.approx((a + 1) / (n + 2), abs=1e-6)
            assert found.share_z == pytest.approx(2 * math.sqrt(n + 1) * ((a + 1) / (n + 1) - 0.5), abs=1e-6)
            assert found.ratio == pytest.approx((a + 1) / (n + 2) / ((b + 1) / (m + 2)), abs=1e-6)
            assert found.ratio_z == pytest.approx(z, abs=1e-6)
            compared += 1
    assert compared == 10


def test_what_all_groups_share_is_the_product_of_their_shares(opinion):
    for statement in opinion.statements:
        tallies = [group.tallies[statement.statement.key] for group in opinion.groups]
        expected = math.prod((t.agrees + 1) / (t.agrees + t.disagrees + t.passes + 2) for t in tallies)
        assert statement.shared_agree == pytest.approx(expected, abs=1e-6)


def test_statements_taken_off_the_page_are_no_consensus(opinion):
    _votes, statements, _published = open_conversation()
    off = {s.key for s in statements if s.is_moderated_out}
    assert not off & {key for side in Side for key in opinion.consensus[side]}
    assert NormalDist().inv_cdf(0.9) == pytest.approx(SIGNIFICANT)
