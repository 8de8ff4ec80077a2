"""Sample content for the design page: a form with and without errors, and things a page would have read."""

from __future__ import annotations

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, NamedTuple

from django import forms
from django.core.paginator import Page, Paginator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from hanpo.core.editing import Clash
from hanpo.core.inputs import DayField, Form
from hanpo.core.registry import Fact

WAYS = (("counter", _("窓口で受け取る")), ("post", _("郵便で受け取る")), ("phone", _("電話で知らせてほしい")))
MOMENT = datetime(2026, 7, 1, 5, 20, tzinfo=UTC)


class SampleForm(Form):
    """One question of each kind."""

    name = forms.CharField(label=_("氏名"), help_text=_("戸籍のとおりに書いてください。"), max_length=80)
    phone = forms.RegexField(
        r"^[0-9-]+$",
        label=_("電話番号"),
        error_messages={"invalid": _("電話番号は数字で入れてください（例 0795-32-0000）。")},
    )
    born_on = DayField(
        label=_("生年月日"), help_text=_("和暦でも西暦でも書けます（例 昭和55年4月1日、S55.4.1、1980/4/1）。")
    )
    way = forms.ChoiceField(label=_("受け取り方"), choices=WAYS, widget=forms.RadioSelect)
    days = forms.MultipleChoiceField(
        label=_("都合のよい日"),
        choices=(("sat", _("土曜日")), ("sun", _("日曜日"))),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    place = forms.ChoiceField(
        label=_("庁舎"), choices=(("", _("選んでください")), ("main", _("本庁")), ("east", _("東支所")))
    )
    note = forms.CharField(label=_("伝えておきたいこと"), widget=forms.Textarea, required=False)
    agrees = forms.BooleanField(label=_("書いた内容で申し込みます"))


def content() -> dict[str, Any]:
    """Everything that the design page shows."""
    wrong = SampleForm({"name": "山本 さくら", "phone": "0795の32", "born_on": "令和8年2月30日", "way": "post"})
    return {
        "form": SampleForm(initial={"born_on": date(1980, 4, 1), "way": "counter"}),
        "wrong": wrong,
        "page": _page(),
        "why": _why(),
        "reasons": (
            ("done", _("もう済んでいる")),
            ("early", _("いまは時期ではない")),
            ("wrong", _("内容が実際と違う")),
        ),
        "clashes": CLASHES,
        "overtaken": {"clashes": (), "current": {"version": 2, "updated_at": MOMENT}},
        "ways": WAYS,
        "rows": ROWS,
        "decided": {"months": DECIDED, "total": LedgerCount(28, 7, 4, 460)},
        "variants": ("solid", "outline", "text", "danger"),
        "accents": ("blue", "light-blue", "cyan", "green", "lime", "yellow", "orange", "red", "magenta", "purple"),
        "icons": ICONS,
    }


class LedgerCount(NamedTuple):
    """Decisions on prepared work: what a line of the benefit ledger counts."""

    approved: int
    changed: int
    declined: int
    minutes_saved: int


def _page() -> Page[int]:
    return Paginator(range(1, 412), 50).page(4)


def _why() -> list[Fact]:
    return [
        Fact(text=gettext("3月の打合せから21日、記録がありません。"), url="#timeline"),
        Fact(text=gettext("同じ段の取組は、平均9日で次へ進んでいます（6市町、実測）。"), url="#facts"),
    ]


CLASHES = (
    Clash("due", _("期限"), "2026年7月31日", "2026年8月7日"),
    Clash("note", _("メモ"), "商工会への説明は7月の例会で行う。", "商工会への説明は会長の都合で8月に延ばす。"),
)

ROWS = (
    SimpleNamespace(
        title=_("観光案内の多言語化"), place="豊岡市", due="2026/07/31", minutes=40, kind="doing", state=_("取組中")
    ),
    SimpleNamespace(
        title=_("窓口の待ち時間の計測"),
        place="尼崎市",
        due="2026/08/07",
        minutes=25,
        kind="waiting",
        state=_("判断待ち"),
    ),
    SimpleNamespace(
        title=_("予診票の事前送付"), place="三田市", due="2026/06/30", minutes=120, kind="late", state=_("期限超過")
    ),
    SimpleNamespace(
        title=_("買い物代行の経路見直し"), place="多可町", due="2026/09/15", minutes=65, kind="done", state=_("完了")
    ),
)

DECIDED = ((_("5月"), LedgerCount(12, 3, 1, 190)), (_("6月"), LedgerCount(16, 4, 3, 270)))

ICONS = (
    "info", "success", "warning", "error", "check", "cross", "edit", "plus", "right", "left", "down", "up", "sort",
    "search", "bell", "person", "people", "menu", "language", "help", "calendar", "clock", "file", "download", "upload",
    "print", "link", "lock", "key", "home", "tray", "pause", "play", "dashed", "filter", "undo", "phone", "map",
)  # fmt: skip
