"""Reads of prepared work: a person's tray, and the ledger of what it saved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import TruncMonth
from django.utils import timezone

from hanpo.core.access import Access
from hanpo.core.models import Person, PreparedState, PreparedWork

ACCEPTED = (PreparedState.APPROVED, PreparedState.CHANGED)

_COUNTS = {
    "approved": Count("pk", filter=Q(state=PreparedState.APPROVED)),
    "changed": Count("pk", filter=Q(state=PreparedState.CHANGED)),
    "declined": Count("pk", filter=Q(state=PreparedState.DECLINED)),
    "minutes": Sum(Case(When(state__in=ACCEPTED, then=F("minutes_saved")), default=Value(0))),
}


def tray(*, person: Person, access: Access) -> QuerySet[PreparedWork]:
    """What waits for this person, the most urgent first (work without a due date comes last)."""
    return (
        PreparedWork.objects.filter(_addressed_to(person, access), state=PreparedState.WAITING)
        .select_related("municipality", "section")
        .order_by(F("due").asc(nulls_last=True), "pk")
    )


def addressed(*, person: Person, access: Access) -> QuerySet[PreparedWork]:
    """Everything that was ever in this person's tray, decided or not: what they may open, decide and take back."""
    rows: QuerySet[PreparedWork] = PreparedWork.objects.filter(_addressed_to(person, access))
    return rows.select_related("municipality", "section", "decided_by")


def decided_lately(*, person: Person, limit: int = 10) -> QuerySet[PreparedWork]:
    """What this person decided last, newest first."""
    return PreparedWork.objects.filter(decided_by=person).select_related("municipality").order_by("-decided_at")[:limit]


def _addressed_to(person: Person, access: Access) -> Q:
    """Work addressed to the person, or to a post that the person holds: role, municipality and (if named) section.

    Work of a section that was closed is that of its successor.
    """
    mine = Q(person=person)
    for held in access.assignments:
        post = Q(person__isnull=True, role=held.role)
        if held.municipality.kind != "prefecture":
            post &= Q(municipality_id=held.municipality_id)
        if held.section_id is not None and held.municipality.kind != "prefecture":
            own = Q(section_id=held.section_id) | Q(section__successor_id=held.section_id)
            post &= Q(section__isnull=True) | own
        mine |= post
    return mine


@dataclass(frozen=True, slots=True)
class LedgerMonth:
    """A month of the benefit ledger: how many pieces were approved, changed and declined. Minutes are estimates."""

    month: date
    approved: int
    changed: int
    declined: int
    minutes_saved: int


def benefit_ledger(*, since: date | None = None, until: date | None = None) -> list[LedgerMonth]:
    """職員メリット帳 of the current scope between two days (both included), by month, oldest first."""
    months: Any = (
        _decided(since, until)
        .annotate(month=TruncMonth("decided_at"))
        .values("month")
        .annotate(**_COUNTS)
        .order_by("month")
    )
    return [LedgerMonth(m["month"].date(), m["approved"], m["changed"], m["declined"], m["minutes"]) for m in months]


@dataclass(frozen=True, slots=True)
class LedgerKind:
    """What one kind of prepared work did in a time; minutes are estimates. `preparer` is the preparer's key."""

    preparer: str
    approved: int
    changed: int
    declined: int
    minutes_saved: int


def benefit_by_kind(*, since: date | None = None, until: date | None = None) -> list[LedgerKind]:
    """職員メリット帳 of the current scope, by kind of work, in the order of the kinds' keys."""
    kinds: Any = _decided(since, until).values("preparer").annotate(**_COUNTS).order_by("preparer")
    return [LedgerKind(k["preparer"], k["approved"], k["changed"], k["declined"], k["minutes"]) for k in kinds]


def _decided(since: date | None, until: date | None) -> QuerySet[PreparedWork]:
    """Compared as moments, so that the database need not turn the moment of every row into a day."""
    rows: QuerySet[PreparedWork] = PreparedWork.objects.filter(decided_at__isnull=False)
    if since is not None:
        rows = rows.filter(decided_at__gte=_midnight(since))
    return rows if until is None else rows.filter(decided_at__lt=_midnight(until + timedelta(days=1)))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
