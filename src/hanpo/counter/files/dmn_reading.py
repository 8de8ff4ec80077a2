"""Reads rules from DMN 1.x XML. What is outside the subset is refused by name and place, never dropped in silence.

Decision tables with unary tests and literal results are read; contexts, invocations, functions and free FEEL are not.
Source: OMG, Decision Model and Notation 1.1-1.5. XML with a DTD or entities is refused before it is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from hanpo.counter.engine.rules import (
    Cell,
    HitPolicy,
    Input,
    Kind,
    Origin,
    Output,
    Row,
    RuleError,
    RuleSet,
    Table,
    Value,
    Values,
    everything,
    literals,
    meet,
    read_cell,
    read_value,
)

from .dmn import ANNOTATIONS
from .problems import Problem, RuleFileError

LARGEST_FILE = 10_000_000
_SPEC = re.compile(r"\{https?://www\.omg\.org/spec/DMN/\d{8}/(MODEL/|dmn\.xsd)\}definitions")
_NAME = re.compile(r"[^\s+*/()<>=,\"\[\]{}]+")
_KINDS = {kind.value: kind for kind in Kind} | {"long": Kind.WHOLE, "double": Kind.NUMBER}
_WORDS_ONLY = {"description", "extensionElements", "question", "allowedAnswers", "variable", "informationRequirement",
               "authorityRequirement", "knowledgeRequirement"}  # fmt: skip
_TABLE_PARTS = {"input", "output", "annotation", "rule", "description", "extensionElements"}
_BESIDE = {"inputData", "itemDefinition", "description", "extensionElements", "knowledgeSource", "textAnnotation",
           "association", "DMNDI"}  # fmt: skip


def read_dmn(data: bytes) -> RuleSet:
    """All decisions of a DMN file as a rule set. `RuleFileError` names everything that cannot be taken over."""
    root = _root(data)
    reading = _Reading(root)
    tables = [reading.table(decision) for decision in reading.all("decision")]
    reading.refuse()
    try:
        return RuleSet.of(reading.inputs(tables), tuple(tables))
    except RuleError as wrong:
        raise RuleFileError([Problem("definitions", str(wrong))]) from None


def _root(data: bytes) -> Element:
    if len(data) > LARGEST_FILE:
        raise RuleFileError([Problem("definitions", "ファイルが大きすぎます。")])
    try:
        root: Element = fromstring(data, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError):
        raise RuleFileError([Problem("definitions", "XMLとして安全に読めません。")]) from None
    if not _SPEC.fullmatch(str(root.tag)):
        raise RuleFileError([Problem("definitions", "DMN 1.xのファイルではありません。")])
    return root


def _tag(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _parts(element: Element, tag: str) -> Iterator[Element]:
    return (part for part in element if _tag(part) == tag)


def _text(element: Element | None) -> str:
    inner = next(_parts(element, "text"), None) if element is not None else None
    return (inner.text or "").strip() if inner is not None else ""


@dataclass
class _Reading:
    """One file being read; problems are gathered with decision, row and column."""

    root: Element
    problems: list[Problem] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.data = {_name(one): one for one in self.all("inputData")}
        self.single = {_name(one): self._only_result(one) for one in self.all("decision")}
        for part in self.root:
            if _tag(part) not in {*_BESIDE, "decision"}:
                self.note(_name(part) or _tag(part), f"<{_tag(part)}> は使えません。判定表だけを読みます。")

    def all(self, tag: str) -> list[Element]:
        return list(_parts(self.root, tag))

    def note(self, place: str, message: str) -> None:
        self.problems.append(Problem(place, message))

    def refuse(self) -> None:
        if self.problems:
            raise RuleFileError(self.problems)

    def _only_result(self, decision: Element) -> str:
        """The name under which others ask for the one result of a decision; empty where it has several."""
        outputs = [output for made in _parts(decision, "decisionTable") for output in _parts(made, "output")]
        return f"{_name(decision)}.{_output_name(outputs[0])}" if len(outputs) == 1 else ""

    def table(self, decision: Element) -> Table:
        key = _name(decision)
        for part in decision:
            if _tag(part) not in {*_WORDS_ONLY, "decisionTable"}:
                self.note(key, f"<{_tag(part)}> は使えません。判定表だけを読みます。")
        made = next(_parts(decision, "decisionTable"), None)
        if made is None:
            self.note(key, "判定表がありません。")
            return Table(key=key, title=key, inputs=(), outputs=(), rows=())
        for part in made:
            if _tag(part) not in _TABLE_PARTS:
                self.note(key, f"<{_tag(part)}> は使えません。")
        inputs = tuple(self._input(key, n, clause) for n, clause in enumerate(_parts(made, "input"), 1))
        outputs = tuple(self._output(key, n, clause) for n, clause in enumerate(_parts(made, "output"), 1))
        heads = [annotation.get("name", "") for annotation in _parts(made, "annotation")]
        rules = enumerate(_parts(made, "rule"), 1)
        rows = tuple(self._row(f"{key} {n}行目", f"{key}-{n}", rule, inputs, outputs, heads) for n, rule in rules)
        return self._made(decision, made, inputs, outputs, rows)

    def _made(
        self,
        decision: Element,
        made: Element,
        inputs: tuple[Input, ...],
        outputs: tuple[Output, ...],
        rows: tuple[Row, ...],
    ) -> Table:
        key = _name(decision)
        title = "".join((part.text or "") for part in _parts(decision, "description")).strip() or key
        otherwise = self._otherwise(key, made, outputs)
        policy = self._policy(key, made)
        try:
            return Table(
                key=key, title=title, inputs=inputs, outputs=outputs, rows=rows, policy=policy, otherwise=otherwise
            )
        except RuleError as wrong:
            self.note(key, str(wrong))
            return Table(key=key, title=title, inputs=(), outputs=(), rows=())

    def _policy(self, key: str, made: Element) -> HitPolicy:
        if made.get("aggregation"):
            self.note(key, f"集計（{made.get('aggregation')}）は使えません。")
        name = made.get("hitPolicy", HitPolicy.UNIQUE.value)
        if name not in {policy.value for policy in HitPolicy}:
            self.note(key, f"当て方「{name}」は使えません。")
            return HitPolicy.UNIQUE
        return HitPolicy(name)

    def _otherwise(self, key: str, made: Element, outputs: tuple[Output, ...]) -> tuple[Value, ...] | None:
        entries = [next(_parts(clause, "defaultOutputEntry"), None) for clause in _parts(made, "output")]
        if not any(entry is not None for entry in entries):
            return None
        return tuple(
            self._value(f"{key} 既定の結果", _text(entry), output)
            for entry, output in zip(entries, outputs, strict=True)
        )

    def _input(self, key: str, place: int, clause: Element) -> Input:
        where = f"{key} 条件{place}"
        asked = next(_parts(clause, "inputExpression"), None)
        name = _text(asked)
        if not _NAME.fullmatch(name):
            self.note(where, f"式「{name}」は使えません。項目の名前だけを書けます。")
        known = next(_parts(self.data[name], "variable"), None) if name in self.data else None
        kind = self._kind(where, (asked.get("typeRef") if asked is not None else "") or _type(known))
        allowed = next(_parts(clause, "inputValues"), None)
        return Input(self.single.get(name) or name, kind, self._cell(where, _text(allowed), kind).values)

    def _output(self, key: str, place: int, clause: Element) -> Output:
        where = f"{key} 結果{place}"
        kind = self._kind(where, clause.get("typeRef", ""))
        allowed = _text(next(_parts(clause, "outputValues"), None))
        output = Output(_output_name(clause), kind)
        return Output(output.name, kind, tuple(self._value(where, item, output) for item in literals(allowed)))

    def _kind(self, where: str, name: str) -> Kind:
        plain = name.rpartition(":")[2]
        if plain not in _KINDS:
            self.note(where, f"型「{name}」は使えません。")
        return _KINDS.get(plain, Kind.TEXT)

    def _cell(self, where: str, text: str, kind: Kind) -> Cell:
        try:
            return read_cell(text, kind)
        except RuleError as wrong:
            self.note(where, str(wrong))
            return Cell("-", everything(kind))

    def _value(self, where: str, text: str, output: Output) -> Value:
        try:
            if output.kind is Kind.TEXT and not text.startswith('"'):
                raise RuleError(f'「{text}」は式として読まれるので使えません。言葉は"…"で囲みます。')
            return read_value(text, output.kind)
        except RuleError as wrong:
            self.note(where, str(wrong))
            return ""

    def _row(
        self,
        where: str,
        key: str,
        rule: Element,
        inputs: tuple[Input, ...],
        outputs: tuple[Output, ...],
        heads: list[str],
    ) -> Row:
        conditions, results = (list(_parts(rule, tag)) for tag in ("inputEntry", "outputEntry"))
        if len(conditions) != len(inputs) or len(results) != len(outputs):
            self.note(where, "列の数が合いません。")
            return Row(
                key=key, cells=tuple(Cell("-", everything(c.kind)) for c in inputs), results=("",) * len(outputs)
            )
        cells = (
            self._cell(f"{where} 条件{n}", _text(entry), column.kind)
            for n, (entry, column) in enumerate(zip(conditions, inputs, strict=True), 1)
        )
        values = (
            self._value(f"{where} 結果{n}", _text(entry), column)
            for n, (entry, column) in enumerate(zip(results, outputs, strict=True), 1)
        )
        notes = dict(zip(heads, (_text(entry) for entry in _parts(rule, "annotationEntry")), strict=False))
        return self._annotated(where, key, tuple(cells), tuple(values), notes)

    def _annotated(
        self, where: str, key: str, cells: tuple[Cell, ...], values: tuple[Value, ...], notes: dict[str, str]
    ) -> Row:
        """Our own annotations become origin and validity; those of other tools become the source text."""
        others = "; ".join(f"{name}: {text}" for name, text in notes.items() if name not in ANNOTATIONS and text)
        days = {name: self._day(where, notes.get(name, "")) for name in ("source_date", "valid_from", "valid_to")}
        return Row(
            key=notes.get("key") or key,
            cells=cells,
            results=values,
            valid_from=days["valid_from"],
            valid_to=days["valid_to"],
            because=notes.get("because", ""),
            origin=Origin(
                basis=tuple(part.strip() for part in notes.get("basis", "").split(";") if part.strip()),
                source=notes.get("source", "") or others,
                source_date=days["source_date"],
                confirmed_by=notes.get("confirmed_by", ""),
                is_unverified=notes.get("unverified") == "true",
            ),
        )

    def _day(self, where: str, text: str) -> date | None:
        try:
            return date.fromisoformat(text) if text else None
        except ValueError:
            self.note(where, f"「{text}」は日付として読めません。")
            return None

    def inputs(self, tables: list[Table]) -> tuple[Input, ...]:
        """The base facts: those that are declared, then those that tables name; with the values that all accept."""
        results = {f"{table.key}.{output.name}" for table in tables for output in table.outputs}
        columns: dict[str, list[Input]] = {name: [] for name in self.data}
        for column in (column for table in tables for column in table.inputs if column.name not in results):
            columns.setdefault(column.name, []).append(column)
        return tuple(self._fact(name, found) for name, found in columns.items())

    def _fact(self, name: str, columns: list[Input]) -> Input:
        if not columns:
            kind = _KINDS.get(_type(next(_parts(self.data[name], "variable"), None)).rpartition(":")[2], Kind.TEXT)
            return Input.of(name, kind)
        domains: list[Values] = [column.domain for column in columns if column.kind is columns[0].kind]
        return Input(name, columns[0].kind, reduce(meet, domains))


def _name(element: Element) -> str:
    return element.get("name") or element.get("id") or ""


def _type(variable: Element | None) -> str:
    return variable.get("typeRef", "") if variable is not None else ""


def _output_name(clause: Element) -> str:
    return clause.get("name") or clause.get("label") or "result"
