"""Migrations: a new installation gets the tables that the models describe, with every guard.

The other tests run on tables made from the models; this one holds that `hanpo migrate` makes the same.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from hanpo.core import scope

Shape = dict[str, set[tuple[Any, ...]]]

OURS = ("core_", "forms_", "hub_")

SHAPES = {
    "sqlite": {
        "columns": """
            SELECT t.name, c.name, c.type, c."notnull", c.pk FROM sqlite_master t JOIN pragma_table_info(t.name) c
            WHERE t.type = 'table'""",
        "references": """
            SELECT t.name, f."from", f."table", f."to" FROM sqlite_master t JOIN pragma_foreign_key_list(t.name) f
            WHERE t.type = 'table'""",
        "indexes and triggers": "SELECT tbl_name, name, sql FROM sqlite_master WHERE type IN ('index', 'trigger')",
    },
    "postgresql": {
        "columns": """
            SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default
            FROM information_schema.columns WHERE table_schema = 'public'""",
        "constraints": """
            SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace""",
        "indexes": "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
        "policies": "SELECT tablename, policyname, cmd, qual, with_check FROM pg_policies",
        "triggers": "SELECT tgrelid::regclass::text, tgname, tgtype FROM pg_trigger WHERE NOT tgisinternal",
        "row security": """
            SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class
            WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace""",
    },
}


@pytest.mark.django_db
def test_migrations_make_what_the_models_describe(tmp_path: Path):
    with new_database(tmp_path) as (url, open_it):
        subprocess.run(
            [sys.executable, "-m", "django", "migrate", "--verbosity=0"],
            env={**os.environ, "DATABASE_URL": url, "HANPO_HOME": str(tmp_path)},
            check=True,
        )
        with closing(open_it()) as raw:
            migrated = shape(raw.cursor())
    with scope.within(scope.NOWHERE), connection.cursor() as cursor:
        described = shape(cursor)
    for part, found in described.items():
        assert found, f"no {part} were found at all"
        assert migrated[part] == found, part


def shape(cursor: Any) -> Shape:
    """What the database says of our tables."""
    shape: Shape = {}
    for part, question in SHAPES[connection.vendor].items():
        cursor.execute(question)
        shape[part] = {tuple(row) for row in cursor.fetchall() if row[0].startswith(OURS)}
    return shape


@contextmanager
def new_database(folder: Path) -> Iterator[tuple[str, Any]]:
    """An empty database of the kind that is being tested: its address, and how to open it."""
    if connection.vendor == "sqlite":
        file = folder / "migrated.sqlite3"
        yield f"sqlite:///{file}", lambda: sqlite3.connect(file)
        return
    where = {name.lower(): settings.DATABASES["default"][name] for name in ("HOST", "PORT", "USER", "PASSWORD")}
    where = {name: str(value) for name, value in where.items() if value}
    name = f"{settings.DATABASES['default']['NAME']}_migrated"

    def run(statement: str) -> None:
        with psycopg.connect(dbname="postgres", autocommit=True, **where) as raw:
            raw.execute(statement)

    run(f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        parts = [f"{part}={value}" for part, value in where.items()]
        yield address(where, name), lambda: psycopg.connect(" ".join([f"dbname={name}", *parts]))
    finally:
        run(f'DROP DATABASE "{name}"')


def address(where: dict[str, str], name: str) -> str:
    """The address of a PostgreSQL database as settings take it."""
    signed = f"{where.get('user', '')}:{where.get('password', '')}@" if where.get("user") else ""
    return f"postgres://{signed}{where.get('host', '')}:{where.get('port', '')}/{name}"
