"""Reads of what goes to other systems: tables of columns, what waits to be written, batches and their receipts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Max, Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.registry import Text
from hanpo.counter.engine.casework import ITEM, MADE_UP, Column, FilledRow, fill, mapping_faults
from hanpo.counter.models import (
    Case,
    CaseState,
    CaseTask,
    ExportBatch,
    ExportColumn,
    ExportLine,
    ExportMapping,
    ExportReceipt,
    LineState,
    PaperSet,
    PaperSetState,
)
from hanpo.counter.queries.papers import opened
from hanpo.forms.engine.answering import shown
from hanpo.forms.engine.definition import Item

SOURCE_WORDS: Mapping[str, Text] = {
    "case.number": gettext_lazy("案件の受付番号"),
    "case.event": gettext_lazy("できごと"),
    "case.opened_on": gettext_lazy("申し込んだ日"),
    "applicant.name": gettext_lazy("来た人の氏名"),
    "applicant.kana": gettext_lazy("来た人のフリガナ"),
    "task.key": gettext_lazy("行の番号（受領記録に要る）"),
    "task.procedure": gettext_lazy("手続きの番号"),
    "task.title": gettext_lazy("手続きの名前"),
    "task.section": gettext_lazy("受け持つ課"),
    "task.due": gettext_lazy("期限"),
    "resident.name": gettext_lazy("住民の氏名"),
    "resident.kana": gettext_lazy("住民のフリガナ"),
    "resident.born_on": gettext_lazy("住民の生年月日"),
    "resident.postal_code": gettext_lazy("住民の郵便番号"),
    "resident.address": gettext_lazy("住民の住所"),
    "resident.phone": gettext_lazy("住民の電話番号"),
    "fixed": gettext_lazy("決まった文字"),
}
"""What the values of ours are called."""

FAULT_WORDS: Mapping[str, Text] = {
    "missing": gettext_lazy("「{heading}」に入れる値がありません。"),
    "too_long": gettext_lazy("「{heading}」が長すぎます：{value}"),
    "protected": gettext_lazy("「{heading}」は支援措置のため書き出しません。手で入れてください。"),
    "unwritable": gettext_lazy("「{heading}」の「{value}」は、Shift_JISでは書けません。手で直してください。"),
}
"""What is said of a value that could not be written."""


@dataclass(frozen=True, slots=True)
class MappingPage:
    """A table of columns with a made-up row, its faults, and how much waits."""

    mapping: ExportMapping
    columns: tuple[tuple[ExportColumn, Text], ...]
    example: FilledRow
    faults: tuple[str, ...]
    waiting: int


@dataclass(frozen=True, slots=True)
class Ready:
    """A task that would be written, with its row."""

    task: CaseTask
    row: FilledRow

    @property
    def faults(self) -> list[str]:
        """What somebody has to enter by hand, in words."""
        return [fault_words(kind=fault.kind, heading=fault.heading, value=fault.value) for fault in self.row.faults]


def mappings() -> QuerySet[ExportMapping]:
    """The tables of columns of the current scope."""
    rows: QuerySet[ExportMapping] = ExportMapping.objects.select_related("municipality")
    return rows.annotate(column_count=Count("columns", distinct=True), sent_at=Max("batches__made_at")).order_by("name")


def columns() -> QuerySet[ExportColumn]:
    """The columns of the current scope."""
    rows: QuerySet[ExportColumn] = ExportColumn.objects.select_related("mapping__municipality")
    return rows


def batches() -> QuerySet[ExportBatch]:
    """What left, the newest first, with how many lines came back how."""
    rows: QuerySet[ExportBatch] = ExportBatch.objects.select_related("mapping", "made_by", "municipality")
    return rows.annotate(
        line_count=Count("lines"),
        accepted=Count("lines", filter=Q(lines__state=LineState.ACCEPTED)),
        refused=Count("lines", filter=Q(lines__state=LineState.REFUSED)),
    ).order_by("-made_at", "-pk")  # fmt: skip


def lines_of(*, batch: ExportBatch) -> list[ExportLine]:
    """The lines of a batch with what was said of each."""
    told = Prefetch("receipts", ExportReceipt.objects.select_related("recorded_by").order_by("-read_at", "-pk"))
    return list(batch.lines.select_related("task__case", "task__section").prefetch_related(told))


def engine_columns(mapping: ExportMapping) -> list[Column]:
    """The columns as the engine fills them."""
    return [
        Column(heading=row.heading, source=row.source, text=row.text, longest=row.longest, is_required=row.is_required)
        for row in mapping.columns.all()
    ]


def mapping_page(*, mapping: ExportMapping) -> MappingPage:
    """A table of columns as its page shows it."""
    rows = list(mapping.columns.all())
    made = engine_columns(mapping)
    shown = tuple((row, SOURCE_WORDS.get(row.source, row.source)) for row in rows)
    return MappingPage(
        mapping, shown, fill(made, MADE_UP), tuple(mapping_faults(made)), waiting(mapping=mapping).count()
    )


def waiting(*, mapping: ExportMapping) -> QuerySet[CaseTask]:
    """Tasks that the other system has not been given, or has refused: of cases that were checked at the counter."""
    told = ExportLine.objects.filter(batch__mapping=mapping).exclude(state=LineState.REFUSED).values("task_id")
    rows: QuerySet[CaseTask] = CaseTask.objects.filter(
        municipality_id=mapping.municipality_id, procedure__in=mapping.procedures,
        case__state__in=[CaseState.OPEN, CaseState.CLOSED],
    ).exclude(state__in=["declined", "handed_over"])  # fmt: skip
    rows = rows.exclude(pk__in=told).select_related("section", "case__resident", "case__municipality")
    return rows.order_by("case_id", "position")


def ready(*, mapping: ExportMapping) -> list[Ready]:
    """Every task that waits, with its row as it would be written."""
    made = engine_columns(mapping)
    tasks = list(waiting(mapping=mapping))
    values = values_of_forms(cases=[task.case_id for task in tasks])
    return [Ready(task, _filled(made, task, values.get(task.case_id, {}))) for task in tasks]


def values_of_forms(*, cases: Iterable[int]) -> dict[int, dict[str, str]]:
    """What stands on application forms that a clerk has checked, as `item:` sources: days as ISO, choices in words."""
    found: dict[int, dict[str, str]] = {}
    rows = PaperSet.objects.filter(case__in=list(cases), state=PaperSetState.CHECKED).order_by("pk")
    for row in rows.select_related("municipality"):
        asked = opened(paper_set=row, language="ja").asked
        told = {f"{ITEM}{item.id}": _as_text(item, row.values.get(item.id)) for item in asked}
        found.setdefault(row.case_id or 0, {}).update(told)
    return found


def item_choices(*, mapping: ExportMapping) -> list[tuple[str, str]]:
    """The items of the application forms that a column may take: those of the newest set of the municipality."""
    last = PaperSet.objects.filter(municipality_id=mapping.municipality_id).order_by("-pk").first()
    if last is None:
        return []
    asked = opened(paper_set=last, language="ja").asked
    return [(f"{ITEM}{item.id}", _("申請書：{label}").format(label=item.label.ja)) for item in asked]


def fault_words(*, kind: str, heading: str, value: str = "") -> str:
    """A fault in words."""
    return str(FAULT_WORDS[kind]).format(heading=heading, value=value)


def key_of(task: CaseTask) -> str:
    """How a line is known to the other side: the number of the case and the place of the task in it."""
    return f"{task.case.number}-{task.position:02d}"


def known_values(task: CaseTask) -> dict[str, str]:
    """What we know of a task, by source. Nothing tells where a person under 支援措置 is."""
    case, resident = task.case, task.case.resident
    known = {
        "case.number": case.number, "case.event": case.event,
        "case.opened_on": timezone.localtime(case.opened_at).date().isoformat(), "applicant.name": case.applicant,
        "applicant.kana": case.kana, "task.key": key_of(task), "task.procedure": task.procedure,
        "task.title": task.title, "task.section": task.section.name, "task.due": _day(task.due),
    }  # fmt: skip
    if resident is None:
        return known
    is_hidden = resident.is_protected or case.is_protected
    return known | {
        "resident.name": resident.name, "resident.kana": resident.kana, "resident.born_on": _day(resident.born_on),
        "resident.postal_code": "" if is_hidden else resident.postal_code,
        "resident.address": "" if is_hidden else resident.address,
        "resident.phone": "" if is_hidden else resident.phone,
    }  # fmt: skip


def source_choices() -> list[tuple[str, Text]]:
    """The values that a column may take, for a form."""
    return list(SOURCE_WORDS.items())


def is_protected(case: Case) -> bool:
    """Whether nothing may tell where the people of a case are."""
    return case.is_protected or bool(case.resident and case.resident.is_protected)


def batch_words(batch: ExportBatch) -> str:
    """What a batch is called."""
    return _("{name} 第{n}回").format(name=batch.mapping.name, n=batch.number)


def _filled(made: Sequence[Column], task: CaseTask, forms: Mapping[str, str]) -> FilledRow:
    known: dict[str, Any] = {**known_values(task), **forms}
    return fill(made, known, is_protected=is_protected(task.case))


def _as_text(item: Item, value: Any) -> str:
    return value if isinstance(value, str) else shown(item, value, "ja").replace("\n", " ")


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""
