"""The crawl: every address, as every role, for the own and for a foreign municipality.

Only what the permission table allows answers. The table is the one of the manifests (docs/permissions.md); what a role
reaches follows from its assignment. POST is tried where a person may not, to see that nothing is written.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from hanpo.core import registry
from hanpo.core.models import AuditEntry
from hanpo.core.registry import Reach
from tests.house import routes
from tests.house.samples import FOREIGN, HOME, OUTSIDE, arguments_for, sample_for

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

ROUTES = [pytest.param(route, id=route.name) for route in routes.ours()]
GUARDED = [param for param in ROUTES if not param.values[0].is_public]
NOT_BY_GET = 405
SHOWN = {200, 302, NOT_BY_GET}
REFUSED = {403, 404}
Walkers = dict[tuple[str, str], Client]


def address(route: routes.Route, place: str) -> str:
    """The address of a page for a municipality."""
    return reverse(route.name, kwargs=dict(arguments_for(route, place)))


def may(route: routes.Route, role: str, own: str, place: str) -> bool:
    """Whether the permission table lets a role, held in `own`, open the address with a row of `place`."""
    permission = registry.permissions()[route.guard or ""]
    if role not in permission.roles:
        return False
    if registry.roles()[role].reach is Reach.EVERYWHERE:
        return True
    sample = sample_for(route)
    return sample.is_open or own == place or (sample.is_shared and own != OUTSIDE)


def expected(route: routes.Route, role: str, own: str, place: str) -> set[int]:
    """The answers to a GET that fit the permission table."""
    if not may(route, role, own, place):
        return REFUSED | {NOT_BY_GET}
    return SHOWN | REFUSED if sample_for(route).is_personal else SHOWN


def visits(route: routes.Route) -> Iterator[tuple[str, str, str]]:
    """Every role with its own municipality and the municipality whose row it asks for.

    A role without the permission is refused before any row is looked for: it asks once.
    """
    holders = registry.permissions()[route.guard or ""].roles
    for role in registry.roles():
        yield role, HOME, HOME
        if role in holders and not sample_for(route).is_open:
            yield from ((role, HOME, FOREIGN), (role, OUTSIDE, HOME))


@pytest.mark.parametrize("route", GUARDED)
def test_only_what_the_permission_table_allows_is_shown(route: routes.Route, walkers: Walkers):
    wrong = []
    for role, own, place in visits(route):
        answer = walkers[role, own].get(address(route, place)).status_code
        if answer not in expected(route, role, own, place):
            wrong.append(f"{role} of {own} asks for {place}: {answer}")
    assert wrong == []


@pytest.mark.parametrize("route", GUARDED)
def test_nobody_writes_where_the_permission_table_does_not_allow_it(route: routes.Route, walkers: Walkers):
    wrong = []
    before = AuditEntry.objects.count()
    for role, own, place in visits(route):
        if not may(route, role, own, place):
            answer = walkers[role, own].post(address(route, place), {}).status_code
            wrong += [f"{role} of {own} posts to {place}: {answer}"] if answer not in REFUSED | {NOT_BY_GET} else []
    assert wrong == []
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize("route", GUARDED)
def test_without_signing_in_one_is_led_to_the_sign_in(route: routes.Route):
    answer = Client().get(address(route, HOME))
    assert answer.status_code in {302, NOT_BY_GET}
    assert answer.status_code == NOT_BY_GET or "login" in answer.headers["Location"]


@pytest.mark.parametrize("route", [param for param in ROUTES if param.values[0].is_public])
def test_a_public_page_is_open_to_all(route: routes.Route, walkers: Walkers):
    for client in (Client(), *walkers.values()):
        assert client.get(address(route, HOME)).status_code < 400


@pytest.mark.parametrize("route", GUARDED)
def test_an_address_with_a_number_that_nobody_has_is_not_found(route: routes.Route, walkers: Walkers):
    numbers = {name: 2_000_000_000 for name, value in arguments_for(route, HOME).items() if isinstance(value, int)}
    if not numbers:
        pytest.skip("takes no number")
    nowhere = reverse(route.name, kwargs={**arguments_for(route, HOME), **numbers})
    answers = {client.get(nowhere).status_code for client in walkers.values()}
    assert answers <= REFUSED | {NOT_BY_GET}


def test_the_crawl_walked_the_house():
    assert len(ROUTES) > 5
    assert {param.id.partition(":")[0] for param in ROUTES} >= {"portal", "hub"}
