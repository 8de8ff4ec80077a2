"""What every page shows around its content: who the person is here, the places to go to, and what waits.

Everything that costs a query is worked out only when a page asks for it: parts of pages (HTMX) ask for nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from hanpo.core import registry
from hanpo.core.access import Access
from hanpo.core.queries.notifications import unread_count
from hanpo.core.registry import Manifest, Text

FURIGANA_COOKIE = "hanpo_furigana"
OF_THE_PORTAL = "portal"
"""The manifest whose places stand at the top of the navigation, without a heading."""


@dataclass(frozen=True, slots=True)
class Link:
    """A place of the navigation, with its address; `is_current` when the page shown lies there."""

    label: Text
    url: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Group:
    """The places of one field. Those of the other fields are folded (`is_open`) while one works in a field."""

    key: str
    label: Text
    accent: str
    links: Sequence[Link]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Post:
    """Where a person works, and as what."""

    place: str
    role: Text


def house(request: HttpRequest) -> dict[str, Any]:
    """The frame of a page: navigation, posts and unread notifications of the person who signed in."""
    frame: dict[str, Any] = {
        "accent": _accent(request),
        "furigana": {"on": True, "off": False}.get(request.COOKIES.get(FURIGANA_COOKIE, "")),
        "idle_seconds": 0,
        "navigation": [],
    }
    access = getattr(request, "access", None)
    person = request.user
    if access is None or not person.is_authenticated:
        return frame
    return frame | {
        "access": access,
        "idle_seconds": settings.SESSION_IDLE_MINUTES * 60,
        "notification_count": SimpleLazyObject(lambda: unread_count(person=person)),
        "navigation": SimpleLazyObject(lambda: navigation(access=access, path=request.path)),
        "posts": SimpleLazyObject(lambda: posts(access)),
    }


def navigation(*, access: Access, path: str) -> list[Group]:
    """The places that this person may go to, by field. The place whose address begins `path` longest is the current
    one.
    """
    found = [(m, _addresses(m, access)) for m in registry.manifests()]
    urls = [url for _m, places in found for _label, url in places if _lies_under(path, url)]
    current = max(urls, key=len, default=None)
    here = next((m.key for m, places in found if current in [url for _label, url in places]), OF_THE_PORTAL)
    return [
        Group(m.key, m.label, m.accent, [Link(label, url, url == current) for label, url in places],
              is_open=here in (m.key, OF_THE_PORTAL))
        for m, places in found
        if places
    ]  # fmt: skip


def posts(access: Access) -> list[Post]:
    """The posts of a person, as the head of a page names them."""
    known = registry.roles()
    return [
        Post(f"{a.municipality} {a.section}" if a.section else str(a.municipality), known[a.role].label)
        for a in access.assignments
        if a.role in known
    ]


def _addresses(manifest: Manifest, access: Access) -> list[tuple[Text, str]]:
    """Label and address of the places; one that needs an argument cannot stand in the navigation and is left out."""
    allowed = [place for place in manifest.places if access.allows(place.permission)]
    addresses = [(place.label, _address(place.url_name)) for place in allowed]
    return [(label, url) for label, url in addresses if url]


def _address(url_name: str) -> str:
    try:
        return reverse(url_name)
    except NoReverseMatch:
        return ""


def _lies_under(path: str, url: str) -> bool:
    return path == url or (url != "/" and path.startswith(url))


def _accent(request: HttpRequest) -> str:
    """The colour of the field that the page belongs to."""
    match = request.resolver_match
    name = match.app_name.split(":")[0] if match else ""
    return next((m.accent for m in registry.manifests() if m.key == name), "blue")
