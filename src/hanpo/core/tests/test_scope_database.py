"""The scope in the database: it never outlives the request, the transaction or the block that it was set for."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from hanpo.core import scope
from hanpo.core.models import Municipality, Section
from hanpo.core.tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def postgresql(db: None) -> None:
    """Only where the database knows the scope itself."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite does not know the scope: there the managers alone hold it")


def shown_by_the_database() -> list[str]:
    """The municipalities of the sections that plain SQL shows, past every manager."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT municipality_id FROM core_section ORDER BY municipality_id")
        return [code for (code,) in cursor.fetchall()]


@pytest.fixture
def two_sections(amagasaki: Municipality, toyooka: Municipality) -> None:
    """A section in each of two cities."""
    factories.section(amagasaki)
    factories.section(toyooka)


def test_without_a_scope_the_database_shows_nothing(postgresql, two_sections):
    with scope.within(scope.EVERYWHERE):
        assert shown_by_the_database() == ["282022", "282090"]
    assert shown_by_the_database() == []


def test_a_block_inside_a_block_gives_the_outer_scope_back(postgresql, two_sections):
    with scope.within(scope.of("282022")):
        with scope.within(scope.EVERYWHERE):
            assert shown_by_the_database() == ["282022", "282090"]
        assert shown_by_the_database() == ["282022"]


def test_after_an_exception_the_scope_is_gone(postgresql, two_sections):
    def broken() -> None:
        with scope.within(scope.EVERYWHERE):
            shown_by_the_database()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert shown_by_the_database() == []


def test_a_rollback_to_a_savepoint_leaves_the_scope_of_the_code_that_goes_on(postgresql, two_sections):
    with scope.within(scope.of("282022")):
        assert shown_by_the_database() == ["282022"]
        with transaction.atomic(), scope.within(scope.of("282090")):
            assert shown_by_the_database() == ["282090"]
            transaction.set_rollback(True)
        assert shown_by_the_database() == ["282022"]


def test_a_failed_statement_leaves_the_scope_of_the_code_that_goes_on(postgresql, two_sections):
    with scope.within(scope.of("282022")):
        with pytest.raises(IntegrityError), transaction.atomic(), scope.within(scope.EVERYWHERE):
            Section.objects.create(municipality_id="282090", name="観光課")
        assert shown_by_the_database() == ["282022"]
    assert shown_by_the_database() == []


def test_rows_that_are_read_piece_by_piece_all_come_though_the_scope_changes_in_between(amagasaki, toyooka):
    for n in range(7):
        factories.section(amagasaki, f"{n}課")
    with scope.within(scope.of("282022")):
        seen = []
        for section in Section.objects.order_by("pk").iterator(chunk_size=2):
            seen.append(section.name)
            with scope.within(scope.of("282090")):
                assert not Section.objects.exists()
    assert seen == [f"{n}課" for n in range(7)]
