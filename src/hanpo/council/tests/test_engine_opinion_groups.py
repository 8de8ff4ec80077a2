"""Rules of groups of opinion: there only if stable, and the same in any order and with any sign of the axes."""

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score, silhouette_score

from hanpo.council.engine.opinion import (
    Reason,
    Side,
    Statement,
    Vote,
    analyse,
    clusters,
    grouping_by,
    matrix,
    plane,
    stability,
)
from hanpo.council.engine.opinion.grouping import grouped, most_groups, people_in
from hanpo.council.tests.opinion_makers import conversation, noise

POINTS = st.lists(st.tuples(st.integers(-9, 9), st.integers(-9, 9)), min_size=3, max_size=40)
LABELS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)), min_size=2, max_size=60)


def test_two_camps_of_members_are_found_and_told_apart_by_their_statements():
    votes, statements = conversation(41, 20, camps=2, seed=4)
    opinion = analyse(votes, statements)
    assert opinion.stability.is_stable
    assert [len(group.people) for group in opinion.groups] == [21, 20]
    assert all({person % 2 for person in group.people} == {group.number} for group in opinion.groups)
    assert all(group.representatives for group in opinion.groups)


@pytest.mark.parametrize("seed", range(8))
def test_members_without_camps_are_not_put_into_groups(seed):
    opinion = analyse(*noise(41, 20, seed=seed))
    assert opinion.stability.reason in {Reason.ORDER, Reason.LEAVING_OUT, Reason.CHANCE, Reason.TINY_GROUP}
    assert not opinion.groups
    assert all(place.group is None for place in opinion.places)
    assert all(s.shared_agree is None for s in opinion.statements)


def test_counts_and_consensus_are_there_even_without_groups():
    votes, statements = noise(41, 20)
    opinion = analyse([*votes, *(Vote(p, 99, 1) for p in range(41))], [*statements, Statement(key=99)])
    assert opinion.people == 41
    assert opinion.consensus[Side.AGREE][0] == 99
    assert [s.tally.agrees for s in opinion.statements if s.statement.key == 99] == [41]


def test_five_people_are_no_two_groups():
    assert stability(*conversation(5, 10, camps=2)).reason is Reason.TOO_FEW_PEOPLE


def test_people_who_all_vote_alike_are_one():
    votes = [Vote(p, s, 1) for p in range(20) for s in range(10)]
    assert stability(votes, [Statement(key=s) for s in range(10)]).reason is Reason.NO_DIFFERENCE


def test_one_dissenter_is_not_shown_as_a_group():
    votes = [Vote(p, s, -1 if p == 7 else 1) for p in range(41) for s in range(10)]
    found = stability(votes, [Statement(key=s) for s in range(10)])
    assert found.reason is Reason.TINY_GROUP
    assert found.groups == 2


def test_nobody_and_nothing_is_an_answer_too():
    assert analyse([], []).stability.reason is Reason.TOO_FEW_PEOPLE
    assert analyse([], [Statement(key=1)]).statements[0].tally.seen == 0


def test_any_order_of_the_votes_and_statements_gives_the_very_same_result():
    votes, statements = conversation(30, 12, camps=2, seed=2, seen=0.8)
    first = analyse(votes, statements)
    for seed in range(4):
        chance = random.Random(seed)
        assert analyse(chance.sample(votes, len(votes)), chance.sample(statements, len(statements))) == first


@pytest.mark.parametrize("mirror", [(-1, 1), (1, -1), (-1, -1)])
def test_the_free_sign_of_an_axis_changes_nothing(mirror, monkeypatch):
    votes, statements = conversation(130, 12, camps=3, seed=2, seen=0.8)
    first, solve = analyse(votes, statements), np.linalg.eigh

    def mirrored(spread):
        values, vectors = solve(spread)
        vectors[:, -1] *= mirror[0]
        vectors[:, -2] *= mirror[1]
        return values, vectors

    monkeypatch.setattr(np.linalg, "eigh", mirrored)
    assert analyse(votes, statements) == first


def test_other_names_give_the_same_groups():
    votes, statements = conversation(150, 20, camps=3, seed=5, seen=0.7)
    first = grouping_by(votes, statements)
    for seed in range(10):
        names = random.Random(seed).sample(range(1000, 9999), 150)
        renamed = grouping_by([v._replace(person=names[v.person]) for v in votes], statements)
        assert adjusted_rand_score([first[p] for p in range(150)], [renamed[names[p]] for p in range(150)]) == 1


def test_groups_are_numbered_by_size_and_then_by_their_first_person():
    assert clusters.by_size(np.array([2, 0, 0, 1, 1, 1, 2])).tolist() == [1, 2, 2, 0, 0, 0, 1]


