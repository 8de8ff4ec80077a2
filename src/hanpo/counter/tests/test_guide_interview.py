"""The interview of residents: without signing in, one question a page, nothing lost, gone when its time is over."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hanpo.core import clock, scope
from hanpo.core.models import AuditEntry
from hanpo.counter.actions.guide import KEPT_DAYS, erase_expired_guidances, tell_day
from hanpo.counter.models import Guidance
from hanpo.counter.queries.guide import guidance_by, sheet_of
from hanpo.counter.queries.guide.asking import next_page, page_again, talk_of
from hanpo.counter.tests.guide_makers import FAMILY, TOWN, begun, held, rules

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock.telling(datetime(2026, 11, 23, 10, tzinfo=timezone.get_default_timezone())):
        yield


def rows():
    return Guidance.objects.filter(municipality=TOWN)


def page(name: str, guidance: Guidance, **more: str) -> str:
    return reverse(f"counter:{name}", kwargs={"town": TOWN, "token": guidance.token, **more})


def only_guidance() -> Guidance:
    with scope.within(scope.of(TOWN)):
        return rows().get()


def test_a_resident_walks_from_the_first_page_to_the_guide_without_signing_in():
    rules()
    client = Client()
    assert client.get(reverse("counter:guide_towns")).status_code == 200
    answer = client.post(reverse("counter:guide_start", args=[TOWN]), follow=True)
    guidance = only_guidance()
    asked = 0
    while "/ask/" in answer.redirect_chain[-1][0]:
        shown = answer.context["page"]
        ticked = {n: FAMILY[n] if shown.is_choice else "on" for n in shown.names if FAMILY.get(n)}
        answer = client.post(page("guide_ask", guidance), {**ticked, "do": "next" if ticked else "none"}, follow=True)
        asked += 1
    assert asked <= 8
    while "/days/" in answer.redirect_chain[-1][0]:
        answer = client.post(answer.redirect_chain[-1][0], {"on": "R8.11.16"}, follow=True)
    answer = client.post(answer.redirect_chain[-1][0], {"child_1": "令和6年5月1日"}, follow=True)
    html = answer.content.decode()
    assert "手続きは13件" in html
    assert "回る課は10か所" in html
    assert "令和8年11月30日（月）まで" in html
    assert "児童手当法" in html


def test_nothing_ticked_is_asked_back_and_nothing_is_stored():
    guidance = begun()
    answer = Client().post(page("guide_ask", guidance), {"do": "next"})
    assert answer.status_code == 422
    assert "どれもない" in answer.content.decode()
    assert only_guidance().answers == {}


def test_going_back_shows_what_was_said_and_changing_it_keeps_the_rest():
    guidance = held(FAMILY)
    before = dict(guidance.answers)
    shown = page_again(talk=talk_of(guidance=guidance), question="things")
    assert shown is not None
    assert {option.name for option in shown.options if option.is_said} == {"moped", "dog", "water_start"}
    client = Client()
    answer = client.get(page("guide_ask", guidance) + "?again=things")
    assert "checked" in answer.content.decode()
    client.post(page("guide_ask", guidance) + "?again=things", {"moped": "on", "do": "next"})
    after = only_guidance().answers
    assert after["dog"] is False
    assert {k: v for k, v in before.items() if k not in shown.names} == {
        k: v for k, v in after.items() if k not in shown.names
    }
    assert sheet_of(guidance=only_guidance()).line("P024").answer == "not_needed"


def test_a_reload_goes_on_where_one_was():
    guidance = begun()
    Client().post(page("guide_ask", guidance), {"event_death": "on", "do": "next"})
    shown = next_page(talk=talk_of(guidance=only_guidance()))
    assert shown is not None
    assert shown.number == 2
    assert Client().get(page("guide_ask", guidance)).context["page"] == shown


def test_the_page_says_why_it_asks_and_which_procedures_wait():
    guidance = begun()
    html = Client().get(page("guide_ask", guidance)).content.decode()
    assert "なぜ聞くのですか" in html
    assert "転入届（国内から）" in html


def test_who_does_not_know_still_gets_a_guide_that_says_what_cannot_be_told():
    guidance = held({"event_leave_job": True, "leaver_under_60": None, "spouse_lost_dependency": None})
    sheet = sheet_of(guidance=guidance)
    assert sheet.is_finished
    pension = sheet.line("P067")
    assert pension.answer == ""
    assert set(pension.open_facts) >= {"leaver_under_60"}
    html = Client().get(page("guide_sheet", guidance)).content.decode()
    assert "いまは言えない手続き" in html


@pytest.mark.parametrize("name", ["guide_sheet", "guide_ask", "guide_code", "guide_list", "guide_amounts"])
def test_only_the_token_opens_an_interview(name):
    guidance = begun()
    wrong = reverse(f"counter:{name}", kwargs={"town": TOWN, "token": guidance.token[::-1]})
    elsewhere = reverse(f"counter:{name}", kwargs={"town": "282022", "token": guidance.token})
    assert Client().get(wrong).status_code == 404
    assert Client().get(elsewhere).status_code == 404


def test_tokens_cannot_be_guessed():
    tokens = {begun().token for _ in range(20)}
    assert len(tokens) == 20
    assert all(len(token) >= 32 for token in tokens)


def test_after_ninety_days_nothing_is_shown_and_the_night_erases_it():
    old, fresh = held(FAMILY), begun()
    with scope.within(scope.of(TOWN)):
        rows().filter(pk=old.pk).update(expires_on=DAY - timedelta(days=1))
    assert fresh.expires_on == DAY + timedelta(days=KEPT_DAYS)
    assert guidance_by(municipality=TOWN, token=old.token) is None
    assert Client().get(page("guide_sheet", old)).status_code == 404
    assert erase_expired_guidances.call() == 1
    with scope.within(scope.of(TOWN)):
        assert [row.pk for row in rows()] == [fresh.pk]


def test_the_household_may_erase_its_answers_at_once():
    guidance = held(FAMILY)
    client = Client()
    assert client.get(page("guide_forget", guidance)).status_code == 200
    client.post(page("guide_forget", guidance))
    assert client.get(page("guide_sheet", guidance)).status_code == 404


def test_the_audit_record_knows_that_somebody_answered_and_never_what():
    guidance = held(FAMILY, moved_in=date(2026, 11, 16))
    entries = AuditEntry.objects.filter(subject_type="counter.guidance")
    told = " ".join(f"{entry.old}{entry.new}{entry.subject_label}" for entry in entries)
    assert entries.filter(verb="answer_guidance").exists()
    for secret in ("moved_from", "other_prefecture", "2026-11-16", guidance.token):
        assert secret not in told


def test_a_day_that_no_longer_holds_can_be_taken_back():
    guidance = held(FAMILY, moved_in=date(2026, 11, 16))
    assert sheet_of(guidance=guidance).line("P001").dues
    guidance = tell_day(actor=None, guidance=guidance, day="moved_in", on=None)
    line = sheet_of(guidance=guidance).line("P001")
    assert line.dues == ()
    assert line.days_missing == ("moved_in",)


def test_a_town_without_published_rules_says_so():
    from hanpo.core.tests import factories

    factories.municipality("282022")
    answer = Client().get(reverse("counter:guide_start", args=["282022"]))
    assert answer.status_code == 200
    assert "まだ公開されていません" in answer.content.decode()
