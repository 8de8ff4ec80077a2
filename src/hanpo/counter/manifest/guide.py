"""What the counter offers to the house for the interview and the guide: which procedures this household needs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hanpo.core.manifest import STAFF
from hanpo.core.registry import Part, Permission, Place

PART = Part(
    permissions=(Permission(key="counter.interview", label=_("窓口で聞き取り、手続案内書を渡す"), roles=STAFF),),
    places=(Place(label=_("聞き取りと手続案内"), url_name="counter:guide_desk", permission="counter.interview"),),
    verbs={
        "begin_guidance": _("聞き取りを開始"),
        "answer_guidance": _("聞き取りの答えを記録"),
        "tell_day_of_guidance": _("聞き取りの日付を記録"),
        "tell_amounts_of_guidance": _("手当の計算に使うことを記録"),
        "forget_guidance": _("聞き取りを消去（本人の求め）"),
        "erase_guidances": _("期限の過ぎた聞き取りを消去"),
    },
)
