"""Three-way merge of plain JSON, so that an improved model can be taken over without losing what was changed at home.

Dictionaries are merged key by key; lists of items (dictionaries with an `id`, each id once) item by item with their
order; everything else as a whole. Where both sides changed the same thing differently, our side stands for the time
being and a `Conflict` carries all three versions: nothing is ever dropped unseen.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final, Literal

Json = Any
"""None, a truth value, a number, a string, a list of these, or a dictionary with string keys."""

Side = Literal["ours", "theirs"]


class _Absent(Enum):
    ABSENT = "absent"


ABSENT: Final = _Absent.ABSENT
"""What stands where one version has no such key or item."""

ORDER = "#order"
"""The last part of the path of a conflict or difference that concerns the order of a list of items."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place that both sides changed differently. `path` names it for resolutions, `label` for people."""

    path: str
    label: str
    base: Json
    ours: Json
    theirs: Json


@dataclass(frozen=True, slots=True)
class Merge:
    """The merged content, and the conflicts in which `ours` stands until they are resolved."""

    content: Json
    conflicts: tuple[Conflict, ...]


class Kind(Enum):
    """What happened between two versions."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """One place where two versions differ; `before` or `after` is `ABSENT` where something was added or removed."""

    path: str
    label: str
    kind: Kind
    before: Json
    after: Json


def merge(
    base: Json,
    ours: Json,
    theirs: Json,
    *,
    resolutions: Mapping[str, Side] | None = None,
    labels: Mapping[str, str] | None = None,
) -> Merge:
    """Merge two versions that both come from `base`.

    `resolutions` settles conflicts by their path; `labels` gives keys a name for people. When neither side is left with
    a conflict, the order of the sides does not matter.
    """
    merging = _Merging(resolutions or {}, labels or {})
    content = merging.value(_Place((), ()), base, ours, theirs)
    return Merge(content, tuple(merging.conflicts))


def difference(before: Json, after: Json, *, labels: Mapping[str, str] | None = None) -> list[Difference]:
    """Every place where the versions differ, in the order in which a reader meets them."""
    return list(_differences(_Place((), ()), before, after, labels or {}))


def same(one: Json, other: Json) -> bool:
    """Whether two JSON values are equal as JSON: `1`, `1.0` and `true` are three different values."""
    return _canonical(one) == _canonical(other)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where in the content we are: keys and ids for the machine, names for people."""

    keys: tuple[str, ...]
    names: tuple[str, ...]

    def key(self, key: str, labels: Mapping[str, str]) -> _Place:
        return _Place((*self.keys, key), (*self.names, labels.get(key, key)))

    def item(self, key: str, *versions: Json) -> _Place:
        return _Place((*self.keys, key), (*self.names, _name_of(key, versions)))

    @property
    def path(self) -> str:
        return "".join("/" + key.replace("~", "~0").replace("/", "~1") for key in self.keys)

    @property
    def label(self) -> str:
        return " › ".join(self.names)


@dataclass(slots=True)
class _Merging:
    resolutions: Mapping[str, Side]
    labels: Mapping[str, str]
    conflicts: list[Conflict] = field(default_factory=list)

    def value(self, place: _Place, base: Json, ours: Json, theirs: Json) -> Json:
        if same(ours, theirs) or same(base, theirs):
            return ours
        if same(base, ours):
            return theirs
        if isinstance(ours, dict) and isinstance(theirs, dict) and (base is ABSENT or isinstance(base, dict)):
            return self._keys(place, {} if base is ABSENT else base, ours, theirs)
        items = [_items(version) for version in ([] if base is ABSENT else base, ours, theirs)]
        if all(version is not None for version in items):
            return self._items(place, *(version or {} for version in items))
        return self._conflict(place, base, ours, theirs)

    def _keys(self, place: _Place, base: dict[str, Json], ours: dict[str, Json], theirs: dict[str, Json]) -> Json:
        merged = {}
        for key in dict.fromkeys([*ours, *theirs]):
            versions = (version.get(key, ABSENT) for version in (base, ours, theirs))
            value = self.value(place.key(key, self.labels), *versions)
            if value is not ABSENT:
                merged[key] = value
        return merged

    def _items(self, place: _Place, base: dict[str, Json], ours: dict[str, Json], theirs: dict[str, Json]) -> Json:
        merged = {}
        for key in dict.fromkeys([*ours, *theirs]):
            versions = [version.get(key, ABSENT) for version in (base, ours, theirs)]
            value = self.value(place.item(key, *versions), *versions)
            if value is not ABSENT:
                merged[key] = value
        common = self._common_order(place, list(base), list(ours), list(theirs))
        return [merged[key] for key in _woven(common, list(ours), list(theirs)) if key in merged]

    def _common_order(self, place: _Place, base: list[str], ours: list[str], theirs: list[str]) -> list[str]:
        """The order of the items that both sides have: that of the side which moved some."""
        our_order, their_order = _kept(ours, theirs), _kept(theirs, ours)
        if our_order == their_order:
            return our_order
        former, our_old, their_old = _kept(base, our_order), _kept(our_order, base), _kept(their_order, base)
        if their_old == former != our_old:
            return our_order
        if our_old == former != their_old:
            return their_order
        order: list[str] = self._conflict(place.key(ORDER, self.labels), former, our_order, their_order)
        return order

    def _conflict(self, place: _Place, base: Json, ours: Json, theirs: Json) -> Json:
        chosen = self.resolutions.get(place.path)
        if chosen is None:
            self.conflicts.append(Conflict(place.path, place.label, base, ours, theirs))
        return theirs if chosen == "theirs" else ours


