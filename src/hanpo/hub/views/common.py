"""What the hub's pages have in common: a form page that loses nobody's text, and files to keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Page, Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header

from hanpo.core import clock
from hanpo.core.access import Access
from hanpo.core.editing import EditConflict
from hanpo.core.pages import PageRequest
from hanpo.hub.models import Project
from hanpo.hub.queries import projects

ROWS_A_PAGE = 50
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class May:
    """What the person may do, for templates: `may.edit_projects` is whether they hold `hub.edit_projects` somewhere."""

    def __init__(self, access: Access) -> None:
        self.access = access

    def __getitem__(self, name: str) -> bool:
        return self.access.allows(f"hub.{name}")


def show(request: PageRequest, template: str, /, *, status: int = 200, **context: Any) -> HttpResponse:
    """A page with what it shows, today's date, and what the person may do."""
    shown = {"today": clock.today(), "may": May(request.access), **context}
    return render(request, template, shown, status=status)


def page_of(request: PageRequest, rows: Any) -> Page[Any]:
    """The rows of the page that the address asks for, fifty a page."""
    return Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))


def project_or_404(pk: int) -> Project:
    """The project of the current scope, or "not found"."""
    return get_object_or_404(projects.projects(), pk=pk)


def form_page(
    request: PageRequest,
    *,
    form: Any,
    save: Callable[[], str],
    back: str,
    context: Mapping[str, Any],
    template: str = "hub/form.html",
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
    return show(request, template, status=422 if form_has_errors(form, request) else 200, **shown)


def form_has_errors(form: Any, request: PageRequest) -> bool:
    """Whether a form was sent and could not be taken."""
    return request.method == "POST" and not form.is_valid()


def download(body: bytes, name: str) -> HttpResponse:
    """An Excel file to be kept, under a name that may be Japanese."""
    header = content_disposition_header(True, name) or "attachment"
    return HttpResponse(body, content_type=EXCEL, headers={"Content-Disposition": header})
