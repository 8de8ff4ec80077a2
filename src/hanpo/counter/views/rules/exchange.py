"""Pages on which rules leave as Excel, CSV or DMN and come back."""

from __future__ import annotations

from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.pages import PageRequest, download, page, tried
from hanpo.counter.actions.rules import exchange as actions
from hanpo.counter.files import rule_lists
from hanpo.counter.files.dmn import write_dmn
from hanpo.counter.files.rule_sheet import write_sheet
from hanpo.counter.files.rule_workbook import write_workbook
from hanpo.counter.inputs.rules.words import UploadForm
from hanpo.counter.models import RuleUpload
from hanpo.counter.queries.rules import listing, uploads
from hanpo.counter.queries.rules.drafts import Desk
from hanpo.counter.views.rules import common


@page("counter.see_rules")
def rules_files(request: PageRequest, pk: int) -> HttpResponse:
    """Take the rules out, and bring them back."""
    found = common.desk(pk)
    rows = uploads.uploads_of(draft=found.draft)[:20]
    return common.page_about(request, "files", found, form=UploadForm(), uploads=rows)


@page("counter.see_rules")
def rules_export(request: PageRequest, pk: int, kind: str) -> HttpResponse:
    """All tables as a workbook or as DMN, or the list of procedures as Excel."""
    found = common.desk(pk)
    name = _("{name}（{day}）").format(name=found.draft.name, day=clock.today())
    if kind == "dmn":
        body = write_dmn(found.catalogue.rules, found.draft.name)
        return download(body, f"{name}.dmn", "application/xml")
    if kind == "list":
        groups = listing.procedure_groups(desk=found, today=clock.today(), by="", asked={})
        body = rule_lists.procedures_file(desk=found, groups=groups, made_by=request.user.name, today=clock.today())
        return download(body, _("手続きの一覧（{day}）.xlsx").format(day=clock.today()))
    return download(write_workbook(found.catalogue.rules.tables), f"{name}.xlsx")


@page("counter.see_rules")
def rules_table_csv(request: PageRequest, pk: int, key: str) -> HttpResponse:
    """One table as CSV."""
    found = common.desk(pk)
    table = common.shown_table(found, key).table
    return download(write_sheet(table), f"{key}.csv", "text/csv; charset=utf-8")


@page("counter.edit_rules")
@require_POST
def rules_import(request: PageRequest, pk: int) -> HttpResponse:
    """Read a file; what it would change is shown before anything counts."""
    found = common.desk(pk)
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        rows = uploads.uploads_of(draft=found.draft)[:20]
        return common.page_about(request, "files", found, form=form, uploads=rows, status=422)
    file = form.cleaned_data["file"]
    upload = actions.receive_rules(actor=request.user, draft=found.draft, name=file.name, body=file.read())
    return redirect("counter:rules_upload", pk=pk, upload=upload.pk)


@page("counter.edit_rules")
def rules_upload(request: PageRequest, pk: int, upload: int) -> HttpResponse:
    """What a file would change, row by row, or where it cannot be read, cell by cell."""
    found = common.desk(pk)
    shown = uploads.upload_page(upload=_upload(found, upload), desk=found)
    return common.page_about(request, "upload", found, shown=shown, upload=shown.upload)


@page("counter.edit_rules")
@require_POST
def rules_upload_take(request: PageRequest, pk: int, upload: int) -> HttpResponse:
    """Put the tables of the file into the editor."""
    found = common.desk(pk)
    row = _upload(found, upload)
    back = reverse("counter:rules_upload", args=[pk, upload])
    deed = partial(actions.take_rules, actor=request.user, upload=row)
    return tried(request, deed, done=_("取り込みました。公開するまで、窓口の答えは変わりません。"), back=back)


@page("counter.edit_rules")
@require_POST
def rules_upload_aside(request: PageRequest, pk: int, upload: int) -> HttpResponse:
    """Leave the file alone."""
    found = common.desk(pk)
    row = _upload(found, upload)
    back = reverse("counter:rules_files", args=[pk])
    deed = partial(actions.put_rules_aside, actor=request.user, upload=row)
    return tried(request, deed, done=_("取り込まないことにしました。"), back=back)


def _upload(found: Desk, pk: int) -> RuleUpload:
    return get_object_or_404(uploads.uploads_of(draft=found.draft), pk=pk)
