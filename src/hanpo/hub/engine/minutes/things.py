"""Taking enumerations apart: 「A」、「B」の2点; …ことと、…こと; …点、また…点; AについてはX、BについてはY."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hanpo.hub.engine.minutes.model import EMPTY, Confidence, Kind
from hanpo.hub.engine.minutes.strand import Strand, depths, split

_BETWEEN_QUOTES = re.compile(
    r"^(?:\([^()]*\))?(?:など|等)?(?:[、,・\s]|と|や|及び|および|並びに|ならびに|または|又は|そして|また)*$"
)
_INLINE_NUMBER = re.compile(r"[①-⑳⑴-⒇]|(?<![0-9A-Za-z])\([1-9]\)")
_PAIR = re.compile(r"(?:^|、)([^、]{2,30}?)(?:について|に関して|に向けて)は、?")
_NOMINAL = re.compile(r"(?:(?<=こと)|(?<=[ぁ-ん]点)|(?<=[ぁ-ん]こと等))(?:と、?|や、?|、|及び|および|・)(?:また、?)?")
_BESIDES = re.compile(r"(?<=[ぁ-ん])一方で?、?|、(?:また|さらに|加えて|併せて|あわせて|そのほか)、?")
_COUNT = re.compile(r"(?:など|等)?の?(?:大きく)?\s*([2-9二三四五六七八九])(?:つ|点|本|件|項目|種類)")
_COMMAS = re.compile(r"、(?:及び|および)?|と(?=[^、]{2,}$)|及び|および|並びに")
_STOP = re.compile(
    r"(?:が|も|を)?(?:主なものとして)?(?:挙げ|あげ|上げ)られ|(?:が|も|を)(?:挙げ|あげ)(?:た|ている)|といった"
)
_TAIL = re.compile(
    r"(?:など|等)?(?:(?<=こと)|(?<=[ぁ-ん]点)|(?<=など)|(?<=等))(?:が|も|に)(?:ある|あり|あります|あった|なる)[、。]*$"
    r"|の[2-9](?:つ|点|件)(?:が(?:ある|あり))?(?:である|であり|です)?[、。]*$"
    r"|(?:である|であり|であった|です|でした|となっている)?[、。]*$"
)
_LEAD = re.compile(r"^(?:[、。,・\s]|また(?=[、ぁ-ん一-龯A-Z])、?|さらに、?|加えて、?|一方で?、?|まず、?|主に、?)+")
_DIGITS = "二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Thing:
    """One of the things enumerated; `about` is what it belongs to where the text pairs them."""

    strand: Strand
    about: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule made of a piece of a sentence; kind None is a remainder for other rules."""

    kind: Kind | None
    strand: Strand
    why: str
    confidence: Confidence
    fields: Mapping[str, str] = field(default_factory=lambda: EMPTY)
    municipality: str | None = None


def finding(
    kind: Kind | None,
    strand: Strand,
    why: str = "",
    confidence: Confidence = Confidence.LIKELY,
    fields: Mapping[str, str] = EMPTY,
) -> Finding:
    """A finding about whatever municipality the context says."""
    return Finding(kind, strand, why, confidence, fields)


def quote_run(strand: Strand) -> tuple[list[Strand], int, int]:
    """The longest row of 「…」 outside brackets, joined by commas or particles; with its start and end."""
    quotes = _quotes(strand)
    best: list[tuple[int, int]] = []
    run: list[tuple[int, int]] = []
    for start, end in quotes:
        if run and not _BETWEEN_QUOTES.match(strand.text[run[-1][1] : start]):
            run = []
        run = [*run, (start, end)]
        best = run if len(run) > len(best) else best
    items = [strand.cut(start + 1, end - 1).trim() for start, end in best]
    return [item for item in items if item.text], (best[0][0] if best else 0), (best[-1][1] if best else 0)


