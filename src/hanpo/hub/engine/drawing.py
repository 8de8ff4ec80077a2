"""Bars of hours a month, drawn on the server; the same numbers stand in a table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hanpo.hub.engine.workload import Month

BAR, GAP, HEIGHT, TOP = 22, 26, 150, 26
"""Width of a bar, space between months, height of the tallest bar, and room for its number, in SVG units."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its left edge, upper edge, height, and what it says. `hours` is `None` where they are unknown."""

    x: float
    y: float
    height: float
    middle: float
    hours: Decimal | None


@dataclass(frozen=True, slots=True)
class Group:
    """A month: hours asked, hours returned, and the height of the line of what the section has (`None`: unknown)."""

    month: date
    asked: Bar
    returned: Bar
    left: float
    right: float
    middle: float
    capacity_y: float | None
    is_over: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The whole drawing: its size, the base line, and the months."""

    width: float
    height: float
    base: float
    groups: tuple[Group, ...]


def draw_months(months: Sequence[Month]) -> Chart:
    """Two bars a month from zero, and a line where the section's capacity lies. Hours are not negative."""
    known = [h for m in months for h in (m.asked, m.returned, m.capacity) if h is not None]
    top = max([Decimal(1), *known])
    groups = tuple(_group(place, month, top) for place, month in enumerate(months))
    base = TOP + HEIGHT
    return Chart(width=GAP + len(groups) * _STEP, height=base + 34, base=base, groups=groups)


_STEP = 2 * BAR + GAP


def _group(place: int, month: Month, top: Decimal) -> Group:
    left = GAP + place * _STEP
    return Group(
        month=month.month,
        asked=_bar(left, month.asked, top),
        returned=_bar(left + BAR, month.returned, top),
        left=left - GAP / 4,
        right=left + 2 * BAR + GAP / 4,
        middle=left + BAR,
        capacity_y=None if month.capacity is None else _y(month.capacity, top),
        is_over=bool(month.over),
    )


def _bar(x: float, hours: Decimal | None, top: Decimal) -> Bar:
    y = _y(hours or Decimal(0), top)
    return Bar(x=x, y=y, height=round(TOP + HEIGHT - y, 1), middle=x + BAR / 2, hours=hours)


def _y(hours: Decimal, top: Decimal) -> float:
    return round(TOP + HEIGHT - float(hours / top) * HEIGHT, 1)
