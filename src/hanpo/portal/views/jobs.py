"""Long work that a person asked for: how far it is, stopping it, running it again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.actions import jobs as actions
from hanpo.core.models import Job
from hanpo.core.pages import PageRequest, page
from hanpo.core.queries.jobs import job_status, jobs_of
from hanpo.portal import files
from hanpo.portal.inputs import page_of


@page("core.run_jobs")
def jobs(request: PageRequest) -> HttpResponse:
    """What this person asked for, the latest first."""
    shown, now = page_of(request, jobs_of(person=request.user)), clock.now()
    rows = [(job, job_status(job=job, now=now)) for job in shown]
    return render(request, "portal/jobs.html", {"page": shown, "rows": rows})


@page("core.run_jobs")
def jobs_file(request: PageRequest) -> HttpResponse:
    """The same list as Excel."""
    body = files.jobs_file(jobs_of(person=request.user), made_by=request.user.name)
    return files.download(body, _("処理の状況.xlsx"), files.EXCEL)


@page("core.run_jobs")
def job(request: PageRequest, pk: int) -> HttpResponse:
    """One job. The part with the progress asks for itself again every two seconds until the job is over."""
    found = _job(request, pk)
    template = "portal/_job.html" if request.htmx else "portal/job.html"
    return render(request, template, {"job": found, "status": job_status(job=found, now=clock.now())})


@page("core.run_jobs")
@require_POST
def cancel(request: PageRequest, pk: int) -> HttpResponse:
    """Ask a job to stop."""
    actions.cancel_job(actor=request.user, job=_job(request, pk))
    messages.success(request, _("中止を頼みました。区切りのよいところで止まります。"))
    return redirect("portal:job", pk=pk)


@page("core.run_jobs")
@require_POST
def run_again(request: PageRequest, pk: int) -> HttpResponse:
    """Run a job that failed or was stopped once more."""
    try:
        actions.restart_job(actor=request.user, job=_job(request, pk))
    except actions.JobNotEnded:
        messages.info(request, _("この処理は、もう動いているか、終わっています。"))
    return redirect("portal:job", pk=pk)


def _job(request: PageRequest, pk: int) -> Job:
    return get_object_or_404(jobs_of(person=request.user), pk=pk)
