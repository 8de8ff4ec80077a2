"""Classes of members by which results are told apart: cities and towns, how many people live there, the region."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from hanpo.core.japanese.hyogo_census import PEOPLE, REGION_OF, REGIONS
from hanpo.forms.engine.aggregates import Column, Grouping
from hanpo.forms.engine.definition import Words

UNKNOWN: Final = "unknown"
_STEPS: Final = (0, 30_000, 50_000, 100_000, 300_000)

_KINDS: Final = {"city": Words("市", "し", "Cities"), "town": Words("町", "まち", "Towns")}
_PEOPLE: Final = {
    **{
        str(low): Words(
            f"{high // 10_000}万人未満" if not low else f"{low // 10_000}万〜{high // 10_000}万人未満",
            en=f"{low:,} to {high - 1:,} people" if low else f"fewer than {high:,} people",
        )
        for low, high in pairwise(_STEPS)
    },
    str(_STEPS[-1]): Words(f"{_STEPS[-1] // 10_000}万人以上", en=f"{_STEPS[-1]:,} people and more"),
}
_REGIONS: Final = {name: Words(name) for name in REGIONS}

CLASSES: Final = ("kind", "people", "region")
"""What members can be told apart by: 市・町, the people of the census, the region."""

_LABELS: Final = {"kind": _KINDS, "people": _PEOPLE, "region": _REGIONS}


def class_labels(by: str) -> dict[str, Words]:
    """The classes of a kind in their order, with their names. Raises `KeyError` for a kind that is none."""
    return dict(_LABELS[by])


def class_of(by: str, *, code: str, kind: str) -> str:
    """The class of a member; "unknown" where the census or the region does not know it. Raises `KeyError`."""
    known = _LABELS[by]
    if by == "kind":
        return kind if kind in known else UNKNOWN
    if by == "region":
        return REGION_OF.get(code, UNKNOWN)
    people = PEOPLE.get(code)
    return UNKNOWN if people is None else str(max(step for step in _STEPS if step <= people))


def grouping(by: str, classes: Sequence[str], *, further: Sequence[str] = ()) -> Grouping | None:
    """The groups of responses by their classes, none where `by` is empty; columns also for classes in `further`.

    Classes to which nobody belongs have no column.
    """
    if not by:
        return None
    found = {*classes, *further}
    columns = [Column(key, words) for key, words in _LABELS[by].items() if key in found]
    if UNKNOWN in found:
        columns.append(Column(UNKNOWN, Words("区分なし", en="Not classed")))
    return Grouping(tuple(columns), tuple(classes))