def test_a_statement_taken_off_the_page_shapes_no_group_and_represents_nobody():
    votes, statements = conversation(40, 12, camps=2, seed=3)
    split = [Vote(p, 99, 1 if p < 20 else -1) for p in range(40)]
    off = [*statements, Statement(key=99, is_moderated_out=True)]
    opinion = analyse([*votes, *split], off)
    assert grouping_by([*votes, *split], off) == grouping_by(votes, statements)
    assert all(r.statement != 99 for group in opinion.groups for r in group.representatives)
    assert next(s for s in opinion.statements if s.statement.key == 99).extremity == 0


def test_who_voted_on_fewer_than_seven_is_left_out_unless_in_before():
    votes, statements = conversation(40, 12, camps=2, seed=3)
    few = [Vote(99, s, 1) for s in range(6)]
    assert 99 not in grouping_by([*votes, *few], statements)
    assert 99 in grouping_by([*votes, *few], statements, keep=[99])


def test_when_few_voted_enough_the_most_active_fill_up_to_fifteen():
    votes = [Vote(p, s, 1) for p in range(20) for s in range(10 if p < 5 else 6 - p % 3)]
    table = matrix.table(votes, [Statement(key=s) for s in range(10)])
    assert [table.people[n] for n in people_in(table, enough=7)] == [0, 1, 2, 3, 4, 6, 7, 9, 10, 12, 13, 15, 16, 18, 19]


def test_the_number_of_groups_tried_grows_by_one_a_dozen_up_to_five():
    assert [most_groups(n) for n in (11, 12, 24, 36, 5000)] == [2, 3, 4, 5, 5]


def test_the_plane_is_that_of_a_singular_value_decomposition_of_the_votes_with_means_filled_in():
    votes, statements = conversation(40, 15, camps=3, seed=6, seen=0.6)
    table = matrix.table(votes, statements)
    filled = np.where(table.seen > 0, table.votes, np.nan).astype(float)
    filled -= np.nanmean(filled, axis=0)
    filled = np.nan_to_num(filled)
    found = plane.plane(plane.moments(table))
    expected = np.linalg.svd(filled)[2][:2]
    assert np.abs(found.axes @ expected.T) == pytest.approx(np.eye(2), abs=1e-6)
    moved = filled @ found.axes.T * np.sqrt(15 / table.seen.sum(axis=1))[:, None]
    assert plane.places(table, found) == pytest.approx(moved, abs=1e-6)


def test_the_sums_without_some_people_are_the_sums_of_the_others():
    table = matrix.table(*conversation(30, 9, camps=2, seen=0.7))
    part, rest = np.arange(0, 30, 4), np.array([n for n in range(30) if n % 4])
    left, others = plane.moments(table).minus(plane.moments(table, part)), plane.moments(table, rest)
    assert (left.votes == others.votes).all()
    assert (left.mixed == others.mixed).all()
    assert (left.seen == others.seen).all()


@given(LABELS)
def test_the_adjusted_rand_index_is_that_of_scikit_learn(pairs):
    one, other = (np.array(labels) for labels in zip(*pairs, strict=True))
    assert clusters.adjusted_rand(one, other) == pytest.approx(adjusted_rand_score(one, other))


@settings(max_examples=40)
@given(POINTS)
def test_the_silhouette_is_that_of_scikit_learn(points):
    places = np.array(points, dtype=float)
    found = grouped(places)
    if found is None:
        assert len(set(points)) < 2
    elif found.k < len(points):
        assert found.silhouette == pytest.approx(silhouette_score(places, found.labels))


@settings(max_examples=25)
@given(POINTS)
def test_no_single_move_makes_the_groups_tighter(points):
    places = np.array(points, dtype=float)
    labels = clusters.k_means(clusters.Cloud(places, np.ones(len(places))), 2)
    if labels is None:
        return
    centres = np.array([places[labels == n].mean(axis=0) for n in (0, 1)])
    distances = ((places[:, None] - centres) ** 2).sum(axis=2)
    assert (distances[np.arange(len(labels)), labels] <= distances.min(axis=1) + 1e-9).all()


def test_base_points_stand_for_everybody_and_give_the_groups_that_all_points_give():
    draw = np.random.default_rng(3)
    places = np.concatenate([draw.normal(centre, 1, size=(700, 2)) for centre in ((0, 0), (6, 0), (0, 6))])
    thin, standing = clusters.thinned(clusters.Cloud(places, np.ones(2100)), 100)
    assert len(thin.points) <= 100
    assert thin.people.sum() == 2100
    direct = clusters.k_means(clusters.Cloud(places, np.ones(2100)), 3)
    assert adjusted_rand_score(direct, clusters.k_means(thin, 3)[standing]) > 0.97
