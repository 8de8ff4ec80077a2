"""Writes of surveys: prepare one, send it to the members, move its day, close it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import audit, editing
from hanpo.core.actions.notifications import notify
from hanpo.core.database.locks import held
from hanpo.core.japanese import format_wareki
from hanpo.core.models import Municipality, Person
from hanpo.core.queries.people import holders
from hanpo.council.engine.asking import minutes_needed
from hanpo.council.models import Council, Extension, Reply, ReplyState, ReplyStep, Survey, SurveyState
from hanpo.council.queries.carrying import known_from
from hanpo.council.queries.surveys import about, places_to_ask
from hanpo.forms.actions.drafts import create_form
from hanpo.forms.actions.responses import start_response
from hanpo.forms.actions.versions import publish_version
from hanpo.forms.models import FormDraft, FormVersion
from hanpo.forms.queries.changes import fingerprint
from hanpo.forms.queries.faults import faults_of
from hanpo.forms.queries.versions import form_of


@audit.deed
def plan_survey(
    *, actor: Person | None, council: Council, draft: FormDraft, values: Mapping[str, Any],
    follows: Survey | None = None,
) -> Survey:  # fmt: skip
    """Prepare a survey that asks what stands in a form of the secretariat. Raises `ValidationError`."""
    survey = Survey(council=council, draft=draft, follows=follows, **values)
    survey.full_clean()
    survey.save(force_insert=True)
    audit.record(
        actor=actor, verb="plan_survey", subject=survey,
        new={"title": survey.title, "draft": draft.pk, "follows": survey.follows_id},
    )  # fmt: skip
    return survey


@audit.deed
def repeat_survey(*, actor: Person | None, last: Survey, values: Mapping[str, Any]) -> Survey:
    """Prepare the survey that follows an earlier one: its form is copied, questions keep their ids."""
    copied = create_form(
        actor=actor, municipality=last.council.host, title=values["title"][:120], definition=last.draft.definition,
        settings={"purpose": last.draft.purpose, "audience": last.draft.audience, "next_step": last.draft.next_step,
                  "retention_days": last.draft.retention_days},
    )  # fmt: skip
    survey = plan_survey(actor=actor, council=last.council, draft=copied, values=values, follows=last)
    audit.record(actor=actor, verb="repeat_survey", subject=survey, old={"survey": last.pk}, new={"draft": copied.pk})
    return survey


@audit.deed
def edit_survey(*, actor: Person, survey: Survey, based_on: int, changes: Mapping[str, Any]) -> Survey:
    """Change what is said of a survey before it is sent. Raises `EditConflict`, `ValidationError`."""
    _require(survey.state == SurveyState.DRAFT, _("この調査はもう送られています。期限は「期限を延ばす」で動かせます。"))
    done = editing.change(row=survey, based_on=based_on, changes=changes)
    audit.record(actor=actor, verb="edit_survey", subject=survey, old=done.old, new=done.new)
    return survey


@audit.deed
def send_survey(*, actor: Person | None, survey: Survey, today: date) -> Survey:
    """Send a survey: fix the version that is asked, open one reply a member with last time's answers in it as drafts,
    and tell the DX offices. Raises `ValidationError` where it was sent before, is overdue, or its form has faults.
    """
    current: Survey = _locked(survey)
    _require(current.state == SurveyState.DRAFT, _("この調査はもう送られています。"))
    if current.due_on < today:
        raise ValidationError({"due_on": _("回答期限が過ぎた日になっています。先の日に直してください。")})
    current.form = _version_to_ask(current.draft, actor)
    current.state, current.opens_on = SurveyState.OPEN, today
    current.minutes_estimated = current.minutes_estimated or minutes_needed(form_of(current.form))
    _keep(current)
    places = places_to_ask(council=current.council)
    for place in places:
        _open_reply(current, current.form, place, actor)
        _tell(current, place, actor, today)
    audit.record(
        actor=actor, verb="send_survey", subject=current, old={"state": SurveyState.DRAFT},
        new={"state": current.state, "form": current.form.pk, "members": len(places)},
    )  # fmt: skip
    return _brought_up(survey, current)


@audit.deed
def extend_replies(
    *, actor: Person | None, survey: Survey, replies: Iterable[Reply] | None, due_on: date, reason: str
) -> list[Extension]:
    """Move the day of these replies, or (with `None`) of the survey and of every reply that is not in yet.

    Raises `ValidationError` where the new day is no later than the one that stands.
    """
    current: Survey = _locked(survey)
    _require(current.state == SurveyState.OPEN, _("受付中の調査だけ、期限を延ばせます。"))
    if due_on <= current.due_on:
        raise ValidationError({"due_on": _("いまの期限より後の日にしてください。")})
    rows = Reply.objects.filter(survey=current, due_on__lt=due_on)
    if replies is None:
        current.due_on = due_on
        _keep(current)
    else:
        rows = rows.filter(pk__in=[reply.pk for reply in replies])
    moved = [_moved(reply, due_on, reason, actor) for reply in rows if not reply.is_counted]
    audit.record(
        actor=actor, verb="extend_replies", subject=current,
        new={"due_on": due_on, "reason": reason, "for_all": replies is None,
             "replies": [one.reply_id for one in moved]},
    )  # fmt: skip
    _brought_up(survey, current)
    return moved


@audit.deed
def close_survey(*, actor: Person | None, survey: Survey, today: date) -> Survey:
    """Stop taking replies; what is not in by now stays as missing."""
    current: Survey = _locked(survey)
    _require(current.state == SurveyState.OPEN, _("受付中の調査だけ、締め切れます。"))
    current.state, current.closed_on = SurveyState.CLOSED, today
    _keep(current)
    audit.record(actor=actor, verb="close_survey", subject=current, new={"state": current.state, "closed_on": today})
    return _brought_up(survey, current)


@audit.deed
def reopen_survey(*, actor: Person, survey: Survey) -> Survey:
    """Take replies again after a survey was closed too early."""
    current: Survey = _locked(survey)
    _require(current.state == SurveyState.CLOSED, _("締め切った調査だけ、受付を再開できます。"))
    current.state, current.closed_on = SurveyState.OPEN, None
    _keep(current)
    audit.record(actor=actor, verb="reopen_survey", subject=current, new={"state": current.state})
    return _brought_up(survey, current)


def _version_to_ask(draft: FormDraft, actor: Person | None) -> FormVersion:
    """The published version that says what stands in the editor; published now where there is none yet."""
    newest: FormVersion | None = FormVersion.objects.filter(form=draft).order_by("number").last()
    if newest and newest.checksum == fingerprint(form=draft):
        return newest
    faults = [fault for fault in faults_of(draft.definition) if not fault.is_warning]
    if faults:
        raise ValidationError(_("様式に直すところがあります：%s") % faults[0].message)
    return publish_version(actor=actor, form=draft, based_on=draft.version, note=_("調査として送付"))


def _open_reply(survey: Survey, form: FormVersion, place: Municipality, actor: Person | None) -> Reply:
    response = start_response(
        actor=None, form=form, municipality=place, about=about(survey), known=known_from(survey=survey, place=place)
    )
    reply: Reply = Reply.objects.create(survey=survey, municipality=place, response=response, due_on=survey.due_on)
    ReplyStep.objects.create(reply=reply, new_state=ReplyState.WRITING, recorded_by=actor)
    return reply


def _tell(survey: Survey, place: Municipality, actor: Person | None, today: date) -> None:
    people = holders(municipality=place, role="dx_office", day=today)
    if not people:
        return
    notify(
        actor=actor, people=people, municipality=place, title=_("調査のお願い：%s") % survey.title,
        body=_("%(purpose)s\n回答期限は%(due)sです（見込み約%(minutes)d分）。前回の答えがあるものは、下書きに入れてあります。")
        % {"purpose": survey.purpose, "due": format_wareki(survey.due_on, weekday=True),
           "minutes": survey.minutes_estimated},
        url=reverse("council:survey", args=[survey.pk]),
    )  # fmt: skip


def _moved(reply: Reply, due_on: date, reason: str, actor: Person | None) -> Extension:
    made: Extension = Extension.objects.create(
        reply=reply, old_due_on=reply.due_on, new_due_on=due_on, reason=reason, recorded_by=actor
    )
    reply.due_on = due_on
    reply.version += 1
    reply.save()
    return made


def _require(holds: bool, words: str) -> None:
    if not holds:
        raise ValidationError(words)


def _keep(current: Survey) -> None:
    current.version += 1
    current.full_clean()
    current.save()


def _brought_up(survey: Survey, current: Survey) -> Survey:
    survey.__dict__.update({name: value for name, value in current.__dict__.items() if name != "_state"})
    survey.form = current.form
    return survey


def _locked(survey: Survey) -> Survey:
    found: Survey = held(Survey.objects.select_related("council__host")).get(pk=survey.pk)
    return found
