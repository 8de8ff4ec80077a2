"""Answers as tables for other tools: CSV, Excel and Parquet, one line for each response, one column for each item.

The rows of a matrix and the choices of a multiple choice become columns of their own, so that every cell holds one
value. Columns are called by ids in Parquet, and by questions in CSV and Excel. Questions that only earlier versions
asked follow at the end, so that no answer is left out.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
from django.utils import timezone
from django.utils.translation import gettext as _

from hanpo.core.documents import About, Column, Kind, export_csv, export_table
from hanpo.forms.engine.answering import shown
from hanpo.forms.engine.definition import Form, Item
from hanpo.forms.engine.definition import Kind as ItemKind
from hanpo.forms.engine.united import Question, Sameness, sameness, united
from hanpo.forms.engine.values import absence_of
from hanpo.forms.files.definitions import XLSX, WrittenFile
from hanpo.forms.models import Response
from hanpo.forms.queries.versions import form_of

NUMBERS = frozenset({ItemKind.NUMBER, ItemKind.MONEY, ItemKind.SCALE})


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """A column of answers: its id and heading, whether it holds numbers, how it reads an answer, and whose answer."""

    id: str
    label: str
    kind: Kind
    read: Callable[[Any], Any]
    asks: Sameness


def answers_file(*, form: Form, responses: Iterable[Response], kind: str, about: About) -> WrittenFile:
    """The answers as a file: `csv`, `csv-cp932`, `xlsx` or `parquet`. Raises `KeyError` for another kind."""
    writer = {"csv": _csv, "csv-cp932": _cp932, "xlsx": _xlsx, "parquet": _parquet}[kind]
    return writer(form, list(responses), about)


def columns_of(form: Form, earlier: Iterable[Form] = ()) -> list[AnswerColumn]:
    """The columns of a form's answers, in its order, then those of questions that only earlier versions asked.

    Notes have none.
    """
    asked = [question for question in united(form, earlier) if question.item.kind is not ItemKind.NOTE]
    return [_named(column, question) for question in asked for column in _columns(question.item)]


def _named(column: AnswerColumn, question: Question) -> AnswerColumn:
    own = f"{question.column}{column.id.removeprefix(question.item.id)}"
    former = _("%(label)s（以前の版の質問）") % {"label": column.label}
    return replace(column, id=own, label=former if question.is_former else column.label)


def _columns(item: Item) -> Iterator[AnswerColumn]:
    asks = sameness(item)
    if item.kind is ItemKind.MATRIX:
        for row in item.rows:
            yield AnswerColumn(
                f"{item.id}.{row.id}", f"{item.label.ja}／{row.label.ja}", Kind.TEXT, _matrix_cell(item, row.id), asks
            )
        return
    if item.kind is ItemKind.MULTIPLE:
        for choice in item.choices:
            yield AnswerColumn(
                f"{item.id}.{choice.id}",
                f"{item.label.ja}／{choice.label.ja}",
                Kind.INTEGER,
                _is_chosen(choice.id),
                asks,
            )
    yield AnswerColumn(item.id, _heading(item), _kind(item), _whole(item), asks)


def _heading(item: Item) -> str:
    unit = "円" if item.kind is ItemKind.MONEY else item.unit
    return f"{item.label.ja}（{unit}）" if unit else item.label.ja


def _kind(item: Item) -> Kind:
    if item.kind in NUMBERS:
        return Kind.DECIMAL
    return Kind.DATE if item.kind is ItemKind.DATE else Kind.TEXT


def _whole(item: Item) -> Callable[[Any], Any]:
    def read(value: Any) -> Any:
        if value is None or absence_of(value):
            return shown(item, value) if value is not None else None
        if item.kind in NUMBERS:
            return _number(value)
        return date.fromisoformat(value) if item.kind is ItemKind.DATE else shown(item, value)

    return read


def _number(value: str) -> Decimal | None:
    try:
        return Decimal(value)
    except InvalidOperation:
        return None


def _matrix_cell(item: Item, row: str) -> Callable[[Any], Any]:
    labels = {choice.id: choice.label.ja for choice in item.choices}
    return lambda value: labels.get(value.get(row, "")) if isinstance(value, dict) else None


def _is_chosen(choice: str) -> Callable[[Any], Any]:
    return lambda value: int(any(one.get("id") == choice for one in value)) if isinstance(value, list) else None


def _head() -> list[Column]:
    return [Column(_("受付番号")), Column(_("市町")), Column(_("状態")), Column(_("提出日"), Kind.DATE),
            Column(_("受けた方法")), Column(_("だれの代わりに")), Column(_("版"), Kind.INTEGER)]  # fmt: skip


HEAD_IDS = ("number", "municipality", "state", "submitted_on", "channel", "on_behalf_of", "version")


def _head_values(row: Response) -> list[Any]:
    day = timezone.localdate(row.submitted_at) if row.submitted_at else None
    return [
        row.number, row.municipality.name, str(row.get_state_display()), day, str(row.get_channel_display()),
        row.on_behalf_of, row.form.number,
    ]  # fmt: skip


def _table(form: Form, responses: Sequence[Response]) -> tuple[list[AnswerColumn], list[list[Any]]]:
    versions = {row.form_id: form_of(row.form) for row in sorted(responses, key=lambda row: -row.form.number)}
    asked = {pk: {sameness(item) for item in version.items()} for pk, version in versions.items()}
    columns = columns_of(form, versions.values())
    rows = [
        [*_head_values(row), *(_cell_of(row, column, asked[row.form_id]) for column in columns)] for row in responses
    ]
    return columns, rows


def _cell_of(row: Response, column: AnswerColumn, asked: Container[Sameness]) -> Any:
    """The answer in a column; none where the version that was answered did not ask it so."""
    return column.read(row.answers.get(column.asks[0])) if column.asks in asked else None


def _laid_out(form: Form, responses: Sequence[Response]) -> tuple[list[Column], list[list[Any]]]:
    columns, rows = _table(form, responses)
    return [*_head(), *(Column(column.label, column.kind) for column in columns)], rows


def _csv(form: Form, responses: Sequence[Response], _about: About) -> WrittenFile:
    columns, rows = _laid_out(form, responses)
    return WrittenFile(
        f"{form.title.ja}.csv", "text/csv; charset=utf-8", export_csv(columns=columns, rows=rows).content
    )


def _cp932(form: Form, responses: Sequence[Response], _about: About) -> WrittenFile:
    columns, rows = _laid_out(form, responses)
    body = export_csv(columns=columns, rows=rows, encoding="cp932").content
    return WrittenFile(f"{form.title.ja}.csv", "text/csv; charset=Shift_JIS", body)


def _xlsx(form: Form, responses: Sequence[Response], about: About) -> WrittenFile:
    columns, rows = _laid_out(form, responses)
    body = export_table(title=form.title.ja, columns=columns, rows=rows, about=about)
    return WrittenFile(f"{form.title.ja}.xlsx", XLSX, body)


def _parquet(form: Form, responses: Sequence[Response], about: About) -> WrittenFile:
    columns, rows = _table(form, responses)
    names = [*HEAD_IDS, *(column.id for column in columns)]
    kinds = [column.kind for column in [*_head(), *(Column(c.label, c.kind) for c in columns)]]
    arrays = [
        pa.array([_arrow(row[place], kind) for row in rows], type=_arrow_type(kind)) for place, kind in enumerate(kinds)
    ]
    table = pa.table(arrays, names=names).replace_schema_metadata(
        {"title": form.title.ja, "source": about.source, "as_of": about.as_of.isoformat()}
    )
    out = io.BytesIO()
    pq.write_table(table, out)
    return WrittenFile(f"{form.title.ja}.parquet", "application/vnd.apache.parquet", out.getvalue())


def _arrow_type(kind: Kind) -> pa.DataType:
    return {Kind.DATE: pa.date32(), Kind.INTEGER: pa.int64(), Kind.DECIMAL: pa.decimal128(38, 6)}.get(kind, pa.string())


def _arrow(value: Any, kind: Kind) -> Any:
    """The value as the column holds it; words in a column of numbers (未定) have no place there."""
    fitting = {Kind.DATE: date, Kind.INTEGER: int, Kind.DECIMAL: Decimal}.get(kind, str)
    return value if isinstance(value, fitting) else None
