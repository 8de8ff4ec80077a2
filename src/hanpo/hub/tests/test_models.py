"""Rules that the hub's models hold by themselves, whoever writes."""

from datetime import date

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from hanpo.core import scope
from hanpo.core.models import HistoryIsAppended
from hanpo.core.tests import factories as ground
from hanpo.hub.models import (
    Meeting,
    Outcome,
    Programme,
    Project,
    ProjectNews,
    RefusedPair,
    RungRecord,
)
from hanpo.hub.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def taking_part(amagasaki):
    return factories.participation(amagasaki)


def meeting(programme: Programme) -> Meeting:
    with scope.within(scope.EVERYWHERE):
        return Meeting.objects.create(programme=programme, title="検討会", held_on=date(2024, 8, 29))


def test_participants_see_the_programme_and_its_meetings(taking_part, amagasaki):
    held = meeting(taking_part.programme)
    with scope.within(scope.of(amagasaki.code)):
        assert list(Programme.objects.all()) == [taking_part.programme]
        assert list(Meeting.objects.all()) == [held]


def test_the_prefecture_that_runs_it_sees_the_programme(taking_part, prefecture):
    held = meeting(taking_part.programme)
    with scope.within(scope.of(prefecture.code)):
        assert list(Meeting.objects.all()) == [held]


def test_a_municipality_outside_the_programme_neither_sees_nor_writes_its_meetings(taking_part, toyooka):
    held = meeting(taking_part.programme)
    with scope.within(scope.of(toyooka.code)):
        assert not Programme.objects.exists()
        assert not Meeting.objects.exists()
        with pytest.raises(scope.OutOfScope):
            held.save()
        with pytest.raises(scope.OutOfScope):
            Meeting.objects.bulk_create([Meeting(programme=taking_part.programme, title="x", held_on=date(2024, 9, 1))])


def test_meetings_without_a_scope_raise(taking_part):
    with pytest.raises(scope.ScopeMissing):
        Meeting.objects.count()


def test_a_part_of_a_meeting_stands_in_the_meetings_programme(taking_part, everywhere):
    item = meeting(taking_part.programme).agendaitems.create(title="意見交換")
    assert item.programme_id == taking_part.programme_id


def test_a_project_must_say_what_the_staff_gain(amagasaki):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.project(amagasaki, benefit_for_staff="")


def test_a_soft_outcome_needs_an_observable_sign(amagasaki, everywhere):
    project = factories.project(amagasaki)
    with pytest.raises(IntegrityError), transaction.atomic():
        Outcome.objects.create(project=project, title="自分で考えて動く", is_soft=True)
    assert Outcome.objects.create(project=project, title="自分で考えて動く", is_soft=True, sign="職員から案が出る").pk


def test_a_rung_without_evidence_is_refused(amagasaki, everywhere):
    task = factories.ladder_task(factories.project(amagasaki))
    with pytest.raises(IntegrityError), transaction.atomic():
        RungRecord.objects.create(
            task=task, rung=task.template.rungs.first(), side="staff", observed_on=date(2024, 9, 1),
            done_by="観光課 担当", watched_by="伴走支援者", evidence="",
        )  # fmt: skip


def test_news_is_history(amagasaki, everywhere):
    project = factories.project(amagasaki)
    news = ProjectNews.objects.create(project=project, happened_on=date(2024, 9, 1), text="聞き取りをした")
    news.text = "直した"
    with pytest.raises(HistoryIsAppended):
        news.save()
    with pytest.raises(HistoryIsAppended):
        ProjectNews.objects.filter(pk=news.pk).delete()


def test_the_database_refuses_to_change_the_history_of_a_programme(amagasaki, everywhere):
    from django.db import connection

    project = factories.project(amagasaki)
    first, second = factories.problem(project), factories.problem(project)
    RefusedPair.objects.create(programme=project.participation.programme, problem_a=first, problem_b=second)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM hub_refusedpair")


def test_a_refused_pair_is_stored_in_one_order_only(amagasaki, everywhere):
    project = factories.project(amagasaki)
    first, second = factories.problem(project), factories.problem(project)
    with pytest.raises(IntegrityError), transaction.atomic():
        RefusedPair.objects.create(programme=project.participation.programme, problem_a=second, problem_b=first)


def test_a_foreign_project_is_not_found(amagasaki, toyooka):
    own = factories.project(amagasaki)
    with scope.within(scope.of(toyooka.code)):
        assert not Project.objects.filter(pk=own.pk).exists()
    assert ground.section(amagasaki) == own.owner_section
