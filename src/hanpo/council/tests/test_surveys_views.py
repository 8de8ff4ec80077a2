"""The pages of surveys: who sees and does what, what stays on the screen, and how much is asked of the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanpo.core import clock, scope
from hanpo.core.tests import factories as ground
from hanpo.council.models import Reply, ReplyState, Survey, SurveyState
from hanpo.council.tests import surveys_makers as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make.open_survey(due_on=clock.today() + timedelta(days=10), opens_on=clock.today() - timedelta(days=5))


@pytest.fixture
def reply(survey) -> Reply:
    return make.reply_of(survey, "282022")


@pytest.fixture
def secretary(prefecture, sign_in):
    return sign_in(ground.person("secretariat", prefecture))


@pytest.fixture
def staff(amagasaki, sign_in):
    return sign_in(ground.person("section_staff", amagasaki))


@pytest.fixture
def lead(amagasaki, sign_in):
    return sign_in(ground.person("section_lead", amagasaki))


def url(name: str, *args: object) -> str:
    return reverse(f"council:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def test_the_list_says_how_many_answered_and_how_far_one_is(survey, staff):
    make.answered(survey, "282090")
    shown = text(staff.get(url("surveys")))
    assert "2のうち1" in shown
    assert "下書き" in shown


def test_a_list_without_surveys_says_what_comes(prefecture, amagasaki, staff):
    make.council()
    assert "事務局が調査を送ると" in text(staff.get(url("surveys")))


def test_drafts_are_the_secretariats_alone(staff, secretary):
    draft = make.draft_survey()
    assert draft.title not in text(staff.get(url("surveys")))
    assert staff.get(url("survey", draft.pk)).status_code == 404
    assert "確かめて市町に送る" in text(secretary.get(url("survey", draft.pk)))


def test_a_town_opens_its_own_reply_and_no_other(survey, staff, secretary):
    other = make.reply_of(survey, "282090")
    assert staff.get(url("reply", other.pk)).status_code == 404
    assert staff.get(url("reply_fill", other.pk)).status_code == 404
    assert "豊岡市の回答" in text(secretary.get(url("reply", other.pk)))


def test_who_is_not_at_work_in_the_council_sees_nothing(survey, sign_in, amagasaki):
    assert sign_in(ground.person("resident", amagasaki)).get(url("survey", survey.pk)).status_code == 403


def test_a_town_outside_the_council_finds_no_survey(survey, sign_in):
    outside = sign_in(ground.person("section_staff", ground.municipality("283657")))
    assert outside.get(url("survey", survey.pk)).status_code == 404


@pytest.mark.parametrize("name", ["survey_missing", "survey_extend", "survey_send", "survey_edit"])
def test_only_the_secretariat_runs_surveys(survey, staff, secretary, name):
    assert staff.get(url(name, survey.pk)).status_code == 403
    assert secretary.get(url(name, survey.pk)).status_code == 200


def test_the_last_button_hands_the_answers_to_the_check_of_the_office(reply, staff):
    page = url("reply_fill", reply.pk)
    kept = {"do": "next", "version": reply.response.version, "asked": "moved", "moved": "yes"}
    staff.post(page, kept)
    assert staff.post(page, {"do": "send"}).url == f"{page}?page=check"
    fill_in(reply)
    assert "課内確認へ回す" in text(staff.get(f"{page}?page=check"))
    assert staff.post(page, {"do": "send"}).status_code == 302
    stands = make.reply_of(reply.survey, "282022")
    assert stands.state == ReplyState.CHECKING
    assert stands.response.state == "draft"


def fill_in(reply: Reply) -> None:
    from hanpo.forms.actions.responses import save_answers

    with scope.within(scope.EVERYWHERE):
        response = make.reply_of(reply.survey, reply.municipality_id).response
        save_answers(actor=None, response=response, based_on=response.version, changes=make.ANSWERS)


def test_a_lead_approves_and_staff_do_not(reply, staff, lead):
    fill_in(reply)
    staff.post(url("reply_forward", reply.pk))
    assert staff.post(url("reply_approve", reply.pk)).status_code == 403
    shown = lead.post(url("reply_approve", reply.pk), follow=True)
    assert "承認し、事務局に提出しました" in text(shown)
    assert make.reply_of(reply.survey, "282022").state == ReplyState.SUBMITTED


def test_what_is_in_circulation_is_not_written(reply, staff):
    fill_in(reply)
    staff.post(url("reply_check", reply.pk))
    for name in ("reply_fill", "reply_workbook"):
        assert staff.get(url(name, reply.pk)).url == url("reply", reply.pk)


def test_a_gap_leads_to_the_page_that_says_where_it_is(reply, staff):
    gone = staff.post(url("reply_check", reply.pk))
    assert gone.url == f"{url('reply_fill', reply.pk)}?page=check"


def test_the_secretariat_reads_why_there_is_no_answer_yet(reply, staff, secretary):
    said = {"version": reply.version, "why_not_yet": "月末の課内会議のあとに答えます"}
    assert staff.post(url("reply_note", reply.pk), said).status_code == 302
    assert "月末の課内会議のあとに答えます" in text(secretary.get(url("survey_missing", reply.survey_id)))


def test_two_notes_at_once_are_both_shown(reply, staff, lead):
    first = {"version": reply.version, "person_in_charge": "企画係", "initial-person_in_charge": ""}
    staff.post(url("reply_note", reply.pk), first)
    second = {"version": reply.version, "person_in_charge": "情報係", "initial-person_in_charge": ""}
    shown = lead.post(url("reply_note", reply.pk), second)
    assert shown.status_code == 409
    assert "企画係" in text(shown)
    assert "情報係" in text(shown)


def test_a_refused_extension_keeps_what_was_typed(survey, secretary):
    shown = secretary.post(url("survey_extend", survey.pk), {"due_on": "2020-01-01", "reason": "連休のため"})
    assert shown.status_code == 422
    assert "連休のため" in text(shown)


def test_the_secretariat_enters_a_reply_heard_on_the_telephone(survey, secretary):
    reply = make.reply_of(survey, "282090")
    assert secretary.get(url("reply_enter", reply.pk)).url == url("reply_proxy", reply.pk)
    said = {"on_behalf_of": "企画課", "channel": "phone", "proxy_reason": "担当者が不在のため"}
    assert secretary.post(url("reply_proxy", reply.pk), said).url == url("reply_enter", reply.pk)
    fill_in(reply)
    assert "市町に代わって提出する" in text(secretary.get(f"{url('reply_enter', reply.pk)}?page=check"))
    secretary.post(url("reply_enter", reply.pk), {"do": "send"})
    assert make.reply_of(survey, "282090").state == ReplyState.SUBMITTED


def test_a_reply_is_sent_back_with_a_reason_that_the_member_reads(survey, secretary, staff):
    reply = make.answered(survey, "282022")
    assert secretary.post(url("reply_send_back", reply.pk), {"reason": ""}).status_code == 422
    secretary.post(url("reply_send_back", reply.pk), {"reason": "職員数に再任用を含むか確かめてください"})
    shown = text(staff.get(url("reply", reply.pk)))
    assert "職員数に再任用を含むか確かめてください" in shown
    assert "続きを書く" in shown


def test_a_survey_is_made_from_a_form_looked_at_and_sent(prefecture, secretary):
    group = make.council()
    form = make.form_draft()
    due = clock.today() + timedelta(days=14)
    values = {"council": group.pk, "draft": form.pk, "title": "人材の調査", "purpose": "考える", "promise": "named",
              "due_on": due.isoformat()}  # fmt: skip
    assert secretary.post(url("survey_add"), {**values, "draft": ""}).status_code == 422
    assert secretary.post(url("survey_add"), values).status_code == 302
    with scope.within(scope.EVERYWHERE):
        made = Survey.objects.get()
    assert "2市町" in text(secretary.get(url("survey_send", made.pk)))
    secretary.post(url("survey_send", made.pk))
    with scope.within(scope.EVERYWHERE):
        assert Survey.objects.get().state == SurveyState.OPEN


def test_a_question_that_was_asked_before_is_named_while_drafting(survey, secretary):
    draft = make.draft_survey(survey.council, title="もう一つの調査", draft=make.form_draft(title="別の様式"))
    shown = text(secretary.get(url("survey", draft.pk)))
    assert "質問の文がよく似ています" in shown
    assert survey.title in shown


def test_the_list_asks_the_database_the_same_however_many_surveys_there_are(survey, secretary):
    def asked() -> int:
        with CaptureQueriesContext(connection) as made:
            secretary.get(url("surveys"))
        return len(made)

    asked()
    before = asked()
    for number in range(3):
        make.open_survey(survey.council, title=f"調査{number}", form=survey.form, opens_on=survey.opens_on,
                         due_on=survey.due_on)  # fmt: skip
    assert asked() == before
