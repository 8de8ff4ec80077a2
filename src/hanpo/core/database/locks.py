"""Rows that a deed is about to change are held until it ends, so that a second writer waits and then sees the
change.
"""

from __future__ import annotations

from typing import TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


def held(rows: models.QuerySet[M]) -> models.QuerySet[M]:
    """The rows, held from the moment they are read until the transaction ends; rows joined to them are not.

    On PostgreSQL others may meanwhile refer to the rows (FOR NO KEY UPDATE): holding them against references would let
    a writer of the audit record wait for somebody who waits for the audit record. On SQLite writers take turns anyway.
    """
    return rows.select_for_update(of=("self",), no_key=True) if connection.features.has_select_for_update else rows
