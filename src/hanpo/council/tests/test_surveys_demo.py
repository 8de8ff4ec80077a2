"""The demo of surveys: last year's settled with all replies, this year's with most of them in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

import pytest

from hanpo.core.demo import load_ground
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import Municipality, PreparedWork
from hanpo.core.tests.laid_out import laid_out
from hanpo.council.demo.councils import load_council
from hanpo.council.demo.surveys import load_surveys
from hanpo.council.demo.workbooks import load_answered_workbook
from hanpo.council.models import Extension, Reply, ReplyStep, Survey
from hanpo.council.preparers import CarryOver, Reminder
from hanpo.council.queries.asked import look_at
from hanpo.council.queries.carrying import open_questions
from hanpo.council.queries.surveys import counts_of, reply_page
from hanpo.forms.models import IncomingWorkbook

pytestmark = pytest.mark.django_db
DEMO_DAY = date(2026, 11, 24)


def _load() -> None:
    load_ground(today=DEMO_DAY)
    load_council(today=DEMO_DAY)
    load_surveys(today=DEMO_DAY)
    load_answered_workbook(today=DEMO_DAY)


@pytest.fixture(scope="module")
def loaded(django_db_setup: None, django_db_blocker) -> Iterator[date]:
    """The council of the demo as of one day."""
    yield from laid_out(django_db_blocker, _load)


@pytest.fixture
def surveys(loaded, everywhere) -> tuple[Survey, Survey]:
    """Last year's survey and this year's."""
    last, now = Survey.objects.order_by("opens_on")
    return last, now


def test_last_year_all_forty_one_answered_and_this_year_thirty_one(surveys):
    last, now = surveys
    counts = counts_of(surveys=[last.pk, now.pk])
    assert (counts[last.pk].asked, counts[last.pk].answered) == (41, 41)
    assert (counts[now.pk].asked, counts[now.pk].answered) == (41, 31)
    assert now.follows_id == last.pk
    assert last.title == "令和7年度 標準化とデジタル人材の調査"


def test_two_came_by_excel_one_by_telephone_and_one_was_sent_back(surveys):
    replies = Reply.objects.filter(survey=surveys[1]).select_related("response")
    assert Counter(reply.response.channel for reply in replies) == {"page": 38, "excel": 2, "phone": 1}
    assert [reply.municipality_id for reply in replies if reply.state == "sent_back"] == ["283657"]
    assert Extension.objects.get().municipality_id == "285862"


def test_steps_end_in_the_state_of_their_reply_and_none_lies_ahead(surveys):
    for reply in Reply.objects.prefetch_related("steps"):
        steps = list(reply.steps.all())
        assert steps[-1].new_state == reply.state
        assert [step.old_state for step in steps[1:]] == [step.new_state for step in steps[:-1]]
    assert max(step.recorded_at.date() for step in ReplyStep.objects.all()) <= DEMO_DAY


def test_what_was_sent_has_no_gaps(surveys):
    for reply in Reply.objects.select_related("response__form"):
        if reply.is_counted:
            assert open_questions(reply=reply, today=DEMO_DAY) == 0


def test_a_changed_question_counts_as_another_one(surveys):
    kept = {one.label for one in look_at(survey=surveys[1]).warned if one.is_comparable}
    assert "情報部門の専任の職員数" in kept
    assert "情報部門の職員の研修日数（全員の合計・年間）" not in kept


def test_the_trays_hold_the_reminder_and_the_answers_of_last_year(surveys):
    host, amagasaki = (Municipality.objects.get(code=code) for code in ("280003", "282022"))
    prepare_work(actor=None, preparer=Reminder(), municipality=host, today=DEMO_DAY)
    prepare_work(actor=None, preparer=CarryOver(), municipality=amagasaki, today=DEMO_DAY)
    assert {work.preparer for work in PreparedWork.objects.all()} == {"council.reminder", "council.carry_over"}


def test_a_workbook_has_come_back_and_waits_for_a_person_where_its_words_are_not_plain(surveys):
    incoming = IncomingWorkbook.objects.get()
    found = {one["key"]: one["state"] for one in incoming.result["findings"]}
    assert (incoming.is_waiting, incoming.response.municipality_id) == (True, "284815")
    reply = Reply.objects.get(response=incoming.response)
    assert reply_page(reply=reply, language="ja", open_questions=0).workbook_waits
    assert (found["staff"], found["certified"], found["training_days"]) == ("repaired", "refused", "doubtful")
