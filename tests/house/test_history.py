"""History: rows that are written once, whatever somebody tries, in the program or in the database."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from hanpo.core import scope
from hanpo.core.models import AppendOnly, AuditEntry, HistoryIsAppended

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]

HISTORY = [
    pytest.param(model, id=model._meta.label)
    for model in apps.get_models()
    if issubclass(model, AppendOnly) or getattr(model, "is_history", False)
]
WITH_AUDIT = [*HISTORY, pytest.param(AuditEntry, id="core.AuditEntry")]


def a_row(model: type[models.Model]) -> models.Model:
    """A row of the demo."""
    row = model._default_manager.first()
    assert row is not None, f"the demo shows no {model._meta.label}: nothing can be tried on it"
    return row


@pytest.mark.parametrize("model", HISTORY)
def test_the_program_refuses_to_edit_or_remove_history(model: type[models.Model]):
    with scope.within(scope.EVERYWHERE):
        row = a_row(model)
        for attempt in (row.save, row.delete, model._default_manager.all().delete):
            with pytest.raises(HistoryIsAppended):
                attempt()
        with pytest.raises(HistoryIsAppended):
            model._default_manager.update(pk=row.pk)


@pytest.mark.parametrize("model", WITH_AUDIT)
def test_the_database_refuses_to_edit_or_remove_history(model: type[models.Model]):
    table, key = model._meta.db_table, model._meta.pk.column
    with scope.within(scope.EVERYWHERE):
        row = a_row(model)
        for statement in (f'UPDATE "{table}" SET "{key}" = "{key}"', f'DELETE FROM "{table}"'):
            with pytest.raises(DatabaseError, match="history is appended"), transaction.atomic():
                connection.cursor().execute(f'{statement} WHERE "{key}" = %s', [row.pk])


def test_some_history_was_walked():
    assert {"core.AccessLogEntry", "hub.RungRecord"} <= {param.id for param in HISTORY}
