"""What the pages of the rules have in common: the draft they are about, read once, and the ways back to it."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse

from hanpo.core import clock
from hanpo.core.pages import PageRequest, show
from hanpo.counter.queries.rules import drafts
from hanpo.counter.queries.rules.drafts import Desk
from hanpo.counter.queries.rules.listing import TablePage, table_page

FORM = "counter/rules/form.html"


def desk(pk: int) -> Desk:
    """The draft of that number in the scope of the page, read; not found otherwise."""
    return drafts.desk_of(draft=get_object_or_404(drafts.drafts(), pk=pk))


def shown_table(found: Desk, key: str) -> TablePage:
    """A table of the draft in words; not found where there is none of that key."""
    if key not in found.tables:
        raise Http404
    return table_page(desk=found, key=key, today=clock.today())


def page_about(request: PageRequest, template: str, found: Desk, **context: Any) -> HttpResponse:
    """A page about a draft."""
    return show(request, f"counter/rules/{template}.html", desk=found, draft=found.draft, **context)


def desk_url(found: Desk) -> str:
    """The list of procedures."""
    return reverse("counter:rules_desk", args=[found.draft.pk])


def table_url(found: Desk, key: str) -> str:
    """The page of a table."""
    return reverse("counter:rules_table", args=[found.draft.pk, key])
