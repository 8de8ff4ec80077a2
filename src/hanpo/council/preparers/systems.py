"""The end of a joint system's contract, seen early enough for every budget: 18, 12 and 6 months before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock, scope
from hanpo.core.actions.notifications import notify, withdraw_notifications
from hanpo.core.japanese import format_wareki
from hanpo.core.japanese.deadlines import add_months
from hanpo.core.models import Municipality, Notification, Person, PreparedWork
from hanpo.core.queries.people import holders
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.council.actions.systems import drop_renewal, plan_renewal
from hanpo.council.models import JointSystem, RenewalPlan
from hanpo.council.queries.systems import Ending, endings, members_of

MILESTONES = (6, 12, 18)
"""Months before the end: the last budget, the budget before it, and the time to write a specification."""

ANSWER_IN = timedelta(days=30)
QUESTIONS = {
    18: gettext_lazy("1. 次の契約の後も使い続けますか。\n2. 足りない機能、要らない機能はありますか。\n3. 今の仕様と違うやり方のうち、そろえられるものはどれですか。"),
    12: gettext_lazy("1. 使い続けるか、抜けるかの見込みを教えてください。\n2. 来年度の予算要求に要る資料は何ですか。\n3. 費用の分け方を見直したいところはありますか。"),
    6: gettext_lazy("1. 更新に同意しますか（条件があれば書いてください）。\n2. 契約の手続に要る期間と決裁の日程を教えてください。\n3. 抜ける場合、データをいつ、どの形で受け取りますか。"),
}  # fmt: skip


class ContractEnd:
    """For the secretariat: what to ask the members before a contract ends, ready to be sent to their DX offices."""

    key = "council.contract_end"
    label = gettext_lazy("共同運営システムの契約の終わり")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        for found in endings(today=today):
            months = _milestone(found, today)
            if months is None or found.system.council.host_id != municipality.pk:
                continue
            if not found.system.renewals.filter(months=months, ends_on=found.ends_on).exists():
                yield _draft(found, months, today)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        questions = str(values["questions"]).strip()
        if not questions:
            raise ValidationError({"questions": _("尋ねることを書いてください。要らないときは、見送ってください。")})
        system = JointSystem.objects.get(pk=values["system"])
        plan = plan_renewal(
            actor=actor, system=system, months=values["months"], ends_on=date.fromisoformat(values["ends_on"]),
            asked_on=clock.today(),
            answer_by=date.fromisoformat(values["answer_by"]), questions=questions,
        )  # fmt: skip
        return {"plan": plan.pk, "notifications": _ask(actor, system, plan)}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        """What was asked is taken back from the members' notifications as well."""
        with scope.within(scope.EVERYWHERE):
            for place in Municipality.objects.filter(pk__in=_places(work.undo["notifications"])):
                withdraw_notifications(actor=actor, municipality=place, notifications=work.undo["notifications"])
        drop_renewal(actor=actor, plan=RenewalPlan.objects.get(pk=work.undo["plan"]))


def _milestone(found: Ending, today: date) -> int | None:
    """The milestone that was reached last; nothing while the end is further off."""
    return next((months for months in MILESTONES if today >= add_months(found.ends_on, -months)), None)


def _ask(actor: Person, system: JointSystem, plan: RenewalPlan) -> list[int]:
    """Tell the DX offices of all members what is asked and until when."""
    told: list[int] = []
    with scope.within(scope.EVERYWHERE):
        for member in members_of(system=system):
            notifications = notify(
                actor=actor,
                people=holders(municipality=member.municipality, day=clock.today(), role="dx_office"),
                municipality=member.municipality,
                title=_("「%s」の契約の更新について教えてください") % system.name,
                body=_("%(questions)s\n返事の期限は%(day)sです。")
                % {"questions": plan.questions, "day": format_wareki(plan.answer_by, weekday=True)},
                url=reverse("council:system", args=[system.pk]),
            )
            told += [notification.pk for notification in notifications]
    return told


def _places(notifications: list[int]) -> list[str]:
    return list(Notification.objects.filter(pk__in=notifications).values_list("municipality", flat=True))


def _draft(found: Ending, months: int, today: date) -> Draft:
    system = found.system
    url = reverse("council:system", args=[system.pk])
    end = format_wareki(found.ends_on, weekday=True)
    members = _("、").join(str(member) for member in members_of(system=system))
    return Draft(
        key=f"{system.pk}:{found.ends_on.isoformat()}:{months}",
        title=(_("「%(name)s」の契約の終わりまで%(months)dか月です") % {"name": system.name, "months": months})[:200],
        why=[
            Fact(text=_("契約の最後の日：%s") % end, url=url),
            Fact(text=_("尋ねる相手（加入市町のDX担当課）：%s") % (members or _("まだ登録されていません"))),
        ],
        effect=_("加入市町のDX担当課にこの内容を知らせ、システムのページに相談の記録を残します。"),
        minutes_saved=60,
        role="secretariat",
        due=today + timedelta(days=14),
        url=url,
        values={
            "system": system.pk, "months": months, "ends_on": found.ends_on.isoformat(),
            "questions": str(QUESTIONS[months]),
            "answer_by": (today + ANSWER_IN).isoformat(),
        },
        fields=[
            DraftField(name="questions", label=_("尋ねること"), kind="text"),
            DraftField(name="answer_by", label=_("返事の期限"), kind="date"),
        ],
    )  # fmt: skip
