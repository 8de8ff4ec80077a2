"""Reads of what must not be kept any longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from hanpo.core.models import Municipality
from hanpo.forms.queries.responses import responses_due


@dataclass(frozen=True, slots=True)
class DueAnswers:
    """The responses to one version of a form (its number `form`) that are due to be erased, and the first last day."""

    form: int
    title: str
    days: int
    first: date
    responses: tuple[int, ...]


def due_answers(*, municipality: Municipality, today: date) -> list[DueAnswers]:
    """What a municipality must erase, version by version of its forms."""
    rows = responses_due(municipality=municipality, today=today).order_by("form_id", "erase_after", "pk")
    found = []
    for form, group in groupby(rows, key=lambda row: row.form):
        kept = list(group)
        numbers = tuple(row.pk for row in kept)
        found.append(DueAnswers(form.pk, form.title, form.retention_days, kept[0].erase_after or today, numbers))
    return found
