"""Long work: progress that is seen, a stop that is heard, and failures that explain themselves."""

import os
import socket
from datetime import UTC, date, datetime, timedelta

import pytest
from django_tasks_db.models import DBTaskResult

from hanpo.core import registry, scope
from hanpo.core.actions.jobs import JobNotEnded, cancel_job, finish_job, restart_job, start_job
from hanpo.core.jobs import JobCancelled, JobFailed, Progress, progress, schedule, worker
from hanpo.core.jobs.tasks import run_job
from hanpo.core.models import AuditEntry, Job, JobState, PreparedWork, Section
from hanpo.core.queries.jobs import job_status, jobs_of, time_left, time_left_words
from hanpo.core.queries.notifications import latest_notifications
from hanpo.core.registry import Draft, Fact, JobKind
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db


def count_to(*, arguments, progress):
    for n in range(arguments["to"]):
        progress.update(n, arguments["to"], f"{n}件目")
    return "/result/"


def fail_in_words(*, arguments, progress):
    raise JobFailed("名簿がありません。先に名簿を登録してください。")


def fall_over(*, arguments, progress):
    raise ZeroDivisionError


def look_around(*, arguments, progress):
    return ",".join(Section.objects.values_list("municipality_id", flat=True))


KINDS = {
    f.__name__: JobKind(key=f.__name__, label="試し", run=f) for f in (count_to, fail_in_words, fall_over, look_around)
}


@pytest.fixture(autouse=True)
def kinds(monkeypatch):
    monkeypatch.setattr(registry, "job_kinds", lambda: KINDS)
    monkeypatch.setattr(progress.worker, "is_stopping", False)


@pytest.fixture
def owner(amagasaki, everywhere):
    return factories.person("section_staff", amagasaki)


@pytest.fixture
def run(owner, amagasaki, django_capture_on_commit_callbacks):
    def asked_and_run(kind, **arguments):
        with django_capture_on_commit_callbacks(execute=True):
            job = start_job(actor=owner, kind=kind, title="集計", municipality=amagasaki, arguments=arguments)
        job.refresh_from_db()
        return job

    return asked_and_run


def waiting_job(owner, place, kind="count_to"):
    return start_job(actor=owner, kind=kind, title="集計", municipality=place, arguments={"to": 3})


def test_a_job_runs_to_its_end_and_tells_its_owner(run, owner):
    job = run("count_to", to=3)
    assert (job.state, job.url, job.total) == (JobState.DONE, "/result/", 3)
    assert job.started_at <= job.finished_at
    (told,) = latest_notifications(person=owner)
    assert (told.title, told.url) == ("「集計」が終わりました", "/result/")
    verbs = list(AuditEntry.objects.order_by("sequence").values_list("verb", flat=True))
    assert verbs == ["start_job", "begin_job", "finish_job", "notify"]


def test_a_kind_that_nobody_declares_cannot_be_asked_for(owner, amagasaki):
    with pytest.raises(KeyError):
        waiting_job(owner, amagasaki, kind="nothing")


def test_a_failure_keeps_the_words_of_the_kind(run):
    job = run("fail_in_words")
    assert (job.state, job.message) == (JobState.FAILED, "名簿がありません。先に名簿を登録してください。")


def test_an_unforeseen_failure_says_what_to_do_and_hides_the_traceback(run):
    job = run("fall_over")
    assert job.state == JobState.FAILED
    assert f"処理番号{job.pk}" in job.message
    assert "Traceback" not in job.message


def test_a_job_sees_what_its_owner_may_see_and_no_more(run, toyooka, amagasaki):
    factories.section(amagasaki)
    factories.section(toyooka)
    assert run("look_around").url == amagasaki.code


def test_a_job_of_somebody_who_left_does_not_run(amagasaki, everywhere, django_capture_on_commit_callbacks):
    gone = factories.person("section_staff", amagasaki, until=date(2024, 4, 30))
    with django_capture_on_commit_callbacks(execute=True):
        job = waiting_job(gone, amagasaki)
    job.refresh_from_db()
    assert job.state == JobState.FAILED
    assert "配属が終わった" in job.message


