"""Django's entry to the ground floor."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db import connections
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
        post_migrate.connect(_put_up_guards, dispatch_uid="hanpo_guards")


def _put_up_guards(*, using: str, **_others: Any) -> None:
    from hanpo.core.database.guards import put_up_guards

    put_up_guards(connections[using])
