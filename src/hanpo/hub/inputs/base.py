"""What the hub's forms have in common: choices of the project's own town."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.inputs import RowChoice, RowForm
from hanpo.core.models import Section
from hanpo.hub.models import Project


class PartForm(RowForm):
    """A form of a part of a project: sections to choose from are those of the project's municipality."""

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        if self.instance.pk is None and hasattr(self.instance, "project_id"):
            self.instance.project = project
            self.instance.place_under_parent()
        for field in self.fields.values():
            if isinstance(field, RowChoice) and field.target is Section:
                field.queryset = sections_of(project)
                field.empty_label = str(_("（選んでください）"))


def sections_of(project: Project) -> models.QuerySet[Section]:
    """The sections of the project's municipality that still exist."""
    rows: models.QuerySet[Section] = Section.objects.filter(
        municipality_id=project.municipality_id, closed_on__isnull=True
    )
    return rows
