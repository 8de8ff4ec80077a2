"""Pages of logs: bring one, choose its columns, read what it says, ask it, draw a first chart from it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.pages import PageRequest, download, form_page, page, page_of, show
from hanpo.core.queries import places
from hanpo.counter.actions.flows import logs as actions
from hanpo.counter.files.flows.tables import log_file
from hanpo.counter.inputs import flows as inputs
from hanpo.counter.models import EventLog
from hanpo.counter.queries.flows import logs as queries
from hanpo.counter.queries.flows.discovery import EXAMPLES, answer_to, log_page

FORM = "counter/flows/log_form.html"


@page("counter.see_logs")
def log_list(request: PageRequest) -> HttpResponse:
    """The logs of the municipality."""
    return show(request, "counter/flows/logs.html", page=page_of(request, queries.log_list()))


@page("counter.see_logs")
def log(request: PageRequest, pk: int) -> HttpResponse:
    """What a log says: who follows whom, variants, waits, crossings."""
    row = _log(pk)
    return show(request, "counter/flows/log.html", log=row, shown=log_page(log=row))


@page("counter.see_logs")
def log_excel(request: PageRequest, pk: int) -> HttpResponse:
    """Who follows whom, as Excel."""
    row = _log(pk)
    body = log_file(row, queries.discovered(log=row), made_by=request.user.name, today=clock.today())
    return download(body, f"{row.name}.xlsx")


@page("counter.bring_logs")
def log_bring(request: PageRequest) -> HttpResponse:
    """Bring a file of events."""
    form = inputs.NewLogForm(request.POST or None, request.FILES or None, places=places.municipalities())

    def save() -> str:
        made = actions.bring_log(actor=request.user, **form.values())
        return _("「{log}」を取り込みました。一覧から開き、列の使い方を確かめてください。").format(log=made)

    return _form(request, form, save, _("CSVを取り込む"), reverse("counter:flow_logs"))


@page("counter.bring_logs")
def log_own(request: PageRequest) -> HttpResponse:
    """Read the counter's own records as a log."""
    form = inputs.OwnLogForm(request.POST or None, places=places.municipalities())

    def save() -> str:
        add_row(actor=request.user, row=EventLog(**form.cleaned_data))
        return _("記録を加えました。開くと、いまの記録から読み取ります。")

    return _form(request, form, save, _("この窓口の記録から見る"), reverse("counter:flow_logs"))


@page("counter.bring_logs")
def log_columns(request: PageRequest, pk: int) -> HttpResponse:
    """Say which column of the file is what."""
    row = get_object_or_404(queries.uploaded(), pk=pk)
    form = inputs.ColumnsForm(request.POST or None, initial=row.columns, columns=queries.columns_of(log=row))

    def save() -> str:
        chosen = {role: name for role, name in form.cleaned_data.items() if name}
        change_row(actor=request.user, row=row, based_on=row.version, changes={"columns": chosen})
        return _("列の使い方を保存しました。")

    return _form(request, form, save, _("列を選ぶ"), _url(row), log=row)


@page("counter.draw_flows")
def log_chart(request: PageRequest, pk: int) -> HttpResponse:
    """Draw a first chart from a log."""
    row = _log(pk)
    form = inputs.ChartLogForm(request.POST or None, initial={"name": row.name})

    def save() -> str:
        actions.chart_log(actor=request.user, log=row, name=form.cleaned_data["name"])
        return _("記録から下書きの図を作りました。実際に仕事をしている人と直してください。")

    return _form(request, form, save, _("記録から図の下書きを作る"), reverse("counter:flows"), log=row)


@page("counter.ask_logs")
def log_ask(request: PageRequest, pk: int) -> HttpResponse:
    """Ask a log in SQL: reading only, few seconds, few rows."""
    row = _log(pk)
    form = inputs.QuestionForm(request.GET if "sql" in request.GET else None, initial={"sql": EXAMPLES[0][1]})
    answer = answer_to(log=row, sql=form.cleaned_data["sql"]) if form.is_valid() else None
    return show(request, "counter/flows/ask.html", log=row, form=form, answer=answer, examples=EXAMPLES)


def _log(pk: int) -> EventLog:
    return get_object_or_404(queries.logs(), pk=pk)


def _url(row: EventLog) -> str:
    return reverse("counter:flow_log", args=[row.pk])


def _form(request: PageRequest, form: Any, save: Any, title: str, back: str, **more: object) -> HttpResponse:
    return form_page(request, FORM, form=form, save=save, back=back, title=title, **{"log": None, **more})
