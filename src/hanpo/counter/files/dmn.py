"""Writes rules as DMN 1.3 XML, which decision tools of other makers read (`dmn_reading` reads it back).

Each table is a decision; chained tables are its required decisions. Origin and validity of a row stand in annotations.
Source: OMG, Decision Model and Notation 1.3, namespace 20191111.
"""

from __future__ import annotations

from xml.etree import ElementTree as ET

from hanpo.counter.engine.rules import Input, Kind, Output, Row, RuleSet, Table, write_cell, write_value

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
ANNOTATIONS = (
    "key",
    "because",
    "basis",
    "source",
    "source_date",
    "valid_from",
    "valid_to",
    "confirmed_by",
    "unverified",
)
"""The annotation columns of our own, in order."""


def write_dmn(rules: RuleSet, name: str) -> bytes:
    """All tables of a rule set as one DMN file. The sets of all cells come back the same when it is read."""
    ET.register_namespace("", NAMESPACE)
    root = _element(None, "definitions", id="definitions", name=name, namespace="urn:hanpo:counter")
    whole = _element(root, "itemDefinition", id="item_integer", name=Kind.WHOLE.value)
    _text(whole, "typeRef", "number")
    ids = {column.name: f"input_{n}" for n, column in enumerate(rules.inputs)}
    ids |= {table.key: f"decision_{n}" for n, table in enumerate(rules.tables)}
    for column in rules.inputs:
        data = _element(root, "inputData", id=ids[column.name], name=column.name)
        _element(data, "variable", id=f"{ids[column.name]}_variable", name=column.name, typeRef=column.kind.value)
    for table in rules.tables:
        _decision(root, table, rules, ids)
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _element(parent: ET.Element | None, tag: str, **attributes: str) -> ET.Element:
    name = f"{{{NAMESPACE}}}{tag}"
    return ET.Element(name, attributes) if parent is None else ET.SubElement(parent, name, attributes)


def _text(parent: ET.Element, tag: str, text: str) -> None:
    _element(parent, tag).text = text


def _decision(root: ET.Element, table: Table, rules: RuleSet, ids: dict[str, str]) -> None:
    own = ids[table.key]
    decision = _element(root, "decision", id=own, name=table.key)
    _text(decision, "description", table.title)
    _element(decision, "variable", id=f"{own}_variable", name=table.key)
    results = rules.results()
    needed = [results[column.name][0].key if column.name in results else column.name for column in table.inputs]
    for n, other in enumerate(dict.fromkeys(needed)):
        requirement = _element(decision, "informationRequirement", id=f"{own}_needs_{n}")
        kind = "requiredInput" if ids[other].startswith("input_") else "requiredDecision"
        _element(requirement, kind, href=f"#{ids[other]}")
    made = _element(decision, "decisionTable", id=f"{own}_table", hitPolicy=table.policy.value)
    for n, column in enumerate(table.inputs):
        _input(made, column, f"{own}_input_{n}", _expression(column, results))
    for n, output in enumerate(table.outputs):
        default = table.otherwise[n] if table.otherwise is not None else None
        _output(made, output, f"{own}_output_{n}", None if default is None else write_value(default))
    for name in ANNOTATIONS:
        _element(made, "annotation", name=name)
    for n, row in enumerate(table.rows):
        _rule(made, row, table, f"{own}_rule_{n}")


def _expression(column: Input, results: dict[str, tuple[Table, int]]) -> str:
    """A chained table with one result is asked by its own name, as DMN does."""
    if column.name in results and len(results[column.name][0].outputs) == 1:
        return results[column.name][0].key
    return column.name


def _input(made: ET.Element, column: Input, own: str, expression: str) -> None:
    clause = _element(made, "input", id=own, label=column.name)
    asked = _element(clause, "inputExpression", id=f"{own}_expression", typeRef=column.kind.value)
    _text(asked, "text", expression)
    allowed = write_cell(column.domain, column.kind)
    if allowed != "-":
        _text(_element(clause, "inputValues", id=f"{own}_values"), "text", allowed)


def _output(made: ET.Element, output: Output, own: str, default: str | None) -> None:
    clause = _element(made, "output", id=own, name=output.name, typeRef=output.kind.value)
    if output.allowed:
        listed = ", ".join(write_value(value) for value in output.allowed)
        _text(_element(clause, "outputValues", id=f"{own}_values"), "text", listed)
    if default is not None:
        _text(_element(clause, "defaultOutputEntry", id=f"{own}_default"), "text", default)


def _rule(made: ET.Element, row: Row, table: Table, own: str) -> None:
    rule = _element(made, "rule", id=own)
    for n, (cell, column) in enumerate(zip(row.cells, table.inputs, strict=True)):
        _text(_element(rule, "inputEntry", id=f"{own}_in_{n}"), "text", write_cell(cell.values, column.kind))
    for n, value in enumerate(row.results):
        _text(_element(rule, "outputEntry", id=f"{own}_out_{n}"), "text", write_value(value))
    for text in _annotations(row):
        _text(_element(rule, "annotationEntry"), "text", text)


def _annotations(row: Row) -> list[str]:
    days = (row.origin.source_date, row.valid_from, row.valid_to)
    source_day, first, last = (day.isoformat() if day else "" for day in days)
    unverified = "true" if row.origin.is_unverified else ""
    basis = "; ".join(row.origin.basis)
    return [
        row.key,
        row.because,
        basis,
        row.origin.source,
        source_day,
        first,
        last,
        row.origin.confirmed_by,
        unverified,
    ]