def test_a_failed_job_runs_again_and_a_done_one_does_not(run, owner):
    job = run("fall_over")
    Job.objects.filter(pk=job.pk).update(kind="count_to", arguments={"to": 1})
    restart_job(actor=owner, job=job)
    run_job.call(job.pk)
    job.refresh_from_db()
    assert (job.state, job.message) == (JobState.DONE, "終わりました。")
    with pytest.raises(JobNotEnded):
        restart_job(actor=owner, job=job)


def test_a_waiting_job_is_cancelled_at_once_and_never_begins(owner, amagasaki):
    job = cancel_job(actor=owner, job=waiting_job(owner, amagasaki))
    assert job.state == JobState.CANCELLED
    assert run_job.call(job.pk) == JobState.CANCELLED


def test_a_running_job_hears_the_cancel_at_its_next_step(owner, amagasaki):
    job = waiting_job(owner, amagasaki)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    cancel_job(actor=owner, job=job)
    assert job.is_cancel_asked
    with pytest.raises(JobCancelled):
        Progress(job).update(1, 3)


def test_progress_is_written_twice_a_second_at_most_but_always_at_the_end(owner, amagasaki):
    job, seconds = waiting_job(owner, amagasaki), iter([0.0, 0.2, 0.4, 0.6, 0.7])
    told = Progress(job, tick=lambda: next(seconds))
    seen = []
    for done in (1, 2, 3, 4, 10):
        told.update(done, 10, f"{done}件目")
        job.refresh_from_db()
        seen.append(job.done)
    assert seen == [1, 1, 1, 4, 10]


def test_a_worker_that_is_stopping_lets_the_job_be_run_again(owner, amagasaki, monkeypatch):
    job = waiting_job(owner, amagasaki)
    monkeypatch.setattr(progress.worker, "is_stopping", True)
    assert run_job.call(job.pk) == JobState.FAILED
    job.refresh_from_db()
    assert "もう一度実行できます" in job.message


@pytest.mark.parametrize(
    "done, total, seconds, left",
    [(0, 10, 60, None), (5, 0, 60, None), (5, 10, 0, None), (5, 10, 60, 60), (1, 4, 30, 90), (10, 10, 60, 0)],
)
def test_the_time_left_follows_the_pace_so_far(done, total, seconds, left):
    expected = None if left is None else timedelta(seconds=left)
    assert time_left(done=done, total=total, elapsed=timedelta(seconds=seconds)) == expected


@pytest.mark.parametrize(
    "left, words",
    [(None, ""), (10, "あと1分以内"), (200, "あと約3分"), (3600 * 2 + 60 * 5, "あと約2時間5分")],
)
def test_the_time_left_is_said_without_false_precision(left, words):
    assert time_left_words(None if left is None else timedelta(seconds=left)) == words


def test_the_status_says_what_can_be_done(owner, amagasaki):
    job = waiting_job(owner, amagasaki)
    now = datetime(2026, 4, 1, tzinfo=UTC)
    job.state, job.done, job.total, job.started_at = JobState.RUNNING, 1, 4, now - timedelta(minutes=5)
    status = job_status(job=job, now=now)
    assert (status.percent, status.time_left, status.can_cancel, status.is_over) == (25, "あと約15分", True, False)
    assert list(jobs_of(person=owner)) == [job]


@pytest.fixture
def queue(settings, db):
    """The real queue of the database instead of running at once."""
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


def waiting_paths():
    return sorted(DBTaskResult.objects.filter(status="READY").values_list("task_path", flat=True))


def test_two_workers_that_start_do_not_double_the_schedule(queue):
    schedule.ensure_scheduled()
    schedule.ensure_scheduled()
    assert waiting_paths() == ["hanpo.core.jobs.schedule.prepare_regularly", "hanpo.core.jobs.schedule.start_the_day"]


def test_a_run_by_the_clock_puts_the_next_one_into_the_queue(queue):
    schedule.prepare_regularly.call()
    (waiting,) = DBTaskResult.objects.filter(status="READY")
    assert waiting.run_after > schedule.clock.now() + timedelta(minutes=1)


