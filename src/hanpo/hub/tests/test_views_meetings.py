"""The pages of meetings: what everybody in the programme sees, and what only some may do."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from hanpo.core import clock, scope
from hanpo.core.tests import factories as ground
from hanpo.hub.models import (
    ActionState,
    AgendaItem,
    Answer,
    Attendance,
    Meeting,
    MeetingOutcome,
    MeetingState,
    OutcomeKind,
    Question,
    Statement,
)
from hanpo.hub.queries.meetings import meeting_calendar
from hanpo.hub.tests import factories

pytestmark = pytest.mark.django_db


def everywhere(ask):
    with scope.within(scope.EVERYWHERE):
        return ask()


@pytest.fixture
def programme(amagasaki):
    return factories.participation(amagasaki).programme


@pytest.fixture
def meeting(programme) -> Meeting:
    return everywhere(
        lambda: Meeting.objects.create(
            programme=programme, title="第2回検討会", held_on=date(2026, 6, 4), state=MeetingState.HELD
        )
    )


@pytest.fixture
def clerk(prefecture, sign_in):
    return sign_in(ground.person("prefecture", prefecture))


@pytest.fixture
def staff(amagasaki, sign_in):
    return sign_in(ground.person("section_staff", amagasaki))


def outcome(meeting, **fields) -> MeetingOutcome:
    values = {"kind": OutcomeKind.ACTION, "text": "様式をそろえる", **fields}
    return everywhere(lambda: MeetingOutcome.objects.create(meeting=meeting, **values))


def fill(meeting, amagasaki, *, times: int = 1) -> None:
    """Everything that a meeting can hold, with names of persons."""
    with scope.within(scope.EVERYWHERE):
        for n in range(times):
            AgendaItem.objects.create(
                meeting=meeting, title=f"取組状況 {n}", presenter_organisation="みなと社", presenter_name="山本 さくら"
            )
            Attendance.objects.create(meeting=meeting, organisation="みなと社", person_name="川口 ひろし")
            Statement.objects.create(
                meeting=meeting, municipality=amagasaki, heading="現状", text="一覧を作った", organisation="みなと社",
                person_name="森 ゆうき",
            )  # fmt: skip
            question = Question.objects.create(meeting=meeting, text="続けるこつは何か")
            Answer.objects.create(
                question=question, organisation="はんぽ工房", person_name="池田 みなみ", text="小さく始めること"
            )
            MeetingOutcome.objects.create(meeting=meeting, kind=OutcomeKind.ACTION, text="試算", municipality=amagasaki)
            MeetingOutcome.objects.create(meeting=meeting, kind=OutcomeKind.HELD_OVER, text="どの案にするか")


def test_what_is_planned_stands_before_what_was_held(clerk, programme, meeting):
    everywhere(lambda: Meeting.objects.create(programme=programme, title="第3回検討会", held_on=date(2027, 1, 8)))
    page = clerk.get(reverse("hub:meetings")).content.decode()
    assert page.index("第3回検討会") < page.index("第2回検討会")
    assert "令和9年1月8日（金）" in page


def test_a_meeting_shows_agenda_talks_questions_and_results(staff, meeting, amagasaki):
    fill(meeting, amagasaki)
    page = staff.get(reverse("hub:meeting", args=[meeting.pk])).content.decode()
    for shown in ("取組状況 0", "一覧を作った", "続けるこつは何か", "小さく始めること", "どの案にするか", "試算"):
        assert shown in page


NAMES = ("山本 さくら", "川口 ひろし", "森 ゆうき", "池田 みなみ")


def test_names_of_persons_are_shown_to_members_alone(meeting, amagasaki, prefecture, sign_in):
    fill(meeting, amagasaki)
    address = reverse("hub:meeting", args=[meeting.pk])
    for role, place in (("prefecture", prefecture), ("secretariat", prefecture), ("supporter", amagasaki)):
        page = sign_in(ground.person(role, place)).get(address).content.decode()
        assert all(name in page for name in NAMES), role
    for role in ("section_staff", "section_lead", "dx_office"):
        page = sign_in(ground.person(role, amagasaki)).get(address).content.decode()
        assert not any(name in page for name in NAMES), role
        assert "みなと社" in page


def test_a_municipality_outside_the_programme_does_not_find_the_meeting(meeting, toyooka, sign_in):
    client = sign_in(ground.person("section_staff", toyooka))
    assert client.get(reverse("hub:meeting", args=[meeting.pk])).status_code == 404
    assert "第2回検討会" not in client.get(reverse("hub:meetings")).content.decode()


def test_a_meeting_is_put_on_the_calendar(clerk, programme):
    sent = {"programme": programme.pk, "title": "第4回", "held_on": "令和9年2月5日", "starts_at": "10:00"}
    assert clerk.post(reverse("hub:meeting_add"), sent).status_code == 302
    with scope.within(scope.EVERYWHERE):
        (item,) = meeting_calendar(date(2027, 2, 1), date(2027, 2, 28))
    assert (item.title, item.day, item.time) == ("第4回", date(2027, 2, 5), "10:00")


def test_two_people_who_edit_a_meeting_see_both_versions(clerk, meeting):
    address = reverse("hub:meeting_edit", args=[meeting.pk])
    first = {"version": 1, "title": "第2回検討会", "held_on": "2026-06-04", "place": "県庁", "state": "held",
             "initial-place": ""}  # fmt: skip
    clerk.post(address, first)
    answer = clerk.post(address, {**first, "place": "オンライン"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "県庁" in page
    assert "オンライン" in page
    assert everywhere(lambda: Meeting.objects.get().place) == "県庁"


def test_the_agenda_takes_lines_with_and_without_times(clerk, meeting):
    lines = "10:00～10:20 各市町の取組状況\n意見交換\n25:00 間に合わない時刻"
    clerk.post(reverse("hub:agenda", args=[meeting.pk]), {"lines": lines})
    items = everywhere(lambda: list(meeting.agendaitems.all()))
    assert [item.title for item in items] == ["各市町の取組状況", "意見交換", "25:00 間に合わない時刻"]
    assert items[0].starts_at.strftime("%H:%M") == "10:00"
    assert items[0].ends_at.strftime("%H:%M") == "10:20"
    clerk.post(reverse("hub:agenda", args=[meeting.pk]), {"lines": "", "remove": [items[1].pk]})
    assert everywhere(meeting.agendaitems.count) == 2


def test_an_item_of_the_agenda_is_changed(clerk, meeting, amagasaki):
    fill(meeting, amagasaki)
    item = everywhere(meeting.agendaitems.get)
    sent = {"version": 1, "title": "各市町の近況", "initial-title": item.title, "presenter_organisation": "みなと社",
            "presenter_name": item.presenter_name}  # fmt: skip
    clerk.post(reverse("hub:agenda_item_edit", args=[item.pk]), sent)
    assert everywhere(lambda: meeting.agendaitems.get().title) == "各市町の近況"


def test_an_action_needs_somebody_who_does_it(clerk, meeting, amagasaki):
    address = reverse("hub:outcome_add", args=[meeting.pk])
    sent = {"kind": "action", "text": "試算する", "due": "R8.12.1"}
    answer = clerk.post(address, sent)
    assert answer.status_code in {200, 422}
    assert "担当を入れてください" in answer.content.decode()
    section = ground.section(amagasaki)
    assert clerk.post(address, {**sent, "section": section.pk}).status_code == 302
    made = everywhere(MeetingOutcome.objects.get)
    assert (made.municipality_id, made.section_id, made.due) == (amagasaki.pk, section.pk, date(2026, 12, 1))


def test_a_correction_keeps_what_stood_there_and_why(clerk, meeting):
    row = outcome(meeting, kind=OutcomeKind.DECISION, text="県がまとめて調達")
    address = reverse("hub:outcome_correct", args=[row.pk])
    sent = {"version": 1, "kind": "decision", "text": "代表の市町が調達", "initial-text": row.text}
    assert "直した理由" in clerk.post(address, sent).content.decode()
    clerk.post(address, {**sent, "reason": "書き写しの誤り"})
    page = clerk.get(reverse("hub:meeting", args=[meeting.pk])).content.decode()
    for shown in ("代表の市町が調達", "県がまとめて調達", "書き写しの誤り"):
        assert shown in page


def test_an_action_is_finished_and_reopened_where_it_is_owed(staff, meeting, amagasaki):
    row = outcome(meeting, municipality=amagasaki)
    staff.post(reverse("hub:outcome_finish", args=[row.pk]))
    assert everywhere(lambda: MeetingOutcome.objects.get().state) == ActionState.DONE
    staff.post(reverse("hub:outcome_reopen", args=[row.pk]))
    assert everywhere(lambda: MeetingOutcome.objects.get().state) == ActionState.OPEN


def test_an_action_of_another_municipality_is_not_ones_own_to_finish(staff, meeting, toyooka, programme):
    factories.participation(toyooka, programme)
    row = outcome(meeting, municipality=toyooka)
    assert (
        reverse("hub:outcome_finish", args=[row.pk]) not in staff.get(reverse("hub:meeting_actions")).content.decode()
    )
    assert staff.post(reverse("hub:outcome_finish", args=[row.pk])).status_code == 404


def test_open_actions_are_listed_by_their_day_and_narrowed_down(staff, meeting, amagasaki):
    today = clock.today()
    outcome(meeting, municipality=amagasaki, text="遅れた作業", due=today - timedelta(days=1))
    outcome(meeting, municipality=amagasaki, text="先の作業", due=today + timedelta(days=9))
    outcome(meeting, owner="県", text="期限のない作業")
    page = staff.get(reverse("hub:meeting_actions")).content.decode()
    assert page.index("遅れた作業") < page.index("先の作業") < page.index("期限のない作業")
    late = staff.get(reverse("hub:meeting_actions"), {"late": "on", "place": amagasaki.pk}).content.decode()
    assert "遅れた作業" in late
    assert "先の作業" not in late
    book = load_workbook(BytesIO(staff.get(reverse("hub:meeting_actions_excel"), {"late": "on"}).content))
    texts = [str(cell.value) for row in book.worksheets[0].iter_rows() for cell in row]
    assert "遅れた作業" in texts
    assert "先の作業" not in texts


@pytest.mark.parametrize("name", ["meeting_edit", "agenda", "outcome_add"])
def test_only_the_prefecture_and_the_secretariat_write_meetings(staff, meeting, name):
    address = reverse(f"hub:{name}", args=[meeting.pk])
    assert staff.get(address).status_code == 403
    assert staff.post(address, {"title": "書き換え"}).status_code == 403


def test_a_meeting_asks_as_many_queries_however_much_was_said(staff, clerk, meeting, amagasaki):
    for client in (staff, clerk):
        fill(meeting, amagasaki)
        counts = []
        client.get(reverse("hub:meeting", args=[meeting.pk]))
        for _more in range(2):
            with CaptureQueriesContext(connection) as seen:
                client.get(reverse("hub:meeting", args=[meeting.pk]))
            counts.append(len(seen))
            fill(meeting, amagasaki, times=3)
        assert counts[0] == counts[1]
