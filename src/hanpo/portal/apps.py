"""Django's entry to the portal."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    """The faces of Hanpo."""

    name = "hanpo.portal"
    label = "portal"
