"""The catalogue as plain JSON: how a municipality keeps it, compares editions of it, and hands it on to others.

Lists hold items with an `id`, cells stand by the name of their column, and a cell that any value meets is left out: so
two versions can be merged item by item, and a difference is one cell and not one line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from .catalogue import Catalogue, Procedure, QuestionWords, Source, Words
from .cells import Cell, read_cell, read_value, write_cell, write_value
from .deciding import RuleSet
from .errors import RuleError
from .tables import HitPolicy, Input, Origin, Output, Overlay, Row, Table, row_changes
from .values import Kind, Value, everything

Content = dict[str, Any]


def catalogue_content(catalogue: Catalogue, municipality: str) -> Content:
    """The catalogue as a municipality keeps it: with its own overlays alone."""
    own = [overlay for overlay in catalogue.overlays if overlay.municipality == municipality]
    tables = {table.key: table for table in catalogue.rules.tables}
    return {
        "sections": [{"id": key, **_said("title", words)} for key, words in catalogue.sections.items()],
        "inputs": [input_content(column) for column in catalogue.rules.inputs],
        "questions": [question_content(question) for question in catalogue.questions],
        "procedures": [procedure_content(procedure) for procedure in catalogue.procedures],
        "tables": [table_content(table) for table in catalogue.rules.tables],
        "overlays": [overlay_content(overlay, tables[overlay.table]) for overlay in own],
    }


def read_content(content: Content, municipality: str) -> Catalogue:
    """The catalogue again. `RuleError` where a cell or table cannot be read; rings are left for the proof to tell."""
    columns = _columns(content)
    tables = tuple(read_table(entry, columns) for entry in content["tables"])
    by_key = {table.key: table for table in tables}
    overlays = [entry for entry in content.get("overlays", ()) if entry["id"] in by_key]
    return Catalogue(
        sections={entry["id"]: _heard("title", entry) for entry in content["sections"]},
        questions=tuple(_question(entry) for entry in content["questions"]),
        procedures=tuple(_procedure(entry) for entry in content["procedures"]),
        rules=RuleSet(tuple(_input(entry) for entry in content["inputs"]), tables),
        overlays=tuple(_overlay(entry, by_key[entry["id"]], municipality) for entry in overlays),
    )


def as_used(catalogue: Catalogue, municipality: str) -> Catalogue:
    """The catalogue with the municipality's overlays applied; checked, so `RuleError` where tables do not fit."""
    return replace(catalogue.with_rules(catalogue.rules_of(municipality)), overlays=())


def fingerprint_of(procedure: Procedure, table: Table) -> str:
    """What an approval is given to: the words and the rules of a procedure. Any change of them is a new one."""
    return checksum([procedure_content(procedure), table_content(table)])


def input_content(column: Input) -> Content:
    """A fact: its kind and the values it can have."""
    return {"id": column.name, "kind": column.kind.value, "domain": write_cell(column.domain, column.kind)}


def question_content(question: QuestionWords) -> Content:
    """A question with its boxes or values."""
    return {
        "id": question.key,
        **_said("label", question.ask),
        **_said("why", question.why),
        "choice": question.choice,
        "boxes": [{"id": name, **_said("label", words)} for name, words in question.boxes.items()],
        "values": [{"id": name, **_said("label", words)} for name, words in question.values.items()],
    }


def procedure_content(procedure: Procedure) -> Content:
    """A procedure in words, with its section and its source."""
    return {
        "id": procedure.key,
        **_said("title", procedure.title),
        "event": procedure.event,
        "section": procedure.section,
        "places": procedure.places,
        "for_whom": procedure.for_whom,
        "bring": list(procedure.bring),
        "bring_unconfirmed": procedure.bring_unconfirmed,
        "deadline": procedure.deadline,
        "deadline_unverified": procedure.deadline_unverified,
        "basis": list(procedure.basis),
        "unverified_basis": list(procedure.unverified_basis),
        "source": procedure.source.name,
        "source_day": _written_day(procedure.source.day),
        "url": procedure.source.url,
    }


def table_content(table: Table) -> Content:
    """A decision table, row by row."""
    return {
        "id": table.key,
        "title": table.title,
        "inputs": [column.name for column in table.inputs],
        "outputs": [
            {"id": output.name, "kind": output.kind.value, "allowed": [write_value(value) for value in output.allowed]}
            for output in table.outputs
        ],
        "policy": table.policy.value,
        "otherwise": None if table.otherwise is None else [write_value(value) for value in table.otherwise],
        "rows": [row_content(row, table) for row in table.rows],
    }


def row_content(row: Row, table: Table) -> Content:
    """A rule: its cells by the names of their columns, its results, its days, and where it comes from."""
    pairs = zip(table.inputs, row.cells, strict=True)
    return {
        "id": row.key,
        "cells": {column.name: cell.text for column, cell in pairs if cell.values != everything(column.kind)},
        "results": [write_value(value) for value in row.results],
        "valid_from": _written_day(row.valid_from),
        "valid_to": _written_day(row.valid_to),
        "because": row.because,
        "basis": list(row.origin.basis),
        "source": row.origin.source,
        "source_date": _written_day(row.origin.source_date),
        "confirmed_by": row.origin.confirmed_by,
        "is_unverified": row.origin.is_unverified,
    }


def overlay_content(overlay: Overlay, table: Table) -> Content:
    """What a municipality lays over a table."""
    rows = [row_content(row, table) for row in overlay.rows]
    return {"id": overlay.table, "rows": rows, "removed": sorted(overlay.removed)}


