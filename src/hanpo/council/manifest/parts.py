"""What one part of the council (surveys, choosing, conversations, systems) offers to the house."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from hanpo.core.registry import (
    CalendarSource,
    JobKind,
    Permission,
    Place,
    PrefectureFact,
    ResidentSource,
    SearchSource,
    Text,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the council's manifest."""

    permissions: tuple[Permission, ...] = ()
    places: tuple[Place, ...] = ()
    search: tuple[SearchSource, ...] = ()
    calendar: tuple[CalendarSource, ...] = ()
    residents: tuple[ResidentSource, ...] = ()
    prefecture_facts: tuple[PrefectureFact, ...] = ()
    jobs: tuple[JobKind, ...] = ()
    verbs: Mapping[str, Text] = field(default_factory=dict)
