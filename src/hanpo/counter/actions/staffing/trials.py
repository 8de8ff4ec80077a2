"""Trying a change: quickly for a page, at length as a job that can be watched and stopped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.jobs.progress import JobFailed, Progress
from hanpo.core.models import Job
from hanpo.counter.actions.staffing.plans import keep_trial
from hanpo.counter.engine.staffing import Change, changed, play
from hanpo.counter.engine.staffing.trials import Tell
from hanpo.counter.queries.staffing.trials import (
    LONG_DAYS,
    QUICK_DAYS,
    SEED,
    Base,
    Result,
    answer_json,
    base_of,
    question_json,
    question_of,
    result_of,
    title_of,
)

PLAY_TRIAL = "counter.play_trial"


class CannotTry(ValueError):
    """The change cannot be played; the message says why."""


def try_quickly(*, base: Base, change: Change, weekday: int | None) -> Result:
    """Play a few days at once; nothing is kept. Raises CannotTry."""
    answer = played_answer(base=base, change=change, days=QUICK_DAYS)
    title = title_of(change, weekday=weekday, lines=base.lines)
    return result_of(title=title, question=question_json(change, weekday), answer=answer, days=QUICK_DAYS)


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
        actor=job.owner, municipality=job.municipality, title=title_of(change, weekday=weekday, lines=base.lines),
        question=arguments["question"], answer=answer, days=LONG_DAYS,
    )  # fmt: skip
    return reverse("counter:staffing_trial", args=[row.pk])


def played_answer(*, base: Base, change: Change, days: int, tell: Tell | None = None) -> dict[str, Any]:
    """Play so many days on both sides; the answer as it is kept. Raises CannotTry."""
    if base.measured is None:
        raise CannotTry(_("測った件数が少なく、まだ試せません。番号札の記録がたまると試せます。"))
    try:
        before, after = changed(base.measured.counter, change)
    except ValueError as refusal:
        raise CannotTry(
            _("この変え方では試せません。受ける窓口がなくなる用事があるか、増やす時刻が開庁時間の外です。")
        ) from refusal
    trial = play(before, after, seed=SEED, days=days, target=base.target, tell=tell)
    return answer_json(trial, base)
