"""A web process answers one person after the other on one connection: what one may see never reaches the next."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.test import Client
from django.urls import include, path

from hanpo.core import scope
from hanpo.core.models import Person, Section
from hanpo.core.pages import page, public
from hanpo.core.tests import factories
from hanpo.core.tests.at_once import alone, database_for_threads

pytestmark = pytest.mark.django_db(transaction=True)

BOTH = ["282022", "282090"]


def shown() -> JsonResponse:
    """The municipalities whose sections this request sees, by the program and (on PostgreSQL) by plain SQL."""
    try:
        codes = sorted(Section.objects.values_list("municipality_id", flat=True))
    except scope.ScopeMissing:
        codes = []
    answer = {"program": codes, "database": codes}
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT municipality_id FROM core_section ORDER BY municipality_id")
            answer["database"] = [code for (code,) in cursor.fetchall()]
    return JsonResponse(answer)


@page("core.see_audit")
def sees_everywhere(_request: HttpRequest) -> JsonResponse:
    return shown()


@page("core.see_audit")
def breaks_down(_request: HttpRequest) -> JsonResponse:
    shown()
    raise ZeroDivisionError


@page("core.see_audit")
def breaks_down_in_a_transaction(_request: HttpRequest) -> JsonResponse:
    with transaction.atomic():
        shown()
        Section.objects.create(municipality_id="282022", name="観光課")
    return shown()


@page("core.see_audit")
def takes_back(_request: HttpRequest) -> JsonResponse:
    with transaction.atomic():
        answer = shown()
        transaction.set_rollback(True)
    return answer


@page("core.work_with_tray")
def sees_home(_request: HttpRequest) -> JsonResponse:
    return shown()


@public
def open_to_all(_request: HttpRequest) -> JsonResponse:
    return shown()


def without_a_mark(_request: HttpRequest) -> JsonResponse:
    return shown()


PAGES = [sees_everywhere, breaks_down, breaks_down_in_a_transaction, takes_back, sees_home, open_to_all, without_a_mark]


@pytest.fixture
def pages(settings: Any, transactional_db: None, tmp_path: Path) -> Iterator[None]:
    """A house with these pages."""
    settings.ROOT_URLCONF = (
        *(path(f"{page.__name__}/", page, name=page.__name__) for page in PAGES),
        path("", include("hanpo.config.urls")),
    )
    with database_for_threads(tmp_path):
        yield


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def people() -> tuple[Client, Client]:
    """An administrator of the whole house, and somebody who works in one of two cities with a section each."""
    home, other = factories.municipality("282022"), factories.municipality("282090")
    factories.section(other)
    clerk = factories.person("section_staff", home, section=factories.section(home))
    return signed_in(factories.person("administrator", home)), signed_in(clerk)


@pytest.mark.parametrize(
    ("before", "ends_with"),
    [
        (sees_everywhere, None),
        (takes_back, None),
        (breaks_down, ZeroDivisionError),
        (breaks_down_in_a_transaction, IntegrityError),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_the_next_request_sees_nothing_of_the_scope_before(
    pages: None, before: Callable[..., Any], ends_with: type[Exception] | None
):
    def one_after_the_other() -> list[Any]:
        administrator, clerk = people()
        seen = []
        for client, view in ((clerk, sees_home), (clerk, open_to_all), (Client(), without_a_mark)):
            if ends_with is None:
                assert administrator.get(f"/{before.__name__}/").json() == {"program": BOTH, "database": BOTH}
            else:
                with pytest.raises(ends_with):
                    administrator.get(f"/{before.__name__}/")
            seen.append(client.get(f"/{view.__name__}/").json())
        return seen

    home, nothing = ["282022"], []
    assert alone(one_after_the_other) == [{"program": codes, "database": codes} for codes in (home, nothing, nothing)]
