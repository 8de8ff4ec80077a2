"""Reads of long work: what a person asked for, how far it is, and how long it will take."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from hanpo.core.models import Job, JobState, Person


@dataclass(frozen=True, slots=True)
class JobStatus:
    """How far a job is: per cent (nothing while unknown), and the time left in words (empty while unknown)."""

    percent: int | None
    time_left: str
    can_cancel: bool
    can_restart: bool
    is_over: bool


def jobs_of(*, person: Person) -> QuerySet[Job]:
    """What the person asked for, newest first."""
    return Job.objects.filter(owner=person).select_related("result", "municipality")


def job_status(*, job: Job, now: datetime) -> JobStatus:
    """How far the job is at this moment."""
    is_running = job.state == JobState.RUNNING
    elapsed = now - job.started_at if is_running and job.started_at else timedelta()
    return JobStatus(
        percent=100 if job.state == JobState.DONE else job.done * 100 // job.total if job.total else None,
        time_left=time_left_words(time_left(done=job.done, total=job.total, elapsed=elapsed)) if is_running else "",
        can_cancel=job.state in (JobState.WAITING, JobState.RUNNING) and not job.is_cancel_asked,
        can_restart=job.state in (JobState.FAILED, JobState.CANCELLED),
        is_over=job.state not in (JobState.WAITING, JobState.RUNNING),
    )


def time_left(*, done: int, total: int, elapsed: timedelta) -> timedelta | None:
    """How long the rest takes if it goes on at the pace so far; `None` while nothing can be said."""
    if done <= 0 or total <= 0 or elapsed <= timedelta():
        return None
    return elapsed / done * max(total - done, 0)


def time_left_words(left: timedelta | None) -> str:
    """The time left as one says it: no false precision."""
    if left is None:
        return ""
    minutes = round(left.total_seconds() / 60)
    if minutes < 1:
        return _("あと1分以内")
    if minutes < 60:
        return _("あと約%(minutes)d分") % {"minutes": minutes}
    return _("あと約%(hours)d時間%(minutes)d分") % {"hours": minutes // 60, "minutes": minutes % 60}
