"""Django's entry to the counter."""

from django.apps import AppConfig


class CounterConfig(AppConfig):
    """The counter where nobody writes, waits, goes round or comes."""

    name = "hanpo.counter"
    label = "counter"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hanpo.core import registry
        from hanpo.counter.manifest import MANIFEST

        registry.register(MANIFEST)
