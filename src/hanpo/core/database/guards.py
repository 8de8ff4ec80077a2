"""Guards in the database, put up after every migration: they hold even for somebody with an SQL prompt.

Row-level security (PostgreSQL) repeats the scope for every table whose model says which of its rows a scope sees
(`seen_where`): municipal rows, and what belongs to several municipalities together. Triggers refuse to change or remove
the rows of the audit record and of every other history; rows that are written once (`is_written_once`) may be removed,
because the law sets an end to keeping them, but never changed.
"""

from __future__ import annotations

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from hanpo.core.models import AppendOnly, AuditEntry

_SETTING = "current_setting('hanpo.scope', true)"
_CODES = f"string_to_array({_SETTING}, ',')"


def put_up_guards(connection: BaseDatabaseWrapper) -> None:
    """Create every guard that is missing. Safe to run again."""
    present = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if model._meta.db_table not in present:
                continue
            for statement in _statements(connection.vendor, model):
                cursor.execute(statement)


def scoped_models() -> list[type[models.Model]]:
    """Every model whose rows are seen in some scopes only."""
    return [model for model in apps.get_models() if hasattr(model, "seen_where")]


def _statements(vendor: str, model: type[models.Model]) -> list[str]:
    statements = []
    if vendor == "postgresql" and hasattr(model, "seen_where"):
        statements += _row_security(model._meta.db_table, model.seen_where)
    if issubclass(model, AppendOnly) or model is AuditEntry or getattr(model, "is_history", False):
        statements += _refusals(vendor, model._meta.db_table, ("UPDATE", "DELETE"))
    elif getattr(model, "is_written_once", False):
        statements += _refusals(vendor, model._meta.db_table, ("UPDATE",))
    return statements


def _row_security(table: str, seen_where: str) -> list[str]:
    visible = f"{_SETTING} = '*' OR {seen_where.format(codes=_CODES)}"
    return [
        f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY',
        f'DROP POLICY IF EXISTS hanpo_scope ON "{table}"',
        f'CREATE POLICY hanpo_scope ON "{table}" USING ({visible}) WITH CHECK ({visible})',
    ]


def _refusals(vendor: str, table: str, deeds: tuple[str, ...]) -> list[str]:
    if vendor == "postgresql":
        return [
            "CREATE OR REPLACE FUNCTION hanpo_history_is_appended() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'history is appended, never edited'; END $$",
            f'DROP TRIGGER IF EXISTS hanpo_history ON "{table}"',
            f'CREATE TRIGGER hanpo_history BEFORE {" OR ".join(deeds)} ON "{table}"'
            " FOR EACH ROW EXECUTE FUNCTION hanpo_history_is_appended()",
        ]
    return [
        f'CREATE TRIGGER IF NOT EXISTS "{table}_no_{deed.lower()}" BEFORE {deed} ON "{table}"'
        " BEGIN SELECT RAISE(ABORT, 'history is appended, never edited'); END"
        for deed in deeds
    ]
