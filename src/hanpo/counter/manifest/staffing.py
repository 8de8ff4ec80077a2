"""What the counter offers to the house for arrivals, what-if, rosters, the calendar of crowding."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hanpo.core.manifest import STAFF
from hanpo.core.registry import JobKind, Part, Permission, Place
from hanpo.counter.actions.staffing._playing import PLAY_TRIAL, play_trial
from hanpo.counter.preparers.staffing import NextWeekStaffing

PART = Part(
    permissions=(
        Permission(
            key="counter.see_staffing",
            label=_("来庁の多い時間と待ち時間を見て、変えたらどうなるかを試す"),
            roles=STAFF | {"supporter"},
        ),
        Permission(key="counter.plan_staffing", label=_("窓口の配置計画を見て、当番を組む"), roles=STAFF),
    ),
    places=(
        Place(label=_("待ち時間と来庁"), url_name="counter:staffing_arrivals", permission="counter.see_staffing"),
        Place(
            label=pgettext_lazy("一覧", "窓口の配置計画"),
            url_name="counter:staffing_plans",
            permission="counter.plan_staffing",
        ),
    ),
    preparers=(NextWeekStaffing(),),
    jobs=(JobKind(key=PLAY_TRIAL, label=_("窓口の試算"), run=play_trial),),
    verbs={
        "plan_week": _("窓口の配置の案を作成"),
        "replan_week": _("窓口の配置の案を作り直し"),
        "move_clerk": _("窓口の当番を変更"),
        "decide_plan": _("窓口の配置を決定"),
        "reopen_plan": _("窓口の配置を案に戻した"),
        "drop_plan": _("窓口の配置の案を破棄"),
        "keep_trial": _("窓口の試算を保存"),
        "take_in_arrivals": _("来庁者数の記録を取込み"),
    },
)
