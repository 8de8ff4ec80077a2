"""Writes of signing in."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialLogin
from allauth.usersessions.models import UserSession
from django.http import HttpRequest

from hanpo.core import audit
from hanpo.core.models import Person
from hanpo.portal.signin.invitation import invitation


@audit.deed
def link_identity(*, actor: Person, request: HttpRequest, identity: SocialLogin, provider: str) -> None:
    """Let a person sign in from now on with the identity that a provider vouches for."""
    identity.connect(request, actor)
    audit.record(
        actor=actor, verb="link_identity", subject=actor, new={"provider": provider, "identity": identity.account.uid}
    )


@audit.deed
def forget_second_factors(*, actor: Person | None, person: Person) -> int:
    """Take every second factor from a person who lost them, and end their sessions; says how many there were.

    Recovery codes go as well. Whoever asks for it must have seen that it is the person.
    """
    kinds = list(Authenticator.objects.filter(user=person).values_list("type", flat=True))
    Authenticator.objects.filter(user=person).delete()
    for session in UserSession.objects.filter(user=person):
        session.end()
    audit.record(actor=actor, verb="forget_second_factors", subject=person, old={"second_factors": sorted(kinds)})
    return len(kinds)


@audit.deed
def invite_person(*, actor: Person, person: Person) -> None:
    """Mail a person the link that sets their password. Raises `OSError` when the mail cannot be handed over."""
    invitation(person=person, sender=actor).send()
    audit.record(actor=actor, verb="invite_person", subject=person, new={"email": person.email})
