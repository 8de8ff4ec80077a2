"""The audit record: every deed leaves a row, or does not happen.

`@deed` makes a write one transaction and refuses to finish it when no row was recorded. `record` notes the row; at the
end of the outermost deed its rows are appended to the hash chain. `verify` finds any row that was changed, removed or
reordered since.

The chain has one end, which one writer at a time may hold. It is taken last: somebody who holds it waits for nobody
else, so that two writers cannot wait for each other because of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any, ParamSpec, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils import timezone

from hanpo.core.database.locks import held
from hanpo.core.engine.chain import GENESIS, Break, Link, find_breaks, link_hash
from hanpo.core.models import AuditEntry, AuditHead, Municipality, Person

P = ParamSpec("P")
R = TypeVar("R")

SYSTEM_NAME = "Hanpo"
HIDDEN = "＊＊＊"

_noted: ContextVar[list[AuditEntry] | None] = ContextVar("hanpo_audit_noted", default=None)
"""The rows that the outermost deed now running will append; `None` outside of deeds."""


class AuditMissing(RuntimeError):
    """A deed ended without leaving an audit row; it was rolled back."""


def deed(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function of an `actions` module one transaction that leaves an audit row, or nothing at all."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic(), _notes() as noted:
            before = len(noted)
            result = function(*args, **kwargs)
            if len(noted) == before:
                raise AuditMissing(f"{function.__module__}.{function.__name__} left no audit row")
        return result

    run.is_deed = True  # type: ignore[attr-defined]
    return run


def record(
    *,
    actor: Person | None,
    verb: str,
    subject: models.Model,
    old: Mapping[str, Any] | None = None,
    new: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Leave one row in the chain. `actor` is `None` where Hanpo itself acts; `old` and `new` hold what changed.

    Inside a deed the row gets its number and its hash when the outermost deed ends; outside of deeds, at once.
    """
    entry = AuditEntry(
        at=timezone.now(),
        actor=actor,
        actor_name=actor.name if actor else SYSTEM_NAME,
        municipality_id=_municipality_of(subject),
        verb=verb,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject_label=str(subject)[:200],
        old=plain(old or {}),
        new=plain(new or {}),
    )
    noted = _noted.get()
    if noted is None:
        _append([entry])
    else:
        noted.append(entry)
    return entry


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON holds them (dates as ISO 8601, rows as their keys)."""
    encoder = DjangoJSONEncoder()
    return {name: _plain_value(value, encoder) for name, value in values.items()}


def snapshot(row: models.Model, *names: str) -> dict[str, Any]:
    """The named fields of a row (all concrete ones when none is named); what must not be logged is hidden."""
    hidden = _hidden_fields(row)
    wanted = names or tuple(f.attname for f in row._meta.concrete_fields)
    return {name: HIDDEN if name in hidden else getattr(row, name) for name in wanted}


def verify() -> list[Break]:
    """Read the whole chain and return every break; an empty list means that nothing was touched."""
    head = AuditHead.objects.filter(pk=1).first()
    length, end = (head.length, head.hash) if head else (0, GENESIS)
    return find_breaks(_links(), length=length, head=end)


@contextmanager
def _notes() -> Iterator[list[AuditEntry]]:
    """The rows noted so far; a deed inside a deed adds to those of the outer one, and takes its own back if it
    fails.
    """
    outer = _noted.get()
    if outer is not None:
        before = len(outer)
        try:
            yield outer
        except BaseException:
            del outer[before:]
            raise
        return
    noted: list[AuditEntry] = []
    token = _noted.set(noted)
    try:
        yield noted
    finally:
        _noted.reset(token)
    _append(noted)


def _append(entries: list[AuditEntry]) -> None:
    """Give the rows their places at the end of the chain."""
    with transaction.atomic():
        head = _held_head()
        for entry in entries:
            entry.sequence, entry.previous_hash = head.length + 1, head.hash
            entry.hash = link_hash(sequence=entry.sequence, content=_content(entry), previous_hash=entry.previous_hash)
            head.length, head.hash = entry.sequence, entry.hash
        AuditEntry.objects.bulk_create(entries)
        head.save()


def _links() -> Iterator[Link]:
    for entry in AuditEntry.objects.order_by("sequence").iterator(chunk_size=2000):
        yield Link(entry.sequence, _content(entry), entry.previous_hash, entry.hash)


def _content(entry: AuditEntry) -> dict[str, Any]:
    return {
        "at": entry.at.astimezone(timezone.get_fixed_timezone(0)).isoformat(),
        "actor": entry.actor_id,
        "actor_name": entry.actor_name,
        "municipality": entry.municipality_id,
        "verb": entry.verb,
        "subject_type": entry.subject_type,
        "subject_id": entry.subject_id,
        "subject_label": entry.subject_label,
        "old": entry.old,
        "new": entry.new,
    }


def _held_head() -> AuditHead:
    """The end of the chain, held until the transaction ends, so that two writers cannot append to the same row."""
    AuditHead.objects.get_or_create(pk=1, defaults={"length": 0, "hash": GENESIS})
    return held(AuditHead.objects.all()).get(pk=1)


def _municipality_of(subject: models.Model) -> str | None:
    if isinstance(subject, Municipality):
        return subject.code
    return getattr(subject, "municipality_id", None)


def _hidden_fields(row: models.Model) -> frozenset[str]:
    """Fields that no log may show: the address of a resident under 支援措置, and passwords."""
    hidden = {"password"}
    if getattr(row, "is_protected", False):
        hidden |= {"registered_address", "postal_code", "phone"}
    return frozenset(hidden)


def _plain_value(value: Any, encoder: DjangoJSONEncoder) -> Any:
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, dict):
        return {str(k): _plain_value(v, encoder) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain_value(v, encoder) for v in value]
    if value is None or isinstance(value, str | int | float | bool):
        return value
    return str(encoder.default(value))
