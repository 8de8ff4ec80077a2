"""What the council's part for surveys offers to the house."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hanpo.core.manifest import PROGRAMME, STAFF
from hanpo.core.registry import CalendarSource, Part, Permission, Place, PrefectureFact, SearchSource
from hanpo.council.models import Survey
from hanpo.council.queries import surveys

PART = Part(
    permissions=(
        Permission(key="council.run_surveys", label=_("調査を作る・送る・締め切る"), roles=PROGRAMME),
        Permission(key="council.see_replies", label=_("市町の回答を見る（市町の職員は自分のまちだけ）"), roles=STAFF | PROGRAMME),
        Permission(key="council.reply", label=_("調査に答える"), roles=STAFF),
        Permission(key="council.approve_reply", label=_("調査の回答を決裁して提出する"),
                   roles=frozenset({"section_lead", "dx_office"})),
    ),
    places=(Place(label=pgettext_lazy("一覧", "調査"), url_name="council:surveys", permission="council.see"),),
    search=(
        SearchSource(
            key="council.survey", label=_("調査"), model=Survey, permission="council.see",
            title=lambda row: row.title, url=lambda row: reverse("council:survey", args=[row.pk]),
            texts=surveys.search_texts, dated=lambda row: row.opens_on, places=surveys.places_that_find,
        ),
    ),
    calendar=(CalendarSource(key="council.due", permission="council.see_replies", items=surveys.due_calendar),),
    prefecture_facts=(
        PrefectureFact(key="council.replies", label=_("調査への回答"), permission="council.run_surveys",
                       values=surveys.reply_facts),
    ),
    verbs={
        "plan_survey": _("調査を準備"),
        "repeat_survey": _("前回の調査を写して準備"),
        "edit_survey": _("調査の内容を変更"),
        "send_survey": _("調査を送付"),
        "extend_replies": _("調査の期限を延長"),
        "close_survey": _("調査を締切り"),
        "reopen_survey": _("調査の受付を再開"),
        "note_reply": _("回答の担当・時間・理由を記録"),
        "circulate_reply": _("回答を課内で回付"),
        "return_reply": _("回答を課内で差戻し"),
        "take_reply_back": _("回答の回付を取消し"),
        "approve_reply": _("回答を決裁して提出"),
        "enter_for_member": _("回答の代理入力を開始"),
        "submit_for_member": _("回答を代理で提出"),
        "send_reply_back": _("回答を市町に差戻し"),
        "settle_reply": _("回答を確定"),
        "settle_replies": _("提出された回答をすべて確定"),
        "accept_carried_over": _("前回の答えを変更なしとして確認"),
    },
)  # fmt: skip
