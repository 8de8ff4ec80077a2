"""How a job tells where it is, and learns that it shall stop."""

from __future__ import annotations

import time
from collections.abc import Callable

from hanpo.core import scope
from hanpo.core.models import Job, StoredFile

WRITE_EVERY = 0.5
"""Seconds between two writes of a job's progress."""


class JobCancelled(Exception):
    """The person asked for the job to stop; let it pass through, so that the transaction at hand is undone."""


class JobInterrupted(JobCancelled):
    """The worker is being stopped; the job can be run again."""


class JobFailed(Exception):
    """The work cannot be done; the message (in Japanese) says why and what to do, and is shown to the owner."""


class _Worker:
    """What the signal handler of the worker tells the job that it runs."""

    is_stopping = False


worker = _Worker()


class Progress:
    """Handed to the function of a job. It must call `update` often: that is also where the job can be stopped.

    What is written inside a long transaction is seen only at its end: commit in steps.
    """

    def __init__(self, job: Job, *, tick: Callable[[], float] = time.monotonic) -> None:
        self.job = job
        self._tick = tick
        self._written_at: float | None = None

    def update(self, done: int, total: int = 0, message: str = "") -> None:
        """Say that `done` of `total` units are finished (`total` 0: not yet known).

        Writes twice a second at most. Raises `JobCancelled` when the owner asked for it or the worker is stopping.
        """
        if worker.is_stopping:
            raise JobInterrupted
        now = self._tick()
        if self._written_at is not None and now - self._written_at < WRITE_EVERY and done != total:
            return
        self._written_at = now
        with scope.within(scope.EVERYWHERE):
            rows = Job.objects.filter(pk=self.job.pk)
            rows.update(done=done, total=total, message=message[:300])
            if rows.filter(is_cancel_asked=True).exists():
                raise JobCancelled

    def keep(self, file: StoredFile) -> None:
        """Make a stored file the result of the job."""
        with scope.within(scope.EVERYWHERE):
            Job.objects.filter(pk=self.job.pk).update(result=file)
