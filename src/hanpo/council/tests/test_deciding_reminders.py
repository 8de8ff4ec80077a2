"""A reminder while a choice is open: whom it names, whom it reaches, how often, and that it can be taken back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hanpo.core import clock, scope
from hanpo.core.actions.prepared import approve_work, undo_decision
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import Notification, PreparedWork
from hanpo.core.tests import factories as ground
from hanpo.council.preparers import BallotReminder
from hanpo.council.tests import deciding_makers as make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everywhere():
    with scope.within(scope.EVERYWHERE):
        yield


@pytest.fixture
def prefecture():
    return ground.municipality("280003")


@pytest.fixture
def office():
    return ground.person("dx_office", ground.municipality("282022"))


def reminders(place, today: date) -> list[PreparedWork]:
    with scope.within(scope.of(place.pk)):
        prepare_work(actor=None, preparer=BallotReminder(), municipality=place, today=today)
    return list(PreparedWork.objects.filter(preparer=BallotReminder.key, state="waiting").order_by("pk"))


def poll_due_in(days: int):
    return make.poll(due_on=clock.today() + timedelta(days=days))


def test_nobody_is_asked_long_before_the_day(prefecture):
    poll_due_in(10)
    assert reminders(prefecture, clock.today()) == []


def test_near_the_day_it_names_the_members_whose_ballot_is_missing(prefecture, office):
    make.answered(poll_due_in(2), "282090", [1, 2, 3])
    (work,) = reminders(prefecture, clock.today())
    assert work.role == "secretariat"
    assert any(fact["text"] == "尼崎市：下書き" for fact in work.why)
    assert not any("豊岡市" in fact["text"] for fact in work.why)


def test_it_reaches_the_offices_and_can_be_taken_back(prefecture, office):
    secretary = ground.person("secretariat", prefecture)
    poll_due_in(2)
    (work,) = reminders(prefecture, clock.today())
    approve_work(actor=secretary, work=work)
    told = Notification.objects.filter(title__contains="お待ちしています")
    assert [one.person for one in told] == [office]
    work.refresh_from_db()
    undo_decision(actor=secretary, work=work)
    assert not told.all().exists()


def test_a_closed_choice_asks_nobody(prefecture, office):
    make.closed(poll_due_in(2))
    assert reminders(prefecture, clock.today()) == []


def test_after_the_day_it_asks_once_a_week(prefecture):
    poll_due_in(0)
    today = clock.today()
    keys = {work.key.split(":")[1] for days in (0, 2, 5, 9) for work in reminders(prefecture, today + timedelta(days))}
    assert keys == {"before", "after-0", "after-1"}
