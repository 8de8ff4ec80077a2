"""Forms as files: read from one, written to one, printed."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core.pages import PageRequest, page
from hanpo.forms.actions.drafts import create_form
from hanpo.forms.files.definitions import read_definition, write_definition
from hanpo.forms.files.papers import blank_paper
from hanpo.forms.inputs.settings import ImportForm
from hanpo.forms.queries import drafts
from hanpo.forms.queries.words import language_of
from hanpo.forms.views.common import download, form_or_404, form_page, moved_to


@page("forms.edit_forms")
def form_import(request: PageRequest) -> HttpResponse:
    """Make a form from a file."""
    form = ImportForm(request.POST or None, request.FILES or None, places=drafts.homes(request.access))
    made: list[int] = []

    def save() -> str:
        file, place = form.cleaned_data["file"], form.cleaned_data["municipality"]
        read = read_definition(name=file.name, body=file.read())
        row = create_form(actor=request.user, municipality=place, title=read.title, definition=read.definition)
        made.append(row.pk)
        for note in read.notes:
            messages.warning(request, note)
        return _("ファイルから様式を作りました。質問と条件を確かめてください。")

    answer = form_page(request, "forms/import.html", form=form, save=save, back=reverse("forms:forms"))
    return moved_to(answer, made)


@page("forms.see_forms")
def form_export(request: PageRequest, pk: int, kind: str) -> HttpResponse:
    """A form as a file."""
    if kind not in ("yaml", "json", "xlsform"):
        raise Http404
    file = write_definition(form=form_or_404(request, pk), kind=kind)
    return download(file.body, file.name, file.media_type)


@page("forms.see_forms")
def paper(request: PageRequest, pk: int) -> HttpResponse:
    """A form to be printed and filled in by hand."""
    draft = form_or_404(request, pk)
    body = blank_paper(form=draft, language=language_of(get_language()))
    return download(body, f"{draft.title}.pdf", "application/pdf")
