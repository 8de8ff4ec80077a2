"""What surveys offer to the house: days in calendars, a fact for the prefecture, the search."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse

from hanpo.core import clock, registry, scope
from hanpo.core.tests import factories as ground
from hanpo.council.models import ReplyState
from hanpo.council.queries import surveys as queries
from hanpo.council.tests import surveys_makers as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def survey():
    return make.open_survey(due_on=clock.today() + timedelta(days=10), opens_on=clock.today() - timedelta(days=5))


def days(code: str | None, survey) -> list[object]:
    first, last = clock.today(), clock.today() + timedelta(days=30)
    with scope.within(scope.of(code) if code else scope.EVERYWHERE):
        return [item.day for item in queries.due_calendar(first, last)]


def test_the_day_stands_in_the_calendar_until_the_reply_is_in(survey):
    assert days("282022", survey) == [survey.due_on]
    make.answered(survey, "282022")
    assert days("282022", survey) == []
    assert days("282090", survey) == [survey.due_on]


def test_who_sees_all_has_each_survey_once_in_the_calendar(survey):
    assert days(None, survey) == [survey.due_on]


def test_the_prefecture_sees_how_far_each_municipality_is(survey):
    make.answered(survey, "282090", state=ReplyState.SETTLED)
    with scope.within(scope.EVERYWHERE):
        facts = queries.reply_facts(clock.today())
    assert {code: fact.text for code, fact in facts.items()} == {
        "282022": f"{survey.title}：下書き",
        "282090": f"{survey.title}：確定",
    }


def test_of_several_open_surveys_the_prefecture_sees_how_many_were_sent(survey):
    make.answered(survey, "282090", state=ReplyState.SETTLED)
    make.open_survey(survey.council, title="別の調査")
    with scope.within(scope.EVERYWHERE):
        facts = queries.reply_facts(clock.today())
    assert {code: fact.text for code, fact in facts.items()} == {
        "282022": "受付中の調査2件のうち0件を提出",
        "282090": "受付中の調査2件のうち1件を提出",
    }


def test_a_survey_is_found_by_its_questions_by_members_and_a_draft_by_the_host_alone(survey):
    source = registry.search_sources()["council.survey"]
    with scope.within(scope.EVERYWHERE):
        draft = make.draft_survey(survey.council, title="準備中の調査")
        assert "情報部門の職員数" in [one.text for one in source.texts(survey)]
        assert source.places is not None
        assert set(source.places(survey)) == {"280003", "282022", "282090"}
        assert set(source.places(draft)) == {"280003"}


def test_every_reply_that_is_in_is_settled_at_once(survey, prefecture, sign_in):
    make.answered(survey, "282022")
    client = sign_in(ground.person("secretariat", prefecture))
    assert (
        "届いている1件の回答をすべて確定する"
        in client.get(reverse("council:survey", args=[survey.pk])).content.decode()
    )
    client.post(reverse("council:survey_settle", args=[survey.pk]))
    assert make.reply_of(survey, "282022").state == ReplyState.SETTLED
    assert make.reply_of(survey, "282090").state == ReplyState.WRITING
