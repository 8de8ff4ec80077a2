"""Loads the programme's meetings, and minutes that wait to be read through."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from hanpo.core.models import Municipality, Person
from hanpo.hub.actions.meetings import plan_meeting, record_outcome, set_agenda
from hanpo.hub.actions.minutes import import_minutes
from hanpo.hub.demo.days import DATA, data, day_of
from hanpo.hub.models import Meeting, Programme

HEAD = ("title", "place", "attendance_note", "state", "source")


def load_meetings(*, programme: Programme, today: date) -> None:
    """Load the meetings with agenda and outcomes, and import minutes that nobody has confirmed yet."""
    content = data("meetings")
    actor = Person.objects.get(username="ken")
    for entry in content["meetings"]:
        _meeting(programme, entry, actor, today)
    text = (DATA / "minutes" / content["minutes"]["file"]).read_text(encoding="utf-8")
    import_minutes(actor=actor, programme=programme, file_name=content["minutes"]["name"], text=text)


def _meeting(programme: Programme, entry: dict[str, Any], actor: Person, today: date) -> Meeting:
    values = {name: entry[name] for name in HEAD if name in entry} | _times(entry)
    values["held_on"] = day_of(entry["held_on"], today)
    meeting = plan_meeting(actor=actor, programme=programme, values=values)
    if entry["agenda"]:
        set_agenda(actor=actor, meeting=meeting, items=[item | _times(item) for item in entry["agenda"]])
    for outcome in entry["outcomes"]:
        record_outcome(actor=actor, meeting=meeting, values=_outcome(outcome, today))
    return meeting


def _outcome(entry: dict[str, Any], today: date) -> dict[str, Any]:
    values: dict[str, Any] = {name: entry[name] for name in ("kind", "text", "owner") if name in entry}
    if "place" in entry:
        values["municipality"] = Municipality.objects.get(code=entry["place"])
    return {**values, "due": day_of(entry.get("due"), today)}


def _times(entry: dict[str, Any]) -> dict[str, Any]:
    return {name: time.fromisoformat(entry[name]) for name in ("starts_at", "ends_at") if name in entry}
