"""The face of the Excel round trip: fields hand it a response and the addresses around it.

A field writes one thin view, guarded by its own permission, beside the one that calls `fill`:

    @page("council.answer")
    def answer_workbook(request, pk):
        response = answer_or_404(request, pk)
        urls = WorkbookUrls(exchange=request.path, face=…, leave=…, permission="council.see_answers")
        return exchange(request, response=response, urls=urls)

`exchange` gives the workbook with what is answered so far, takes it back, shows what was read (changes, repairs, cells
that a person has to look at), and stores nothing before the person confirmed it. `Urls.workbook` of `fill` leads here.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.editing import EditConflict
from hanpo.core.file_kinds import FileRefused
from hanpo.core.pages import PageRequest
from hanpo.core.queries.files import body_of
from hanpo.forms.actions.workbooks import confirm_workbook, put_workbook_aside, receive_workbook
from hanpo.forms.engine.definition import Language
from hanpo.forms.engine.workbook import Merged
from hanpo.forms.files.exchange import make_workbook
from hanpo.forms.inputs.workbook_faces import reading
from hanpo.forms.inputs.workbooks import TYPED, Decided, WorkbookForm, decide, with_raw
from hanpo.forms.models import IncomingWorkbook, Response
from hanpo.forms.queries import workbooks
from hanpo.forms.queries.versions import form_of
from hanpo.forms.queries.words import language_of
from hanpo.forms.views.common import download, show
from hanpo.forms.views.filling.keeping import changed_table, looked_up_address


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookUrls:
    """The addresses around the exchange, as its field gives them. `exchange` is the page that calls `exchange`, `face`
    the one that calls `fill`, `leave` where one goes when one stops; `permission` is what opens the files that came.
    """

    exchange: str
    face: str
    leave: str
    permission: str


def exchange(request: PageRequest, *, response: Response, urls: WorkbookUrls) -> HttpResponse:
    """The page on which a response is answered by Excel."""
    visit = _Visit(request, response, urls)
    if request.method == "POST":
        deed, _colon, about = request.POST.get("do", "").partition(":")
        return STEPS.get(deed, _receive)(visit, about)
    if "blank" in request.GET:
        return _outgoing(visit)
    if "original" in request.GET:
        file = visit.workbook(request.GET["original"]).file
        return download(body_of(file=file), file.name, file.media_type)
    if "workbook" in request.GET:
        return _read_page(visit, visit.workbook(request.GET["workbook"]), Decided())
    return _overview(visit, WorkbookForm())


class _Visit:
    """A person at the exchange of one response."""

    def __init__(self, request: PageRequest, response: Response, urls: WorkbookUrls) -> None:
        self.request, self.response, self.urls = request, response, urls
        self.data: QueryDict = request.POST
        self.today: date = clock.today()
        self.language: Language = language_of(get_language())

    def workbook(self, number: str) -> IncomingWorkbook:
        """A workbook that came back to this response, or "not found"."""
        rows = workbooks.workbooks_of(response=self.response)
        return get_object_or_404(rows, pk=int(number) if number.isdecimal() else 0)

    def decided_on(self) -> IncomingWorkbook:
        """The workbook that the page is about."""
        return self.workbook(self.data.get("workbook", ""))

    def merged(self, row: IncomingWorkbook) -> Merged:
        """What the workbook would change now."""
        return workbooks.merged(incoming=row, response=self.response, today=self.today)

    def decided(self, row: IncomingWorkbook) -> Decided:
        """What the person decided on the page of a workbook."""
        merged, book = self.merged(row), workbooks.recovered_of(row)
        return decide(merged, book, self.data, response=self.response, today=self.today, language=self.language)

    def show(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """A page of this visit."""
        title = form_of(self.response.form).title.said(self.language)
        return show(
            self.request, template, status=status, response=self.response, urls=self.urls, title=title, **context
        )


def _outgoing(visit: _Visit) -> HttpResponse:
    try:
        made = make_workbook(response=visit.response, language=visit.language)
    except ValueError as too_long:
        messages.error(visit.request, str(too_long))
        return redirect(visit.urls.exchange)
    return download(made.body, made.name, made.media_type)


def _overview(visit: _Visit, form: WorkbookForm, *, status: int = 200) -> HttpResponse:
    rows = list(workbooks.workbooks_of(response=visit.response))
    return visit.show("forms/workbook.html", status=status, form=form, rows=rows)


def _read_page(visit: _Visit, row: IncomingWorkbook, decided: Decided, *, status: int = 200) -> HttpResponse:
    """What was read: to be confirmed while it waits, to be looked up afterwards."""
    found = None
    if row.result:
        form, book = form_of(visit.response.form), workbooks.recovered_of(row)
        found = reading(form, book, visit.merged(row), decided, visit.language)
    is_open = row.is_waiting and visit.response.is_open
    return visit.show("forms/workbook_read.html", status=status, row=row, found=found, is_open=is_open)


def _receive(visit: _Visit, _about: str) -> HttpResponse:
    """Keep the file and show what was read."""
    form = WorkbookForm(visit.data, visit.request.FILES)
    if not form.is_valid():
        return _overview(visit, form, status=422)
    file = form.cleaned_data["file"]
    try:
        row = receive_workbook(
            actor=visit.request.user, response=visit.response, name=file.name, content=file.read(),
            permission=visit.urls.permission,
        )  # fmt: skip
    except (FileRefused, ValidationError) as refusal:
        form.refuse(refusal if isinstance(refusal, ValidationError) else ValidationError({"file": str(refusal)}))
        return _overview(visit, form, status=422)
    return redirect(_at(visit, row))


def _confirm(visit: _Visit, _about: str) -> HttpResponse:
    """Put into the response what the person confirmed, and nothing while something is open."""
    row = visit.decided_on()
    if not row.result:
        return redirect(_at(visit, row))
    decided = visit.decided(row)
    if decided.errors:
        return _read_page(visit, row, decided, status=422)
    try:
        _taken(visit, row, decided)
    except EditConflict:
        visit.response.refresh_from_db()
        messages.warning(
            visit.request, _("見ている間に、ほかの人が同じ答えを直しました。両方を見比べて選んでください。")
        )
        return _read_page(visit, row, visit.decided(row), status=409)
    return redirect(f"{visit.urls.face}?page=check")


def _taken(visit: _Visit, row: IncomingWorkbook, decided: Decided) -> None:
    try:
        confirm_workbook(
            actor=visit.request.user, incoming=row, based_on=_seen(visit), changes=decided.changes,
            remarks=decided.remarks,
        )  # fmt: skip
    except ValidationError as refusal:
        messages.error(visit.request, " ".join(refusal.messages))
    else:
        messages.success(visit.request, _("Excelの答えを入れました。全体を確かめてから送ってください。"))


def _put_aside(visit: _Visit, _about: str) -> HttpResponse:
    """Take nothing of the workbook."""
    try:
        put_workbook_aside(actor=visit.request.user, incoming=visit.decided_on())
    except ValidationError as refusal:
        messages.error(visit.request, " ".join(refusal.messages))
    else:
        messages.success(visit.request, _("このファイルは使いません。回答は変わっていません。"))
    return redirect(visit.urls.exchange)


def _change_rows(visit: _Visit, about: str) -> HttpResponse:
    return _again(visit, about.rpartition(":")[2], lambda raw: changed_table(raw, about))


def _find_address(visit: _Visit, about: str) -> HttpResponse:
    return _again(visit, about, lambda raw: looked_up_address(raw, about))


def _again(visit: _Visit, item: str, change: Callable[[Any], tuple[dict[str, Any], dict[str, Any]]]) -> HttpResponse:
    """The same page, with one answer changed in its fields; what was decided so far stays."""
    visit.data = visit.data.copy()
    visit.data[f"use-{item}"] = TYPED
    row = visit.decided_on()
    decided = visit.decided(row)
    return _read_page(visit, row, with_raw(decided, *change(decided.typed.raw)))


STEPS: Final[dict[str, Callable[[_Visit, str], HttpResponse]]] = {
    "receive": _receive,
    "confirm": _confirm,
    "aside": _put_aside,
    "rows": _change_rows,
    "postal": _find_address,
}


def _at(visit: _Visit, row: IncomingWorkbook) -> str:
    return f"{visit.urls.exchange}?workbook={row.pk}"


def _seen(visit: _Visit) -> int:
    version = visit.data.get("version", "")
    return int(version) if version.isdecimal() else visit.response.version
