"""Django's entry to the hub."""

from django.apps import AppConfig


class HubConfig(AppConfig):
    """The programme and its support."""

    name = "hanpo.hub"
    label = "hub"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hanpo.core import registry
        from hanpo.hub.manifest import MANIFEST

        registry.register(MANIFEST)
