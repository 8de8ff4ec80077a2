"""Reads of urgent work: what was prepared lately and is due within two days, and who has it in their tray."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db.models import Q, QuerySet

from hanpo.core.models import Assignment, MunicipalityKind, Notification, Person, PreparedState, PreparedWork

SOON = timedelta(days=2)
"""Work that is due by then is urgent."""

TRAY = "/tray/"
"""The page that a notification of urgent work leads to."""


def urgent_work(*, since: datetime, today: date) -> QuerySet[PreparedWork]:
    """What was prepared since a moment, still waits, and is due within two days or overdue; the soonest first."""
    rows: QuerySet[PreparedWork] = PreparedWork.objects.select_related("municipality", "section", "person")
    waiting = rows.filter(prepared_at__gte=since, state=PreparedState.WAITING, due__lte=today + SOON)
    return waiting.order_by("due", "pk")


def told_work(*, works: Iterable[PreparedWork], today: date) -> dict[Person, list[PreparedWork]]:
    """The work by the people who have it in their trays on the day, those who cannot sign in left out."""
    works = list(works)
    running = Q(until__isnull=True) | Q(until__gte=today)
    posts = Assignment.objects.filter(running, since__lte=today, role__in={work.role for work in works})
    held = list(posts.select_related("person", "municipality").order_by("person_id", "pk"))
    told: dict[Person, list[PreparedWork]] = {}
    for work in works:
        people = [work.person] if work.person else [post.person for post in held if _has_in_tray(post, work)]
        for person in dict.fromkeys(one for one in people if one is not None and one.is_active):
            told.setdefault(person, []).append(work)
    return told


def was_mailed(*, person: Person, day: date) -> bool:
    """Whether a mail about urgent work went, or is to go, to the person on the day."""
    rows = Notification.objects.filter(person=person, url=TRAY, by_mail=True)
    return rows.filter(sent_at__date=day).exists()


def _has_in_tray(post: Assignment, work: PreparedWork) -> bool:
    """Whether the work is addressed to the post: by role, municipality and (if named) section."""
    if post.role != work.role:
        return False
    if post.municipality.kind == MunicipalityKind.PREFECTURE:
        return True
    if post.municipality_id != work.municipality_id:
        return False
    own = (None, post.section_id, work.section_id if post.section_id is None else post.section_id)
    is_successor = work.section is not None and work.section.successor_id == post.section_id
    return work.section_id in own or is_successor
