"""Writes of notifications: tell people in the site, and by e-mail once the deed that told them has happened."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from hanpo.core import audit, clock, scope
from hanpo.core.models import Municipality, Notification, Person


@audit.deed
def notify(
    *,
    actor: Person | None,
    people: Iterable[Person],
    municipality: Municipality,
    title: str,
    body: str,
    url: str = "",
    by_mail: bool = True,
) -> list[Notification]:
    """Tell each of the people, in the site and (where they have an address) by e-mail.

    The body must say by itself what happened and what to do (`ValueError` when it is empty): nobody should have to sign
    in to learn why they were written to. `url` is the path of the page that it is about. What is not to go `by_mail` is
    told in the site alone.
    """
    if not (title.strip() and body.strip()):
        raise ValueError("a notification says what happened and what to do")
    told = [
        Notification(
            person=person, municipality=municipality, title=" ".join(title.split()), body=body, url=url, by_mail=by_mail
        )
        for person in dict.fromkeys(people)
        if person.is_active
    ]
    Notification.objects.bulk_create(told)
    audit.record(
        actor=actor, verb="notify", subject=municipality,
        new={"title": title, "people": [notification.person_id for notification in told]},
    )  # fmt: skip
    if by_mail and any(notification.person.email for notification in told):
        transaction.on_commit(_mail_soon)
    return told


@audit.deed
def withdraw_notifications(*, actor: Person, municipality: Municipality, notifications: Iterable[int]) -> int:
    """Take notifications (by number) back because what they told of was undone; a mail that left stays sent.

    Says how many were still there.
    """
    rows = Notification.objects.filter(pk__in=list(notifications), municipality=municipality)
    titles = list(rows.values_list("title", flat=True))
    rows.delete()
    audit.record(actor=actor, verb="withdraw_notifications", subject=municipality, old={"titles": titles})
    return len(titles)


@audit.deed
def mark_read(*, actor: Person, notifications: Iterable[Notification]) -> int:
    """Note that the person has read these notifications of their own; says how many were unread."""
    keys = [notification.pk for notification in notifications]
    with scope.within(scope.EVERYWHERE):
        unread = Notification.objects.filter(pk__in=keys, person=actor, read_at__isnull=True)
        count = unread.update(read_at=clock.now())
    audit.record(actor=actor, verb="mark_read", subject=actor, new={"count": count})
    return count


def _mail_soon() -> None:
    from hanpo.core.jobs.tasks import mail_notifications

    mail_notifications.enqueue()
