"""Which typeface knows which variant of a kanji: read from the font itself (cmap format 14, ISO/IEC 14496-22 5.2.1).

A kanji with a selector that a typeface does not know is drawn in its usual shape without a word. So each sequence in a
document is given to the typeface of the registers (IPAmj明朝) where that knows it, and left to the others where not.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

PLACES: Final = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
FILE: Final = "ipamjm.ttf"
FAMILY: Final = "IPAmjMincho"
_SEQUENCE: Final = re.compile(".[\ufe00-\ufe0f\U000e0100-\U000e01ef]", re.DOTALL)


@lru_cache
def register_font() -> Path | None:
    """The file of IPAmj明朝, where it is installed."""
    found = (path for place in PLACES if place.is_dir() for path in sorted(place.rglob(FILE)))
    return next(found, None)


@lru_cache
def known_sequences() -> Mapping[str, int]:
    """Every variation sequence that IPAmj明朝 draws, with the number of its glyph; nothing where it is not installed."""
    path = register_font()
    return dict(_sequences(path.read_bytes())) if path else {}


def sequences_in(texts: Iterable[str]) -> list[str]:
    """The variation sequences in texts that the typeface of the registers knows, each once."""
    found = dict.fromkeys(one for text in texts for one in _SEQUENCE.findall(text))
    return [one for one in found if one in known_sequences()]


def _sequences(font: bytes) -> Iterator[tuple[str, int]]:
    tables = _tables(font)
    cmap = tables["cmap"]
    count = struct.unpack_from(">H", font, cmap + 2)[0]
    offsets = [struct.unpack_from(">HHL", font, cmap + 4 + 8 * at)[2] for at in range(count)]
    usual: dict[int, int] = {}
    for offset in offsets:
        if struct.unpack_from(">H", font, cmap + offset)[0] == 12:
            usual |= _plain_glyphs(font, cmap + offset)
    for offset in offsets:
        if struct.unpack_from(">H", font, cmap + offset)[0] == 14:
            yield from _variants(font, cmap + offset, usual)


def _tables(font: bytes) -> dict[str, int]:
    count = struct.unpack_from(">H", font, 4)[0]
    records = (struct.unpack_from(">4sLLL", font, 12 + 16 * at) for at in range(count))
    return {tag.decode("ascii"): offset for tag, _sum, offset, _length in records}


def _plain_glyphs(font: bytes, start: int) -> dict[int, int]:
    """Glyphs of plain characters (format 12: groups of first, last, first glyph)."""
    count = struct.unpack_from(">L", font, start + 12)[0]
    groups = (struct.unpack_from(">LLL", font, start + 16 + 12 * at) for at in range(count))
    return {first + step: glyph + step for first, last, glyph in groups for step in range(last - first + 1)}


def _variants(font: bytes, start: int, usual: Mapping[int, int]) -> Iterator[tuple[str, int]]:
    for at in range(struct.unpack_from(">L", font, start + 6)[0]):
        record = start + 10 + 11 * at
        selector = chr(int.from_bytes(font[record : record + 3], "big"))
        default, other = struct.unpack_from(">LL", font, record + 3)
        if default:
            for base in _ranges(font, start + default):
                yield chr(base) + selector, usual[base]
        if other:
            for base, glyph in _mapped(font, start + other):
                yield chr(base) + selector, glyph


def _ranges(font: bytes, start: int) -> Iterator[int]:
    """Characters whose usual glyph is the variant."""
    for at in range(struct.unpack_from(">L", font, start)[0]):
        place = start + 4 + 4 * at
        first = int.from_bytes(font[place : place + 3], "big")
        yield from range(first, first + font[place + 3] + 1)


def _mapped(font: bytes, start: int) -> Iterator[tuple[int, int]]:
    """Characters whose variant has a glyph of its own."""
    for at in range(struct.unpack_from(">L", font, start)[0]):
        place = start + 4 + 5 * at
        yield int.from_bytes(font[place : place + 3], "big"), struct.unpack_from(">H", font, place + 3)[0]
