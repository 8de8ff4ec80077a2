"""Writes of what goes to other systems: the table of columns, a batch, and what the other side said of its lines."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Max
from django.utils.translation import gettext as _

from hanpo.core import audit, clock
from hanpo.core.actions.rows import add_row
from hanpo.core.database.locks import held
from hanpo.core.models import Municipality, Person
from hanpo.counter.files.cases import ReceiptRow, batch_csv
from hanpo.counter.models import (
    CaseDeed,
    CaseStep,
    CaseTask,
    ExportBatch,
    ExportColumn,
    ExportFormat,
    ExportLine,
    ExportMapping,
    ExportReceipt,
)
from hanpo.counter.queries.cases.exports import Ready, engine_columns, fault_words, key_of, ready


@audit.deed
def add_mapping(
    *, actor: Person | None, municipality: Municipality, values: Mapping[str, Any], columns: Iterable[Mapping[str, Any]]
) -> ExportMapping:
    """Begin the table of columns of another system. Raises `ValidationError`."""
    mapping = add_row(actor=actor, row=ExportMapping(municipality=municipality, **values))
    for position, column in enumerate(columns, start=1):
        add_row(actor=actor, row=ExportColumn(mapping=mapping, position=position, **column))
    audit.record(actor=actor, verb="begin_exportmapping", subject=mapping, new={"name": mapping.name})
    return mapping


@audit.deed
def add_column(*, actor: Person, mapping: ExportMapping, values: Mapping[str, Any]) -> ExportColumn:
    """Add a column at the end."""
    last = mapping.columns.aggregate(last=Max("position"))["last"]
    row = add_row(actor=actor, row=ExportColumn(mapping=mapping, position=int(last or 0) + 1, **values))
    audit.record(actor=actor, verb="extend_exportmapping", subject=mapping, new={"heading": row.heading})
    return row


@audit.deed
def remove_column(*, actor: Person, column: ExportColumn) -> ExportMapping:
    """Take a column out; batches that left keep their headings."""
    mapping: ExportMapping = column.mapping
    old = {"heading": column.heading, "source": column.source}
    column.delete()
    audit.record(actor=actor, verb="remove_exportcolumn", subject=mapping, old=old)
    return mapping


@audit.deed
def make_batch(*, actor: Person | None, mapping: ExportMapping) -> ExportBatch:
    """Write every task that waits into a batch, each once. Lines say what has to be entered by hand.

    Raises `ValidationError` where nothing waits or the table has no column.
    """
    current: ExportMapping = held(ExportMapping.objects.all()).get(pk=mapping.pk)
    columns = engine_columns(current)
    rows = ready(mapping=current)
    _require(bool(columns), _("対応表に列がありません。先に列を足してください。"))
    _require(bool(rows), _("書き出す仕事はありません。窓口で受け付けた案件が増えると、ここに出ます。"))
    last = current.batches.aggregate(last=Max("number"))["last"]
    batch: ExportBatch = ExportBatch.objects.create(
        mapping=current, number=int(last or 0) + 1, file_format=current.file_format,
        headings=[column.heading for column in columns], made_at=clock.now(), made_by=actor,
    )  # fmt: skip
    unwritable = _unwritable(batch, rows)
    for number, one in enumerate(rows, start=1):
        faults = [*one.faults, *unwritable.get(number, [])]
        ExportLine.objects.create(
            batch=batch, task=one.task, key=key_of(one.task), values=list(one.row.values), faults=faults
        )
        _step(one.task, actor, current.name)
    new = {"mapping": current.pk, "number": batch.number, "lines": len(rows)}
    audit.record(actor=actor, verb="make_exportbatch", subject=batch, new=new)
    return batch


@audit.deed
def take_receipts(*, actor: Person, batch: ExportBatch, rows: Iterable[ReceiptRow]) -> int:
    """Write down what the other side said of the lines; says of how many. What it refused waits for the next batch.

    Raises `ValidationError`, and writes nothing, where a line is not of this batch.
    """
    lines = {line.key: line for line in held(ExportLine.objects.filter(batch=batch))}
    told = list(rows)
    foreign = [row.key for row in told if row.key not in lines]
    _require(not foreign, _("この回にない行の番号があります：{keys}").format(keys=_("、").join(foreign[:5])))
    for row in told:
        line = lines[row.key]
        ExportReceipt.objects.create(line=line, result=row.result, words=row.words, recorded_by=actor)
        line.state = row.result
        line.save(update_fields=["state"])
    audit.record(actor=actor, verb="take_exportreceipts", subject=batch, new={"lines": len(told)})
    return len(told)


def _unwritable(batch: ExportBatch, rows: list[Ready]) -> dict[int, list[str]]:
    """By line, the characters that the form of the file cannot hold."""
    if batch.file_format != ExportFormat.CP932:
        return {}
    made = batch_csv(
        headings=batch.headings, rows=[one.row.values for one in rows], file_format=batch.file_format
    )  # fmt: skip
    found: dict[int, list[str]] = {}
    for one in made.replacements:
        is_seen = one.character.isprintable() and not unicodedata.category(one.character).startswith("M")
        shown = one.character if is_seen else f"U+{ord(one.character):04X}"
        found.setdefault(one.row, []).append(fault_words(kind="unwritable", heading=one.column, value=shown))
    return found


def _step(task: CaseTask, actor: Person | None, system: str) -> None:
    CaseStep.objects.create(
        case=task.case, task=task, deed=CaseDeed.EXPORTED, old_state=task.state, new_state=task.state,
        section=task.section, comment=system[:300], recorded_by=actor,
    )  # fmt: skip


def _require(holds: bool, words: str) -> None:
    if not holds:
        raise ValidationError(words)
