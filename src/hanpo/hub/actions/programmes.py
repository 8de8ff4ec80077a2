"""Writes of the programme: start it, let municipalities take part, keep its facts right."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hanpo.core import audit
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.models import Municipality, Person
from hanpo.hub.actions._finding import let_find
from hanpo.hub.models import Participation, Programme
from hanpo.hub.queries.sharing import participants


@audit.deed
def start_programme(
    *, actor: Person | None, host: Municipality, name: str, starts_on: date, ends_on: date, values: Mapping[str, Any]
) -> Programme:
    """Start a programme of the prefecture `host`. `values` holds its other fields (purpose, goal, source …)."""
    return add_row(actor=actor, row=Programme(host=host, name=name, starts_on=starts_on, ends_on=ends_on, **values))


@audit.deed
def join_programme(
    *,
    actor: Person | None,
    programme: Programme,
    municipality: Municipality,
    field: str,
    since: date,
    supporting_company: str = "",
    prefectural_officer: Person | None = None,
) -> Participation:
    """Let a municipality take part in a programme with a field of its own. Its people find what was said and decided
    before: at once in a small programme, in a large one when the long work that this starts has run.
    """
    is_new = municipality.code not in participants(programme)
    joined = add_row(
        actor=actor,
        row=Participation(
            programme=programme,
            municipality=municipality,
            field=field,
            since=since,
            supporting_company=supporting_company,
            prefectural_officer=prefectural_officer,
        ),
    )
    if is_new:
        let_find(actor=actor, programme=programme, municipality=municipality)
    return joined


@audit.deed
def change_programme(
    *, actor: Person | None, programme: Programme, based_on: int, changes: Mapping[str, Any]
) -> Programme:
    """Change the facts of a programme. Raises `EditConflict`."""
    return change_row(actor=actor, row=programme, based_on=based_on, changes=changes)
