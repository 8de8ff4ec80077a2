"""Reads of likeness: suggestions stay few and quick however large the register grows."""

from __future__ import annotations

import pytest

from hanpo.core import scope
from hanpo.hub.actions.problems import refuse_pair
from hanpo.hub.queries import issues, problems
from hanpo.hub.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]

TEXT = "担当者が異動すると引継ぎが途切れて知識が残らない"


@pytest.fixture
def programme(amagasaki):
    return factories.participation(amagasaki).programme


@pytest.fixture
def here(amagasaki, programme):
    return factories.project(amagasaki, programme.participations.get(municipality=amagasaki))


@pytest.fixture
def there(toyooka, programme):
    return factories.project(toyooka, factories.participation(toyooka, programme))


def test_an_old_problem_that_resembles_one_is_found_among_many_newer_ones(programme, here, there, monkeypatch):
    monkeypatch.setattr(issues, "COMPARED", 3)
    alike = factories.problem(there, "異動のたびに引継ぎが足りず知識が残らない")
    for n in range(10):
        factories.problem(there, f"冬の道路で便が遅れる {n}")
    mine = factories.problem(here, TEXT)
    (pair,) = issues.suggestions(programme=programme, about=mine.pk)
    assert (pair.a.problem.pk, pair.b.problem.pk) == (mine.pk, alike.pk)
    assert "知識" in pair.shared


def test_words_that_mean_the_same_count_as_shared(programme, here, there):
    factories.problem(here, "原課が忙しくて打合せができない")
    factories.problem(there, "所管課に余裕がない")
    (pair,) = issues.suggestions(programme=programme)
    assert {"所管課", "多忙"} <= set(pair.shared)


def test_problems_of_one_municipality_are_not_compared(programme, here):
    factories.problem(here, TEXT)
    factories.problem(here, TEXT + "こと")
    assert issues.suggestions(programme=programme) == []


def test_a_refused_pair_stays_away_in_either_direction(programme, here, there):
    a, b = factories.problem(here, TEXT), factories.problem(there, TEXT)
    refuse_pair(actor=None, programme=programme, problem=b, other=a)
    assert issues.suggestions(programme=programme) == []
    assert issues.suggestions(programme=programme, about=b.pk) == []


def test_a_problem_that_is_not_shared_is_never_compared(programme, here, there):
    mine = factories.problem(here, TEXT, is_shared=False)
    factories.problem(there, TEXT)
    assert issues.suggestions(programme=programme, about=mine.pk) == []


def test_the_programme_of_the_register_is_the_latest_in_sight(amagasaki, toyooka, programme):
    other = factories.participation(toyooka).programme
    with scope.within(scope.of(amagasaki.pk)):
        assert problems.programme_of(number=None) == programme
        assert problems.programme_of(number=str(other.pk)) == programme


def test_numbers_in_an_address_are_read_once_and_anything_else_is_left_out():
    assert problems.numbers_in(["3", "x", "3", "-1", "12"]) == [3, 12]
