"""What is made ready about decisions: the next smallest one that is ready, what is due from them, and their reviews."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock
from hanpo.core.japanese import format_wareki
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.council.actions.decisions import (
    finish_follow_up,
    move_decision,
    propose_decision,
    reopen_follow_up,
    take_step_back,
)
from hanpo.council.models import Council, DecisionRecord, DecisionState, FollowUp, Poll
from hanpo.council.queries import decisions as queries
from hanpo.council.queries.decision_words import amended_motion, first_draft

AHEAD = timedelta(days=7)
REVIEW_AFTER = timedelta(days=365)


class NextDecision:
    """For the secretariat: a closed choice becomes a proposal; a proposal whose time for opinions is over is amended.

    Nothing is decided: who decides is a meeting, and its decision is recorded by a person.
    """

    key = "council.next_decision"
    label = gettext_lazy("次に決められること")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        for council in Council.objects.filter(host=municipality):
            for poll in queries.polls_without_record(council=council):
                draft = _proposal(poll, today)
                if draft:
                    yield draft
            for decision in queries.asked_long_enough(council=council, today=today):
                yield _amendment(decision)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        if "poll" in values:
            return self._propose(actor, values)
        row = DecisionRecord.objects.get(pk=values["decision"])
        if row.state != DecisionState.ASKED:
            raise ValidationError(_("もう先へ進んでいます。このおぜん立ては見送ってかまいません。"))
        undo = {"decision": row.pk, "motion": row.motion, "state": str(row.state)}
        move_decision(
            actor=actor, decision=row, to=DecisionState.AMENDED, comment=_("意見照会の結果で案文を直しました。"),
            facts={"motion": values["motion"]},
        )  # fmt: skip
        return undo

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        row = DecisionRecord.objects.get(pk=work.undo["decision"])
        state = work.undo.get("state", DecisionState.WITHDRAWN)
        facts = {"motion": work.undo["motion"]} if "motion" in work.undo else {}
        take_step_back(actor=actor, decision=row, to=state, facts=facts)

    def _propose(self, actor: Person, values: Mapping[str, Any]) -> Mapping[str, Any]:
        poll = Poll.objects.select_related("council").get(pk=values["poll"])
        if not queries.polls_without_record(council=poll.council).filter(pk=poll.pk).exists():
            raise ValidationError(_("この案選びの決定記録は、もうあります。このおぜん立ては見送ってかまいません。"))
        today = clock.today()
        texts = {name: values[name] for name in ("title", "motion", "asked", "dissent", "conditions")}
        facts = {**texts, "poll": poll, "source": poll.source, "background": poll.background,
                 "review_on": today + REVIEW_AFTER}  # fmt: skip
        made = propose_decision(actor=actor, council=poll.council, values=facts, today=today)
        return {"decision": made.pk}


class FollowUpDue:
    """For whom something from a decision is due within a week: is it done? Approving says yes."""

    key = "council.follow_up_due"
    label = gettext_lazy("期限の近い、決定後の作業")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        for row in queries.due_follow_ups(municipality=municipality, until=today + AHEAD):
            yield _follow_up(row, municipality, today)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        row = FollowUp.objects.get(pk=values["follow_up"])
        finish_follow_up(actor=actor, follow_up=row, today=clock.today(), note=values["note"])
        return {"follow_up": row.pk}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        reopen_follow_up(actor=actor, follow_up=FollowUp.objects.get(pk=work.undo["follow_up"]))


class ReviewDue:
    """For the secretariat: the review day of a decision has come; approving opens the review for the next meeting."""

    key = "council.review_due"
    label = gettext_lazy("決定の見直し")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        for council in Council.objects.filter(host=municipality):
            for row in queries.to_review(council=council, today=today):
                yield _review(row)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        row = DecisionRecord.objects.get(pk=values["decision"])
        undo = {"decision": row.pk, "state": str(row.state)}
        move_decision(actor=actor, decision=row, to=DecisionState.REVIEW, comment=values["points"])
        return undo

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        row = DecisionRecord.objects.get(pk=work.undo["decision"])
        take_step_back(actor=actor, decision=row, to=work.undo["state"], facts={})


def _proposal(poll: Poll, today: date) -> Draft | None:
    """A proposal out of a closed choice; nothing where nobody answered."""
    texts = first_draft(poll=poll, today=today)
    if texts is None:
        return None
    url = reverse("council:poll_result", args=[poll.pk])
    return Draft(
        key=f"poll:{poll.pk}",
        title=(_("決定記録の案：%s") % poll.title)[:200],
        why=[Fact(text=line, url=url) for line in texts.why],
        effect=_("「提案」の状態の決定記録ができ、今日の結果の写しが付きます。決定はしません。"),
        minutes_saved=90,
        role="secretariat",
        url=url,
        values={
            "poll": poll.pk, "title": poll.title, "motion": texts.motion, "asked": texts.asked,
            "dissent": texts.dissent, "conditions": texts.conditions,
        },
        fields=[
            DraftField(name="title", label=_("題")),
            DraftField(name="motion", label=_("決めること（案文）"), kind="text"),
            DraftField(name="asked", label=_("誰に何を尋ねたか"), kind="text"),
            DraftField(name="dissent", label=_("反対・少数の意見（本人たちの言葉）"), kind="text"),
            DraftField(name="conditions", label=_("受け入れた条件"), kind="text"),
        ],
    )  # fmt: skip


def _amendment(decision: DecisionRecord) -> Draft:
    opinions = list(decision.decisionopinions.select_related("municipality"))
    url = reverse("council:decision", args=[decision.pk])
    day = format_wareki(decision.answer_by) if decision.answer_by else ""
    return Draft(
        key=f"amend:{decision.pk}:{decision.answer_by}",
        title=(_("修正した案文の案：%s") % decision.title)[:200],
        why=[
            Fact(text=_("意見照会の期限（%s）を過ぎました。") % day, url=url),
            Fact(text=_("%d件の意見が出ています。") % len(opinions), url=url),
        ],
        effect=_("状態が「修正」になり、直した案文が決定を待ちます。前の案文は経過に残ります。"),
        minutes_saved=40,
        role="secretariat",
        url=url,
        values={"decision": decision.pk, "motion": amended_motion(decision=decision, opinions=opinions)},
        fields=[DraftField(name="motion", label=_("決めること（案文）"), kind="text")],
    )


def _follow_up(row: FollowUp, municipality: Municipality, today: date) -> Draft:
    is_host = row.decision.council.host_id == municipality.pk
    url = reverse("council:decision", args=[row.decision_id])
    days = (row.due - today).days
    when = _("期限まであと%d日です") % days if days > 0 else _("今日が期限です")
    return Draft(
        key=f"follow_up:{row.pk}",
        title=(_("決定後の作業：%s") % row.text)[:200],
        why=[
            Fact(text=_("「%s」で決まった作業です") % row.decision.title, url=url),
            Fact(text=_("期限を%d日過ぎています") % -days if days < 0 else when),
        ],
        effect=_("「済み」として決定記録に載ります。"),
        minutes_saved=10,
        role="secretariat" if is_host else "dx_office",
        due=row.due,
        url=url,
        values={"follow_up": row.pk, "note": ""},
        fields=[DraftField(name="note", label=_("ひとこと（結果・残ったこと）"), kind="text")],
    )


def _review(row: DecisionRecord) -> Draft:
    url = reverse("council:decision", args=[row.pk])
    open_work = sum(todo.state == "open" for todo in row.followups.all())
    day = format_wareki(row.review_on) if row.review_on else ""
    points = [
        _("決めたとおりに進んでいるか"),
        _("反対・少数の意見が心配したことは起きたか"),
        _("受け入れた条件は守られているか"),
    ]
    return Draft(
        key=f"review:{row.pk}:{row.review_on}",
        title=(_("決定の見直し：%s") % row.title)[:200],
        why=[
            Fact(text=_("見直す日（%s）になりました。") % day, url=url),
            Fact(text=_("済んでいない作業が%d件あります。") % open_work, url=url),
        ],
        effect=_("状態が「見直し」になり、次の会議で確かめることが記録に載ります。"),
        minutes_saved=30,
        role="secretariat",
        due=row.review_on,
        url=url,
        values={"decision": row.pk, "points": "\n".join(points)},
        fields=[DraftField(name="points", label=_("次の会議で確かめること"), kind="text")],
    )
