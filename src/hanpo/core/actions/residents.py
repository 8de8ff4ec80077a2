"""Looks at residents' data: each leaves a line in the log that the resident reads."""

from __future__ import annotations

from collections.abc import Sequence

from hanpo.core import audit
from hanpo.core.models import AccessLogEntry, Person, Resident


class PurposeMissing(ValueError):
    """Nobody looks at a resident's data without saying why."""


@audit.deed
def log_looks(
    *, actor: Person, post: str, purpose: str, residents: Sequence[Resident], data: Sequence[str]
) -> list[AccessLogEntry]:
    """Write down that somebody sees these kinds of data of these residents (at least one). Raises `PurposeMissing`."""
    if not purpose.strip():
        raise PurposeMissing
    looks = [
        AccessLogEntry(resident=resident, person=actor, post=post, purpose=purpose, data=list(data))
        for resident in residents
    ]
    AccessLogEntry.objects.bulk_create(looks)
    new = {"purpose": purpose, "residents": [resident.pk for resident in residents], "data": list(data)}
    audit.record(actor=actor, verb="log_looks", subject=residents[0].municipality, new=new)
    return looks
