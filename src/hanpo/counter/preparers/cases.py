"""What cases make ready: tasks whose day is near, tomorrow's visits after a death, and visits that nobody made."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock
from hanpo.core.japanese import STANDARD_CALENDAR, format_wareki
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.counter.actions.cases.opening import take_withdrawal_back, withdraw_case
from hanpo.counter.actions.cases.visits import mark_prepared
from hanpo.counter.actions.cases.work import mark_urgent
from hanpo.counter.models import Appointment, AppointmentState, Case, CaseState, CaseTask
from hanpo.counter.queries.cases import visits, work

AHEAD = timedelta(days=3)
"""So long before its day a task is laid before its section."""
PATIENCE = timedelta(days=30)
"""So long a case that was announced waits for the family."""
SHOWN = 8
"""How many tasks the tray names."""


class DueTasks:
    """Lays before each section the tasks whose day is near or past; approved, they bear the mark of urgency."""

    key = "counter.due_tasks"
    label = gettext_lazy("期限の近い窓口の仕事")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        rows = work.at_work().filter(municipality=municipality, due__lte=today + AHEAD, is_urgent=False)
        ordered = rows.order_by("section_id", "due", "case_id", "position")
        for _section, found in groupby(ordered, key=lambda row: row.section_id):
            yield _due_draft(list(found), today)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        tasks = _tasks(values["tasks"])
        if not tasks:
            raise ValidationError(_("これらの仕事は、もう終わっています。このおぜん立ては見送ってかまいません。"))
        return {"tasks": [row.pk for row in mark_urgent(actor=actor, tasks=tasks)]}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        tasks = _tasks(work.undo["tasks"])
        if tasks:
            mark_urgent(actor=actor, tasks=tasks, is_urgent=False)


class TomorrowsVisits:
    """Lays before the desk each visit of the next open day, with what is ready and which sections have not looked."""

    key = "counter.tomorrows_visits"
    label = gettext_lazy("次の開庁日のおくやみの来庁")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        day = STANDARD_CALENDAR.next_open_day(today, include_day=False)
        rows = visits.appointments().filter(municipality=municipality, day__gt=today, day__lte=day)
        waiting = rows.filter(state=AppointmentState.BOOKED, prepared_on__isnull=True)
        for visit in visits.visits_of(rows=waiting.order_by("day", "start", "seat")):
            yield _visit_draft(visit)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        visit = Appointment.objects.select_related("case").get(pk=values["visit"])
        mark_prepared(actor=actor, visit=visit, on=clock.today())
        return {"visit": visit.pk}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        mark_prepared(actor=actor, visit=Appointment.objects.select_related("case").get(pk=work.undo["visit"]), on=None)


class UnbroughtCases:
    """Proposes to withdraw what was announced from home and never brought, so that no section waits for nobody."""

    key = "counter.unbrought_cases"
    label = gettext_lazy("来庁のないままの事前申請")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        rows = work.cases().filter(
            municipality=municipality, state=CaseState.ANNOUNCED, opened_at__lt=clock.span(today - PATIENCE)[0],
            appointment__isnull=True,
        )  # fmt: skip
        for case in rows.order_by("opened_at", "pk"):
            yield _unbrought_draft(case, today)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        case = Case.objects.select_related("reception").get(pk=values["case"])
        declined = {str(task.pk): task.state for task in case.tasks.all() if task.is_open}
        withdraw_case(actor=actor, case=case, reason=values["reason"])
        return {"case": case.pk, "tasks": declined}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        case = Case.objects.select_related("reception").get(pk=work.undo["case"])
        take_withdrawal_back(actor=actor, case=case, tasks=work.undo["tasks"])


def _tasks(numbers: list[int]) -> list[CaseTask]:
    return list(work.at_work().filter(pk__in=numbers))


def _due_draft(rows: list[CaseTask], today: date) -> Draft:
    first, section = rows[0], rows[0].section
    url = f"{reverse('counter:case_tasks')}?section={section.pk}"
    late = sum(row.due is not None and row.due < today for row in rows)
    head = _("{n}件のうち{late}件は期限を過ぎています").format(n=len(rows), late=late)
    return Draft(
        key=f"{section.pk}:{today.isoformat()}",
        title=_("{section}：期限の近い窓口の仕事 {n}件").format(section=section.name, n=len(rows)),
        why=[Fact(text=head, url=url), *(_task_fact(row) for row in rows[:SHOWN])],
        effect=_("この仕事に急ぎの印が付き、課の一覧の一番上に並びます。"),
        minutes_saved=2 * len(rows),
        role="section_lead" if late else "section_staff",
        section=section,
        due=first.due,
        url=url,
        values={"tasks": [row.pk for row in rows]},
    )


def _task_fact(row: CaseTask) -> Fact:
    words = _("{number} {title}：期限{day}").format(number=row.case.number, title=row.title, day=_day(row.due))
    return Fact(text=words, url=reverse("counter:case", args=[row.case_id]))


def _visit_draft(visit: visits.Visit) -> Draft:
    row = visit.appointment
    url = reverse("counter:appointment", args=[row.pk])
    when = _("{day} {time}").format(day=_day(row.day), time=f"{row.start:%H:%M}")
    if visit.is_checked:
        said = _("{n}件の手続きを、どの課も確かめました").format(n=visit.tasks)
    else:
        said = _("まだ確かめていない課：{names}").format(names=_("、").join(visit.waiting_for))
    return Draft(
        key=f"{row.pk}:{row.day.isoformat()}",
        title=_("おくやみの来庁の準備：{when}").format(when=when),
        why=[
            Fact(text=_("{n}人で来庁（受付番号 {number}）").format(number=row.case.number, n=row.people), url=url),
            Fact(text=said, url=reverse("counter:case", args=[row.case_id])),
        ],
        effect=_("「準備ができた」と記録します。席に置く1枚は、予約のページから印刷できます。"),
        minutes_saved=20,
        role="section_staff",
        section=row.course.section,
        due=row.day,
        url=url,
        values={"visit": row.pk},
    )


def _unbrought_draft(case: Case, today: date) -> Draft:
    url = reverse("counter:case", args=[case.pk])
    opened = timezone.localtime(case.opened_at).date()
    days = (today - opened).days
    return Draft(
        key=str(case.pk),
        title=_("事前申請 {number}：来庁がないまま{n}日").format(number=case.number, n=days),
        why=[
            Fact(text=_("申込みは{day}、できごとは「{event}」").format(day=_day(opened), event=case.event), url=url),
            Fact(text=_("残りの仕事は{n}件").format(n=case.open_tasks), url=url),
        ],
        effect=_("案件は「取りやめ」になり、各課の一覧から消えます。来庁したときは、いつでも再開できます。"),
        minutes_saved=5,
        role="section_staff",
        section=case.reception,
        url=url,
        values={"case": case.pk, "reason": _("申込みから30日たっても来庁がなかったため")},
        fields=[DraftField(name="reason", label=_("取りやめる理由"), kind="text")],
    )


def _day(day: date | None) -> str:
    return format_wareki(day, weekday=True) if day else ""
