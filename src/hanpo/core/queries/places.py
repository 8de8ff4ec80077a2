"""Reads of municipalities, their sections, and who works where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from hanpo.core import registry, scope
from hanpo.core.models import Assignment, Municipality, MunicipalityKind, Section
from hanpo.core.registry import Text


@dataclass(frozen=True, slots=True)
class Post:
    """A post in a section: the role, and the names of those who hold it on the day."""

    role: Text
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Office:
    """A section and its posts; `section` is empty for the posts that belong to no section."""

    section: Section | None
    posts: tuple[Post, ...]


def in_scope() -> QuerySet[Municipality]:
    """The municipalities of the current scope, in the order of their codes."""
    codes = scope.current().codes
    everything = Municipality.objects.order_by("code")
    return everything if codes is None else everything.filter(code__in=codes)


def municipalities() -> QuerySet[Municipality]:
    """Cities and towns of the current scope, without the prefecture itself."""
    return in_scope().exclude(kind=MunicipalityKind.PREFECTURE)


def sections(*, municipality: Municipality, day: date) -> QuerySet[Section]:
    """The sections that a municipality has on a day."""
    rows: QuerySet[Section] = Section.objects.filter(municipality=municipality)
    return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def open_sections(*, day: date) -> QuerySet[Section]:
    """The sections of the whole current scope on a day, with their municipalities."""
    rows: QuerySet[Section] = Section.objects.select_related("municipality")
    return rows.filter(Q(closed_on__isnull=True) | Q(closed_on__gt=day))


def offices(*, municipality: Municipality, day: date) -> list[Office]:
    """Who works where in a municipality on a day: every section, also the empty ones, then posts without a section."""
    posts = _posts(municipality, day)
    known = [Office(section, posts.pop(section.pk, ())) for section in sections(municipality=municipality, day=day)]
    outside = tuple(post for left in posts.values() for post in left)
    return [*known, Office(None, outside)] if outside else known


def _posts(municipality: Municipality, day: date) -> dict[int | None, tuple[Post, ...]]:
    """Posts by section, those who lead first. Residents hold no post."""
    labels = {role.key: role.label for role in registry.roles().values() if role.is_staff}
    rows = (
        Assignment.objects.filter(municipality=municipality, since__lte=day, role__in=labels)
        .exclude(until__lt=day)
        .select_related("person")
        .order_by("person__kana", "person__name")
    )
    found: dict[int | None, dict[str, list[str]]] = {}
    for row in rows:
        found.setdefault(row.section_id, {}).setdefault(row.role, []).append(row.person.name)
    leads_first = sorted(labels, key=lambda key: key != "section_lead")
    return {
        section: tuple(Post(labels[role], tuple(names[role])) for role in leads_first if role in names)
        for section, names in found.items()
    }
