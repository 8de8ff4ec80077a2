"""The work by the clock: preparers each morning and every so many minutes, mail tried again, old traces swept.

Each piece is a task of the queue that enqueues its own next run, so any number of workers share it without a lock: the
queue hands every run to one of them, and preparing twice makes nothing twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.utils import timezone
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from hanpo.core import clock, registry, scope
from hanpo.core.actions.prepared import Prepared
from hanpo.core.actions.urgent import tell_urgent_work
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.mail import send_pending_mail
from hanpo.core.models import Municipality, Person
from hanpo.core.queries import urgent
from hanpo.core.registry import Preparer

logger = logging.getLogger(__name__)

KEEP_RESULTS_DAYS = 14
"""Days after which the trace of a finished task is removed."""


@dataclass(frozen=True, slots=True)
class PrepareSummary:
    """What a run of all preparers did, by preparer; `failures` names (preparer, municipality, what went wrong)."""

    prepared: dict[str, Prepared] = field(default_factory=dict)
    failures: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def total(self) -> Prepared:
        """All preparers together."""
        return sum(self.prepared.values(), Prepared())


def run_preparers(
    *, today: date, actor: Person | None = None, step: Callable[[int, int, str], None] = lambda *_: None
) -> PrepareSummary:
    """Let every preparer look at every municipality now, and tell what is urgent. One that fails does not hold up
    the others.

    `step` is told (done, total, what) before each. A look that finds nothing to do leaves no trace in the audit record.
    """
    summary, begun = PrepareSummary(), timezone.now()
    with scope.within(scope.EVERYWHERE):
        places = list(Municipality.objects.all())
    pairs = [(preparer, place) for preparer in registry.preparers().values() for place in places]
    for number, (preparer, place) in enumerate(pairs):
        step(number, len(pairs), f"{place.name} {preparer.label}")
        try:
            outcome = _prepare(actor, preparer, place, today)
        except Exception as error:
            logger.exception("preparer %s failed in %s", preparer.key, place.code)
            summary.failures.append((str(preparer.label), place.name, f"{type(error).__name__}: {error}"))
        else:
            summary.prepared[preparer.key] = summary.prepared.get(preparer.key, Prepared()) + outcome
    step(len(pairs), len(pairs), "")
    _tell_of_urgent_work(actor, begun, today)
    return summary


def _tell_of_urgent_work(actor: Person | None, begun: datetime, today: date) -> None:
    with scope.within(scope.EVERYWHERE):
        works = urgent.urgent_work(since=begun, today=today)
        for person, own in urgent.told_work(works=works, today=today).items():
            tell_urgent_work(actor=actor, person=person, works=own, today=today)


def _prepare(actor: Person | None, preparer: Preparer, place: Municipality, today: date) -> Prepared:
    with scope.within(scope.of(place.code)):
        return prepare_work(actor=actor, preparer=preparer, municipality=place, today=today)


@task()
def prepare_regularly() -> dict[str, int]:
    """Run the preparers and try waiting mail again, then once more after the interval."""
    enqueue_next(prepare_regularly, clock.now() + timedelta(minutes=settings.PREPARE_EVERY_MINUTES))
    send_pending_mail()
    return _counts(run_preparers(today=clock.today()))


@task()
def start_the_day() -> dict[str, int]:
    """Run the preparers before the office opens and sweep old traces of tasks, then again the next day."""
    enqueue_next(start_the_day, next_morning(clock.now()))
    call_command("prune_db_task_results", min_age_days=KEEP_RESULTS_DAYS, queue_name="*", verbosity=0)
    return _counts(run_preparers(today=clock.today()))


def next_morning(now: datetime) -> datetime:
    """The next moment at which the day starts (HANPO_PREPARE_AT, in Japan's time)."""
    at = time.fromisoformat(settings.PREPARE_AT)
    today = now.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > now else today + timedelta(days=1)


def ensure_scheduled() -> None:
    """Put the first run of each piece into the queue, unless one waits already (the first worker does it)."""
    enqueue_next(prepare_regularly, clock.now())
    enqueue_next(start_the_day, next_morning(clock.now()))


def enqueue_next(piece: Any, at: datetime) -> None:
    """Enqueue a run of the piece unless one waits: two workers that start at once do not double the schedule."""
    with transaction.atomic():
        waiting = DBTaskResult.objects.filter(task_path=piece.module_path, status=TaskResultStatus.READY)
        if not waiting.exists():
            piece.using(run_after=at).enqueue()


def _counts(summary: PrepareSummary) -> dict[str, int]:
    total = summary.total
    return {"made": total.made, "refreshed": total.refreshed, "withdrawn": total.withdrawn,
            "failed": len(summary.failures)}  # fmt: skip
