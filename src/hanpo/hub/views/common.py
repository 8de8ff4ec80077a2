"""What the hub's pages have in common: a form page that loses nobody's text, and files to keep."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header

from hanpo.core.editing import EditConflict
from hanpo.core.pages import PageRequest
from hanpo.hub.models import Project
from hanpo.hub.queries import projects

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


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
            return render(request, template, {**shown, "conflict": conflict}, status=409)
        except ValidationError as error:
            form.refuse(error)
        else:
            return redirect(back)
    return render(request, template, shown, status=422 if form_has_errors(form, request) else 200)


def form_has_errors(form: Any, request: PageRequest) -> bool:
    """Whether a form was sent and could not be taken."""
    return request.method == "POST" and not form.is_valid()


def download(body: bytes, name: str) -> HttpResponse:
    """An Excel file to be kept, under a name that may be Japanese."""
    header = content_disposition_header(True, name) or "attachment"
    return HttpResponse(body, content_type=EXCEL, headers={"Content-Disposition": header})
