"""The summary of a closed survey: prepared once, with the table of each number, approved, put right, undone."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from hanpo.core import clock
from hanpo.core.actions.prepared import TooLate, approve_work, undo_decision
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import PreparedWork
from hanpo.core.tests import factories as ground
from hanpo.council.actions.publication import write_publication
from hanpo.council.models import SurveyState
from hanpo.council.preparers.results import SummaryDraft
from hanpo.council.queries.results import draft_of
from hanpo.council.queries.results.summary import sentences
from hanpo.council.tests import results_makers as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


@pytest.fixture
def today() -> date:
    return clock.today()


@pytest.fixture
def secretary(prefecture):
    return ground.person("secretariat", prefecture)


def prepare(prefecture, today) -> list[PreparedWork]:
    prepare_work(actor=None, preparer=SummaryDraft(), municipality=prefecture, today=today)
    return list(PreparedWork.objects.filter(preparer=SummaryDraft.key, state="waiting"))


def test_a_closed_survey_is_summarised_once_with_the_table_of_each_number(prefecture, today):
    survey = make.survey_with(make.twelve())
    (work,) = prepare(prefecture, today)
    assert prepare(prefecture, today) == [work]
    assert "14市町のうち12市町（85.7%）" in work.draft["summary"]
    assert "「終わった」10市町（83.3%）" in work.draft["summary"]
    assert "中央値は6.5人" in work.draft["summary"]
    assert [one["url"] for one in work.why] == [
        reverse("council:results", args=[survey.pk]),
        *(reverse("council:result_question", args=[survey.pk, item]) for item in ("moved", "staff")),
    ]


def test_an_open_survey_and_one_with_a_summary_are_left_alone(prefecture, today):
    survey = make.survey_with(make.twelve(), state=SurveyState.OPEN)
    assert prepare(prefecture, today) == []
    survey.state = SurveyState.CLOSED
    survey.save()
    write_publication(actor=None, survey=survey, based_on=0, changes={"summary": "もう書きました。"})
    assert prepare(prefecture, today) == []


def test_a_summary_put_right_goes_into_the_draft_and_out_again(prefecture, today, secretary):
    survey = make.survey_with(make.twelve())
    (work,) = prepare(prefecture, today)
    work = approve_work(actor=secretary, work=work, changes={"summary": "直したまとめ"})
    assert draft_of(survey=survey).summary == "直したまとめ"
    undo_decision(actor=secretary, work=work)
    assert draft_of(survey=survey).summary == ""


def test_an_empty_summary_is_refused(prefecture, today, secretary):
    make.survey_with(make.twelve())
    (work,) = prepare(prefecture, today)
    with pytest.raises(ValidationError):
        approve_work(actor=secretary, work=work, changes={"summary": " "})


def test_undoing_never_takes_away_what_somebody_wrote_since(prefecture, today, secretary):
    survey = make.survey_with(make.twelve())
    (work,) = prepare(prefecture, today)
    work = approve_work(actor=secretary, work=work)
    write_publication(
        actor=secretary,
        survey=survey,
        based_on=draft_of(survey=survey).version,
        changes={"summary": "書き足しました。"},
    )
    with pytest.raises(TooLate):
        undo_decision(actor=secretary, work=work)
    assert draft_of(survey=survey).summary == "書き足しました。"


def test_the_summary_tells_no_number_that_the_publication_hides():
    told = make.twelve(few=5)
    survey = make.survey_with(told, promise="class")
    said = " ".join(one.text for one in sentences(survey=survey))
    assert "市町（" in said
    assert "範囲" not in said
    few = make.survey_with(make.twelve(few=2), promise="office", group=survey.council, title="少ない答え")
    assert "「終わった」10市町" not in " ".join(one.text for one in sentences(survey=few))
