"""Pages of forms: the list, a new one, one form with its questions, its settings, a copy."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core.pages import PageRequest, page
from hanpo.forms.actions.drafts import copy_form, create_form, save_draft
from hanpo.forms.engine.reading import read_form
from hanpo.forms.inputs.settings import CopyForm, NewForm, SettingsForm
from hanpo.forms.queries import drafts
from hanpo.forms.queries.faults import faults_of
from hanpo.forms.queries.words import outline
from hanpo.forms.views.common import back_to, form_or_404, form_page, moved_to, page_of, show


@page("forms.see_forms")
def form_list(request: PageRequest) -> HttpResponse:
    """Every form of the municipality, with its newest version and how many answered."""
    search = request.GET.get("q", "").strip()
    shown = page_of(request, drafts.forms(access=request.access, search=search))
    lines = drafts.form_lines(rows=list(shown))
    return show(request, "forms/forms.html", page=shown, lines=lines, search=search)


@page("forms.edit_forms")
def form_add(request: PageRequest) -> HttpResponse:
    """Make a form: blank, or from one that is there."""
    places, known = drafts.homes(request.access), drafts.forms(access=request.access)
    form = NewForm(request.POST or None, places=places, templates=known)
    if request.method == "POST" and form.is_valid():
        made = create_form(actor=request.user, settings=form.settings(), **form.said())
        messages.success(request, _("様式を作りました。質問を加えてください。"))
        return redirect("forms:form", pk=made.pk)
    status = 422 if request.method == "POST" else 200
    return show(request, "forms/form_add.html", status=status, form=form, back=reverse("forms:forms"))


@page("forms.see_forms")
def form(request: PageRequest, pk: int) -> HttpResponse:
    """One form: its state and what is next, its questions, its versions."""
    draft = form_or_404(request, pk)
    asked = read_form(draft.definition)
    found = faults_of(draft.definition)
    return show(
        request, "forms/form.html", shown=drafts.form_page(form=draft), asked=asked, outline=outline(asked),
        faults=[fault for fault in found if not fault.is_warning], warnings=[f for f in found if f.is_warning],
    )  # fmt: skip


@page("forms.edit_forms")
def settings(request: PageRequest, pk: int) -> HttpResponse:
    """The name of a form and what is said of it beside its questions."""
    draft = form_or_404(request, pk)
    stored = {name: getattr(draft, name) for name in SettingsForm.base_fields}
    form = SettingsForm(request.POST or None, initial=stored)

    def save() -> str:
        save_draft(actor=request.user, form=draft, based_on=form.based_on, changes=form.changes())
        return _("様式の設定を保存しました。公開している版は変わりません。")

    return form_page(
        request, "forms/settings.html", form=form, save=save, back=back_to(draft), draft=draft
    )  # fmt: skip


@page("forms.edit_forms")
def form_copy(request: PageRequest, pk: int) -> HttpResponse:
    """Make a form of one's own out of another."""
    draft = form_or_404(request, pk)
    first = {"title": drafts.copy_title(draft)}
    form = CopyForm(request.POST or None, places=drafts.homes(request.access), initial=first)
    made: list[int] = []

    def save() -> str:
        chosen = form.cleaned_data
        made.append(copy_form(actor=request.user, form=draft, **chosen).pk)
        return _("様式を写しました。もとの様式は変わりません。")

    answer = form_page(
        request, "forms/form_copy.html", form=form, save=save, back=back_to(draft), draft=draft
    )  # fmt: skip
    return moved_to(answer, made)
