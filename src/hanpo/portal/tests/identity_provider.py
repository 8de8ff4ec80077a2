"""A small and strict OpenID Connect provider on this machine, for tests of single sign-on.

It knows one client and one person, checks redirect address, nonce, PKCE (RFC 7636, S256 only) and the one-time code,
answers `nonce`, and signs its ID tokens (RS256). `refused` holds what it did not accept.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import threading
import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT_ID, CLIENT_SECRET = "hanpo", "the client's secret"


@dataclass
class Provider:
    """What the provider knows, what it has seen, and (for tests of refusal) what is wrong with its tokens.

    `signing_key`: another key than the published one; `key_id`: what the token says of its key; `added`: claims of the
    token that differ; `left_out`: those that it lacks.
    """

    claims: dict[str, Any]
    audience: str = CLIENT_ID
    key: rsa.RSAPrivateKey = field(
        default_factory=lambda: rsa.generate_private_key(public_exponent=65537, key_size=2048)
    )
    signing_key: rsa.RSAPrivateKey | None = None
    key_id: str | None = "one"
    added: dict[str, Any] = field(default_factory=dict)
    left_out: tuple[str, ...] = ()
    gives_id_token: bool = True
    grants: dict[str, dict[str, str]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    url: str = ""

    def settings(self, **more: Any) -> list[dict[str, Any]]:
        """The provider as an installation lists it."""
        return [{"provider_id": "office", "name": "職場のID", "client_id": CLIENT_ID, "secret": CLIENT_SECRET,
                 "settings": {"server_url": self.url, "token_auth_method": "client_secret_post", **more}}]  # fmt: skip

    def configuration(self) -> dict[str, Any]:
        """Discovery (OpenID Connect Discovery 1.0, section 4.2)."""
        return {
            "issuer": self.url,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/jwks",
            "code_challenge_methods_supported": ["S256"],
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
        }

    def keys(self) -> dict[str, Any]:
        """The public key, by which anybody can check the signature."""
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [{**public, "kid": "one", "use": "sig", "alg": "RS256"}]}

    def grant(self, asked: dict[str, str]) -> str:
        """Check what the client asks for and give the address to go back to, with a code."""
        wanted = {"client_id": CLIENT_ID, "response_type": "code", "code_challenge_method": "S256"}
        wrong = [name for name, value in wanted.items() if asked.get(name) != value]
        wrong += [name for name in ("state", "nonce", "code_challenge", "redirect_uri") if not asked.get(name)]
        if wrong or "openid" not in asked.get("scope", "").split():
            raise ValueError(f"authorize: {wrong or 'scope'}")
        code = secrets.token_urlsafe(16)
        self.grants[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, sent: dict[str, str]) -> dict[str, Any]:
        """Give tokens for a code, once, to the client that can show the verifier."""
        asked = self.grants.pop(sent.get("code", ""), None)
        if asked is None:
            raise ValueError("token: unknown or used code")
        verifier = hashlib.sha256(sent.get("code_verifier", "").encode()).digest()
        if base64.urlsafe_b64encode(verifier).rstrip(b"=").decode() != asked["code_challenge"]:
            raise ValueError("token: code_verifier")
        if (sent.get("client_id"), sent.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
            raise ValueError("token: client")
        if sent.get("redirect_uri") != asked["redirect_uri"]:
            raise ValueError("token: redirect_uri")
        tokens = {"access_token": "the access token", "token_type": "Bearer"}
        return {**tokens, "id_token": self._id_token(asked)} if self.gives_id_token else tokens

    def _id_token(self, asked: dict[str, str]) -> str:
        now = int(time.time())
        said = {
            "iss": self.url,
            "aud": self.audience,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            **self.claims,
        }
        headers = {"kid": self.key_id} if self.key_id else {}
        said = {name: value for name, value in (said | self.added).items() if name not in self.left_out}
        return jwt.encode(said, self.signing_key or self.key, algorithm="RS256", headers=headers)


class _Handler(BaseHTTPRequestHandler):
    provider: Provider

    def do_GET(self) -> None:
        path, asked = urlsplit(self.path).path, _flat(urlsplit(self.path).query)
        if path == "/authorize":
            return self._page(asked)
        if path == "/userinfo" and self.headers["Authorization"] != "Bearer the access token":
            return self._json({}, 401)
        answers = {"/.well-known/openid-configuration": self.provider.configuration, "/jwks": self.provider.keys,
                   "/userinfo": lambda: self.provider.claims}  # fmt: skip
        return self._json(answers[path]()) if path in answers else self._json({}, 404)

    def do_POST(self) -> None:
        sent = _flat(self.rfile.read(int(self.headers["Content-Length"] or 0)).decode())
        try:
            if self.path == "/token":
                self._json(self.provider.token(sent))
            else:
                self._redirect(self.provider.grant(sent))
        except ValueError as refusal:
            self.provider.refused.append(str(refusal))
            self._json({"error": "invalid_request"}, 400)

    def log_message(self, *_said: Any) -> None:
        """Keep quiet."""

    def _page(self, asked: dict[str, str]) -> None:
        hidden = "".join(f'<input type="hidden" name="{name}" value="{value}">' for name, value in asked.items())
        page = f'<!doctype html><title>ID</title><form method="post">{hidden}<button>続ける</button></form>'
        self._answer(page.encode(), "text/html; charset=utf-8", 200)

    def _json(self, content: dict[str, Any], status: int = 200) -> None:
        self._answer(json.dumps(content).encode(), "application/json", status)

    def _redirect(self, url: str) -> None:
        self.send_response(302)
        self.send_header("Location", url)
        self.end_headers()

    def _answer(self, body: bytes, kind: str, status: int) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _flat(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}


class Running:
    """The provider, listening while the block runs."""

    def __init__(self, **claims: Any) -> None:
        self.provider = Provider({"sub": "subject-1", **claims})

    def __enter__(self) -> Provider:
        handler = type("Handler", (_Handler,), {"provider": self.provider})
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.provider.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self.provider

    def __exit__(self, *_error: object) -> None:
        self._server.shutdown()
        self._server.server_close()
