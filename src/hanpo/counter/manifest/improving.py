"""What the counter offers to the house for hearing sheets, experience surveys, problem cards, steps and effects."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hanpo.core.manifest import STAFF
from hanpo.core.registry import CalendarSource, Part, Permission, Place, SearchSource, SearchText
from hanpo.counter.models import Improvement, ProblemCard
from hanpo.counter.preparers.improving import PREPARERS
from hanpo.counter.queries.improving import themes

SEE = "counter.see_improving"
BESIDE = STAFF | {"supporter"}
"""Staff, and the supporter who works beside them."""

PART = Part(
    permissions=(
        Permission(key=SEE, label=_("窓口改善の取組を見る"), roles=BESIDE),
        Permission(key="counter.improve", label=_("聞き取り・体験調査・課題カード・改善工程を書く"), roles=BESIDE),
        Permission(
            key="counter.lead_improving", label=_("窓口改善の取組を始め、課に聞き、工程を進める"),
            roles=frozenset({"section_lead", "dx_office"}),
        ),
    ),
    places=(Place(label=pgettext_lazy("一覧", "窓口改善の取組"), url_name="counter:improvements", permission=SEE),),
    preparers=PREPARERS,
    search=(
        SearchSource(
            key="counter.improvement", label=_("窓口改善の取組"), model=Improvement, permission=SEE,
            title=lambda row: row.title, url=themes.improvement_url, texts=themes.improvement_texts,
            dated=lambda row: row.started_on,
        ),
        SearchSource(
            key="counter.problem_card", label=_("課題カード"), model=ProblemCard, permission=SEE,
            title=lambda row: str(row), url=themes.card_url, texts=lambda row: [SearchText(text=row.words)],
        ),
    ),
    calendar=(CalendarSource(key="counter.improving", permission=SEE, items=themes.calendar),),
    verbs={
        "ask_sections": _("課に聞き取りをお願い"),
        "begin_hearing": _("聞き取り票を開いた"),
        "answer_hearing": _("聞き取り票を提出"),
        "say_same": _("「うちも同じ」と追加"),
        "store_walk": _("体験調査を受取り"),
        "attach_photo": _("体験調査の写真を追加"),
        "merge_cards": _("課題カードをまとめた"),
        "part_card": _("課題カードを元に戻した"),
        "name_cause": _("根本原因を記録"),
        "word_to_be": _("目指す姿を記録"),
        "withdraw_to_be": _("目指す姿を取下げ"),
        "need_first": _("先に要る工程を追加"),
        "drop_need": _("先に要る工程を外した"),
        "move_step": _("改善工程を次の状態へ"),
        "say_agreement": _("改善工程への考えを記録"),
        "add_timings": _("計測を追加"),
        "confirm_measure": _("効果の実測を確認"),
        "doubt_measure": _("効果の実測の確認を取消し"),
    },
)  # fmt: skip
