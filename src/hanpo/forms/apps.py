"""Django's entry to the forms."""

from django.apps import AppConfig


class FormsConfig(AppConfig):
    """Every question asked anywhere."""

    name = "hanpo.forms"
    label = "forms"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hanpo.core import registry
        from hanpo.forms.manifest import MANIFEST

        registry.register(MANIFEST)
