"""What happens to a survey and its replies: sent, answered through the office, sent back, extended, closed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from hanpo.core import clock, scope
from hanpo.core.models import Notification
from hanpo.core.tests import factories as ground
from hanpo.council.actions import replies, surveys
from hanpo.council.models import Extension, Reply, ReplyState, SurveyState
from hanpo.council.tests import surveys_makers as make
from hanpo.forms.actions.responses import Incomplete, save_answers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


@pytest.fixture
def today() -> date:
    return clock.today()


@pytest.fixture
def secretary(prefecture):
    return ground.person("secretariat", prefecture)


@pytest.fixture
def staff(amagasaki):
    return ground.person("section_staff", amagasaki)


@pytest.fixture
def lead(amagasaki):
    return ground.person("section_lead", amagasaki)


@pytest.fixture
def survey(today):
    return make.open_survey(due_on=today + timedelta(days=20), opens_on=today - timedelta(days=3))


def written(survey, code: str = "282022") -> Reply:
    reply = make.reply_of(survey, code)
    save_answers(actor=None, response=reply.response, based_on=reply.response.version, changes=make.ANSWERS)
    return make.reply_of(survey, code)


def test_sending_opens_a_reply_for_each_municipality_also_those_without_staff(secretary, today):
    survey = make.draft_survey(due_on=today + timedelta(days=20))
    surveys.send_survey(actor=secretary, survey=survey, today=today)
    assert survey.state == SurveyState.OPEN
    assert survey.form is not None
    assert list(survey.replies.values_list("municipality_id", flat=True)) == ["282022", "282090"]


def test_sending_tells_the_offices_for_dx_and_nobody_else(secretary, amagasaki, today):
    office = ground.person("dx_office", amagasaki)
    ground.person("section_staff", amagasaki)
    surveys.send_survey(actor=secretary, survey=make.draft_survey(due_on=today), today=today)
    assert [one.person for one in Notification.objects.all()] == [office]


def test_a_survey_is_sent_once_and_not_after_its_day(secretary, today):
    late = make.draft_survey(due_on=today - timedelta(days=1))
    with pytest.raises(ValidationError, match="過ぎた日"):
        surveys.send_survey(actor=secretary, survey=late, today=today)
    sent = surveys.send_survey(
        actor=secretary, survey=make.draft_survey(late.council, title="別の調査", due_on=today), today=today
    )
    with pytest.raises(ValidationError, match="もう送られて"):
        surveys.send_survey(actor=secretary, survey=sent, today=today)


def test_a_sent_survey_is_not_edited_any_more(secretary, survey):
    with pytest.raises(ValidationError, match="もう送られて"):
        surveys.edit_survey(actor=secretary, survey=survey, based_on=survey.version, changes={"title": "別の名前"})


def test_the_answers_of_last_time_come_as_drafts_that_say_where_they_are_from(secretary, today):
    last = make.open_survey(title="昨年の調査", due_on=today, opens_on=today - timedelta(days=300))
    make.answered(last, "282022")
    values = {"title": "今年の調査", "purpose": "比べます", "due_on": today + timedelta(days=20)}
    survey = surveys.repeat_survey(actor=secretary, last=last, values=values)
    surveys.send_survey(actor=secretary, survey=survey, today=today)
    carried = make.reply_of(survey, "282022").response
    assert carried.answers == make.ANSWERS
    assert carried.origins["staff"]["origin"] == "前回の調査「昨年の調査」"
    assert make.reply_of(survey, "282090").response.answers == {}


def test_nothing_changed_is_said_in_one_step_and_goes_to_the_lead(secretary, staff, today):
    last = make.open_survey(title="昨年の調査", due_on=today, opens_on=today - timedelta(days=300))
    make.answered(last, "282022")
    values = {"title": "今年の調査", "purpose": "比べます", "due_on": today + timedelta(days=20)}
    survey = surveys.repeat_survey(actor=secretary, last=last, values=values)
    surveys.send_survey(actor=secretary, survey=survey, today=today)
    reply = replies.accept_carried_over(actor=staff, reply=make.reply_of(survey, "282022"), today=today)
    assert reply.state == ReplyState.APPROVING
    with pytest.raises(ValidationError, match="引き継いだ答えがない"):
        replies.accept_carried_over(actor=staff, reply=make.reply_of(survey, "282090"), today=today)


def test_a_reply_goes_through_the_check_and_the_lead_to_the_secretariat(survey, staff, lead, today):
    reply = written(survey)
    replies.circulate_reply(actor=staff, reply=reply, to=ReplyState.CHECKING, today=today)
    replies.circulate_reply(actor=staff, reply=reply, to=ReplyState.APPROVING, comment="確かめました", today=today)
    replies.approve_reply(actor=lead, reply=reply, today=today)
    assert reply.state == ReplyState.SUBMITTED
    assert make.reply_of(survey, "282022").response.state == "sent"
    steps = [(step.old_state, step.new_state, step.comment) for step in reply.steps.all()]
    assert steps == [
        ("writing", "checking", ""), ("checking", "approving", "確かめました"), ("approving", "submitted", ""),
    ]  # fmt: skip


def test_a_reply_with_gaps_goes_nowhere(survey, staff, today):
    with pytest.raises(Incomplete):
        replies.circulate_reply(actor=staff, reply=make.reply_of(survey, "282022"), to=ReplyState.CHECKING, today=today)


def test_nothing_is_submitted_that_was_not_handed_on(survey, lead, today):
    with pytest.raises(ValidationError, match="課長決裁に回っている"):
        replies.approve_reply(actor=lead, reply=written(survey), today=today)


def test_the_office_gives_a_reply_back_with_what_is_to_be_changed(survey, staff, lead, today):
    reply = written(survey)
    replies.circulate_reply(actor=staff, reply=reply, to=ReplyState.APPROVING, today=today)
    with pytest.raises(ValidationError):
        replies.return_reply(actor=lead, reply=reply, comment=" ")
    replies.return_reply(actor=lead, reply=reply, comment="人数を確かめてください")
    assert reply.state == ReplyState.WRITING


def test_what_is_sent_back_can_be_written_after_the_survey_was_closed_and_comes_in_again(
    survey, secretary, staff, lead, today
):
    reply = make.answered(survey, "282022")
    replies.send_reply_back(actor=secretary, reply=reply, reason="職員数の単位を確かめてください")
    surveys.close_survey(actor=secretary, survey=survey, today=today)
    assert reply.state == ReplyState.SENT_BACK
    replies.circulate_reply(actor=staff, reply=reply, to=ReplyState.APPROVING, today=today)
    replies.return_reply(actor=lead, reply=reply, comment="もう一度")
    assert reply.state == ReplyState.SENT_BACK
    replies.circulate_reply(actor=staff, reply=reply, to=ReplyState.APPROVING, today=today)
    replies.approve_reply(actor=lead, reply=reply, today=today)
    assert reply.state == ReplyState.RESUBMITTED
    replies.settle_reply(actor=secretary, reply=reply)
    assert reply.state == ReplyState.SETTLED


def test_a_closed_survey_takes_no_reply_that_was_never_in(survey, secretary, staff, today):
    reply = written(survey)
    surveys.close_survey(actor=secretary, survey=survey, today=today)
    with pytest.raises(ValidationError, match="締め切られました"):
        replies.circulate_reply(actor=staff, reply=reply, to=ReplyState.CHECKING, today=today)
    surveys.reopen_survey(actor=secretary, survey=survey)
    survey.refresh_from_db()
    replies.circulate_reply(actor=staff, reply=written(survey), to=ReplyState.CHECKING, today=today)


def test_the_secretariat_enters_for_a_member_and_says_for_whom_and_why(survey, secretary, today):
    reply = make.reply_of(survey, "282090")
    with pytest.raises(ValidationError, match="理由"):
        replies.enter_for_member(actor=secretary, reply=reply, channel="phone", on_behalf_of="企画課", reason="")
    replies.enter_for_member(
        actor=secretary, reply=reply, channel="phone", on_behalf_of="企画課", reason="担当者が不在のため"
    )
    response = make.reply_of(survey, "282090").response
    save_answers(actor=secretary, response=response, based_on=response.version, changes=make.ANSWERS)
    replies.submit_for_member(actor=secretary, reply=reply, today=today)
    sent = make.reply_of(survey, "282090")
    assert sent.state == ReplyState.SUBMITTED
    assert (sent.response.on_behalf_of, sent.response.channel) == ("企画課", "phone")
    assert sent.response.entries.order_by("-pk")[0].on_behalf_of == "企画課"


def test_the_secretariat_does_not_send_what_a_member_is_writing(survey, secretary, today):
    with pytest.raises(ValidationError, match="代わりに入力している"):
        replies.submit_for_member(actor=secretary, reply=written(survey), today=today)


def test_the_day_is_moved_for_one_member_alone(survey, secretary):
    reply, before = make.reply_of(survey, "282022"), survey.due_on
    later = before + timedelta(days=7)
    surveys.extend_replies(actor=secretary, survey=survey, replies=[reply], due_on=later, reason="災害対応のため")
    assert make.reply_of(survey, "282022").due_on == later
    assert make.reply_of(survey, "282090").due_on == before
    assert survey.due_on == before
    assert Extension.objects.get().reason == "災害対応のため"


def test_the_day_is_moved_for_all_who_have_not_answered(survey, secretary):
    make.answered(survey, "282022")
    later = survey.due_on + timedelta(days=7)
    moved = surveys.extend_replies(actor=secretary, survey=survey, replies=None, due_on=later, reason="連休のため")
    assert [one.municipality_id for one in moved] == ["282090"]
    assert survey.due_on == later
    with pytest.raises(ValidationError, match="後の日"):
        surveys.extend_replies(actor=secretary, survey=survey, replies=None, due_on=later, reason="連休のため")


def test_no_town_hands_on_the_reply_of_another(survey, staff, today):
    reply = written(survey, "282090")
    with scope.within(scope.of("282022")), pytest.raises(Reply.DoesNotExist):
        replies.circulate_reply(actor=staff, reply=reply, to=ReplyState.CHECKING, today=today)


def test_what_is_sent_back_is_told_to_the_office_with_the_reason(survey, secretary, amagasaki):
    office = ground.person("dx_office", amagasaki)
    reply = make.answered(survey, "282022")
    replies.send_reply_back(actor=secretary, reply=reply, reason="職員数の単位を確かめてください")
    told = Notification.objects.get()
    assert told.person == office
    assert "職員数の単位を確かめてください" in told.body


def test_the_lead_of_the_section_that_answers_is_told_what_waits(survey, staff, amagasaki, today):
    section = ground.section(amagasaki, "情報課")
    mine = ground.person("section_lead", amagasaki, section=section)
    ground.person("section_lead", amagasaki, section=ground.section(amagasaki, "観光課"))
    reply = written(survey)
    replies.note_reply(actor=staff, reply=reply, based_on=reply.version, changes={"section": section})
    replies.circulate_reply(actor=staff, reply=reply, to=ReplyState.APPROVING, today=today)
    assert [one.person for one in Notification.objects.all()] == [mine]
