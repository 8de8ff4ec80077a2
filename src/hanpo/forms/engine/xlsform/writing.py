"""A form as the rows of an XLSForm."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any

from hanpo.forms.engine.definition import Choice, Form, Item, Kind, Section, Words
from hanpo.forms.engine.reading import form_data, item_data, section_data
from hanpo.forms.engine.values import OTHER
from hanpo.forms.engine.xlsform.blocks import lists_of, survey_tree
from hanpo.forms.engine.xlsform.items import block_item, section_of
from hanpo.forms.engine.xlsform.phrases import to_odk
from hanpo.forms.engine.xlsform.reading import languages_in
from hanpo.forms.engine.xlsform.rules import constraint_of
from hanpo.forms.engine.xlsform.sheets import (
    COLUMNS,
    NEEDED_PARTS,
    OWN,
    PARTS,
    RETIRED,
    SECTION,
    Row,
    Sheets,
    other_words,
    put,
    unit_of,
    with_unit,
)


def to_xlsform(form: Form, *, version: str = "") -> Sheets:
    """The rows of a form. `from_xlsform` gives the same form again, without a note."""
    names = set(_names(form))
    survey: list[Row] = []
    choices: list[Row] = []
    for section in form.sections:
        head = _section_row(section, names)
        inside: list[Row] = []
        if section.note:
            note = {"type": "note", "name": f"{SECTION}{section.id}.note"}
            put(note, "label", section.note)
            inside.append(note)
        for item in section.items:
            rows, lists = _item_rows(item, item.id, names)
            inside += rows
            choices += lists
        rows = [head, *inside, {"type": "end_group", "name": head["name"]}]
        [block] = survey_tree(rows)
        _keep_rest(head, _bare(section_data(section)), _bare(section_data(section_of(block, {}, []))))
        survey += rows
    return Sheets(tuple(survey), tuple(choices), _settings(form, version))


def _bare(data: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in data.items() if name != "items"}


def _settings(form: Form, version: str) -> Row:
    row = {"form_id": form.id, "form_title": form.title.ja, "default_language": COLUMNS["ja"]}
    if version:
        row["version"] = version
    rest = {name: value for name, value in form_data(form).items() if name not in {"id", "sections"}}
    if form.languages != languages_in(form):
        rest["languages"] = list(form.languages)
    elif "languages" in rest:
        del rest["languages"]
    if rest != {"title": form.title.ja} or not form.title:
        row[OWN] = _json(rest)
    return row


def _names(form: Form) -> Iterator[str]:
    """Every question that the survey will have, so that references go to one that is there."""
    for item in form.items():
        yield item.id
        yield from (f"{item.id}.{column.id}" for column in item.columns)
        if item.kind is Kind.MATRIX:
            yield from (f"{item.id}.{row.id}" for row in item.rows if not row.is_retired)
        yield from (f"{item.id}.{part}" for part in PARTS.get(item.kind, ()))
        if item.has_other and item.kind in {Kind.CHOICE, Kind.MULTIPLE}:
            yield f"{item.id}.text"


def _section_row(section: Section, names: Collection[str]) -> Row:
    row = {"type": "begin_group", "name": f"{SECTION}{section.id}"}
    put(row, "label", section.title)
    if section.when:
        row["relevant"] = to_odk(section.when, names)
    return row


def _item_rows(item: Item, name: str, names: Collection[str]) -> tuple[list[Row], list[Row]]:
    """The rows of an item in the survey, and those of its choices."""
    head = _head(item, name, names)
    lists = list(_choice_rows(item, name))
    rows = [head]
    if item.kind is Kind.TABLE:
        for column in item.columns:
            inner, inner_lists = _item_rows(column, f"{name}.{column.id}", names)
            rows += inner
            lists += inner_lists
        rows.append({"type": "end_repeat", "name": name})
    elif item.kind is Kind.MATRIX:
        rows += [*_matrix_rows(item, name), {"type": "end_group", "name": name}]
    elif item.kind in PARTS:
        rows += [*_part_rows(item, name), {"type": "end_group", "name": name}]
    elif _asks_other(item):
        rows.append(_other_row(item, name))
    [block] = survey_tree(rows)
    _keep_rest(head, item_data(item), item_data(block_item(block, lists_of(lists), {}, [])))
    return rows, lists


def _asks_other(item: Item) -> bool:
    return item.has_other and item.kind in {Kind.CHOICE, Kind.MULTIPLE}


def _head(item: Item, name: str, names: Collection[str]) -> Row:
    row = {"type": _type(item, name), "name": name}
    put(row, "label", item.label)
    put(row, "hint", with_unit(item.help, unit_of(item), item.label))
    put(row, "guidance_hint", item.why)
    if item.required and item.kind not in {Kind.MATRIX, Kind.TABLE, Kind.NOTE, Kind.CALCULATED, *PARTS}:
        row["required"] = "yes"
    if item.when:
        row["relevant"] = to_odk(item.when, names)
    if item.kind is Kind.CALCULATED:
        row["calculation"] = to_odk(item.formula, names)
    appearance = _appearance(item)
    if appearance:
        row["appearance"] = appearance
    if item.kind is Kind.SCALE:
        row["parameters"] = f"start=1 end={item.steps} step=1"
    _put_constraint(row, item, names)
    return row


def _put_constraint(row: Row, item: Item, names: Collection[str]) -> None:
    constraint, message = constraint_of(item)
    if constraint and item.kind not in {Kind.TABLE, Kind.MATRIX, Kind.NOTE, Kind.CALCULATED, *PARTS}:
        row["constraint"] = to_odk(constraint, names)
        put(row, "constraint_message", message)


def _type(item: Item, name: str) -> str:
    if item.kind in {Kind.CHOICE, Kind.MULTIPLE}:
        return f"select_{'one' if item.kind is Kind.CHOICE else 'multiple'} {name}"
    if item.kind in {Kind.NUMBER, Kind.MONEY}:
        return "decimal" if item.decimals else "integer"
    return {
        Kind.TEXT: "text",
        Kind.DATE: "date",
        Kind.SCALE: "range",
        Kind.MATRIX: "begin_group",
        Kind.TABLE: "begin_repeat",
        Kind.ADDRESS: "begin_group",
        Kind.PERSON: "begin_group",
        Kind.FILE: "file",
        Kind.SIGNATURE: "image",
        Kind.CALCULATED: "calculate",
    }.get(item.kind, "note")


def _appearance(item: Item) -> str:
    if item.kind is Kind.TEXT and item.lines > 1:
        return "multiline"
    return {Kind.MATRIX: "table-list", Kind.SIGNATURE: "signature"}.get(
        item.kind, "field-list" if item.kind in PARTS else ""
    )


def _choice_rows(item: Item, name: str) -> Iterator[Row]:
    if item.kind not in {Kind.CHOICE, Kind.MULTIPLE, Kind.MATRIX}:
        return
    for choice in item.choices:
        yield _choice_row(choice, name + RETIRED if choice.is_retired else name)
    if item.has_other:
        yield _choice_row(Choice(id=OTHER, label=other_words()), name)


def _choice_row(choice: Choice, list_name: str) -> Row:
    row = {"list_name": list_name, "name": choice.id}
    put(row, "label", choice.label)
    return row


def _other_row(item: Item, name: str) -> Row:
    row = {"type": "text", "name": f"{name}.text", "relevant": f"selected(${{{name}}}, '{OTHER}')"}
    label = other_words()
    put(row, "label", Words(label.ja, label.easy if item.label.easy else "", label.en if item.label.en else ""))
    return row


def _matrix_rows(item: Item, name: str) -> Iterator[Row]:
    for one in item.rows:
        if one.is_retired:
            continue
        row = {"type": f"select_one {name}", "name": f"{name}.{one.id}"}
        put(row, "label", one.label)
        if item.required:
            row["required"] = "yes"
        yield row


def _part_rows(item: Item, name: str) -> Iterator[Row]:
    for part, label in PARTS[item.kind].items():
        row = {"type": "text", "name": f"{name}.{part}"}
        put(row, "label", label)
        if item.required and part in NEEDED_PARTS:
            row["required"] = "yes"
        yield row


def _keep_rest(row: Row, wanted: dict[str, Any], read: dict[str, Any]) -> None:
    """Put into our own column what reading the other columns would not give."""
    names = [*wanted, *(name for name in read if name not in wanted)]
    rest = {name: wanted.get(name) for name in names if wanted.get(name) != read.get(name)}
    if rest:
        row[OWN] = _json(rest)


def _json(data: Any) -> str:
    return json.dumps(data, ensure_ascii=False).replace("${", "$\\u007b")
