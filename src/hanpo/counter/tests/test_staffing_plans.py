"""A week's desks and roster: from tickets to a draft, changed by hand, decided by a person, prepared every week."""

from __future__ import annotations

from datetime import date, time, timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from openpyxl import load_workbook

from hanpo.core import clock, scope
from hanpo.core.actions.prepared import approve_work, undo_decision
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import AuditEntry, PreparedWork
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.staffing.plans import decide_plan, drop_plan, move_clerk, plan_week, replan_week
from hanpo.counter.models import CounterHours, ShiftClerk, StaffingPlan
from hanpo.counter.preparers.staffing import NextWeekStaffing
from hanpo.counter.queries.staffing.days import monday_of
from hanpo.counter.queries.staffing.plan_pages import plan_page
from hanpo.counter.queries.staffing.plans import engine_clerk, proposal
from hanpo.counter.tests import staffing_makers as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(amagasaki):
    return ground.person("section_lead", amagasaki)


@pytest.fixture
def client(lead, sign_in):
    return sign_in(lead)


@pytest.fixture
def counter(amagasaki):
    """Ten measured days and two on duty, of whom the one lunches while the other serves."""
    at = make.busy_days(amagasaki, days=8)
    make.clerk(at, "窓口1")
    make.clerk(at, "窓口2")
    return at


def next_monday() -> date:
    return monday_of(clock.today() + timedelta(days=7))


def proposed(place, monday=None):
    found = proposal(municipality=place, monday=monday or next_monday(), today=clock.today(), now=clock.now())
    assert found is not None
    return found


def planned(place, actor=None):
    with scope.within(scope.EVERYWHERE):
        return plan_week(actor=actor, municipality=place, proposed=proposed(place))


@pytest.mark.usefixtures("everywhere")
def test_a_week_plans_every_open_day_with_breaks_kept(counter, amagasaki):
    told = proposed(amagasaki)
    assert told.days
    for iso, day in told.days.items():
        assert date.fromisoformat(iso).weekday() < 5
        assert len(day["needed"]["A"]) == 17
        for row in day["roster"].values():
            assert row.count("break") == 2
    assert not told.has_forecast, "eight days are too few to foresee a day"


@pytest.mark.usefixtures("everywhere")
def test_nobody_on_duty_or_nothing_measured_makes_no_plan(amagasaki):
    asked = {"municipality": amagasaki, "monday": next_monday(), "today": clock.today(), "now": clock.now()}
    at = make.busy_days(amagasaki, days=6)
    assert proposal(**asked) is None
    make.clerk(at, is_on=False)
    assert proposal(**asked) is None
    make.clerk(at, "窓口2")
    assert proposal(**asked) is not None


def test_hours_that_begin_within_a_half_hour_count_from_the_next():
    hours = CounterHours(opens=time(9), closes=time(17, 30), break_from=time(11, 30), break_until=time(13, 30))
    person = ShiftClerk(name="窓口1", starts=time(9, 45), ends=time(16, 15))
    person.own_line = make.ServiceLine(prefix="A")
    told = engine_clerk(person=person, hours=hours)
    assert (told.duty, told.break_from, told.break_until, told.services) == ((2, 14), 5, 9, ("A",))


@pytest.mark.usefixtures("everywhere")
def test_moving_somebody_changes_only_that_time_and_shows_the_gap(counter, amagasaki, lead):
    row = planned(amagasaki, lead)
    iso = min(row.days)
    before = row.days[iso]["roster"]["窓口2"]
    after = move_clerk(actor=lead, plan=row, based_on=row.version, day=date.fromisoformat(iso), clerk="窓口1",
                       first=2, last=5, to="off")  # fmt: skip
    assert after.days[iso]["roster"]["窓口1"][2:5] == ["", "", ""]
    assert after.days[iso]["roster"]["窓口2"] == before
    assert after.version == row.version + 1
    with pytest.raises(ValidationError, match="ほかの人が先に"):
        replan_week(actor=lead, plan=row, based_on=row.version, proposed=proposed(amagasaki))


