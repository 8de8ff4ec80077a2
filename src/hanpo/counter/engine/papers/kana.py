"""Doubtful readings of names: what is often mistyped in kana, each with what may be meant.

The commonest error in the notices of 2025 on readings of names was a small ャュョッ written large (都留市, 川俣町: their pages
on 氏名の振り仮名). Large ones can be right (キヨコ, イツキ), so nothing is refused: a person is asked. Our own rules and lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from hanpo.core.japanese.names import count_glyphs

_SMALL: Final = str.maketrans("ヤユヨツ", "ャュョッ")
_SYLLABLE: Final = re.compile(r"(?<=[キシチニヒミリギジヂビピ])(?:[ユヨ](?=ウ)|ユ(?=ン)|ヨ(?=ク|ッ)|ヤ(?=ク))")
_STOP: Final = re.compile(
    "(?<=[ア-ンー])ツ(?=[パピプペポ])|(?<=[オテトニホ])ツ(?=[タチテト])|(?<=ハ)ツ(?=ト)|(?<=^キ)ツ(?=カワ)"
)
_NOT_KANA: Final = re.compile("[^ァ-ヺー・\\s\u3000]")
_HYPHENS: Final = re.compile("[-‐‑‒–—―−~〜]")
_RARE: Final = re.compile("[ヰヱヲヵヶヮヷ-ヺ]")
_WHERE_LARGE_IS_RIGHT: Final = ("ミヨウラ", "チヨウラ", "ニシユウ", "ヨシユウ", "トシユウ")


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reading to look at again: which (氏 or 名), what is odd (a key), and what may be meant (empty: nothing to
    offer).
    """

    part: str
    kind: str
    typed: str
    meant: str = ""


def doubts(name: Mapping[str, str]) -> tuple[Doubt, ...]:
    """What is doubtful in the readings of a name (`family`, `given`, `family_kana`, `given_kana`)."""
    found: list[Doubt] = []
    for part in ("family", "given"):
        reading = name.get(f"{part}_kana", "")
        if reading:
            found += _reading(part, reading)
            if _is_shorter(name.get(part, ""), reading):
                found.append(Doubt(part, "short", reading))
    family, given = name.get("family_kana", ""), name.get("given_kana", "")
    if family and family == given and name.get("family") != name.get("given"):
        found.append(Doubt("given", "same", given))
    return tuple(found)


def _reading(part: str, reading: str) -> Iterator[Doubt]:
    if _HYPHENS.search(reading):
        yield Doubt(part, "hyphen", reading, _HYPHENS.sub("ー", reading))
    elif _NOT_KANA.search(reading):
        yield Doubt(part, "not_kana", reading)
    meant = small(reading)
    if meant != reading:
        yield Doubt(part, "large", reading, meant)
    if reading[0] in "ァィゥェォャュョッンー":
        yield Doubt(part, "beginning", reading)
    if _RARE.search(reading):
        yield Doubt(part, "rare", reading)


def small(reading: str) -> str:
    """The reading with small ャュョッ where a large one is probably a slip: キヨウコ → キョウコ, テツペイ → テッペイ."""
    if reading.startswith(_WHERE_LARGE_IS_RIGHT):
        return reading
    for pattern in (_SYLLABLE, _STOP):
        reading = pattern.sub(lambda found: found.group().translate(_SMALL), reading)
    return reading


def _is_shorter(written: str, reading: str) -> bool:
    """Fewer kana than kanji: every kanji has at least one kana of its own."""
    kanji = re.sub("[ぁ-ゖァ-ヺー々A-Za-z・\\s\u3000]", "", written)
    return 0 < len(reading) < count_glyphs(kanji)
