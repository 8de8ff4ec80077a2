"""Makes cases for tests: sections, a plan of tasks, a case at the counter, a course with a visit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from hanpo.core import clock, scope
from hanpo.core.models import Municipality, Section
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.cases.exports import add_mapping
from hanpo.counter.actions.cases.opening import open_case, receive_case
from hanpo.counter.actions.cases.visits import book_visit, set_course
from hanpo.counter.models import Appointment, BereavementCourse, Case, CaseWay, ExportMapping
from hanpo.counter.queries.cases.planning import CasePlan, PlannedTask
from hanpo.counter.queries.cases.visits import booking_days

CITY = "282049"
"""Nishinomiya."""
COLUMNS = (
    {"heading": "KEY", "source": "task.key", "is_required": True},
    {"heading": "SHIMEI", "source": "resident.name", "is_required": True, "longest": 20},
    {"heading": "JUSHO", "source": "resident.address"},
    {"heading": "KUBUN", "source": "fixed", "text": "01"},
)


def city() -> Municipality:
    """The city of the tests."""
    return ground.municipality(CITY)


def section(name: str = "市民課") -> Section:
    """A section of the city."""
    return ground.section(city(), name)


def plan(*titles: str, due: date | None = None, event: str = "転入") -> CasePlan:
    """A plan with a task for each title, each in the section before the colon (国保課:資格の届)."""
    return CasePlan(event, tuple(_planned(number, title, due) for number, title in enumerate(titles, start=1)))


def case(*titles: str, due: date | None = None, way: str = CaseWay.COUNTER, **values: Any) -> Case:
    """A case with these tasks, received where it was opened at the counter."""
    every = titles or ("市民課:転入届", "国保課:資格の届", "学校課:転入学の届")
    with scope.within(scope.EVERYWHERE):
        actor = None if way == CaseWay.PHONE_PAGE else ground.person("section_staff", city())
        told = {"applicant": "𠮷成 美和", "kana": "ヨシナリ ミワ", "words": "", **values}
        return open_case(
            actor=actor, municipality=city(), plan=plan(*every, due=due), way=way, values=told, reception=section()
        )  # fmt: skip


def announced(*titles: str, **values: Any) -> Case:
    """A case that was announced from home."""
    return case(*titles, way=CaseWay.PHONE_PAGE, **values)


def received(made: Case) -> Case:
    """The case, received at the counter."""
    with scope.within(scope.EVERYWHERE):
        return receive_case(actor=ground.person("section_staff", city()), case=made)


def course(*, seats: int = 1, starts: Sequence[str] = ("10:30", "13:30")) -> BereavementCourse:
    """The bereavement course of the city."""
    values = {"name": "おくやみコーナー", "section": section(), "starts": list(starts), "seats": seats, "days_ahead": 3}
    with scope.within(scope.EVERYWHERE):
        return set_course(actor=None, municipality=city(), course=None, based_on=0, changes=values)


def visit(made: BereavementCourse | None = None, **values: Any) -> Appointment:
    """A booked visit at the first time that is free."""
    made = made or course()
    today = clock.today()
    day = values.pop("day", None) or booking_days(course=made, today=today)[0].day
    told = {"applicant": "髙見 文代", "kana": "タカミ フミヨ", "words": "", "phone": "0798-00-0002", "relation": "妻",
            "deceased": "髙見 慎一", "died_on": today, **values}  # fmt: skip
    start = told.pop("start", time(10, 30))
    with scope.within(scope.EVERYWHERE):
        return book_visit(actor=None, course=made, day=day, start=start, values=told, today=today)


def mapping(procedures: Sequence[str] = ("P001",), file_format: str = "utf8", **values: Any) -> ExportMapping:
    """A table of columns of a core system."""
    told = {
        "name": "住民記録システム",
        "purpose": "転入の入力",
        "procedures": list(procedures),
        "file_format": file_format,
        **values,
    }
    with scope.within(scope.EVERYWHERE):
        return add_mapping(actor=None, municipality=city(), values=told, columns=COLUMNS)


def _planned(number: int, title: str, due: date | None) -> PlannedTask:
    where, _colon, what = title.rpartition(":")
    return PlannedTask(
        procedure=f"P{number:03d}", title=what, section=section(where) if where else None, section_words="担当の課",
        due=due, due_why="届け出る日から14日以内。" if due else "", bring=("本人確認書類",),
    )  # fmt: skip
