"""Reads of stored files."""

from __future__ import annotations

from django.db.models import QuerySet

from hanpo.core.access import Access
from hanpo.core.models import StoredFile


def files_about(*, about: str) -> QuerySet[StoredFile]:
    """The files of the current scope on one matter, newest first."""
    return StoredFile.objects.filter(about=about).select_related("uploaded_by")


def may_open(*, access: Access, file: StoredFile) -> bool:
    """Whether a person may open the file: its permission, held in its municipality."""
    return access.allows(file.permission, file.municipality_id)
