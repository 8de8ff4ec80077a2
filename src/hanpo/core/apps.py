"""Django's entry to the ground floor."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate


class CoreConfig(AppConfig):
    """The ground floor."""

    name = "hanpo.core"
    label = "core"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hanpo.core import registry
        from hanpo.core.manifest import MANIFEST

        registry.register(MANIFEST)
        # Sent for every app, after all tables stand: hearing it once, for this one, is enough.
        post_migrate.connect(_put_up_guards, sender=self, dispatch_uid="hanpo_guards")
        _wire_search(self)


def _put_up_guards(*, using: str, **_others: Any) -> None:
    from hanpo.core.database.guards import put_up_guards

    put_up_guards(connections[using])


def _wire_search(core: AppConfig) -> None:
    from hanpo.core.search import index

    connection_created.connect(_prepare_for_search, dispatch_uid="hanpo_search_connection")
    post_migrate.connect(_put_up_search, sender=core, dispatch_uid="hanpo_search_index")
    index.watch_rows()


def _prepare_for_search(*, connection: BaseDatabaseWrapper, **_others: Any) -> None:
    from hanpo.core.search.index import prepare_connection

    prepare_connection(connection)


def _put_up_search(*, using: str, **_others: Any) -> None:
    from hanpo.core.search.index import put_up_index

    put_up_index(connections[using])
