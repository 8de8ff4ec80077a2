"""Reads of templates: lists, and the content that is exported, compared and edited."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet

from hanpo.core.models import Municipality
from hanpo.hub.models import GateCriterion, LadderTemplate, Participation, Step, StepTemplate
from hanpo.hub.queries import seeds


def step_templates() -> QuerySet[StepTemplate]:
    """The step templates of the current scope, with the number of steps in use and of projects that follow them."""
    return StepTemplate.objects.select_related("municipality").annotate(
        step_count=Count("steps", filter=Q(steps__is_retired=False), distinct=True),
        project_count=Count("projects", distinct=True),
    )


def ladder_templates() -> QuerySet[LadderTemplate]:
    """The ladders of the current scope, with the number of rungs and of tasks on them."""
    return LadderTemplate.objects.select_related("municipality").annotate(
        rung_count=Count("rungs", distinct=True), task_count=Count("tasks", distinct=True)
    )


@dataclass(frozen=True, slots=True)
class SeedToInstall:
    """A seed that a municipality has not taken over yet."""

    seed: str
    name: str
    note: str
    municipality: Municipality


def seeds_to_install() -> list[SeedToInstall]:
    """For each municipality of the current scope that takes part in a programme: the seeds it does not have yet."""
    towns = {p.municipality_id: p.municipality for p in Participation.objects.select_related("municipality")}
    known = set(StepTemplate.objects.values_list("municipality_id", "origin"))
    known |= set(LadderTemplate.objects.values_list("municipality_id", "origin"))
    return [
        SeedToInstall(seed, seeds.load(seed)["name"], seeds.load(seed)["note"], town)
        for code, town in sorted(towns.items())
        for seed in (*seeds.STEP_TEMPLATES, *seeds.LADDERS)
        if (code, seed) not in known
    ]


def steps_with_criteria(template: StepTemplate) -> list[Step]:
    """The steps in use of a template, each with `criteria_in_use`, in order."""
    criteria = Prefetch("criteria", queryset=GateCriterion.objects.filter(is_retired=False), to_attr="criteria_in_use")
    return list(template.steps.filter(is_retired=False).prefetch_related(criteria))


def step_content(template: StepTemplate) -> dict[str, Any]:
    """A step template as plain data (see `hanpo.hub.actions.templates`); retired steps and criteria are left out."""
    return {
        **_head(template),
        "steps": [
            {
                "id": step.key,
                "position": step.position,
                "name": step.name,
                "purpose": step.purpose,
                "is_wording_official": step.is_wording_official,
                "criteria": [_criterion(c) for c in step.criteria_in_use],  # type: ignore[attr-defined]
            }
            for step in steps_with_criteria(template)
        ],
    }


def ladder_content(template: LadderTemplate) -> dict[str, Any]:
    """A ladder as plain data."""
    return {
        **_head(template),
        "rungs": [
            {"id": r.key, "position": r.position, "name": r.name, "stage": r.stage, "meaning": r.meaning}
            for r in template.rungs.all()
        ],
    }


def _head(template: StepTemplate | LadderTemplate) -> dict[str, Any]:
    return {"name": template.name, "source": template.source, "note": template.note}


def _criterion(row: GateCriterion) -> dict[str, Any]:
    return {
        "id": row.key,
        "position": row.position,
        "view": row.view,
        "statement": row.statement,
        "hint": row.hint,
        "is_required": row.is_required,
    }
