"""The head of the minutes: title, date, time, place, attendance, and the agenda with its presenters."""

import re
from collections.abc import Sequence

from hanpo.hub.engine.minutes.blocks import Block, Shape
from hanpo.hub.engine.minutes.dates import find_date, find_times
from hanpo.hub.engine.minutes.drafts import Sheet
from hanpo.hub.engine.minutes.labels import parse_header_label
from hanpo.hub.engine.minutes.markers import counts_down, style
from hanpo.hub.engine.minutes.model import Confidence, Kind
from hanpo.hub.engine.minutes.speakers import is_presenter, read_speaker
from hanpo.hub.engine.minutes.strand import Strand
from hanpo.hub.engine.minutes.words import PLACE_WORDS

_TALK = re.compile(r"\s*([^()]+?)\s*\(((?:[^()]|\([^()]*\))*)\)\s*")
_ITEM_NUMBER = re.compile(r"^(?:\(\d{1,2}\)|[①-⑳]|\d{1,2}[.)、])\s*")
_DAY = re.compile(r"^\s*(?:\([月火水木金土日][^()]{0,3}\)|[月火水木金土日](?:曜日?)?(?=\s))\s*")


def read_header(block: Block, sheet: Sheet, *, year_hint: int | None) -> None:
    """One line of the header into one proposal for each field it holds."""
    labelled = parse_header_label(block.strand)
    if labelled is None:
        _when(block.strand, sheet, year_hint, "", sure=False)
        return
    key, label, value = labelled
    if not value.text:
        sheet.add(Kind.STRUCTURE, block.strand, label)
    elif key == "when":
        _when(value, sheet, year_hint, label, sure=True)
    else:
        _field(sheet, key, value, label)


def _field(sheet: Sheet, name: str, strand: Strand, why: str, value: str = "", *, sure: bool = True) -> None:
    confidence = Confidence.SURE if sure else Confidence.LIKELY
    fields = {"name": name, "value": value or strand.original()}
    sheet.add(Kind.MEETING, strand, why, confidence=confidence, fields=fields)


def _when(strand: Strand, sheet: Sheet, year_hint: int | None, label: str, *, sure: bool) -> None:
    """Date, time and whatever place stands behind them."""
    rest = strand
    for name, found in (
        ("date", find_date(strand.text, year_hint=year_hint)),
        ("time", find_times(strand.text)),
    ):
        if found is None:
            continue
        if name == "date" and find_times(strand.text[found.start : found.start + 5]):
            continue
        piece = strand.cut(found.start, found.end).trim()
        _field(sheet, name, piece, label or piece.original(), found.value, sure=sure)
        last = piece.places[-1]
        after = next(
            (i for i, p in enumerate(rest.places) if (p.line, p.start) > (last.line, last.start)), len(rest.text)
        )
        rest = rest.cut(after)
    day = _DAY.match(rest.text)
    rest = rest.cut(day.end() if day else 0).trim("、,。", "、,。")
    if not rest.text:
        return
    if any(word.lower() in rest.text.lower() for word in PLACE_WORDS):
        _field(sheet, "place", rest, label or rest.original(), sure=sure)
    else:
        sheet.loose.append(rest)


def read_agenda_row(block: Block, sheet: Sheet, municipalities: Sequence[str]) -> str:
    """One row of the agenda; answers the title, by which the section is known again later."""
    times = find_times(block.body.text) if block.body.text[:1].isdigit() or block.body.text[:1] == "午" else None
    body = block.body.cut(times.end if times else 0).trim(":、・", "、")
    listed = _ITEM_NUMBER.match(body.text)
    body = body.cut(listed.end() if listed else 0)
    fields = {}
    if times:
        start, end = times.value.split("-")
        fields = {"start": start, "end": end} if end else {"start": start}
    titles = []
    for number, (title, presenter) in enumerate(_talks(body), start=1):
        suffix = f"_{number}" if number > 1 else ""
        titles.append(title)
        fields[f"title{suffix}"] = title
        who = read_speaker(presenter, municipalities)
        fields |= {f"{key}{suffix}": value for key, value in who.fields("presenter_").items()}
    sheet.add(Kind.AGENDA_ITEM, block.strand, "時刻" if times else "議題", fields=fields)
    return titles[0] if titles else ""


def _talks(body: Strand) -> list[tuple[str, str]]:
    """The titles of a row with the presenters in brackets behind them."""
    talks, end = [], 0
    for match in _TALK.finditer(body.text):
        if match.start() == end and is_presenter(match[2]):
            talks.append((match[1], body.cut(match.start(2), match.end(2)).original()))
            end = match.end()
    rest = body.cut(end).original()
    if rest:
        talks.append((rest, ""))
    return talks


def title_and_presenter(strand: Strand) -> tuple[Strand, str]:
    """A heading's title and the presenter in brackets behind it, empty when there is none."""
    match = re.match(r"^(.+?)\s*\(((?:[^()]|\([^()]*\))*)\)$", strand.text, re.DOTALL)
    if match is None or not is_presenter(match[2]):
        return strand, ""
    return strand.cut(0, match.end(1)), strand.cut(match.start(2), match.end(2)).original()


def agenda_run(blocks: Sequence[Block], start: int, *, alone: bool) -> set[int]:
    """The list below an agenda label: items of one style, counting upwards.

    One single item below a label that stands alone is the heading of a section rather than a list.
    """
    run: list[int] = []
    for index in range(start, len(blocks)):
        block = blocks[index]
        before = blocks[run[-1]].marker if run else ""
        if block.shape not in (Shape.NUMBERED, Shape.BULLET, Shape.HEADING) or not block.marker:
            break
        if run and (style(block.marker) != style(before) or counts_down(before, block.marker)):
            break
        run.append(index)
    return set() if alone and len(run) == 1 else set(run)
