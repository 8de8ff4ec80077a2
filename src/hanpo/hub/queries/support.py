"""Reads of half-steps: what was offered, done and taken over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet, Sum

from hanpo.hub.models import HalfStep, HalfStepRecord, HalfStepState, Project
from hanpo.hub.models.support import MOVES


@dataclass(frozen=True, slots=True)
class Counters:
    """How many half-steps stand where; `minutes_taken_over` sums the minutes (estimates) that staff now save."""

    offered: int = 0
    done: int = 0
    taken_over: int = 0
    declined: int = 0
    minutes_taken_over: int = 0


def half_steps(project: Project) -> QuerySet[HalfStep]:
    """The half-steps of a project, newest first, with their records."""
    return (
        HalfStep.objects.filter(project=project)
        .select_related("section", "project")
        .prefetch_related("records")
        .order_by("-pk")
    )


def half_steps_in_scope(*, state: str = "") -> QuerySet[HalfStep]:
    """The half-steps of every project of the current scope, newest first."""
    rows = HalfStep.objects.select_related("municipality", "section", "project").prefetch_related("records")
    return (rows.filter(state=state) if state else rows).order_by("-pk")


def counters(projects: QuerySet[Project] | Sequence[Project] | None = None) -> Counters:
    """Count the half-steps of the current scope, or of these projects."""
    rows = HalfStep.objects.all()
    if projects is not None:
        rows = rows.filter(project__in=projects)
    found = rows.aggregate(
        offered=Count("pk", filter=Q(state=HalfStepState.OFFERED)),
        done=Count("pk", filter=Q(state=HalfStepState.DONE)),
        taken_over=Count("pk", filter=Q(state=HalfStepState.TAKEN_OVER)),
        declined=Count("pk", filter=Q(state=HalfStepState.DECLINED)),
        minutes=Sum("minutes_saved", filter=Q(state=HalfStepState.TAKEN_OVER)),
    )
    return Counters(found["offered"], found["done"], found["taken_over"], found["declined"], found["minutes"] or 0)


def taken_over_by_project(projects: Iterable[Project]) -> dict[int, tuple[int, int]]:
    """For each project: half-steps taken over, and half-steps done or taken over."""
    rows = (
        HalfStep.objects.filter(project__in=list(projects))
        .values("project_id")
        .annotate(
            taken=Count("pk", filter=Q(state=HalfStepState.TAKEN_OVER)),
            done=Count("pk", filter=Q(state__in=[HalfStepState.DONE, HalfStepState.TAKEN_OVER])),
        )
        .order_by("project_id")
    )
    return {row["project_id"]: (row["taken"], row["done"]) for row in rows}


def moves_from(state: str) -> list[tuple[str, str]]:
    """The states to which a half-step may go from here, with their labels."""
    return [(value, str(label)) for value, label in HalfStepState.choices if value in MOVES[state]]


def records_of(half_step: HalfStep) -> QuerySet[HalfStepRecord]:
    """The history of a half-step, newest first."""
    return HalfStepRecord.objects.filter(half_step=half_step).select_related("recorded_by")
