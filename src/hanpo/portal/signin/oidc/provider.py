"""What is asked of a provider: PKCE and a nonce, always."""

from __future__ import annotations

from typing import Any

from allauth.socialaccount.models import SocialLogin
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.utils import generate_code_challenge
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest

from hanpo.portal.signin.oidc.adapter import StrictAdapter, nonce_of


class StrictProvider(OpenIDConnectProvider):
    """A provider of an installation. Its people are those of the ID token, whatever else it tells about them."""

    package = "hanpo.portal.signin.oidc"
    oauth2_adapter_class = StrictAdapter

    def get_pkce_params(self) -> dict[str, str]:
        """The challenge (RFC 7636) and the nonce that belongs to it; both prove that the answer is to our question."""
        asked = generate_code_challenge()
        return {**asked, "nonce": nonce_of(asked["code_verifier"])}

    def sociallogin_from_response(self, request: HttpRequest, response: dict[str, Any]) -> SocialLogin:
        """Refuse userinfo about somebody else than the ID token names (OpenID Connect Core 1.0, section 5.3.2)."""
        told = response.get("userinfo")
        if told and told.get("sub") != response["id_token"]["sub"]:
            raise OAuth2Error("userinfo tells about another subject")
        return super().sociallogin_from_response(request, response)