def read_table(entry: Content, columns: Mapping[str, Input]) -> Table:
    """A table of the content; `columns` are the facts and the results of other tables that it may ask for."""
    unknown = [name for name in entry["inputs"] if name not in columns]
    if unknown:
        raise RuleError(f"表「{entry['id']}」の「{'、'.join(unknown)}」を決める質問も表もありません。")
    outputs = tuple(_output(output) for output in entry["outputs"])
    inputs = tuple(columns[name] for name in entry["inputs"])
    otherwise = entry["otherwise"]
    return Table(
        key=entry["id"],
        title=entry["title"],
        inputs=inputs,
        outputs=outputs,
        rows=tuple(read_row(row, inputs, outputs) for row in entry["rows"]),
        policy=HitPolicy(entry["policy"]),
        otherwise=None if otherwise is None else _values(otherwise, outputs),
    )


def read_row(entry: Content, inputs: Iterable[Input], outputs: Iterable[Output]) -> Row:
    """A row of the content. Cells of columns that the table no longer has are left behind."""
    return Row(
        key=entry["id"],
        cells=tuple(_cell(entry["cells"].get(column.name), column.kind) for column in inputs),
        results=_values(entry["results"], outputs),
        valid_from=_read_day(entry["valid_from"]),
        valid_to=_read_day(entry["valid_to"]),
        because=entry["because"],
        origin=Origin(
            basis=tuple(entry["basis"]),
            source=entry["source"],
            source_date=_read_day(entry["source_date"]),
            confirmed_by=entry["confirmed_by"],
            is_unverified=entry["is_unverified"],
        ),
    )


def _columns(content: Content) -> dict[str, Input]:
    columns = {entry["id"]: _input(entry) for entry in content["inputs"]}
    for table in content["tables"]:
        for output in table["outputs"]:
            name = f"{table['id']}.{output['id']}"
            columns[name] = Input.of(name, Kind(output["kind"]))
    return columns


def _said(name: str, words: Words) -> Content:
    return {name: words.ja, f"{name}_easy": "" if words.easy == words.ja else words.easy, f"{name}_en": words.en}


def _heard(name: str, entry: Content) -> Words:
    return Words(ja=entry[name], easy=entry[f"{name}_easy"] or entry[name], en=entry[f"{name}_en"])


def _written_day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _read_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _input(entry: Content) -> Input:
    kind = Kind(entry["kind"])
    return Input(entry["id"], kind, read_cell(entry["domain"], kind).values)


def _output(entry: Content) -> Output:
    kind = Kind(entry["kind"])
    return Output(entry["id"], kind, tuple(read_value(text, kind) for text in entry["allowed"]))


def _values(texts: Iterable[str], outputs: Iterable[Output]) -> tuple[Value, ...]:
    return tuple(read_value(text, output.kind) for text, output in zip(texts, outputs, strict=True))


def _cell(text: str | None, kind: Kind) -> Cell:
    return Cell("-", everything(kind)) if text is None else read_cell(text, kind)


def _overlay(entry: Content, table: Table, municipality: str) -> Overlay:
    rows = tuple(read_row(row, table.inputs, table.outputs) for row in entry["rows"])
    removed = frozenset(entry["removed"]) & {row.key for row in table.rows}
    return Overlay(municipality=municipality, table=table.key, rows=rows, removed=removed)


def _question(entry: Content) -> QuestionWords:
    return QuestionWords(
        key=entry["id"],
        ask=_heard("label", entry),
        why=_heard("why", entry),
        boxes={box["id"]: _heard("label", box) for box in entry["boxes"]},
        choice=entry["choice"],
        values={value["id"]: _heard("label", value) for value in entry["values"]},
    )


def _procedure(entry: Content) -> Procedure:
    return Procedure(
        key=entry["id"],
        event=entry["event"],
        title=_heard("title", entry),
        section=entry["section"],
        places=entry["places"],
        for_whom=entry["for_whom"],
        bring=tuple(entry["bring"]),
        bring_unconfirmed=entry["bring_unconfirmed"],
        deadline=entry["deadline"],
        deadline_unverified=entry["deadline_unverified"],
        basis=tuple(entry["basis"]),
        unverified_basis=tuple(entry["unverified_basis"]),
        source=Source(entry["source"], _read_day(entry["source_day"]), entry["url"]),
    )


def checksum(content: Any) -> str:
    """What stands there, as one short text that tells whether anything changed."""
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def item_of(content: Content, part: str, key: str) -> Content | None:
    """An item of a list of the content by its id."""
    found: Content | None = next((item for item in content[part] if item["id"] == key), None)
    return found


def with_item(content: Content, part: str, key: str, item: Content | None) -> Content:
    """The content with an item put in the place of the one of that id (last where it is new), or without it."""
    items = [item if old["id"] == key else old for old in content[part]]
    if item is not None and item_of(content, part, key) is None:
        items.append(item)
    return {**content, part: [one for one in items if one is not None]}


def overlay_between(base: Table, used: Table) -> Content | None:
    """What has to be laid over the base so that the table is used like this; None where nothing.

    `RuleError` where the columns differ: an overlay changes rows and leaves the columns to the base.
    """
    same = [column.name for column in base.inputs] == [column.name for column in used.inputs]
    if not same or (base.outputs, base.policy, base.otherwise) != (used.outputs, used.policy, used.otherwise):
        raise RuleError("モデルの表では、行だけを変えられます。列・当て方・当てはまらないときの結果は変えられません。")
    changes = row_changes(base, used)
    rows = [row_content(change.after, used) for change in changes if change.after is not None]
    removed = sorted(change.key for change in changes if change.after is None)
    return {"id": base.key, "rows": rows, "removed": removed} if rows or removed else None
