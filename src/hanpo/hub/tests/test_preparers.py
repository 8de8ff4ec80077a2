"""What the hub makes ready: each kind is prepared once, says why in plain words, does what it says, and can be
undone.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from hanpo.core import clock, scope
from hanpo.core.actions.prepared import approve_work, undo_decision
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import Notification, PreparedWork, StoredFile
from hanpo.core.tests import factories as ground
from hanpo.hub.actions.meetings import finish_action
from hanpo.hub.models import (
    ActionState,
    EvidenceState,
    GateCriterion,
    GateEvidence,
    GateRecord,
    HalfStep,
    HalfStepState,
    Meeting,
    MeetingOutcome,
    MeetingState,
    OutcomeKind,
    ProjectNews,
    Readiness,
    WorkItem,
    WorkState,
)
from hanpo.hub.preparers import PREPARERS, ActionDue, GateReady, MonthlyReport, NextAgenda, Silence
from hanpo.hub.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


@pytest.fixture
def today() -> date:
    return clock.today()


@pytest.fixture
def project(amagasaki, today):
    return factories.project(amagasaki, starts_on=today - timedelta(days=200))


@pytest.fixture
def programme(project):
    return project.participation.programme


@pytest.fixture
def lead(amagasaki, project):
    return ground.person("section_lead", amagasaki, section=project.owner_section)


def prepare(preparer, place, today) -> list[PreparedWork]:
    """Prepare in the scope in which the worker runs it: the municipality alone."""
    with scope.within(scope.of(place.pk)):
        prepare_work(actor=None, preparer=preparer, municipality=place, today=today)
    return list(PreparedWork.objects.filter(preparer=preparer.key, municipality=place, state="waiting").order_by("pk"))


def outcome(programme, today, **fields) -> MeetingOutcome:
    meeting, _made = Meeting.objects.get_or_create(
        programme=programme, title="前回の会議", held_on=today - timedelta(days=30), state=MeetingState.HELD
    )
    values = {"kind": OutcomeKind.ACTION, "text": "様式をそろえる", "due": today + timedelta(days=3), **fields}
    return MeetingOutcome.objects.create(meeting=meeting, **values)


@pytest.mark.parametrize("preparer", PREPARERS, ids=lambda p: p.key)
def test_a_municipality_without_anything_gets_nothing(preparer, toyooka, today):
    assert prepare(preparer, toyooka, today) == []


@pytest.mark.parametrize("preparer", PREPARERS, ids=lambda p: p.key)
def test_an_empty_prefecture_gets_nothing(preparer, prefecture, today):
    assert prepare(preparer, prefecture, today) == []


# -- silence ----------------------------------------------------------------------------------------------------------


def test_three_weeks_of_silence_are_named_once_with_the_likely_next_step(project, amagasaki, today):
    ProjectNews.objects.create(project=project, happened_on=today - timedelta(days=21), text="話し合った")
    WorkItem.objects.create(project=project, title="集計表の見直し", due=today - timedelta(days=1))
    (work,) = prepare(Silence(), amagasaki, today)
    assert "21日動きがありません" in work.title
    assert "集計表の見直し" in work.draft["title"]
    assert "令和" in work.why[0]["text"]
    assert prepare(Silence(), amagasaki, today) == [work]


def test_a_project_that_never_had_news_is_told_from_its_first_day(project, amagasaki, today):
    (work,) = prepare(Silence(), amagasaki, today)
    assert work.why[0]["text"].startswith("始めた日（令和")


def test_news_within_three_weeks_is_no_silence(project, amagasaki, today):
    ProjectNews.objects.create(project=project, happened_on=today - timedelta(days=20), text="話し合った")
    assert prepare(Silence(), amagasaki, today) == []


def test_offering_tells_the_owner_section_and_taking_it_back_takes_back_the_word(project, amagasaki, lead, today):
    supporter = ground.person("supporter", amagasaki)
    (work,) = prepare(Silence(), amagasaki, today)
    assert work.role == "supporter"
    approve_work(actor=supporter, work=work)
    half_step = HalfStep.objects.get(project=project)
    assert half_step.state == HalfStepState.OFFERED
    assert Notification.objects.filter(person=lead).exists()
    undo_decision(actor=supporter, work=work)
    half_step.refresh_from_db()
    assert half_step.state == HalfStepState.DECLINED
    assert not Notification.objects.exists()


# -- actions due ------------------------------------------------------------------------------------------------------


def test_an_action_flows_into_the_tray_of_its_section_a_week_before(programme, project, amagasaki, today):
    section = project.owner_section
    row = outcome(programme, today, municipality=amagasaki, section=section, due=today + timedelta(days=7))
    (work,) = prepare(ActionDue(), amagasaki, today)
    assert (work.role, work.section, work.due) == ("section_staff", section, row.due)
    assert "期限まであと7日です" in [fact["text"] for fact in work.why]


def test_an_action_due_in_eight_days_waits(programme, amagasaki, today):
    outcome(programme, today, municipality=amagasaki, due=today + timedelta(days=8))
    assert prepare(ActionDue(), amagasaki, today) == []


def test_an_action_of_another_municipality_stays_out_of_the_tray(programme, amagasaki, toyooka, today):
    factories.participation(toyooka, programme)
    outcome(programme, today, municipality=toyooka)
    assert prepare(ActionDue(), amagasaki, today) == []
    assert len(prepare(ActionDue(), toyooka, today)) == 1


def test_an_action_that_names_no_municipality_is_the_prefectures(programme, prefecture, amagasaki, today):
    outcome(programme, today, owner="県 デジタル改革課", due=today - timedelta(days=2))
    (work,) = prepare(ActionDue(), prefecture, today)
    assert work.role == "prefecture"
    assert "期限を2日過ぎています" in [fact["text"] for fact in work.why]


def test_saying_it_is_done_closes_the_action_with_a_word_and_can_be_taken_back(programme, amagasaki, lead, today):
    row = outcome(programme, today, municipality=amagasaki)
    (work,) = prepare(ActionDue(), amagasaki, today)
    approve_work(actor=lead, work=work, changes={"note": "様式は県のものに合わせた"})
    row.refresh_from_db()
    assert (row.state, row.done_on) == (ActionState.DONE, today)
    assert row.corrections.get().reason == "様式は県のものに合わせた"
    undo_decision(actor=lead, work=work)
    row.refresh_from_db()
    assert (row.state, row.done_on) == (ActionState.OPEN, None)


def test_what_somebody_else_finished_first_says_so(programme, amagasaki, lead, today):
    row = outcome(programme, today, municipality=amagasaki)
    (work,) = prepare(ActionDue(), amagasaki, today)
    finish_action(actor=lead, outcome=row)
    with pytest.raises(ValidationError, match="先に済みにしています"):
        approve_work(actor=lead, work=work)


def test_work_of_a_project_is_asked_for_and_its_state_comes_back(project, amagasaki, lead, today):
    item = WorkItem.objects.create(project=project, title="設問案", due=today, state=WorkState.DOING)
    (work,) = prepare(ActionDue(), amagasaki, today)
    assert "今日が期限です" in [fact["text"] for fact in work.why]
    approve_work(actor=lead, work=work)
    item.refresh_from_db()
    assert (item.state, item.done_on) == (WorkState.DONE, today)
    undo_decision(actor=lead, work=work)
    item.refresh_from_db()
    assert (item.state, item.done_on) == (WorkState.DOING, None)


# -- gates ------------------------------------------------------------------------------------------------------------


def show_everything(project, today) -> None:
    for criterion in project.current_step.criteria.all():
        GateEvidence.objects.create(
            project=project, criterion=criterion, state=EvidenceState.MET, evidence="確かめた", observed_on=today,
            shown_by="観光課",
        )  # fmt: skip


def test_a_gate_with_one_missing_piece_of_evidence_waits(project, amagasaki, today):
    show_everything(project, today)
    criterion = project.current_step.criteria.first()
    GateEvidence.objects.create(
        project=project, criterion=criterion, state=EvidenceState.NOT_MET, evidence="まだ", observed_on=today,
        shown_by="観光課",
    )  # fmt: skip
    assert prepare(GateReady(), amagasaki, today) == []


def test_a_complete_gate_is_decided_and_the_project_comes_back_to_its_step(project, amagasaki, lead, today):
    show_everything(project, today)
    (work,) = prepare(GateReady(), amagasaki, today)
    assert work.role == "section_lead"
    approve_work(actor=lead, work=work)
    project.refresh_from_db()
    assert project.current_step.key == "second"
    undo_decision(actor=lead, work=work)
    project.refresh_from_db()
    assert project.current_step.key == "first"
    assert GateRecord.objects.count() == 2


def test_at_the_last_step_taking_back_leaves_the_project_where_it_is(project, amagasaki, lead, today):
    last = project.template.steps.last()
    GateCriterion.objects.create(step=last, key="k", position=1, view=Readiness.values[0], statement="使い続けられる")
    project.current_step = last
    project.save()
    show_everything(project, today)
    (work,) = prepare(GateReady(), amagasaki, today)
    assert "最後のステップ" in work.effect
    approve_work(actor=lead, work=work)
    undo_decision(actor=lead, work=work)
    project.refresh_from_db()
    assert project.current_step == last


# -- agenda -----------------------------------------------------------------------------------------------------------


def test_the_next_agenda_gathers_what_is_open_and_who_is_stuck(programme, project, prefecture, today):
    Meeting.objects.create(programme=programme, title="次の会議", held_on=today + timedelta(days=20))
    outcome(programme, today, kind=OutcomeKind.HELD_OVER, text="どの案にするか", due=None)
    outcome(programme, today, text="費用の試算", owner="県", due=today - timedelta(days=1))
    (work,) = prepare(NextAgenda(), prefecture, today)
    assert "令和" in work.title
    for point in ("どの案にするか", "費用の試算", project.title):
        assert point in work.draft["agenda"]


def test_an_agenda_is_written_and_taken_off_again(programme, prefecture, today):
    meeting = Meeting.objects.create(programme=programme, title="次の会議", held_on=today + timedelta(days=20))
    clerk = ground.person("prefecture", prefecture)
    (work,) = prepare(NextAgenda(), prefecture, today)
    approve_work(actor=clerk, work=work, changes={"agenda": "各市町の取組状況\n\n意見交換\n"})
    assert [item.title for item in meeting.agendaitems.all()] == ["各市町の取組状況", "意見交換"]
    assert prepare(NextAgenda(), prefecture, today) == []
    undo_decision(actor=clerk, work=work)
    assert not meeting.agendaitems.exists()


def test_an_emptied_agenda_is_refused_with_what_to_do(programme, prefecture, today):
    Meeting.objects.create(programme=programme, title="次の会議", held_on=today + timedelta(days=20))
    (work,) = prepare(NextAgenda(), prefecture, today)
    with pytest.raises(ValidationError, match="議題を1つは書いてください"):
        approve_work(actor=ground.person("prefecture", prefecture), work=work, changes={"agenda": "\n"})


def test_a_meeting_further_away_than_four_weeks_waits(programme, prefecture, today):
    Meeting.objects.create(programme=programme, title="次の会議", held_on=today + timedelta(days=29))
    assert prepare(NextAgenda(), prefecture, today) == []


# -- monthly reports --------------------------------------------------------------------------------------------------


def test_the_month_before_is_reported_once_and_taken_back(project, amagasaki, today):
    office = ground.person("dx_office", amagasaki)
    first = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    ProjectNews.objects.create(project=project, happened_on=first, text="設問案ができた")
    month = today.replace(day=1)
    (work,) = prepare(MonthlyReport(), amagasaki, month)
    assert "この月の記録が1件あります" in [fact["text"] for fact in work.why]
    approve_work(actor=office, work=work)
    names = {file.name.rpartition(".")[2] for file in StoredFile.objects.all()}
    assert names == {"pdf", "docx"}
    assert prepare(MonthlyReport(), amagasaki, month) == []
    undo_decision(actor=office, work=work)
    assert not StoredFile.objects.exists()


def test_a_month_without_records_says_so(project, amagasaki, today):
    (work,) = prepare(MonthlyReport(), amagasaki, today.replace(day=1))
    assert "1件もありません" in work.why[0]["text"]


def test_late_in_the_month_the_last_report_is_no_longer_offered(project, amagasaki):
    assert prepare(MonthlyReport(), amagasaki, date(2026, 11, 30)) == []
