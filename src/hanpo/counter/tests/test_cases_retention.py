"""The end of keeping cases: what is over is proposed, hidden on approval, erased soon after, and only counted then."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from hanpo.core import clock
from hanpo.core.actions.prepared import approve_work, undo_decision
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import AuditEntry, PreparedWork
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.cases import exports, retention, visits
from hanpo.counter.actions.cases.opening import close_case, open_case, reopen_case, withdraw_case
from hanpo.counter.actions.cases.work import hand_over_task, move_task
from hanpo.counter.actions.papers import begin_set
from hanpo.counter.files.cases import ReceiptRow
from hanpo.counter.models import (
    Appointment,
    Case,
    CaseStep,
    CaseTask,
    CaseTaskState,
    CaseWay,
    ExportBatch,
    ExportLine,
    ExportReceipt,
    Guidance,
    PaperSet,
)
from hanpo.counter.preparers.cases_to_erase import CasesToErase
from hanpo.counter.queries.cases import work as queries
from hanpo.counter.queries.cases.retention import due_cases
from hanpo.counter.tests import cases_makers as make
from hanpo.counter.tests import guide_makers, papers_makers

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]

LONG_AGO = timedelta(days=366)


@pytest.fixture
def officer():
    return ground.person("dx_office", make.city())


def over(made: Case, *, since: timedelta = LONG_AGO) -> Case:
    """The case, with every task done and closed so long ago."""
    clerk = ground.person("section_staff", make.city())
    for task in made.tasks.filter(state__in=["todo", "doing"]):
        move_task(actor=clerk, task=task, to=CaseTaskState.DONE)
    done = close_case(actor=clerk, case=made)
    Case.objects.filter(pk=done.pk).update(closed_at=clock.now() - since)
    return done


def proposed() -> PreparedWork:
    prepare_work(actor=None, preparer=CasesToErase(), municipality=make.city(), today=clock.today())
    return PreparedWork.objects.get(preparer="counter.cases_to_erase")


def erased() -> int:
    """What the worker erases once nobody can take the decision back."""
    later = clock.now() + timedelta(hours=1)
    return retention.erase_cases(actor=None, municipality=make.city(), ordered_before=later)


def full_case() -> Case:
    """A case from an interview, with forms, a task in other hands, and a line that left and was accepted."""
    place, clerk = papers_makers.town(), ground.person("section_staff", make.city())
    guidance = guide_makers.held({"event_move_in": True, "moved_from": "other_prefecture", "dog": True})
    begin_set(actor=None, municipality=place, papers=papers_makers.papers(place, ["dog"]), guidance=guidance)
    made = open_case(
        actor=clerk, municipality=place, plan=make.plan("市民課:転入届", "国保課:資格の届"), way=CaseWay.COUNTER,
        values={"applicant": "𠮷成 美和"}, guidance=guidance,
    )  # fmt: skip
    hand_over_task(
        actor=clerk, task=made.tasks.get(position=2), section=make.section("医療年金課"), reason="別の課の仕事"
    )
    batch = exports.make_batch(actor=clerk, mapping=make.mapping())
    told = [ReceiptRow(line.key, "accepted", "") for line in batch.lines.all()]
    exports.take_receipts(actor=clerk, batch=batch, rows=told)
    return made


def test_a_case_is_kept_for_a_year_after_its_end_and_one_at_work_for_ever(settings):
    over(make.case(), since=timedelta(days=365) - timedelta(hours=1))
    at_work = make.case()
    Case.objects.filter(pk=at_work.pk).update(opened_at=clock.now() - timedelta(days=900))
    assert due_cases(municipality=make.CITY, today=clock.today()) is None
    settings.CASE_DAYS = 30
    due = due_cases(municipality=make.CITY, today=clock.today())
    assert due is not None
    assert (len(due.cases), due.days) == (1, 30)


def test_a_case_that_was_withdrawn_is_proposed_with_its_reasons_and_without_a_name():
    made = make.announced()
    withdraw_case(actor=None, case=made, reason="来なかったため")
    Case.objects.filter(pk=made.pk).update(closed_at=clock.now() - LONG_AGO)
    work = proposed()
    assert work.role == "dx_office"
    assert "365" in work.why[0]["text"]
    assert "不服" in work.why[1]["text"]
    assert "𠮷成" not in str(work.why) + work.title


def test_approving_hides_and_taking_back_shows_again(officer):
    made = over(make.case())
    work = proposed()
    approve_work(actor=officer, work=work)
    assert not queries.cases().exists()
    assert not queries.tasks().exists()
    with pytest.raises(Case.DoesNotExist):
        queries.case_by_token(code=make.CITY, token=made.token)
    undo_decision(actor=officer, work=work)
    assert queries.case_by_token(code=make.CITY, token=made.token) == made


def test_what_was_approved_is_erased_with_everything_in_it_and_leaves_its_count(officer):
    over(full_case())
    kept = make.case()
    approve_work(actor=officer, work=proposed())
    assert erased() == 1
    assert list(Case.objects.all()) == [kept]
    assert set(CaseTask.objects.values_list("case", flat=True)) == {kept.pk}
    assert set(CaseStep.objects.values_list("case", flat=True)) == {kept.pk}
    for model in (PaperSet, Guidance, ExportLine, ExportReceipt):
        assert not model.objects.exists(), model
    assert ExportBatch.objects.count() == 1
    assert AuditEntry.objects.get(verb="erase_cases").new == {"cases": 1}


def test_a_visit_after_a_death_is_erased_with_its_case(officer):
    clerk = ground.person("section_staff", make.city())
    visits.receive_visit(actor=clerk, visit=make.visit())
    withdraw_case(actor=clerk, case=Case.objects.get(), reason="手続きはなかったため")
    Case.objects.update(closed_at=clock.now() - LONG_AGO)
    approve_work(actor=officer, work=proposed())
    assert erased() == 1
    assert not Appointment.objects.exists()


def test_nothing_is_erased_while_it_can_be_taken_back_nor_once_it_was_taken_up_again(officer):
    made, other = over(make.case()), over(make.case())
    work = proposed()
    reopen_case(actor=officer, case=other)
    approve_work(actor=officer, work=work)
    assert work.draft["cases"] == [made.pk, other.pk]
    assert retention.erase_cases_that_were_ordered.func() == 0
    Case.objects.filter(erase_ordered_at__isnull=False).update(erase_ordered_at=clock.now() - timedelta(hours=1))
    assert retention.erase_cases_that_were_ordered.func() == 1
    assert list(Case.objects.all()) == [other]


def test_the_database_refuses_to_order_the_erasure_of_a_case_at_work():
    made = make.case()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=made.pk).update(erase_ordered_at=clock.now())


def test_a_step_is_never_changed_even_in_the_database():
    step = make.case().steps.first()
    with pytest.raises(DatabaseError, match="history is appended"), transaction.atomic():
        connection.cursor().execute(
            f'UPDATE "{CaseStep._meta.db_table}" SET comment = %s WHERE id = %s', ["x", step.pk]
        )
