"""E-mail that says everything by itself: what happened, what to do, where, and why one was written to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hanpo.core import clock, scope
from hanpo.core.models import Notification, Person

TRY_FOR = timedelta(days=3)
"""How long mail that did not go out is tried again; the notification in the site stays."""


@dataclass(frozen=True, slots=True)
class Mail:
    """A message, ready to be sent."""

    to: str
    subject: str
    body: str


def compose_mail(person: Person, notifications: Sequence[Notification]) -> Mail:
    """One message that holds one notification, or several as a digest, in the person's language."""
    with translation.override(person.language):
        is_digest = len(notifications) > 1
        parts = [f"■ {n.title}\n{_part(n)}" if is_digest else _part(n) for n in notifications]
        greeting = _("%(name)s 様") % {"name": person.name}
        body = "\n\n".join([greeting, *parts, _foot(notifications)]) + "\n"
        return Mail(person.email, _subject(notifications), body)


def send_pending_mail() -> tuple[int, int]:
    """Send what was not yet mailed, one message a person; says how many messages went out and how many failed.

    What failed is tried again by the next run, for three days. Two runs at the same time send nothing twice: each
    notification is claimed before it is sent.
    """
    with scope.within(scope.EVERYWHERE):
        waiting = (
            Notification.objects.filter(by_mail=True, emailed_at__isnull=True, sent_at__gte=clock.now() - TRY_FOR)
            .exclude(person__email="")
            .select_related("person", "municipality")
            .order_by("person_id", "pk")
        )
        outcomes = [_send(list(group)) for _person, group in groupby(waiting, key=lambda n: n.person_id)]
    return outcomes.count(True), outcomes.count(False)


def _send(notifications: list[Notification]) -> bool | None:
    """Claim and mail one person's notifications. `None`: another worker was first."""
    claimed = [notification for notification in notifications if _claim(notification)]
    if not claimed:
        return None
    mail = compose_mail(claimed[0].person, claimed)
    try:
        EmailMessage(mail.subject, mail.body, to=[mail.to]).send()
    except OSError:  # what smtplib raises, a refused connection and a time-out alike
        Notification.objects.filter(pk__in=[n.pk for n in claimed]).update(emailed_at=None)
        return False
    return True


def _claim(notification: Notification) -> bool:
    free = Notification.objects.filter(pk=notification.pk, emailed_at__isnull=True)
    return bool(free.update(emailed_at=clock.now()))


def _subject(notifications: Sequence[Notification]) -> str:
    first, more = notifications[0].title, len(notifications) - 1
    if not more:
        return first
    text = ngettext("%(first)s ほか%(more)d件のお知らせ", "%(first)s ほか%(more)d件のお知らせ", more)
    return text % {"first": first, "more": more}


def _part(notification: Notification) -> str:
    body = notification.body.strip()
    return f"{body}\n\n{_('くわしく')}： {settings.SITE_URL}{notification.url}" if notification.url else body


def _foot(notifications: Sequence[Notification]) -> str:
    senders = "、".join(dict.fromkeys(notification.municipality.name for notification in notifications))
    text = _("Hanpo（%(senders)s）からの自動のお知らせです。このメールには返信できません。")
    return f"--\n{text % {'senders': senders}}"
