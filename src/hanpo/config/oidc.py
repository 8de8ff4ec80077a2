"""What the settings read out of the list of single sign-on providers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import urlsplit


def origins_of(providers: Iterable[Mapping[str, Any]]) -> list[str]:
    """Where a sign-in form may lead: the origin of each provider, and of its sign-in page when that lies elsewhere.

    Browsers hold the content security policy's `form-action` against redirects too.
    """
    named = [provider.get("settings", {}) for provider in providers]
    addresses = [address for one in named for address in (one.get("server_url"), one.get("sign_in_url")) if address]
    return sorted({f"{urlsplit(address).scheme}://{urlsplit(address).netloc}" for address in addresses})
