"""Every address of Hanpo, walked out of the URL resolver, with what guards it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

THIRD_PARTY = {
    "account/": "django-allauth: sign-in, second factor and single sign-on, each guarded by allauth itself",
    "i18n/": "Django: sets the language of the session",
}
"""Addresses whose views are not ours, and whose they are."""


@dataclass(frozen=True, slots=True)
class Route:
    """One address: its full name (`hub:project`), its pattern, its view, and the names of its arguments."""

    name: str
    pattern: str
    view: Callable[..., Any]
    arguments: tuple[str, ...]

    @property
    def guard(self) -> str | None:
        """The permission that the view carries; nothing where it is public. Raises `AttributeError` without either."""
        guard: str | None = self.view.permission  # type: ignore[attr-defined]
        return guard

    @property
    def is_public(self) -> bool:
        """Whether anybody may open it."""
        return self.guard is None


def ours() -> list[Route]:
    """Every address whose view is Hanpo's own."""
    return [route for route in _walk(get_resolver(), "", "") if not route.pattern.startswith(tuple(THIRD_PARTY))]


def _walk(resolver: URLResolver, prefix: str, space: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry, pattern, inner)
        elif isinstance(entry, URLPattern):
            yield Route(f"{space}{entry.name or ''}", pattern, entry.callback, tuple(entry.pattern.converters))
