"""The worker: one process that takes tasks from the queue, one after the other, and stops cleanly."""

from __future__ import annotations

import os
import secrets
import socket
from datetime import timedelta
from types import FrameType
from typing import Any

from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from hanpo.core import clock, scope
from hanpo.core.actions.jobs import finish_job
from hanpo.core.jobs import progress, schedule, tasks
from hanpo.core.models import Job, JobState

LONGEST_RUN = timedelta(hours=24)
"""A task that has run longer than this, on a machine we cannot ask, has died with its worker."""


class HanpoWorker(Worker):
    """django-tasks-db's worker; a signal also reaches the job that is running, at its next step."""

    def shutdown(self, signum: int, frame: FrameType | None) -> None:
        """Finish (SIGTERM, Ctrl-C): the job at hand stops at its next step, and its owner can run it again."""
        progress.worker.is_stopping = True
        super().shutdown(signum, frame)


def run_worker(*, interval: float = 1.0, until_empty: bool = False) -> None:
    """Work until a signal comes; `until_empty`: until nothing is due. `interval`: seconds between looks."""
    close_abandoned()
    schedule.ensure_scheduled()
    worker = HanpoWorker(
        queue_names=["*"],
        interval=interval,
        batch=until_empty,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=worker_id(),
        excluded_queue_names=[],
    )
    worker.configure_signals()
    worker.run()


def worker_id() -> str:
    """The name of this process in the queue: machine, process number, and chance (numbers are used again)."""
    return f"{socket.gethostname()[:40]}:{os.getpid()}:{secrets.token_hex(4)}"


def close_abandoned() -> int:
    """Mark tasks whose worker died as failed, and tell the owners of their jobs; says how many there were.

    A job that waits without a task (after a restore, or because the queue was emptied) is closed as well.
    """
    running = DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)
    dead = [row for row in running if _has_died(row)]
    for row in dead:
        row.set_failed(RuntimeError("the worker died"))
    carried = _jobs_in_queue()
    with scope.within(scope.EVERYWHERE):
        lost = Job.objects.filter(state__in=(JobState.WAITING, JobState.RUNNING)).exclude(pk__in=carried)
        for job in lost.select_related("owner", "municipality"):
            Job.objects.filter(pk=job.pk).update(state=JobState.RUNNING)
            text = _("機械が止まったため、終わりませんでした。もう一度実行できます。")
            finish_job(actor=None, job=job, state=JobState.FAILED, message=text)
    return len(dead)


def _jobs_in_queue() -> list[int]:
    alive = DBTaskResult.objects.filter(
        status__in=(TaskResultStatus.READY, TaskResultStatus.RUNNING), task_path=tasks.run_job.module_path
    )
    return [row.args_kwargs["args"][0] for row in alive]


def _has_died(row: DBTaskResult[Any, Any]) -> bool:
    host, _colon, rest = (row.worker_ids or [""])[-1].partition(":")
    if host != socket.gethostname()[:40]:
        return bool(row.started_at and clock.now() - row.started_at > LONGEST_RUN)
    return not _is_process(rest.partition(":")[0])


def _is_process(number: str) -> bool:
    if not number.isdigit():
        return False
    try:
        os.kill(int(number), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
