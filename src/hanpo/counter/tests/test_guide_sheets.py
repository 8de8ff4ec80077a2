"""The guide: what is needed where and until when, on the page, on paper, in three languages; and the clerk's screen."""

from __future__ import annotations

import io
from datetime import date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation
from pypdf import PdfReader

from hanpo.core import clock, scope
from hanpo.core.documents import missing_fonts
from hanpo.core.editing import EditConflict
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.guide import answer_household, tell_amounts
from hanpo.counter.files.guide import code_svg
from hanpo.counter.models import Guidance
from hanpo.counter.queries.guide import sheet_of
from hanpo.counter.queries.guide.asking import household, talk_of
from hanpo.counter.queries.guide.telling import words_of
from hanpo.counter.tests.guide_makers import FAMILY, TOWN, begun, held

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 23)
MOVED = {"moved_in": date(2026, 11, 16), "planned_leaving": date(2026, 11, 14)}
needs_fonts = pytest.mark.skipif(bool(missing_fonts()), reason="the typefaces of documents are not installed")


@pytest.fixture(autouse=True)
def _on_the_day():
    with clock.telling(datetime(2026, 11, 23, 10, tzinfo=timezone.get_default_timezone())):
        yield


def page(name: str, guidance: Guidance, **more: str) -> str:
    return reverse(f"counter:{name}", kwargs={"town": TOWN, "token": guidance.token, **more})


def pdf_text(body: bytes) -> str:
    return "".join("".join(one.extract_text() for one in PdfReader(io.BytesIO(body)).pages).split())


def clerk() -> Client:
    client = Client()
    client.force_login(ground.person("section_staff", ground.municipality(TOWN)))
    return client


def test_the_family_is_led_through_ten_sections_in_order_beginning_with_the_register():
    sheet = sheet_of(guidance=held(FAMILY, **MOVED))
    assert [len(sheet.needed), len(sheet.stops)] == [13, 10]
    assert sheet.stops[0].section == "residents"
    assert sheet.stops[0].lines[0].key == "P001"
    assert sheet.is_finished


def test_every_procedure_of_the_rules_stands_in_exactly_one_place():
    sheet = sheet_of(guidance=held(FAMILY, **MOVED))
    lines = [*sheet.needed, *sheet.elsewhere, *sheet.automatic, *sheet.unsure, *sheet.not_needed]
    assert sorted(line.key for line in lines) == [f"P{n:03}" for n in range(1, 69)]


def test_last_days_are_told_with_the_day_they_count_from_and_their_article():
    sheet = sheet_of(guidance=held(FAMILY, **MOVED))
    (move,) = sheet.line("P001").dues
    assert move.due.last_day == date(2026, 11, 30)
    assert "住民基本台帳法22条" in move.due.article
    allowance = sheet.line("P010").first_due
    assert allowance is not None
    assert allowance.due.event == MOVED["planned_leaving"]
    assert "児童手当法8条3項" in allowance.due.reason_ja


def test_the_card_has_three_clocks_and_the_third_is_told_before_it_runs():
    line = sheet_of(guidance=held(FAMILY, **MOVED)).line("P004")
    assert {told.due.rule.key for told in line.dues} == {"card_moved_in", "card_planned_leaving"}
    assert line.cards is not None
    words = words_of(guidance=held(FAMILY, **MOVED))
    (card,) = [one for stop in words.stops for one in stop.lines if one.key == "P004"]
    assert len(card.dues) == 3


def test_a_death_counts_from_its_day_and_says_that_knowing_later_moves_the_end():
    guidance = held({"event_death": True}, died=date(2026, 11, 20))
    (told,) = sheet_of(guidance=guidance).line("P052").dues
    assert told.due.last_day == date(2026, 11, 26)
    assert told.is_earliest
    html = Client().get(page("guide_sheet", guidance)).content.decode()
    assert "実際に知った日などが後なら" in html


