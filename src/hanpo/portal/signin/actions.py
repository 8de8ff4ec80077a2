"""Writes of signing in."""

from __future__ import annotations

from allauth.socialaccount.models import SocialLogin
from django.http import HttpRequest

from hanpo.core import audit
from hanpo.core.models import Person


@audit.deed
def link_identity(*, actor: Person, request: HttpRequest, identity: SocialLogin, provider: str) -> None:
    """Let a person sign in from now on with the identity that a provider vouches for."""
    identity.connect(request, actor)
    audit.record(
        actor=actor, verb="link_identity", subject=actor, new={"provider": provider, "identity": identity.account.uid}
    )
