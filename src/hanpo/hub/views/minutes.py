"""Pages of the import of minutes: bring a text in, confirm the meeting, review what was read, finish."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core.pages import PageRequest, page
from hanpo.hub.actions import minutes as actions
from hanpo.hub.actions.minutes_projects import begin_project
from hanpo.hub.inputs.minutes import FirstProjectForm, HeaderForm, UploadForm
from hanpo.hub.models import ImportState, MinutesImport, ProblemKind
from hanpo.hub.queries import minutes as queries
from hanpo.hub.queries import programmes
from hanpo.hub.views.common import form_page, page_of, show


@page("hub.import_minutes")
def minutes_list(request: PageRequest) -> HttpResponse:
    """Every import, the newest first, and how much of each waits."""
    shown = page_of(request, queries.imports().defer("text"))
    return show(request, "hub/minutes.html", page=shown, open=queries.waiting_imports())


@page("hub.import_minutes")
def minutes_add(request: PageRequest) -> HttpResponse:
    """Bring minutes in, as a file or pasted; the same text again leads to the import that exists."""
    form = UploadForm(request.POST or None, request.FILES or None, programmes=programmes.programmes())
    if request.method == "POST" and form.is_valid():
        facts = {name: form.cleaned_data[name] for name in ("programme", "file_name", "text")}
        made = actions.import_minutes(actor=request.user, **facts)
        return redirect("hub:minutes", pk=made.pk)
    return show(request, "hub/minutes_add.html", form=form, status=422 if request.method == "POST" else 200)


@page("hub.import_minutes")
def minutes(request: PageRequest, pk: int) -> HttpResponse:
    """The review: every proposal beside its source, in the order of the text. The meeting is confirmed first."""
    row = _minutes(pk)
    if row.meeting is None and row.state == ImportState.OPEN:
        return redirect("hub:minutes_meeting", pk=pk)
    return show(request, "hub/minutes_review.html", blocks=queries.blocks(row), **about(row))


@page("hub.import_minutes")
def minutes_meeting(request: PageRequest, pk: int) -> HttpResponse:
    """Confirm the meeting of the minutes, filled in from the header of the text."""
    row = _minutes(pk)
    if row.meeting is not None:
        return redirect("hub:meeting_edit", pk=row.meeting.pk)
    form = HeaderForm(request.POST or None, minutes=row)

    def save() -> str:
        planned = form.cleaned_data.get("planned")
        actions.settle_meeting(actor=request.user, minutes=row, values=form.values(), planned=planned)
        return _("会議を記録しました。つづけて、読み取った内容を上から順に確かめてください。")

    context = {**about(row), "source": queries.header_source(row)}
    back = reverse("hub:minutes", args=[pk])
    return form_page(request, form=form, save=save, back=back, context=context, template="hub/minutes_meeting.html")


@page("hub.import_minutes")
def minutes_project(request: PageRequest, pk: int, code: str) -> HttpResponse:
    """Start the project of a municipality of which the minutes speak, without leaving the review."""
    row = _minutes(pk)
    place = get_object_or_404(queries.places_in(row), pk=code)
    form = FirstProjectForm(request.POST or None, minutes=row, municipality=place)

    def save() -> str:
        facts = {"programme": row.programme, "municipality": place, **form.cleaned_data}
        begin_project(actor=request.user, **facts)
        return _("{place}の取組をつくりました。議事録の確認をつづけてください。").format(place=place)

    title = _("{place}の取組をつくる").format(place=place)
    context = {"title": title, "minutes": row, "municipality": place}
    back = reverse("hub:minutes", args=[pk])
    return form_page(request, form=form, save=save, back=back, context=context, template="hub/minutes_project.html")


@page("hub.import_minutes")
def minutes_text(request: PageRequest, pk: int) -> HttpResponse:
    """The text as it came, line by line, with what became of each line."""
    row = _minutes(pk)
    return show(request, "hub/minutes_text.html", lines=queries.lines_of(row), **about(row))


@page("hub.import_minutes")
@require_POST
def minutes_finish(request: PageRequest, pk: int) -> HttpResponse:
    """Close the review once everything was decided."""
    row = _minutes(pk)
    try:
        actions.finish_import(actor=request.user, minutes=row)
    except actions.NotYet as reason:
        messages.warning(request, str(reason))
        return redirect("hub:minutes", pk=pk)
    messages.success(request, _("議事録の確認を終えました。記録は会議のページと、各市町の取組のページに載っています。"))
    return redirect("hub:meeting", pk=row.meeting_id)


@page("hub.import_minutes")
@require_POST
def minutes_discard(request: PageRequest, pk: int) -> HttpResponse:
    """Put an import aside that should not have been."""
    try:
        actions.discard_import(actor=request.user, minutes=_minutes(pk))
    except actions.NotYet as reason:
        messages.warning(request, str(reason))
        return redirect("hub:minutes", pk=pk)
    messages.success(request, _("取り込みを取りやめました。本文は一覧に残っています。"))
    return redirect("hub:minutes_list")


def about(row: MinutesImport) -> dict[str, Any]:
    """What every page of an import shows: how far it has come, and who has no project yet."""
    return {
        "minutes": row,
        "progress": queries.progress(row),
        "missing": queries.missing_projects(row),
        "problem_kinds": ProblemKind.choices,
    }


def _minutes(pk: int) -> MinutesImport:
    return get_object_or_404(queries.imports(), pk=pk)
