"""Lays rows out once for all tests of a module or a package: for a demo that takes seconds to load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from django.db import connection, transaction

from hanpo.core import scope

T = TypeVar("T")


def laid_out(blocker: Any, lay_out: Callable[[], T]) -> Iterator[T]:
    """The body of a fixture: write the rows, give what the writing returns, and take them back after the last test.

    Each test's own changes are taken back after the test. References between the rows are checked here, once: left to
    the end, PostgreSQL would check every one of them again in every test. `blocker` is pytest-django's
    `django_db_blocker`; the fixture must ask for `django_db_setup` too.
    """
    whole = transaction.atomic()
    with blocker.unblock(), scope.within(scope.EVERYWHERE):
        whole.__enter__()
        try:
            made = lay_out()
            connection.check_constraints()
        except BaseException:
            _take_back(whole)
            raise
    yield made
    with blocker.unblock():
        _take_back(whole)


def _take_back(whole: Any) -> None:
    transaction.set_rollback(True)
    whole.__exit__(None, None, None)
