"""Reads of gates: how ready a project is, and what was decided before."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet

from hanpo.hub.engine import readiness
from hanpo.hub.engine.readiness import Criterion, Gate, Shown
from hanpo.hub.models import Colour, GateCriterion, GateEvidence, GateRecord, Project, Readiness, Step
from hanpo.hub.queries.words import shown_words


@dataclass(frozen=True, slots=True)
class CriterionLine:
    """A criterion on the page, with its latest evidence (`None`: nobody looked yet) and how many records there are."""

    criterion: GateCriterion
    shown: Shown
    latest: GateEvidence | None
    records: int

    @property
    def shown_label(self) -> str:
        """How far it was shown, in words."""
        return shown_words(self.shown)


@dataclass(frozen=True, slots=True)
class ViewLine:
    """A view of readiness on the page."""

    view: str
    label: str
    light: str
    lines: tuple[CriterionLine, ...]
    missing: int

    @property
    def light_label(self) -> str:
        """The colour in words."""
        return str(Colour(self.light).label)


@dataclass(frozen=True, slots=True)
class GatePage:
    """The gate of a project's current step."""

    step: Step | None
    gate: Gate
    views: tuple[ViewLine, ...]


def gate_page(project: Project) -> GatePage:
    """The gate behind the project's current step, view by view, with the latest evidence of each criterion."""
    criteria = _criteria_of([project.current_step_id] if project.current_step_id else [])
    latest, counts = _latest([project.pk])
    lines = [
        CriterionLine(c, _shown(latest.get((project.pk, c.pk))), latest.get((project.pk, c.pk)),
                      counts.get((project.pk, c.pk), 0))
        for c in criteria
    ]  # fmt: skip
    gate = _read(lines)
    return GatePage(project.current_step, gate, tuple(_view_line(view, lines) for view in gate.views))


def gates_of(projects: Iterable[Project]) -> dict[int, Gate]:
    """The gate of each project's current step, in two queries however many projects there are."""
    wanted = list(projects)
    criteria = _criteria_of([p.current_step_id for p in wanted if p.current_step_id])
    latest, _counts = _latest([p.pk for p in wanted])
    return {
        project.pk: _read(
            CriterionLine(c, _shown(latest.get((project.pk, c.pk))), None, 0)
            for c in criteria
            if c.step_id == project.current_step_id
        )
        for project in wanted
    }


def gate_history(project: Project) -> QuerySet[GateRecord]:
    """Every decision at a gate of the project, newest first, with its five readings."""
    return (
        GateRecord.objects.filter(project=project)
        .select_related("step", "next_step", "recorded_by")
        .prefetch_related("readings")
    )


def criteria_of_step(project: Project) -> QuerySet[GateCriterion]:
    """The criteria in use at the gate of the project's current step."""
    return GateCriterion.objects.filter(step_id=project.current_step_id, is_retired=False)


def _criteria_of(steps: list[int]) -> list[GateCriterion]:
    return list(GateCriterion.objects.filter(step_id__in=steps, is_retired=False))


def _latest(projects: list[int]) -> tuple[dict[tuple[int, int], GateEvidence], dict[tuple[int, int], int]]:
    latest: dict[tuple[int, int], GateEvidence] = {}
    counts: dict[tuple[int, int], int] = {}
    for row in GateEvidence.objects.filter(project_id__in=projects).order_by("observed_on", "pk"):
        key = (row.project_id, row.criterion_id)
        latest[key] = row
        counts[key] = counts.get(key, 0) + 1
    return latest, counts


def _shown(evidence: GateEvidence | None) -> Shown:
    return Shown.NOT_LOOKED if evidence is None else Shown(evidence.state)


def _read(lines: Iterable[CriterionLine]) -> Gate:
    return readiness.read_gate(
        criteria=[
            Criterion(
                key=line.criterion.pk,
                view=line.criterion.view,
                statement=line.criterion.statement,
                is_required=line.criterion.is_required,
                shown=line.shown,
            )
            for line in lines
        ],
        views=Readiness.values,
    )


def _view_line(view: readiness.View, lines: Iterable[CriterionLine]) -> ViewLine:
    return ViewLine(
        view=view.view,
        label=str(Readiness(view.view).label),
        light=view.light.value,
        lines=tuple(line for line in lines if line.criterion.view == view.view),
        missing=len(view.missing),
    )
