"""The tray: what a person may see and decide, how it is taken back, and what happens when two decide at once."""

from datetime import timedelta

import pytest
from django.urls import reverse

from hanpo.core import clock, scope
from hanpo.core.actions.prepared import UNDO_WINDOW, decline_work
from hanpo.core.models import AuditEntry, PreparedState, PreparedWork
from hanpo.core.registry import CalendarItem
from hanpo.core.tests import factories
from hanpo.portal import queries
from hanpo.portal.queries import Urgency
from hanpo.portal.queries.calendar import ITEMS_SHOWN, CalendarDay

pytestmark = pytest.mark.django_db

HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def clerk(db):
    return factories.person("section_staff")


@pytest.fixture
def client(clerk, sign_in):
    return sign_in(clerk)


def state_of(work: PreparedWork) -> str:
    with scope.within(scope.EVERYWHERE):
        return PreparedWork.objects.get(pk=work.pk).state


def act(client, deed: str, work: PreparedWork, data=None, **headers):
    return client.post(reverse(f"portal:work-{deed}", args=[work.pk]), data or {}, **headers)


def test_the_tray_shows_what_for_whom_by_when_why_what_then_happens_and_minutes(client, prepare, in_days):
    prepare(title="返事の下書き", due=in_days(3))
    page = client.get("/tray/").content.decode()
    for text in ("返事の下書き", "尼崎市", "あと3日", "期限が近い", "手紙を送ります。", ">15<", "承認する", "見送る"):
        assert text in page


@pytest.mark.parametrize(
    ("days", "urgency"),
    [
        (-1, Urgency.OVERDUE),
        (0, Urgency.THIS_WEEK),
        (6, Urgency.THIS_WEEK),
        (7, Urgency.LATER),
        (None, Urgency.UNDATED),
    ],
)
def test_work_is_due_this_week_for_seven_days_counting_today(in_days, days, urgency):
    due = None if days is None else in_days(days)
    assert queries.urgency_of(due=due, today=clock.today()) is urgency


def test_the_most_urgent_comes_first_and_work_without_a_day_last(client, prepare, in_days):
    for title, due in (("いつでも", None), ("来月", in_days(30)), ("遅れ", in_days(-2))):
        prepare(title=title, due=due)
    page = client.get("/tray/").content.decode()
    assert page.index("遅れ</h3>") < page.index("来月</h3>") < page.index("いつでも</h3>")


def test_an_empty_tray_says_what_will_fill_it(client):
    assert "今日は、判断を待つものがありません" in client.get("/tray/").content.decode()


def test_approving_carries_the_draft_out_and_says_what_now_happens(client, prepare, letters):
    work = prepare()
    page = client.post(reverse("portal:work-approve", args=[work.pk]), follow=True).content.decode()
    assert letters.sent == [work.draft]
    assert state_of(work) == PreparedState.APPROVED
    assert "手紙を送ります。" in page


def test_changing_first_carries_out_what_the_person_wrote(client, prepare, letters):
    work = prepare()
    act(client, "change", work, {"text": "お元気ですか", "day": "令和8年12月5日"})
    assert letters.sent == [{"text": "お元気ですか", "day": "2026-12-05"}]
    assert state_of(work) == PreparedState.CHANGED


def test_a_change_that_cannot_be_read_keeps_what_was_typed(client, prepare, letters):
    page = act(client, "change", prepare(), {"text": "大事な文", "day": "いつか"}).content.decode()
    assert "大事な文" in page
    assert "日付として読めません" in page
    assert letters.sent == []


def test_declining_needs_a_reason(client, prepare):
    work = prepare()
    page = act(client, "decline", work, {"reason": ""}).content.decode()
    assert state_of(work) == PreparedState.WAITING
    assert "見送る理由を" in page
    act(client, "decline", work, {"reason": "もう済んでいる"})
    assert state_of(work) == PreparedState.DECLINED


def test_a_decision_is_taken_back_while_there_is_time(client, prepare, letters):
    work = prepare()
    act(client, "approve", work)
    act(client, "undo", work)
    assert letters.sent == []
    assert state_of(work) == PreparedState.WAITING


def test_an_old_decision_stays(client, prepare, letters):
    work = prepare()
    act(client, "approve", work)
    with scope.within(scope.EVERYWHERE):
        decided = clock.now() - UNDO_WINDOW - timedelta(seconds=1)
        PreparedWork.objects.filter(pk=work.pk).update(decided_at=decided)
    page = client.post(reverse("portal:work-undo", args=[work.pk]), follow=True).content.decode()
    assert "元に戻せません" in page
    assert state_of(work) == PreparedState.APPROVED


def test_who_comes_second_is_told_who_decided_what(client, prepare, letters):
    work, quicker = prepare(), factories.person("section_staff")
    with scope.within(scope.EVERYWHERE):
        decline_work(actor=quicker, work=work, reason="担当が違う")
    answer = act(client, "approve", work)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert quicker.name in page
    assert "見送り" in page
    assert "担当が違う" in page
    assert letters.sent == []


def test_the_text_of_who_comes_second_is_still_on_the_screen(client, prepare):
    work = prepare()
    with scope.within(scope.EVERYWHERE):
        decline_work(actor=factories.person("section_staff"), work=work, reason="x")
    assert "長い下書き" in act(client, "change", work, {"text": "長い下書き", "day": ""}).content.decode()


