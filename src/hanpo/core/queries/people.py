"""Reads of people and assignments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from hanpo.core import registry, scope
from hanpo.core.access import Access
from hanpo.core.models import Assignment, Municipality, Person, Section
from hanpo.core.registry import Reach, Role, Text

NOW, LATER, OVER = "now", "later", "over"
"""When an assignment holds, seen from a day: on it, only after it, or no longer."""


def assignments(*, day: date, when: str = NOW, text: str = "", role: str = "", place: str = "") -> QuerySet[Assignment]:
    """Assignments of the current scope; `text` is looked for in names, kana, sign-in ids and sections."""
    rows = every_assignment().filter(_held(day, when))
    if text:
        rows = rows.filter(
            Q(person__name__contains=text)
            | Q(person__kana__contains=text)
            | Q(person__username__icontains=text)
            | Q(section__name__contains=text)
        )
    if role:
        rows = rows.filter(role=role)
    if place:
        rows = rows.filter(municipality_id=place)
    return rows.order_by("municipality_id", "section__name", "person__kana", "person__name", "pk")


def people_known() -> QuerySet[Person]:
    """Everybody who holds or held an assignment in the current scope, also those who can no longer sign in."""
    return Person.objects.filter(pk__in=Assignment.objects.values("person")).order_by("kana", "name", "pk")


def every_assignment() -> QuerySet[Assignment]:
    """The assignments of the current scope, whenever they hold."""
    rows: QuerySet[Assignment] = Assignment.objects.select_related("person", "municipality", "section")
    return rows


def staff_assignments(*, municipality: Municipality, day: date) -> QuerySet[Assignment]:
    """The posts at work of one municipality on a day that the current scope may fill anew."""
    roles = [role.key for role in roles_to_give() if role.is_staff]
    rows = every_assignment().filter(_held(day, NOW), municipality=municipality, role__in=roles)
    return rows.order_by("section__name", "person__kana", "person__name", "pk")


def assignments_of(*, person: Person) -> QuerySet[Assignment]:
    """Where a person works and worked in the current scope, the latest first."""
    return every_assignment().filter(person=person).order_by("-since", "pk")


@dataclass(frozen=True, slots=True)
class Held:
    """An assignment and what its role is called."""

    held: Assignment
    role: Text


def with_roles(assignments: Iterable[Assignment]) -> list[Held]:
    """Assignments with the names of their roles."""
    return [Held(held, role_label(held.role)) for held in assignments]


def role_label(key: str) -> Text:
    """What a role is called; a role that no field declares any more keeps its key."""
    role = registry.roles().get(key)
    return role.label if role else key


def roles_to_give() -> list[Role]:
    """The roles that the current scope may give: only who reaches everywhere gives roles that reach everywhere."""
    whole = scope.current() == scope.EVERYWHERE
    return [role for role in registry.roles().values() if whole or role.reach is not Reach.EVERYWHERE]


def post_of(*, access: Access, municipality_id: str) -> str:
    """A person's post as a resident reads it in the access log: municipality, section and role."""
    for held in access.assignments:
        if held.municipality_id == municipality_id:
            return _post_words(held)
    return _post_words(access.assignments[0]) if access.assignments else ""


def _post_words(held: Assignment) -> str:
    where = f"{held.municipality} {held.section}" if held.section else str(held.municipality)
    return _("%(where)s（%(role)s）") % {"where": where, "role": role_label(held.role)}


def _held(day: date, when: str) -> Q:
    if when == LATER:
        return Q(since__gt=day)
    if when == OVER:
        return Q(until__lt=day)
    return Q(since__lte=day) & (Q(until__isnull=True) | Q(until__gte=day))


def places_with(*, role: str, day: date) -> frozenset[str]:
    """The municipalities of the current scope in which somebody holds this role on a day."""
    rows = Assignment.objects.filter(_held(day, NOW), role=role, person__is_active=True)
    return frozenset(rows.values_list("municipality_id", flat=True))


def holders(*, municipality: Municipality, day: date, role: str = "", section: Section | None = None) -> list[Person]:
    """Who holds a post there on a day: of this role, or in this section (anybody at work there when neither is
    named).
    """
    rows = Assignment.objects.filter(_held(day, NOW), municipality=municipality, person__is_active=True)
    if role:
        rows = rows.filter(role=role)
    if section is not None:
        rows = rows.filter(section=section)
    staff = [key for key, known in registry.roles().items() if known.is_staff]
    return list(Person.objects.filter(pk__in=rows.filter(role__in=staff).values("person")).order_by("pk"))