def test_what_is_not_needed_is_told_with_the_reason_and_the_rest_is_counted():
    guidance = held({**FAMILY, "dog": False}, **MOVED)
    words = words_of(guidance=guidance)
    (dog,) = [line for line in words.not_needed if line.key == "P024"]
    assert dog.because == ("「登録した犬を飼っている」に当てはまらない",)
    assert len(words.not_needed) + words.far_off == len(sheet_of(guidance=guidance).not_needed)


def test_each_thing_to_bring_is_named_once_with_the_procedures_that_ask_for_it():
    words = words_of(guidance=held(FAMILY, **MOVED))
    items = [item for item, _titles in words.bring]
    assert len(items) == len(set(items))
    assert all(titles for _item, titles in words.bring)


def test_the_child_allowance_is_told_with_its_clause_once_the_births_are_known():
    guidance = held(FAMILY, **MOVED)
    (child,) = words_of(guidance=guidance).benefits
    assert child.amount == "まだ言えません"
    births = [date(2024, 5, 1), date(2018, 4, 2)]
    guidance = tell_amounts(actor=None, guidance=guidance, children=births, income=None, dependents=0)
    (child,) = words_of(guidance=guidance).benefits
    assert child.amount == "月25,000円"
    assert child.clause == "児童手当法6条1項"


def test_a_benefit_that_hangs_on_income_says_so_and_names_the_most_it_can_be():
    guidance = held({**FAMILY, "single_parent": True}, **MOVED)
    guidance = tell_amounts(actor=None, guidance=guidance, children=[date(2018, 4, 2)], income=None, dependents=0)
    alone = words_of(guidance=guidance).benefits[1]
    assert alone.amount == "いちばん多くて月48,050円"
    assert "所得" in alone.why


@needs_fonts
@pytest.mark.parametrize("size", ["usual", "large"])
def test_the_paper_holds_every_procedure_every_last_day_and_everything_to_bring(size):
    guidance = held(FAMILY, **MOVED)
    answer = Client().get(page("guide_pdf", guidance, size=size))
    text = pdf_text(answer.content)
    words = words_of(guidance=guidance)
    for stop in words.stops:
        assert "".join(stop.section.split()) in text
        for line in stop.lines:
            assert "".join(line.title.split()) in text
    for item, _titles in words.bring:
        assert "".join(item.split()) in text
    assert "令和8年11月30日（月）" in text
    assert "未確認" not in text


@pytest.mark.parametrize(
    ("language", "words"),
    [("ja", "役所で回る順番"), ("ja-easy", "まわる"), ("en", "Moving")],
)
def test_residents_read_it_in_three_languages(language, words):
    guidance = held(FAMILY, **MOVED)
    client = Client()
    client.cookies["django_language"] = language
    html = client.get(page("guide_sheet", guidance)).content.decode()
    assert words in html


@needs_fonts
def test_readings_are_furigana_on_the_page_and_nowhere_else():
    guidance = held(FAMILY, **MOVED)
    client = Client()
    client.cookies["django_language"] = "ja-easy"
    assert "《" not in client.get(page("guide_sheet", guidance)).content.decode()
    assert "《" not in client.get(page("guide_list", guidance)).content.decode()
    assert "《" not in pdf_text(client.get(page("guide_pdf", guidance, size="usual")).content)


def test_an_english_guide_holds_no_japanese_but_names_of_laws_and_sources():
    guidance = held(FAMILY, **MOVED)
    with translation.override("en"):
        words = words_of(guidance=guidance)
    told = [*(item for item, _t in words.bring), *(due.why for s in words.stops for n in s.lines for due in n.dues)]
    told += [
        text for stop in words.stops for line in stop.lines for text in (line.deadline, line.places, *line.because)
    ]
    told += [text for line in words.not_needed for text in line.because]
    japanese = [text for text in told if any("\u3040" <= c <= "\u30ff" for c in text)]
    assert japanese == []


