"""What is made ready about staffing: next week's desks and roster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock
from hanpo.core.japanese import format_wareki
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, Fact
from hanpo.counter.actions.staffing.plans import drop_plan, plan_week, reopen_plan
from hanpo.counter.engine.staffing import Verdict
from hanpo.counter.engine.waiting import NoRoster
from hanpo.counter.models import PlanState, StaffingPlan
from hanpo.counter.queries.staffing.days import hours_of, monday_of
from hanpo.counter.queries.staffing.plans import Proposal, proposal

AHEAD = timedelta(days=7)
SAVED = 90
"""Minutes that somebody needs to count tickets, guess the desks and write a week's roster by hand (an estimate)."""


class NextWeekStaffing:
    """For the lead of the counter: next week's desks by half hour and roster. Approving stores the draft of the week.

    Nothing is decided: the plan is decided on its page, by a person.
    """

    key = "counter.next_week_staffing"
    label = gettext_lazy("来週の窓口の配置案")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        monday = monday_of(today + AHEAD)
        if StaffingPlan.objects.filter(municipality=municipality, monday=monday).exists():
            return
        try:
            found = proposal(municipality=municipality, monday=monday, today=today, now=clock.now())
        except NoRoster:
            return
        if found is not None:
            yield _draft(municipality, found)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        monday = date.fromisoformat(values["monday"])
        try:
            found = proposal(municipality=work.municipality, monday=monday, today=clock.today(), now=clock.now())
        except NoRoster as refusal:
            raise ValidationError(
                _("休憩が勤務時間に入らない人がいます。当番に入る人の時間を直してください。")
            ) from refusal
        if found is None:
            raise ValidationError(_("当番に入る人がいなくなりました。このおぜん立ては見送ってかまいません。"))
        made = plan_week(actor=actor, municipality=work.municipality, proposed=found)
        return {"plan": made.pk}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        row = StaffingPlan.objects.filter(pk=work.undo["plan"]).first()
        if row is None:
            return
        if row.state == PlanState.DECIDED:
            row = reopen_plan(actor=actor, plan=row)
        drop_plan(actor=actor, plan=row)


def _draft(municipality: Municipality, found: Proposal) -> Draft:
    aim = hours_of(municipality=municipality.pk)
    words = {"percent": aim.target_percent, "minutes": aim.target_minutes}
    return Draft(
        key=f"week:{found.monday}",
        title=_("%sからの週の窓口の配置案") % format_wareki(found.monday),
        why=[
            _fullest(found),
            Fact(
                text=_("{percent}％の人を{minutes}分以内に呼べるように、半時間ごとの窓口の数を出しました。").format(
                    **words
                ),
                url=reverse("counter:staffing_waits"),
            ),
            Fact(text=_shortage(found), url=reverse("counter:staffing_plans")),
            Fact(text=_held(found)),
        ],
        effect=_("この週の配置計画が案として登録され、日ごとに直してから決められます。だれにも知らせは出ません。"),
        minutes_saved=SAVED,
        role="section_lead",
        due=found.monday - timedelta(days=3),
        url=reverse("counter:staffing_plans"),
        values={"monday": found.monday.isoformat()},
    )


def _fullest(found: Proposal) -> Fact:
    """The fullest day of the week and why, or that nothing can be foreseen yet."""
    url = reverse("counter:staffing_arrivals")
    if not found.has_forecast:
        return Fact(text=_("先の予想を出せるだけの日数がまだないため、ふだんの日として計画しました。"), url=url)
    iso, day = max(found.days.items(), key=lambda pair: pair[1]["visitors"])
    told = {"day": format_wareki(date.fromisoformat(iso)), "n": day["visitors"], "why": _("、").join(day["reasons"])}
    if told["why"]:
        return Fact(text=_("いちばん多いのは{day}で、およそ{n}人の見込みです（{why}）。").format(**told), url=url)
    return Fact(text=_("いちばん多いのは{day}で、およそ{n}人の見込みです。").format(**told), url=url)


def _held(found: Proposal) -> str:
    """On how many days the played roster clearly holds the aimed-at wait."""
    holding = sum(day["hold"]["verdict"] == Verdict.HOLDS.value for day in found.days.values())
    return _("この当番で計算の中の60日を過ごすと、{days}日のうち{n}日は、目標に届くとはっきり言えます。").format(
        days=len(found.days), n=holding
    )


def _shortage(found: Proposal) -> str:
    if found.shortage:
        return _("いまの当番では、のべ{n}時間分の窓口に座る人がいません。").format(n=found.shortage / 2)
    return _("いまの当番で足ります。休憩も入っています。")
