"""The pages of results: who sees what before and after publication, and what stays on the screen."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanpo.core import scope
from hanpo.core.models import Notification
from hanpo.core.tests import factories as ground
from hanpo.council.models import PublicationDraft, SurveyState
from hanpo.council.tests import results_makers as make
from hanpo.council.tests.surveys_makers import answered, open_survey, reply_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary(prefecture, sign_in):
    return sign_in(ground.person("secretariat", prefecture))


@pytest.fixture
def staff(amagasaki, sign_in):
    return sign_in(ground.person("section_staff", amagasaki))


def url(name: str, *args: object, **query: str) -> str:
    asked = "&".join(f"{key}={value}" for key, value in query.items())
    return reverse(f"council:{name}", args=args) + (f"?{asked}" if asked else "")


def text(response) -> str:
    return response.content.decode()


def test_the_report_stands_from_the_first_answer_on(secretary):
    survey = open_survey(make.group())
    assert "まだ回答が届いていません" in text(secretary.get(url("results", survey.pk)))
    answered(survey, "282022", minutes=30)
    shown = text(secretary.get(url("results", survey.pk)))
    assert "14のうち1が回答" in shown
    assert "調査に未回答" in shown
    assert "0.5" in shown


def test_staff_of_a_town_do_not_see_results_before_they_are_published(staff):
    survey = make.survey_with(make.twelve())
    assert staff.get(url("results", survey.pk)).status_code == 403
    assert staff.get(url("publication", survey.pk)).status_code == 403
    assert "まだ公表されていません" in text(staff.get(url("published", survey.pk)))
    assert staff.get(url("published_file", survey.pk, "pdf")).status_code == 404


def test_a_town_outside_the_council_does_not_find_the_results(sign_in):
    survey = make.survey_with({}, group=make.group("282022", "282090"))
    outside = sign_in(ground.person("section_staff", ground.municipality("283657")))
    assert outside.get(url("published", survey.pk)).status_code == 404


def test_members_read_published_results_with_their_own_answer_beside_them(secretary, staff, amagasaki):
    lead = ground.person("dx_office", amagasaki)
    survey = make.survey_with(make.twelve())
    assert secretary.post(url("publish", survey.pk)).status_code == 302
    shown = text(staff.get(url("published", survey.pk)))
    assert "14のうち12が回答" in shown
    assert "神戸市" in shown
    own = text(staff.get(url("published_own", survey.pk)))
    assert "自分のまちの答え" in own
    assert "3人" in own
    with scope.within(scope.EVERYWHERE):
        assert Notification.objects.filter(person=lead, url=url("published", survey.pk)).exists()


def test_names_do_not_leave_the_office_where_they_were_not_promised(secretary, staff):
    survey = make.survey_with(
        {code: {**told, "worry": f"{code}の困りごと"} for code, told in make.twelve().items()}, promise="office"
    )
    secretary.post(url("publish", survey.pk))
    for name in ("published", "published_own"):
        shown = text(staff.get(url(name, survey.pk)))
        assert "神戸市" not in shown
        assert "281000の困りごと" not in shown
        assert "秘匿" in shown
    assert "281000の困りごと" in text(secretary.get(url("result_question", survey.pk, "worry")))


def test_open_surveys_are_not_published(secretary):
    survey = make.survey_with(make.twelve(), state=SurveyState.OPEN)
    answer = secretary.post(url("publish", survey.pk), follow=True)
    assert "締め切って" in text(answer)


def test_a_question_shows_every_member_in_the_order_of_the_codes(secretary):
    survey = make.survey_with(make.twelve())
    shown = text(secretary.get(url("result_question", survey.pk, "staff", by="people")))
    places = [shown.index(name) for name in ("神戸市", "姫路市", "尼崎市", "多可町", "稲美町")]
    assert places == sorted(places)
    assert "国勢調査" in shown
    assert secretary.get(url("result_question", survey.pk, "nothing")).status_code == 404


def test_a_comment_that_met_another_one_stays_on_the_screen(secretary):
    survey = make.survey_with(make.twelve())
    at = url("result_question", survey.pk, "moved")
    assert secretary.post(at, {"comment": "ひとつめ", "seen": ""}).status_code == 302
    answer = secretary.post(at, {"comment": "ふたつめ", "seen": ""})
    assert answer.status_code == 409
    assert "ひとつめ" in text(answer)
    assert "ふたつめ" in text(answer)
    assert secretary.post(at, {"comment": "ふたつめ", "seen": "ひとつめ"}).status_code == 302
    with scope.within(scope.EVERYWHERE):
        assert PublicationDraft.objects.get(survey=survey).comments == {"moved": "ふたつめ"}


def test_a_summary_that_met_another_one_stays_on_the_screen(secretary):
    survey = make.survey_with(make.twelve())
    at = url("publication", survey.pk)
    assert secretary.post(at, {"summary": "まとめ1", "version": "0"}).status_code == 302
    answer = secretary.post(at, {"summary": "まとめ2", "version": "0"})
    assert answer.status_code == 409
    assert "まとめ2" in text(answer)


def test_a_grouping_that_was_not_promised_is_refused(secretary):
    survey = make.survey_with(make.twelve(), promise="class")
    answer = secretary.post(url("publication", survey.pk), {"summary": "", "by": "region", "k": "3", "version": "0"})
    assert answer.status_code == 422
    answer = secretary.post(url("publication", survey.pk), {"summary": "", "by": "kind", "k": "2", "version": "0"})
    assert answer.status_code == 422


@pytest.mark.parametrize(("kind", "begins"), [("excel", b"PK"), ("word", b"PK"), ("pdf", b"%PDF")])
def test_results_leave_as_files_before_and_after_publication(secretary, staff, kind, begins):
    survey = make.survey_with(make.twelve())
    assert secretary.get(url("result_file", survey.pk, kind)).content.startswith(begins)
    assert staff.get(url("result_file", survey.pk, kind)).status_code == 403
    secretary.post(url("publish", survey.pk))
    assert staff.get(url("published_file", survey.pk, kind)).content.startswith(begins)


def test_a_file_of_another_kind_is_not_found(secretary):
    survey = make.survey_with(make.twelve())
    assert secretary.get(url("result_file", survey.pk, "csv")).status_code == 404


def test_the_report_asks_the_database_as_much_for_many_members_as_for_few(secretary):
    few = make.survey_with({"282022": make.answers("yes", 1)})
    many = make.survey_with(make.twelve(), group=few.council, title="多い調査")

    def queries(pk: int) -> int:
        secretary.get(url("results", pk))
        with CaptureQueriesContext(connection) as asked:
            secretary.get(url("results", pk))
        return len(asked)

    assert queries(few.pk) == queries(many.pk)


def test_every_sentence_leads_to_its_reply(secretary):
    replies = {
        code: make.answers("yes", 1, f"人が足りません。{at}つの課で兼務です。") for at, code in enumerate(make.MANY[:4])
    }
    survey = make.survey_with(replies)
    shown = text(secretary.get(url("texts", survey.pk, "worry")))
    for code in replies:
        assert url("reply", reply_of(survey, code).pk) in shown
