"""Which items must be known before others: conditions and formulas as a graph."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from graphlib import CycleError, TopologicalSorter

from hanpo.forms.engine.definition import Form, Item
from hanpo.forms.engine.expressions import ExpressionError, items_in, parse


@lru_cache(maxsize=256)
def needs(form: Form) -> Mapping[str, frozenset[str]]:
    """For each item, the items that its condition, its section's condition or its formula look at."""
    known = {item.id for item in form.items()}
    return {
        item.id: frozenset().union(*map(_looks_at, (section.when, item.when, item.formula))) & known
        for section in form.sections
        for item in section.items
    }


def _looks_at(written: str) -> frozenset[str]:
    try:
        return items_in(parse(written)) if written else frozenset()
    except ExpressionError:
        return frozenset()


def _graph(form: Form) -> dict[str, list[str]]:
    """Sorted, so that the same form always gives the same order."""
    return {item: sorted(needed) for item, needed in needs(form).items()}


def circle(form: Form) -> tuple[str, ...]:
    """The ids of a circle of conditions and formulas, the first one again at the end; empty where there is none."""
    try:
        TopologicalSorter(_graph(form)).prepare()
    except CycleError as error:
        return tuple(reversed(error.args[1]))
    return ()


@lru_cache(maxsize=256)
def in_order(form: Form) -> tuple[Item, ...]:
    """The items so that each comes after those it looks at; as written where there is a circle."""
    items = {item.id: item for item in form.items()}
    try:
        return tuple(items[one] for one in TopologicalSorter(_graph(form)).static_order())
    except CycleError:
        return tuple(items.values())
