"""The demo for tests that look at it: loaded once for a whole file of tests, and taken back after the last."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from hanpo.core.demo import load_demo
from hanpo.core.tests.laid_out import laid_out

DEMO_DAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def demo_loaded(django_db_setup: None, django_db_blocker) -> Iterator[date]:
    """The demo of Hyogo as of one day. Each test's own changes are taken back."""
    yield from laid_out(django_db_blocker, lambda: load_demo(today=DEMO_DAY))


@pytest.fixture
def demo(demo_loaded: date, everywhere) -> date:
    """The day of the demo, seen from everywhere."""
    return demo_loaded
