"""The boxes of every sheet: label, text, and the entry from which it comes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from hanpo.core.japanese import format_seireki
from hanpo.counter.engine.papers.papers import (
    EVERYBODY_TABLE,
    OF_NAMES,
    PEOPLE_TABLE,
    THE_PERSON,
    Filled,
    Paper,
    Vocabulary,
    Who,
    chosen,
    is_of_person,
    is_place,
)
from hanpo.forms.engine import walking
from hanpo.forms.engine.answering import shown
from hanpo.forms.engine.answering.showing import day_shown
from hanpo.forms.engine.definition import Form, Item, Kind, Language, Words
from hanpo.forms.engine.values import Value

ADDRESS_HERE: Final = "address_next"
"""The household's address in the municipality."""

CALCULATED: Final = "calculated"
"""The origin of what is worked out from other values."""


FILED: Final = Words("届出日", "出した 日", "Day of filing")


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A value on paper. `source` is the entry that it comes from (with its part: `p1_name.kana`), `origin` how that
    came; `is_hidden`: 支援措置 keeps it off every page.
    """

    label: str
    text: str
    source: str
    origin: str = ""
    is_hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """The people of a paper, a row each."""

    label: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Box, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPart:
    """A part of a sheet with its heading."""

    title: str
    boxes: tuple[Box, ...] = ()
    grids: tuple[Grid, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet of paper: of which paper, about whom (a key, or empty), the day on which it is filed, and its parts."""

    paper: str
    title: str
    person: str
    filed: Box
    parts: tuple[SheetPart, ...]

    def boxes(self) -> Iterator[Box]:
        """Every box, also those in tables."""
        yield self.filed
        for part in self.parts:
            yield from part.boxes
            for grid in part.grids:
                for row in grid.rows:
                    yield from row


@dataclass(frozen=True, slots=True)
class _Setting:
    """What boxes are made from."""

    filled: Filled
    vocabulary: Vocabulary
    answers: Mapping[str, Value]
    asked: frozenset[str]
    language: Language


def sheets(
    papers: Sequence[Paper], filled: Filled, vocabulary: Vocabulary, filling: Form, language: Language = "ja"
) -> tuple[Sheet, ...]:
    """Every sheet of the papers, as things stand; a paper about people of whom there are none makes no sheet."""
    walk = walking.walk(filling, filled.values, filled.today)
    asked = frozenset(item.id for item in walk.asked)
    setting = _Setting(filled, vocabulary, walk.answers, asked, language)
    return tuple(sheet for paper in papers for sheet in _sheets(paper, setting))


def _sheets(paper: Paper, setting: _Setting) -> Iterator[Sheet]:
    people = chosen(paper, setting.filled)
    if paper.who in {Who.SOME, Who.EACH} and not people:
        return
    for person in people if paper.who is Who.EACH else ("",):
        parts = tuple(_parts(paper, person, people, setting))
        title = paper.title.said(setting.language)
        yield Sheet(paper=paper.key, title=title, person=person, filed=_filed(setting), parts=parts)


def _filed(setting: _Setting) -> Box:
    text = day_shown(setting.filled.today, setting.language)
    return Box(label=FILED.said(setting.language), text=text, source="filed_on", origin=CALCULATED)


def _parts(paper: Paper, person: str, people: Sequence[str], setting: _Setting) -> Iterator[SheetPart]:
    for section in paper.form.sections:
        plain = [item for item in section.items if item.kind not in {Kind.TABLE, Kind.NOTE, Kind.SIGNATURE}]
        tables = [item for item in section.items if item.kind is Kind.TABLE]
        boxes = tuple(box for item in plain if (box := _box(item, person, setting)) is not None)
        grids = tuple(_grid(item, people, setting) for item in tables)
        title = section.title.said(setting.language)
        if boxes or grids:
            yield SheetPart(title=title, boxes=boxes, grids=grids)


def _box(item: Item, person: str, setting: _Setting) -> Box | None:
    """The box of an item on a sheet; None where it is not asked in this case."""
    found = is_of_person(item.id, setting.vocabulary)
    label = item.label.said(setting.language)
    if found is not None:
        prefix, what = found
        whose = person if prefix == THE_PERSON else setting.filled.playing(prefix)
        return _of_person(whose, what, label, setting)
    own = item.id.replace(THE_PERSON, person, 1) if item.id.startswith(f"{THE_PERSON}_") else item.id
    if setting.filled.is_protected and is_place(item):
        return Box(label=label, text="", source=own, is_hidden=True)
    return _value(item, own, label, setting) if own in setting.asked else None


