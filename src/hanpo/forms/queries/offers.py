"""What the forms give to the search and to a resident's home."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from hanpo.core.models import Resident
from hanpo.core.registry import ResidentItem, SearchText
from hanpo.forms.models import FormDraft
from hanpo.forms.queries.responses import own_responses


def form_url(form: FormDraft) -> str:
    """The page of a form."""
    return reverse("forms:form", args=[form.pk])


def form_texts(form: FormDraft) -> Iterator[SearchText]:
    """The name of a form, what it is for, and its questions."""
    yield SearchText(text=form.title, weight=3)
    if form.purpose:
        yield SearchText(text=form.purpose)
    for section in form.definition.get("sections", ()):
        for item in section.get("items", ()):
            words = item.get("label", "")
            yield SearchText(text=words if isinstance(words, str) else words.get("ja", ""))


def requests_of(resident: Resident) -> Iterator[ResidentItem]:
    """What a resident is writing or has sent by themselves."""
    if resident.person is None:
        return
    for row in own_responses(person=resident.person):
        day = timezone.localdate(row.submitted_at) if row.submitted_at else None
        url = reverse("forms:response", args=[row.pk])
        yield ResidentItem(title=row.form.title, url=url, state=row.get_state_display(), day=day)
