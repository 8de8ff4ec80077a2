"""What the pages of forms have in common: rows or "not found", what a person may do, files, an edit of a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse

from hanpo.core.pages import PageRequest, download, form_page, page_of, show
from hanpo.forms.actions.drafts import save_draft
from hanpo.forms.engine.definition import Form
from hanpo.forms.engine.reading import form_data, read_form
from hanpo.forms.models import FormDraft
from hanpo.forms.queries import drafts

__all__ = ["back_to", "download", "edit", "form_or_404", "form_page", "moved_to", "page_of", "part_or_404", "show"]


def form_or_404(request: PageRequest, pk: int) -> FormDraft:
    """The form of a municipality where the person has a post, or "not found"."""
    return get_object_or_404(drafts.forms(access=request.access), pk=pk)


def moved_to(answer: HttpResponse, made: list[int]) -> HttpResponse:
    """To the form that was just made, where one was."""
    return redirect("forms:form", pk=made[0]) if made else answer


def part_or_404(find: Callable[[], Any]) -> Any:
    """What a function finds in a form, or "not found"."""
    try:
        return find()
    except KeyError as absent:
        raise Http404 from absent


def edit(request: PageRequest, draft: FormDraft, change: Callable[[Form], Form]) -> None:
    """Change the questions as they stand now, and keep the form.

    Edits are told as changes and not as a whole form, so that two people may work on different items at once.
    """
    definition = form_data(change(read_form(draft.definition)))
    save_draft(actor=request.user, form=draft, based_on=draft.version, changes={"definition": definition})


def back_to(draft: FormDraft, part: str = "") -> str:
    """The page of a form, at a part of it."""
    return f"{reverse('forms:form', args=[draft.pk])}{f'#{part}' if part else ''}"
