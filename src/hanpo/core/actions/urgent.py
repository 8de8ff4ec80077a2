"""Writes of urgent work: a run of the preparers tells each person once what is due soon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hanpo.core import audit
from hanpo.core.actions.notifications import notify
from hanpo.core.models import Notification, Person, PreparedWork
from hanpo.core.queries.urgent import TRAY, was_mailed
from hanpo.core.templatetags.japanese import wareki

MOST_TOLD = 5
"""Pieces of work that a notification names one by one."""


@audit.deed
def tell_urgent_work(
    *, actor: Person | None, person: Person, works: Sequence[PreparedWork], today: date
) -> Notification:
    """Tell a person of the urgent work that a run found for them, in their language: one notification, however much.

    By mail once a day at most, and only to who wants it.
    """
    with translation.override(person.language):
        title, body = _title(works), _body(works)
    (told,) = notify(
        actor=actor, people=[person], municipality=works[0].municipality, title=title, body=body, url=TRAY,
        by_mail=person.mails_urgent_work and not was_mailed(person=person, day=today),
    )  # fmt: skip
    return told


def _title(works: Sequence[PreparedWork]) -> str:
    count = len(works)
    words = ngettext("急ぎのおぜん立てが%(n)d件できました", "急ぎのおぜん立てが%(n)d件できました", count)
    return words % {"n": count}


def _body(works: Sequence[PreparedWork]) -> str:
    lines = [
        _("期限が近い仕事、過ぎた仕事を用意しました。おぜん立てを開いて、承認・直して承認・見送りを選んでください。")
    ]
    lines += [f"・{work.title}　{_deadline(work)}" for work in works[:MOST_TOLD]]
    if left := len(works) - MOST_TOLD:
        lines += [_("ほか%(n)d件") % {"n": left}] if left > 0 else []
    return "\n".join(lines)


def _deadline(work: PreparedWork) -> str:
    return _("期限 %(day)s") % {"day": wareki(work.due)}
