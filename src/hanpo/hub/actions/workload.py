"""Writes of the workload: what a section has, when it is busy, what a project asks and returns."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from hanpo.core import audit
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.models import Person, Section
from hanpo.hub.models import BusySeason, Project, ProjectLoad, SectionCapacity


@audit.deed
def state_capacity(
    *,
    actor: Person | None,
    section: Section,
    hours_per_month: Decimal,
    since: date,
    stated_by: str,
    stated_on: date,
) -> SectionCapacity:
    """Record the hours a month that a section says it has from a month on; a later statement takes its place."""
    return add_row(
        actor=actor,
        row=SectionCapacity(
            section=section,
            hours_per_month=hours_per_month,
            since=since.replace(day=1),
            stated_by=stated_by,
            stated_on=stated_on,
        ),
    )


@audit.deed
def add_busy_season(
    *, actor: Person | None, section: Section, from_month: int, to_month: int, reason: str, hours_per_month: Decimal
) -> BusySeason:
    """Record months of every year in which a section has less time, and why."""
    return add_row(
        actor=actor,
        row=BusySeason(
            section=section, from_month=from_month, to_month=to_month, reason=reason, hours_per_month=hours_per_month
        ),
    )


@audit.deed
def change_workload(
    *,
    actor: Person | None,
    row: SectionCapacity | BusySeason | ProjectLoad,
    based_on: int,
    changes: Mapping[str, Any],
) -> SectionCapacity | BusySeason | ProjectLoad:
    """Correct a statement of the workload. Raises `EditConflict`."""
    return change_row(actor=actor, row=row, based_on=based_on, changes=changes)


@audit.deed
def record_load(
    *, actor: Person | None, project: Project, section: Section, month: date, values: Mapping[str, Any]
) -> ProjectLoad:
    """Record what a project asks of a section in a month and gives back (`hours_asked`, `hours_returned`, their basis).

    Hours already recorded for that month are replaced; empty hours mean unknown.
    """
    first = month.replace(day=1)
    known = ProjectLoad.objects.filter(project=project, section=section, month=first).first()
    if known is not None:
        return change_row(actor=actor, row=known, based_on=known.version, changes=values)
    return add_row(actor=actor, row=ProjectLoad(project=project, section=section, month=first, **values))
