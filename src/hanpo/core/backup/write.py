"""Write the one file: every row as it stood at one moment, and every stored file."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

from django.core.files.storage import default_storage
from django.db import connection, connections, models, transaction

from hanpo.core import scope
from hanpo.core.backup import tables
from hanpo.core.models import AuditHead

FORMAT = 1
MANIFEST = "manifest.json"
LONG_AGO = (1980, 1, 1, 0, 0, 0)
"""The time that every member carries: the moment of writing is no part of the content."""

Step = Callable[[int, int, str], None]
"""Told (done, total, what) as the work goes on."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What a backup holds; `missing` names files that rows speak of but the storage has lost."""

    rows: int
    files: int
    size: int
    missing: tuple[str, ...]


def write_backup(path: Path, *, step: Step = lambda *_: None) -> Saved:
    """Write everything to one file, readable by its owner alone; it appears under its name only when it is complete.

    People can go on working: the backup is what stood at the moment it began. Whatever breaks it off (`OSError` where
    the file cannot be written), nothing half written is left, and an earlier backup of the name stays as it was.
    """
    with _complete_or_gone(path) as part, scope.within(scope.EVERYWHERE), _one_moment():
        descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as out, zipfile.ZipFile(out, "w") as archive:
            manifest = _fill(archive, step)
    return Saved(
        rows=sum(table["rows"] for table in manifest["tables"]),
        files=len(manifest["files"]),
        size=path.stat().st_size,
        missing=tuple(manifest["missing_files"]),
    )


@contextmanager
def _complete_or_gone(path: Path) -> Iterator[Path]:
    """A file beside the path to write into: it takes the path's place at the end, or vanishes."""
    part = path.with_name(f"{path.name}.part")
    try:
        yield part
        os.replace(part, path)
    except BaseException:
        part.unlink(missing_ok=True)
        raise


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read the database as it stands now, without holding up those who write."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        _hand_over_scope()
    with _reading_only(connections["default"]), transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _hand_over_scope() -> None:
    """Tell PostgreSQL the scope now: inside, the telling would be the first query, and the isolation level must be."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@contextmanager
def _reading_only(wrapper: Any) -> Iterator[None]:
    """On SQLite: begin as a reader, who never asks for the right to write."""
    usual = getattr(wrapper, "transaction_mode", None)
    wrapper.transaction_mode = "DEFERRED"
    try:
        yield
    finally:
        wrapper.transaction_mode = usual


def _fill(archive: zipfile.ZipFile, step: Step) -> dict[str, Any]:
    saved = tables.saved_models()
    written: list[dict[str, Any]] = []
    names: set[str] = set()
    for number, model in enumerate(saved):
        step(number, len(saved), model._meta.label)
        written.append(_write_table(archive, model, names))
    files, missing = _write_files(archive, sorted(names), step)
    head = AuditHead.objects.first()
    manifest = {
        "format": FORMAT,
        "hanpo": version("hanpo"),
        "migrations": tables.versions(),
        "audit": {"length": head.length, "hash": head.hash} if head else None,
        "tables": written,
        "files": files,
        "missing_files": missing,
        "left_out": tables.LEFT_OUT,
    }
    archive.writestr(_member(MANIFEST), _dumped(manifest, indent=1))
    return manifest


def _write_table(archive: zipfile.ZipFile, model: type[models.Model], names: set[str]) -> dict[str, Any]:
    """Write a table's rows, and note the files that they name."""
    name = f"tables/{model._meta.label_lower}.jsonl"
    fields, digest, count = tables.file_fields(model), hashlib.sha256(), 0
    with _opened(archive, name) as out:
        for row in tables.rows_of(model):
            count += 1
            line = _dumped(tables.as_json(row)) + b"\n"
            digest.update(line)
            out.write(line)
            names.update(str(value) for field in fields if (value := field.value_from_object(row)))
    return {"model": model._meta.label, "member": name, "rows": count, "sha256": digest.hexdigest()}


def _write_files(archive: zipfile.ZipFile, names: list[str], step: Step) -> tuple[list[dict[str, Any]], list[str]]:
    written, missing = [], []
    for number, name in enumerate(names):
        step(number, len(names), name)
        try:
            stored = default_storage.open(name, "rb")
        except FileNotFoundError:
            missing.append(name)
            continue
        digest, size = hashlib.sha256(), 0
        with stored, _opened(archive, f"files/{name}") as out:
            for chunk in stored.chunks():
                digest.update(chunk)
                size += len(chunk)
                out.write(chunk)
        written.append({"name": name, "member": f"files/{name}", "size": size, "sha256": digest.hexdigest()})
    return written, missing


def _opened(archive: zipfile.ZipFile, name: str) -> IO[bytes]:
    return archive.open(_member(name), "w", force_zip64=True)


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, LONG_AGO)
    member.compress_type = zipfile.ZIP_DEFLATED
    member.external_attr = 0o600 << 16
    return member


def _dumped(value: Any, indent: int | None = None) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=indent).encode()
