"""Loads last year's survey, settled with all replies, and this year's, which most members have answered.

The steps of the past carry the moments at which they are said to have happened, so they are inserted as history.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import yaml

from hanpo.core import clock
from hanpo.core.demo import backdate, insert_dated, office_day, office_moment
from hanpo.core.japanese.eras import fiscal_year
from hanpo.core.models import Municipality, Person
from hanpo.council.actions.surveys import plan_survey, repeat_survey
from hanpo.council.demo.councils import DATA
from hanpo.council.models import Council, Extension, Promise, Reply, ReplyState, ReplyStep, Survey, SurveyState
from hanpo.council.queries.carrying import known_from
from hanpo.council.queries.surveys import about
from hanpo.forms.actions.drafts import create_form
from hanpo.forms.actions.responses import reopen_response, save_answers, start_response, submit_response
from hanpo.forms.actions.versions import publish_version
from hanpo.forms.models import Channel, FormDraft, Response

SECRETARIAT = "jimukyoku"
DONE = (ReplyState.SUBMITTED, ReplyState.RESUBMITTED, ReplyState.SETTLED)
PATHS: Mapping[str, tuple[str, ...]] = {
    "writing": (),
    "checking": ("checking",),
    "approving": ("checking", "approving"),
    "submitted": ("checking", "approving", "submitted"),
    "settled": ("checking", "approving", "submitted", "settled"),
    "sent_back": ("checking", "approving", "submitted", "sent_back"),
    "resubmitted": ("checking", "approving", "submitted", "sent_back", "approving", "resubmitted"),
}
"""The steps that lead to each state."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a member did in one survey: answers, how, and how far it came."""

    entry: Mapping[str, Any]
    answers: Mapping[str, Any]
    state: str
    minutes: int
    began: int
    is_touched: bool = True
    channel: str = Channel.PAGE


def load_surveys(*, today: date) -> None:
    """Load both surveys with their replies."""
    facts, replies = _data("surveys"), _data("replies")
    people = {person.username: person for person in Person.objects.all()}
    last = _last_year(facts["last"], today, people)
    for place, entry in _places(replies):
        _reply(last, place, _told_last(entry, facts["last"]), today, people)
    now = _this_year(facts, last, today, people)
    for number, (place, entry) in enumerate(_places(replies)):
        _reply(now, place, _told_now(entry, number), today, people)


def _last_year(facts: Mapping[str, Any], today: date, people: Mapping[str, Person]) -> Survey:
    title = facts["title"].format(year=_year(today, facts["sent"]))
    council = Council.objects.select_related("host").get()
    with clock.telling(office_moment(today, facts["sent"], "09:40")):
        draft = create_form(
            actor=people[SECRETARIAT], municipality=council.host, title=title, key="council-standard",
            definition=_data("last_year"), settings={"next_step": facts["next_step"], "purpose": facts["purpose"]},
        )  # fmt: skip
        survey = plan_survey(
            actor=people[SECRETARIAT], council=council, draft=draft, values=_values(facts, title, today)
        )
        return _sent(survey, draft, SurveyState.CLOSED, facts, today, people)


def _this_year(facts: Mapping[str, Any], last: Survey, today: date, people: Mapping[str, Person]) -> Survey:
    title = facts["now"]["title"].format(year=_year(today, facts["now"]["sent"]))
    with clock.telling(office_moment(today, facts["now"]["sent"], "10:20")):
        survey = repeat_survey(actor=people[SECRETARIAT], last=last, values=_values(facts["now"], title, today))
        survey.draft.definition = _changed(survey.draft.definition, facts)
        survey.draft.save()
        return _sent(survey, survey.draft, SurveyState.OPEN, facts["now"], today, people)


def _values(facts: Mapping[str, Any], title: str, today: date) -> dict[str, Any]:
    return {
        "title": title, "purpose": facts["purpose"], "promise": Promise.NAMED, "minutes_estimated": 35,
        "due_on": office_day(today, facts["due"]),
    }  # fmt: skip


def _sent(
    survey: Survey, draft: FormDraft, state: str, facts: Mapping[str, Any], today: date, people: Mapping[str, Person]
) -> Survey:
    """A survey that was sent on its day."""
    survey.form = publish_version(actor=people[SECRETARIAT], form=draft, based_on=draft.version)
    survey.state, survey.opens_on = state, office_day(today, facts["sent"])
    survey.closed_on = office_day(today, facts["closed"]) if "closed" in facts else None
    survey.save()
    backdate(survey, updated_at=office_moment(today, facts.get("closed", facts["sent"]), "17:00"))
    return survey


def _reply(survey: Survey, place: Municipality, told: Told, today: date, people: Mapping[str, Person]) -> None:
    """One member's reply with its steps."""
    response = _response(survey, place, told, today, people)
    entry = told.entry
    extended = entry.get("extended") if survey.state == SurveyState.OPEN else None
    reply: Reply = Reply.objects.create(
        survey=survey, municipality=place, response=response, state=told.state,
        due_on=survey.due_on + timedelta(days=extended["days"] if extended else 0),
        minutes_spent=told.minutes if told.state in DONE else None,
        why_not_yet=entry.get("why_not_yet", "") if told.state not in DONE else "",
        person_in_charge=_in_charge(place, people),
    )  # fmt: skip
    insert_dated(list(_steps(reply, told, today, people)))
    if extended:
        insert_dated([_extension(reply, extended, today, people)])
    backdate(reply, updated_at=_at(told, today, len(PATHS[told.state])))


