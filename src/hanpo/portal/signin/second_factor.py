"""Staff work with residents' data and need a second factor; residents may do without."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

HAS_ONE = "hanpo_second_factor"
"""Session key: this session's person was found to have a second factor, so that not every request asks again."""


class SecondFactorMiddleware:
    """Leads staff without a second factor to the page that sets one up, whatever page they asked for."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_SECOND_FACTOR and request.user.is_authenticated and _is_missing(request):
            messages.warning(request, _("職員は、二段階の確認を設定してから使えます。"))
            return redirect("mfa_index")
        return self.get_response(request)


def _is_missing(request: HttpRequest) -> bool:
    if request.session.get(HAS_ONE) or _is_open(request.path):
        return False
    if not request.access.is_staff:  # type: ignore[attr-defined]
        return False
    if _vouched_for(request) or _has_own(request):
        request.session[HAS_ONE] = True
        return False
    return True


def _has_own(request: HttpRequest) -> bool:
    return is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])


def _vouched_for(request: HttpRequest) -> bool:
    """Whether the person came by a provider that asks for a second factor itself (`second_factor` in its settings)."""
    vouching = {p["provider_id"] for p in settings.OIDC_PROVIDERS if p.get("settings", {}).get("second_factor") is True}
    used = {record.get("provider") for record in get_authentication_records(request, request.user)}
    return bool(vouching & used)


def _is_open(path: str) -> bool:
    """The pages that set a second factor up, sign out, change the language, explain, and the files pages are made
    of.
    """
    account = reverse("account_login").removesuffix("login/")
    opened = (account, reverse("set_language"), reverse("portal:session"), reverse("portal:about"),
              reverse("portal:accessibility"), settings.STATIC_URL)  # fmt: skip
    return path.startswith(opened)
