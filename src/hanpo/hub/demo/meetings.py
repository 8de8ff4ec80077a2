"""Loads the programme's meetings: one from the public record, one that left its traces, one that is planned."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from hanpo.core import clock
from hanpo.core.demo import moment, office_day, office_moment
from hanpo.core.models import Municipality, Person, Section
from hanpo.hub.actions.meetings import correct_outcome, edit_meeting, plan_meeting, record_outcome, set_agenda
from hanpo.hub.demo.days import data
from hanpo.hub.demo.minutes import load_minutes
from hanpo.hub.demo.tray import decide
from hanpo.hub.models import (
    AgendaItem,
    Answer,
    Attendance,
    Meeting,
    MeetingOutcome,
    MeetingState,
    Programme,
    Question,
    Statement,
)
from hanpo.hub.preparers import ActionDue, NextAgenda

HOURS = ("starts_at", "ends_at")


def load_meetings(*, programme: Programme, today: date) -> None:
    """Load the meetings in the order in which they were held, the planned one last."""
    content = data("meetings")
    officer = Person.objects.get(username="ken")
    _as_of(programme, content["as_of"], officer)
    load_minutes(programme=programme, content=content, today=today)
    _recent(programme, content["recent"], officer, today)
    _next(programme, content["next"], officer, today)


def _as_of(programme: Programme, entry: Mapping[str, Any], officer: Person) -> None:
    with clock.telling(moment(entry["held_on"], 0, "16:00")):
        facts = {name: entry[name] for name in ("title", "held_on", "place", "attendance_note", "source")}
        values = {**facts, **hours(entry), "state": MeetingState.HELD}
        meeting = plan_meeting(actor=officer, programme=programme, values=values)
        items = [{**item, **hours(item)} for item in entry["agenda"]]
        agenda = set_agenda(actor=officer, meeting=meeting, items=items)
        _talk(meeting, entry, agenda)
        _outcomes(meeting, entry["outcomes"], agenda, officer, entry["held_on"])


def _recent(programme: Programme, entry: Mapping[str, Any], officer: Person, today: date) -> None:
    """Planned, its agenda taken from the tray and added to, held, its results written down, one of them corrected."""
    with clock.telling(office_moment(today, entry["planned"], "09:40")):
        meeting = _plan(programme, entry, officer, office_day(today, entry["held"]))
    _agenda_from_the_tray(programme, entry, officer, today)
    with clock.telling(office_moment(today, entry["held"], "16:20")):
        held = {"state": MeetingState.HELD, "attendance_note": entry["attendance_note"]}
        edit_meeting(actor=officer, meeting=meeting, based_on=meeting.version, changes=held)
        agenda = list(meeting.agendaitems.order_by("position"))
        _talk(meeting, entry, agenda)
        secretariat = Person.objects.get(username="jimukyoku")
        _outcomes(meeting, entry["outcomes"], agenda, secretariat, today)
    _correct(meeting, entry["correction"], today)
    _finish(meeting, entry["finished"], today)


def _next(programme: Programme, entry: Mapping[str, Any], officer: Person, today: date) -> None:
    """The meeting to come has no agenda yet: that is for the tray to propose."""
    with clock.telling(office_moment(today, entry["planned"], "11:10")):
        _plan(programme, entry, officer, office_day(today, entry["held"]))


def _plan(programme: Programme, entry: Mapping[str, Any], officer: Person, day: date) -> Meeting:
    values = {"title": entry["title"], "place": entry["place"], "held_on": day, **hours(entry)}
    return plan_meeting(actor=officer, programme=programme, values=values)


def _agenda_from_the_tray(programme: Programme, entry: Mapping[str, Any], officer: Person, today: date) -> None:
    decide(
        preparer=NextAgenda(), municipality=programme.host, at=office_moment(today, entry["agenda_prepared"]),
        actor=officer, changes=lambda draft: {"agenda": _with_line(draft["agenda"], entry["agenda_added"])},
    )  # fmt: skip


def _with_line(agenda: str, line: str) -> str:
    first, *others = agenda.splitlines()
    return "\n".join([first, line, *others])


def _talk(meeting: Meeting, entry: Mapping[str, Any], agenda: list[AgendaItem]) -> None:
    """Who attended, what was said, and the questions with their answers."""
    for place, row in enumerate(entry["attendances"], start=1):
        Attendance.objects.create(meeting=meeting, position=place, **row)
    for place, row in enumerate(entry["statements"], start=1):
        Statement.objects.create(
            meeting=meeting, position=place, agenda_item=agenda[row["agenda"] - 1], municipality=_place(row),
            heading=row["heading"], organisation=row["organisation"], text=row["text"],
        )  # fmt: skip
    for place, row in enumerate(entry["questions"], start=1):
        question = Question.objects.create(
            meeting=meeting, position=place, agenda_item=agenda[row["agenda"] - 1], text=row["text"],
            asked_by=row.get("asked_by", ""),
        )  # fmt: skip
        for number, answer in enumerate(row["answers"], start=1):
            Answer.objects.create(
                question=question, position=number, municipality=_place(answer), organisation=answer["organisation"],
                text=answer["text"],
            )  # fmt: skip


def _outcomes(
    meeting: Meeting, entries: list[Mapping[str, Any]], agenda: list[AgendaItem], actor: Person, today: date
) -> None:
    for row in entries:
        place = _place(row)
        section = Section.objects.get(municipality=place, name=row["section"]) if "section" in row else None
        due = office_day(today, row["due"]) if "due" in row else None
        values = {
            "kind": row["kind"], "text": row["text"], "agenda_item": agenda[row["agenda"] - 1], "municipality": place,
            "section": section, "owner": row.get("owner", ""), "due": due,
        }  # fmt: skip
        record_outcome(actor=actor, meeting=meeting, values=values)


def _correct(meeting: Meeting, entry: Mapping[str, Any], today: date) -> None:
    outcome = MeetingOutcome.objects.get(meeting=meeting, text=entry["text"])
    with clock.telling(office_moment(today, entry["day"], "09:10")):
        correct_outcome(
            actor=Person.objects.get(username="jimukyoku"), outcome=outcome, based_on=outcome.version,
            changes=entry["changes"], reason=entry["reason"],
        )  # fmt: skip


def _finish(meeting: Meeting, entry: Mapping[str, Any], today: date) -> None:
    outcome = MeetingOutcome.objects.get(meeting=meeting, text=entry["text"])
    decide(
        preparer=ActionDue(), municipality=Municipality.objects.get(pk=entry["place"]),
        at=office_moment(today, entry["day"], "15:30"), key=f"outcome:{outcome.pk}",
        changes=lambda _draft: {"note": entry["note"]},
    )  # fmt: skip


def hours(entry: Mapping[str, Any]) -> dict[str, time]:
    """When something begins and ends, as far as it is known."""
    return {name: time.fromisoformat(entry[name]) for name in HOURS if name in entry}


def _place(row: Mapping[str, Any]) -> Municipality | None:
    return Municipality.objects.get(pk=row["place"]) if "place" in row else None