def _response(survey: Survey, place: Municipality, told: Told, today: date, people: Mapping[str, Person]) -> Response:
    """The answers, written and sent as far as the reply came."""
    assert survey.form is not None  # noqa: S101 - the survey was sent above
    actor = people[SECRETARIAT] if "for" in told.entry and told.channel == Channel.PHONE else _staff(place, people)
    proxy = {"on_behalf_of": told.entry["for"], "proxy_reason": told.entry["reason"]} if _is_proxy(told) else {}
    with clock.telling(office_moment(today, told.began + 1, "10:30")):
        row = start_response(
            actor=actor if proxy else None, form=survey.form, municipality=place, about=about(survey),
            known=known_from(survey=survey, place=place), channel=told.channel, **proxy,
        )  # fmt: skip
    if told.is_touched:
        with clock.telling(_at(told, today, 0)):
            save_answers(actor=actor, response=row, based_on=row.version, changes=told.answers, channel=told.channel)
    _send_on(row, told, today, actor, people)
    backdate(row, updated_at=_at(told, today, 0) if told.is_touched else row.started_at)
    return row


def _send_on(row: Response, told: Told, today: date, actor: Person | None, people: Mapping[str, Person]) -> None:
    if told.state in DONE or told.state == ReplyState.SENT_BACK:
        with clock.telling(_at(told, today, 2)):
            submit_response(actor=actor, response=row, today=clock.today())
    if told.state == ReplyState.SENT_BACK:
        with clock.telling(_at(told, today, 3)):
            reopen_response(actor=people[SECRETARIAT], response=row, reason=told.entry["sent_back"])


def _steps(reply: Reply, told: Told, today: date, people: Mapping[str, Person]) -> Iterator[ReplyStep]:
    """The way of a reply so far, each step with its moment."""
    before = ""
    for number, state in enumerate(("writing", *PATHS[told.state])):
        is_secretariat = state in ("sent_back", "settled") or (state == "writing")
        at = office_moment(today, told.began + 1, "10:30") if state == "writing" else _at(told, today, number)
        yield ReplyStep(
            reply=reply, municipality_id=reply.municipality_id, old_state=before, new_state=state, recorded_at=at,
            comment=told.entry["sent_back"] if state == "sent_back" else "",
            recorded_by=people[SECRETARIAT] if is_secretariat else _by(state, reply.municipality, people),
        )  # fmt: skip
        before = state


def _extension(reply: Reply, facts: Mapping[str, Any], today: date, people: Mapping[str, Person]) -> Extension:
    return Extension(
        reply=reply, municipality_id=reply.municipality_id, old_due_on=reply.survey.due_on, new_due_on=reply.due_on,
        reason=facts["reason"], recorded_by=people[SECRETARIAT], recorded_at=office_moment(today, 4, "11:10"),
    )  # fmt: skip


def _told_last(entry: Mapping[str, Any], facts: Mapping[str, Any]) -> Told:
    began = facts["sent"] - 3 - len(entry["last"]) % 5
    return Told(entry, _answers(entry, "last"), "settled", entry["minutes"][0], began)


def _told_now(entry: Mapping[str, Any], number: int) -> Told:
    state = entry.get("state", "submitted")
    return Told(
        entry, _answers(entry, "now"), state, entry["minutes"][1], 5 + number % 9, "now" in entry,
        entry.get("channel", Channel.PAGE),
    )  # fmt: skip


def _answers(entry: Mapping[str, Any], which: str) -> dict[str, Any]:
    """The answers as forms keep them: choices by their ids, texts as they are."""
    said = dict(entry.get(which, {}))
    for name in ("condition", "worry"):
        if f"{which}_{name}" in entry:
            said[name] = entry[f"{which}_{name}"]
    return {name: _value(name, value) for name, value in said.items()}


def _value(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [{"id": one} for one in value]
    return {"id": value} if name in ("stage", "cost_change", "cio", "sharing") else value


def _changed(definition: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """This year's form: one question in another's place, and a new one at the end of its section."""
    sections = []
    for section in definition["sections"]:
        items = [facts["changed"].get(item["id"], item) for item in section["items"]]
        more = [facts["added"]["item"]] if section["id"] == facts["added"]["section"] else []
        sections.append({**section, "items": [*items, *more]})
    return {**definition, "sections": sections}


def _at(told: Told, today: date, step: int) -> datetime:
    """The moment of a step: a day apart at first, the last ones on the same day."""
    return office_moment(today, max(told.began - step, 1), f"{10 + step}:{(15 + 7 * step) % 60:02}")


def _is_proxy(told: Told) -> bool:
    return told.channel == Channel.PHONE


def _staff(place: Municipality, people: Mapping[str, Person]) -> Person | None:
    """The member of staff of a town of the demo that writes; nobody elsewhere."""
    return people.get(place.name_en.split()[0].lower())


def _by(state: str, place: Municipality, people: Mapping[str, Person]) -> Person | None:
    town = place.name_en.split()[0].lower()
    return people.get(f"{town}-kacho" if state in ("submitted", "resubmitted") else town)


def _in_charge(place: Municipality, people: Mapping[str, Person]) -> str:
    return "情報担当" if _staff(place, people) else ""


def _year(today: date, days: int) -> str:
    """The fiscal year of a day so many days ago, in the Japanese calendar (令和7年)."""
    return f"令和{fiscal_year(office_day(today, days)) - 2018}年"


def _places(replies: list[dict[str, Any]]) -> list[tuple[Municipality, dict[str, Any]]]:
    known = Municipality.objects.in_bulk([entry["code"] for entry in replies])
    return [(known[entry["code"]], entry) for entry in replies]


def _data(name: str) -> Any:
    return yaml.safe_load((DATA / "surveys" / f"{name}.yaml").read_text("utf-8"))
