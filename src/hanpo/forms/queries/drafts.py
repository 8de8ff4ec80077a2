"""Reads of forms: the list that one works from, and one form with its versions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.utils.translation import gettext as _

from hanpo.core.access import Access
from hanpo.core.models import Municipality
from hanpo.forms.models import FormDraft, FormVersion, Response, ResponseState
from hanpo.forms.queries.changes import Difference, differences, fingerprint


@dataclass(frozen=True, slots=True)
class FormLine:
    """A form in the list: its newest version (0: none), responses at home by state, and whether the draft differs."""

    form: FormDraft
    number: int
    questions: int
    sent: int
    open: int
    has_changes: bool


@dataclass(frozen=True, slots=True)
class FormPage:
    """A form with its versions, the newest first, and what publishing would change."""

    form: FormDraft
    versions: list[FormVersion]
    differences: tuple[Difference, ...]
    has_changes: bool


def forms(*, access: Access, search: str = "") -> QuerySet[FormDraft]:
    """The forms of the municipalities where a person has a post: who sees every municipality still works on none of
    theirs. With words, those that have them in their name or purpose.
    """
    rows: QuerySet[FormDraft] = FormDraft.objects.select_related("municipality", "section")
    rows = rows.filter(municipality_id__in=home_codes(access))
    return rows.filter(Q(title__icontains=search) | Q(purpose__icontains=search)) if search else rows


def home_codes(access: Access) -> frozenset[str]:
    """The municipalities in which a person has a post."""
    return frozenset(post.municipality_id for post in access.assignments)


def homes(access: Access) -> QuerySet[Municipality]:
    """The municipalities in which a person has a post, in the order of their codes."""
    return Municipality.objects.filter(pk__in=home_codes(access)).order_by("code")


def form_lines(*, rows: list[Any]) -> list[FormLine]:
    """The lines of a page of forms, with two queries however many there are."""
    numbers = [row.pk for row in rows]
    newest = {v.form_id: v for v in FormVersion.objects.filter(form__in=numbers).order_by("number")}
    counted = Response.objects.filter(
        form__form__in=numbers, municipality_id=F("form__owner_id"), erase_ordered_at__isnull=True
    ).values("form__form_id")
    counts = {
        row["form__form_id"]: row
        for row in counted.annotate(
            sent=Count("pk", filter=Q(state=ResponseState.SENT)), open=Count("pk", filter=~Q(state=ResponseState.SENT))
        ).order_by()
    }
    return [_line(row, newest.get(row.pk), counts.get(row.pk, {})) for row in rows]


def form_page(*, form: FormDraft) -> FormPage:
    """One form with its versions."""
    versions = list(FormVersion.objects.filter(form=form).select_related("published_by").order_by("-number"))
    newest = versions[0] if versions else None
    changed = differences(old=newest.definition, new=form.definition) if newest else ()
    return FormPage(form, versions, changed, newest is None or newest.checksum != fingerprint(form=form))


def form_content(*, form: FormDraft) -> dict[str, Any]:
    """A form as a model that others adopt."""
    return {
        "title": form.title,
        "purpose": form.purpose,
        "audience": form.audience,
        "next_step": form.next_step,
        "retention_days": form.retention_days,
        "definition": form.definition,
    }


def copy_title(form: FormDraft) -> str:
    """The name that a copy is offered."""
    return _("%(title)s の写し") % {"title": form.title}


def _line(form: FormDraft, newest: FormVersion | None, counts: dict[str, Any]) -> FormLine:
    questions = sum(len(section.get("items", ())) for section in form.definition.get("sections", ()))
    return FormLine(
        form=form, number=newest.number if newest else 0, questions=questions, sent=counts.get("sent", 0),
        open=counts.get("open", 0), has_changes=newest is None or newest.checksum != fingerprint(form=form),
    )  # fmt: skip
