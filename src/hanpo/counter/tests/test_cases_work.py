"""A case and its tasks: nothing is dropped, whoever tries, in the program or in the database."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanpo.core import clock, scope
from hanpo.core.models import AuditEntry
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.cases import opening, work
from hanpo.counter.models import OPEN_STATES, Case, CaseState, CaseStep, CaseTask, CaseTaskState
from hanpo.counter.queries.cases import work as queries
from hanpo.counter.tests import cases_makers as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


@pytest.fixture
def clerk():
    return ground.person("section_staff", make.city())


def finish(clerk, case, *, but: int = 0) -> None:
    for task in list(case.tasks.all())[but:]:
        work.move_task(actor=clerk, task=task, to="done")


def test_a_case_begins_with_a_task_for_every_procedure_in_the_section_that_does_it():
    case = make.case("市民課:転入届", "国保課:資格の届")
    assert [(task.section.name, task.title) for task in case.tasks.all()] == [
        ("市民課", "転入届"), ("国保課", "資格の届"),
    ]  # fmt: skip
    assert case.open_tasks == 2


def test_what_no_section_is_known_for_falls_to_the_reception_and_says_whose_it_is():
    case = make.case("市民課:転入届", "犬の登録の変更")
    task = case.tasks.get(position=2)
    assert (task.section, task.title) == (case.reception, "犬の登録の変更（担当：担当の課）")


def test_numbers_run_on_in_each_municipality():
    assert [make.case().number, make.case().number] == ["00001-3", "00002-1"]


def test_a_case_with_an_open_task_is_not_closed(clerk):
    case = make.case()
    finish(clerk, case, but=1)
    with pytest.raises(ValidationError, match="転入届"):
        opening.close_case(actor=clerk, case=case)


def test_the_database_refuses_to_close_a_case_with_an_open_task():
    case = make.case()
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(state=CaseState.CLOSED)


def test_nobody_removes_a_task(clerk):
    case = make.case()
    with pytest.raises(ProtectedError):
        case.tasks.first().delete()
    with pytest.raises(ProtectedError):
        case.delete()


def test_a_case_is_closed_when_everything_is_done_handed_over_or_declined(clerk):
    case = make.case("市民課:転入届", "国保課:資格の届", "年金課:死亡の届")
    done, declined, outside = case.tasks.all()
    work.move_task(actor=clerk, task=done, to="done")
    work.move_task(actor=clerk, task=declined, to="declined", reason="該当しません。")
    work.move_task(actor=clerk, task=outside, to="handed_over", reason="年金事務所へ")
    opening.close_case(actor=clerk, case=case)
    assert case.state == CaseState.CLOSED


@pytest.mark.parametrize("to", ["handed_over", "declined"])
def test_who_declines_or_hands_over_says_why(clerk, to):
    task = make.case().tasks.first()
    with pytest.raises(ValidationError, match="理由"):
        work.move_task(actor=clerk, task=task, to=to, reason=" ")
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseTask.objects.filter(pk=task.pk).update(state=to, reason="", finished_at=clock.now())


def test_a_task_handed_to_another_section_stands_in_its_list_until_that_settles_it(clerk):
    case = make.case("市民課:転入届")
    other = make.section("国保課")
    following = work.hand_over_task(
        actor=clerk, task=case.tasks.first(), section=other, reason="世帯が国保だった", note="急いでいます"
    )
    assert (following.section, following.title, following.note) == (other, "転入届", "急いでいます")
    with pytest.raises(ValidationError):
        opening.close_case(actor=clerk, case=case)
    work.move_task(actor=clerk, task=following, to="done")
    opening.close_case(actor=clerk, case=case)


def test_a_task_is_handed_over_once_and_to_another_section(clerk):
    task = make.case("市民課:転入届").tasks.first()
    with pytest.raises(ValidationError, match="同じ課"):
        work.hand_over_task(actor=clerk, task=task, section=task.section, reason="違う課")
    work.hand_over_task(actor=clerk, task=task, section=make.section("国保課"), reason="担当が違う")
    with pytest.raises(ValidationError):
        work.hand_over_task(actor=clerk, task=task, section=make.section("年金課"), reason="担当が違う")


def test_a_case_without_any_task_is_not_called_finished(clerk):
    case = make.case("市民課:転入届")
    CaseTask.objects.filter(pk=0).update(title="")
    empty = opening.open_case(
        actor=clerk, municipality=make.city(), plan=make.plan(), way="counter", values={"applicant": "三﨑 陽"},
        reception=make.section(),
    )  # fmt: skip
    with pytest.raises(ValidationError, match="一つもない"):
        opening.close_case(actor=clerk, case=empty)
    assert case.open_tasks == 1


def test_nothing_moves_in_a_case_that_is_over_until_it_is_reopened(clerk):
    case = make.case("市民課:転入届")
    finish(clerk, case)
    opening.close_case(actor=clerk, case=case)
    task = case.tasks.first()
    with pytest.raises(ValidationError, match="再開"):
        work.move_task(actor=clerk, task=task, to="doing")
    opening.reopen_case(actor=clerk, case=case)
    work.move_task(actor=clerk, task=task, to="doing")
    assert Case.objects.get(pk=case.pk).open_tasks == 1


def test_withdrawing_a_case_declines_every_open_task_with_the_reason(clerk):
    case = make.announced()
    opening.withdraw_case(actor=clerk, case=case, reason="引っ越しがなくなった")
    assert {(task.state, task.reason) for task in case.tasks.all()} == {("declined", "引っ越しがなくなった")}
    assert Case.objects.get(pk=case.pk).state == CaseState.WITHDRAWN


def test_a_withdrawal_is_taken_back_with_every_task_as_it_stood(clerk):
    case = make.announced("市民課:転入届", "国保課:資格の届")
    first, second = case.tasks.all()
    work.move_task(actor=clerk, task=first, to="doing")
    stood = {str(task.pk): task.state for task in case.tasks.all()}
    opening.withdraw_case(actor=clerk, case=case, reason="来庁がない")
    opening.take_withdrawal_back(actor=clerk, case=case, tasks=stood)
    assert {str(task.pk): task.state for task in case.tasks.all()} == stood
    assert case.open_tasks == 2
    assert second.pk


def test_every_deed_leaves_a_step_and_steps_stay(clerk):
    case = make.announced("市民課:転入届")
    make.received(case)
    finish(clerk, case)
    opening.close_case(actor=clerk, case=case)
    deeds = list(CaseStep.objects.filter(case=case).values_list("deed", "new_state"))
    assert deeds == [
        ("opened", "announced"), ("added", "todo"), ("received", "open"), ("moved", "done"), ("closed", "closed"),
    ]  # fmt: skip


def test_the_audit_record_names_no_resident(clerk):
    make.received(make.announced(words="車いすで行きます"))
    written = "".join(f"{row.subject_label}{row.old}{row.new}" for row in AuditEntry.objects.all())
    assert "𠮷成" not in written
    assert "車いす" not in written


def test_a_protected_resident_makes_the_case_protected_for_good(clerk):
    case = make.case()
    hidden = ground.resident(make.city(), is_protected=True)
    opening.name_resident(actor=clerk, case=case, resident=hidden)
    opening.name_resident(actor=clerk, case=case, resident=ground.resident(make.city()))
    assert case.is_protected


def test_the_list_shows_what_is_urgent_then_what_is_late_and_hides_what_is_over(clerk):
    today = clock.today()
    late = make.case("国保課:遅れた", due=today - timedelta(days=2)).tasks.get()
    soon = make.case("国保課:きょう", due=today).tasks.get()
    plain = make.case("国保課:期限なし").tasks.get()
    urgent = make.case("国保課:急ぎ", due=today + timedelta(days=9)).tasks.get()
    work.mark_urgent(actor=clerk, tasks=[urgent])
    finish(clerk, make.case("国保課:済んだ"))
    wanted = queries.WantedTasks(section=make.section("国保課").pk)
    assert list(queries.wanted_tasks(wanted=wanted, today=today)) == [urgent, late, soon, plain]
    counts = queries.counts_of(section=wanted.section, today=today)
    assert (counts.open, counts.late, counts.today, counts.urgent) == (4, 1, 1, 1)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["doing", "todo", "done", "declined", "hand", "close"]))))
def test_whatever_the_sections_do_the_open_tasks_are_counted_and_no_closed_case_has_one(clerk, deeds):
    case = make.case("市民課:転入届", "国保課:資格の届")
    for number, deed in deeds:
        tasks = list(CaseTask.objects.filter(case=case))
        task = tasks[number % len(tasks)]
        try:
            if deed == "close":
                opening.close_case(actor=clerk, case=case)
            elif deed == "hand":
                work.hand_over_task(actor=clerk, task=task, section=make.section("年金課"), reason="担当が違う")
            else:
                work.move_task(actor=clerk, task=task, to=deed, reason="該当しません。")
        except ValidationError:
            pass
        stands = Case.objects.get(pk=case.pk)
        still = CaseTask.objects.filter(case=case, state__in=OPEN_STATES).count()
        assert stands.open_tasks == still
        assert stands.state == CaseState.OPEN or still == 0
    handed = CaseTask.objects.filter(case=case, state=CaseTaskState.HANDED_OVER)
    assert all(hasattr(task, "continued_by") for task in handed)


def test_a_case_of_another_municipality_is_not_seen(toyooka):
    case = make.case()
    with scope.within(scope.of(toyooka.pk)):
        assert not queries.cases().filter(pk=case.pk).exists()
        assert queries.found_case(typed=case.number) is None
