"""What the improving of the counter makes ready, and that every approval can be taken back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from hanpo.core import clock, scope
from hanpo.core.actions.prepared import approve_work, undo_decision
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import Notification, PreparedWork
from hanpo.core.queries.prepared import benefit_by_kind
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.improving import effects, steps
from hanpo.counter.models import ImprovementStep, Measure, Phase, StepState, ToBe
from hanpo.counter.preparers.improving import HearingReminder, MeasuredBenefit, NextStep, ToBeDraft
from hanpo.counter.tests import improving_makers as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


@pytest.fixture
def today() -> date:
    return clock.today()


@pytest.fixture
def improvement():
    return make.improvement()


@pytest.fixture
def lead(improvement):
    return ground.person("section_lead", make.city())


def prepare(preparer, today) -> list[PreparedWork]:
    """Prepare in the scope in which the worker runs it: the municipality alone."""
    with scope.within(scope.of(make.NISHINOMIYA)):
        prepare_work(actor=None, preparer=preparer, municipality=make.city(), today=today)
    return list(PreparedWork.objects.filter(preparer=preparer.key, state="waiting").order_by("pk"))


def everybody_is_for(step: ImprovementStep) -> None:
    for section in make.sections():
        steps.say_agreement(actor=None, step=step, section=section, understands=4, agrees=3, bears=3)


def test_sections_are_asked_once_more_only_near_the_day(improvement, today):
    make.asked(improvement, due_in=5)
    assert prepare(HearingReminder(), today) == []


def test_a_reminder_reaches_only_sections_that_have_not_answered_and_can_be_taken_back(improvement, lead, today):
    first, *others = make.asked(improvement, due_in=3)
    people = {
        one.section_id: ground.person("section_staff", make.city(), section=one.section) for one in [first, *others]
    }
    make.answered(first)
    (work,) = prepare(HearingReminder(), today)
    before = Notification.objects.count()
    approve_work(actor=lead, work=work)
    told = set(
        Notification.objects.order_by("-pk").values_list("person_id", flat=True)[
            : Notification.objects.count() - before
        ]
    )
    assert told == {people[one.section_id].pk for one in others}
    undo_decision(actor=lead, work=work)
    assert Notification.objects.count() == before


def test_nobody_is_reminded_where_everybody_answered(improvement, today):
    for hearing in make.asked(improvement, due_in=1):
        make.answered(hearing)
    assert prepare(HearingReminder(), today) == []


def test_a_cause_with_two_cards_gets_a_first_wording_in_the_kind_of_its_cards(improvement, lead, today):
    make.cause(improvement, make.card(improvement), make.card(improvement, "名前を3回書いた"))
    (work,) = prepare(ToBeDraft(), today)
    assert "二度書かない" in work.draft["words"]
    assert "住所を課ごとに持っている" in work.draft["words"]
    approve_work(actor=lead, work=work)
    assert ToBe.objects.get().causes.count() == 1
    assert prepare(ToBeDraft(), today) == []
    undo_decision(actor=lead, work=work)
    assert not ToBe.objects.exists()


def test_one_card_alone_is_no_cause_for_a_wording(improvement, today):
    make.cause(improvement, make.card(improvement))
    assert prepare(ToBeDraft(), today) == []


def test_a_step_that_all_can_carry_may_be_decided(improvement, lead, today):
    make.asked(improvement)
    step = make.step(make.to_be(improvement))
    assert prepare(NextStep(), today) == []
    everybody_is_for(step)
    (work,) = prepare(NextStep(), today)
    approve_work(actor=lead, work=work)
    assert ImprovementStep.objects.get().state == StepState.DECIDED
    undo_decision(actor=lead, work=work)
    assert ImprovementStep.objects.get().state == StepState.IDEA


def test_a_decided_step_may_begin_once_what_it_needs_is_done(improvement, lead, today):
    wanted = make.to_be(improvement)
    first = make.step(wanted, "記載台をなくす", state=StepState.DOING)
    second = make.step(wanted, "受付票を出す", state=StepState.DECIDED)
    steps.need_first(actor=None, step=second, needs=first)
    assert prepare(NextStep(), today) == []
    steps.move_step(actor=None, step=first, to=StepState.DONE)
    (work,) = prepare(NextStep(), today)
    approve_work(actor=lead, work=work)
    assert ImprovementStep.objects.get(pk=second.pk).state == StepState.DOING


def test_a_confirmed_measure_stands_in_the_benefit_ledger_of_the_house(improvement, lead, today):
    step = make.step(make.to_be(improvement))
    make.timings(step, Phase.BEFORE, [20, 24])
    make.timings(step, Phase.AFTER, [9, 10, 11])
    section = make.sections()[0]
    made = effects.add_measure(
        actor=None, step=step, section=section, month=date(2026, 10, 20), cases=130, source="受付番号の記録"
    )
    assert (made.minutes_before, made.minutes_after) == (Decimal(22), Decimal(10))
    (work,) = prepare(MeasuredBenefit(), today)
    assert work.minutes_saved == 130 * 12
    approve_work(actor=lead, work=work)
    assert Measure.objects.get().confirmed_at is not None
    assert [(kind.preparer, kind.minutes_saved) for kind in benefit_by_kind()] == [(MeasuredBenefit.key, 1560)]
    undo_decision(actor=lead, work=work)
    assert Measure.objects.get().confirmed_at is None


def test_a_month_that_cost_more_time_is_no_benefit(improvement, today):
    step = make.step(make.to_be(improvement))
    make.timings(step, Phase.BEFORE, [10])
    make.timings(step, Phase.AFTER, [12])
    effects.add_measure(
        actor=None, step=step, section=make.sections()[0], month=today, cases=10, source="受付番号の記録"
    )
    assert prepare(MeasuredBenefit(), today) == []
