"""What is accepted from a provider: an ID token with its signature, for us, with our nonce."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from typing import Any

from allauth.socialaccount.models import SocialApp, SocialLogin, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Client, OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

REQUIRED = ("iss", "sub", "aud", "exp", "iat")
"""What an ID token must say (OpenID Connect Core 1.0, section 2)."""


class StrictAdapter(OpenIDConnectOAuth2Adapter):
    """One sign-in at a provider."""

    nonce = ""

    def get_access_token_data(
        self, request: HttpRequest, app: SocialApp, client: OAuth2Client, pkce_code_verifier: str | None = None
    ) -> dict[str, Any]:
        """Fetch the tokens. From here on the ID token is treated like one that came by a stranger's hand."""
        data: dict[str, Any] = super().get_access_token_data(request, app, client, pkce_code_verifier)
        self.did_fetch_access_token = False
        self.nonce = nonce_of(pkce_code_verifier or "")
        return data

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> SocialLogin:
        """Who it is. Raises `OAuth2Error` without an ID token: userinfo alone proves nothing."""
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no ID token")
        return super().complete_login(request, app, token, **kwargs)

    def _decode_id_token(self, app: SocialApp, id_token: str) -> dict[str, Any]:
        """Check signature, issuer, audience, end and nonce (OpenID Connect Core 1.0, section 3.1.3.7).

        Issuer, audience and end are compared by allauth where the token names them.
        """
        try:
            said: dict[str, Any] = super()._decode_id_token(app, id_token)
        except (KeyError, TypeError) as error:  # a token that names no key, or a key of another kind
            raise OAuth2Error("Invalid id_token") from error
        if said.get("nonce") != self.nonce:
            raise OAuth2Error("the ID token answers another question")
        _require_whole(said, app.client_id)
        return said


def _require_whole(said: Mapping[str, Any], client_id: str) -> None:
    """Raise `OAuth2Error` for a token that lacks what it must say, so that it never ends or names nobody (section 2),
    or that was issued to somebody else (section 3.1.3.7, point 4).
    """
    missing = [claim for claim in REQUIRED if not said.get(claim)]
    if missing:
        raise OAuth2Error(f"the ID token does not say {', '.join(missing)}")
    if isinstance(said["aud"], list) and len(said["aud"]) > 1 and said.get("azp") != client_id:
        raise OAuth2Error("the ID token was issued to somebody else")


def nonce_of(verifier: str) -> str:
    """The nonce of a sign-in: made from its PKCE verifier, which only this session knows."""
    digest = hashlib.sha256(f"nonce:{verifier}".encode()).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
