"""Scope: no row of a municipality is read or written from another, in the program or, on PostgreSQL, by raw SQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import DatabaseError, ProgrammingError, connection, transaction

from hanpo.core import scope
from hanpo.core.models import MunicipalModel
from tests.house.samples import FOREIGN, HOME, OUTSIDE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

MODELS = [pytest.param(model, id=model._meta.label) for model in apps.get_models() if issubclass(model, MunicipalModel)]
Municipal = type[MunicipalModel]


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


@pytest.mark.parametrize("model", MODELS)
def test_rows_are_not_to_be_had_without_saying_on_whose_behalf(model: Municipal):
    with pytest.raises(scope.ScopeMissing):
        model.objects.exists()


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


def _municipalities(model: Municipal) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT DISTINCT municipality_id FROM "{model._meta.db_table}"')
        return [code for (code,) in cursor.fetchall()]
