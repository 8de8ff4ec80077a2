"""フリガナ: mistakes that happen when readings are typed, found and explained, never corrected silently.

The commonest one is a small ャ ュ ョ ッ written large (キヨウコ for キョウコ). Many names do have the large kana (キヨシ, マツシタ), so a
finding is a suggestion with a degree, and a person decides. With the kanji at hand the reading of the Sudachi
dictionary decides most cases.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, Literal

from .kana import fold_width, kana_search_key, to_katakana, unify_long_vowels
from .names import count_glyphs

Degree = Literal["certain", "likely", "possible"]

_I_ROW = "キシチニヒミリギジヂビピ"
_SMALL = str.maketrans("ヤユヨツ", "ャュョッ")
_LARGE = str.maketrans("ャュョッ", "ヤユヨツ")
_DOUBLED = "ハツトリ ホツタ ニツタ ハツタ ベツプ ベツシヨ サツサ ホツカイ ニツポン ニツシン テツペイ イツペイ イツセイ イツサ".split()
_LARGE_PATTERNS: tuple[tuple[re.Pattern[str], Degree], ...] = (
    (re.compile(rf"[{_I_ROW}][ヨユ](?=ウ)"), "likely"),
    (re.compile("ツ(?=[パピプペポ])"), "likely"),
    (re.compile("|".join(_DOUBLED)), "likely"),
    (re.compile(rf"[{_I_ROW}][ヤユヨ](?=[クンー])"), "possible"),
)
_NOT_READING = re.compile(r"[^ァ-ヴー・\s]+")
_MESSAGES = {
    "large": "小さい「{small}」ではありませんか。戸籍・届出のとおりか確かめてください。",
    "dictionary": "「{name}」の読みは辞書では「{reading}」です。小さい文字か確かめてください。",
}


@dataclass(frozen=True, slots=True)
class KanaFinding:
    """One doubtful place in a reading: where (index in the katakana), what stands there, what may be meant, and why.

    `suggestion` is the reading, or the part of it (氏 or 名), with this place corrected; empty where none is known.
    """

    position: int
    found: str
    suggestion: str
    degree: Degree
    reason_ja: str


def lint_kana(kana: str) -> list[KanaFinding]:
    """Places where a large ヤ ユ ヨ ツ is probably a small one; each finding suggests the reading with that place
    corrected.
    """
    reading = unify_long_vowels(to_katakana(kana))
    findings: dict[int, KanaFinding] = {}
    for pattern, degree in _LARGE_PATTERNS:
        for match in pattern.finditer(reading):
            at = match.start() + next(place for place, kana in enumerate(match.group()) if kana in "ヤユヨツ")
            findings.setdefault(at, _large(reading, at, degree))
    return [findings[at] for at in sorted(findings)]


def _large(reading: str, at: int, degree: Degree) -> KanaFinding:
    small = reading[at].translate(_SMALL)
    suggestion = reading[:at] + small + reading[at + 1 :]
    return KanaFinding(at, reading[at], suggestion, degree, _MESSAGES["large"].format(small=small))


def check_furigana(name: str, kana: str) -> list[KanaFinding]:
    """Compare a reading with the name it belongs to.

    Finds: no reading, characters that are not kana, a first character that no reading has, a missing space between 氏
    and 名, kana in the name that the reading lacks, a reading too short, and small kana written large.
    """
    reading = unify_long_vowels(to_katakana(fold_width(kana).strip()))
    if not reading:
        return [KanaFinding(0, "", "", "certain", "フリガナを入れてください。")]
    shape = list(_shape_findings(reading))
    if any(finding.degree == "certain" for finding in shape):
        return shape
    return shape + list(_name_findings(name, reading)) + _small_kana_findings(name, reading)


def _shape_findings(reading: str) -> Iterator[KanaFinding]:
    for run in _NOT_READING.finditer(reading):
        reason = f"「{run.group()}」はフリガナに使えません。カタカナで入れてください。"
        yield KanaFinding(run.start(), run.group(), "", "certain", reason)
    if reading[0] in "ァィゥェォッャュョンー":
        yield KanaFinding(
            0, reading[0], "", "likely", f"フリガナは「{reading[0]}」から始まりません。確かめてください。"
        )


def _name_findings(name: str, reading: str) -> Iterator[KanaFinding]:
    parts, read_parts = name.split(), reading.split()
    if len(parts) > 1 and len(read_parts) == 1:
        yield KanaFinding(0, reading, "", "possible", "氏と名の間を空けて入れてください。")
    spoken = kana_search_key(reading)
    position = 0
    for run in re.findall("[ぁ-ゖァ-ヺー]{2,}", name):
        position = spoken.find(kana_search_key(run), position)
        if position < 0:
            yield KanaFinding(0, reading, "", "likely", f"名前の「{run}」がフリガナにありません。確かめてください。")
            return
    if len(parts) != len(read_parts):
        parts, read_parts = ["".join(parts)], ["".join(read_parts)]
    for part, read in zip(parts, read_parts, strict=True):
        if count_glyphs(read) < count_glyphs(part):
            reason = f"「{read}」は「{part}」の読みとして短すぎます。途中で切れていないか確かめてください。"
            yield KanaFinding(0, read, "", "possible", reason)


def _small_kana_findings(name: str, reading: str) -> list[KanaFinding]:
    """Part by part (氏, 名): the dictionary decides what it knows, the rest is left to the patterns."""
    parts, read_parts = name.split(), reading.split()
    if len(parts) != len(read_parts):
        parts, read_parts = ["".join(parts)], ["".join(read_parts)]
    findings: list[KanaFinding] = []
    start = 0
    for part, read in zip(parts, read_parts, strict=True):
        findings.extend(replace(finding, position=finding.position + start) for finding in _part_findings(part, read))
        start += len(read) + 1
    return findings


def _part_findings(part: str, read: str) -> list[KanaFinding]:
    known = dictionary_reading(part)
    if known == read:
        return []
    if known.translate(_LARGE) != read.translate(_LARGE):
        return lint_kana(read)
    at = next(place for place, (one, other) in enumerate(zip(known, read, strict=True)) if one != other)
    return [KanaFinding(at, read[at], known, "likely", _MESSAGES["dictionary"].format(name=part, reading=known))]


@lru_cache(maxsize=1)
def _dictionary() -> Any:
    from importlib import import_module  # Sudachi loads a large dictionary: only when a reading is asked for.

    return import_module("sudachipy").Dictionary()


def dictionary_reading(name: str) -> str:
    """The reading the Sudachi dictionary gives a name, in katakana; names have several, so this is a hint."""
    tokenizer = _dictionary().tokenizer()  # One for each call: a tokenizer cannot be shared between threads.
    return "".join(str(morpheme.reading_form()) for morpheme in tokenizer.tokenize(name))
