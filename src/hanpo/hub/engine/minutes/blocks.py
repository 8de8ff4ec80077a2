"""From physical lines to blocks: what shape each line has, and which lines are one sentence broken in two."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from hanpo.hub.engine.minutes.labels import (
    MARKS,
    is_topic_phrase,
    parse_header_label,
    parse_label,
)
from hanpo.hub.engine.minutes.speakers import is_presenter, is_speaker
from hanpo.hub.engine.minutes.strand import Strand, is_open, join
from hanpo.hub.engine.minutes.words import CLOSING_MARKS, MEETING_ENDS, TITLE_ENDS


class Shape(Enum):
    """The outward form of a line."""

    PAGE = auto()
    CLOSING = auto()
    TITLE = auto()
    HEADER = auto()
    TIME_ROW = auto()
    HEADING = auto()
    BRACKET = auto()
    QUESTION = auto()
    ANSWER = auto()
    TURN = auto()
    LABELLED = auto()
    NUMBERED = auto()
    BULLET = auto()
    PLAIN = auto()


@dataclass(frozen=True, slots=True)
class Block:
    """One or more lines that belong together; `body` is the text without its bullet or number."""

    shape: Shape
    strand: Strand
    body: Strand
    marker: str = ""


_PAGE = re.compile(
    r"^(?:[-~]\s*\d{1,3}\s*[-~]|\d{1,3}\s*/\s*\d{1,3}|(?:P|p|Page|page)\.?\s*\d{1,3}|\d{1,3}(?:\s*ページ|頁)?)$"
)
_TIME_ROW = re.compile(r"^(?:[・○●]\s*)?(?:午前|午後)?\s*\d{1,2}\s*(?::|時)\s*(?:\d{1,2}\s*分?|半)?\s*(?:~|-|から)")
_DATED = re.compile(
    r"^(?:(?:令和|平成|R|H)\s*(?:元|\d{1,2})\s*(?:年(?!度)|\.)|\d{4}\s*(?:年(?!度)|[./-])|\d{1,2}\s*(?:月|/)\s*\d{1,2})\s*"
)
_BULLET = re.compile(rf"^([{re.escape(MARKS)}]|[-–]\s)\s*(?=\S)")
_COUNTED = (
    "市町|市|町|村|区|県|名|人|件|か所|箇所|つ|年|月|日|時|分|団体|地区|割|回|本|点|%|億|万|千|社|校|世帯|台|部署|課"
)
_NUMBERED = re.compile(
    r"^(第\s*\d{1,2}\s*[案号章]?(?=\s)|案\s*\d{1,2}|[A-EＡ-Ｅ]\s*案|\(\d{1,2}\)|[①-⑳⑴-⒇❶-❿㈠-㈩]"
    r"|\d{1,2}(?:[.)、](?!\d)|(?=\s)(?!\s*(?:" + _COUNTED + r")))"
    r"|[ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ]|[ア-オ](?=[.)、\s])|[一二三四五六七八九十](?=[、.\s]))[\s:.、]*(?=\S)"
)
_HEADING_MARK = re.compile(
    r"^(?:[■◆□◇▼▲★☆§#]+\s*\S.{0,39}|【[^】]{1,40}】|\[[^\]]{1,40}\]|《[^》]{1,40}》|<[^>]{1,40}>)$"
)
_BRACKET = re.compile(r"^\([^()]*(?:\([^()]*\)[^()]*)*\)$")
_QUESTION = re.compile(
    r"^[・○●]?\s*[\[(【<]?(?:Q|問い?|質問|質疑)\s*([0-9①-⑳一二三四五六七八九十]{0,3})(?:[\])】>]\s*:?|\s*[:.、]|\s+|(?=\())\s*(?=\S)"
)
_ANSWER = re.compile(
    r"^[・○●]?\s*(?:[\[(【<]?(?:A|答え?|回答|答弁)\s*([0-9①-⑳一二三四五六七八九十]{0,3})(?:[\])】>]\s*:?|\s*[:.、]|\s+|(?=\())"
    r"|[→⇒]())\s*(?=\S)"
)
_TURN = re.compile(
    r"^(?:[・○●◯◎]?\s*(?:\((?P<round>[^()]{1,24})\)|【(?P<square>[^】]{1,24})】)\s*:?\s*(?=\S)"
    r"|[○●◯◎]\s*(?P<marked>[^\s:、。()「」]{1,24})(?:\s*:\s*|\s+)(?=\S)"
    r"|[・○●◯◎]?\s*(?P<colon>[^\s:、。()「」・○●◯◎][^:、。()「」]{0,23}?)\s*:\s*(?=\S))"
)
_TITLED = re.compile(r"^(?P<title>[^。]{2,60}?)\s*\((?P<presenter>[^()]*(?:\([^()]*\)[^()]*)*)\)$")
_TERMINAL = re.compile(r"[。！!?:：]$")
_GOES_ON = re.compile(r"(?:[、・のがをにはでとやもへりしてっんれ]|から|まで|ため|など|である|する|した|という)$")
_CONTINUES = re.compile(
    r"^(?:[、。・)」』ぁぃぅぇぉっゃゅょんー]|(?:の|が|を|に|は|で|と|や|も|へ)(?![ぁ-ん]{3})|から|まで|など|等|として|について|だった|である"
    r"|であり|でした|ない|なか|なく|ている|ていく|して|した|する|され|れる|れた|った|って)"
)
_ENDS_ITEM = re.compile(r"(?:について|に関して|に向けて|[)」])$")
_LONG = 30
_LOOSE = (Shape.PLAIN, Shape.BULLET, Shape.NUMBERED)


def shape_of(line: Strand, municipalities: Sequence[str]) -> Block:
    """The shape of one line, seen by itself."""
    text = line.text
    tests = (_furniture, _numbered_turns, _header, _heading, _speaking, _listed)
    for test in tests:
        block = test(line, text, municipalities)
        if block is not None:
            return block
    return Block(Shape.PLAIN, line, line)


def _furniture(line: Strand, text: str, _: Sequence[str]) -> Block | None:
    if _PAGE.match(text):
        return Block(Shape.PAGE, line, line)
    bare = re.sub(r"[\s()（）【】\-。]", "", text)
    return Block(Shape.CLOSING, line, line) if bare in CLOSING_MARKS else None


def _numbered_turns(line: Strand, text: str, _: Sequence[str]) -> Block | None:
    for shape, pattern in ((Shape.QUESTION, _QUESTION), (Shape.ANSWER, _ANSWER)):
        match = pattern.match(text)
        if match:
            number = next((group for group in match.groups() if group), "")
            return Block(shape, line, line.cut(match.end()), number)
    return None


def _header(line: Strand, text: str, municipalities: Sequence[str]) -> Block | None:
    if _TIME_ROW.match(text):
        return Block(Shape.TIME_ROW, line, line)
    if parse_header_label(line):
        return Block(Shape.HEADER, line, line)
    if _DATED.match(text) and len(text) <= 40 and not re.search(r"[。をはが]", text):
        return Block(Shape.HEADER, line, line)
    squeezed = re.sub(r"\s|\((?:案|要旨|概要|抄)\)$", "", text)
    titled = squeezed.endswith(TITLE_ENDS + MEETING_ENDS) and len(squeezed) <= 50 and not _BULLET.match(text)
    return Block(Shape.TITLE, line, line) if titled and not is_topic_phrase(text) else None


def _heading(line: Strand, text: str, municipalities: Sequence[str]) -> Block | None:
    if _HEADING_MARK.match(text) and not re.search(r"[。:]", text):
        return Block(Shape.HEADING, line, line.trim(MARKS + "【[<《", "】]>》"))
    numbered = _NUMBERED.match(text)
    bare = text[numbered.end() :] if numbered else text
    if not _BULLET.match(text) and len(bare) <= 24 and not text.endswith(":"):
        named = re.sub(r"\s", "", bare) in municipalities
        if named or is_topic_phrase(bare):
            return Block(Shape.HEADING, line, line.cut(len(text) - len(bare)), numbered[1].strip() if numbered else "")
    if _BRACKET.match(text):
        return Block(Shape.BRACKET, line, line.cut(1, -1).trim())
    return Block(Shape.HEADING, line, line) if _is_titled(text) and not numbered else None


def _is_titled(text: str) -> bool:
    """A title with its presenter in brackets behind it."""
    titled = _TITLED.match(text)
    return bool(titled and titled["title"][0] not in MARKS and is_presenter(titled["presenter"]))


def _speaking(line: Strand, text: str, municipalities: Sequence[str]) -> Block | None:
    match = _TURN.match(text)
    if match is None:
        return None
    speaker = next(group for group in match.groups() if group)
    if not is_speaker(speaker, municipalities):
        return None
    return Block(Shape.TURN, line, line.cut(match.end()), speaker.strip())


def _listed(line: Strand, text: str, municipalities: Sequence[str]) -> Block | None:
    if parse_label(line, municipalities):
        return Block(Shape.LABELLED, line, line)
    for shape, pattern in ((Shape.NUMBERED, _NUMBERED), (Shape.BULLET, _BULLET)):
        match = pattern.match(text)
        if match:
            return Block(shape, line, line.cut(match.end()), match[1].strip())
    return None


@dataclass(slots=True)
class _Joining:
    """A block still taking lines in: its last line, whether a blank came since, and how that line began."""

    block: Block
    last: Strand
    blank: bool = False


def blocks_of(lines: Iterable[Strand], indents: Sequence[int], municipalities: Sequence[str]) -> list[Block]:
    """The blocks of a text. Page numbers stand outside the sentence they cut through."""
    done: list[Block] = []
    current: _Joining | None = None
    for line, indent in zip(lines, indents, strict=True):
        if not line.text:
            if current:
                current.blank = True
            continue
        block = shape_of(line, municipalities)
        if block.shape is Shape.PAGE:
            done.append(block)
        elif current and _belongs(current, block, indent):
            current = _Joining(_extended(current.block, line), line)
        else:
            if current:
                done.append(current.block)
            current = _Joining(block, line)
    if current:
        done.append(current.block)
    return sorted(done, key=lambda b: (b.strand.places[0].line, b.strand.places[0].start))


def _extended(block: Block, line: Strand) -> Block:
    between = " " if block.shape is Shape.HEADER else ""
    body = join((block.body, line), between)
    whole = join((block.strand, line), between)
    shape = Shape.HEADING if block.shape is Shape.PLAIN and _is_titled(whole.text) else block.shape
    return Block(shape, whole, body, block.marker)


def _belongs(current: _Joining, block: Block, indent: int) -> bool:
    """Whether a line goes on with the sentence before it."""
    before, after = current.last.text, block.strand.text
    ended = current.blank and _TERMINAL.search(before)
    if not ended and block.shape in _LOOSE and is_open(current.block.strand.text[-400:]):
        return True
    if current.block.shape is Shape.HEADER:
        return indent >= 2 and not current.blank and block.shape in (Shape.PLAIN, Shape.HEADING)
    if current.block.shape is Shape.TIME_ROW:
        return block.shape is Shape.PLAIN and not current.blank and len(before) >= _LONG - 5
    if block.shape is not Shape.PLAIN or _closed(current.block.shape) or _TERMINAL.search(before):
        return False
    return _reads_on(current, before, after)


def _reads_on(current: _Joining, before: str, after: str) -> bool:
    """Whether the words on both sides of a line's end read as one sentence."""
    if _CONTINUES.match(after):
        return True
    if current.block.shape in _LOOSE[1:] and _ENDS_ITEM.search(before):
        return False
    if _GOES_ON.search(before) or len(before) >= _LONG:
        return True
    return not current.blank and _is_clause(before)


def _closed(shape: Shape) -> bool:
    return shape in (Shape.CLOSING, Shape.HEADING, Shape.BRACKET, Shape.TITLE)


def _is_clause(text: str) -> bool:
    """Whether a line reads as the beginning of a sentence rather than as a title."""
    return len(text) >= 12 and bool(re.search(r"[、。]|[ぁ-ん一-龯](?:は|が|を)", text))
