"""Check the one file, and bring it back into an empty database."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

from django.apps import apps
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management.color import no_style
from django.db import connection, models, transaction

from hanpo.core import audit, scope
from hanpo.core.backup import tables
from hanpo.core.backup.write import FORMAT, MANIFEST, Step
from hanpo.core.search.index import rebuild_index

BATCH = 500


class Damaged(ValueError):
    """The file is not as it was written; `places` names every part that differs."""

    def __init__(self, places: Iterable[str]) -> None:
        self.places = tuple(places)
        super().__init__("; ".join(self.places))


class NotEmpty(RuntimeError):
    """The database holds rows already; `tables` says where. Nothing was written."""

    def __init__(self, filled: Iterable[str]) -> None:
        self.tables = tuple(filled)
        super().__init__(", ".join(self.tables))


class OtherVersion(RuntimeError):
    """The backup was written by a Hanpo whose tables have another form; the message names the apps that differ."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came back; `breaks` are places where the audit chain does not hold (they were there when it was saved)."""

    rows: int
    files: int
    missing: tuple[str, ...]
    breaks: tuple[str, ...]


def check_backup(path: Path) -> dict[str, Any]:
    """Read every part of the file and return its manifest. Raises `Damaged`, which names each part that differs."""
    try:
        with zipfile.ZipFile(path) as archive:
            manifest: dict[str, Any] = json.loads(archive.read(MANIFEST))
            parts = [*manifest["tables"], *manifest["files"]]
            if places := [place for part in parts if (place := _damage(archive, part))]:
                raise Damaged(places)
    except (zipfile.BadZipFile, zlib.error, KeyError, json.JSONDecodeError, UnicodeDecodeError, EOFError) as error:
        raise Damaged([f"{path.name}: {error}"]) from error
    return manifest


def restore_backup(path: Path, *, step: Step = lambda *_: None) -> Restored:
    """Bring a backup back into an empty, migrated database, on either kind of database, all of it or nothing.

    Rows are only inserted, so the guards of history stay up; sequences go on after the highest key; the search index is
    built anew. Raises `Damaged`, `OtherVersion` or `NotEmpty` before anything is written.
    """
    manifest = check_backup(path)
    _require_same_version(manifest)
    with scope.within(scope.EVERYWHERE), transaction.atomic(), zipfile.ZipFile(path) as archive:
        _require_empty()
        for number, table in enumerate(manifest["tables"]):
            step(number, len(manifest["tables"]), table["model"])
            _insert(archive, table)
        _reset_sequences()
        connection.check_constraints()
        for number, file in enumerate(manifest["files"]):
            step(number, len(manifest["files"]), file["name"])
            _put_back(archive, file)
        rebuild_index()
        breaks = tuple(f"{found.sequence}: {found.reason}" for found in audit.verify())
    rows = sum(table["rows"] for table in manifest["tables"])
    return Restored(rows, len(manifest["files"]), tuple(manifest["missing_files"]), breaks)


def _damage(archive: zipfile.ZipFile, part: dict[str, Any]) -> str:
    """What is wrong with a part; empty when nothing is."""
    member, digest = part["member"], hashlib.sha256()
    try:
        with archive.open(member) as stored:
            while chunk := stored.read(1 << 20):
                digest.update(chunk)
    except (zipfile.BadZipFile, zlib.error, KeyError, EOFError) as error:
        return f"{member}: {error}"
    return "" if digest.hexdigest() == part["sha256"] else f"{member}: sha256"


def _require_same_version(manifest: dict[str, Any]) -> None:
    if manifest["format"] != FORMAT:
        raise OtherVersion(f"format {manifest['format']}")
    ours, theirs = tables.versions(), manifest["migrations"]
    if differing := sorted(app for app in {*ours, *theirs} if ours.get(app) != theirs.get(app)):
        raise OtherVersion(f"Hanpo {manifest['hanpo']}: {', '.join(differing)}")


def _require_empty() -> None:
    if filled := [model._meta.label for model in tables.saved_models() if model._base_manager.exists()]:
        raise NotEmpty(filled)


def _insert(archive: zipfile.ZipFile, table: dict[str, Any]) -> None:
    model = apps.get_model(table["model"])
    fields = list(model._meta.concrete_fields)
    with archive.open(table["member"]) as lines:
        rows = (tables.from_json(model, json.loads(line)) for line in lines)
        for batch in _batches(rows, fields):
            # Raw: what the rows say, without the clock of auto_now and without save() of the models.
            model._base_manager._insert(batch, fields=fields, using="default", raw=True)


def _batches(rows: Iterator[models.Model], fields: list[models.Field[Any, Any]]) -> Iterator[list[models.Model]]:
    first = next(rows, None)
    if first is None:
        return
    size = min(BATCH, connection.ops.bulk_batch_size([field.attname for field in fields], [first] * BATCH))
    batch = [first, *islice(rows, size - 1)]
    while batch:
        yield batch
        batch = list(islice(rows, size))


def _reset_sequences() -> None:
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), tables.saved_models()):
            cursor.execute(statement)


def _put_back(archive: zipfile.ZipFile, file: dict[str, Any]) -> None:
    if default_storage.exists(file["name"]):
        default_storage.delete(file["name"])
    with archive.open(file["member"]) as stored:
        default_storage.save(file["name"], File(stored))
