"""Tries something out on the database and takes it back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction


@contextmanager
def undone() -> Iterator[None]:
    """Run the block in a transaction of its own that leaves nothing behind."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
