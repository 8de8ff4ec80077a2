"""What the hub's models are made of: rows of the whole programme, and records that nobody edits.

Two kinds of row live side by side here. What belongs to one municipality (projects, problems, stakeholders …) is a
`MunicipalModel` like everywhere in the house. What belongs to the programme as a whole (a meeting of all participants,
its minutes, a common issue) is a `ProgrammeRow`, readable by everybody whose scope holds a municipality that takes part
in the programme, or the prefecture that runs it, and by nobody else (see `hanpo.core.models.shared`).
"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import AppendOnly, SharedHistory, SharedRow


class ProgrammeRow(SharedRow):
    """A row of a whole programme, guarded by membership in it."""

    shared_by: ClassVar[str] = "programme"
    seen_where: ClassVar[str] = "programme_id IN (SELECT id FROM hub_programme)"

    programme = models.ForeignKey(
        "hub.Programme", models.PROTECT, related_name="+", verbose_name=_("事業"), db_index=True
    )

    class Meta(SharedRow.Meta):
        abstract = True


class ProgrammeHistory(SharedHistory, ProgrammeRow):
    """A row of history of a programme: written once. A correction is a further row."""

    class Meta(SharedHistory.Meta):
        abstract = True


class Record(AppendOnly):
    """A row of a municipality's history with the person who wrote it down (empty where Hanpo itself did)."""

    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("記録した人")
    )

    class Meta(AppendOnly.Meta):
        abstract = True
