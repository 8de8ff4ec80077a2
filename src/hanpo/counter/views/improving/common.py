"""What the pages of an undertaking have in common: rows or "not found", and a form that leads back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from hanpo.core import clock
from hanpo.core.pages import PageRequest, form_page
from hanpo.counter.models import Improvement
from hanpo.counter.queries.improving import themes

SEE, WRITE, LEAD = "counter.see_improving", "counter.improve", "counter.lead_improving"
FORM = "counter/improving/form.html"


def undertaking(pk: int) -> Improvement:
    """An undertaking of the current scope, or "not found"."""
    return get_object_or_404(themes.improvements(), pk=pk)


def sections_of(row: Improvement) -> Any:
    """The sections that its municipality has today."""
    return themes.sections_here(municipality=row.municipality_id, today=clock.today())


def edit(
    request: PageRequest, row: Improvement | None, form: Any, save: Callable[[], str], title: str, *, back: str,
    **more: Any,
) -> HttpResponse:  # fmt: skip
    """A form that belongs to an undertaking."""
    return form_page(request, FORM, form=form, save=save, back=back, title=title, improvement=row, **more)


def at(name: str, pk: int) -> str:
    """An address of this field."""
    return reverse(f"counter:{name}", args=[pk])
