"""Reads the catalogue that is shipped: procedures, questions and rules from the YAML files in `seeds`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import yaml

from hanpo.counter.engine.rules import (
    ANSWER,
    ANSWERS,
    Catalogue,
    Cell,
    HitPolicy,
    Input,
    Kind,
    Names,
    Origin,
    Output,
    Overlay,
    Procedure,
    QuestionWords,
    Row,
    RuleSet,
    Source,
    Table,
    Words,
    everything,
    read_cell,
)

SEEDS = Path(__file__).resolve().parent.parent / "seeds"


def catalogue(folder: Path = SEEDS) -> Catalogue:
    """The shipped catalogue. Raises `RuleError` or KeyError where a file contradicts itself."""
    questions = tuple(_question(entry) for entry in _read(folder / "questions.yaml"))
    entries = [entry for path in sorted((folder / "procedures").glob("*.yaml")) for entry in _read(path)]
    entries.sort(key=lambda entry: str(entry["id"]))
    helpers = _read(folder / "helpers.yaml")
    inputs = {column.name: column for question in questions for column in _inputs(question)}
    results = {_result(entry): Input.of(_result(entry), Kind(entry["output"]["kind"])) for entry in helpers}
    known = {**inputs, **results}
    tables = [*(_helper(entry, known) for entry in helpers), *(_table(entry, known) for entry in entries)]
    by_key = {table.key: table for table in tables}
    base = {entry["id"]: entry for entry in entries}
    return Catalogue(
        sections={key: _words(words) for key, words in _read(folder / "sections.yaml").items()},
        questions=questions,
        procedures=tuple(_procedure(entry) for entry in entries),
        rules=RuleSet.of(tuple(inputs.values()), tuple(tables)),
        overlays=tuple(_overlay(entry, by_key, base[entry["procedure"]]) for entry in _read(folder / "overlays.yaml")),
    )


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _words(entry: Mapping[str, str]) -> Words:
    return Words(ja=entry["ja"], easy=entry.get("easy", entry["ja"]), en=entry["en"])


def _question(entry: Mapping[str, Any]) -> QuestionWords:
    choice = entry.get("choice", {})
    return QuestionWords(
        key=entry["key"],
        ask=_words(entry["ask"]),
        why=_words(entry["why"]),
        boxes={name: _words(words) for name, words in entry.get("boxes", {}).items()},
        choice=choice.get("fact", ""),
        values={name: _words(words) for name, words in choice.get("values", {}).items()},
    )


def _inputs(question: QuestionWords) -> list[Input]:
    if question.choice:
        return [Input.of(question.choice, Kind.TEXT, Names(frozenset(question.values)))]
    return [Input.of(name, Kind.BOOLEAN) for name in question.boxes]


def _result(entry: Mapping[str, Any]) -> str:
    return f"{entry['key']}.{entry['output']['name']}"


def _helper(entry: Mapping[str, Any], known: Mapping[str, Input]) -> Table:
    output = Output(entry["output"]["name"], Kind(entry["output"]["kind"]))
    return _made(entry["key"], entry["title"], entry, known, output, entry["otherwise"])


def _table(entry: Mapping[str, Any], known: Mapping[str, Input]) -> Table:
    output = Output(ANSWER, Kind.TEXT, ANSWERS)
    return _made(entry["id"], entry["title"]["ja"], entry, known, output, "not_needed")


def _made(
    key: str, title: str, entry: Mapping[str, Any], known: Mapping[str, Input], output: Output, otherwise: Any
) -> Table:
    """A table whose columns are the facts that its rows name, in the order of asking."""
    named = {name for row in entry["rows"] for name in row["when"]}
    columns = tuple(column for name, column in known.items() if name in named)
    if unknown := named - known.keys():
        raise KeyError(f"{key}: {sorted(unknown)}")
    return Table(
        key=key,
        title=title,
        inputs=columns,
        outputs=(output,),
        rows=tuple(_row(f"{key}-{n}", row, columns, entry) for n, row in enumerate(entry["rows"], 1)),
        policy=HitPolicy.ANY,
        otherwise=(otherwise,),
    )


def _row(key: str, row: Mapping[str, Any], columns: Iterable[Input], entry: Mapping[str, Any]) -> Row:
    said = {**entry, **row}
    return Row(
        key=row.get("key", key),
        cells=tuple(_cell(row["when"].get(column.name), column.kind) for column in columns),
        results=(row["answer"],),
        valid_from=row.get("from"),
        valid_to=row.get("to"),
        because=row.get("because", ""),
        origin=Origin(
            basis=(*said.get("basis", ()), *said.get("unverified_basis", ())),
            source=said.get("source", ""),
            source_date=said.get("source_day"),
            is_unverified=bool(said.get("unverified_basis") or said.get("deadline_unverified")),
        ),
    )


def _cell(condition: bool | str | None, kind: Kind) -> Cell:
    if condition is None:
        return Cell("-", everything(kind))
    return read_cell(str(condition).lower() if isinstance(condition, bool) else condition, kind)


def _overlay(entry: Mapping[str, Any], tables: Mapping[str, Table], base: Mapping[str, Any]) -> Overlay:
    """What a municipality lays over; a row keeps the clauses of the base where it names none of its own."""
    table = tables[entry["procedure"]]
    rows = tuple(_row(row["key"], row, table.inputs, base) for row in entry.get("rows", ()))
    return Overlay(
        municipality=entry["municipality"],
        table=table.key,
        rows=rows,
        removed=frozenset(entry.get("removed", ())),
    )


def _procedure(entry: Mapping[str, Any]) -> Procedure:
    return Procedure(
        key=entry["id"],
        event=entry["event"],
        title=_words(entry["title"]),
        section=entry["section"],
        places=entry.get("places", ""),
        for_whom=entry["for_whom"],
        bring=tuple(entry["bring"]),
        bring_unconfirmed=entry.get("bring_unconfirmed", False),
        deadline=entry["deadline"],
        deadline_unverified=entry.get("deadline_unverified", False),
        basis=tuple(entry.get("basis", ())),
        unverified_basis=tuple(entry.get("unverified_basis", ())),
        source=Source(entry["source"], entry.get("source_day"), entry.get("url", "")),
    )
