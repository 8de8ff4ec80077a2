"""What the counter offers to the house for arrivals, what-if, rosters, the calendar of crowding."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hanpo.core.manifest import STAFF
from hanpo.core.registry import Part, Permission, Place

PART = Part(
    permissions=(
        Permission(
            key="counter.see_staffing", label=_("来庁の多い時間と待ち時間を見て、変えたらどうなるかを試す"),
            roles=STAFF | {"supporter"},
        ),
        Permission(key="counter.plan_staffing", label=_("窓口の配置計画を見て、当番を組む"), roles=STAFF),
    ),
    places=(
        Place(
            label=_("待ち時間と人の配置"), url_name="counter:staffing_arrivals", permission="counter.see_staffing"
        ),
    ),
)  # fmt: skip
