"""Reads of a person's own notifications, from whichever municipality they came."""

from __future__ import annotations

from hanpo.core import scope
from hanpo.core.models import Notification, Person


def unread_count(*, person: Person) -> int:
    """How many notifications the person has not read."""
    with scope.within(scope.EVERYWHERE):
        return Notification.objects.filter(person=person, read_at__isnull=True).count()


def latest_notifications(*, person: Person, limit: int = 50, only_unread: bool = False) -> list[Notification]:
    """The person's notifications, newest first."""
    with scope.within(scope.EVERYWHERE):
        rows = Notification.objects.filter(person=person).select_related("municipality")
        return list((rows.filter(read_at__isnull=True) if only_unread else rows)[:limit])
