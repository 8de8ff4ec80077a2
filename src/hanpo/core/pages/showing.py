"""How the pages of all fields show things: a form page that loses nobody's text, lists by the page, files to keep."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header

from hanpo.core import clock
from hanpo.core.access import Access
from hanpo.core.editing import EditConflict
from hanpo.core.pages.guard import PageRequest

ROWS_A_PAGE = 50
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class May:
    """What the person may do, for templates: `may.edit_forms` of the field `forms` is the permission `forms.edit_forms`
    held somewhere.
    """

    def __init__(self, access: Access, field: str) -> None:
        self.access = access
        self.field = field

    def __getitem__(self, name: str) -> bool:
        return self.access.allows(f"{self.field}.{name}")


def show(request: PageRequest, template: str, /, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page with what it shows, today's date, and what the person may do in the field whose page it is."""
    field = request.resolver_match.app_name if request.resolver_match else ""
    shown = {"today": clock.today(), "may": May(request.access, field), **context}
    return render(request, template, shown, status=status)


def page_of(request: PageRequest, rows: Any) -> Page[Any]:
    """The rows of the page that the address asks for, fifty a page."""
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))


def form_page(
    request: PageRequest, template: str, /, *, form: Any, save: Callable[[], str], back: str, **context: Any
) -> HttpResponse:
    """Show a form; when it is sent, carry out `save`, say its message and go back.

    A refused deed and a conflict leave what was typed on the screen.
    """
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
    refused = request.method == "POST" and not form.is_valid()
    return show(request, template, status=422 if refused else 200, **shown)


def tried(request: PageRequest, deed: Callable[[], object], *, done: str, back: str) -> HttpResponse:
    """Carry out a deed and say so, or say why it was refused; then go back to an address."""
    try:
        deed()
    except ValidationError as refusal:
        messages.error(request, " ".join(refusal.messages))
    else:
        messages.success(request, done)
    return redirect(back)


def download(body: bytes, name: str, media_type: str = EXCEL) -> HttpResponse:
    """A file to be kept (an Excel workbook, where nothing else is said), under a name that may be Japanese."""
    header = content_disposition_header(True, name) or "attachment"
    return HttpResponse(body, content_type=media_type, headers={"Content-Disposition": header})