def test_the_code_leads_to_the_page_and_the_list_can_be_copied():
    guidance = held(FAMILY, **MOVED)
    assert Client().get(page("guide_code", guidance)).content.startswith(b"<?xml")
    assert code_svg("https://example.jp/a") != code_svg("https://example.jp/b")
    text = Client().get(page("guide_list", guidance)).content.decode()
    assert text.count("□") >= 13
    assert "1. 市民課" in text


def test_a_clerk_hears_the_whole_household_on_one_screen():
    client = clerk()
    begun()
    client.post(reverse("counter:guide_desk_begin"), {"town": TOWN})
    with scope.within(scope.of(TOWN)):
        guidance = Guidance.objects.get(begun_by__isnull=False)
    address = reverse("counter:guide_household", args=[guidance.pk])
    assert "引っ越してきた" in client.get(address).content.decode()
    client.post(address, {"version": "1", "event_move_in": "on"})
    with scope.within(scope.of(TOWN)):
        guidance.refresh_from_db()
        keys = {one.key for one in household(talk=talk_of(guidance=guidance))}
    assert {"events", "moved-from", "people", "cards"} <= keys
    answer = client.post(address, {
        "version": str(guidance.version), "event_move_in": "on", "moved_from": "abroad", "asked-people": "on",
        "day-moved_in": "R8.11.16", "body_handbook": "on",
    }, headers={"HX-Request": "true"})  # fmt: skip
    html = answer.content.decode()
    assert "<html" not in html
    assert "転入届（国外から）" in html
    assert "未確認" in html
    with scope.within(scope.of(TOWN)):
        guidance.refresh_from_db()
    assert guidance.answers["child_preschool"] is False
    assert "dog" not in guidance.answers


def test_two_screens_do_not_overwrite_each_other():
    person = ground.person("section_staff", ground.municipality(TOWN))
    guidance = begun(person)
    with scope.within(scope.of(TOWN)):
        seen = Guidance.objects.get(pk=guidance.pk)
        events = {name: name == "event_birth" for name in talk_of(guidance=seen).book.catalogue.questions[0].inputs}
        answer_household(actor=person, guidance=seen, based_on=1, answers={"events": events}, days={})
        with pytest.raises(EditConflict):
            answer_household(actor=person, guidance=guidance, based_on=1, answers={"events": {}}, days={})


def test_what_was_said_to_a_question_that_left_the_screen_comes_back_with_it():
    person = ground.person("section_staff", ground.municipality(TOWN))
    guidance = begun(person)
    with scope.within(scope.of(TOWN)):
        names = talk_of(guidance=guidance).book.catalogue.questions[0].inputs
        events = {name: name == "event_move_in" for name in names}
        answer_household(
            actor=person, guidance=guidance, based_on=1,
            answers={"events": events, "things": {"moped": True, "dog": False}}, days={},
        )  # fmt: skip
        other = {name: name == "event_new_job" for name in names}
        answer_household(actor=person, guidance=guidance, based_on=2, answers={"events": other}, days={})
        assert guidance.answers["moped"] is True


def test_who_works_elsewhere_does_not_find_the_household():
    guidance = begun(ground.person("section_staff", ground.municipality(TOWN)))
    stranger = Client()
    stranger.force_login(ground.person("section_staff", ground.municipality("282022")))
    assert stranger.get(reverse("counter:guide_household", args=[guidance.pk])).status_code == 404


def test_the_list_of_the_desk_needs_no_query_for_each_row(django_assert_max_num_queries):
    client = clerk()
    person = ground.person("section_staff", ground.municipality(TOWN))
    for _ in range(3):
        begun(person)
    client.get(reverse("counter:guide_desk"))
    with django_assert_max_num_queries(40) as few:
        client.get(reverse("counter:guide_desk"))
    for _ in range(6):
        begun(person)
    with django_assert_max_num_queries(len(few)):
        client.get(reverse("counter:guide_desk"))
