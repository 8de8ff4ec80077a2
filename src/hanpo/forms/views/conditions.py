"""The page on which a condition is put together."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hanpo.core.pages import PageRequest
from hanpo.forms.engine.definition import Form, Item, Section
from hanpo.forms.inputs.conditions import ConditionRefused, builder, condition_from
from hanpo.forms.models import FormDraft
from hanpo.forms.queries.words import condition_words
from hanpo.forms.views.common import back_to, show


def condition_page(
    request: PageRequest, draft: FormDraft, asked: Form, part: Item | Section, save: Callable[[str], None]
) -> HttpResponse:
    """Show the builder; `again` shows it anew for what is chosen so far, anything else that is sent is kept."""
    typed = request.POST.dict() if request.method == "POST" else None
    if typed is None:
        return _shown(request, draft, asked, part, part.when, None, "")
    try:
        when = condition_from(asked, typed)
    except ConditionRefused as refusal:
        return _shown(request, draft, asked, part, "", typed, "" if "again" in typed else str(refusal))
    if "again" in typed:
        return _shown(request, draft, asked, part, when, typed, "")
    save(when)
    messages.success(request, _("聞く条件を保存しました。"))
    return redirect(back_to(draft, part.id))


def _shown(
    request: PageRequest, draft: FormDraft, asked: Form, part: Item | Section, when: str, typed: dict[str, str] | None,
    refusal: str,
) -> HttpResponse:  # fmt: skip
    shown = builder(asked, when, but=part.id, typed=typed)
    template = "forms/_builder.html" if request.htmx else "forms/when.html"
    return show(
        request, template, draft=draft, part=part, builder=shown, refusal=refusal, status=422 if refusal else 200,
        words=condition_words(form=asked, when=when),
    )  # fmt: skip