@pytest.mark.parametrize("hour, day", [(4, 1), (6, 2)])
def test_the_day_starts_at_the_next_half_past_five(settings, hour, day):
    settings.PREPARE_AT = "05:30"
    assert schedule.next_morning(datetime(2026, 4, 1, hour, tzinfo=UTC)) == datetime(2026, 4, day, 5, 30, tzinfo=UTC)


class Greeter:
    key = "test.greet"
    label = "あいさつ"

    def prepare(self, *, municipality, today):
        yield Draft(key="hello", title="あいさつ", why=[Fact(text="理由")], effect="送ります",
                    minutes_saved=5, role="dx_office")  # fmt: skip


class Stumbler(Greeter):
    key = "test.stumble"

    def prepare(self, *, municipality, today):
        raise ZeroDivisionError


@pytest.fixture
def preparers(monkeypatch):
    found = {p.key: p for p in (Stumbler(), Greeter())}
    monkeypatch.setattr(registry, "preparers", lambda: found)


def test_a_preparer_that_fails_does_not_hold_up_the_others(preparers, amagasaki, toyooka):
    steps = []
    summary = schedule.run_preparers(today=date(2026, 4, 1), step=lambda *step: steps.append(step))
    assert summary.total.made == 2
    assert {(label, place) for label, place, _why in summary.failures} == {
        ("あいさつ", "尼崎市"),
        ("あいさつ", "豊岡市"),
    }
    assert steps[-1][:2] == (4, 4)


def test_preparing_what_is_prepared_leaves_no_trace(preparers, amagasaki):
    schedule.run_preparers(today=date(2026, 4, 1))
    rows = AuditEntry.objects.count()
    assert schedule.run_preparers(today=date(2026, 4, 2)).total.made == 0
    assert AuditEntry.objects.count() == rows
    with scope.within(scope.EVERYWHERE):
        assert PreparedWork.objects.count() == 1


def abandoned(job, worker_id):
    return DBTaskResult.objects.create(
        status="RUNNING", args_kwargs={"args": [job.pk], "kwargs": {}}, task_path=run_job.module_path,
        worker_ids=[worker_id], backend_name="default", run_after=schedule.clock.now(),
        started_at=schedule.clock.now(),
    )  # fmt: skip


def test_a_job_whose_worker_died_can_be_run_again(queue, owner, amagasaki):
    job = waiting_job(owner, amagasaki)
    Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
    task = abandoned(job, f"{socket.gethostname()[:40]}:999999999:abcd")
    assert worker.close_abandoned() == 1
    job.refresh_from_db()
    task.refresh_from_db()
    assert (job.state, task.status) == (JobState.FAILED, "FAILED")
    restart_job(actor=owner, job=job)


@pytest.mark.parametrize(
    "worker_id", [f"{socket.gethostname()[:40]}:{os.getpid()}:abcd", "elsewhere:1:abcd"], ids=["here", "elsewhere"]
)
def test_a_job_whose_worker_lives_or_cannot_be_asked_is_left_alone(queue, owner, amagasaki, worker_id):
    job = waiting_job(owner, amagasaki)
    abandoned(job, worker_id)
    assert worker.close_abandoned() == 0
    job.refresh_from_db()
    assert job.state == JobState.WAITING


def test_the_worker_takes_what_is_due_and_stops_when_nothing_is_left(
    queue, owner, amagasaki, monkeypatch, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = start_job(actor=owner, kind="count_to", title="集計", municipality=amagasaki, arguments={"to": 2})
    monkeypatch.setattr(worker.HanpoWorker, "configure_signals", lambda _self: None)
    # The worker drops connections that grew old; the test's own transaction must stay.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    worker.run_worker(until_empty=True)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert waiting_paths() == ["hanpo.core.jobs.schedule.prepare_regularly", "hanpo.core.jobs.schedule.start_the_day"]


def test_finishing_twice_changes_nothing(run, owner):
    job = run("count_to", to=1)
    finish_job(actor=None, job=job, state=JobState.FAILED, message="遅い知らせ")
    assert job.state == JobState.DONE
    assert len(latest_notifications(person=owner)) == 1