@pytest.mark.usefixtures("everywhere")
def test_a_decided_week_is_neither_changed_nor_thrown_away(counter, amagasaki, lead):
    row = decide_plan(actor=lead, plan=planned(amagasaki, lead), today=clock.today())
    with pytest.raises(ValidationError):
        replan_week(actor=lead, plan=row, based_on=row.version, proposed=proposed(amagasaki))
    with pytest.raises(ValidationError):
        drop_plan(actor=lead, plan=row)


@pytest.mark.usefixtures("everywhere")
def test_no_name_of_a_clerk_reaches_the_audit(counter, amagasaki, lead):
    row = planned(amagasaki, lead)
    move_clerk(actor=lead, plan=row, based_on=row.version, day=date.fromisoformat(min(row.days)), clerk="窓口1",
               first=0, last=1, to="free")  # fmt: skip
    for verb in ("plan_week", "move_clerk"):
        entry = AuditEntry.objects.get(verb=verb)
        assert "窓口1" not in str(entry.new)


@pytest.mark.usefixtures("everywhere")
def test_a_plan_tells_where_a_desk_stays_empty(counter, amagasaki, lead):
    row = planned(amagasaki, lead)
    iso = min(row.days)
    row.days[iso]["needed"]["A"] = [3] * 17
    told = plan_page(plan=row).days[0]
    assert told.shortage == sum(3 - sum(place == "A" for place in slots) for slots in zip(
        *row.days[iso]["roster"].values(), strict=True))  # fmt: skip
    assert any("人不足" in words for words in told.short_at)


def test_the_lead_plans_a_week_changes_it_and_decides(client, counter, amagasaki):
    client.post(reverse("counter:staffing_plan_add"), {"monday": (next_monday() + timedelta(days=2)).isoformat()})
    with scope.within(scope.EVERYWHERE):
        row = StaffingPlan.objects.get()
    assert row.monday == next_monday()
    page = client.get(reverse("counter:staffing_plan", args=[row.pk])).content.decode()
    assert "窓口1" in page
    sent = {"clerk": "窓口1", "first": 0, "last": 2, "to": "free", "version": row.version}
    client.post(reverse("counter:staffing_plan_move", args=[row.pk, min(row.days)]), sent)
    assert (
        client.post(reverse("counter:staffing_plan_move", args=[row.pk, min(row.days)]), sent)
        .content.decode()
        .count("ほかの人が先に直しました")
    )
    client.post(reverse("counter:staffing_plan_decide", args=[row.pk]))
    with scope.within(scope.EVERYWHERE):
        row.refresh_from_db()
    assert (row.state, row.days[min(row.days)]["roster"]["窓口1"][:2]) == ("decided", ["free", "free"])
    book = load_workbook(BytesIO(client.get(reverse("counter:staffing_plan_excel", args=[row.pk])).content))
    assert book.worksheets[0]["B2"].value == "窓口1"


def test_a_week_is_planned_once(client, counter, amagasaki):
    planned(amagasaki)
    answer = client.post(reverse("counter:staffing_plan_add"), {"monday": next_monday().isoformat()})
    assert "この週の計画は、もうあります" in answer.content.decode()


def test_clerks_and_hours_are_entered_on_pages(client, amagasaki):
    at = make.line(amagasaki)
    client.post(reverse("counter:staffing_clerk_add"), {
        "name": "会計年度A", "own_line": at.pk, "starts": "9:00", "ends": "16:00", "is_on": "on"})  # fmt: skip
    client.post(reverse("counter:staffing_hours"), {
        "opens": "9:00", "closes": "17:30", "target_minutes": 20, "target_percent": 80, "break_minutes": 60,
        "break_from": "11:30", "break_until": "13:30"})  # fmt: skip
    with scope.within(scope.EVERYWHERE):
        assert ShiftClerk.objects.get().own_line == at
        assert CounterHours.objects.get().slots == 17
    page = client.get(reverse("counter:staffing_plans")).content.decode()
    assert "会計年度A" in page
    assert "80％の人を20分以内に呼ぶ" in page


