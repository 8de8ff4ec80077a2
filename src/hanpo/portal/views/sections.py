"""Sections (課) of one's municipality: which there are, another name, and the last day."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.actions import sections as actions
from hanpo.core.editing import EditConflict
from hanpo.core.pages import PageRequest, page
from hanpo.core.queries import people
from hanpo.core.queries import sections as queries
from hanpo.portal import files
from hanpo.portal.inputs import CloseSectionForm, NewSectionForm, SectionFilter, SectionForm, asked, page_of

Why = actions.WhyRefused
REFUSALS = {
    Why.NAME_TAKEN: ("name", _lazy(
        "この名前の課は、もうあります。廃止した課の名前も使えません。同じ課をまた始めるときは、廃止を取り消してください。"
    )),
    Why.PEOPLE_STAY: ("successor", _lazy(
        "最後の日のあとも配属が続く人がいます。引き継ぐ課を選ぶか、先に「まとめて異動」で動かしてください。"
    )),
    Why.BAD_SUCCESSOR: ("successor", _lazy("引き継ぐ課には、同じ市町の、次の日にもある課を選んでください。")),
}  # fmt: skip
"""At which field of the form, and in which words, a refusal is shown."""


@page("core.manage_sections")
def sections(request: PageRequest) -> HttpResponse:
    """The sections of the current scope, narrowed down by the address."""
    form = SectionFilter(request.GET)
    shown = page_of(request, queries.sections(day=clock.today(), **asked(form)))
    rows = queries.section_rows(sections=shown, day=clock.today())
    return render(request, "portal/sections.html", {"form": form, "page": shown, "rows": rows, "today": clock.today()})


@page("core.manage_sections")
def sections_file(request: PageRequest) -> HttpResponse:
    """The same sections as Excel."""
    form = SectionFilter(request.GET)
    known = queries.sections(day=clock.today(), **asked(form))
    rows = queries.section_rows(sections=known, day=clock.today())
    body = files.sections_file(rows, made_by=request.user.name, filters=files.chosen(form))
    return files.download(body, _("課の一覧.xlsx"), files.EXCEL)


@page("core.manage_sections")
def new_section(request: PageRequest) -> HttpResponse:
    """Enter a section."""
    form = NewSectionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        deed = partial(actions.add_section, actor=request.user, **form.cleaned_data)
        if _done(form, deed):
            messages.success(request, _("「{name}」を加えました。").format(name=form.cleaned_data["name"]))
            return redirect("portal:sections")
    return render(request, "portal/section_new.html", {"form": form})


@page("core.manage_sections")
def section(request: PageRequest, pk: int) -> HttpResponse:
    """One section: who works there, and another name or number."""
    found = get_object_or_404(queries.every_section(), pk=pk)
    form = SectionForm(request.POST or None, section=found)
    context = {"section": found, "form": form, "today": clock.today()}
    if request.method == "POST" and form.is_valid():
        deed = partial(actions.change_section, actor=request.user, section=found)
        if _done(form, lambda: deed(based_on=form.based_on, changes=form.changes()), context):
            messages.success(request, _("課の名前と電話番号を保存しました。"))
            return redirect("portal:section", pk=pk)
    rows = people.with_roles(queries.assigned(sections=[found], day=clock.today()))
    return render(request, "portal/section.html", {"rows": rows, **context})


@page("core.manage_sections")
def close(request: PageRequest, pk: int) -> HttpResponse:
    """Set the last day of a section, and who takes over."""
    found = get_object_or_404(queries.every_section(), pk=pk)
    form = CloseSectionForm(request.POST or None, section=found)
    context = {"section": found, "form": form}
    if request.method == "POST" and form.is_valid():
        deed = actions.rename_section if form.cleaned_data["name"] else actions.close_section
        if _done(form, partial(deed, actor=request.user, section=found, **form.facts()), context):
            messages.success(request, _("「{name}」の最後の日を決めました。").format(name=found.name))
            return redirect("portal:section", pk=pk)
    return render(request, "portal/section_close.html", context)


@page("core.manage_sections")
@require_POST
def reopen(request: PageRequest, pk: int) -> HttpResponse:
    """Take back that a section is closed."""
    found = get_object_or_404(queries.every_section(), pk=pk)
    actions.reopen_section(actor=request.user, section=found, based_on=found.version)
    messages.success(request, _("「{name}」の廃止を取り消しました。").format(name=found.name))
    return redirect("portal:section", pk=pk)


def _done(form: forms.Form, deed: Callable[[], Any], context: dict[str, Any] | None = None) -> bool:
    """Do it; a refusal goes to its field, what both people wrote to the page, and what was typed stays."""
    try:
        deed()
    except actions.SectionRefused as refused:
        form.add_error(*REFUSALS[refused.why])
    except EditConflict as conflict:
        (context if context is not None else {})["conflict"] = conflict
    else:
        return True
    return False
