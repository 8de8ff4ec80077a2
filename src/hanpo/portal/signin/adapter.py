"""How allauth behaves in Hanpo: nobody signs up, and identities from outside are let in only for people already
known.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from hanpo.core import clock
from hanpo.core.access import access_of
from hanpo.core.models import Person
from hanpo.portal.signin.actions import link_identity


class AccountAdapter(DefaultAccountAdapter):
    """Passwords."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _(
            "利用者IDかパスワードがちがいます。大文字・小文字と、日本語入力になっていないかを確かめてください。"
        ),
        "incorrect_password": _(
            "パスワードがちがいます。大文字・小文字と、日本語入力になっていないかを確かめてください。"
        ),
        "too_many_login_attempts": _("続けてまちがえたため、しばらく受け付けません。5分ほど待ってください。"),
        "rate_limited": _("短いあいだに何度も送られました。少し待ってから、もう一度送ってください。"),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by administrators and offices."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The network address of the person; this machine's own when the request came over no network (a socket)."""
        try:
            return super().get_client_ip(request)
        except PermissionDenied:
            return "127.0.0.1"

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask who it is again before a sensitive change, unless the person has proved it within the last minutes."""
        proofs = get_authentication_records(self.request, self.request.user)
        fresh = [
            proof
            for proof in proofs
            if clock.now().timestamp() - proof["at"] < account_settings.REAUTHENTICATION_TIMEOUT
        ]
        return not fresh and super().is_reauthentication_required(app=app, **kwargs)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count no failed passwords here: axes counts them in the database, for all processes."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """Second factors; their secrets are kept encrypted with the key of the installation."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("数字がちがうか、時間が過ぎました。いまアプリに出ている数字を入れてください。"),
    }

    def encrypt(self, text: str) -> str:
        """The secret as it is stored."""
        return _safe().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """The secret itself. Raises `InvalidToken` when the installation's key was changed without keeping the old."""
        return _safe().decrypt(encrypted_text.encode()).decode()


class IdentityAdapter(DefaultSocialAccountAdapter):
    """Single sign-on. Each provider's settings say by which claim and field its people are known, and who they are.

    `person_claim` (default `preferred_username`), `person_field` (`username` or `email`) and `people` (`staff`, the
    default, or `residents`): a provider of residents never opens the account of a member of staff, or the reverse.
    """

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Accounts are made by administrators and offices."""
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Find the person whose identity this is, and link them when it is seen for the first time."""
        chosen = sociallogin.provider.app.settings
        person = sociallogin.user if sociallogin.is_existing else _person_of(sociallogin, chosen)
        if person is None or not _is_meant(person, chosen):
            raise ImmediateHttpResponse(render(request, "socialaccount/unknown.html", status=403))
        if not sociallogin.is_existing:
            link_identity(actor=person, request=request, identity=sociallogin, provider=sociallogin.account.provider)


def _person_of(sociallogin: SocialLogin, chosen: Mapping[str, Any]) -> Person | None:
    """The active person known by the claim. An e-mail address counts only when the provider says it is verified."""
    told = sociallogin.account.extra_data
    claims = told.get("userinfo") or told.get("id_token") or told
    field, value = chosen.get("person_field", "username"), claims.get(chosen.get("person_claim", "preferred_username"))
    if not value or field not in ("username", "email") or (field == "email" and not claims.get("email_verified")):
        return None
    found = list(Person.objects.filter(**{field: value}, is_active=True)[:2])
    return found[0] if len(found) == 1 else None


def _is_meant(person: Person, chosen: Mapping[str, Any]) -> bool:
    wants_staff = chosen.get("people", "staff") == "staff"
    return access_of(person, today=clock.today()).is_staff == wants_staff


def _safe() -> MultiFernet:
    keys = [str(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(hashlib.sha256(key.encode()).digest())) for key in keys])
