"""Loads a short survey that was closed the other day: its summary waits in the tray, its promise hides numbers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import yaml

from hanpo.core import clock
from hanpo.core.demo import backdate, insert_dated, office_day, office_moment
from hanpo.core.models import Municipality, Person
from hanpo.council.actions.surveys import plan_survey
from hanpo.council.demo.councils import DATA
from hanpo.council.models import Council, Promise, Reply, ReplyState, ReplyStep, Survey, SurveyState
from hanpo.council.queries.surveys import about, places_to_ask
from hanpo.forms.actions.drafts import create_form
from hanpo.forms.actions.responses import save_answers, start_response, submit_response
from hanpo.forms.actions.versions import publish_version

SECRETARIAT = "jimukyoku"
MINUTES = (5, 10, 10, 15, 20)


def load_quick_survey(*, today: date) -> None:
    """Load the survey with the replies of all members but a few."""
    facts = yaml.safe_load((DATA / "surveys" / "quick.yaml").read_text("utf-8"))
    person = Person.objects.get(username=SECRETARIAT)
    survey = _asked(facts, person, today)
    places = places_to_ask(council=survey.council)
    for number, (place, said) in enumerate(zip(places, facts["replies"].split(), strict=True)):
        _reply(survey, place, _answers(said, number, facts["wishes"]), number, facts, today)


def _asked(facts: Mapping[str, Any], person: Person, today: date) -> Survey:
    council = Council.objects.select_related("host").get()
    with clock.telling(office_moment(today, facts["sent"], "09:30")):
        draft = create_form(
            actor=person, municipality=council.host, title=facts["title"], key="council-ai", definition=facts["form"],
            settings={"next_step": facts["next_step"], "purpose": facts["purpose"]},
        )  # fmt: skip
        values = {"title": facts["title"], "purpose": facts["purpose"], "promise": Promise.OFFICE,
                  "minutes_estimated": 10, "due_on": office_day(today, facts["due"])}  # fmt: skip
        survey = plan_survey(actor=person, council=council, draft=draft, values=values)
        survey.form = publish_version(actor=person, form=draft, based_on=draft.version)
    survey.state, survey.opens_on = SurveyState.CLOSED, office_day(today, facts["sent"])
    survey.closed_on = office_day(today, facts["closed"])
    survey.save()
    backdate(survey, updated_at=office_moment(today, facts["closed"], "17:15"))
    return survey


def _answers(said: str, number: int, wishes: list[str]) -> dict[str, Any]:
    """The answers of a member as forms keep them; nothing where it sent no reply."""
    if said == "-":
        return {}
    use, rule, *accounts = said.split("/")
    found: dict[str, Any] = {"use": {"id": use}, "rule": {"id": rule}}
    if accounts:
        found["accounts"] = accounts[0]
    if number % 3 == 0:
        found["wish"] = wishes[number // 3 % len(wishes)]
    return found


def _reply(
    survey: Survey, place: Municipality, answers: Mapping[str, Any], number: int, facts: Mapping[str, Any], today: date
) -> None:
    """One member's reply, sent between the first day and the last."""
    began, sent = office_moment(today, facts["sent"], "09:30"), office_moment(today, 8 + number % 7, "14:20")
    if survey.form is None:
        raise ValueError("the survey was sent above")
    with clock.telling(began):
        response = start_response(actor=None, form=survey.form, municipality=place, about=about(survey))
    if answers:
        with clock.telling(sent):
            save_answers(actor=None, response=response, based_on=response.version, changes=answers)
            submit_response(actor=None, response=response, today=clock.today())
    backdate(response, updated_at=sent if answers else began)
    state = ReplyState.SUBMITTED if answers else ReplyState.WRITING
    reply = Reply.objects.create(
        survey=survey, municipality=place, response=response, state=state, due_on=survey.due_on,
        minutes_spent=MINUTES[number % len(MINUTES)] if answers else None,
    )  # fmt: skip
    moves = [("", ReplyState.WRITING, began)]
    if answers:
        moves.append((ReplyState.WRITING, ReplyState.SUBMITTED, sent))
    insert_dated([
        ReplyStep(reply=reply, municipality=place, old_state=old, new_state=new, recorded_at=at)
        for old, new, at in moves
    ])  # fmt: skip
    backdate(reply, updated_at=moves[-1][2])
