"""Units that may stand for one another, and exact conversion between them.

Hours and days are not converted into each other: a day of work has no fixed length.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal, Inexact
from typing import Final

from hanpo.core.japanese import COMMON_UNITS

_FAMILIES: Final = (
    "円=1 円也=1 千円=1000 万円=10000 百万円=1000000 億円=100000000",
    "mm=0.001 cm=0.01 m=1 km=1000",
    "g=1 kg=1000 t=1000000 トン=1000000",
    "秒=1 分=60 時間=3600",
    "日=1 日間=1 週=7 週間=7",
    "か月=1 ヶ月=1 ヵ月=1 カ月=1 ケ月=1 箇月=1 年=12 年間=12",
    "m2=1 ㎡=1 a=100 ha=10000 km2=1000000 ㎢=1000000",
    "ml=0.001 L=1",
    "%=1 パーセント=1",
    "人=1 名=1",
    "歳=1 才=1",
    "か所=1 ヶ所=1 ヵ所=1 カ所=1 ケ所=1 箇所=1",
    "ページ=1 頁=1",
)
_UNITS: Final[Mapping[str, tuple[int, Decimal]]] = {
    pair.partition("=")[0]: (family, Decimal(pair.partition("=")[2]))
    for family, pairs in enumerate(_FAMILIES)
    for pair in pairs.split()
}
_EXACT: Final = Context(prec=60, traps=[Inexact])


class NoSuchConversionError(ValueError):
    """The two units measure different things."""


def known_units(unit: str) -> frozenset[str]:
    """The words that may follow a number typed for an item with this unit."""
    return COMMON_UNITS | _UNITS.keys() | ({unit} if unit else set())


def convert(value: Decimal, found: str, wanted: str) -> Decimal | None:
    """A number in another unit: 3000 円 is 3 千円; `None` where that cannot be written exactly (20 分 in 時間).

    Raises `NoSuchConversionError` where the units measure different things.
    """
    if found == wanted or not found:
        return value
    if found not in _UNITS or wanted not in _UNITS or _UNITS[found][0] != _UNITS[wanted][0]:
        raise NoSuchConversionError(f"{found} → {wanted}")
    try:
        return _EXACT.divide(_EXACT.multiply(value, _UNITS[found][1]), _UNITS[wanted][1])
    except Inexact:
        return None


def is_scaled_yen(unit: str) -> bool:
    """Whether a unit counts thousands or more of yen: then a bare 3万 could mean two things."""
    return unit in {"千円", "万円", "百万円", "億円"}
