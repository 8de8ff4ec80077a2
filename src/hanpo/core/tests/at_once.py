"""Runs pieces of work at the same time, each in a thread with a connection of its own, as the web server does."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from threading import Barrier
from typing import Any
from unittest.mock import patch

from django.db import connection, connections

PATIENCE = 60
"""Seconds after which threads that wait for each other are given up."""


@contextmanager
def database_for_threads(folder: Path) -> Iterator[None]:
    """A database that threads share. The one of tests is such a one, except on SQLite, where it lies in memory.

    There a file takes its place for every thread that starts meanwhile, with all tables and guards.
    """
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    file = sqlite3.connect(folder / "threads.sqlite3")
    connection.connection.backup(file)
    file.close()
    with patch.dict(connections.settings["default"], {"NAME": str(folder / "threads.sqlite3")}):
        yield


def at_once(*pieces: Callable[[], Any]) -> list[Any]:
    """Start all pieces at the same moment and return what each came to: its result, or the exception that ended it."""
    start = Barrier(len(pieces), timeout=PATIENCE)
    with ThreadPoolExecutor(len(pieces)) as pool:
        return [_outcome(future) for future in [pool.submit(_run, piece, start) for piece in pieces]]


def alone(piece: Callable[[], Any]) -> Any:
    """Run one piece in a thread of its own and return its result."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_run, piece, Barrier(1)).result(PATIENCE)


def _run(piece: Callable[[], Any], start: Barrier) -> Any:
    try:
        start.wait()
        return piece()
    finally:
        connection.close()


def _outcome(future: Future[Any]) -> Any:
    error = future.exception(PATIENCE)
    return future.result() if error is None else error
