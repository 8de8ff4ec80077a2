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

    @property
    def is_in_force(self) -> bool:
        return self.state is ConsentState.IN_FORCE

    @property
    def can_be_withdrawn(self) -> bool:
        return self.state in (ConsentState.IN_FORCE, ConsentState.NOT_YET)


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
    every = [
        GivenConsent(consent, state_of(consent=consent, today=today), data_labels(consent.data))
        for consent in consents_of(resident=resident)
    ]
    return sorted(every, key=lambda one: not one.can_be_withdrawn)
