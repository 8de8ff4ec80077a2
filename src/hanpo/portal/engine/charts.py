"""Simple charts drawn on the server: bars whose numbers stand in a table beside them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

BAR, GAP, HEIGHT = 36, 20, 160
"""Width of a bar, space between two, and height of the tallest, in SVG units."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: where it stands in the drawing, and what it says."""

    x: int
    y: float
    height: float
    middle: float
    label: str
    value: int


@dataclass(frozen=True, slots=True)
class BarChart:
    """A row of bars and the size of the drawing."""

    width: int
    height: int
    bars: Sequence[Bar]


def bar_chart(values: Sequence[tuple[str, int]]) -> BarChart:
    """Bars from zero, the tallest as high as the drawing allows. Values are not negative."""
    top = max((value for _label, value in values), default=0) or 1
    bars = [_bar(n, label, value, top) for n, (label, value) in enumerate(values)]
    return BarChart(GAP + len(bars) * (BAR + GAP), HEIGHT + 56, bars)


def _bar(n: int, label: str, value: int, top: int) -> Bar:
    height = round(HEIGHT * value / top, 1)
    x = GAP + n * (BAR + GAP)
    return Bar(x, 28 + HEIGHT - height, height, x + BAR / 2, label, value)
