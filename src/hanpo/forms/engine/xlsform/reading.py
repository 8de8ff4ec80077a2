"""The rows of an XLSForm as a form, with notes on what has no counterpart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from hanpo.forms.engine.definition import LANGUAGES, DefinitionError, Form, Item, Language, Section
from hanpo.forms.engine.reading import form_data, read_form
from hanpo.forms.engine.xlsform.blocks import Block, is_item, lists_of, own_id, survey_tree
from hanpo.forms.engine.xlsform.items import (
    Lists,
    block_item,
    expression,
    own_settings,
    section_note,
    section_of,
)
from hanpo.forms.engine.xlsform.sheets import SECTION, Row, Sheets, get, other_languages, split_heading

METADATA: Final = frozenset(
    "start end today deviceid subscriberid simserial phonenumber username email audit hidden xml-external csv-external "
    "background-audio background-geopoint start-geopoint uri:subscriberid uri:simserial uri:phonenumber "
    "uri:username uri:email uri:deviceid".split()
)
"""Rows about the device and the interview; they ask nothing."""
_ALIASES: Final = {"caption": "label", "id_string": "form_id", "title": "form_title", "list name": "list_name"}
NOT_TAKEN: Final = ("default", "choice_filter", "read_only", "readonly", "trigger", "repeat_count", "instance_id")


def from_xlsform(sheets: Sheets) -> tuple[Form, tuple[str, ...]]:
    """The form of an XLSForm, and notes in Japanese on everything that could not be taken over.

    Raises `DefinitionError` where rows are no survey (a group without end, no question at all).
    """
    notes: list[str] = []
    blocks = list(_asking(survey_tree([_lower(row) for row in sheets.survey]), notes))
    if not blocks:
        raise DefinitionError("質問の行がありません。「survey」のシートを確かめてください。", "survey")
    lists = lists_of([_lower(row) for row in sheets.choices])
    names = dict(reversed(list(_names(blocks))))  # where a name stands twice, expressions mean the first
    _told(sheets, notes)
    sections = [replace(one, items=_unique(one.items)) for one in _sections(blocks, lists, names, notes)]
    form = Form(id="form", title=get({}, "label"), sections=tuple(sections))
    return _with_settings(form, sheets), tuple(dict.fromkeys(notes))


def _lower(row: Mapping[str, Any]) -> Row:
    """Headings are read whatever their case; cells that are empty are none."""
    heads = {name: name if ":" in name else _ALIASES.get(name.strip().lower(), name.strip().lower()) for name in row}
    return {heads[name]: str(cell) for name, cell in row.items() if cell not in (None, "")}


def _asking(blocks: Sequence[Block], notes: list[str]) -> Iterator[Block]:
    """The branches that ask something."""
    for block in blocks:
        if block.type in METADATA:
            notes.append(f"「{block.name}」（{block.type}）は端末の記録なので、移していません。")
            continue
        if not block.name:
            notes.append(f"名前のない行（{block.type}）は移していません。")
            continue
        block.inside = list(_asking(block.inside, notes))
        if block.inside or not block.type.startswith("begin_"):
            yield block


def _told(sheets: Sheets, notes: list[str]) -> None:
    """Note the columns and languages that are not taken over."""
    for row in map(_lower, sheets.survey):
        for column in NOT_TAKEN:
            if row.get(column):
                notes.append(f"「{row.get('name', '')}」の {column} は移していません。")
        media = [name for name in row if split_heading(name)[0] in {"media", "image", "audio", "video", "big-image"}]
        notes += [f"「{row.get('name', '')}」の {name} は移していません。" for name in media]
    for language in sorted(set().union(*map(other_languages, sheets.survey))):
        notes.append(f"言語「{language}」はないので、日本語の言葉がないところだけに使いました。")


def _names(blocks: Sequence[Block], inside: str = "") -> Iterator[tuple[str, str]]:
    """Where each question of the sheet comes to stand in the form; an id that would stand twice gets a number."""
    used: set[str] = set()
    for name, wanted, block in _wanted(blocks, inside):
        here, at = wanted, 1
        while here in used:
            at += 1
            here = f"{wanted}_{at}"
        used.add(here)
        block.place = here
        yield name, here
        if is_item(block) and block.type.startswith("begin_"):
            yield from _names(block.inside, here)


def _wanted(blocks: Sequence[Block], inside: str) -> Iterator[tuple[str, str, Block]]:
    for block in blocks:
        if not is_item(block) or (block.type == "begin_repeat" and inside):
            yield from _wanted(block.inside, inside)
        else:
            own = own_id(block.name)
            yield block.name, f"{inside}.{own}" if inside else own, block


def _sections(blocks: Sequence[Block], lists: Lists, names: Mapping[str, str], notes: list[str]) -> Iterator[Section]:
    loose: list[Item] = []
    taken: set[str] = {one.name.removeprefix(SECTION) for one in blocks if not is_item(one)}
    for block in blocks:
        if is_item(block):
            loose.append(block_item(_flat(block, notes), lists, names, notes))
            continue
        if loose:
            yield Section(id=_free(taken), items=tuple(loose))
            loose = []
        note = section_note(block)
        inner = [one for one in block.inside if one is not note]
        yield replace(section_of(block, names, notes), items=tuple(_items(inner, "", lists, names, notes)))
    if loose:
        yield Section(id=_free(taken), items=tuple(loose))


def _free(taken: set[str]) -> str:
    """An id for a section of questions that stood in no group."""
    at = 1
    while (name := "main" if at == 1 else f"main_{at}") in taken:
        at += 1
    taken.add(name)
    return name


def _items(
    blocks: Sequence[Block], when: str, lists: Lists, names: Mapping[str, str], notes: list[str]
) -> Iterator[Item]:
    """The items of a section; groups inside it are laid flat and their condition joined to each question's."""
    for block in blocks:
        if is_item(block):
            item = block_item(_flat(block, notes), lists, names, notes)
            yield replace(item, when=_both(when, item.when))
            continue
        notes.append(f"グループ「{block.name}」は平らにして、条件を中の質問に移しました。")
        own = expression(block, "relevant", names, notes)
        yield from _items(block.inside, _both(when, own), lists, names, notes)


