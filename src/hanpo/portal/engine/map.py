"""The prefecture on a drawing of its own: a simplified outline, markers at the town halls, labels that do not overlap.

The outline was drawn by hand for this page, about a hundred points in degrees (longitude, latitude). It tells where a
town lies and serves no measurement. The projection is equirectangular, true to scale at the middle latitude.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians

MIDDLE = 34.92
WEST, NORTH = 134.18, 35.72
SCALE = 560
"""SVG units to a degree of latitude."""
WIDTH, HEIGHT = 640, 880
LETTER, LINE = 17, 22
"""Width of a kanji and height of a label, in SVG units."""

Point = tuple[float, float]

MAINLAND: Sequence[Point] = (
    (134.37, 35.61), (134.41, 35.64), (134.45, 35.63), (134.50, 35.65), (134.56, 35.66), (134.63, 35.65),
    (134.69, 35.66), (134.76, 35.67), (134.81, 35.67), (134.84, 35.66), (134.87, 35.65), (134.88, 35.60),
    (134.92, 35.56), (134.96, 35.55), (134.99, 35.50), (135.04, 35.49), (135.03, 35.43), (134.97, 35.39),
    (134.93, 35.33), (134.97, 35.28), (135.00, 35.23), (135.06, 35.25), (135.08, 35.30), (135.13, 35.30),
    (135.15, 35.24), (135.20, 35.20), (135.22, 35.15), (135.29, 35.16), (135.35, 35.12), (135.37, 35.06),
    (135.42, 35.03), (135.40, 34.98), (135.44, 34.97), (135.42, 34.91), (135.40, 34.88), (135.43, 34.85),
    (135.43, 34.81), (135.47, 34.77), (135.46, 34.73), (135.43, 34.69), (135.38, 34.69), (135.34, 34.71),
    (135.29, 34.70), (135.25, 34.69), (135.22, 34.66), (135.17, 34.66), (135.13, 34.63), (135.08, 34.63),
    (135.03, 34.64), (134.98, 34.65), (134.93, 34.66), (134.88, 34.69), (134.84, 34.72), (134.79, 34.74),
    (134.73, 34.76), (134.67, 34.78), (134.61, 34.77), (134.56, 34.76), (134.52, 34.77), (134.49, 34.74),
    (134.46, 34.77), (134.43, 34.73), (134.38, 34.73), (134.34, 34.71), (134.30, 34.74), (134.29, 34.79),
    (134.26, 34.83), (134.29, 34.88), (134.25, 34.93), (134.26, 34.99), (134.24, 35.04), (134.30, 35.07),
    (134.33, 35.13), (134.39, 35.16), (134.40, 35.22), (134.45, 35.26), (134.46, 35.31), (134.51, 35.34),
    (134.52, 35.40), (134.48, 35.44), (134.46, 35.49), (134.41, 35.52), (134.38, 35.56),
)  # fmt: skip

AWAJI: Sequence[Point] = (
    (135.03, 34.61), (135.02, 34.57), (134.98, 34.52), (134.95, 34.47), (134.91, 34.43), (134.91, 34.39),
    (134.90, 34.35), (134.93, 34.32), (134.96, 34.29), (134.94, 34.25), (134.87, 34.22), (134.81, 34.19),
    (134.74, 34.19), (134.70, 34.22), (134.66, 34.23), (134.66, 34.26), (134.70, 34.28), (134.73, 34.32),
    (134.75, 34.37), (134.80, 34.42), (134.83, 34.47), (134.87, 34.52), (134.92, 34.55), (134.97, 34.60),
)  # fmt: skip

OUTLINES = (MAINLAND, AWAJI)


@dataclass(frozen=True, slots=True)
class Spot:
    """A town hall to be drawn: its place in degrees, and whether it is named on the drawing."""

    code: str
    name: str
    longitude: float
    latitude: float
    is_named: bool


@dataclass(frozen=True, slots=True)
class Marker:
    """A town hall on the drawing; `anchor` is the side of the text that touches (`label_x`, `label_y`)."""

    code: str
    name: str
    x: float
    y: float
    is_named: bool
    label_x: float = 0
    label_y: float = 0
    anchor: str = "start"


@dataclass(frozen=True, slots=True)
class Box:
    """The room that a label takes."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: Box) -> float:
        """The area that both take."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(wide, 0) * max(high, 0)


def project(longitude: float, latitude: float) -> Point:
    """Degrees to SVG units from the upper left corner of the drawing."""
    x = (longitude - WEST) * cos(radians(MIDDLE)) * SCALE
    return round(x, 1), round((NORTH - latitude) * SCALE, 1)


def outline_paths() -> list[str]:
    """The outlines as SVG paths."""
    return ["M" + "L".join(f"{x},{y}" for x, y in (project(*p) for p in outline)) + "Z" for outline in OUTLINES]


def markers(spots: Iterable[Spot]) -> list[Marker]:
    """Markers from north to south; each named one gets its label on the side where it covers the least."""
    placed: list[Marker] = []
    every = sorted(spots, key=lambda spot: (-spot.latitude, spot.code))
    taken = [_around(*project(spot.longitude, spot.latitude), 9) for spot in every if spot.is_named]
    for spot in every:
        x, y = project(spot.longitude, spot.latitude)
        if not spot.is_named:
            placed.append(Marker(spot.code, spot.name, x, y, False))
            continue
        marker, box = _labelled(spot, x, y, taken)
        taken.append(box)
        placed.append(marker)
    return placed


def _labelled(spot: Spot, x: float, y: float, taken: Sequence[Box]) -> tuple[Marker, Box]:
    wide = LETTER * len(spot.name)
    choices = [
        (x + 13, y + 6, "start", x + 13),
        (x - 13, y + 6, "end", x - 13 - wide),
        (x, y - 14, "middle", x - wide / 2),
        (x, y + 28, "middle", x - wide / 2),
        (x + 10, y - 12, "start", x + 10),
        (x + 10, y + 24, "start", x + 10),
    ]
    boxes = [Box(left, base - LINE + 5, left + wide, base + 5) for _x, base, _anchor, left in choices]
    costs = [sum(box.overlap(other) for other in taken) + _outside(box) for box in boxes]
    best = costs.index(min(costs))
    label_x, label_y, anchor, _left = choices[best]
    return Marker(spot.code, spot.name, x, y, True, round(label_x, 1), round(label_y, 1), anchor), boxes[best]


def _outside(box: Box) -> float:
    """How much of a label the edge of the drawing would cut off, made dear enough never to be chosen for little."""
    return 100 * (max(-box.left, 0) + max(box.right - WIDTH, 0) + max(-box.top, 0) + max(box.bottom - HEIGHT, 0))


def _around(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, x + radius, y + radius)
