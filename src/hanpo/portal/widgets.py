"""How the house draws the widgets of forms: as Django does, but for what `templates/django/forms/` draws anew."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.forms import renderers
from django.utils.functional import cached_property


class Renderer(renderers.DjangoTemplates):
    """Django's renderer with the house's own templates before Django's."""

    @cached_property
    def engine(self) -> Any:
        """The template engine, with two folders in the order in which they are searched."""
        folders = [Path(__file__).parent / "templates", Path(renderers.__file__).parent / "templates"]
        return self.backend({"APP_DIRS": False, "DIRS": folders, "NAME": "house forms", "OPTIONS": {}})
