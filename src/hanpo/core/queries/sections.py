"""Reads of sections (課): which there are, who leads them, how many work there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from hanpo.core import registry
from hanpo.core.models import Assignment, Section

OPEN, CLOSED = "open", "closed"
"""Whether a section exists on a day; one that will be closed later is open."""

LEAD = "section_lead"


@dataclass(frozen=True, slots=True)
class SectionRow:
    """A section as the list shows it: who leads it, and how many people work there (each counted once)."""

    section: Section
    leads: tuple[str, ...]
    people: int


def every_section() -> QuerySet[Section]:
    """The sections of the current scope, also those that were closed."""
    rows: QuerySet[Section] = Section.objects.select_related("municipality", "successor")
    return rows.order_by("municipality_id", "name", "pk")


def sections(*, day: date, when: str = OPEN, text: str = "", place: str = "") -> QuerySet[Section]:
    """Sections of the current scope that exist on a day, or no longer do."""
    is_closed = Q(closed_on__lte=day)
    rows = every_section().filter(is_closed if when == CLOSED else ~is_closed | Q(closed_on__isnull=True))
    if text:
        rows = rows.filter(name__contains=text)
    return rows.filter(municipality_id=place) if place else rows


def section_rows(*, sections: Iterable[Section], day: date) -> list[SectionRow]:
    """The sections with who leads them and how many people work there on the day."""
    known = list(sections)
    at_work = assigned(sections=known, day=day)
    counts = dict(at_work.order_by().values_list("section").annotate(Count("person", distinct=True)))
    leads: dict[int, list[str]] = {}
    for held in at_work.filter(role=LEAD):
        leads.setdefault(held.section_id or 0, []).append(held.person.name)
    return [SectionRow(one, tuple(dict.fromkeys(leads.get(one.pk, ()))), counts.get(one.pk, 0)) for one in known]


def assigned(*, sections: Iterable[Section], day: date) -> QuerySet[Assignment]:
    """Who works in these sections on a day, by name in kana."""
    roles = [role.key for role in registry.roles().values() if role.is_staff]
    rows: QuerySet[Assignment] = Assignment.objects.select_related("person", "municipality", "section")
    return (
        rows.filter(section__in=list(sections), role__in=roles, since__lte=day)
        .filter(Q(until__isnull=True) | Q(until__gte=day))
        .order_by("person__kana", "person__name", "pk")
    )
