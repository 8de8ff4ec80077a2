"""Writes of long work: ask for it, cancel it, run it again; and what the worker notes about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hanpo.core import audit, clock, registry
from hanpo.core.actions.notifications import notify
from hanpo.core.models import Job, JobState, Municipality, Person

ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
AGAIN = (JobState.FAILED, JobState.CANCELLED)


class JobNotEnded(Exception):
    """The job waits or runs, or it was done: there is nothing to run again."""


@audit.deed
def start_job(
    *,
    actor: Person,
    kind: str,
    title: str,
    municipality: Municipality,
    arguments: Mapping[str, Any] | None = None,
) -> Job:
    """Ask for long work; it starts when this transaction is through. Raises `KeyError` for a kind nobody declares."""
    registry.job_kinds()[kind]
    job: Job = Job.objects.create(
        kind=kind, title=title, municipality=municipality, owner=actor, arguments=audit.plain(arguments or {})
    )
    audit.record(actor=actor, verb="start_job", subject=job, new={"kind": kind, "arguments": job.arguments})
    _enqueue(job)
    return job


@audit.deed
def cancel_job(*, actor: Person, job: Job) -> Job:
    """Ask a job to stop: one that waits stops at once, one that runs at its next step."""
    is_waiting = _move(job, JobState.WAITING, state=JobState.CANCELLED, finished_at=clock.now())
    if not is_waiting:
        _move(job, JobState.RUNNING, is_cancel_asked=True)
    job.refresh_from_db()
    audit.record(actor=actor, verb="cancel_job", subject=job, new={"state": job.state})
    return job


@audit.deed
def restart_job(*, actor: Person, job: Job) -> Job:
    """Run a failed or cancelled job again, with the same arguments. Raises `JobNotEnded`."""
    old = {"state": job.state, "message": job.message}
    fresh = {"state": JobState.WAITING, "done": 0, "total": 0, "message": "", "is_cancel_asked": False}
    if not _move(job, *AGAIN, **fresh, started_at=None, finished_at=None):
        raise JobNotEnded(f"job {job.pk} is {job.state}")
    job.refresh_from_db()
    audit.record(actor=actor, verb="restart_job", subject=job, old=old, new={"state": job.state})
    _enqueue(job)
    return job


@audit.deed
def begin_job(*, actor: Person | None, job: Job) -> bool:
    """Note that a worker took the job up; `False` when it was cancelled or taken up before."""
    has_begun = _move(job, JobState.WAITING, state=JobState.RUNNING, started_at=clock.now())
    job.refresh_from_db()
    audit.record(actor=actor, verb="begin_job", subject=job, new={"state": job.state, "begun": has_begun})
    return has_begun


@audit.deed
def finish_job(*, actor: Person | None, job: Job, state: JobState, message: str, url: str = "") -> Job:
    """Note how a running job ended, and tell its owner (but not that it stopped as asked)."""
    end = {"state": state, "message": message[:300], "url": url}
    has_ended = _move(job, JobState.RUNNING, **end, finished_at=clock.now())
    job.refresh_from_db()
    audit.record(actor=actor, verb="finish_job", subject=job, new=end)
    if has_ended and state != JobState.CANCELLED:
        notify(
            actor=actor, people=[job.owner], municipality=job.municipality, title=_heading(job),
            body=f"{job.title}\n{message}", url=url,
        )  # fmt: skip
    return job


def _heading(job: Job) -> str:
    if job.state == JobState.DONE:
        return _("「%(title)s」が終わりました") % {"title": job.title}
    return _("「%(title)s」は終わりませんでした") % {"title": job.title}


def _move(job: Job, *states: JobState, **changes: Any) -> bool:
    """Change the job if it still is in one of the states: of two that try at once, one gets `True`."""
    return bool(Job.objects.filter(pk=job.pk, state__in=states).update(**changes))


def _enqueue(job: Job) -> None:
    from hanpo.core.jobs.tasks import run_job

    transaction.on_commit(lambda: run_job.enqueue(job.pk))
