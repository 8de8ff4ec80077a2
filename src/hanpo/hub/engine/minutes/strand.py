"""Text that knows where it came from: folded characters, each with its place in the original lines."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from hanpo.hub.engine.minutes.model import LineRange

_VOICED = "\u3099\u309a\uff9e\uff9f"
_OWN_FOLDS = {"〜": "~", "∼": "~", "～": "~", "–": "-", "—": "-", "―": "-", "−": "-", "‐": "-", "•": "・"}
_OPEN = "「『(【[《<〈〔“"
_CLOSE = "」』)】]》>〉〕”"
_LINE_END = re.compile(r"\r\n|\r|\n")
_SPACED_LETTERS = re.compile(r"(?<![A-Za-z])[A-Za-z](?: [A-Za-z])+(?![A-Za-z])")


@dataclass(frozen=True, slots=True)
class Place:
    """One folded character's place: line (from 1), offsets in it, and the original characters."""

    line: int
    start: int
    end: int
    raw: str


@dataclass(frozen=True, slots=True)
class Strand:
    """A piece of text for matching (`text`, folded by NFKC) over its original characters (`places`)."""

    text: str = ""
    places: tuple[Place, ...] = ()

    def cut(self, start: int, end: int | None = None) -> "Strand":
        """The part between two offsets of `text`."""
        return Strand(self.text[start:end], self.places[start:end])

    def trim(self, left: str = "", right: str = "") -> "Strand":
        """Without white space and the given characters at its ends."""
        start = len(self.text) - len(self.text.lstrip(left + " \t"))
        end = max(start, len(self.text.rstrip(right + " \t")))
        return self.cut(start, end)

    def squeezed(self) -> "Strand":
        """Without the spaces inside and between Japanese words (観光 DX); those between Latin words stay."""
        keep = [i for i, char in enumerate(self.text) if not char.isspace() or self._parts_words(i)]
        letters = {m.start() + i for m in _SPACED_LETTERS.finditer(self.text) for i, c in enumerate(m[0]) if c == " "}
        kept = [i for i in keep if i not in letters]
        return Strand("".join(self.text[i] for i in kept), tuple(self.places[i] for i in kept))

    def _parts_words(self, index: int) -> bool:
        before, after = self.text[index - 1 : index], self.text[index + 1 : index + 2]
        return bool(before and after) and all(c.isascii() and not c.isspace() for c in (before, after))

    def original(self) -> str:
        """The original characters, runs of white space as one space."""
        return re.sub(r"\s+", " ", "".join(place.raw for place in self.places)).strip()

    def ranges(self) -> tuple[LineRange, ...]:
        """The places as ranges, one for each line touched."""
        spans: dict[int, tuple[int, int]] = {}
        for place in self.places:
            if place.end > place.start:
                low, high = spans.get(place.line, (place.start, place.end))
                spans[place.line] = (min(low, place.start), max(high, place.end))
        return tuple(LineRange(line, line, low, high) for line, (low, high) in sorted(spans.items()))


def split_lines(text: str) -> tuple[str, ...]:
    """The lines of a text, whichever of CRLF, CR and LF ends them."""
    lines = _LINE_END.split(text)
    return tuple(lines[:-1] if lines[-1] == "" else lines)


def fold_line(line: str, number: int) -> Strand:
    """A line folded for matching, always one folded character for each original one (or voiced pair)."""
    places: list[Place] = []
    folded: list[str] = []
    index = 0
    while index < len(line):
        end = index + (2 if line[index + 1 : index + 2] and line[index + 1] in _VOICED else 1)
        char = _fold(line[index:end])
        if len(char) != 1:
            end, char = index + 1, _fold(line[index])
        if line[index] == "．" and not (folded and folded[-1].isascii()):
            char = "。"
        folded.append(char if len(char) == 1 else line[index])
        places.append(Place(number, index, end, line[index:end]))
        index = end
    return Strand("".join(folded), tuple(places)).trim()


def _fold(cluster: str) -> str:
    if cluster in _OWN_FOLDS:
        return _OWN_FOLDS[cluster]
    if cluster == "，":
        return "、"
    if unicodedata.category(cluster[0]) == "No":
        return cluster
    folded = unicodedata.normalize("NFKC", cluster)
    return _OWN_FOLDS.get(folded, " " if folded.isspace() and folded != "\t" else folded)


def join(strands: Iterable[Strand], between: str = "") -> Strand:
    """Strands in a row; a space keeps two Latin words apart when a line was broken between them."""
    text, places = "", ()  # type: tuple[str, tuple[Place, ...]]
    for strand in strands:
        seam = between if text else ""
        if text and strand.text and _is_latin(text[-1]) and _is_latin(strand.text[0]):
            seam = " "
        if seam and strand.places:
            last = places[-1]
            places += (Place(last.line, last.end, last.end, seam),)
            text += seam
        text, places = text + strand.text, places + strand.places
    return Strand(text, places)


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()


def depths(text: str) -> list[int]:
    """How many brackets enclose each character. A bracket without its partner encloses nothing."""
    marks = [0] * (len(text) + 1)
    stack: list[tuple[str, int]] = []
    for index, char in enumerate(text):
        if char in _OPEN:
            stack.append((_CLOSE[_OPEN.index(char)], index))
        elif char in _CLOSE and any(close == char for close, _ in stack):
            while stack[-1][0] != char:
                stack.pop()
            start = stack.pop()[1]
            marks[start + 1] += 1
            marks[index] -= 1
    level, result = 0, []
    for mark in marks[: len(text)]:
        level += mark
        result.append(level)
    return result


def is_open(text: str) -> bool:
    """Whether a quotation or bracket is begun and not ended: a sure sign that the line goes on."""
    return any(text.count(o) > text.count(c) for o, c in zip("「(『【", "」)』】", strict=True))


def matches(pattern: re.Pattern[str], strand: Strand) -> Iterator[re.Match[str]]:
    """The matches of a pattern that begin outside all brackets."""
    levels = depths(strand.text)
    return (m for m in pattern.finditer(strand.text) if m.start() >= len(levels) or levels[m.start()] == 0)


def split(strand: Strand, pattern: re.Pattern[str]) -> list[Strand]:
    """The pieces between the matches of a pattern outside all brackets; empty pieces are left out."""
    pieces, start = [], 0
    for match in matches(pattern, strand):
        pieces.append(strand.cut(start, match.start()))
        start = match.end()
    pieces.append(strand.cut(start))
    return [piece for piece in pieces if piece.text.strip(" \t、。・")]


_SENTENCE_END = re.compile(r"(?<=[。！!])|(?<=\?)(?![\w=&])")


def sentences(strand: Strand) -> list[Strand]:
    """The sentences of a strand; a full stop inside a quotation ends none."""
    pieces, start = [], 0
    levels = [*depths(strand.text), 0]
    for match in _SENTENCE_END.finditer(strand.text):
        if levels[match.start()] == 0 and match.start() > start:
            pieces.append(strand.cut(start, match.start()))
            start = match.start()
    pieces.append(strand.cut(start))
    return [piece.trim() for piece in pieces if piece.text.strip()]


def key_of(text: str) -> str:
    """A text as it is compared: folded, without white space."""
    return re.sub(r"\s", "", "".join(_fold(char) if len(_fold(char)) == 1 else char for char in text))
