"""The mail to somebody just registered: who registered them, as what, and the link that sets their password."""

from __future__ import annotations

from datetime import timedelta

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.models import Person
from hanpo.core.queries.people import assignments_of, with_roles


def invitation(*, person: Person, sender: Person) -> EmailMessage:
    """The mail, in the person's language. Its link works once, and for as long as links to a new password do."""
    with translation.override(person.language):
        context = {
            "person": person,
            "sender": sender,
            "office": _office(sender),
            "posts": with_roles(assignments_of(person=person)),
            "link": _link(person),
            "until": clock.now() + timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
            "site": settings.SITE_URL,
        }
        body = render_to_string("account/email/invitation_message.txt", context)
        return EmailMessage(_("【半歩先】登録しました。パスワードを決めてください"), body, to=[person.email])


def _office(sender: Person) -> str:
    held = assignments_of(person=sender).first()
    return " ".join(str(part) for part in (held.municipality, held.section) if part) if held else "Hanpo"


def _link(person: Person) -> str:
    key = default_token_generator.make_token(person)
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(person), "key": key})
    return f"{settings.SITE_URL.rstrip('/')}{path}"
