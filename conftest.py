"""What every test may ask for: places, people with roles, and a client signed in as one of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck, settings

import hanpo
from hanpo.cli.catalogues import compile_stale
from hanpo.core import scope
from hanpo.core.models import Municipality, Person
from hanpo.core.tests import factories

settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="CI" in os.environ
)
settings.load_profile("house")
"""No test says how fast a busy machine must be; the examples of a gate are the same for the same commit."""


def pytest_configure(config: pytest.Config) -> None:
    """Compile the catalogues once, before the workers begin: a bare clone holds none."""
    if not hasattr(config, "workerinput"):
        compile_stale(Path(hanpo.__file__).parent)


@pytest.fixture(autouse=True)
def own_language() -> Iterator[None]:
    """A page in another language leaves the thread in that language: the next test begins in the house's own."""
    yield
    translation.deactivate()


@pytest.fixture
def amagasaki(db: None) -> Municipality:
    """A city with a field of its own."""
    return factories.municipality("282022")


@pytest.fixture
def toyooka(db: None) -> Municipality:
    """Another city: the foreign one."""
    return factories.municipality("282090")


@pytest.fixture
def prefecture(db: None) -> Municipality:
    """Hyogo."""
    return factories.municipality("280003")


@pytest.fixture
def everywhere() -> Iterator[None]:
    """Run the test in the scope of every municipality."""
    with scope.within(scope.EVERYWHERE):
        yield


@pytest.fixture
def sign_in() -> Callable[[Person], Client]:
    """Give a client in which this person has signed in."""

    def signed_in(person: Person) -> Client:
        client = Client()
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
