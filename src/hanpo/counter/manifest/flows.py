"""What the counter offers to the house for business flows and what the event log says of them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hanpo.core.manifest import PROGRAMME, STAFF
from hanpo.core.models import Municipality, Person
from hanpo.core.registry import Adoptable, CalendarSource, Part, Permission, Place, SearchSource
from hanpo.counter.actions.flows.charts import write_flow
from hanpo.counter.models import Flow
from hanpo.counter.preparers.flows import LongestWait
from hanpo.counter.queries.flows import charts


def apply_flow(person: Person, municipality: Municipality, pk: str | None, content: dict[str, Any]) -> str:
    """Write an adopted flow into a municipality, and return its number."""
    row = Flow.objects.get(pk=pk) if pk else Flow(municipality=municipality, kind=content["kind"])
    return str(write_flow(actor=person, row=row, content=content).pk)


WORDS = {
    "name": _("名前"),
    "kind": _("種類"),
    "purpose": _("何の流れか"),
    "source": _("出典"),
    "lanes": _("担当"),
    "nodes": _("手順"),
    "edges": _("矢印"),
    "tag": _("手順の種類"),
    "lane": _("担当"),
    "target": _("どこへ"),
}
"""What the keys of a flow's content are called."""

PART = Part(
    permissions=(
        Permission(key="counter.see_flows", label=_("業務フローを見る"), roles=STAFF | PROGRAMME | {"supporter"}),
        Permission(key="counter.draw_flows", label=_("業務フローを描く・直す"), roles=STAFF | {"supporter"}),
        Permission(key="counter.mark_flows", label=_("業務フローに印を付ける・投票する"), roles=STAFF | {"supporter"}),
        Permission(key="counter.see_logs", label=_("業務の記録から分かることを見る"),
                   roles=STAFF | PROGRAMME | {"supporter"}),
        Permission(key="counter.bring_logs", label=_("業務の記録を取り込む・列を選ぶ"),
                   roles=frozenset({"section_lead", "dx_office"})),
        Permission(key="counter.ask_logs", label=_("業務の記録にSQLで尋ねる"), roles=frozenset({"dx_office"})),
    ),
    places=(
        Place(label=pgettext_lazy("一覧", "業務フロー"), url_name="counter:flows", permission="counter.see_flows"),
    ),
    preparers=(LongestWait(),),
    search=(
        SearchSource(
            key="counter.flow", label=_("業務フロー"), model=Flow, permission="counter.see_flows",
            title=lambda row: row.name, url=lambda row: reverse("counter:flow", args=[row.pk]),
            texts=charts.search_texts,
        ),
    ),
    calendar=(CalendarSource(key="counter.flow_votes", permission="counter.mark_flows", items=charts.vote_calendar),),
    adoptable=(
        Adoptable(
            key="counter.flow", label=_("業務フロー"),
            candidates=lambda: Flow.objects.only("name"),
            export=lambda pk: charts.flow_content(Flow.objects.get(pk=pk)),
            apply=apply_flow, url=lambda pk: reverse("counter:flow", args=[pk]), words=WORDS,
        ),
    ),
    verbs={
        "begin_flow": _("業務フローを作成"),
        "derive_flow": _("目指す流れを作成"),
        "redraw_flow": _("業務フローの図を変更"),
        "write_flow": _("取り入れた業務フローを書込み"),
        "mark_flow": _("業務フローに印を付けた"),
        "note_wait": _("長い待ちを書込み"),
        "drop_wait_card": _("長い待ちの課題カードを取消し"),
        "unmark_flow": _("業務フローの印を取消し"),
        "vote_on_flow": _("業務フローに投票"),
    },
)  # fmt: skip
