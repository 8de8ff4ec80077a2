"""Pages ask the same number of queries however much there is.

The counts are kept in `query_counts.json`. A page that needs more (or fewer) fails; `HANPO_COUNT_QUERIES=write` accepts
the new counts on purpose.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import scale
from hanpo.core import scope
from tests.house import people, routes
from tests.house.samples import HOME, arguments_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

KEPT = Path(__file__).with_name("query_counts.json")
OURS = [route for route in routes.ours() if not route.is_public]
ROUTES = [pytest.param(route, id=route.name) for route in OURS]


Counts = dict[str, int | None]


@pytest.fixture(scope="module")
def counts(walkers: dict[tuple[str, str], Client], django_db_blocker: Any) -> Iterator[tuple[Counts, Counts]]:
    """The queries of every page with the demo, and with twice its rows: doubled once, not for each page."""
    with django_db_blocker.unblock(), transaction.atomic():
        once = {route.name: _queries_of(route, walkers) for route in OURS}
        with scope.within(scope.EVERYWHERE):
            scale.multiply(2)
            connection.check_constraints()
        yield once, {route.name: _queries_of(route, walkers) for route in OURS}
        transaction.set_rollback(True)


def _queries_of(route: routes.Route, walkers: dict[tuple[str, str], Client]) -> int | None:
    """The number of queries of a page; nothing where it is no page to look at. What looking leaves is taken back."""
    client = walkers[people.role_for(route), HOME]
    with transaction.atomic():
        address = reverse(route.name, kwargs=dict(arguments_for(route, HOME)))
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(address)
        transaction.set_rollback(True)
    return len(captured) if answer.status_code == 200 else None


@pytest.mark.parametrize("route", ROUTES)
def test_a_page_asks_as_many_queries_for_twice_the_rows(route: routes.Route, counts: tuple[Counts, Counts]):
    once, twice = (counted[route.name] for counted in counts)
    if once is None:
        pytest.skip("nothing to look at")
    assert twice == once
    if connection.vendor == "sqlite":
        _compare(route.name, once)


def _compare(name: str, count: int) -> None:
    kept = json.loads(KEPT.read_text("utf-8")) if KEPT.exists() else {}
    if os.environ.get("HANPO_COUNT_QUERIES") == "write":
        kept[name] = count
        KEPT.write_text(json.dumps(dict(sorted(kept.items())), indent=2) + "\n", encoding="utf-8")
    assert kept.get(name) == count, f"{name} asks {count} queries; accept it with HANPO_COUNT_QUERIES=write"
