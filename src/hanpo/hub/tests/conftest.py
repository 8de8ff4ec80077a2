"""The demo for tests that look at it: loaded once for a whole file of tests, and taken back after the last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.db import transaction

from hanpo.core import scope
from hanpo.core.demo import load_demo

DEMO_DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def demo_loaded(django_db_setup: None, django_db_blocker) -> Iterator[date]:
    """The demo of Hyogo as of one day. Each test's own changes are taken back."""
    whole = transaction.atomic()
    with django_db_blocker.unblock(), scope.within(scope.EVERYWHERE):
        whole.__enter__()
        load_demo(today=DEMO_DAY)
    yield DEMO_DAY
    with django_db_blocker.unblock():
        transaction.set_rollback(True)
        whole.__exit__(None, None, None)


@pytest.fixture
def demo(demo_loaded: date, everywhere) -> date:
    """The day of the demo, seen from everywhere."""
    return demo_loaded
