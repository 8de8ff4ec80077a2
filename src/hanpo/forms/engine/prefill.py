"""Answers that are known already, offered for confirmation: asked once, never silently sent.

Only what the person (or the municipality) agreed to is offered, and each value says where it comes from and of when.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from hanpo.forms.engine.answering import check
from hanpo.forms.engine.definition import Form, Item, Kind
from hanpo.forms.engine.values import Value, absence_of

_NOT_OFFERED: Final = frozenset({Kind.NOTE, Kind.CALCULATED, Kind.FILE, Kind.SIGNATURE})


@dataclass(frozen=True, slots=True)
class Known:
    """A value known under a term of the dictionary: from where (「住民登録」「前回の調査」), as of which day, and whether
    it may be used for this. `item` is set instead where the very same question was answered before: its id.
    """

    term: str
    value: Value
    origin: str
    as_of: date
    consented: bool
    item: str = ""


@dataclass(frozen=True, slots=True)
class Offered:
    """A value put into a new response to be confirmed."""

    value: Value
    origin: str
    as_of: date


def offer(form: Form, known: Iterable[Known]) -> Mapping[str, Offered]:
    """For each item of a form that is known by its id or its term, the newest value that the item would take.

    Left out: what was not consented to, signatures and files, answers that say there is none, and values that the item
    refuses (another kind, a choice no longer offered, a rule not met).
    """
    usable = [one for one in known if one.consented and absence_of(one.value) is None]
    newest_first = sorted(usable, key=lambda one: one.as_of, reverse=True)
    offered: dict[str, Offered] = {}
    for item in form.items():
        if item.kind in _NOT_OFFERED:
            continue
        for one in newest_first:
            if _is_about(one, item) and _fits(item, one.value):
                offered[item.id] = Offered(one.value, one.origin, one.as_of)
                break
    return offered


def _is_about(one: Known, item: Item) -> bool:
    return one.item == item.id if one.item else bool(item.term) and one.term == item.term


def _fits(item: Item, value: Value) -> bool:
    """Rules that look at other answers or at today wait until the form is sent."""
    alone = tuple(one for one in item.checks if "${" not in one.rule)
    return value is not None and not check(replace(item, checks=alone), value, {})
