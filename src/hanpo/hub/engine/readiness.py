"""Reads a gate: which evidence is there, what is missing, and which step towards it is the smallest.

The views (技術・事業・制度・社会的受容性・人材) come from the caller, in the order in which they are shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum


class Shown(Enum):
    """How far a criterion was shown; `NOT_LOOKED` where no evidence was ever recorded."""

    MET = "met"
    PARTLY = "partly"
    NOT_MET = "not_met"
    NOT_NEEDED = "not_needed"
    NOT_LOOKED = "not_looked"


class Light(Enum):
    """The colour of a view; unknown is not red."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    UNKNOWN = "unknown"


SETTLED = frozenset({Shown.MET, Shown.NOT_NEEDED})
_NEARNESS = {Shown.PARTLY: 0, Shown.NOT_LOOKED: 1, Shown.NOT_MET: 2}


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One thing to be shown, with the state of its latest evidence."""

    key: int
    view: str
    statement: str
    is_required: bool = True
    shown: Shown = Shown.NOT_LOOKED

    @property
    def is_missing(self) -> bool:
        """Whether the gate waits for it."""
        return self.is_required and self.shown not in SETTLED


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """One view of readiness: its colour, and what it waits for."""

    view: str
    light: Light
    criteria: tuple[Criterion, ...]
    missing: tuple[Criterion, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """A gate as it stands. `next_smallest` is the missing criterion that is nearest to being shown."""

    views: tuple[View, ...]
    missing: tuple[Criterion, ...]
    next_smallest: Criterion | None
    shown: int
    required: int

    @property
    def is_complete(self) -> bool:
        """Whether every required criterion is settled. A gate without criteria is never complete by itself."""
        return self.required > 0 and not self.missing


def read_gate(*, criteria: Sequence[Criterion], views: Sequence[str]) -> Gate:
    """Read the gate from its criteria, given in the order in which they are shown."""
    read = tuple(_view(name, tuple(c for c in criteria if c.view == name)) for name in views)
    missing = tuple(c for view in read for c in view.missing)
    required = [c for c in criteria if c.is_required]
    return Gate(
        views=read,
        missing=missing,
        next_smallest=min(missing, key=lambda c: _NEARNESS[c.shown], default=None),
        shown=sum(1 for c in required if c.shown in SETTLED),
        required=len(required),
    )


def _view(name: str, criteria: tuple[Criterion, ...]) -> View:
    return View(
        view=name, light=_light(criteria), criteria=criteria, missing=tuple(c for c in criteria if c.is_missing)
    )


def _light(criteria: tuple[Criterion, ...]) -> Light:
    if all(c.shown is Shown.NOT_LOOKED for c in criteria):
        return Light.UNKNOWN
    required = [c for c in criteria if c.is_required]
    if all(c.shown in SETTLED for c in required):
        return Light.GREEN
    return Light.RED if any(c.shown is Shown.NOT_MET for c in required) else Light.AMBER
