"""Tampering with the audit record: whatever single row is changed, removed or reordered, `verify` finds it."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hanpo.core import audit, scope
from hanpo.core.models import AuditEntry, Municipality
from hanpo.core.tests import factories
from hanpo.core.tests.undone import undone

pytestmark = pytest.mark.django_db

ROWS = 6
TABLE = AuditEntry._meta.db_table
CHANGES: dict[str, Any] = {
    "at": "2020-01-01 00:00:00+00:00",
    "actor_id": None,
    "actor_name": "だれか",
    "municipality_id": None,
    "verb": "other",
    "subject_type": "core.section",
    "subject_id": "9",
    "subject_label": "別のもの",
    "old": '{"n": 99}',
    "new": '{"n": 99}',
    "previous_hash": "f" * 64,
    "hash": "f" * 64,
}


@pytest.fixture
def chain(amagasaki: Municipality) -> None:
    """A record of a few deeds, in a database whose triggers somebody has taken away."""
    actor = factories.person()
    with scope.within(scope.EVERYWHERE):
        for n in range(ROWS):
            audit.record(actor=actor, verb="test", subject=amagasaki, old={"n": n}, new={"n": n + 1})
    _take_triggers_away()


def test_a_chain_nobody_touched_holds(chain: None):
    assert audit.verify() == []


@pytest.mark.parametrize("column", CHANGES)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(row=st.integers(1, ROWS))
def test_a_changed_value_in_any_row_is_found(chain: None, column: str, row: int):
    with undone():
        _sql(f'UPDATE {TABLE} SET "{column}" = %s WHERE sequence = %s', CHANGES[column], row)
        assert audit.verify() != []
    assert audit.verify() == []


@pytest.mark.parametrize("row", range(1, ROWS + 1))
def test_a_removed_row_is_found_even_at_the_end(chain: None, row: int):
    _sql(f"DELETE FROM {TABLE} WHERE sequence = %s", row)
    assert audit.verify() != []


@pytest.mark.parametrize("row", range(1, ROWS + 1))
def test_a_removed_row_is_found_when_the_following_rows_were_renumbered(chain: None, row: int):
    _sql(f"DELETE FROM {TABLE} WHERE sequence = %s", row)
    for later in range(row + 1, ROWS + 1):
        _sql(f"UPDATE {TABLE} SET sequence = %s WHERE sequence = %s", later - 1, later)
    assert audit.verify() != []


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pair=st.tuples(st.integers(1, ROWS), st.integers(1, ROWS)).filter(lambda pair: pair[0] < pair[1]))
def test_two_rows_that_changed_places_are_found(chain: None, pair: tuple[int, int]):
    with undone():
        for old, new in ((pair[0], 1000), (pair[1], pair[0]), (1000, pair[1])):
            _sql(f"UPDATE {TABLE} SET sequence = %s WHERE sequence = %s", new, old)
        assert audit.verify() != []


def test_a_row_slipped_in_is_found(chain: None):
    columns = ", ".join(f'"{column}"' for column in CHANGES)
    _sql(f"INSERT INTO {TABLE} (sequence, {columns}) SELECT {ROWS + 1}, {columns} FROM {TABLE} WHERE sequence = {ROWS}")
    assert audit.verify() != []


def _sql(statement: str, *values: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def _take_triggers_away() -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"DROP TRIGGER hanpo_history ON {TABLE}")
            return
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [TABLE])
        for (name,) in cursor.fetchall():
            cursor.execute(f'DROP TRIGGER "{name}"')
