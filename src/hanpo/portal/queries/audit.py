"""The audit record in words: what a deed is called, what it touched, and which values it changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist

from hanpo.core.models import AuditEntry
from hanpo.core.registry import Text, verb_label


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value of a deed, before (where there was one) and after."""

    name: Text
    old: Any
    new: Any
    has_old: bool


@dataclass(frozen=True, slots=True)
class AuditRow:
    """A row of the record as the page shows it."""

    entry: AuditEntry
    verb: Text
    subject: Text
    changes: Sequence[ValueChange]


def audit_rows(*, entries: Iterable[AuditEntry]) -> list[AuditRow]:
    """The rows in words."""
    return [AuditRow(e, verb_label(e.verb), _subject(e.subject_type), _changes(e)) for e in entries]


def verb_choices(*, verbs: Iterable[str]) -> list[tuple[str, Text]]:
    """The deeds of the record, for a filter."""
    return [(verb, verb_label(verb)) for verb in verbs]


def _subject(label: str) -> Text:
    try:
        return apps.get_model(label)._meta.verbose_name or label
    except (LookupError, ValueError):
        return label


def _changes(entry: AuditEntry) -> list[ValueChange]:
    names = dict.fromkeys([*entry.old, *entry.new])
    return [
        ValueChange(_field(entry.subject_type, name), entry.old.get(name), entry.new.get(name), name in entry.old)
        for name in names
    ]


def _field(label: str, name: str) -> Text:
    try:
        return str(apps.get_model(label)._meta.get_field(name.removesuffix("_id")).verbose_name)
    except (LookupError, ValueError, FieldDoesNotExist, AttributeError):
        return name
