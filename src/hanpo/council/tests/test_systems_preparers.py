"""The end of a contract is seen 18, 12 and 6 months before, once each, and what was asked can be taken back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from hanpo.core import clock, scope
from hanpo.core.actions.prepared import approve_work, undo_decision
from hanpo.core.japanese.deadlines import add_months
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import Notification, PreparedWork
from hanpo.core.tests import factories as ground
from hanpo.council.models import RenewalPlan
from hanpo.council.preparers import ContractEnd
from hanpo.council.queries.systems import contract_calendar
from hanpo.council.tests import systems_makers as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


@pytest.fixture
def officer(prefecture):
    return ground.person("secretariat", prefecture)


def prepare(prefecture) -> list[PreparedWork]:
    with scope.within(scope.of(prefecture.pk)):
        prepare_work(actor=None, preparer=ContractEnd(), municipality=prefecture, today=clock.today())
    return list(PreparedWork.objects.filter(preparer="council.contract_end", state="waiting"))


@pytest.mark.parametrize(("ahead", "months"), [(5, 6), (11, 12), (17, 18)])
def test_the_milestone_that_was_reached_last_is_prepared(prefecture, ahead, months):
    make.system(ends_on=add_months(clock.today(), ahead))
    (work,) = prepare(prefecture)
    assert work.draft["months"] == months
    assert "尼崎市、豊岡市" in work.why[1]["text"]


def test_an_end_far_away_or_past_asks_nothing(prefecture):
    made = make.system(ends_on=add_months(clock.today(), 19))
    assert prepare(prefecture) == []
    made.ends_on = clock.today() - timedelta(days=1)
    made.save()
    assert prepare(prefecture) == []


def test_approving_asks_the_dx_offices_and_undoing_takes_it_back(prefecture, amagasaki, officer):
    reader = ground.person("dx_office", amagasaki)
    make.system(ends_on=add_months(clock.today(), 5))
    (work,) = prepare(prefecture)
    approve_work(actor=officer, work=work, changes={})
    assert Notification.objects.get(person=reader).body.startswith("1. 更新に同意しますか")
    assert RenewalPlan.objects.get().months == 6
    assert prepare(prefecture) == []
    work.refresh_from_db()
    undo_decision(actor=officer, work=work)
    assert not RenewalPlan.objects.exists()
    assert not Notification.objects.filter(person=reader).exists()


def test_nothing_to_ask_is_refused(prefecture, officer):
    make.system(ends_on=add_months(clock.today(), 5))
    (work,) = prepare(prefecture)
    with pytest.raises(ValidationError):
        approve_work(actor=officer, work=work, changes={"questions": " "})


def test_the_end_of_a_contract_stands_in_the_calendar():
    end = add_months(clock.today(), 5)
    make.system(ends_on=end)
    (item,) = contract_calendar(clock.today(), end)
    assert (item.day, item.title) == (end, "「施設予約システム」の契約の終わり")
