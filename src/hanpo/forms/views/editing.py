"""Pages of the editor: sections, their conditions, and the words of other languages."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core.pages import PageRequest, page
from hanpo.forms.engine import editing
from hanpo.forms.engine.reading import read_form
from hanpo.forms.inputs.settings import SectionForm
from hanpo.forms.inputs.translations import translated, word_rows
from hanpo.forms.views.common import back_to, edit, form_or_404, form_page, part_or_404, show
from hanpo.forms.views.conditions import condition_page


@page("forms.edit_forms")
def words(request: PageRequest, pk: int, language: str) -> HttpResponse:
    """Every text of a form, Japanese beside another language."""
    if language not in ("easy", "en"):
        raise Http404
    draft = form_or_404(request, pk)
    asked = read_form(draft.definition)
    if request.method == "POST":
        typed = request.POST.dict()
        edit(request, draft, lambda form: translated(form, language, typed))
        messages.success(request, _("ことばを保存しました。"))
        return redirect(back_to(draft))
    rows = word_rows(asked, language)
    return show(request, "forms/words.html", draft=draft, rows=rows, language=language)


@page("forms.edit_forms")
def section_add(request: PageRequest, pk: int) -> HttpResponse:
    """A further section at the end."""
    draft = form_or_404(request, pk)
    form = SectionForm(request.POST or None)

    def save() -> str:
        edit(request, draft, lambda asked: editing.with_section(
            asked, form.section(editing.free_section_id(asked), None)
        ))  # fmt: skip
        return _("区分を加えました。")

    return form_page(
        request, "forms/section.html", form=form, save=save, back=back_to(draft), draft=draft
    )  # fmt: skip


@page("forms.edit_forms")
def section_edit(request: PageRequest, pk: int, section: str) -> HttpResponse:
    """The heading of a section, and the note beneath it."""
    draft = form_or_404(request, pk)
    old = part_or_404(lambda: editing.section_by_id(read_form(draft.definition), section))
    form = SectionForm(request.POST or None, initial={"title": old.title.ja, "note": old.note.ja})

    def save() -> str:
        edit(request, draft, lambda asked: editing.with_section(
            asked, form.section(section, editing.section_by_id(asked, section))
        ))  # fmt: skip
        return _("区分を保存しました。")

    back = back_to(draft, section)
    return form_page(
        request, "forms/section.html", form=form, save=save, back=back, draft=draft, section=old
    )  # fmt: skip


@require_POST
@page("forms.edit_forms")
def section_move(request: PageRequest, pk: int, section: str) -> HttpResponse:
    """One place up or down."""
    draft = form_or_404(request, pk)
    by = -1 if request.POST.get("to") == "up" else 1
    part_or_404(lambda: edit(request, draft, lambda asked: editing.with_section_moved(asked, section, by)))
    return redirect(back_to(draft, section))


@page("forms.edit_forms")
def section_remove(request: PageRequest, pk: int, section: str) -> HttpResponse:
    """Take a section off with its questions; asked once more, with what goes."""
    draft = form_or_404(request, pk)
    old = part_or_404(lambda: editing.section_by_id(read_form(draft.definition), section))
    if request.method != "POST":
        return show(request, "forms/remove.html", draft=draft, section=old)
    edit(request, draft, lambda asked: editing.without_section(asked, section))
    messages.success(request, _("区分「{title}」を外しました。").format(title=old.title.ja))
    return redirect(back_to(draft))


@page("forms.edit_forms")
def section_when(request: PageRequest, pk: int, section: str) -> HttpResponse:
    """When a section is asked."""
    draft = form_or_404(request, pk)
    asked = read_form(draft.definition)
    old = part_or_404(lambda: editing.section_by_id(asked, section))

    def save(when: str) -> None:
        edit(request, draft, lambda form: editing.with_condition(form, section, when))

    return condition_page(request, draft, asked, old, save)
