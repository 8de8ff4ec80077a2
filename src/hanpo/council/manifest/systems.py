"""What the council's part for joint systems offers to the house."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hanpo.core.manifest import PROGRAMME, STAFF
from hanpo.core.registry import CalendarSource, Part, Permission, Place, SearchSource, SearchText
from hanpo.council.models import JointSystem
from hanpo.council.queries.councils import member_codes
from hanpo.council.queries.systems import contract_calendar

PART = Part(
    permissions=(
        Permission(
            key="council.run_systems", label=_("共同運営システムを登録し、負担の決め方を記録する"), roles=PROGRAMME
        ),
        Permission(key="council.enter_differences", label=_("自分の市町の差異を入れる"), roles=STAFF | PROGRAMME),
    ),
    places=(
        Place(label=pgettext_lazy("一覧", "共同運営システム"), url_name="council:systems", permission="council.see"),
    ),
    search=(
        SearchSource(
            key="council.systems",
            label=_("共同運営システム"),
            model=JointSystem,
            permission="council.see",
            title=lambda row: row.name,
            url=lambda row: reverse("council:system", args=[row.pk]),
            texts=lambda row: (
                SearchText(text=row.name, weight=3),
                SearchText(text=row.purpose),
                SearchText(text=row.supplier),
                SearchText(text=row.note),
            ),
            dated=lambda row: row.ends_on,
            places=member_codes,
        ),
    ),
    calendar=(CalendarSource(key="council.contracts", permission="council.see", items=contract_calendar),),
    verbs={
        "decide_sharing": _("費用の負担の決め方を記録"),
        "plan_renewal": _("契約更新の相談を始めた"),
        "drop_renewal": _("契約更新の相談を取りやめ"),
    },
)
