"""Reads of consents: what a resident agreed to, and whether it holds today."""

from __future__ import annotations

from datetime import date
from enum import Enum

from django.db.models import Q, QuerySet

from hanpo.core.models import Consent, Resident


class ConsentState(Enum):
    """Whether a consent holds."""

    IN_FORCE = "in_force"
    NOT_YET = "not_yet"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


def consents_of(*, resident: Resident) -> QuerySet[Consent]:
    """All consents of a resident, also those that ended, the latest first."""
    rows: QuerySet[Consent] = Consent.objects.filter(resident=resident)
    return rows.order_by("-given_at", "-pk")


def state_of(*, consent: Consent, today: date) -> ConsentState:
    """Whether a consent holds on a day; both ends of its period count, and a withdrawal ends it at once."""
    if consent.withdrawn_at is not None:
        return ConsentState.WITHDRAWN
    if consent.since > today:
        return ConsentState.NOT_YET
    if consent.until is not None and consent.until < today:
        return ConsentState.ENDED
    return ConsentState.IN_FORCE


def is_allowed(*, resident: Resident, data: str, recipient: str, today: date) -> bool:
    """Whether the resident lets the recipient use this kind of data today. Ask at each use, never remember."""
    held = Consent.objects.filter(
        Q(until__isnull=True) | Q(until__gte=today),
        resident=resident,
        recipient=recipient,
        since__lte=today,
        withdrawn_at__isnull=True,
    )
    return any(data in consent.data for consent in held)
