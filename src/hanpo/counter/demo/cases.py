"""The demo: cases of every state, visits to the bereavement course, and what went to other systems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from hanpo.core import clock
from hanpo.core.actions.rows import add_row
from hanpo.core.demo import backdate, office_day, office_moment
from hanpo.core.models import Municipality, Person, Resident, Section
from hanpo.counter.actions.cases import exports, opening, visits, work
from hanpo.counter.files.cases import ReceiptRow
from hanpo.counter.models import BereavementCourse, Case, CaseTask, ExportMapping, Guidance
from hanpo.counter.queries.cases.planning import CasePlan, PlannedTask, plan_of_guidance
from hanpo.counter.queries.cases.visits import booking_days

DATA = Path(__file__).resolve().parent.parent / "demo_data" / "cases.yaml"
NOT_HERS = "亡くなった方に、この手続きはありませんでした。"
SAID = {"P052": ("done", ""), **dict.fromkeys(("P059", "P061", "P062"), ("declined", NOT_HERS))}
"""What sections said before a visit: the notification of the death is in, and some have nothing to do."""


def load_cases(*, today: date) -> None:
    """Load cases, visits and exports, in the order in which it happened."""
    content: dict[str, Any] = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    people = {person.username: person for person in Person.objects.all()}
    for entry in sorted(content["cases"], key=lambda one: -one["ago"]):
        _case(entry, people, today)
    courses = {entry["place"]: _course(entry) for entry in content["courses"]}
    for entry in content["visits"]:
        _visit(entry, courses[entry["place"]], people, today)
    for entry in content["mappings"]:
        _mapping(entry, people, today)


def _case(entry: Mapping[str, Any], people: Mapping[str, Person], today: date) -> None:
    place = Municipality.objects.get(pk=entry["place"])
    guidance = _interview(entry)
    plan = plan_of_guidance(guidance=guidance) if guidance else _plan(entry, place, today)
    told = {name: entry.get(name, "") for name in ("applicant", "kana", "words")}
    moment = office_moment(today, entry["ago"], entry["at"])
    with clock.telling(moment):
        case = opening.open_case(
            actor=people.get(entry.get("by", "")), municipality=place, plan=plan, way=entry["way"], values=told,
            guidance=guidance,
        )  # fmt: skip
    if "resident" in entry:
        who = Resident.objects.get(municipality=place, name=entry["resident"])
        opening.name_resident(actor=people[entry["by"]], case=case, resident=who)
    tasks = {task.position: task for task in case.tasks.all()}
    for deed in entry.get("deeds", ()):
        moment = _next(moment, deed, today)
        with clock.telling(moment):
            _do(deed, tasks[deed["task"]], people[deed["by"]])
    _end(entry, case, people, partial(_next, moment, today=today))
    backdate(case, updated_at=office_moment(today, entry["ago"], "17:00"))


def _next(before: datetime, deed: Mapping[str, Any], today: date) -> datetime:
    """When a deed happened: some minutes after the one before, where closed days moved both to the same day."""
    return max(office_moment(today, deed["ago"], deed["at"]), before + timedelta(minutes=7))


def _interview(entry: Mapping[str, Any]) -> Guidance | None:
    """The newest interview of the demo in the municipality, where the case was announced from one."""
    if "guide" not in entry:
        return None
    return Guidance.objects.filter(municipality=entry["place"], answers__event_move_in=True).order_by("pk").first()


def _plan(entry: Mapping[str, Any], place: Municipality, today: date) -> CasePlan:
    planned = []
    for name, title, procedure, left, bring in entry.get("tasks", ()):
        due = None if left is None else office_day(today, -left)
        planned.append(
            PlannedTask(
                procedure=procedure, title=title, section=_section(place, name), bring=tuple(bring), due=due,
                due_why="届け出る日から数えた日。休みの日に当たるときは前の開庁日。" if due else "",
            )
        )  # fmt: skip
    return CasePlan(entry.get("event", "転入"), tuple(planned))


def _section(place: Municipality, name: str) -> Section:
    found = Section.objects.filter(municipality=place, name=name).first()
    return found or add_row(actor=None, row=Section(municipality=place, name=name))


def _do(deed: Mapping[str, Any], task: CaseTask, person: Person) -> None:
    if deed["do"] == "hand":
        where = _section(task.municipality, deed["to"])
        work.hand_over_task(actor=person, task=task, section=where, reason=deed["reason"], note=deed.get("note", ""))
    elif deed["do"] == "urgent":
        work.mark_urgent(actor=person, tasks=[task])
    else:
        work.move_task(actor=person, task=task, to=deed["do"], reason=deed.get("reason", ""))


def _end(
    entry: Mapping[str, Any],
    case: Case,
    people: Mapping[str, Person],
    moment_of: Callable[[Mapping[str, Any]], datetime],
) -> None:
    if end := entry.get("close"):
        with clock.telling(moment_of(end)):
            opening.close_case(actor=people[end["by"]], case=case)
    if end := entry.get("withdraw"):
        with clock.telling(moment_of(end)):
            opening.withdraw_case(actor=people[end["by"]], case=case, reason=end["reason"])


def _course(entry: Mapping[str, Any]) -> BereavementCourse:
    place = Municipality.objects.get(pk=entry["place"])
    facts = {name: entry[name] for name in ("name", "phone", "starts", "minutes", "seats", "days_ahead")}
    changes = {**facts, "place": entry["room"], "section": _section(place, entry["section"])}
    return visits.set_course(actor=None, municipality=place, course=None, based_on=0, changes=changes)


def _visit(entry: Mapping[str, Any], course: BereavementCourse, people: Mapping[str, Person], today: date) -> None:
    """A visit that was booked on an earlier day, with what the sections have said since."""
    booked = office_day(today, entry["booked"])
    values = {
        name: entry[name]
        for name in ("applicant", "kana", "words", "relation", "people", "deceased", "deceased_kana", "phone")
    }
    moment = office_moment(today, entry["booked"], "08:20")
    with clock.telling(moment):
        visit = visits.book_visit(
            actor=None, course=course, day=_day(course, booked, office_day(today, -entry["in"])),
            start=time.fromisoformat(entry["start"]),
            values={**values, "died_on": today - timedelta(days=entry["died"])}, today=booked,
        )  # fmt: skip
    person = _clerk(entry["place"], people)
    for number, task in enumerate(visit.case.tasks.select_related("section", "case")):
        if entry["checked"] != "all" and task.section.name not in entry["checked"]:
            continue
        to, why = SAID.get(task.procedure, ("doing", ""))
        deed = {"ago": max(entry["booked"] - 1, 0), "at": f"{min(9 + number // 2, 16):02}:20"}
        moment = _next(moment, deed, today)
        with clock.telling(moment):
            work.move_task(actor=person, task=task, to=to, reason=why)


def _day(course: BereavementCourse, booked: date, wish: date) -> date:
    """The day wished for, or the next that could be booked then: around New Year offices are closed for long."""
    days = [one.day for one in booking_days(course=course, today=booked)]
    return next((day for day in days if day >= wish), days[-1])


def _clerk(code: str, people: Mapping[str, Person]) -> Person:
    towns = {"282049": "nishinomiya", "282090": "toyooka", "282201": "kasai"}
    return people[towns[code]]


def _mapping(entry: Mapping[str, Any], people: Mapping[str, Person], today: date) -> None:
    place, person = Municipality.objects.get(pk=entry["place"]), people[entry["by"]]
    facts = {name: entry[name] for name in ("name", "purpose", "procedures", "file_format")}
    mapping = exports.add_mapping(actor=person, municipality=place, values=facts, columns=entry["columns"])
    if "sent" in entry:
        _batch(entry["sent"], mapping, person, today)


def _batch(sent: Mapping[str, Any], mapping: ExportMapping, person: Person, today: date) -> None:
    with clock.telling(office_moment(today, sent["ago"], sent["at"])):
        batch = exports.make_batch(actor=person, mapping=mapping)
    keys = list(batch.lines.values_list("key", flat=True))
    said = [ReceiptRow(key, result, words) for key, (result, words) in zip(keys, sent["results"], strict=False)]
    with clock.telling(office_moment(today, sent["ago"], "17:40")):
        exports.take_receipts(actor=person, batch=batch, rows=said)