def _quotes(strand: Strand) -> list[tuple[int, int]]:
    levels = depths(strand.text)
    quotes, start = [], -1
    for index, char in enumerate(strand.text):
        if char == "「" and levels[index] == 0:
            start = index
        elif char == "」" and levels[index] == 0 and start >= 0:
            quotes.append((start, index + 1))
            start = -1
    return quotes


def things(strand: Strand) -> list[Thing]:
    """The things a passage enumerates: at least one for a passage with any words."""
    strand = _until_stop(strand)
    for rule in _RULES:
        found = rule(strand)
        if len(found) > 1:
            return [thing for thing in found if thing.strand.text]
    quoted, start, _ = quote_run(strand)
    if len(quoted) == 1 and start == 0 and re.match(r".*」(?:など|等|の|が|で|$|。)", strand.text):
        return [Thing(quoted[0])]
    whole = tidy(strand)
    return [Thing(whole)] if whole.text else []


def tidy(strand: Strand) -> Strand:
    """A piece without the connectives before it and the frame behind it (…が挙げられる, …である)."""
    lead = _LEAD.match(strand.text)
    strand = strand.cut(lead.end() if lead else 0)
    tail = _TAIL.search(strand.text)
    return strand.cut(0, tail.start() if tail else None).trim("、。・", "、。・")


def clauses(strand: Strand) -> list[Strand]:
    """The parts of a sentence set side by side by 一方で, また, さらに."""
    return [piece for piece in map(tidy, split(strand, _BESIDES)) if piece.text]


def _until_stop(strand: Strand) -> Strand:
    levels = depths(strand.text)
    for match in _STOP.finditer(strand.text):
        if levels[match.start()] == 0 and match.start() > 0:
            return strand.cut(0, match.start())
    return strand


def _numbered(strand: Strand) -> list[Thing]:
    if len(_INLINE_NUMBER.findall(strand.text)) < 2:
        return []
    start = _INLINE_NUMBER.search(strand.text)
    body = strand.cut(start.start() if start else 0)
    return [Thing(tidy(piece)) for piece in split(body, _INLINE_NUMBER)]


def _paired(strand: Strand) -> list[Thing]:
    found = list(_PAIR.finditer(strand.text))
    ends = [match.start() for match in found[1:]] + [len(strand.text)]
    return [Thing(tidy(strand.cut(match.end(), end)), match[1]) for match, end in zip(found, ends, strict=False)]


def _quoted(strand: Strand) -> list[Thing]:
    quoted, _, _ = quote_run(strand)
    return [Thing(item) for item in quoted]


def _nominal(strand: Strand) -> list[Thing]:
    pieces = split(strand, _NOMINAL)
    if len(pieces) < 2:
        return []
    return [Thing(piece) for part in pieces for piece in clauses(part)]


def _besides(strand: Strand) -> list[Thing]:
    return [Thing(piece) for piece in clauses(strand)]


def _counted(strand: Strand) -> list[Thing]:
    match = _COUNT.search(strand.text)
    if match is None:
        return []
    count = int(match[1]) if match[1].isdigit() else _DIGITS.index(match[1]) + 2
    pieces = split(strand.cut(0, match.start()), _COMMAS)
    return [Thing(tidy(piece)) for piece in pieces] if len(pieces) == count else []


def _short_nouns(strand: Strand) -> list[Thing]:
    body = tidy(strand)
    listed = re.search(r"(?:など|等)$", body.text)
    pieces = split(body.cut(0, listed.start() if listed else None), re.compile("、"))
    short = all(len(piece.text) <= 20 and not re.search(r"[がをはにで]|[るたい]$", piece.text) for piece in pieces)
    return [Thing(piece.trim()) for piece in pieces] if short and len(pieces) >= (2 if listed else 3) else []


_RULES: tuple[Callable[[Strand], list[Thing]], ...] = (
    _numbered, _paired, _quoted, _nominal, _counted, _besides, _short_nouns,
)  # fmt: skip
