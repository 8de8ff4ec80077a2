"""Reads of published versions: what people may open and answer."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Max, QuerySet

from hanpo.core.access import Access
from hanpo.forms.engine.definition import Form, Language
from hanpo.forms.engine.reading import read_form
from hanpo.forms.models import Audience, FormDraft, FormVersion
from hanpo.forms.queries.drafts import home_codes


def form_of(version: FormVersion) -> Form:
    """The form that a version asks, read once for each version object."""
    read: Form | None = version.__dict__.get("_read")
    if read is None:
        read = version.__dict__["_read"] = read_form(version.definition)
    return read


def versions() -> QuerySet[FormVersion]:
    """Every published version, of whomever."""
    return FormVersion.objects.select_related("owner")


def newest_form(*, draft: FormDraft) -> Form:
    """The form as it was published last; as it stands in the editor where it never was."""
    newest = FormVersion.objects.filter(form_id=draft.pk).first()
    return form_of(newest) if newest else read_form(draft.definition)


@dataclass(frozen=True, slots=True)
class OfferedForm:
    """A form that a person may open: its newest version, and its name in the language of the page."""

    version: FormVersion
    title: str


def offered_forms(*, access: Access, language: Language) -> list[OfferedForm]:
    """What a person may open by themselves, by names that they can read."""
    return [OfferedForm(row, form_of(row).title.said(language)) for row in open_versions(access=access)]


def open_versions(*, access: Access) -> QuerySet[FormVersion]:
    """What a person may open by themselves: forms for staff as staff, forms for residents as a resident or as staff
    who enter for somebody, each where they have a post.
    """
    newest = FormVersion.objects.order_by().values("form_id").annotate(newest=Max("pk")).values("newest")
    audiences = [Audience.RESIDENTS, Audience.STAFF] if access.is_staff else [Audience.RESIDENTS]
    rows = versions().filter(pk__in=newest, audience__in=audiences, owner_id__in=home_codes(access))
    return rows.order_by("audience", "title")
