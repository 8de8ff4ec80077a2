"""What the queue carries: jobs by their number, mail, and the work by the clock."""

from __future__ import annotations

import logging

from django.utils.translation import gettext as _
from django_tasks import task

from hanpo.core import clock, registry, scope
from hanpo.core.access import access_of
from hanpo.core.actions import jobs as deeds
from hanpo.core.jobs.progress import JobCancelled, JobFailed, JobInterrupted, Progress
from hanpo.core.mail import send_pending_mail
from hanpo.core.models import Job, JobState

logger = logging.getLogger(__name__)


@task()
def run_job(job_id: int) -> str:
    """Run one job to its end, whatever the end is, in the scope of its owner; returns the state it ended in."""
    with scope.within(scope.EVERYWHERE):
        job: Job = Job.objects.select_related("owner", "municipality").get(pk=job_id)
        if not deeds.begin_job(actor=None, job=job):
            return job.state
    state, message, url = _outcome(job)
    with scope.within(scope.EVERYWHERE):
        deeds.finish_job(actor=None, job=job, state=state, message=message, url=url)
    return state


@task()
def mail_notifications() -> str:
    """Send the mail that waits."""
    sent, failed = send_pending_mail()
    return f"sent {sent}, failed {failed}"


def _outcome(job: Job) -> tuple[JobState, str, str]:
    """Do the work: the state it ends in, the message for its owner, and the page of the result."""
    try:
        return JobState.DONE, _("終わりました。"), _run(job)
    except JobInterrupted:
        return JobState.FAILED, _("機械の停止のため、途中で止まりました。もう一度実行できます。"), ""
    except JobCancelled:
        return JobState.CANCELLED, _("求めにより中止しました。"), ""
    except JobFailed as error:
        return JobState.FAILED, str(error), ""
    except Exception as error:
        logger.exception("job %s (%s) failed", job.pk, job.kind)
        text = _(
            "処理の途中で問題が起きました（%(error)s）。もう一度実行しても続くときは、"
            "管理者に「処理番号%(number)d」とお伝えください。"
        )
        return JobState.FAILED, text % {"error": type(error).__name__, "number": job.pk}, ""


def _run(job: Job) -> str:
    granted = access_of(job.owner, today=clock.today()).scope_for("core.run_jobs")
    if job.municipality_id not in granted:
        raise JobFailed(_("頼んだ人の配属が終わったため、実行できません。担当の人が頼み直してください。"))
    kind = registry.job_kinds().get(job.kind)
    if kind is None:
        raise JobFailed(_("この処理はいまのHanpoにはありません。新しく頼み直してください。"))
    with scope.within(granted):
        return kind.run(arguments=job.arguments, progress=Progress(job)) or ""
