"""Reads of meetings: who may find what, and what is still owed."""

from __future__ import annotations

from datetime import date

import pytest

from hanpo.core import scope
from hanpo.core.access import access_of
from hanpo.core.actions.jobs import cancel_job, restart_job
from hanpo.core.jobs.tasks import run_job
from hanpo.core.models import Job, JobState
from hanpo.core.search.find import find
from hanpo.core.tests import factories as ground
from hanpo.hub.actions import _finding
from hanpo.hub.actions.programmes import join_programme
from hanpo.hub.models import (
    Answer,
    Attendance,
    CommonIssue,
    Meeting,
    MeetingOutcome,
    MeetingState,
    OutcomeKind,
    ProblemKind,
    Question,
    Statement,
)
from hanpo.hub.queries import meetings as queries
from hanpo.hub.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]

DAY = date(2026, 6, 4)


@pytest.fixture
def programme(amagasaki):
    return factories.participation(amagasaki).programme


@pytest.fixture
def meeting(programme) -> Meeting:
    return Meeting.objects.create(programme=programme, title="第2回検討会", held_on=DAY, state=MeetingState.HELD)


def found(text: str, person) -> list[str]:
    results = find(query=text, access=access_of(person, today=DAY))
    return ["".join(piece.text for piece in hit.title) for hit in results.hits]


def test_talks_about_all_stand_before_those_about_a_municipality(meeting, amagasaki, toyooka):
    for place, text in ((toyooka, "荷物"), (None, "ふりかえり"), (amagasaki, "観光")):
        Statement.objects.create(meeting=meeting, municipality=place, text=text)
    parts = queries.meeting_page(pk=meeting.pk).parts
    assert [part.municipality and part.municipality.name for part in parts] == [None, "尼崎市", "豊岡市"]


def test_what_was_held_over_waits_until_it_is_settled(meeting, programme):
    row = MeetingOutcome.objects.create(meeting=meeting, kind=OutcomeKind.HELD_OVER, text="どの案にするか")
    assert queries.held_over(programme=programme) == [row]


def test_a_municipality_may_finish_its_own_actions_and_the_prefecture_all(meeting, amagasaki, toyooka):
    rows = [
        MeetingOutcome.objects.create(meeting=meeting, kind=OutcomeKind.ACTION, text="試算", municipality=place)
        for place in (amagasaki, toyooka)
    ]
    with scope.within(scope.of(amagasaki.pk)):
        assert queries.doable(rows=rows) == {rows[0].pk}
    assert queries.doable(rows=rows) == {row.pk for row in rows}


def test_what_was_said_is_found_by_participants_and_by_nobody_else(meeting, amagasaki, toyooka, prefecture):
    Statement.objects.create(meeting=meeting, municipality=toyooka, heading="現状", text="乗合便に荷物を載せた")
    question = Question.objects.create(meeting=meeting, text="続けるこつは何か")
    Answer.objects.create(question=question, organisation="はんぽ工房", text="小さく始めること")
    member, host = ground.person("section_staff", amagasaki), ground.person("prefecture", prefecture)
    outside = ground.person("section_staff", toyooka)
    for text in ("乗合便", "こつ", "小さく始める", "第2回検討会"):
        assert len(found(text, member)) == 1, text
        assert len(found(text, host)) == 1, text
        assert found(text, outside) == [], text


def test_who_joins_later_finds_what_was_said_before(meeting, programme, toyooka):
    Statement.objects.create(meeting=meeting, heading="現状", text="乗合便に荷物を載せた")
    question = Question.objects.create(meeting=meeting, text="続けるこつは何か")
    Answer.objects.create(question=question, organisation="はんぽ工房", text="小さく始めること")
    CommonIssue.objects.create(programme=programme, title="人が足りない", kind=ProblemKind.WORKLOAD)
    late = ground.person("section_staff", toyooka)
    join_programme(actor=None, programme=programme, municipality=toyooka, field="交通DX", since=DAY)
    for text in ("乗合便", "こつ", "小さく始める", "第2回検討会", "人が足りない"):
        assert len(found(text, late)) == 1, text


@pytest.fixture
def much_was_said(monkeypatch) -> None:
    """A programme with so many records that nobody is made to wait for the search."""
    monkeypatch.setattr(_finding, "AT_ONCE", 0)


def test_in_a_large_programme_the_search_is_made_ready_by_long_work(
    much_was_said, meeting, programme, amagasaki, toyooka, prefecture
):
    Statement.objects.create(meeting=meeting, heading="現状", text="乗合便に荷物を載せた")
    host, member = ground.person("prefecture", prefecture), ground.person("section_staff", amagasaki)
    late, outside = (ground.person("section_staff", place) for place in (toyooka, ground.municipality("283657")))
    join_programme(actor=host, programme=programme, municipality=toyooka, field="交通DX", since=DAY)
    job = Job.objects.get(kind=_finding.LET_FIND)
    assert (job.owner, job.state, job.municipality) == (host, JobState.WAITING, programme.host)
    assert [len(found("乗合便", person)) for person in (member, late, outside)] == [1, 0, 0]
    run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == (JobState.DONE, 2, 2)
    assert [len(found("乗合便", person)) for person in (member, late, outside)] == [1, 1, 0]


def test_a_search_that_was_called_off_shows_nobody_more_than_before(
    much_was_said, meeting, programme, toyooka, prefecture
):
    host, late = ground.person("prefecture", prefecture), ground.person("section_staff", toyooka)
    join_programme(actor=host, programme=programme, municipality=toyooka, field="交通DX", since=DAY)
    job = Job.objects.get(kind=_finding.LET_FIND)
    cancel_job(actor=host, job=job)
    run_job.call(job.pk)
    assert found("第2回検討会", late) == []
    restart_job(actor=host, job=Job.objects.get(pk=job.pk))
    run_job.call(job.pk)
    assert len(found("第2回検討会", late)) == 1


def test_what_is_said_while_the_search_is_made_ready_is_found_by_all_members(
    much_was_said, meeting, programme, toyooka, prefecture
):
    host, late = ground.person("prefecture", prefecture), ground.person("section_staff", toyooka)
    join_programme(actor=host, programme=programme, municipality=toyooka, field="交通DX", since=DAY)
    Statement.objects.create(meeting=meeting, heading="現状", text="乗合便に荷物を載せた")
    assert len(found("乗合便", late)) == 1


def test_who_joins_one_programme_finds_nothing_of_another(meeting, toyooka):
    join_programme(actor=None, programme=factories.programme(), municipality=toyooka, field="交通DX", since=DAY)
    assert found("第2回検討会", ground.person("section_staff", toyooka)) == []


def test_names_of_persons_are_never_found(meeting, prefecture):
    Attendance.objects.create(meeting=meeting, organisation="みなと社", person_name="川口 ひろし")
    Statement.objects.create(meeting=meeting, organisation="みなと社", person_name="森 ゆうき", text="一覧を作った")
    host = ground.person("prefecture", prefecture)
    assert found("川口", host) == found("ゆうき", host) == []


def test_a_meeting_that_was_called_off_leaves_the_calendar(meeting):
    assert [item.title for item in queries.meeting_calendar(DAY, DAY)] == ["第2回検討会"]
    meeting.state = MeetingState.CANCELLED
    meeting.save()
    assert list(queries.meeting_calendar(DAY, DAY)) == []
