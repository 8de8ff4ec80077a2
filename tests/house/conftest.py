"""The demo, loaded once for all walks and taken back afterwards, and the people who walk."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client

from hanpo.core import scope
from hanpo.core.tests.laid_out import laid_out
from tests.house import people
from tests.house.furniture import furnish


@pytest.fixture(scope="package")
def demo(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """The demo of Hyogo in the database. Each test's own changes are taken back; the demo is, after the last."""
    yield from laid_out(django_db_blocker, furnish)


@pytest.fixture(scope="package")
def walkers(demo: None, django_db_blocker) -> dict[tuple[str, str], Client]:
    """A signed-in client for every role, at home and in a municipality that takes no part in the programme."""
    with django_db_blocker.unblock(), scope.within(scope.EVERYWHERE):
        return people.signed_in()
