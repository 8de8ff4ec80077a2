"""A believable working day of the forms: a survey of the prefecture, and a booking that three municipalities ask their
residents to make, with versions, answers that came by page, paper and telephone, and old ones whose time is over.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from hanpo.core import clock
from hanpo.core.demo import backdate, office_day, office_moment
from hanpo.core.models import Municipality, Person
from hanpo.forms.actions.drafts import create_form, save_draft
from hanpo.forms.actions.responses import save_answers, start_response, submit_response
from hanpo.forms.actions.versions import publish_version
from hanpo.forms.models import FormDraft, FormVersion, Response

DATA = Path(__file__).resolve().parent / "demo_data"
SETTINGS = ("purpose", "audience", "next_step", "retention_days")


def load_demo(*, today: date) -> None:
    """Load the forms of the demo, each with what happened to it."""
    for entry in _data("forms")["forms"]:
        draft, versions = _published(entry, today)
        for response in entry.get("responses", ()):
            _answered(versions[response["version"] - 1], response, today)
        if "draft" in entry:
            _half_changed(draft, entry["draft"], today)


def _published(entry: Mapping[str, Any], today: date) -> tuple[FormDraft, list[FormVersion]]:
    whole, made = _data(entry["definition"]), []
    town = Municipality.objects.get(pk=entry["place"])
    *_later, newest = steps = entry["versions"]
    first = _without(whole, newest.get("drop", {}))
    with clock.telling(office_moment(today, steps[0]["day"], "10:10")):
        draft = create_form(
            actor=_person(steps[0]), municipality=town, title=entry["title"], key=entry["key"], definition=first,
            settings={name: entry[name] for name in SETTINGS},
        )  # fmt: skip
    for number, step in enumerate(steps):
        at = office_moment(today, step["day"], "15:30")
        with clock.telling(at):
            if number == len(steps) - 1:
                save_draft(actor=_person(step), form=draft, based_on=draft.version, changes={"definition": whole})
            made.append(
                publish_version(actor=_person(step), form=draft, based_on=draft.version, note=step.get("note", ""))
            )
        backdate(draft, updated_at=at)
    return draft, made


def _answered(version: FormVersion, entry: Mapping[str, Any], today: date) -> Response:
    person = _person(entry)
    answers = {**entry["answers"]}
    if "day" in answers:
        answers["day"] = office_day(today, answers["day"]).isoformat()
    at = office_moment(today, entry["day"], "13:20")
    with clock.telling(at):
        row = start_response(
            actor=person, form=version, municipality=version.owner, channel=entry["channel"],
            on_behalf_of=entry.get("for", ""), proxy_reason=entry.get("reason", ""),
        )  # fmt: skip
        save_answers(actor=person, response=row, based_on=row.version, changes=answers)
        if entry["sent"]:
            submit_response(actor=person, response=row, today=clock.today())
    backdate(row, updated_at=at)
    return row


def _half_changed(draft: FormDraft, entry: Mapping[str, Any], today: date) -> None:
    """Somebody is changing a question and has not published it yet."""
    sections = [
        {**section, "items": [
            {**item, "label": entry["label"].get(item["id"], item["label"])} for item in section["items"]
        ]}
        for section in draft.definition["sections"]
    ]  # fmt: skip
    changed = {**draft.definition, "sections": sections}
    save_draft(actor=_person(entry), form=draft, based_on=draft.version, changes={"definition": changed})
    backdate(draft, updated_at=office_moment(today, 2, "16:45"))


def _without(definition: Mapping[str, Any], ids: Mapping[str, Any]) -> dict[str, Any]:
    sections = [
        {**section, "items": [item for item in section["items"] if item["id"] not in ids]}
        for section in definition["sections"]
    ]
    return {**definition, "sections": sections}


def _person(entry: Mapping[str, Any]) -> Person:
    return Person.objects.get(username=entry["by"])


def _data(name: str) -> dict[str, Any]:
    content: dict[str, Any] = yaml.safe_load((DATA / f"{name}.yaml").read_text(encoding="utf-8"))
    return content
