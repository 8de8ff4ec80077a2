"""Pages of the editor: one item after the other."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core.pages import PageRequest, page
from hanpo.forms.engine import editing
from hanpo.forms.engine.definition import Item
from hanpo.forms.engine.reading import read_form
from hanpo.forms.inputs.items import ItemForm, NewItemForm, check_rows, column_kinds, column_rows
from hanpo.forms.queries.terms import item_from, term_choices
from hanpo.forms.queries.words import item_mark
from hanpo.forms.views.common import back_to, edit, form_or_404, part_or_404, show
from hanpo.forms.views.conditions import condition_page


@page("forms.edit_forms")
def item_add(request: PageRequest, pk: int, section: str) -> HttpResponse:
    """A further question: what is asked and how; the rest is asked on its own page next."""
    draft = form_or_404(request, pk)
    asked = read_form(draft.definition)
    place = part_or_404(lambda: editing.section_by_id(asked, section))
    form = NewItemForm(request.POST or None, terms=term_choices())
    if request.method == "POST" and form.is_valid():
        item = item_from(form=asked, **form.cleaned_data)
        edit(request, draft, lambda now: editing.with_item(now, section, item))
        messages.success(request, _("質問を加えました。くわしい設定をして保存してください。"))
        return redirect("forms:item_edit", pk=draft.pk, item=item.id)
    status = 422 if request.method == "POST" else 200
    return show(request, "forms/item_add.html", status=status, draft=draft, section=place, form=form)


@page("forms.edit_forms")
def item_edit(request: PageRequest, pk: int, item: str) -> HttpResponse:
    """Everything about a question. Where somebody else changed it meanwhile, what was typed stays and nothing is kept
    until the person looked.
    """
    draft = form_or_404(request, pk)
    old: Item = part_or_404(lambda: read_form(draft.definition).item(item))
    form = ItemForm(request.POST or None, item=old)
    is_sent = request.method == "POST" and "again" not in request.POST
    if is_sent and form.is_valid() and form.cleaned_data["seen"] in ("", item_mark(old)):
        edit(request, draft, lambda asked: editing.with_changed_item(asked, form.changed_item()))
        messages.success(request, _("質問「{label}」を保存しました。").format(label=form.cleaned_data["label"]))
        return redirect(back_to(draft, item))
    return _item_page(request, draft, old, form, is_sent=is_sent)


@require_POST
@page("forms.edit_forms")
def item_move(request: PageRequest, pk: int, item: str) -> HttpResponse:
    """One place up or down, into the next section at the edge of its own."""
    draft = form_or_404(request, pk)
    by = -1 if request.POST.get("to") == "up" else 1
    part_or_404(lambda: edit(request, draft, lambda asked: editing.with_item_moved(asked, item, by)))
    return redirect(back_to(draft, item))


@page("forms.edit_forms")
def item_remove(request: PageRequest, pk: int, item: str) -> HttpResponse:
    """Take a question off; asked once more, with what refers to it."""
    draft = form_or_404(request, pk)
    asked = read_form(draft.definition)
    old = part_or_404(lambda: asked.item(item))
    if request.method != "POST":
        named = [one for one in editing.mentions(asked, item) if one != item]
        return show(request, "forms/remove.html", draft=draft, item=old, mentions=named)
    edit(request, draft, lambda now: editing.without_item(now, item))
    messages.success(request, _("質問「{label}」を外しました。").format(label=old.label.ja))
    return redirect(back_to(draft))


@page("forms.edit_forms")
def item_when(request: PageRequest, pk: int, item: str) -> HttpResponse:
    """When a question is asked."""
    draft = form_or_404(request, pk)
    asked = read_form(draft.definition)
    old = part_or_404(lambda: asked.item(item))

    def save(when: str) -> None:
        edit(request, draft, lambda form: editing.with_condition(form, item, when))

    return condition_page(request, draft, asked, old, save)


def _item_page(request: PageRequest, draft: object, item: Item, form: ItemForm, *, is_sent: bool) -> HttpResponse:
    is_stale = is_sent and form.is_valid()
    status = 409 if is_stale else 422 if is_sent else 200
    template = "forms/_item_fields.html" if request.htmx else "forms/item.html"
    return show(
        request, template, status=status, draft=draft, item=item, form=form, is_stale=is_stale, mark=item_mark(item),
        columns=column_rows(item), column_kinds=column_kinds(), checks=check_rows(item),
        section=editing.section_of(read_form(draft.definition), item.id),  # type: ignore[attr-defined]
    )  # fmt: skip
