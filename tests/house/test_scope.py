"""Scope: no row of a municipality is read or written from another, in the program or, on PostgreSQL, by raw SQL.

The same holds for what several municipalities have together: whoever takes no part neither sees nor writes it.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import DatabaseError, ProgrammingError, connection, models, transaction

from hanpo.core import scope
from hanpo.core.database.guards import scoped_models
from hanpo.core.models import MunicipalModel
from hanpo.hub.models import Programme, ProgrammeRow
from tests.house.samples import FOREIGN, HOME, OUTSIDE, PREFECTURE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

MODELS = [pytest.param(model, id=model._meta.label) for model in apps.get_models() if issubclass(model, MunicipalModel)]
SCOPED = [pytest.param(model, id=model._meta.label) for model in scoped_models()]
OF_PROGRAMMES = [
    pytest.param(model, id=model._meta.label) for model in scoped_models() if issubclass(model, ProgrammeRow)
]
Municipal = type[MunicipalModel]
Scoped = type[models.Model]


@pytest.fixture
def plain_role() -> Iterator[None]:
    """Act as a role of the database that is no superuser, as Hanpo does where it is installed."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no row-level security: there the managers alone hold the scope")
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
        if cursor.fetchone() == (False,):
            yield
            return
        cursor.execute("CREATE ROLE hanpo_plain NOSUPERUSER NOBYPASSRLS")
        cursor.execute("GRANT USAGE ON SCHEMA public TO hanpo_plain")
        cursor.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO hanpo_plain")
        cursor.execute("GRANT ALL ON ALL SEQUENCES IN SCHEMA public TO hanpo_plain")
        cursor.execute("SET LOCAL ROLE hanpo_plain")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_what_the_program_narrows_to_a_scope_the_database_narrows_too(model: Scoped):
    try:
        model._default_manager.exists()
    except scope.ScopeMissing:
        assert model in scoped_models()
    else:
        assert model not in scoped_models()


@pytest.mark.parametrize("model", SCOPED)
def test_rows_are_not_to_be_had_without_saying_on_whose_behalf(model: Scoped):
    with pytest.raises(scope.ScopeMissing):
        model._default_manager.exists()


@pytest.mark.parametrize("model", MODELS)
def test_the_program_shows_no_row_of_another_municipality(model: Municipal):
    with scope.within(scope.of(OUTSIDE)):
        assert not model.objects.exclude(municipality_id=OUTSIDE).exists()


@pytest.mark.parametrize("model", MODELS)
def test_the_database_shows_no_row_of_another_municipality(model: Municipal, plain_role: None):
    with scope.within(scope.of(HOME)):
        assert set(_municipalities(model)) <= {HOME}
    with scope.within(scope.NOWHERE):
        assert _municipalities(model) == []


@pytest.mark.parametrize("model", MODELS)
def test_the_database_takes_no_row_into_another_municipality(model: Municipal, plain_role: None):
    with scope.within(scope.EVERYWHERE):
        row = model.objects.filter(municipality_id=HOME).first()
    if row is None:
        pytest.skip(f"the demo has no {model._meta.label} in {HOME}")
    with scope.within(scope.of(HOME)), pytest.raises((ProgrammingError, DatabaseError)), transaction.atomic():
        connection.cursor().execute(
            f'UPDATE "{model._meta.db_table}" SET municipality_id = %s WHERE "{model._meta.pk.column}" = %s',
            [FOREIGN, row.pk],
        )


@pytest.mark.parametrize("model", SCOPED)
def test_the_database_shows_exactly_the_rows_that_the_program_shows(model: Scoped, plain_role: None):
    for seen in map(scope.of, (HOME, FOREIGN, OUTSIDE, PREFECTURE)):
        with scope.within(seen):
            assert _numbers(model) == set(model._default_manager.values_list("pk", flat=True)), seen
    with scope.within(scope.NOWHERE):
        assert _numbers(model) == set()
    with scope.within(scope.EVERYWHERE):
        assert _numbers(model) == set(model._default_manager.values_list("pk", flat=True))


@pytest.mark.parametrize("model", [*OF_PROGRAMMES, pytest.param(Programme, id="hub.Programme")])
def test_whoever_takes_no_part_in_a_programme_sees_and_changes_nothing_of_it(model: Scoped, plain_role: None):
    with scope.within(scope.of(OUTSIDE)):
        assert _numbers(model) == set()
        with connection.cursor() as cursor:
            cursor.execute(f'UPDATE "{model._meta.db_table}" SET id = id')
            assert cursor.rowcount == 0


def test_the_database_takes_no_row_into_a_programme_of_others(plain_role: None):
    with scope.within(scope.EVERYWHERE):
        programme = Programme.objects.first()
    with scope.within(scope.of(OUTSIDE)), pytest.raises(ProgrammingError, match="row-level security"):
        connection.cursor().execute(
            "INSERT INTO hub_commonissue (programme_id, title, kind, note, version, updated_at)"
            " VALUES (%s, 'x', 'skill', '', 1, now())",
            [programme.pk],
        )


def _numbers(model: Scoped) -> set[object]:
    """The rows that plain SQL shows."""
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT "{model._meta.pk.column}" FROM "{model._meta.db_table}"')
        return {number for (number,) in cursor.fetchall()}


def _municipalities(model: Municipal) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT DISTINCT municipality_id FROM "{model._meta.db_table}"')
        return [code for (code,) in cursor.fetchall()]
