"""A resident's own pages: what is due, what they asked for, what they agreed to, who looked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from hanpo.core import registry
from hanpo.core.models import AccessLogEntry, Consent, Resident
from hanpo.core.queries.consents import ConsentState, consents_of, state_of
from hanpo.core.queries.residents import data_labels
from hanpo.core.registry import ResidentItem, Text

HELD = (ConsentState.IN_FORCE, ConsentState.NOT_YET)


@dataclass(frozen=True, slots=True)
class Look:
    """Somebody's look at the resident's data, in words: no keys, no numbers."""

    entry: AccessLogEntry
    data: Sequence[Text]


@dataclass(frozen=True, slots=True)
class GivenConsent:
    """A consent, how it stands today, and the data it names in words."""

    consent: Consent
    state: ConsentState
    data: Sequence[Text]
    can_be_renewed: bool

    @property
    def can_be_withdrawn(self) -> bool:
        return self.state in HELD


def due_for(*, resident: Resident, today: date) -> list[ResidentItem]:
    """What a resident has to do, the soonest first; what has no day comes last."""
    items = [item for source in registry.resident_sources().values() for item in source.due(resident, today)]
    return sorted(items, key=lambda item: item.day or date.max)


def requests_of(*, resident: Resident) -> list[ResidentItem]:
    """What a resident asked the town hall for, the latest first."""
    items = [item for source in registry.resident_sources().values() for item in source.requests(resident)]
    return sorted(items, key=lambda item: item.day or date.min, reverse=True)


def in_words(*, looks: Iterable[AccessLogEntry]) -> list[Look]:
    """Looks with the names of the data that was seen."""
    return [Look(look, data_labels(look.data)) for look in looks]


def given(*, resident: Resident, today: date) -> list[GivenConsent]:
    """What the resident agreed to: what holds first, then what ended."""
    rows = [(consent, state_of(consent=consent, today=today)) for consent in consents_of(resident=resident)]
    held = {(consent.purpose, consent.recipient) for consent, state in rows if state in HELD}
    every = [
        GivenConsent(consent, state, data_labels(consent.data), _can_be_renewed(consent, state, held, today))
        for consent, state in rows
    ]
    return sorted(every, key=lambda one: not one.can_be_withdrawn)


def _can_be_renewed(consent: Consent, state: ConsentState, held: set[tuple[str, str]], today: date) -> bool:
    """A withdrawal can be taken back while the period lasts, and as long as the same was not agreed to again."""
    is_over = consent.until is not None and consent.until < today
    return state is ConsentState.WITHDRAWN and not is_over and (consent.purpose, consent.recipient) not in held