def _value(item: Item, source: str, label: str, setting: _Setting) -> Box:
    value = setting.answers.get(source)
    text = shown(item, value, setting.language) if value is not None else ""
    origin = CALCULATED if item.kind is Kind.CALCULATED else setting.filled.origins.get(source, "")
    return Box(label=label, text=text, source=source, origin=origin)


def _grid(item: Item, people: Sequence[str], setting: _Setting) -> Grid:
    """A table: of the people, or one that was filled in as a table."""
    heads = tuple(column.label.said(setting.language) for column in item.columns)
    if item.id.startswith(PEOPLE_TABLE):
        listed = setting.filled.people if item.id == EVERYBODY_TABLE else people
        rows = tuple(tuple(_cell(column, one, setting) for column in item.columns) for one in listed)
    else:
        filled = setting.answers.get(item.id) or []
        origin = setting.filled.origins.get(item.id, "")
        rows = tuple(
            tuple(
                Box(label=column.label.said(setting.language), text=shown(column, row.get(column.id), setting.language),
                    source=f"{item.id}.{number}.{column.id}", origin=origin)
                for column in item.columns
            )
            for number, row in enumerate(filled)
        )  # fmt: skip
    return Grid(label=item.label.said(setting.language), heads=heads, rows=rows)


def _cell(column: Item, person: str, setting: _Setting) -> Box:
    label = column.label.said(setting.language)
    if column.id in setting.vocabulary.asked_of_people():
        return _of_person(person, column.id, label, setting)
    return _value(column, f"{person}_{column.id}", label, setting)


def _of_person(person: str, what: str, label: str, setting: _Setting) -> Box:
    """Something of a person: parts of the name, the address of the household, the age, or what was asked by its
    name.
    """
    filled = setting.filled
    if what == "address":
        return _address(label, setting)
    if what in OF_NAMES:
        source, text = _name_part(person, what, filled)
        return Box(label=label, text=text, source=source, origin=filled.origins.get(source.partition(".")[0], ""))
    if what == "age":
        age = filled.age(person)
        return Box(label=label, text="" if age is None else str(age), source=f"{person}_born", origin=CALCULATED)
    item = next(one for one in setting.vocabulary.person if one.id == what)
    source = f"{person}_{what}"
    value = filled.values.get(source)
    text = entry_text(item, person, value, filled, setting.language)
    return Box(label=label, text=text, source=source, origin=filled.origins.get(source, ""))


def entry_text(item: Item, person: str, value: Value, filled: Filled, language: Language) -> str:
    """An entry in words. A foreign resident's days are written by 西暦 (住民記録システム標準仕様 1.1.9)."""
    if value is None:
        return ""
    if item.kind is Kind.DATE and person in filled.people and filled.is_foreign(person) and language != "en":
        return format_seireki(date.fromisoformat(value))
    return shown(item, value, language)


def _address(label: str, setting: _Setting) -> Box:
    filled = setting.filled
    if filled.is_protected:
        return Box(label=label, text="", source=ADDRESS_HERE, is_hidden=True)
    value = filled.values.get(ADDRESS_HERE)
    text = shown(_ADDRESS, value, setting.language) if value is not None else ""
    return Box(label=label, text=text, source=ADDRESS_HERE, origin=filled.origins.get(ADDRESS_HERE, ""))


_ADDRESS: Final = Item(id=ADDRESS_HERE, kind=Kind.ADDRESS, label=Words("住所"))


def _name_part(person: str, what: str, filled: Filled) -> tuple[str, str]:
    """The entry and the text of a part of a name. A foreign resident is written as on the residence card."""
    is_foreign = filled.is_foreign(person)
    source = f"{person}_other_name" if is_foreign else f"{person}_name"
    value = filled.values.get(source)
    parts = value if isinstance(value, Mapping) else {}
    roman = filled.of(person, "roman")
    if what == "name" and is_foreign and roman:
        return f"{person}_roman", str(roman)
    if what == "name":
        return f"{source}.name", written(parts)
    if what == "kana":
        return f"{source}.kana", "　".join(one for one in (parts.get("family_kana"), parts.get("given_kana")) if one)
    return f"{source}.{what}", str(parts.get(what, ""))


def written(parts: Mapping[str, str]) -> str:
    """山田　花子, with a 旧氏 山田［佐藤］花子 as cards print it (住民基本台帳法施行令30条の13)."""
    family, given, former = (parts.get(one, "") for one in ("family", "given", "former"))
    if former:
        return f"{family}［{former}］{given}"
    return "　".join(one for one in (family, given) if one)


def name_printed(person: str, filled: Filled) -> str:
    """The name of a person as papers print it; empty where it is not known."""
    return _name_part(person, "name", filled)[1] if person else ""
