"""Doubtful readings of names in a set of forms: what `core.japanese.furigana` finds in 氏 and 名, each on its own.

Nothing is refused because of a doubt: large kana can be right (キヨコ, イツキ), so a person is asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hanpo.core.japanese import check_furigana


@dataclass(frozen=True, slots=True)
class Doubt:
    """A reading to look at again: 氏 or 名, what may be meant (empty: nothing to offer), and why, in Japanese."""

    part: str
    typed: str
    meant: str
    reason_ja: str


def doubts(name: Mapping[str, str]) -> tuple[Doubt, ...]:
    """What is doubtful in the readings of a name (`family`, `given`, `family_kana`, `given_kana`)."""
    found = [
        Doubt(part, reading, finding.suggestion, finding.reason_ja)
        for part in ("family", "given")
        if (reading := name.get(f"{part}_kana", ""))
        for finding in check_furigana(name.get(part, ""), reading)
    ]
    family, given = name.get("family_kana", ""), name.get("given_kana", "")
    if family and family == given and name.get("family") != name.get("given"):
        found.append(Doubt("given", given, "", "氏と名のフリガナが同じです。確かめてください。"))
    return tuple(found)
