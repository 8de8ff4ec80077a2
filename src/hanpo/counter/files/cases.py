"""Files of cases: lines for other systems in their three forms, the receipts read back, and lists for the section."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from hanpo.core.documents import About, Column, CsvFile, Kind, Replacement, export_csv, export_table
from hanpo.counter.models import CaseTask, ExportBatch, ExportFormat, ExportLine, LineState

JSON = "application/json"
CSV = "text/csv; charset=utf-8"
CSV_CP932 = "text/csv; charset=Shift_JIS"

RESULTS = {
    "accepted": LineState.ACCEPTED, "ok": LineState.ACCEPTED, "0": LineState.ACCEPTED, "受付": LineState.ACCEPTED,
    "受領": LineState.ACCEPTED, "正常": LineState.ACCEPTED, "refused": LineState.REFUSED, "ng": LineState.REFUSED,
    "1": LineState.REFUSED, "拒否": LineState.REFUSED, "エラー": LineState.REFUSED, "異常": LineState.REFUSED,
}  # fmt: skip
"""The words with which systems say what became of a line."""


@dataclass(frozen=True, slots=True)
class BatchFile:
    """A batch as a file: its bytes, name and media type, and what the encoding could not hold."""

    content: bytes
    name: str
    media_type: str
    replacements: tuple[Replacement, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """What the other side says of a line."""

    key: str
    result: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class Receipts:
    """What a file of receipts says, and its faults, each with its row; with a fault nothing is taken over."""

    rows: tuple[ReceiptRow, ...]
    faults: tuple[str, ...] = ()


def batch_file(*, batch: ExportBatch, lines: Sequence[ExportLine]) -> BatchFile:
    """The lines in the form that the other side takes."""
    name = _("{system} 第{n}回").format(system=batch.mapping.name, n=batch.number)
    if batch.file_format == ExportFormat.JSON:
        rows = [dict(zip(batch.headings, line.values, strict=True)) for line in lines]
        body = {"system": batch.mapping.name, "number": batch.number, "lines": rows}
        return BatchFile(json.dumps(body, ensure_ascii=False, indent=1).encode(), f"{name}.json", JSON)
    made = batch_csv(headings=batch.headings, rows=[line.values for line in lines], file_format=batch.file_format)
    media_type = CSV_CP932 if batch.file_format == ExportFormat.CP932 else CSV
    return BatchFile(made.content, f"{name}.csv", media_type, made.replacements)


def batch_csv(*, headings: Sequence[str], rows: Sequence[Sequence[str]], file_format: str) -> CsvFile:
    """Lines as CSV; in CP932 with every character that it could not hold."""
    columns = [Column(heading) for heading in headings]
    encoding = "cp932" if file_format == ExportFormat.CP932 else "utf-8"
    return export_csv(columns=columns, rows=rows, encoding=encoding)  # type: ignore[arg-type]


def read_receipts(*, content: bytes) -> Receipts:
    """Read a CSV of receipts (UTF-8 or CP932): key, result and words; a heading row is left out."""
    text = _decoded(content)
    if text is None:
        return Receipts((), (_("文字を読めません。UTF-8かShift_JISのCSVを選んでください。"),))
    rows, faults = [], []
    for number, cells in enumerate(csv.reader(io.StringIO(text)), start=1):
        values = [cell.strip() for cell in cells]
        if not any(values) or (number == 1 and not any(sign.isdigit() for sign in values[0])):
            continue
        if len(values) < 2 or values[1].lower() not in RESULTS:
            said = values[1] if len(values) > 1 else ""
            faults.append(
                _("{n}行目：結果「{said}」が分かりません（受付・拒否、OK・NG、0・1のどれか）。").format(
                    n=number, said=said
                )
            )
            continue
        rows.append(ReceiptRow(values[0], RESULTS[values[1].lower()], values[2][:300] if len(values) > 2 else ""))
    if not rows and not faults:
        faults.append(_("行がありません。1列目に行の番号、2列目に結果が入ったCSVを選んでください。"))
    return Receipts(tuple(rows), tuple(faults))


def task_table(*, rows: Sequence[CaseTask], today: date, place: str, filters: dict[str, str]) -> bytes:
    """The list of tasks as Excel, exactly as the page shows it."""
    columns = [
        Column(_("受付番号")), Column(_("できごと")), Column(_("来る人の氏名")), Column(_("仕事")), Column(_("課")),
        Column(_("状態")), Column(_("急ぎ")), Column(_("期限"), Kind.DATE),
    ]  # fmt: skip
    cells = [
        [row.case.number, row.case.event, row.case.applicant, row.title, row.section.name, row.get_state_display(),
         row.is_urgent, row.due]
        for row in rows
    ]  # fmt: skip
    about = About(source=_("Hanpo 窓口の案件"), as_of=today, municipality=place, filters=filters)
    return export_table(title=_("窓口の仕事"), columns=columns, rows=cells, about=about)


def _decoded(content: bytes) -> str | None:
    for encoding in ("utf-8-sig", "cp932"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
