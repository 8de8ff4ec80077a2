"""Makes rows of the hub for tests: a programme with participants, and a project with what hangs on it."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from hanpo.core import scope
from hanpo.core.models import Municipality
from hanpo.core.tests import factories as ground
from hanpo.hub.models import (
    GateCriterion,
    LadderRung,
    LadderTask,
    LadderTemplate,
    Participation,
    Problem,
    ProblemKind,
    Programme,
    Project,
    Readiness,
    Step,
    StepTemplate,
)

_number = count(1)


def programme(**fields: Any) -> Programme:
    """A programme run by the prefecture."""
    n = next(_number)
    with scope.within(scope.EVERYWHERE):
        return Programme.objects.create(
            host=ground.municipality("280003"),
            **{
                "name": f"地域DXの事業 {n}",
                "starts_on": date(2024, 4, 1),
                "ends_on": date(2025, 3, 31),
                **fields,
            },
        )


def participation(place: Municipality, within: Programme | None = None, **fields: Any) -> Participation:
    """A municipality's part in a programme."""
    with scope.within(scope.EVERYWHERE):
        return Participation.objects.create(
            municipality=place,
            programme=within or programme(),
            **{"field": "観光DX", "since": date(2024, 4, 1), **fields},
        )


def step_template(place: Municipality) -> StepTemplate:
    """A template of two steps; the first has a criterion for each of the five views."""
    n = next(_number)
    with scope.within(scope.EVERYWHERE):
        template = StepTemplate.objects.create(municipality=place, name=f"ひな型 {n}")
        first = Step.objects.create(template=template, key="first", position=1, name="洗い出し")
        Step.objects.create(template=template, key="second", position=2, name="実証")
        for position, view in enumerate(Readiness.values, start=1):
            GateCriterion.objects.create(
                step=first, key=view, position=position, view=view, statement=f"{view} を確かめた"
            )
    return template


def project(place: Municipality, within: Participation | None = None, **fields: Any) -> Project:
    """A project at the first step of its own template, owned by a section."""
    n = next(_number)
    with scope.within(scope.EVERYWHERE):
        template = fields.pop("template", None) or step_template(place)
        return Project.objects.create(
            municipality=place,
            participation=within or participation(place),
            template=template,
            current_step=template.steps.first(),
            **{
                "title": f"取組 {n}",
                "field": "観光DX",
                "owner_section": ground.section(place),
                "benefit_for_staff": "同じ集計を何度もしなくてよくなる",
                "starts_on": date(2024, 4, 1),
                **fields,
            },
        )


def problem(of: Project, text: str = "担当が替わると知識が続かない", **fields: Any) -> Problem:
    """A problem of a project."""
    with scope.within(scope.EVERYWHERE):
        return Problem.objects.create(project=of, text=text, **{"kind": ProblemKind.ORGANISATION, **fields})


def ladder_template(place: Municipality) -> LadderTemplate:
    """A ladder of three rungs."""
    n = next(_number)
    with scope.within(scope.EVERYWHERE):
        template = LadderTemplate.objects.create(municipality=place, name=f"はしご {n}")
        for position, name in enumerate(("やってみせ", "させてみせ", "任せる"), start=1):
            LadderRung.objects.create(template=template, key=f"rung-{position}", position=position, name=name)
    return template


def ladder_task(of: Project, **fields: Any) -> LadderTask:
    """A task on the ladder in the project's owner section."""
    n = next(_number)
    with scope.within(scope.EVERYWHERE):
        return LadderTask.objects.create(
            project=of,
            template=fields.pop("template", None) or ladder_template(of.municipality),
            section=of.owner_section,
            **{"name": f"仕事 {n}", **fields},
        )
