"""Writes of a project's parts: problems, work items, outputs, outcomes, next things, stakeholders, decisions, tasks.

They are alike (a form of facts that two people may edit), so one pair of deeds serves them all.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from hanpo.core import audit
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.models import Person
from hanpo.hub.models import (
    Decision,
    LadderTask,
    MinutesImport,
    NextThing,
    Outcome,
    Output,
    Problem,
    ProblemMention,
    Project,
    Stakeholder,
    WorkItem,
    WorkState,
)

Part = TypeVar("Part", Problem, WorkItem, Output, Outcome, NextThing, Stakeholder, Decision, LadderTask)


@audit.deed
def add_part(*, actor: Person | None, project: Project, part: type[Part], values: Mapping[str, Any]) -> Part:
    """Add a part to a project. Raises `ValidationError` where the values cannot stand (say, a change without a
    sign).
    """
    return add_row(actor=actor, row=part(project=project, **values))


@audit.deed
def change_part(*, actor: Person | None, part: Part, based_on: int, changes: Mapping[str, Any]) -> Part:
    """Change a part of a project. Raises `EditConflict` where somebody else was quicker."""
    return change_row(actor=actor, row=part, based_on=based_on, changes=changes)


@audit.deed
def finish_work_item(*, actor: Person | None, item: WorkItem, done_on: date) -> WorkItem:
    """Say that a piece of work is done, and since when."""
    changes = {"state": WorkState.DONE, "done_on": done_on}
    return change_row(actor=actor, row=item, based_on=item.version, changes=changes)


@audit.deed
def mention_problem(
    *,
    actor: Person | None,
    problem: Problem,
    mentioned_on: date,
    source: str,
    source_import: MinutesImport | None = None,
    source_lines: str = "",
) -> ProblemMention:
    """Record that a problem came up: when and where (document and lines, or talk)."""
    return add_row(
        actor=actor,
        row=ProblemMention(
            problem=problem,
            mentioned_on=mentioned_on,
            source=source,
            source_import=source_import,
            source_lines=source_lines,
            recorded_by=actor,
        ),
    )
