"""Makes surveys for tests: a form of three questions at the secretariat, an open survey, and members' replies to it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from hanpo.core import clock, scope
from hanpo.core.models import Person
from hanpo.core.tests import factories as ground
from hanpo.council.models import Council, Reply, ReplyState, Survey, SurveyState
from hanpo.council.tests.factories import council
from hanpo.forms.actions.drafts import create_form
from hanpo.forms.actions.responses import save_answers, start_response, submit_response
from hanpo.forms.actions.versions import publish_version
from hanpo.forms.models import FormDraft, FormVersion

DEFINITION: dict[str, Any] = {
    "id": "systems",
    "title": "標準化の状況",
    "sections": [
        {
            "id": "s1",
            "title": "標準化",
            "items": [
                {"id": "moved", "kind": "choice", "label": "移行は終わりましたか", "required": True,
                 "choices": [{"id": "yes", "label": "終わった"}, {"id": "no", "label": "終わっていない"}]},
                {"id": "staff", "kind": "number", "label": "情報部門の職員数", "unit": "人", "low": "0", "required": True},
                {"id": "worry", "kind": "text", "label": "困っていること", "lines": 3},
            ],
        }
    ],
}  # fmt: skip
ANSWERS: dict[str, Any] = {"moved": {"id": "yes"}, "staff": "3", "worry": "引継ぎの時間がありません。"}
ABOUT = "council.survey:{pk}"


def form_draft(**fields: Any) -> FormDraft:
    """A form in the secretariat's editor."""
    with scope.within(scope.EVERYWHERE):
        return create_form(
            actor=None, municipality=ground.municipality("280003"), title=fields.pop("title", "標準化の状況"),
            definition=fields.pop("definition", DEFINITION), settings={"next_step": "事務局が集計します。", **fields},
        )  # fmt: skip


def form_version(draft: FormDraft | None = None) -> FormVersion:
    """A published form of the secretariat."""
    made = draft or form_draft()
    with scope.within(scope.EVERYWHERE):
        return publish_version(actor=None, form=made, based_on=made.version)


def draft_survey(group: Council | None = None, **fields: Any) -> Survey:
    """A survey that the secretariat still prepares."""
    group = group or council()
    with scope.within(scope.EVERYWHERE):
        draft = fields.pop("draft", None) or form_draft()
        return Survey.objects.create(
            council=group, draft=draft, title=fields.pop("title", "標準化の状況の調査"), purpose="体制を考えるためです。",
            due_on=fields.pop("due_on", date(2026, 12, 18)), **fields,
        )  # fmt: skip


def open_survey(group: Council | None = None, **fields: Any) -> Survey:
    """A survey that members answer now, with a reply of each municipality that is a member, not yet written."""
    group = group or council()
    version = fields.pop("form", None) or form_version()
    opens_on = fields.pop("opens_on", date(2026, 11, 2))
    survey = draft_survey(group, draft=version.form, form=version, opens_on=opens_on, state=SurveyState.OPEN, **fields)
    with scope.within(scope.EVERYWHERE):
        for member in group.memberships.filter(until__isnull=True).order_by("municipality_id"):
            if member.municipality_id != group.host_id:
                reply_row(survey, member.municipality_id)
    return survey


def reply_row(survey: Survey, code: str) -> Reply:
    """A member's reply as it is opened."""
    place = ground.municipality(code)
    with scope.within(scope.EVERYWHERE):
        assert survey.form is not None
        response = start_response(
            actor=None, form=survey.form, municipality=place, about=ABOUT.format(pk=survey.pk)
        )  # fmt: skip
        return Reply.objects.create(survey=survey, municipality=place, response=response, due_on=survey.due_on)


def reply_of(survey: Survey, code: str) -> Reply:
    """The reply of a member as it stands."""
    with scope.within(scope.EVERYWHERE):
        return Reply.objects.select_related("survey", "response__form", "municipality").get(
            survey=survey, municipality=code
        )


def answered(
    survey: Survey, code: str, answers: Mapping[str, Any] | None = None, *, actor: Person | None = None,
    state: ReplyState = ReplyState.SUBMITTED, minutes: int | None = 20,
) -> Reply:  # fmt: skip
    """A member's reply with these answers, sent to the secretariat (or left in another state)."""
    reply = reply_of(survey, code)
    with scope.within(scope.EVERYWHERE):
        response = reply.response
        assert response is not None
        save_answers(
            actor=actor, response=response, based_on=response.version,
            changes=ANSWERS if answers is None else answers,
        )  # fmt: skip
        if state in (ReplyState.SUBMITTED, ReplyState.RESUBMITTED, ReplyState.SETTLED):
            submit_response(actor=actor, response=response, today=clock.today())
        reply.state, reply.minutes_spent = state, minutes
        reply.save()
    return reply
