"""Reads of stored files."""

from __future__ import annotations

from django.db.models import QuerySet

from hanpo.core.access import Access
from hanpo.core.models import StoredFile


def files_about(*, about: str) -> QuerySet[StoredFile]:
    """The files of the current scope on one matter, newest first."""
    return StoredFile.objects.filter(about=about).select_related("uploaded_by")


def files_in_scope() -> QuerySet[StoredFile]:
    """Every file of the current scope."""
    rows: QuerySet[StoredFile] = StoredFile.objects.all()
    return rows


def body_of(*, file: StoredFile) -> bytes:
    """What is in the file."""
    with file.content.open("rb") as opened:
        return bytes(opened.read())


def may_open(*, access: Access, file: StoredFile) -> bool:
    """Whether a person may open the file: its permission, held in its municipality."""
    return access.allows(file.permission, file.municipality_id)
