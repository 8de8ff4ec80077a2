"""The list of procedures, and one procedure with its table as a grid of words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet

from hanpo.core.models import Municipality, Section
from hanpo.counter.engine.rules import Procedure, Row, Table
from hanpo.counter.engine.rules.content import checksum, table_content
from hanpo.counter.models import RuleApproval, RuleDraft, RuleEdition
from hanpo.counter.queries.rules.book import sections_of
from hanpo.counter.queries.rules.drafts import Desk
from hanpo.counter.queries.rules.words import Line, Speech, spoken

OLD_AFTER = timedelta(days=3 * 365)
"""A source older than this should be looked at again."""
FEW_COLUMNS = 3
"""So many conditions are read side by side."""
SOON = timedelta(days=60)
"""So long before its last day a rule is told to run out."""


@dataclass(frozen=True, slots=True)
class ProcedureLine:
    """A procedure in the list."""

    procedure: Procedure
    title: str
    section: str
    is_unverified: bool
    is_old: bool
    ends_on: date | None
    rows: int


@dataclass(frozen=True, slots=True)
class ProcedureGroup:
    """The procedures of a life event or of a section."""

    name: str
    lines: tuple[ProcedureLine, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many procedures, and how many of them bear a mark."""

    all: int
    unverified: int
    old: int
    ending: int


@dataclass(frozen=True, slots=True)
class Names:
    """What the list can be narrowed to."""

    events: list[str]
    sections: list[str]


@dataclass(frozen=True, slots=True)
class RowLine:
    """A row of a table in words; `is_over` where its last day has passed, `is_own` where it is laid over the base."""

    row: Row
    number: int
    cells: tuple[Line, ...]
    conditions: tuple[Line, ...]
    result: str
    is_over: bool
    is_own: bool


@dataclass(frozen=True, slots=True)
class TablePage:
    """A table as its page shows it; `procedure` is None for a table that only other tables ask."""

    table: Table
    title: str
    procedure: Procedure | None
    columns: tuple[str, ...]
    rows: tuple[RowLine, ...]
    otherwise: str
    section: str
    seen: str
    mark: str
    is_unverified: bool
    approvals: tuple[RuleApproval, ...]
    asked_by: tuple[Line, ...]

    @property
    def is_wide(self) -> bool:
        """Whether the conditions are better read one below the other."""
        return len(self.columns) > FEW_COLUMNS


@dataclass(frozen=True, slots=True)
class RulesHead:
    """A municipality's rules in one line: what is in force, what waits in the editor."""

    draft: RuleDraft
    edition: RuleEdition | None
    coming: RuleEdition | None
    is_changed: bool


def heads(*, drafts: Iterable[RuleDraft], today: date) -> list[RulesHead]:
    """The line of each municipality."""
    known = list(drafts)
    published: dict[str, list[RuleEdition]] = {}
    rows = RuleEdition.objects.filter(municipality__in=[draft.municipality_id for draft in known]).defer("content")
    for edition in rows.order_by("-number"):
        published.setdefault(str(edition.municipality_id), []).append(edition)
    return [_head(draft, published.get(str(draft.municipality_id), []), today) for draft in known]


def head_of(*, draft: RuleDraft, today: date) -> RulesHead:
    """What is in force today, what will be, and whether the editor holds anything new."""
    return heads(drafts=[draft], today=today)[0]


def _head(draft: RuleDraft, published: list[RuleEdition], today: date) -> RulesHead:
    newest = published[0] if published else None
    in_force = next((edition for edition in published if edition.in_force_from <= today), None)
    coming = newest if newest != in_force else None
    return RulesHead(draft, in_force, coming, newest is None or newest.checksum != checksum(draft.content))


def procedure_groups(*, desk: Desk, today: date, by: str, asked: dict[str, Any]) -> list[ProcedureGroup]:
    """The procedures by life event or by section, narrowed to what was asked; in the order of the catalogue."""
    sections = sections_of(municipality=desk.municipality)
    lines = [_line(desk, one, today, sections) for one in desk.catalogue.procedures]
    groups: dict[str, list[ProcedureLine]] = {}
    for line in lines:
        if _is_asked(line, asked):
            groups.setdefault(line.section if by == "section" else line.procedure.event, []).append(line)
    return [ProcedureGroup(name, tuple(found)) for name, found in groups.items()]


def counts_of(*, groups: Iterable[ProcedureGroup]) -> Counts:
    """How many procedures bear which mark."""
    lines = [line for group in groups for line in group.lines]
    unverified, old = sum(line.is_unverified for line in lines), sum(line.is_old for line in lines)
    return Counts(len(lines), unverified, old, sum(line.ends_on is not None for line in lines))


