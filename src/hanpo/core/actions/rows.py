"""What the deeds of the fields are made of: a checked new row, and an edit that loses nobody's text."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models

from hanpo.core import audit, editing
from hanpo.core.models import MunicipalModel, Person, SharedRow, Versioned

M = TypeVar("M", bound=models.Model)
V = TypeVar("V", bound=Versioned)


@audit.deed
def add_row(*, actor: Person | None, row: M) -> M:
    """Check and store a new row, and record it as `add_<model>`. Raises `ValidationError`."""
    if isinstance(row, MunicipalModel | SharedRow):
        row.place_under_parent()
    row.full_clean()
    row.save(force_insert=True)
    audit.record(actor=actor, verb=f"add_{row._meta.model_name}", subject=row, new=audit.snapshot(row))
    return row


@audit.deed
def change_row(*, actor: Person | None, row: V, based_on: int, changes: Mapping[str, Any]) -> V:
    """Change a row somebody read at version `based_on`, and record it as `change_<model>`.

    Raises `EditConflict` where somebody else was quicker, `ValidationError` where the values cannot stand.
    """
    done = editing.change(row=row, based_on=based_on, changes=changes)
    audit.record(actor=actor, verb=f"change_{row._meta.model_name}", subject=row, old=done.old, new=done.new)
    return row
