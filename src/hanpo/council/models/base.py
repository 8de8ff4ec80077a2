"""What the council's models are made of.

What belongs to the council as a whole (a survey, a choice of options, a decision record, a joint system) is a
`CouncilRow`, seen by every member. What belongs to one member (its reply, its ballot, its differences) is a
`MunicipalModel` like everywhere in the house; the secretariat sees it because its role reaches every municipality.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from hanpo.core.models import SharedHistory, SharedRow


class CouncilRow(SharedRow):
    """A row of a whole council, guarded by membership in it."""

    shared_by: ClassVar[str] = "council"
    seen_where: ClassVar[str] = "council_id IN (SELECT id FROM council_council)"

    council = models.ForeignKey(
        "council.Council", models.PROTECT, related_name="+", verbose_name=_("協議会"), db_index=True
    )

    class Meta(SharedRow.Meta):
        abstract = True


class CouncilHistory(SharedHistory, CouncilRow):
    """A row of history of a council: written once. A correction is a further row."""

    class Meta(SharedHistory.Meta):
        abstract = True
