"""Writes of consents: given by the resident, withdrawn by the resident, at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from hanpo.core import audit, clock
from hanpo.core.database.locks import held
from hanpo.core.models import Consent, Person, Resident


class ConsentRefused(ValueError):
    """A consent names at least one kind of data, a recipient and a purpose, and does not end before it begins."""


class AlreadyWithdrawn(Exception):
    """The consent was withdrawn before."""


@audit.deed
def give_consent(
    *,
    actor: Person,
    resident: Resident,
    purpose: str,
    data: Sequence[str],
    recipient: str,
    since: date,
    until: date | None,
) -> Consent:
    """Let somebody use some data for a purpose, in a period whose both ends count. Raises `ConsentRefused`."""
    if not (data and purpose.strip() and recipient.strip()) or (until is not None and until < since):
        raise ConsentRefused
    consent = Consent(
        resident=resident, purpose=purpose, data=list(data), recipient=recipient, since=since, until=until
    )
    consent.save()
    new = audit.snapshot(consent, "purpose", "data", "recipient", "since", "until")
    audit.record(actor=actor, verb="give_consent", subject=consent, new=new)
    return consent


@audit.deed
def renew_consent(*, actor: Person, consent: Consent, today: date) -> Consent:
    """Give a withdrawn consent once more, from today until the day it would have ended; the old one stays on record.

    Raises `ConsentRefused` when it still holds or its period is over.
    """
    if consent.withdrawn_at is None or (consent.until is not None and consent.until < today):
        raise ConsentRefused
    renewed = Consent(
        resident=consent.resident, purpose=consent.purpose, data=consent.data, recipient=consent.recipient,
        since=today, until=consent.until,
    )  # fmt: skip
    renewed.save()
    audit.record(actor=actor, verb="renew_consent", subject=renewed, old={"consent": consent.pk},
                 new=audit.snapshot(renewed, "purpose", "data", "recipient", "since", "until"))  # fmt: skip
    return renewed


@audit.deed
def withdraw_consent(*, actor: Person, consent: Consent) -> Consent:
    """End a consent at this moment. What was given stays on record. Raises `AlreadyWithdrawn`."""
    current: Consent = held(Consent.objects.all()).get(pk=consent.pk)
    if current.withdrawn_at is not None:
        raise AlreadyWithdrawn
    current.withdrawn_at = clock.now()
    current.save()
    audit.record(
        actor=actor, verb="withdraw_consent", subject=current, old={"withdrawn_at": None},
        new={"withdrawn_at": current.withdrawn_at},
    )  # fmt: skip
    return current
