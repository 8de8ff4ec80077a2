"""Founding a council, joining it and leaving it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from hanpo.core import audit
from hanpo.core.models import Municipality, Person
from hanpo.council.models import Council, Membership


@audit.deed
def found_council(
    *, actor: Person | None, host: Municipality, name: str, purpose: str, rules_source: str, since: date,
    members: Iterable[Municipality],
) -> Council:  # fmt: skip
    """Found a council at `host` with these members. Raises `ValidationError` when the host has one of that name."""
    council = Council(host=host, name=name, purpose=purpose, rules_source=rules_source)
    council.full_clean()
    council.save()
    Membership.objects.bulk_create(
        [Membership(council=council, municipality=member, since=since) for member in members]
    )
    audit.record(actor=actor, verb="found_council", subject=council, new={"name": name, "since": since.isoformat()})
    return council
