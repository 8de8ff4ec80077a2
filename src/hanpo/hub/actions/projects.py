"""Writes of a project: start it, keep its facts right, tell its news."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hanpo.core import audit
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.models import Person
from hanpo.hub.models import NewsKind, Participation, Project, ProjectNews, Step, StepTemplate


@audit.deed
def start_project(
    *,
    actor: Person | None,
    participation: Participation,
    template: StepTemplate,
    title: str,
    benefit_for_staff: str,
    starts_on: date,
    step: Step | None = None,
    values: Mapping[str, Any] | None = None,
) -> Project:
    """Start a project in the municipality's own template. Raises `ValidationError`.

    It starts at the first step, unless it already stands further on (`step`). `benefit_for_staff` is a required line;
    `values` holds the other fields.
    """
    project = Project(
        municipality_id=participation.municipality_id,
        participation=participation,
        template=template,
        current_step=step or template.steps.filter(is_retired=False).first(),
        title=title,
        benefit_for_staff=benefit_for_staff,
        starts_on=starts_on,
        **{
            "field": participation.field,
            "supporting_company": participation.supporting_company,
            **(values or {}),
        },
    )
    return add_row(actor=actor, row=project)


@audit.deed
def change_project(*, actor: Person | None, project: Project, based_on: int, changes: Mapping[str, Any]) -> Project:
    """Change the facts of a project. Raises `EditConflict` where somebody else was quicker."""
    return change_row(actor=actor, row=project, based_on=based_on, changes=changes)


@audit.deed
def tell_news(
    *,
    actor: Person | None,
    project: Project,
    happened_on: date,
    text: str,
    kind: NewsKind | str = NewsKind.PROGRESS,
    told_by: str = "",
    source: str = "",
) -> ProjectNews:
    """Add news of a project; with it the project counts as moving again."""
    return add_row(
        actor=actor,
        row=ProjectNews(
            project=project,
            happened_on=happened_on,
            text=text,
            kind=kind,
            told_by=told_by,
            source=source,
            recorded_by=actor,
        ),
    )
