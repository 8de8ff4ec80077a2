"""What the council's part for conversations offers to the house."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hanpo.core.manifest import PROGRAMME, STAFF
from hanpo.core.registry import CalendarSource, Part, Permission, Place, ResidentSource, SearchSource, SearchText
from hanpo.council.models import Conversation
from hanpo.council.queries.conversations import closing_calendar, due_for_resident
from hanpo.council.queries.councils import member_codes

PART = Part(
    permissions=(
        Permission(
            key="council.take_part",
            label=_("意見の場に加わり、結果を見る"),
            roles=STAFF | PROGRAMME | {"supporter", "resident"},
        ),
        Permission(key="council.run_conversations", label=_("意見の場を開き、掲載を判断する"), roles=PROGRAMME),
    ),
    places=(
        Place(
            label=pgettext_lazy("一覧", "意見の場"), url_name="council:conversations", permission="council.take_part"
        ),
    ),
    search=(
        SearchSource(
            key="council.conversations",
            label=_("意見の場"),
            model=Conversation,
            permission="council.see",
            title=lambda row: row.topic,
            url=lambda row: reverse("council:conversation", args=[row.pk]),
            texts=lambda row: (SearchText(text=row.topic, weight=3), SearchText(text=row.why)),
            dated=lambda row: row.opens_on,
            places=member_codes,
        ),
    ),
    calendar=(CalendarSource(key="council.conversations", permission="council.see", items=closing_calendar),),
    residents=(
        ResidentSource(
            key="council.conversations",
            due=lambda resident, today: due_for_resident(resident=resident, today=today),
        ),
    ),
    verbs={
        "propose_statement": _("意見文を書いた"),
        "moderate": _("意見文の掲載を判断"),
        "cast_vote": _("意見文に答えが届いた"),
        "ask_for_reading": _("意見の場の結果の読み直しを依頼"),
        "read_votes": _("意見の場の答えを読み取り"),
    },
)
