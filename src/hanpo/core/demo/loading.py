"""Loads a demo into an empty house, and says who can sign in there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hanpo.core import audit, registry, scope
from hanpo.core.demo import entrances
from hanpo.core.demo.entrances import SignIn
from hanpo.core.demo.ground import load_ground
from hanpo.core.japanese.hyogo import HYOGO_PREFECTURE
from hanpo.core.models import AuditEntry, Municipality, Person

Loaded = Callable[[str], None]
"""Told the label of each manifest whose demo was loaded."""


class HouseInUse(RuntimeError):
    """The database holds people who are not from the demo: it must not be loaded there."""


def load_demo(*, today: date, loaded: Loaded = lambda _label: None) -> date:
    """Load what is not loaded yet, the ground first, then every field's; returns the day the demo is counted from.

    Loading again changes nothing. Raises `HouseInUse` in a house where people work already.
    """
    with scope.within(scope.EVERYWHERE):
        anchor = _anchor("core")
        if anchor is None:
            if Person.objects.exists():
                raise HouseInUse
            anchor = today
        for key, label, load in [("core", _("基盤"), load_ground), *_of_fields()]:
            if _anchor(key) is None:
                _load(key=key, load=load, anchor=anchor)
                loaded(str(label))
    return anchor


def sign_ins() -> list[SignIn]:
    """Everybody of the demo who can sign in, by role, with their posts in force on the day the demo counts from."""
    with scope.within(scope.EVERYWHERE):
        return entrances.sign_ins(day=_anchor("core") or timezone.localdate())


def _of_fields() -> list[tuple[str, Any, Callable[..., None]]]:
    found = [m for m in registry.manifests() if m.key != "core" and m.demo is not None]
    return [(manifest.key, manifest.label, manifest.demo) for manifest in found if manifest.demo]


def _anchor(key: str) -> date | None:
    """The day from which a loaded demo counts."""
    entry = AuditEntry.objects.filter(verb=f"load_demo:{key}").first()
    return date.fromisoformat(entry.new["today"]) if entry else None


@audit.deed
def _load(*, key: str, load: Callable[..., None], anchor: date) -> None:
    load(today=anchor)
    subject = Municipality.objects.get(code=HYOGO_PREFECTURE.code)
    audit.record(actor=None, verb=f"load_demo:{key}", subject=subject, new={"today": anchor})
