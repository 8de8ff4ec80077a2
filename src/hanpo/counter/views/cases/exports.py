"""Pages of what goes to other systems: the tables of columns, what waits, batches and their receipts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core.actions.rows import change_row
from hanpo.core.pages import PageRequest, download, form_page, page, page_of, show, tried
from hanpo.counter.actions.cases import exports as actions
from hanpo.counter.files.cases import batch_file, read_receipts
from hanpo.counter.inputs.cases import ColumnForm, MappingForm, ReceiptForm
from hanpo.counter.models import ExportColumn, ExportMapping
from hanpo.counter.queries.cases import exports as queries
from hanpo.counter.queries.cases import work

EXPORT = "counter.export_cases"
FORM = "counter/cases/export_form.html"


@page(EXPORT)
def export_list(request: PageRequest) -> HttpResponse:
    """The systems that take something, and what left last."""
    rows = page_of(request, queries.batches())
    return show(request, "counter/cases/exports.html", mappings=queries.mappings(), page=rows)


@page(EXPORT)
def export_mapping(request: PageRequest, pk: int) -> HttpResponse:
    """One table of columns with a made-up row, and what waits to be written."""
    row = _mapping(pk)
    shown, ready = queries.mapping_page(mapping=row), queries.ready(mapping=row)
    return show(request, "counter/cases/mapping.html", mapping=row, shown=shown, ready=ready)


@page(EXPORT)
def export_mapping_add(request: PageRequest) -> HttpResponse:
    """Begin a table of columns."""
    form = MappingForm(request.POST or None)

    def save() -> str:
        place = work.own_place(access=request.access)
        columns = [{"heading": "行の番号", "source": "task.key", "is_required": True}]
        actions.add_mapping(actor=request.user, municipality=place, values=form.values(), columns=columns)
        return _("対応表を作りました。開いて、相手の列を足してください。")

    return form_page(request, FORM, form=form, save=save, back=reverse("counter:exports"), title=_("対応表を作る"))


@page(EXPORT)
def export_mapping_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change what is said of a system."""
    row = _mapping(pk)
    form = MappingForm(request.POST or None, instance=row)

    def save() -> str:
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=form.changes())
        return _("対応表を保存しました。")

    return _form(request, row, form, save, _("対応表を直す"))


@page(EXPORT)
def export_column_add(request: PageRequest, pk: int) -> HttpResponse:
    """Add a column."""
    row = _mapping(pk)
    form = ColumnForm(request.POST or None, items=queries.item_choices(mapping=row))

    def save() -> str:
        actions.add_column(actor=request.user, mapping=row, values=form.values())
        return _("列を足しました。")

    return _form(request, row, form, save, _("列を足す"))


@page(EXPORT)
def export_column_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a column."""
    row = _column(pk)
    form = ColumnForm(request.POST or None, instance=row, items=queries.item_choices(mapping=row.mapping))

    def save() -> str:
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=form.changes())
        return _("列を保存しました。")

    return _form(request, row.mapping, form, save, _("列を直す"))


@page(EXPORT)
@require_POST
def export_column_remove(request: PageRequest, pk: int) -> HttpResponse:
    """Take a column out."""
    row = _column(pk)
    deed = partial(actions.remove_column, actor=request.user, column=row)
    return _tried(request, row.mapping, deed, _("列を外しました。前に書き出した回は、元の列のまま残っています。"))


@page(EXPORT)
@require_POST
def export_make(request: PageRequest, pk: int) -> HttpResponse:
    """Write what waits."""
    row = _mapping(pk)
    deed = partial(actions.make_batch, actor=request.user, mapping=row)
    return _tried(request, row, deed, _("書き出しました。下の一覧からファイルを取り出してください。"))


@page(EXPORT)
def export_batch(request: PageRequest, pk: int) -> HttpResponse:
    """One batch: its lines, what has to be entered by hand, what came back; a file of receipts is read here."""
    row = get_object_or_404(queries.batches(), pk=pk)
    form = ReceiptForm(request.POST or None, request.FILES or None)
    lines = queries.lines_of(batch=row)

    def save() -> str:
        read = read_receipts(content=form.cleaned_data["receipts"].read())
        if read.faults:
            raise ValidationError({"receipts": list(read.faults[:10])})
        n = actions.take_receipts(actor=request.user, batch=row, rows=read.rows)
        return _("{n}行の受領を記録しました。相手が断った行は、次の回に入ります。").format(n=n)

    back = reverse("counter:export_batch", args=[pk])
    return form_page(request, "counter/cases/batch.html", form=form, save=save, back=back, batch=row, lines=lines)


@page(EXPORT)
def export_file(request: PageRequest, pk: int) -> HttpResponse:
    """The batch as the file that the other side takes."""
    row = get_object_or_404(queries.batches(), pk=pk)
    made = batch_file(batch=row, lines=queries.lines_of(batch=row))
    return download(made.content, made.name, made.media_type)


def _mapping(pk: int) -> ExportMapping:
    return get_object_or_404(queries.mappings(), pk=pk)


def _column(pk: int) -> ExportColumn:
    return get_object_or_404(queries.columns(), pk=pk)


def _form(request: PageRequest, row: ExportMapping, form: Any, save: Callable[[], str], title: str) -> HttpResponse:
    back = reverse("counter:export_mapping", args=[row.pk])
    return form_page(request, FORM, form=form, save=save, back=back, title=title, mapping=row)


def _tried(request: PageRequest, row: ExportMapping, deed: Callable[[], object], done: str) -> HttpResponse:
    return tried(request, deed, done=done, back=reverse("counter:export_mapping", args=[row.pk]))