@pytest.mark.parametrize("deed", ["approve", "decline", "undo", "change"])
def test_work_of_a_foreign_municipality_is_not_found(client, prepare, toyooka, deed):
    assert act(client, deed, prepare(toyooka), {"reason": "x"}).status_code == 404


def test_work_of_another_section_is_neither_seen_nor_decided(sign_in, prepare, amagasaki):
    other = prepare(section=factories.section(amagasaki, "税務課"), title="税の手紙")
    client = sign_in(factories.person("section_staff", section=factories.section(amagasaki)))
    assert "税の手紙" not in client.get("/tray/").content.decode()
    assert act(client, "approve", other).status_code == 404


def test_a_resident_has_no_tray(sign_in, prepare):
    client = sign_in(factories.person("resident"))
    assert client.get("/tray/").status_code == 403
    assert act(client, "approve", prepare()).status_code == 403


def test_deciding_by_address_alone_is_refused(client, prepare):
    assert client.get(reverse("portal:work-approve", args=[prepare().pk])).status_code == 405


def test_with_htmx_the_decision_stands_where_the_work_stood_and_the_count_follows(client, prepare):
    work = prepare()
    prepare()
    page = act(client, "approve", work, **HTMX).content.decode()
    assert f'id="work-{work.pk}"' in page
    assert "<html" not in page
    assert 'hx-swap-oob="true"' in page
    assert "<strong>1</strong>" in page
    assert "元に戻す" in page
    assert "承認する" in act(client, "undo", work, **HTMX).content.decode()


def test_filters_by_kind_and_municipality_stay_in_the_address(sign_in, prepare, toyooka):
    person = factories.person("section_staff")
    factories.assign(person, "section_staff", toyooka)
    prepare(title="尼崎の手紙")
    prepare(toyooka, title="豊岡の手紙")
    page = sign_in(person).get("/tray/?place=282090").content.decode()
    assert "豊岡の手紙" in page
    assert "尼崎の手紙" not in page
    assert "尼崎市（1）" in page


def test_fifty_pieces_of_work_cost_as_many_queries_as_one(client, prepare, in_days, django_assert_max_num_queries):
    prepare()
    client.get("/tray/")
    with django_assert_max_num_queries(60) as first:
        client.get("/tray/")
    for n in range(50):
        prepare(due=in_days(n))
    with django_assert_max_num_queries(len(first)):
        page = client.get("/tray/").content.decode()
    assert "全51件のうち" in page


def test_the_calendar_shows_today_and_leaves_as_a_file(client, letters):
    assert "打合せ" in client.get("/tray/").content.decode()
    answer = client.get(reverse("portal:calendar-file"))
    assert answer["Content-Type"].startswith("text/calendar")
    body = answer.content.decode()
    assert "SUMMARY:打合せ" in body
    assert "T100000" in body
    assert client.get(reverse("portal:calendar-file")).content.count(b"UID") == 1


def test_the_ledger_counts_decisions_and_marks_minutes_as_an_estimate(client, prepare):
    for deed in ("approve", "approve", "decline"):
        act(client, deed, prepare(), {"reason": "x"})
    page = client.get("/benefit/").content.decode()
    assert "見積り" in page
    assert "<svg" in page
    ledger = queries_benefit()
    assert (ledger.total.approved, ledger.total.declined, ledger.total.minutes_saved) == (2, 1, 30)
    assert [label for label, _kind in ledger.named_kinds] == ["手紙の下書き"]


def test_the_ledger_of_a_year_holds_no_decision_of_the_next(client, prepare):
    act(client, "approve", prepare())
    last_year = queries_benefit().year - 1
    with scope.within(scope.EVERYWHERE):
        assert queries.benefit(year=str(last_year), today=clock.today()).months == []


def test_a_full_day_in_the_calendar_beside_the_tray_is_cut_and_says_so():
    items = [CalendarItem(day=clock.today(), title=f"予定{n}", url="") for n in range(ITEMS_SHOWN + 3)]
    day = CalendarDay(clock.today(), items).shortened()
    assert (len(day.items), day.more) == (ITEMS_SHOWN, 3)


def queries_benefit() -> queries.Benefit:
    with scope.within(scope.EVERYWHERE):
        return queries.benefit(year=None, today=clock.today())


def test_the_ledger_leaves_as_excel(client, prepare):
    act(client, "approve", prepare())
    answer = client.get("/benefit/export/")
    assert answer.content[:2] == b"PK"
    assert "filename*=utf-8''" in answer["Content-Disposition"]


def test_every_decision_leaves_an_audit_row(client, prepare):
    act(client, "approve", prepare())
    assert AuditEntry.objects.filter(verb="approve_work").count() == 1


@pytest.mark.parametrize(
    ("role", "home"), [("section_staff", "/tray/"), ("prefecture", "/tray/"), ("resident", "/my/"), (None, None)]
)
def test_the_front_door_leads_everybody_to_their_home(sign_in, role, home):
    answer = sign_in(factories.person(role)).get("/")
    if home is None:
        assert "配属がまだ登録されていません" in answer.content.decode()
    else:
        assert answer["Location"] == home


def test_who_has_not_signed_in_is_led_to_the_sign_in(client):
    client.logout()
    assert "/account/login/" in client.get("/")["Location"]
    assert "/account/login/" in client.get("/tray/")["Location"]
