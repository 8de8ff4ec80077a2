"""地域メッシュ (JIS X 0410): codes of grid squares for statistics, from 80 km down to 125 m.

A first-level square is 40' of latitude by 1° of longitude; it is divided by 8, by 10, and then three times by 2. Codes
are written pp uu q v r w and one digit 1-4 (SW, SE, NW, NE) for each halving. Degrees are those of the datum in use
(JGD2011). A square holds its southern and western edge, not its northern and eastern one.
"""

import re
from dataclasses import dataclass
from enum import Enum
from math import floor

from .errors import JapaneseRuleError
from .kana import fold_width

_SOUTH, _NORTH, _WEST, _EAST = 20.0, 46.0, 122.0, 154.0
_FIRST_LONGITUDE = 100


class MeshError(JapaneseRuleError):
    """Not a mesh code, or a place outside Japan."""


class MeshLevel(Enum):
    """A level of the grid; the value is how many squares fit along the edge of a first-level square."""

    FIRST = 1
    SECOND = 8
    THIRD = 80
    HALF = 160
    QUARTER = 320
    EIGHTH = 640

    @property
    def digits(self) -> int:
        """The length of a code of this level."""
        return _DIGITS[self]

    @property
    def size_m(self) -> int:
        """The nominal edge length in metres."""
        return 80_000 // self.value


_DIGITS = dict(zip(MeshLevel, (4, 6, 8, 9, 10, 11), strict=True))
_RADICES = (8, 10, 2, 2, 2)
_LEVELS = {digits: level for level, digits in _DIGITS.items()}


@dataclass(frozen=True, slots=True)
class MeshBounds:
    """The edges of a square in degrees; south and west belong to it."""

    south: float
    west: float
    north: float
    east: float

    def contains(self, latitude: float, longitude: float) -> bool:
        """Whether a point lies in the square."""
        return self.south <= latitude < self.north and self.west <= longitude < self.east

    @property
    def centre(self) -> tuple[float, float]:
        """Latitude and longitude of the middle."""
        return (self.south + self.north) / 2, (self.west + self.east) / 2


def _latitude(row: int, level: MeshLevel) -> float:
    return row * 2 / (3 * level.value)


def _longitude(column: int, level: MeshLevel) -> float:
    return _FIRST_LONGITUDE + column / level.value


def _row_of(latitude: float, level: MeshLevel) -> int:
    """The row whose edges, as floating-point numbers, enclose the latitude: multiplying alone may miss by one."""
    row = floor(latitude * 3 * level.value / 2)
    if _latitude(row, level) > latitude:
        return row - 1
    return row + 1 if _latitude(row + 1, level) <= latitude else row


def _column_of(longitude: float, level: MeshLevel) -> int:
    column = floor((longitude - _FIRST_LONGITUDE) * level.value)
    if _longitude(column, level) > longitude:
        return column - 1
    return column + 1 if _longitude(column + 1, level) <= longitude else column


def _digits_of(position: int, level: MeshLevel) -> list[int]:
    """A row or column as its first-level number, a digit 0-7, a digit 0-9, and a bit for each halving."""
    digits = []
    for radix in reversed(_RADICES[: list(MeshLevel).index(level)]):
        position, digit = divmod(position, radix)
        digits.append(digit)
    return [position, *reversed(digits)]


def _code(row: int, column: int, level: MeshLevel) -> str:
    rows, columns = _digits_of(row, level), _digits_of(column, level)
    code = f"{rows[0]:02d}{columns[0]:02d}"
    for index, (south_north, west_east) in enumerate(zip(rows[1:], columns[1:], strict=True)):
        code += f"{south_north}{west_east}" if index < 2 else str(1 + 2 * south_north + west_east)
    return code


def _cell(code: str) -> tuple[int, int, MeshLevel]:
    level = mesh_level(code)
    code = _clean(code)
    row, column = int(code[:2]), int(code[2:4])
    for radix, place in ((8, 4), (10, 6)):
        if len(code) > place:
            row, column = row * radix + int(code[place]), column * radix + int(code[place + 1])
    for digit in code[8:]:
        row, column = row * 2 + (int(digit) - 1) // 2, column * 2 + (int(digit) - 1) % 2
    return row, column, level


def _clean(code: str) -> str:
    return fold_width(code).replace("-", "").strip()


def mesh_level(code: str) -> MeshLevel:
    """The level of a code. Raises MeshError when it is none (wrong length, a digit 8 or 9 at level 2, 5 at a
    halving).
    """
    plain = _clean(code)
    if not re.fullmatch(r"\d{4}(?:[0-7]{2}(?:\d{2}[1-4]{0,3})?)?", plain):
        raise MeshError(f"「{code}」はメッシュコードではありません。4・6・8・9・10・11けたの数字で入れてください。")
    return _LEVELS[len(plain)]


def mesh_code(latitude: float, longitude: float, level: MeshLevel = MeshLevel.THIRD) -> str:
    """The code of the square that holds a point. Raises MeshError outside Japan, naming swapped coordinates."""
    if not (_SOUTH <= latitude < _NORTH and _WEST <= longitude < _EAST):
        swapped = _SOUTH <= longitude < _NORTH and _WEST <= latitude < _EAST
        advice = "緯度と経度が入れ替わっています。" if swapped else "緯度は20～46、経度は122～154で入れてください。"
        raise MeshError(f"緯度{latitude}・経度{longitude}は日本の範囲にありません。{advice}")
    return _code(_row_of(latitude, level), _column_of(longitude, level), level)


def mesh_bounds(code: str) -> MeshBounds:
    """The edges of a square in degrees."""
    row, column, level = _cell(code)
    return MeshBounds(
        _latitude(row, level),
        _longitude(column, level),
        _latitude(row + 1, level),
        _longitude(column + 1, level),
    )


def mesh_centre(code: str) -> tuple[float, float]:
    """Latitude and longitude of the middle of a square."""
    return mesh_bounds(code).centre


def mesh_parent(code: str, level: MeshLevel) -> str:
    """The square of a coarser (or the same) level that holds this one. Raises MeshError for a finer level."""
    if level.value > mesh_level(code).value:
        raise MeshError(f"「{code}」より細かいメッシュは一つに決まりません。粗い段階を選んでください。")
    return _clean(code)[: level.digits]


def mesh_neighbours(code: str) -> list[str]:
    """The squares around one (8, fewer at the rim of the numbering), from the south-west row by row."""
    row, column, level = _cell(code)
    limit = 100 * level.value
    around = [(row + north, column + east) for north in (-1, 0, 1) for east in (-1, 0, 1) if (north, east) != (0, 0)]
    return [_code(y, x, level) for y, x in around if 0 <= y < limit and 0 <= x < limit]
