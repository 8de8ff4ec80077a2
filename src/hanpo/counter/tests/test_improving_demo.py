"""The demo of the improving: a whole undertaking in the city, small ones where it was adopted, all of it alive."""

from __future__ import annotations

import pytest

from hanpo.core import clock, scope
from hanpo.core.demo import load_ground
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import Municipality, PreparedWork
from hanpo.counter import models
from hanpo.counter.demo.improving import load_improving
from hanpo.counter.engine.improving import Conclusion
from hanpo.counter.preparers.improving import PREPARERS
from hanpo.counter.queries.improving import effects, problems, steps

pytestmark = pytest.mark.django_db
TOWNS = ("282049", "282090", "282201")
OURS = (
    "Improvement", "Hearing", "Walk", "WalkStop", "ProblemCard", "RootCause", "ToBe", "ImprovementStep", "StepNeed",
    "SectionVoice", "Timing", "Measure",
)  # fmt: skip


@pytest.fixture
def demo(db):
    with scope.within(scope.EVERYWHERE):
        load_ground(today=clock.today())
        load_improving(today=clock.today())
        yield


def test_every_town_has_a_row_of_every_model(demo):
    missing = [
        (town, name)
        for town in TOWNS
        for name in OURS
        if not getattr(models, name).objects.filter(municipality=town).exists()
    ]
    assert missing == []


def test_the_second_sheet_held_what_the_first_section_had_said(demo):
    hearing = models.Hearing.objects.select_related("response").get(section__name="子育て手当課")
    assert hearing.response.origins["receives"]["origin"] == "市民窓口課の聞き取り"


def test_the_city_can_say_something_of_its_staff_and_nothing_yet_of_its_residents(demo):
    city = models.Improvement.objects.get(municipality="282049")
    found = {one.of_staff: one.effect.conclusion for one in effects.findings(improvement=city)}
    assert found == {True: Conclusion.LESS, False: Conclusion.TOO_FEW}


def test_the_next_smallest_decision_is_one_that_can_be_taken(demo):
    city = models.Improvement.objects.get(municipality="282049")
    move = steps.board(improvement=city.pk, today=clock.today()).move
    assert move is not None
    assert move.is_decision
    assert "学事課とつないで" in move.step.title


def test_something_is_ready_of_every_kind(demo):
    for preparer in PREPARERS:
        with scope.within(scope.of("282049")):
            prepare_work(
                actor=None, preparer=preparer, municipality=Municipality.objects.get(pk="282049"), today=clock.today()
            )
    ready = set(PreparedWork.objects.values_list("preparer", flat=True))
    assert ready == {preparer.key for preparer in PREPARERS}


def test_loose_cards_are_left_to_work_with(demo):
    city = models.Improvement.objects.get(municipality="282049")
    assert problems.wall(improvement=city).loose