def names_of(*, groups: Iterable[ProcedureGroup]) -> Names:
    """The life events and the sections that stand in the list, in its order."""
    lines = [line for group in groups for line in group.lines]
    events, sections = (line.procedure.event for line in lines), (line.section for line in lines)
    return Names(list(dict.fromkeys(events)), list(dict.fromkeys(sections)))


def places_without_rules(*, codes: Iterable[str] | None) -> QuerySet[Municipality]:
    """The municipalities (of these codes; all for `None`) that have no rules yet."""
    rows = Municipality.objects.exclude(pk__in=RuleDraft.objects.values("municipality_id"))
    return rows if codes is None else rows.filter(pk__in=list(codes))


def table_page(*, desk: Desk, key: str, today: date) -> TablePage:
    """A table in words. KeyError where there is none of that key."""
    table, speech = desk.tables[key], Speech(desk.catalogue)
    procedure = desk.procedures.get(key)
    base = next((one for one in desk.base.rules.tables if one.key == key), None)
    known = {row.key: row for row in base.rows} if base else {}
    sections = sections_of(municipality=desk.municipality)
    rows = RuleApproval.objects.filter(municipality_id=desk.municipality, procedure=key)
    return TablePage(
        table=table,
        title=speech.titles[key],
        procedure=procedure,
        columns=tuple(speech.label(column.name) for column in table.inputs),
        rows=tuple(_row(speech, table, n, row, today, known.get(row.key)) for n, row in enumerate(table.rows, 1)),
        otherwise=speech.results(table, table.otherwise) if table.otherwise is not None else "",
        section=section_name(desk=desk, procedure=procedure, sections=sections) if procedure else "",
        seen=checksum(table_content(table)),
        mark=desk.fingerprints.get(key, ""),
        is_unverified=procedure is not None and desk.is_unverified(key),
        approvals=tuple(rows.select_related("recorded_by", "section").order_by("-pk")[:10]),
        asked_by=_asking(desk, speech, key),
    )


def helper_tables(*, desk: Desk) -> list[Table]:
    """The tables that belong to no procedure and are asked by others."""
    return [table for table in desk.catalogue.rules.tables if table.key not in desk.procedures]


def section_name(*, desk: Desk, procedure: Procedure, sections: dict[str, Section]) -> str:
    """The municipality's own section where one was named; otherwise what the rules call it."""
    if procedure.section in sections:
        return sections[procedure.section].name
    words = desk.catalogue.sections.get(procedure.section)
    return spoken(words) if words else procedure.section


def ends_soon(*, table: Table, today: date) -> date | None:
    """The first last day of a rule still in force that lies near; None where none does."""
    days = [row.valid_to for row in table.rows if row.valid_to and today <= row.valid_to <= today + SOON]
    return min(days, default=None)


def is_old(*, procedure: Procedure, today: date) -> bool:
    """Whether the source was read too long ago, or nobody knows when."""
    return procedure.source.day is None or procedure.source.day < today - OLD_AFTER


def _line(desk: Desk, one: Procedure, today: date, sections: dict[str, Section]) -> ProcedureLine:
    table = desk.tables.get(one.key)
    return ProcedureLine(
        procedure=one,
        title=spoken(one.title),
        section=section_name(desk=desk, procedure=one, sections=sections),
        is_unverified=desk.is_unverified(one.key),
        is_old=is_old(procedure=one, today=today),
        ends_on=ends_soon(table=table, today=today) if table else None,
        rows=len(table.rows) if table else 0,
    )


def _is_asked(line: ProcedureLine, asked: dict[str, Any]) -> bool:
    text = str(asked.get("text", "")).lower()
    one = line.procedure
    words = " ".join((one.key, line.title, line.section, one.for_whom, one.deadline, *one.basis, *one.unverified_basis))
    marks = {"unverified": line.is_unverified, "old": line.is_old, "ends": line.ends_on is not None}
    return (
        (not text or text in words.lower())
        and asked.get("event", one.event) == one.event
        and asked.get("section", line.section) == line.section
        and marks.get(asked.get("mark", ""), True)
    )


def _row(speech: Speech, table: Table, number: int, row: Row, today: date, base: Row | None) -> RowLine:
    pairs = zip(table.inputs, row.cells, strict=True)
    cells = tuple((speech.label(column.name), speech.cell(column.name, cell, column.kind)) for column, cell in pairs)
    is_over = row.valid_to is not None and row.valid_to < today
    asked = tuple((label, words) for label, words in cells if words)
    return RowLine(row, number, cells, asked, speech.results(table, row.results), is_over, row != base)


def _asking(desk: Desk, speech: Speech, key: str) -> tuple[Line, ...]:
    """The tables that ask this one, with their titles."""
    needs = desk.catalogue.rules.needs()
    return tuple((other, speech.titles[other]) for other, asked in needs.items() if key in asked)
