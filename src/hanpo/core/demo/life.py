"""What happened at the counter of the ground: long work that was asked for, and what people were told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.actions.jobs import cancel_job, start_job
from hanpo.core.actions.notifications import mark_read, notify
from hanpo.core.demo.dated import backdate, office_moment
from hanpo.core.jobs.kinds import REBUILD_SEARCH
from hanpo.core.jobs.tasks import run_job
from hanpo.core.models import Job, Municipality, Notification, Person, Resident

TAKES = timedelta(minutes=1)
"""How long the demo lets a job take."""


def load_life(*, content: Mapping[str, Any], people: Mapping[str, Person], residents: Mapping[str, Resident],
              today: date) -> None:  # fmt: skip
    """Load what residents were told, and the administrator's work on the search."""
    for entry in content["told"]:
        resident = residents[entry["resident"]]
        tell_at(
            actor=people[entry["by"]], person=people[entry["to"]], municipality=resident.municipality,
            title=entry["title"], body=entry["body"], url=entry["url"],
            at=office_moment(today, entry["days"], entry["at"]), is_read=entry.get("read", False),
        )  # fmt: skip
    admin = people["admin"]
    run_job_at(
        kind=REBUILD_SEARCH, title=_("検索の索引を作り直す"), owner=admin,
        municipality=admin.assignments.get().municipality, at=office_moment(today, 47, "17:40"), is_read=True,
    )  # fmt: skip


def tell_at(
    *, actor: Person | None, person: Person, municipality: Municipality, title: str, body: str, url: str, at: datetime,
    is_read: bool = False,
) -> None:  # fmt: skip
    """Tell somebody something at that moment."""
    with clock.telling(at):
        told = notify(actor=actor, people=[person], municipality=municipality, title=title, body=body, url=url)
    _told_at(told[0], at, is_read=is_read)


def run_job_at(
    *, kind: str, title: str, municipality: Municipality, owner: Person, at: datetime, is_cancelled: bool = False,
    is_read: bool = False,
) -> Job:  # fmt: skip
    """Ask for long work at that moment and let it run to its end, whatever the end is (or call it off)."""
    known = list(Notification.objects.values_list("pk", flat=True))
    with clock.telling(at):
        job = start_job(actor=owner, kind=kind, title=title, municipality=municipality)
        if is_cancelled:
            cancel_job(actor=owner, job=job)
    with clock.telling(at + TAKES):
        run_job.call(job.pk)
    job.refresh_from_db()
    backdate(job, asked_at=at)
    if job.result is not None:
        backdate(job.result, uploaded_at=at + TAKES)
    for told in Notification.objects.filter(person=owner).exclude(pk__in=known):
        _told_at(told, at + TAKES, is_read=is_read)
    return job


def _told_at(told: Notification, at: datetime, *, is_read: bool) -> None:
    backdate(told, sent_at=at)
    if is_read:
        with clock.telling(office_moment(at.date(), -1, "08:50")):
            mark_read(actor=told.person, notifications=[told])
