"""Makes joint systems for tests."""

from __future__ import annotations

from datetime import date

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.council.models import Cause, CostYear, Council, Difference, JointSystem, SystemFunction, SystemMember
from hanpo.council.tests import factories

PEOPLE = {"282022": 20_000, "282090": 10_000}
"""Twice the people in 尼崎市 as in 豊岡市, so that shares are easy to see."""


def system(council: Council | None = None, **fields: object) -> JointSystem:
    """A joint system of 尼崎市 and 豊岡市 with one function and a cost of 1,000,000 yen in 2026."""
    with scope.within(scope.EVERYWHERE):
        made = JointSystem.objects.create(
            council=council or factories.council(), name="施設予約システム", population_source="国勢調査", **fields
        )
        for code, people in PEOPLE.items():
            SystemMember.objects.create(
                system=made, municipality=ground.municipality(code), since=date(2024, 4, 1), population=people
            )
        SystemFunction.objects.create(system=made, name="予約と抽選")
        CostYear.objects.create(system=made, year=2026, yen=1_000_000)
    return made


def member(made: JointSystem, code: str = "282022") -> SystemMember:
    """A member of a system."""
    with scope.within(scope.EVERYWHERE):
        return SystemMember.objects.get(system=made, municipality=code)


def function(made: JointSystem) -> SystemFunction:
    """The system's first function."""
    with scope.within(scope.EVERYWHERE):
        found = made.functions.first()
    assert found is not None
    return found


def difference(made: JointSystem, code: str = "282022", **fields: object) -> Difference:
    """What a member does differently in the first function."""
    values = {
        "fit": "differs",
        "cause": Cause.ORDINANCE,
        "text": "条例で決めている",
        "closing": "条例を改める",
        **fields,
    }
    with scope.within(scope.EVERYWHERE):
        return Difference.objects.create(function=function(made), municipality_id=code, **values)
