"""What every page shows around its content: the places a person may go to, and what waits."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from hanpo.core import registry


def house(request: HttpRequest) -> dict[str, Any]:
    """The navigation of the person who signed in."""
    access = getattr(request, "access", None)
    if access is None or not request.user.is_authenticated:
        return {"places": []}
    return {
        "access": access,
        "places": [
            place for manifest in registry.manifests() for place in manifest.places if access.allows(place.permission)
        ],
    }
