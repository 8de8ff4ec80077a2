"""What the pages of forms have in common: rows or "not found", what a person may do, files, an edit of a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header

from hanpo.core import clock
from hanpo.core.access import Access
from hanpo.core.editing import EditConflict
from hanpo.core.pages import PageRequest
from hanpo.forms.actions.drafts import save_draft
from hanpo.forms.engine.definition import Form
from hanpo.forms.engine.reading import form_data, read_form
from hanpo.forms.models import FormDraft
from hanpo.forms.queries import drafts

ROWS_A_PAGE = 50


class May:
    """What the person may do, for templates: `may.edit_forms` is whether they hold `forms.edit_forms` somewhere."""

    def __init__(self, access: Access) -> None:
        self.access = access

    def __getitem__(self, name: str) -> bool:
        return self.access.allows(f"forms.{name}")


def show(request: PageRequest, template: str, /, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page with what it shows, today's date, and what the person may do."""
    shown = {"today": clock.today(), "may": May(request.access), **context}
    return render(request, template, shown, status=status)


def page_of(request: PageRequest, rows: Any) -> Page[Any]:
    """The rows of the page that the address asks for, fifty a page."""
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))


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


def form_page(
    request: PageRequest, *, form: Any, save: Callable[[], str], back: str, template: str, **context: Any
) -> HttpResponse:
    """Show a form; when it is sent, carry out `save`, say its message and go back. What was typed stays on refusal."""
    shown = {"form": form, "back": back, **context}
    if request.method == "POST" and form.is_valid():
        try:
            messages.success(request, save())
        except EditConflict as conflict:
            return show(request, template, status=409, conflict=conflict, **shown)
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect(back)
    status = 422 if request.method == "POST" and not form.is_valid() else 200
    return show(request, template, status=status, **shown)


def edit(request: PageRequest, draft: FormDraft, change: Callable[[Form], Form]) -> None:
    """Change the questions as they stand now, and keep the form.

    Edits are told as changes and not as a whole form, so that two people may work on different items at once.
    """
    definition = form_data(change(read_form(draft.definition)))
    save_draft(actor=request.user, form=draft, based_on=draft.version, changes={"definition": definition})


def back_to(draft: FormDraft, part: str = "") -> str:
    """The page of a form, at a part of it."""
    return f"{reverse('forms:form', args=[draft.pk])}{f'#{part}' if part else ''}"


def download(body: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to be kept, under a name that may be Japanese."""
    header = content_disposition_header(True, name) or "attachment"
    return HttpResponse(body, content_type=media_type, headers={"Content-Disposition": header})
