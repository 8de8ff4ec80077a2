"""Reads of leaving: which posts end when somebody leaves, and what the record says of those who left."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from hanpo.core import registry, scope
from hanpo.core.models import Assignment, AuditEntry, Person

LEFT, RETURNED = "let_person_leave", "take_person_back"
"""The deeds, as the audit record names them."""


@dataclass(frozen=True, slots=True)
class Leaving:
    """That somebody left: who said so and when, the last day, and the posts as they were (as JSON).

    `is_active` tells whether the sign-in stayed open, because there were assignments elsewhere.
    """

    at: datetime
    by: str
    last_day: date
    is_active: bool
    posts: tuple[dict[str, Any], ...]


def posts_at_work(*, person: Person, after: date) -> QuerySet[Assignment]:
    """The person's posts at work in the current scope that hold, or begin, after a day."""
    private = [role.key for role in registry.roles().values() if not role.is_staff]
    rows: QuerySet[Assignment] = Assignment.objects.select_related("municipality", "section")
    unended = Q(until__isnull=True) | Q(until__gt=after)
    return rows.filter(unended, person=person).exclude(role__in=private).order_by("since", "pk")


def posts_seen(*, person: Person) -> str:
    """The person's assignments of the current scope and their last days, to be told whether they changed since."""
    rows = Assignment.objects.filter(person=person).order_by("pk").values_list("pk", "until")
    return " ".join(f"{pk}:{until or ''}" for pk, until in rows)


def last_leaving(*, person: Person) -> Leaving | None:
    """What can be taken back: the person left last and did not come back, and only posts of the current scope ended."""
    of_person = AuditEntry.objects.filter(subject_type=Person._meta.label_lower, subject_id=str(person.pk))
    entry = of_person.filter(verb__in=(LEFT, RETURNED)).order_by("sequence").last()
    if entry is None or entry.verb == RETURNED:
        return None
    if any(code not in scope.current() for code in entry.new["places"]):
        return None
    return Leaving(
        entry.at, entry.actor_name, date.fromisoformat(entry.new["last_day"]), entry.new["is_active"],
        tuple(entry.old["posts"]),
    )  # fmt: skip
