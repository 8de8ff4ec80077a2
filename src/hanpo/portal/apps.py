"""Django's entry to the portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The faces of Hanpo."""

    name = "hanpo.portal"
    label = "portal"

    def ready(self) -> None:
        from hanpo.core import registry
        from hanpo.portal.manifest import MANIFEST

        registry.register(MANIFEST)
