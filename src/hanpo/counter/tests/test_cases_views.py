"""The pages of cases: who sees and does what, what is found by number, and what a family sees without signing in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanpo.core import clock, scope
from hanpo.core.models import AccessLogEntry
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.cases import opening
from hanpo.counter.actions.papers import begin_set
from hanpo.counter.models import Appointment, Case, CaseTask, PaperSet
from hanpo.counter.queries.cases.visits import booking_days
from hanpo.counter.tests import cases_makers as make
from hanpo.counter.tests import guide_makers, papers_makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(sign_in):
    make.section()
    return sign_in(ground.person("section_staff", make.city(), section=make.section()))


def url(name: str, *args: object) -> str:
    return reverse(f"counter:{name}", args=args)


def text(response) -> str:
    return response.content.decode()


def stands(case: Case) -> Case:
    with scope.within(scope.EVERYWHERE):
        return Case.objects.get(pk=case.pk)


def tasks_of(case: Case) -> list[CaseTask]:
    with scope.within(scope.EVERYWHERE):
        return list(CaseTask.objects.filter(case=case).select_related("section", "case"))


def test_a_clerk_types_the_number_and_sees_everything_filled(clerk):
    case = make.announced(words="車いすで行きます")
    shown = text(clerk.get(url("case_find"), {"typed": case.number.replace("-", "")}, follow=True))
    assert "車いすで行きます" in shown
    assert "資格の届" in shown
    assert "確かめて受け付ける" in shown


def test_the_code_of_the_guide_and_the_number_of_the_forms_open_the_case_too(clerk):
    town = papers_makers.town()
    guidance = guide_makers.held({"event_move_in": True, "moved_from": "other_prefecture", "dog": True})
    papers = begin_set(actor=None, municipality=town, papers=papers_makers.papers(town, ["dog"]), guidance=guidance)
    case = make.announced()
    with scope.within(scope.EVERYWHERE):
        Case.objects.filter(pk=case.pk).update(guidance=guidance)
        PaperSet.objects.filter(pk=papers.pk).update(case=case)
    code = f"https://hanpo.example.jp{url('guide_sheet', town.code, guidance.token)}"
    for typed in (code, papers.number, f" {papers.number.lower()}"):
        assert clerk.get(url("case_find"), {"typed": typed}).url == url("case", case.pk)


def test_a_scanned_code_opens_the_case(clerk):
    case = make.announced()
    address = f"https://hanpo.example.jp{url('case_mine', case.municipality_id, case.token)}"
    assert clerk.get(url("case_find"), {"typed": address}).url == url("case", case.pk)


def test_a_mistyped_number_opens_nothing_and_says_so(clerk):
    make.announced()
    assert "見つかりません" in text(clerk.get(url("case_find"), {"typed": "00001-4"}))


def test_a_clerk_receives_works_and_closes_a_case(clerk):
    case = make.announced("市民課:転入届")
    clerk.post(url("case_receive", case.pk))
    (task,) = tasks_of(case)
    clerk.post(url("case_task_move", task.pk, "done"))
    clerk.post(url("case_close", case.pk))
    assert stands(case).state == "closed"


def test_closing_too_early_says_what_is_left(clerk):
    case = make.case("市民課:転入届")
    assert "終わっていない仕事があります" in text(clerk.post(url("case_close", case.pk), follow=True))


def test_the_list_of_tasks_begins_with_ones_own_section(clerk):
    make.case("市民課:転入届", "国保課:資格の届")
    assert "資格の届" not in text(clerk.get(url("case_tasks")))
    assert "資格の届" in text(clerk.get(url("case_tasks"), {"section": ""}))


def test_a_button_in_a_list_leads_back_to_the_list_and_nowhere_else(clerk):
    (task,) = tasks_of(make.case("市民課:転入届"))
    page = url("case_task_move", task.pk, "doing")
    assert clerk.post(page, {"back": "/counter/cases/tasks/?section=1"}).url == "/counter/cases/tasks/?section=1"
    assert clerk.post(page.replace("doing", "done"), {"back": "https://evil.example/"}).url == url("case", task.case_id)


def test_a_task_is_handed_over_and_declined_only_with_words(clerk):
    first, second = tasks_of(make.case("市民課:転入届", "市民課:印鑑登録"))
    other = make.section("国保課")
    assert clerk.post(url("case_task_hand_over", first.pk), {"section": other.pk, "reason": ""}).status_code == 422
    clerk.post(url("case_task_hand_over", first.pk), {"section": other.pk, "reason": "担当が違う"})
    clerk.post(url("case_task_decline", second.pk), {"reason": "印鑑登録をしない"})
    states = [(task.section.name, task.state) for task in tasks_of(first.case)]
    assert states == [("市民課", "handed_over"), ("市民課", "declined"), ("国保課", "todo")]


def test_the_list_leaves_as_excel(clerk):
    make.case("市民課:転入届")
    answer = clerk.get(url("case_tasks_file"))
    assert answer.content[:2] == b"PK"


def test_a_look_at_the_register_is_written_down_and_a_protected_address_is_not_shown(clerk):
    case = make.case()
    hidden = ground.resident(make.city(), is_protected=True)
    clerk.post(url("case_name_resident", case.pk, hidden.pk))
    shown = text(clerk.get(url("case", case.pk)))
    assert "支援措置の対象です" in shown
    assert hidden.registered_address not in shown
    with scope.within(scope.EVERYWHERE):
        assert AccessLogEntry.objects.filter(resident=hidden, purpose__contains=case.number).exists()


def test_the_register_is_searched_by_name_and_birthday_together(clerk):
    someone = ground.resident(make.city())
    case = make.case()
    page = url("case_resident", case.pk)
    assert "この人の案件にする" not in text(clerk.post(page, {"name": someone.name}))
    found = clerk.post(page, {"name": someone.name, "born_on": "1980-04-01"})
    assert "この人の案件にする" in text(found)


@pytest.mark.parametrize("name", ["case", "case_edit", "case_withdraw", "case_resident", "case_task_add"])
def test_a_case_of_another_municipality_is_not_found(name, toyooka, sign_in):
    stranger = sign_in(ground.person("section_staff", toyooka))
    assert stranger.get(url(name, make.case().pk)).status_code == 404


@pytest.mark.parametrize("name", ["cases", "case_tasks", "appointments", "exports"])
def test_who_is_no_staff_of_a_town_sees_no_cases(name, prefecture, sign_in):
    for role in ("prefecture", "resident", "supporter"):
        assert sign_in(ground.person(role, prefecture)).get(url(name)).status_code == 403


def test_empty_lists_say_what_fills_them(clerk):
    assert "手続案内を終えた人が申し込むか" in text(clerk.get(url("cases")))
    assert "申込みがあると" in text(clerk.get(url("case_tasks")))
    assert "これからの予約はありません" in text(clerk.get(url("appointments")))


def test_lists_ask_the_database_the_same_however_long_they_are(clerk):
    def asked(name: str) -> int:
        with CaptureQueriesContext(connection) as made:
            clerk.get(url(name), {"section": ""})
        return len(made)

    make.case()
    clerk.get(url("cases"))
    before = {name: asked(name) for name in ("cases", "case_tasks")}
    for _number in range(3):
        make.case()
    assert {name: asked(name) for name in before} == before


def test_two_clerks_who_edit_a_case_are_both_shown(clerk, sign_in):
    case = make.case()
    other = sign_in(ground.person("section_staff", make.city()))
    kept = {"version": case.version, "initial-words": "", "applicant": case.applicant, "event": "転入", "kana": case.kana,
            "initial-applicant": case.applicant, "initial-event": "転入", "initial-kana": case.kana}  # fmt: skip
    assert clerk.post(url("case_edit", case.pk), {**kept, "words": "通訳を呼ぶ"}).status_code == 302
    refused = other.post(url("case_edit", case.pk), {**kept, "words": "車いす"})
    assert refused.status_code == 409
    assert "通訳を呼ぶ" in text(refused)


def test_a_clerk_opens_a_case_on_the_telephone(clerk):
    told = {"way": "telephone", "event": "転入", "applicant": "三﨑 陽"}
    assert clerk.post(url("case_add"), {**told, "guide": "https://x/" + "a" * 32}).status_code == 422
    clerk.post(url("case_add"), told)
    with scope.within(scope.EVERYWHERE):
        assert Case.objects.get().applicant == "三﨑 陽"


# What a family sees


def test_a_family_sees_the_state_of_its_case_and_why_something_is_not_done(clerk):
    case = make.announced("市民課:転入届", "国保課:資格の届")
    (_first, second) = tasks_of(case)
    clerk.post(url("case_task_decline", second.pk), {"reason": "会社の健康保険に入っているため"})
    shown = text(Client().get(url("case_mine", case.municipality_id, case.token)))
    assert case.number in shown
    assert "会社の健康保険に入っているため" in shown
    assert "職員" not in shown


def test_an_address_with_a_wrong_token_or_town_is_not_found(toyooka):
    case = make.announced()
    assert Client().get(url("case_mine", case.municipality_id, case.token[::-1])).status_code == 404
    assert Client().get(url("case_mine", toyooka.pk, case.token)).status_code == 404


def test_tokens_are_long_and_each_its_own():
    tokens = {make.announced().token for _number in range(5)}
    assert len(tokens) == 5
    assert all(len(token) >= 32 for token in tokens)


def test_the_code_is_a_picture_of_the_address():
    case = make.announced()
    answer = Client().get(url("case_code", case.municipality_id, case.token))
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer.content.startswith(b"<?xml")


def test_a_resident_who_signs_in_finds_the_case_at_home(sign_in):
    person = ground.person("resident", make.city())
    who = ground.resident(make.city(), person=person)
    case = make.case("市民課:転入届", due=clock.today() + timedelta(days=3))
    with scope.within(scope.EVERYWHERE):
        opening.name_resident(actor=ground.person("section_staff", make.city()), case=case, resident=who)
    shown = text(sign_in(person).get(reverse("portal:my")))
    assert case.number in shown
    assert url("case_mine", case.municipality_id, case.token) in shown


def booking() -> dict[str, str]:
    return {
        "applicant": "髙見 文代",
        "relation": "妻",
        "phone": "０７９８－００－０００２",
        "people": "2",
        "deceased": "髙見 慎一",
    }


def test_a_family_books_a_visit_and_sees_when_to_come():
    course = make.course()
    (first, *_rest) = booking_days(course=course, today=clock.today())
    page = url("appointment_book", make.CITY, first.day.isoformat(), "10:30")
    shown = Client().post(page, booking(), follow=True)
    assert "10:30" in text(shown)
    with scope.within(scope.EVERYWHERE):
        made = Appointment.objects.get()
        assert (made.phone, made.people, made.case.way) == ("0798-00-0002", 2, "booking")


def test_a_booking_with_a_gap_keeps_what_was_typed():
    course = make.course()
    day = booking_days(course=course, today=clock.today())[0].day
    refused = Client().post(url("appointment_book", make.CITY, day, "10:30"), {**booking(), "phone": "電話なし"})
    assert refused.status_code == 422
    assert "髙見 慎一" in text(refused)


def test_a_time_that_is_full_or_too_near_leads_back_to_the_days():
    course = make.course()
    taken = make.visit(course)
    back = url("appointment_days", make.CITY)
    for day in (taken.day, clock.today() + timedelta(days=0)):
        assert Client().get(url("appointment_book", make.CITY, day, "10:30")).url == back


def test_a_family_cancels_its_visit_after_being_asked_once_more():
    visit = make.visit()
    case = visit.case
    page = url("appointment_give_up", make.CITY, case.token)
    assert "取り消します" in text(Client().get(page))
    Client().post(page)
    with scope.within(scope.EVERYWHERE):
        visit.refresh_from_db()
    assert visit.state == "cancelled"
    assert stands(case).state == "withdrawn"


def test_a_withdrawn_case_says_so_to_the_family(clerk):
    case = make.announced()
    with scope.within(scope.EVERYWHERE):
        opening.withdraw_case(
            actor=ground.person("section_staff", make.city()), case=case, reason="引っ越しがなくなった"
        )
    assert "取りやめになりました" in text(Client().get(url("case_mine", case.municipality_id, case.token)))


def test_the_sheet_of_a_visit_names_the_sections_that_have_not_looked(clerk):
    visit = make.visit()
    with scope.within(scope.EVERYWHERE):
        from hanpo.counter.actions.cases.work import add_task

        who = ground.person("section_staff", make.city())
        values = {"title": "葬祭費", "section": make.section("国保課")}
        add_task(actor=who, case=visit.case, values=values)
    shown = text(clerk.get(url("appointment", visit.pk)))
    assert "まだ確かめていない課があります" in shown
    assert "国保課" in shown
