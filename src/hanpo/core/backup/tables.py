"""Which tables a backup holds, why some are left out, and how a row is written as JSON."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.apps import apps
from django.db import models
from django.db.migrations.loader import MigrationLoader

LEFT_OUT = {
    "contenttypes.ContentType": "made anew by migrate",
    "auth.Permission": "made anew by migrate",
    "auth.Group": "not used: what a person may do follows from assignments",
    "auth.Group_permissions": "not used: what a person may do follows from assignments",
    "core.Person_groups": "not used: what a person may do follows from assignments",
    "core.Person_user_permissions": "not used: what a person may do follows from assignments",
    "sessions.Session": "sign-ins end with the machine they were made on",
    "axes.AccessAttempt": "lock-outs end with the machine they were made on",
    "axes.AccessFailureLog": "lock-outs end with the machine they were made on",
    "axes.AccessLog": "sign-in traces of the old machine; deeds are in the audit record",
    "usersessions.UserSession": "sign-ins end with the machine they were made on",
    "django_tasks_database.DBTaskResult": "the queue: the worker schedules anew, and closes the jobs that waited",
    "core.Passage": "the search index: built anew from the rows",
}
"""Tables that no backup holds, and why; every other table is in it."""


def saved_models() -> list[type[models.Model]]:
    """Every model whose rows are in a backup, by label; tables of many-to-many relations included."""
    found = apps.get_models(include_auto_created=True)
    kept = [m for m in found if m._meta.managed and not m._meta.proxy and m._meta.label not in LEFT_OUT]
    return sorted(kept, key=lambda model: model._meta.label)


def rows_of(model: type[models.Model]) -> Iterator[models.Model]:
    """Every row in the order of its key, the same on every database."""
    rows = model._base_manager.order_by("pk")
    if isinstance(model._meta.pk, models.CharField):  # the databases differ in how they sort text
        return iter(sorted(rows, key=lambda row: str(row.pk)))
    return iter(rows.iterator(chunk_size=2000))


def as_json(row: models.Model) -> dict[str, Any]:
    """The row's columns as JSON holds them, without loss (moments to the microsecond, in UTC)."""
    return {field.attname: _written(field, field.value_from_object(row)) for field in row._meta.concrete_fields}


def from_json(model: type[models.Model], values: dict[str, Any]) -> models.Model:
    """A row, not yet stored, from its JSON."""
    fields = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{name: _read(fields[name], value) for name, value in values.items()})


def file_fields(model: type[models.Model]) -> list[models.FileField]:
    """The fields of a model that name stored files."""
    return [field for field in model._meta.concrete_fields if isinstance(field, models.FileField)]


def versions() -> dict[str, list[str]]:
    """The migrations that this Hanpo knows, by app: a backup goes back only into the same form of tables."""
    labels = {model._meta.app_label for model in saved_models()}
    disk = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    return {label: sorted(name for app, name in disk if app == label) for label in sorted(labels)}


def _written(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.JSONField) or value is None:
        return value
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value // timedelta(microseconds=1)
    if isinstance(value, bytes | memoryview):
        return base64.b64encode(bytes(value)).decode()
    return value if isinstance(value, bool | int | float) else str(value)


def _read(field: models.Field[Any, Any], value: Any) -> Any:
    if isinstance(field, models.JSONField | models.ForeignKey) or value is None:
        return value
    if isinstance(field, models.DurationField):
        return timedelta(microseconds=value)
    if isinstance(field, models.BinaryField):
        return base64.b64decode(value)
    return value if isinstance(field, models.FileField) else field.to_python(value)
