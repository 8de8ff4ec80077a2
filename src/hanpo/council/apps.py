"""Django's entry to the council."""

from django.apps import AppConfig


class CouncilConfig(AppConfig):
    """The council of the prefecture and its municipalities: asking, deciding, and running systems together."""

    name = "hanpo.council"
    label = "council"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hanpo.core import registry
        from hanpo.council.manifest import MANIFEST

        registry.register(MANIFEST)
