"""What surveys make ready: a reminder for those who have not answered, and last time's answers to be confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock, scope
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, Fact
from hanpo.council.actions.replies import accept_carried_over, take_reply_back
from hanpo.council.models import Reply, ReplyState, Survey, SurveyState
from hanpo.council.preparers.asking import AHEAD, Asking, by_phone, reachable, reminder, tell_offices
from hanpo.council.queries import surveys as queries
from hanpo.council.queries.carrying import open_questions
from hanpo.forms.engine.answering import shown
from hanpo.forms.models import Deed
from hanpo.forms.queries.versions import form_of

EXAMPLES = 5
"""How many carried-over answers the tray shows."""


class Reminder(Asking):
    """Asks the members that have not answered, kindly, near the day and every week after it.

    Before the day those are left alone who said why there is no answer yet.
    """

    key = "council.reminder"
    label = gettext_lazy("調査のお願い（督促）")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        with scope.within(scope.EVERYWHERE):
            rows = queries.surveys().filter(state=SurveyState.OPEN, council__host=municipality)
            drafts = [_reminder(survey, today) for survey in rows.order_by("due_on", "pk")]
        yield from (draft for draft in drafts if draft is not None)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        survey = Survey.objects.get(pk=values["about"])
        return tell_offices(
            actor=actor, rows=queries.missing_replies(survey=survey), values=values,
            title=_("回答をお待ちしています：%s") % survey.title,
            url=lambda reply: reverse("council:reply", args=[reply.pk]),
        )  # fmt: skip


class CarryOver:
    """Lays last time's answers before the DX office: where nothing changed, one word sends them to the lead."""

    key = "council.carry_over"
    label = gettext_lazy("前回の答えの確認")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        rows = queries.replies().filter(
            municipality=municipality, state=ReplyState.WRITING, survey__state=SurveyState.OPEN,
            response__isnull=False,
        )  # fmt: skip
        for reply in rows.exclude(response__origins={}).order_by("due_on", "pk"):
            if _is_untouched(reply) and not open_questions(reply=reply, today=today):
                yield _carried(reply)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        reply = Reply.objects.get(pk=values["reply"])
        if reply.state != ReplyState.WRITING:
            raise ValidationError(_("この回答は、もう先へ進んでいます。このおぜん立ては見送ってかまいません。"))
        accept_carried_over(actor=actor, reply=reply, today=clock.today())
        return {"reply": reply.pk}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        reply = Reply.objects.get(pk=work.undo["reply"])
        if reply.state == ReplyState.APPROVING:
            take_reply_back(actor=actor, reply=reply)


def _reminder(survey: Survey, today: date) -> Draft | None:
    missing = [line.reply for line in queries.missing(survey=survey)]
    asked = [reply for reply in missing if _is_asked(reply, today)]
    if not asked:
        return None
    counts, told_here = queries.counts_of(surveys=[survey.pk])[survey.pk], reachable(today)
    return reminder(
        about=survey, rows=[reply.pk for reply in asked], due_on=min(reply.due_on for reply in asked),
        answered=(counts.answered, counts.asked),
        said=[_said(reply, reply in asked, told_here) for reply in missing], today=today,
        advice=_("まだのときは、回答のページに「まだ答えられない理由」を書いていただければ、事務局で予定を合わせます。"),
        url=reverse("council:survey_missing", args=[survey.pk]),
    )  # fmt: skip


def _is_asked(reply: Reply, today: date) -> bool:
    """Near the day who said nothing; after it everybody."""
    return reply.due_on < today or (reply.due_on <= today + AHEAD and not reply.why_not_yet)


def _said(reply: Reply, is_asked: bool, told_here: frozenset[str]) -> Fact:
    words = [reply.municipality.name + _("：") + reply.get_state_display()]
    if reply.why_not_yet:
        words.append(f"「{reply.why_not_yet}」")
    words.append(by_phone(reply.municipality_id, told_here) if is_asked else _("（今回はお願いしません）"))
    return Fact(text="".join(words), url=reverse("council:reply", args=[reply.pk]))


def _is_untouched(reply: Reply) -> bool:
    """Whether nobody has written anything yet."""
    return reply.response is not None and not reply.response.entries.exclude(deed=Deed.START).exists()


def _carried(reply: Reply) -> Draft:
    url = reverse("council:reply", args=[reply.pk])
    origins = reply.response.origins if reply.response else {}
    count = _("前回の答えが%d問、下書きに入っています") % len(origins)
    return Draft(
        key=str(reply.pk),
        title=_("%s：前回の答えのままでよいか") % reply.survey.title[:120],
        why=[Fact(text=count, url=url), *_examples(reply)],
        effect=_("「変更なし」として課長決裁に回ります。変わったところがあれば、回答のページで直してください。"),
        minutes_saved=reply.survey.minutes_estimated,
        role="dx_office",
        section=reply.section,
        due=reply.due_on,
        url=url,
        values={"reply": reply.pk},
    )


def _examples(reply: Reply) -> Iterator[Fact]:
    response = reply.response
    if response is None:
        return
    items = [item for item in form_of(response.form).items() if item.id in response.origins]
    for item in items[:EXAMPLES]:
        said = shown(item, response.answers[item.id], "ja").replace("\n", " ")
        yield Fact(text=item.label.ja + _("：") + said[:80])
