"""Reads of councils and their members."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import F, Q, QuerySet

from hanpo.core import scope
from hanpo.core.models import Municipality
from hanpo.council.models import Council, CouncilRow, Membership


def councils() -> QuerySet[Council]:
    """The councils that the current scope sees."""
    return Council.objects.select_related("host")


def members(*, council: Council) -> QuerySet[Membership]:
    """The present members of a council that the current scope sees, in the order of their codes."""
    return (
        Membership.objects.filter(council=council, until__isnull=True)
        .select_related("municipality")
        .order_by(F("municipality_id"))
    )


def member_codes(row: CouncilRow) -> Iterable[str]:
    """The municipalities whose people may find a shared row of the council: its present members, and its host."""
    with scope.within(scope.EVERYWHERE):
        present = Membership.objects.filter(council_id=row.group_id, until__isnull=True)
        codes = set(present.values_list("municipality_id", flat=True))
        codes.update(Council.objects.filter(pk=row.group_id).values_list("host_id", flat=True))
    return codes


def names_of_members(*, council: Council) -> Mapping[str, str]:
    """The names of all present members by code. Who is a member is public, whatever the scope."""
    with scope.within(scope.EVERYWHERE):
        present = Membership.objects.filter(council=council, until__isnull=True)
        codes = list(present.values_list("municipality_id", flat=True))
    rows: Any = Municipality.objects.filter(Q(pk__in=codes)).order_by("code").values_list("code", "name")
    return dict(rows)


def municipality(*, code: str) -> Municipality:
    """A municipality by its code. Raises `Municipality.DoesNotExist`."""
    found: Municipality = Municipality.objects.get(code=code)
    return found
