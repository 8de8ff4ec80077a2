"""Looks into a PDF: which characters were drawn with which outlines, so that a wrong glyph is found and not only
lost text.
"""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pypdf
from pypdf.generic import ContentStream

Outline = tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A run of text and the outlines of its glyphs; `None` where the typeface is not one of TrueType outlines."""

    text: str
    family: str
    glyphs: tuple[int, ...]
    font: TrueType | None

    def outline(self, at: int = 0) -> Outline | None:
        """The outline of a glyph of the run."""
        return self.font.outline(self.glyphs[at]) if self.font else None


class TrueType:
    """The outlines of a TrueType font, as far as they are needed to compare two."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        count = struct.unpack_from(">H", data, 4)[0]
        records = (struct.unpack_from(">4sLLL", data, 12 + 16 * at) for at in range(count))
        self.tables = {tag.decode("latin-1"): (offset, length) for tag, _sum, offset, length in records}
        self.is_long = struct.unpack_from(">h", data, self.tables["head"][0] + 50)[0] == 1

    def outline(self, glyph: int) -> Outline:
        """Every point of a glyph: whether it lies on the curve, and where; the parts of a compound one by one."""
        start, end = self._place(glyph), self._place(glyph + 1)
        if start == end:
            return ()
        base = self.tables["glyf"][0] + start
        contours = struct.unpack_from(">h", self.data, base)[0]
        return tuple(self._simple(base, contours) if contours >= 0 else self._compound(base))

    def _place(self, glyph: int) -> int:
        at = self.tables["loca"][0] + glyph * (4 if self.is_long else 2)
        return (
            struct.unpack_from(">L", self.data, at)[0]
            if self.is_long
            else struct.unpack_from(">H", self.data, at)[0] * 2
        )

    def _simple(self, base: int, contours: int) -> Iterator[tuple[int, int, int]]:
        at = base + 10 + 2 * contours
        points = struct.unpack_from(">H", self.data, at - 2)[0] + 1 if contours else 0
        at += 2 + struct.unpack_from(">H", self.data, at)[0]
        flags: list[int] = []
        while len(flags) < points:
            flag = self.data[at]
            at += 1
            times = 1
            if flag & 8:
                times += self.data[at]
                at += 1
            flags += [flag] * times
        across, at = self._steps(flags, at, short=2, same=16)
        along, at = self._steps(flags, at, short=4, same=32)
        yield from ((flag & 1, x, y) for flag, x, y in zip(flags, across, along, strict=True))

    def _steps(self, flags: list[int], at: int, *, short: int, same: int) -> tuple[list[int], int]:
        value, found = 0, []
        for flag in flags:
            if flag & short:
                value += self.data[at] if flag & same else -self.data[at]
                at += 1
            elif not flag & same:
                value += struct.unpack_from(">h", self.data, at)[0]
                at += 2
            found.append(value)
        return found, at

    def _compound(self, base: int) -> Iterator[tuple[int, int, int]]:
        at, more = base + 10, True
        while more:
            flags, glyph = struct.unpack_from(">HH", self.data, at)
            at += 4
            shift = struct.unpack_from(">hh" if flags & 1 else ">bb", self.data, at)
            at += (4 if flags & 1 else 2) + (2 if flags & 8 else 4 if flags & 64 else 8 if flags & 128 else 0)
            yield (2, *shift)
            yield from self.outline(glyph)
            more = bool(flags & 32)


def drawn(pdf: bytes) -> Iterator[Drawn]:
    """Every piece of text of a PDF that was set with a two-byte font, glyph by glyph or as the spans that name it."""
    fonts: dict[Any, Any] = {}
    for page in pypdf.PdfReader(io.BytesIO(pdf)).pages:
        own = {name: _font(one.get_object(), fonts) for name, one in page["/Resources"]["/Font"].items()}
        font, said = None, None
        for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
            if operator == b"Tf":
                font = own[operands[0]]
            elif operator == b"BDC":
                said = _actual(operands)
            elif operator == b"EMC":
                said = None
            elif operator in {b"Tj", b"TJ"} and font is not None:
                yield from _shown(operands[0], font, said)


def _actual(operands: list[Any]) -> str | None:
    marks = operands[1] if len(operands) > 1 and hasattr(operands[1], "get") else {}
    said = marks.get("/ActualText")
    return str(said) if said is not None else None


def _shown(operand: Any, font: Any, said: str | None) -> Iterator[Drawn]:
    family, outlines, words = font
    pieces = operand if isinstance(operand, list) else [operand]
    codes: list[int] = []
    for piece in pieces:
        raw = getattr(piece, "original_bytes", None)
        if raw is not None:
            codes += [int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2)]
    if said is not None:
        yield Drawn(said, family, tuple(codes), outlines)
    else:
        for code in codes:
            yield Drawn(words.get(code, ""), family, (code,), outlines)


def _font(one: Any, known: dict[Any, Any]) -> Any:
    key = one.indirect_reference.idnum
    if key not in known:
        descendant = one["/DescendantFonts"][0].get_object()
        file = descendant["/FontDescriptor"].get("/FontFile2")
        outlines = TrueType(file.get_object().get_data()) if file is not None else None
        words = _words(one["/ToUnicode"].get_object().get_data().decode("latin-1"))
        known[key] = (str(one["/BaseFont"]), outlines, words)
    return known[key]


def _words(table: str) -> dict[int, str]:
    found = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            first = bytes.fromhex(text).decode("utf-16-be")
            for step in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + step] = first[:-1] + chr(ord(first[-1]) + step)
    return found
