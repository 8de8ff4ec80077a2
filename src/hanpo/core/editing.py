"""Two people edit one record: neither loses text without being shown both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from hanpo.core.database.locks import held
from hanpo.core.models import Versioned
from hanpo.core.registry import Text


@dataclass(frozen=True, slots=True)
class Clash:
    """A field that both changed: its name and label, what stands there now, and what this person wanted."""

    name: str
    label: Text
    theirs: Any
    mine: Any


class EditConflict(Exception):
    """The record changed since this person opened it. Carries every field that differs, for the page to show both."""

    def __init__(self, *, current: Versioned, clashes: tuple[Clash, ...]) -> None:
        super().__init__(f"{current} was changed by somebody else (version {current.version})")
        self.current = current
        self.clashes = clashes


@dataclass(frozen=True, slots=True)
class Change:
    """What an edit did: the values that differ, before and after."""

    old: dict[str, Any]
    new: dict[str, Any]


def change(*, row: Versioned, based_on: int, changes: Mapping[str, Any]) -> Change:
    """Write the changes to the row and raise its version; to be called inside a deed.

    `based_on` is the version the person saw. Raises `EditConflict`, and writes nothing, when the row has moved on and
    any wanted value differs from what stands there now.
    """
    current = held(type(row)._default_manager.all()).get(pk=row.pk)
    differing = {name: value for name, value in changes.items() if getattr(current, name) != value}
    if differing and current.version != based_on:
        raise EditConflict(current=current, clashes=tuple(_clash(current, n, v) for n, v in differing.items()))
    old = {name: getattr(current, name) for name in differing}
    if differing:
        for name, value in differing.items():
            setattr(current, name, value)
        current.version += 1
        current.full_clean()
        current.save()
    row.__dict__.update({k: v for k, v in current.__dict__.items() if k != "_state"})
    return Change(old, differing)


def _clash(current: Versioned, name: str, mine: Any) -> Clash:
    label = str(getattr(current._meta.get_field(name), "verbose_name", name))
    return Clash(name, label, getattr(current, name), mine)
