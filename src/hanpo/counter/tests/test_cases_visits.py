"""The bereavement course: one family a seat, everything ready before it comes."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hanpo.core import clock
from hanpo.core.actions.prepared import approve_work, undo_decision
from hanpo.core.actions.rows import add_row
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import OfficeDay, PreparedWork
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.cases import visits as actions
from hanpo.counter.actions.cases import work
from hanpo.counter.actions.rules.editing import start_rules
from hanpo.counter.actions.rules.publishing import publish_edition
from hanpo.counter.engine.rules.content import catalogue_content
from hanpo.counter.files.seeds import catalogue
from hanpo.counter.models import Appointment, Case, CaseState
from hanpo.counter.preparers.cases import DueTasks, TomorrowsVisits, UnbroughtCases
from hanpo.counter.queries.cases import planning
from hanpo.counter.queries.cases import visits as queries
from hanpo.counter.tests import cases_makers as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


@pytest.fixture
def clerk():
    return ground.person("section_staff", make.city(), section=make.section())


def prepare(preparer, today: date) -> list[PreparedWork]:
    prepare_work(actor=None, preparer=preparer, municipality=make.city(), today=today)
    return list(PreparedWork.objects.filter(preparer=preparer.key, state="waiting").order_by("pk"))


def publish_rules() -> None:
    content = catalogue_content(catalogue(), make.CITY)
    draft = start_rules(actor=None, municipality=make.city(), name="決まり", content=content)
    publish_edition(actor=None, draft=draft, note="最初の版", in_force_from=clock.today() - timedelta(days=30))


def test_a_time_takes_as_many_families_as_there_are_seats():
    course = make.course(seats=2)
    first = make.visit(course)
    second = make.visit(course, day=first.day)
    assert (first.seat, second.seat) == (1, 2)
    with pytest.raises(ValidationError, match="埋まりました"):
        make.visit(course, day=first.day)


def test_the_database_refuses_two_families_on_one_seat():
    first = make.visit()
    other = make.case()
    with pytest.raises(IntegrityError), transaction.atomic():
        Appointment.objects.create(
            course=first.course, case=other, day=first.day, start=first.start, seat=first.seat, deceased="某",
            relation="子", phone="0798-00-0000",
        )  # fmt: skip


def test_a_cancelled_time_is_free_again(clerk):
    visit = make.visit()
    actions.cancel_visit(actor=clerk, visit=visit, reason="都合が悪くなった")
    again = make.visit(visit.course, day=visit.day)
    assert (again.seat, Case.objects.get(pk=visit.case_id).state) == (1, CaseState.WITHDRAWN)


def test_nobody_books_a_day_that_leaves_no_time_to_prepare_or_is_closed():
    course = make.course()
    (first, second, *_rest) = queries.booking_days(course=course, today=clock.today())
    add_row(actor=None, row=OfficeDay(municipality=make.city(), day=first.day, is_open=False, reason="庁舎の点検"))
    assert first.day not in [one.day for one in queries.booking_days(course=course, today=clock.today())]
    for day in (clock.today(), first.day):
        with pytest.raises(ValidationError):
            make.visit(course, day=day)
    assert make.visit(course, day=second.day).day == second.day


def test_a_course_that_is_closed_takes_no_booking(clerk):
    course = make.course()
    actions.set_course(
        actor=clerk, municipality=make.city(), course=course, based_on=course.version, changes={"is_open": False}
    )
    with pytest.raises(ValidationError):
        make.visit(course)


def test_a_death_brings_every_procedure_that_it_can_bring_to_the_section_that_does_it():
    publish_rules()
    plan = planning.plan_of_death(municipality=make.CITY, died_on=date(2026, 10, 3), today=clock.today())
    keys = [task.procedure for task in plan.tasks]
    assert "P052" in keys
    assert "P063" not in keys
    assert plan.elsewhere == ("相続放棄・限定承認",)
    notice = next(task for task in plan.tasks if task.procedure == "P052")
    # 戸籍法86条・43条: seven days with the day of knowing, the earliest being that of the death.
    assert notice.due == date(2026, 10, 9)


def test_without_rules_the_desk_adds_the_tasks_itself():
    assert planning.plan_of_death(municipality=make.CITY, died_on=None, today=clock.today()).tasks == ()


def test_the_family_comes_and_the_case_is_at_work(clerk):
    visit = make.visit()
    actions.receive_visit(actor=clerk, visit=visit)
    assert Case.objects.get(pk=visit.case_id).state == CaseState.OPEN
    with pytest.raises(ValidationError):
        actions.cancel_visit(actor=clerk, visit=visit, reason="もう来た")


def test_a_family_that_did_not_come_keeps_its_case_and_may_still_come(clerk):
    visit = make.visit()
    actions.miss_visit(actor=clerk, visit=visit)
    assert Case.objects.get(pk=visit.case_id).state == CaseState.ANNOUNCED
    actions.receive_visit(actor=clerk, visit=visit)
    assert visit.state == "came"


def test_on_the_open_day_before_the_visit_lies_ready_and_names_who_has_not_looked(clerk):
    visit = make.visit()
    work.add_task(actor=clerk, case=visit.case, values={"title": "葬祭費", "section": make.section("国保課")})
    calendar_day = queries.calendar_of(course=visit.course).previous_open_day(visit.day, include_day=False)
    (draft,) = prepare(TomorrowsVisits(), calendar_day)
    assert "国保課" in "".join(fact["text"] for fact in draft.why)
    assert "髙見" not in draft.title + "".join(fact["text"] for fact in draft.why)
    approve_work(actor=clerk, work=draft)
    visit.refresh_from_db()
    assert visit.prepared_on == clock.today()
    undo_decision(actor=clerk, work=draft)
    visit.refresh_from_db()
    assert visit.prepared_on is None


def test_a_visit_in_a_week_is_not_in_the_tray_yet():
    make.visit()
    assert prepare(TomorrowsVisits(), clock.today()) == []


def test_each_section_gets_its_tasks_whose_day_is_near(clerk):
    today = clock.today()
    near = make.case("国保課:資格の届", due=today + timedelta(days=3)).tasks.get()
    make.case("国保課:まだ先", due=today + timedelta(days=4))
    make.case("学校課:遅れた", due=today - timedelta(days=1))
    drafts = {draft.section.name: draft for draft in prepare(DueTasks(), today)}
    assert set(drafts) == {"国保課", "学校課"}
    assert drafts["学校課"].role == "section_lead"
    approve_work(actor=clerk, work=drafts["国保課"])
    near.refresh_from_db()
    assert near.is_urgent
    undo_decision(actor=clerk, work=drafts["国保課"])
    near.refresh_from_db()
    assert not near.is_urgent


def test_what_nobody_brought_for_thirty_days_is_proposed_to_be_withdrawn(clerk):
    case = make.announced("市民課:転入届")
    assert prepare(UnbroughtCases(), clock.today() + timedelta(days=30)) == []
    (draft,) = prepare(UnbroughtCases(), clock.today() + timedelta(days=32))
    approve_work(actor=clerk, work=draft)
    assert Case.objects.get(pk=case.pk).state == CaseState.WITHDRAWN
    undo_decision(actor=clerk, work=draft)
    assert (Case.objects.get(pk=case.pk).state, case.tasks.get().state) == (CaseState.ANNOUNCED, "todo")


def test_times_are_those_of_the_course():
    course = make.course(starts=("09:00", "13:30"))
    shown = queries.booking_days(course=course, today=clock.today())[0]
    assert [slot.start for slot in shown.slots] == [time(9), time(13, 30)]
