"""What the participants of a programme may see of each other: the one place that looks beyond the current scope.

Taking part in a programme means to learn from each other. Whoever may see the programme (see `Programme.objects`) also
sees the state of every participant's project in outline and the problems that their owners share, and nothing else.
"""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from hanpo.core import scope
from hanpo.core.models import Municipality
from hanpo.core.scope import EVERYWHERE, Scope
from hanpo.hub.models import Participation, Programme


def participants(programme: Programme) -> Scope:
    """The scope of all municipalities of a programme. Raises `OutOfScope` for a programme that is not in sight."""
    if not Programme.objects.filter(pk=programme.pk).exists():
        raise scope.OutOfScope(f"programme {programme.pk} is outside the scope now in force")
    with scope.within(EVERYWHERE):
        return scope.of(*Participation.objects.filter(programme=programme).values_list("municipality_id", flat=True))


def places(programme: Programme) -> QuerySet[Municipality]:
    """The municipalities of a programme and the prefecture that runs it, in the order of the codes."""
    codes = participants(programme).codes or frozenset()
    return Municipality.objects.filter(pk__in={*codes, programme.host_id}).order_by("pk")


def members(row: Any) -> list[str]:
    """Who may find a row of a whole programme: its participants, and the prefecture that runs it."""
    with scope.within(EVERYWHERE):
        return [place.pk for place in places(row.programme)]