def _woven(common: list[str], ours: list[str], theirs: list[str]) -> list[str]:
    """The common items in their order, and behind each what either side has after it; the sides in a fixed order."""
    behind: dict[str | None, list[list[str]]] = {}
    for side in (ours, theirs):
        for anchor, run in _runs(side, frozenset(common)):
            behind.setdefault(anchor, []).append(run)
    woven = []
    for anchor in (None, *common):
        woven += [] if anchor is None else [anchor]
        woven += [key for run in sorted(behind.get(anchor, [])) for key in run]
    return woven


def _runs(order: Sequence[str], common: frozenset[str]) -> Iterator[tuple[str | None, list[str]]]:
    """The runs of items that only this side has, each with the common item before it (`None`: at the very start)."""
    anchor: str | None = None
    run: list[str] = []
    for key in order:
        if key in common:
            if run:
                yield anchor, run
            anchor, run = key, []
        else:
            run.append(key)
    if run:
        yield anchor, run


def _differences(place: _Place, before: Json, after: Json, labels: Mapping[str, str]) -> Iterator[Difference]:
    if same(before, after):
        return
    old_items, new_items = _items(before), _items(after)
    if isinstance(before, dict) and isinstance(after, dict):
        for key in dict.fromkeys([*before, *after]):
            versions = before.get(key, ABSENT), after.get(key, ABSENT)
            yield from _differences(place.key(key, labels), *versions, labels)
    elif old_items is not None and new_items is not None:
        yield from _item_differences(place, old_items, new_items, labels)
    else:
        yield Difference(place.path, place.label, _kind(before, after), before, after)


def _item_differences(
    place: _Place, before: dict[str, Json], after: dict[str, Json], labels: Mapping[str, str]
) -> Iterator[Difference]:
    for key in dict.fromkeys([*before, *after]):
        versions = before.get(key, ABSENT), after.get(key, ABSENT)
        yield from _differences(place.item(key, *versions), *versions, labels)
    old_order, new_order = _kept(list(before), after), _kept(list(after), before)
    if old_order != new_order:
        moved = place.key(ORDER, labels)
        yield Difference(moved.path, place.label, Kind.MOVED, _names(old_order, before), _names(new_order, after))


def _kind(before: Json, after: Json) -> Kind:
    if before is ABSENT:
        return Kind.ADDED
    return Kind.REMOVED if after is ABSENT else Kind.CHANGED


def _items(value: Json) -> dict[str, Json] | None:
    """The items of a list by their ids, or `None` when it is no list of items."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        return None
    ids = [item.get("id") for item in value]
    if not all(isinstance(key, str | int) and not isinstance(key, bool) for key in ids):
        return None
    items = {str(key): item for key, item in zip(ids, value, strict=True)}
    return items if len(items) == len(value) else None


def _kept(order: Sequence[str], among: Sequence[str] | Mapping[str, Json]) -> list[str]:
    wanted = set(among)
    return [key for key in order if key in wanted]


def _names(order: Sequence[str], items: Mapping[str, Json]) -> list[str]:
    return [_name_of(key, (items[key],)) for key in order]


def _name_of(key: str, versions: Sequence[Json]) -> str:
    """What people call an item: its title, label, name or statement, in the newest version that has one."""
    for version in reversed(versions):
        for name in ("title", "label", "name", "statement"):
            if isinstance(version, dict) and isinstance(version.get(name), str) and version[name]:
                return f"「{version[name]}」"
    return f"「{key}」"


def _canonical(value: Json) -> str:
    if value is ABSENT:
        return ""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
