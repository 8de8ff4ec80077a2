"""One person for every role, in the municipality at home and in one outside the programme."""

from __future__ import annotations

from datetime import date

from django.test import Client

from hanpo.core import registry
from hanpo.core.models import Assignment, Municipality, Person, Resident
from hanpo.core.registry import Reach
from tests.house.routes import Route
from tests.house.samples import HOME, OUTSIDE, PREFECTURE, sample_for

NEAREST_FIRST = ("dx_office", "section_lead", "section_staff", "resident")
WIDEST_FIRST = ("prefecture", "secretariat", "dx_office", "section_lead", "section_staff", "administrator", "resident")


def signed_in() -> dict[tuple[str, str], Client]:
    """A client for each role and place, in which a person with that role there has signed in."""
    return {(role, place): _client(_person(role, place)) for role in registry.roles() for place in (HOME, OUTSIDE)}


def roles_for(route: Route) -> set[str]:
    """The roles that may open the page."""
    return set(registry.permissions()[route.guard].roles if route.guard else registry.roles())


def role_for(route: Route) -> str:
    """The role that sees most of those that may open the page."""
    allowed = roles_for(route)
    wanted = NEAREST_FIRST if sample_for(route).is_at_home else WIDEST_FIRST
    return next((role for role in wanted if role in allowed), min(allowed))


def _person(role: str, place: str) -> Person:
    is_everywhere = registry.roles()[role].reach is Reach.EVERYWHERE
    municipality = Municipality.objects.get(pk=PREFECTURE if is_everywhere else place)
    person = Person.objects.create_user(f"walker-{role}-{place}", name=f"{role} {place}", email="walker@example.jp")
    Assignment.objects.create(person=person, role=role, municipality=municipality, since=date(2020, 4, 1))
    if role == "resident":
        Resident.objects.create(
            municipality=municipality, person=person, name=person.name, kana=person.name, born_on=date(1990, 4, 1)
        )
    return person


def _client(person: Person) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client
