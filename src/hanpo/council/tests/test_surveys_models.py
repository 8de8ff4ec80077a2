"""What surveys and replies hold, and who sees them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from hanpo.core import scope
from hanpo.council.models import Reply, ReplyState, Survey, SurveyState
from hanpo.council.tests import surveys_makers as make

pytestmark = pytest.mark.django_db


def test_every_municipality_of_the_council_has_one_reply_to_an_open_survey() -> None:
    survey = make.open_survey()
    with scope.within(scope.EVERYWHERE):
        assert list(survey.replies.values_list("municipality_id", flat=True)) == ["282022", "282090"]
    with pytest.raises(IntegrityError), transaction.atomic():
        make.reply_row(survey, "282022")


def test_a_town_sees_the_survey_and_its_own_reply_only() -> None:
    survey = make.open_survey()
    with scope.within(scope.of("282022")):
        assert Survey.objects.get().pk == survey.pk
        assert [reply.municipality_id for reply in Reply.objects.all()] == ["282022"]
    with scope.within(scope.of("283657")):
        assert not Survey.objects.exists()


def test_a_reply_is_counted_once_it_left_the_office() -> None:
    survey = make.open_survey()
    reply = make.answered(survey, "282022")
    assert reply.is_counted
    assert not reply.is_at_home
    assert make.reply_of(survey, "282090").is_at_home


def test_a_survey_is_not_sent_without_the_version_that_it_asks() -> None:
    survey = make.draft_survey()
    survey.state = SurveyState.OPEN
    with scope.within(scope.EVERYWHERE), pytest.raises(IntegrityError), transaction.atomic():
        survey.save()


def test_a_reply_stays_when_the_time_to_keep_its_answers_is_over() -> None:
    survey = make.open_survey()
    reply = make.answered(survey, "282022", state=ReplyState.SETTLED)
    with scope.within(scope.EVERYWHERE):
        assert reply.response is not None
        reply.response.delete()
        reply.refresh_from_db()
    assert reply.response_id is None
    assert reply.state == ReplyState.SETTLED
