"""Writes of replies: through the member's office to the secretariat, back again, settled; entered for a member.

The answers are written in `hanpo.forms`; here the reply takes its steps, and each step leaves a row.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _

from hanpo.core import audit, clock, editing
from hanpo.core.actions.notifications import notify
from hanpo.core.database.locks import held
from hanpo.core.models import Person
from hanpo.core.queries.people import holders
from hanpo.council.models import Reply, ReplyState, ReplyStep, Survey, SurveyState
from hanpo.forms.actions.responses import Incomplete, reopen_response, submit_response, write_for
from hanpo.forms.engine import walking
from hanpo.forms.models import Response
from hanpo.forms.queries.versions import form_of

OPEN_AT_HOME = (ReplyState.WRITING, ReplyState.SENT_BACK)
"""States in which answers are written."""
IN_CIRCULATION = (ReplyState.CHECKING, ReplyState.APPROVING)
"""States in which answers are looked through within the office."""


@audit.deed
def note_reply(*, actor: Person, reply: Reply, based_on: int, changes: Mapping[str, Any]) -> Reply:
    """Write down who is in charge, how long it took, and why there is no answer yet. Raises `EditConflict`."""
    done = editing.change(row=reply, based_on=based_on, changes=changes)
    audit.record(actor=actor, verb="note_reply", subject=reply, old=done.old, new=done.new)
    return reply


@audit.deed
def circulate_reply(*, actor: Person | None, reply: Reply, to: ReplyState, comment: str = "", today: date) -> Reply:
    """Hand a reply to the section's check or on to the section lead.

    Raises `Incomplete` while answers are missing, `ValidationError` where it is not the member's to hand on.
    """
    current = _locked(reply)
    _require_taking(current)
    came_from = OPEN_AT_HOME if to == ReplyState.CHECKING else (*OPEN_AT_HOME, ReplyState.CHECKING)
    if to not in IN_CIRCULATION or current.state not in came_from:
        raise ValidationError(_("この回答は、いまその段階へ回せません。画面を開き直してください。"))
    response = _response(current)
    if problems := tuple(walking.problems(form_of(response.form), response.answers, today)):
        raise Incomplete(problems)
    if to == ReplyState.APPROVING and current.section is not None:
        _tell(
            current, actor, _leads(current), title=_("決裁のお願い：%s") % current.survey.title,
            body=_("調査への回答が決裁を待っています。確かめて、よければ承認してください。承認すると事務局に届きます。"),
        )  # fmt: skip
    return _step(reply, current, to, comment, actor, "circulate_reply")


@audit.deed
def return_reply(*, actor: Person, reply: Reply, comment: str) -> Reply:
    """Give a reply back to its writer within the office, with what is to be changed."""
    current = _locked(reply)
    if current.state not in IN_CIRCULATION:
        raise ValidationError(_("課内で回している回答だけ、書き手に戻せます。"))
    if not comment.strip():
        raise ValidationError({"comment": _("直してほしいことを書いてください。")})
    return _step(reply, current, _writing_state(current), comment, actor, "return_reply")


@audit.deed
def take_reply_back(*, actor: Person, reply: Reply) -> Reply:
    """Take a reply back that was handed on within the office, as if it had not been."""
    current = _locked(reply)
    if current.state not in IN_CIRCULATION:
        raise ValidationError(_("課内で回している回答だけ、書き手に戻せます。"))
    return _step(reply, current, _writing_state(current), "", actor, "take_reply_back")


@audit.deed
def approve_reply(*, actor: Person | None, reply: Reply, comment: str = "", today: date) -> Reply:
    """Approve a reply as the section lead and send it to the secretariat. Raises `Incomplete`, `ValidationError`."""
    current = _locked(reply)
    _require_taking(current)
    if current.state not in IN_CIRCULATION:
        raise ValidationError(_("課長決裁に回っている回答だけ、承認して提出できます。"))
    return _sent(reply, current, comment, actor, today, "approve_reply")


@audit.deed
def enter_for_member(*, actor: Person, reply: Reply, channel: str, on_behalf_of: str, reason: str) -> Reply:
    """Begin to enter a reply for a member who answered by telephone or on paper, saying for whom and why."""
    current = _locked(reply)
    if not current.is_at_home:
        raise ValidationError(_("この回答はもう提出されています。直すときは差し戻してください。"))
    write_for(actor=actor, response=_response(current), on_behalf_of=on_behalf_of, reason=reason, channel=channel)
    return _step(reply, current, _writing_state(current), _("事務局が代わりに入力"), actor, "enter_for_member")


@audit.deed
def submit_for_member(*, actor: Person, reply: Reply, today: date) -> Reply:
    """Send what the secretariat entered for a member. Raises `Incomplete`, `ValidationError`."""
    current = _locked(reply)
    if current.state not in OPEN_AT_HOME or not _response(current).on_behalf_of:
        raise ValidationError(_("代わりに入力している回答だけ、事務局から提出できます。"))
    return _sent(reply, current, "", actor, today, "submit_for_member")


@audit.deed
def send_reply_back(*, actor: Person, reply: Reply, reason: str) -> Reply:
    """Send a reply back to the member with the reason; its answers can be written again, also after the day."""
    current = _locked(reply)
    if not current.is_counted:
        raise ValidationError(_("提出された回答だけ、差し戻せます。"))
    if not reason.strip():
        raise ValidationError({"reason": _("差し戻す理由を書いてください。")})
    reopen_response(actor=actor, response=_response(current), reason=reason[:200])
    _tell(
        current, actor, holders(municipality=current.municipality, role="dx_office", day=clock.today()),
        title=_("差し戻しました：%s") % current.survey.title,
        body=_("%s\n直したら、もう一度課内で回して提出してください。期限を過ぎていても受け付けます。") % reason,
    )  # fmt: skip
    return _step(reply, current, ReplyState.SENT_BACK, reason, actor, "send_reply_back")


@audit.deed
def settle_reply(*, actor: Person | None, reply: Reply) -> Reply:
    """Settle a reply: the secretariat has looked through it and asks nothing more."""
    current = _locked(reply)
    if current.state not in (ReplyState.SUBMITTED, ReplyState.RESUBMITTED):
        raise ValidationError(_("提出された回答だけ、確定できます。"))
    return _step(reply, current, ReplyState.SETTLED, "", actor, "settle_reply")


@audit.deed
def settle_replies(*, actor: Person | None, survey: Survey) -> int:
    """Settle every reply of a survey that is in, and say how many there were."""
    rows = list(Reply.objects.filter(survey=survey, state__in=[ReplyState.SUBMITTED, ReplyState.RESUBMITTED]))
    for reply in rows:
        settle_reply(actor=actor, reply=reply)
    audit.record(actor=actor, verb="settle_replies", subject=survey, new={"replies": [reply.pk for reply in rows]})
    return len(rows)


@audit.deed
def accept_carried_over(*, actor: Person, reply: Reply, today: date) -> Reply:
    """Say "nothing changed" (変更なし): the carried-over answers go to the section lead as they are."""
    current = _locked(reply)
    if current.state != ReplyState.WRITING or not _response(current).origins:
        raise ValidationError(_("前回から引き継いだ答えがないか、もう先へ進んでいます。"))
    done = circulate_reply(
        actor=actor, reply=reply, to=ReplyState.APPROVING, comment=_("前回から変更なし"), today=today
    )
    audit.record(actor=actor, verb="accept_carried_over", subject=reply, new={"state": done.state})
    return done


def _sent(reply: Reply, current: Reply, comment: str, actor: Person | None, today: date, verb: str) -> Reply:
    submit_response(actor=actor, response=_response(current), today=today)
    was_back = current.steps.filter(new_state=ReplyState.SENT_BACK).exists()
    to = ReplyState.RESUBMITTED if was_back else ReplyState.SUBMITTED
    current.why_not_yet = ""
    return _step(reply, current, to, comment, actor, verb)


def _step(reply: Reply, current: Reply, to: ReplyState, comment: str, actor: Person | None, verb: str) -> Reply:
    old = current.state
    current.state = to
    current.version += 1
    current.full_clean()
    current.save()
    ReplyStep.objects.create(reply=current, old_state=old, new_state=to, comment=comment, recorded_by=actor)
    audit.record(
        actor=actor, verb=verb, subject=current, old={"state": old}, new={"state": current.state, "comment": comment}
    )
    reply.__dict__.update({name: value for name, value in current.__dict__.items() if name != "_state"})
    return reply


def _leads(current: Reply) -> list[Person]:
    """The leads of the section that answers."""
    there, section = current.municipality, current.section
    in_section = {person.pk for person in holders(municipality=there, section=section, day=clock.today())}
    leads = holders(municipality=there, role="section_lead", day=clock.today())
    return [person for person in leads if person.pk in in_section]


def _tell(current: Reply, actor: Person | None, people: list[Person], *, title: str, body: str) -> None:
    if people:
        url = reverse("council:reply", args=[current.pk])
        notify(actor=actor, people=people, municipality=current.municipality, title=title, body=body, url=url)


def _writing_state(current: Reply) -> ReplyState:
    """The state in which a reply is written: sent back once, it stays so until it is handed in again."""
    steps = current.steps.filter(new_state__in=[ReplyState.SENT_BACK, ReplyState.RESUBMITTED])
    last = steps.order_by("recorded_at", "pk").last()
    return ReplyState.SENT_BACK if last and last.new_state == ReplyState.SENT_BACK else ReplyState.WRITING


def _require_taking(current: Reply) -> None:
    """Replies are taken while the survey is open, and those that were sent back afterwards as well."""
    if current.survey.state != SurveyState.OPEN and _writing_state(current) != ReplyState.SENT_BACK:
        raise ValidationError(_("この調査は締め切られました。出したいときは事務局に連絡してください。"))


def _response(current: Reply) -> Response:
    if current.response is None:
        raise ValidationError(_("保存の期間が過ぎ、答えは消されています。"))
    return current.response


def _locked(reply: Reply) -> Reply:
    rows = Reply.objects.select_related("survey", "response__form", "municipality", "section")
    found: Reply = held(rows).get(pk=reply.pk)
    return found
