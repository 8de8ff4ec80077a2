"""What the hub's pages have in common."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from hanpo.core import pages
from hanpo.core.pages import PageRequest, download, page_of, show
from hanpo.hub.models import Project
from hanpo.hub.queries import projects

__all__ = ["download", "form_page", "page_of", "project_or_404", "show"]


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
    """Show a form of the hub (see `hanpo.core.pages.form_page`)."""
    return pages.form_page(request, template, form=form, save=save, back=back, **context)
