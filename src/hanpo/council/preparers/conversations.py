"""Statements that wait to be looked at: nobody who wrote something should wait for weeks to see it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.council.actions.conversations import moderate
from hanpo.council.models import OpinionStatement, StatementState
from hanpo.council.queries.conversations import conversations, waiting

MOST_SHOWN = 10
ANSWER_WITHIN = timedelta(days=2)


class StatementsWaiting:
    """For the secretariat: all statements of a conversation that wait, to be shown but for the numbers crossed out."""

    key = "council.statements_waiting"
    label = gettext_lazy("確認待ちの意見文")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        rows = conversations().filter(council__host=municipality, closes_on__gte=today)
        for conversation in rows:
            found = list(waiting(conversation=conversation)[:MOST_SHOWN])
            if found:
                yield _draft(conversation.topic, found, reverse("council:moderation", args=[conversation.pk]), today)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        kept = {int(line.partition(" ")[0]) for line in values["show"].splitlines() if line[:1].isdigit()}
        rows = OpinionStatement.objects.filter(
            pk__in=kept & set(values["statements"]), state=StatementState.WAITING
        ).select_related("conversation")
        done = [moderate(actor=actor, statement=row, state=StatementState.SHOWN).statement_id for row in rows]
        return {"statements": done}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        """They wait again; the log keeps both decisions."""
        for row in OpinionStatement.objects.filter(pk__in=work.undo["statements"]).select_related("conversation"):
            moderate(actor=actor, statement=row, state=StatementState.WAITING, reason=_("判断を取り消しました。"))


def _draft(topic: str, found: list[OpinionStatement], url: str, today: date) -> Draft:
    lines = "\n".join(f"{row.pk} {row.text}" for row in found)
    return Draft(
        key=f"{found[0].conversation_id}:{found[-1].pk}",
        title=_("「%(topic)s」に確認待ちの意見文が%(n)d件あります") % {"topic": topic[:80], "n": len(found)},
        why=[Fact(text=row.text, url=url) for row in found],
        effect=_(
            "残した行の意見文を載せます。消した行の意見文は確認待ちのまま残り、掲載の判断のページで理由を付けて判断できます。"
        ),
        minutes_saved=3 * len(found),
        role="secretariat",
        due=today + ANSWER_WITHIN,
        url=url,
        values={"statements": [row.pk for row in found], "show": lines},
        fields=[DraftField(name="show", label=_("載せる意見文（載せない行を消してください）"), kind="text")],
    )