def _both(one: str, other: str) -> str:
    return f"({one}) and ({other})" if one and other else one or other


def _flat(block: Block, notes: list[str]) -> Block:
    """A repeat with only columns inside: groups laid flat, repeats within left out."""
    if block.type != "begin_repeat":
        return block
    return Block(block.row, list(_columns(block, notes)), block.place)


def _columns(block: Block, notes: list[str]) -> Iterator[Block]:
    for one in block.inside:
        if not one.type.startswith("begin_"):
            yield one
            continue
        notes.append(
            f"表「{block.name}」の中の「{one.name}」は、列を平らにしました。くり返しの中のくり返しはありません。"
        )
        yield from _columns(one, notes)


def _unique(items: Sequence[Item]) -> tuple[Item, ...]:
    return tuple({item.id: item for item in items}.values())


def _with_settings(form: Form, sheets: Sheets) -> Form:
    row = _lower(sheets.settings)
    form_id = row.get("form_id") or "form"
    data = form_data(form) | {"id": form_id, "title": row.get("form_title") or form_id}
    data["languages"] = list(languages_in(form))
    own = {name: value for name, value in own_settings(row).items() if name not in {"id", "sections"}}
    try:
        return read_form(data | own)
    except DefinitionError:  # somebody wrote into our column
        return read_form(data)


def languages_in(form: Form) -> tuple[Language, ...]:
    """The languages in which some question is said."""
    said = [item.label for item in form.items()]
    return tuple(one for one in LANGUAGES if one == "ja" or any(getattr(words, one) for words in said))
