"""Trying a change at length: a job that can be watched and stopped, and keeps what it found by the deed for it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.jobs.progress import JobFailed, Progress
from hanpo.core.models import Job
from hanpo.counter.actions.staffing.plans import keep_trial
from hanpo.counter.queries.staffing.trials import (
    LONG_DAYS,
    CannotTry,
    base_of,
    played_answer,
    question_of,
    title_of,
)

PLAY_TRIAL = "counter.play_trial"


def play_trial(*, arguments: Mapping[str, Any], progress: Progress) -> str:
    """Play many days and keep what came of it; returns the page of the result."""
    change, weekday = question_of(arguments["question"])
    job: Job = progress.job
    base = base_of(municipality=job.municipality_id, today=clock.today(), now=clock.now(), weekday=weekday)
    try:
        answer = played_answer(
            base=base, change=change, days=LONG_DAYS,
            tell=lambda done, total: progress.update(done, total, _("日を試しています")),
        )  # fmt: skip
    except CannotTry as refusal:
        raise JobFailed(str(refusal)) from refusal
    row = keep_trial(
        actor=job.owner, municipality=job.municipality,
        title=title_of(change=change, weekday=weekday, lines=base.lines),
        question=arguments["question"], answer=answer, days=LONG_DAYS,
    )  # fmt: skip
    return reverse("counter:staffing_trial", args=[row.pk])
