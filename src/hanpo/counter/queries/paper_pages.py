"""A set of application forms as pages: its themes one after the other, and everything told with where it came from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from hanpo.counter.engine.papers import Box, Sheet
from hanpo.counter.engine.papers.printing import entry_text
from hanpo.counter.queries.papers import Mandate, OpenSet, Reading, full_name, origin_words
from hanpo.forms.engine.answering.showing import day_shown
from hanpo.forms.engine.definition import Item, Kind, Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """The questions that stand on one page. `is_person`: they are about one of the household."""

    key: str
    title: str
    number: int
    of: int
    items: tuple[Item, ...]
    is_person: bool
    is_last_person: bool
    can_be_removed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An entry told: its question, the value in words, where it came from; whether it is still missing."""

    label: str
    text: str
    origin: str
    is_missing: bool


@dataclass(frozen=True, slots=True)
class ToldTheme:
    """A theme with its entries."""

    key: str
    title: str
    entries: tuple[Entry, ...]


def themes(one: OpenSet) -> list[Theme]:
    """The themes that are asked now, in their order."""
    asked = {item.id for item in one.asked}
    people = one.row.people
    found = [(section, tuple(item for item in section.items if item.id in asked)) for section in one.filling.sections]
    found = [(section, items) for section, items in found if any(item.kind is not Kind.NOTE for item in items)]
    return [
        Theme(
            key=section.id, title=section.title.said(one.language), number=number, of=len(found), items=items,
            is_person=section.id in people, is_last_person=section.id == people[-1],
            can_be_removed=section.id in people and len(people) > 1,
        )
        for number, (section, items) in enumerate(found, 1)
    ]  # fmt: skip


def theme_named(*, found: Sequence[Theme], key: str) -> Theme:
    """The theme of a key; the first one for any other."""
    return next((theme for theme in found if theme.key == key), found[0])


def neighbours(*, found: Sequence[Theme], key: str) -> tuple[Theme | None, Theme | None]:
    """The themes before and after the one of a key."""
    at = next((place for place, theme in enumerate(found) if theme.key == key), 0)
    return (found[at - 1] if at else None), (found[at + 1] if at + 1 < len(found) else None)


def has_more(*, theme: Theme, seen: Sequence[str]) -> bool:
    """Whether a theme asks something now that did not stand on the page as it was seen."""
    return any(item.kind not in {Kind.NOTE, Kind.CALCULATED} and item.id not in seen for item in theme.items)


def told(one: OpenSet) -> list[ToldTheme]:
    """Every entry in words, theme by theme."""
    missing = {problem.item_id for problem in one.problems}
    return [
        ToldTheme(theme.key, theme.title, tuple(_entry(one, item, missing) for item in theme.items if _is_told(item)))
        for theme in themes(one)
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClerkSheet:
    """A sheet as the clerk sees it: what is on it, whom it is about (empty for the household), and who signs."""

    sheet: Sheet
    about: str
    section: str
    signer: str
    for_whom: str
    needs_mandate: bool
    must_come: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Clerk:
    """A set as the clerk sees it: the sheets, what is missing, doubtful readings, and the two numbers of 書かない."""

    sheets: tuple[ClerkSheet, ...]
    missing: tuple[tuple[str, str], ...]
    readings: tuple[Reading, ...]
    mandates: tuple[Mandate, ...]
    entered: int
    printed: int
    share: int


def clerk_sheet(one: OpenSet) -> Clerk:
    """Everything that the clerk looks over."""
    themes_of = {item.id: section.id for section in one.filling.sections for item in section.items}
    return Clerk(
        sheets=tuple(_clerk_sheet(one, sheet) for sheet in one.sheets),
        missing=tuple((themes_of[problem.item_id], problem.message) for problem in one.problems),
        readings=one.readings, mandates=one.mandates, entered=one.tally.entered, printed=one.tally.printed,
        share=round(one.tally.share * 100),
    )  # fmt: skip


def _clerk_sheet(one: OpenSet, sheet: Sheet) -> ClerkSheet:
    told_by = one.signing(sheet)
    return ClerkSheet(
        sheet=_with_origins(sheet),
        about=full_name(filled=one.filled, person=sheet.person) if sheet.person else "",
        section=one.section_of(sheet.paper),
        signer=full_name(filled=one.filled, person=told_by.signer),
        for_whom=full_name(filled=one.filled, person=told_by.for_whom) if told_by.for_whom else "",
        needs_mandate=told_by.needs_mandate,
        must_come=told_by.must_come,
    )


def _with_origins(sheet: Sheet) -> Sheet:
    """The sheet with its origins in words."""
    return replace(
        sheet,
        parts=tuple(
            replace(
                part,
                boxes=tuple(_in_words(box) for box in part.boxes),
                grids=tuple(replace(g, rows=tuple(tuple(map(_in_words, row)) for row in g.rows)) for g in part.grids),
            )
            for part in sheet.parts
        ),
    )


def _in_words(box: Box) -> Box:
    return replace(box, origin=origin_words(box.origin) if box.text else "")


def _is_told(item: Item) -> bool:
    return item.kind not in {Kind.NOTE, Kind.CALCULATED}


def _entry(one: OpenSet, item: Item, missing: set[str]) -> Entry:
    value = one.row.values.get(item.id)
    person = item.id.partition("_")[0]
    text = entry_text(item, person, value, one.filled, one.language)
    origin = origin_words(one.filled.origins.get(item.id, "")) if text else ""
    return Entry(label=item.label.said(one.language), text=text, origin=origin, is_missing=item.id in missing)


def day_words(*, said: Mapping[str, str], language: Language) -> str:
    """The day on which an entry came, in words; empty where it is not known."""
    return day_shown(date.fromisoformat(said["as_of"]), language) if said.get("as_of") else ""