def test_the_same_line_is_not_entered_twice_for_one_clerk(client, amagasaki):
    at = make.line(amagasaki)
    answer = client.post(reverse("counter:staffing_clerk_add"), {
        "name": "A", "own_line": at.pk, "second_line": at.pk, "starts": "9:00", "ends": "16:00"})  # fmt: skip
    assert answer.status_code in (200, 422)
    assert "それぞれ違うもの" in answer.content.decode()


def test_another_towns_plan_is_not_found(client, toyooka):
    at = make.busy_days(toyooka, days=6)
    make.clerk(at)
    row = planned(toyooka)
    assert client.get(reverse("counter:staffing_plan", args=[row.pk])).status_code == 404
    assert client.post(reverse("counter:staffing_plan_decide", args=[row.pk])).status_code == 404


def prepare(place) -> list[PreparedWork]:
    with scope.within(scope.of(place.pk)):
        prepare_work(actor=None, preparer=NextWeekStaffing(), municipality=place, today=clock.today())
    return list(PreparedWork.objects.filter(preparer=NextWeekStaffing.key, state="waiting"))


@pytest.mark.usefixtures("everywhere")
def test_next_week_is_prepared_once_and_approving_can_be_taken_back(counter, amagasaki, lead):
    (work,) = prepare(amagasaki)
    assert prepare(amagasaki) == [work]
    assert "15分以内" in work.why[1]["text"]
    assert "目標に届くとはっきり言えます" in work.why[3]["text"]
    approve_work(actor=lead, work=work, changes={})
    assert StaffingPlan.objects.get().monday == next_monday()
    assert prepare(amagasaki) == []
    work.refresh_from_db()
    undo_decision(actor=lead, work=work)
    assert not StaffingPlan.objects.exists()


@pytest.mark.usefixtures("everywhere")
def test_a_town_without_tickets_is_left_in_peace(amagasaki):
    make.clerk(make.line(amagasaki))
    assert prepare(amagasaki) == []


@pytest.mark.usefixtures("everywhere")
def test_a_plan_says_whether_its_wait_is_held_and_what_helping_saves(client, amagasaki):
    first, second = make.line(amagasaki), make.line(amagasaki, "B", "保険")
    for day in make.past_days(6):
        for number in range(42):
            make.visit(first if number % 2 else second, day, 540 + number * 10, taken=8.0, where=f"{number % 3}番")
    for number in range(3):
        make.clerk(first, f"窓口{number}", second_line=second)
    row = planned(amagasaki)
    assert {day["hold"]["verdict"] for day in row.days.values()} == {"holds"}
    assert all(day["hold"]["saved"] > 0 for day in row.days.values())
    page = client.get(reverse("counter:staffing_plan", args=[row.pk])).content.decode()
    assert "15分以内に呼べる人は" in page
    assert "目標の90％に届く見込みです" in page
    assert "助け合うので、種別ごとに数えるより" in page


@pytest.mark.usefixtures("everywhere")
def test_a_line_without_anybody_is_not_said_to_hold(amagasaki):
    first, second = make.line(amagasaki), make.line(amagasaki, "B", "保険")
    for day in make.past_days(6):
        for number in range(42):
            make.visit(first if number % 2 else second, day, 540 + number * 10, where=f"{number % 3}番")
    make.clerk(first)
    told = plan_page(plan=planned(amagasaki)).days[0]
    assert "計算できません" in told.hold
    assert told.saved == ""


@pytest.mark.usefixtures("everywhere")
def test_a_plan_with_missing_desks_that_holds_says_that_people_help_each_other(amagasaki):
    first, second = make.line(amagasaki), make.line(amagasaki, "B", "保険")
    for day in make.past_days(6):
        for number in range(42):
            make.visit(first if number % 2 else second, day, 540 + number * 10, taken=8.0, where=f"{number % 3}番")
    for number in range(3):
        make.clerk(first, f"窓口{number}", second_line=second)
    row = planned(amagasaki)
    day = next(iter(row.days))
    row.days[day]["needed"]["A"][0] += 3
    short, *others = plan_page(plan=row).days
    assert short.hold.startswith("種別ごとに数えると足りない時間がありますが")
    assert all(one.hold.startswith("作った案のとおりなら") for one in others if not one.shortage)
