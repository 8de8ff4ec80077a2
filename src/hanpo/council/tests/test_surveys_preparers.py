"""What surveys make ready: reminders near the day, and last time's answers to be confirmed; done and undone."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hanpo.core import clock, scope
from hanpo.core.actions.prepared import approve_work, undo_decision
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import Notification, PreparedWork
from hanpo.core.tests import factories as ground
from hanpo.council.actions import surveys
from hanpo.council.actions.replies import note_reply
from hanpo.council.models import Reply, ReplyState
from hanpo.council.preparers import CarryOver, Reminder
from hanpo.council.tests import surveys_makers as make
from hanpo.forms.actions.responses import save_answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


@pytest.fixture
def today() -> date:
    return clock.today()


@pytest.fixture
def secretary(prefecture):
    return ground.person("secretariat", prefecture)


@pytest.fixture
def office(amagasaki):
    return ground.person("dx_office", amagasaki)


def prepare(preparer, place, today) -> list[PreparedWork]:
    """Prepare in the scope in which the worker runs it: the municipality alone."""
    with scope.within(scope.of(place.pk)):
        prepare_work(actor=None, preparer=preparer, municipality=place, today=today)
    return list(PreparedWork.objects.filter(preparer=preparer.key, municipality=place, state="waiting").order_by("pk"))


def due_in(days: int, today: date):
    return make.open_survey(due_on=today + timedelta(days=days), opens_on=today - timedelta(days=30))


def follow_up(secretary, today: date):
    """Last year's survey answered by 尼崎市, and this year's that follows it."""
    last = make.open_survey(title="昨年の調査", due_on=today, opens_on=today - timedelta(days=300))
    make.answered(last, "282022")
    values = {"title": "今年の調査", "purpose": "比べます", "due_on": today + timedelta(days=20)}
    survey = surveys.repeat_survey(actor=secretary, last=last, values=values)
    return surveys.send_survey(actor=secretary, survey=survey, today=today)


def test_nobody_is_reminded_long_before_the_day(prefecture, today):
    due_in(10, today)
    assert prepare(Reminder(), prefecture, today) == []


def test_near_the_day_one_reminder_names_who_has_not_answered(prefecture, amagasaki, office, today):
    survey = due_in(2, today)
    make.answered(survey, "282090")
    (work,) = prepare(Reminder(), prefecture, today)
    assert work.role == "secretariat"
    assert [fact["text"] for fact in work.why] == ["2のうち1が回答しています", "尼崎市：下書き"]


def test_who_said_why_is_left_alone_until_the_day(prefecture, office, today):
    survey = due_in(2, today)
    make.answered(survey, "282090")
    reply = make.reply_of(survey, "282022")
    note_reply(actor=office, reply=reply, based_on=reply.version, changes={"why_not_yet": "来週答えます"})
    assert prepare(Reminder(), prefecture, today) == []
    (work,) = prepare(Reminder(), prefecture, today + timedelta(days=3))
    assert "「来週答えます」" in work.why[1]["text"]


def test_an_approved_reminder_reaches_the_offices_and_can_be_taken_back(prefecture, secretary, office, today):
    due_in(2, today)
    (work,) = prepare(Reminder(), prefecture, today)
    assert "電話でお願い" in work.why[2]["text"]
    approve_work(actor=secretary, work=work)
    assert [one.person for one in Notification.objects.all()] == [office]
    assert prepare(Reminder(), prefecture, today) == []
    work.refresh_from_db()
    undo_decision(actor=secretary, work=work)
    assert not Notification.objects.exists()


def test_a_reminder_skips_who_answered_meanwhile(prefecture, secretary, office, today):
    survey = due_in(2, today)
    (work,) = prepare(Reminder(), prefecture, today)
    make.answered(survey, "282022")
    approve_work(actor=secretary, work=work)
    assert not Notification.objects.exists()


def test_after_the_day_there_is_one_reminder_a_week(prefecture, secretary, today):
    due_in(2, today)
    keys = {
        work.key.split(":")[1]
        for days in (0, 3, 5, 9, 10)
        for work in prepare(Reminder(), prefecture, today + timedelta(days=days))
    }
    assert keys == {"before", "after-0", "after-1"}


def test_last_times_answers_are_laid_before_the_office(secretary, amagasaki, toyooka, office, today):
    survey = follow_up(secretary, today)
    (work,) = prepare(CarryOver(), amagasaki, today)
    assert work.why[0]["text"] == "前回の答えが3問、下書きに入っています"
    assert work.why[2]["text"] == "情報部門の職員数：3人"
    assert prepare(CarryOver(), toyooka, today) == []
    approve_work(actor=office, work=work)
    assert make.reply_of(survey, "282022").state == ReplyState.APPROVING
    work.refresh_from_db()
    undo_decision(actor=office, work=work)
    assert make.reply_of(survey, "282022").state == ReplyState.WRITING


def test_what_somebody_already_writes_is_left_alone(secretary, amagasaki, office, today):
    survey = follow_up(secretary, today)
    reply: Reply = make.reply_of(survey, "282022")
    save_answers(actor=office, response=reply.response, based_on=reply.response.version, changes={"staff": "4"})
    assert prepare(CarryOver(), amagasaki, today) == []
