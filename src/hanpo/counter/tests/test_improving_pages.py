"""The pages on which the counter is changed: who may open them, what they show, and that nothing typed is lost."""

from __future__ import annotations

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanpo.core import clock, scope
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.improving.steps import say_agreement
from hanpo.counter.models import (
    Hearing,
    Improvement,
    ImprovementStep,
    ProblemCard,
    SectionVoice,
    StepState,
    Timing,
    Walk,
)
from hanpo.counter.tests import improving_makers as make

pytestmark = pytest.mark.django_db
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"


def everywhere(ask):
    with scope.within(scope.EVERYWHERE):
        return ask()


def at(name: str, pk: int | None = None, **more) -> str:
    return reverse(f"counter:{name}", kwargs={"pk": pk, **more} if pk else None)


@pytest.fixture
def improvement() -> Improvement:
    return make.improvement()


@pytest.fixture
def staff(improvement, sign_in):
    return sign_in(ground.person("section_staff", make.city(), section=make.sections()[0]))


@pytest.fixture
def lead(improvement, sign_in):
    return sign_in(ground.person("section_lead", make.city()))


def body(answer) -> str:
    return answer.content.decode()


def test_the_empty_list_says_how_one_begins(sign_in):
    lead = sign_in(ground.person("section_lead", make.city()))
    assert "窓口改善の取組は、まだありません" in body(lead.get(at("improvements")))
    assert at("improvement_add") in body(lead.get(at("improvements")))


def test_a_lead_begins_an_undertaking_and_its_section_says_whose_it_is(lead):
    section = make.sections()[1]
    sent = {
        "title": "おくやみを1か所で",
        "aim": "ご遺族が課を回らない。",
        "lead": section.pk,
        "started_on": "令和8年11月2日",
    }
    assert lead.post(at("improvement_add"), sent).status_code == 302
    assert everywhere(lambda: Improvement.objects.get(title="おくやみを1か所で").municipality_id) == make.NISHINOMIYA


def test_staff_may_not_begin_one(staff):
    assert staff.get(at("improvement_add")).status_code == 403


def test_another_town_does_not_find_it(improvement, sign_in, toyooka):
    stranger = sign_in(ground.person("dx_office", toyooka))
    for name in ("improvement", "hearing_list", "walk_list", "card_wall", "improvement_steps", "improvement_effects"):
        assert stranger.get(at(name, improvement.pk)).status_code == 404, name


def test_every_page_opens_while_there_is_nothing_yet(improvement, staff):
    pages = (
        "improvement", "hearing_list", "walk_list", "walk_go", "walk_add", "card_wall", "card_add", "cause_add",
        "to_be_add", "improvement_steps", "improvement_effects",
    )  # fmt: skip
    for name in pages:
        assert staff.get(at(name, improvement.pk)).status_code == 200, name


def test_a_section_answers_from_asking_to_card(improvement, lead, staff):
    section = make.sections()[0]
    sent = {"sections": [section.pk], "due_on": str(clock.today())}
    assert lead.post(at("hearings_ask", improvement.pk), sent).status_code == 302
    hearing = everywhere(Hearing.objects.get)
    assert "10分ほどの聞き取りをお願いします" in body(staff.get(at("hearing", hearing.pk)))
    assert staff.post(at("hearing_begin", hearing.pk)).url == at("hearing_fill", hearing.pk)
    assert staff.get(at("hearing_fill", hearing.pk)).status_code == 200
    incomplete = staff.post(at("hearing_fill", hearing.pk), {"do": "send"})
    assert incomplete.url.endswith("?page=check")
    make.answered(
        everywhere(Hearing.objects.get), {"pains": [{"what": "昼に番号札が進まない", "kind": {"id": "wait"}}]}
    )
    assert "昼に番号札が進まない" in body(staff.get(at("hearing", hearing.pk)))
    assert staff.get(at("hearing_fill", hearing.pk)).status_code == 302
    assert "回答済み" in body(staff.get(at("hearing_list", improvement.pk)))


def test_what_two_sections_let_people_write_is_told(improvement, staff):
    for hearing in make.asked(improvement)[:2]:
        make.answered(hearing)
    page = body(staff.get(at("hearing_list", improvement.pk)))
    assert "住所（2課）" in page
    assert "電話番号（" not in page


def test_a_section_says_the_same_with_one_press(improvement, staff):
    first, second, _third = make.asked(improvement)
    (card,) = make.answered(first, {"pains": [{"what": "昼に番号札が進まない", "kind": {"id": "wait"}}]})
    assert "うちも同じ" in body(staff.get(at("hearing", second.pk)))
    staff.post(at("hearing_same", second.pk), {"card": card.pk})
    own = everywhere(lambda: ProblemCard.objects.get(section=second.section))
    assert own.merged_into_id == card.pk
    assert "うちも同じ</span>" not in body(staff.get(at("hearing", second.pk)))


def sent_walk(**changes) -> dict:
    told = {
        "sent_as": make.SENT, "persona": "妊娠中の会社員", "phase": "before", "walked_on": "2026-11-02", "words": "疲れた",
        "stops": [
            {"place": "市民課3番", "waited": 900, "served": 420, "walked": "80", "wrote": 3, "happened": ""},
            {"place": "国保", "waited": 300, "served": 600, "walked": "", "wrote": 2, "happened": "地図が読めない"},
        ],
    }  # fmt: skip
    return {"walk": json.dumps({**told, **changes})}


def test_a_walk_comes_in_whole_with_its_photo(improvement, staff):
    photo = SimpleUploadedFile("photo.jpg", JPEG, "image/jpeg")
    answer = staff.post(at("walk_send", improvement.pk), {**sent_walk(), "photo-1": photo})
    assert answer.status_code == 200, answer.content
    walk = everywhere(Walk.objects.get)
    assert answer.json() == {"url": at("walk", walk.pk)}
    stops = everywhere(lambda: list(walk.stops.order_by("number")))
    assert [(s.place, s.waited, s.wrote, s.photo_id is not None) for s in stops] == [
        ("市民課3番", 900, 3, False), ("国保", 300, 2, True),
    ]  # fmt: skip
    page = body(staff.get(at("walk", walk.pk)))
    assert "待ち 15:00" in page
    assert "37" in page  # minutes in all


def test_a_walk_that_is_sent_twice_is_stored_once(improvement, staff):
    for _time in range(2):
        assert staff.post(at("walk_send", improvement.pk), sent_walk()).status_code == 200
    assert everywhere(Walk.objects.count) == 1


@pytest.mark.parametrize("changes", [{"stops": []}, {"sent_as": "7"}, {"walked_on": "heute"}, {"persona": ""}])
def test_a_walk_that_cannot_be_read_says_so_and_stores_nothing(improvement, staff, changes):
    answer = staff.post(at("walk_send", improvement.pk), sent_walk(**changes))
    assert answer.status_code == 422
    assert answer.json()["words"]
    assert everywhere(Walk.objects.count) == 0


def test_a_stop_becomes_a_card(improvement, staff):
    staff.post(at("walk_send", improvement.pk), sent_walk())
    stop = everywhere(lambda: Walk.objects.get().stops.get(number=2))
    staff.post(at("walk_stop_card", stop.pk), {"kind": "unclear"})
    assert everywhere(lambda: ProblemCard.objects.get().words) == "地図が読めない"
    assert "地図が読めない" in body(staff.get(at("card_wall", improvement.pk)))


def test_the_wall_proposes_cards_that_say_the_same_and_merges_on_a_press(improvement, staff):
    one = make.card(improvement, "次にどの窓口へ行けばよいか案内図では分からない")
    two = make.card(improvement, "どの窓口へ行けばよいか分からず、3回尋ねた")
    assert "同じことを言っているかもしれないカード" in body(staff.get(at("card_wall", improvement.pk)))
    staff.post(at("card_merge", one.pk), {"cards": [two.pk]})
    assert everywhere(lambda: ProblemCard.objects.get(pk=two.pk).merged_into_id) == one.pk
    staff.post(at("card_part", two.pk))
    assert everywhere(lambda: ProblemCard.objects.get(pk=two.pk).merged_into_id) is None


def test_a_refused_merge_keeps_the_page(improvement, staff):
    answer = staff.post(at("card_merge", make.card(improvement).pk), {})
    assert answer.status_code == 422


def test_from_cause_to_step_on_the_pages(improvement, staff):
    card = make.card(improvement)
    staff.post(
        at("cause_add", improvement.pk), {"cards": [card.pk], "words": "住所を課ごとに持っている", "whys": "なぜ"}
    )
    cause = everywhere(lambda: ProblemCard.objects.get().cause)
    staff.post(at("to_be_add", improvement.pk), {"causes": [cause.pk], "words": "二度書かない。", "sign": "0回"})
    wanted = everywhere(lambda: improvement.to_bes.get())
    sent = {"title": "受付票を1枚にする", "resident_minutes": "12.5", "staff_minutes": "-2", "cases_a_year": "3000"}
    assert staff.post(at("improvement_step_add", wanted.pk), sent).status_code == 302
    page = body(staff.get(at("improvement_steps", improvement.pk)))
    assert "受付票を1枚にする" in page
    assert "525" in page  # 3,000 × 10.5 minutes in hours
    for name in ("cause_edit", "to_be_edit"):
        assert staff.get(at(name, {"cause_edit": cause, "to_be_edit": wanted}[name].pk)).status_code == 200


def test_the_board_names_the_conversation_that_is_missing_and_then_the_decision(improvement, staff, lead):
    make.asked(improvement)
    row = make.step(make.to_be(improvement))
    one, two, three = make.sections()
    for section in (one, two):
        sent = {"section": section.pk, "understands": 4, "agrees": 4, "bears": 4}
        assert staff.post(at("agreement_add", row.pk), sent).status_code == 302
    assert "子育て手当課：意見を聞く" in body(staff.get(at("improvement", improvement.pk))).replace("\n", "")
    everywhere(lambda: say_agreement(actor=None, step=row, section=three, understands=3, agrees=3, bears=3))
    assert "次に決められること" in body(staff.get(at("improvement_steps", improvement.pk)))
    assert staff.post(at("improvement_step_move", row.pk, to="decided")).status_code == 403
    lead.post(at("improvement_step_move", row.pk, to="decided"))
    assert everywhere(lambda: ImprovementStep.objects.get().state) == StepState.DECIDED
    assert lead.post(at("improvement_step_move", row.pk, to="nowhere")).status_code == 404
    assert everywhere(SectionVoice.objects.count) == 3
    assert "各課の考えの移り変わり" in body(staff.get(at("improvement_step", row.pk)))


def test_timings_are_pasted_as_minutes_or_as_a_stopwatch_shows_them(improvement, staff):
    row = make.step(make.to_be(improvement))
    sent = {
        "phase": "before",
        "whose": "staff",
        "minutes": "12.5\n12:30\n１３",
        "timed_on": "2026-11-02",
        "source": "時計",
    }
    assert staff.post(at("timing_add", row.pk), sent).status_code == 302
    assert everywhere(lambda: [float(t.minutes) for t in Timing.objects.order_by("pk")]) == [12.5, 12.5, 13.0]
    refused = staff.post(at("timing_add", row.pk), {**sent, "minutes": "12分くらい"})
    assert refused.status_code == 422
    assert "12分くらい" in body(refused)


def test_few_timings_are_shown_without_a_conclusion(improvement, staff):
    row = make.step(make.to_be(improvement))
    make.timings(row, "before", [20, 22, 19])
    make.timings(row, "after", [9, 8, 10])
    assert "まだ言えません" in body(staff.get(at("improvement_effects", improvement.pk)))


def test_pages_cost_the_same_however_much_there_is(improvement, staff):
    def cost(name):
        with CaptureQueriesContext(
            connection,
        ) as seen:
            assert staff.get(at(name, improvement.pk)).status_code == 200
        return len(seen)

    def more():
        wanted = make.to_be(improvement)
        row = make.step(wanted)
        make.walk(improvement, ("市民課", 60, 60), ("国保", 60, 60))
        head = make.card(improvement, section=make.sections()[0])
        make.cause(improvement, head)
        make.timings(row, "before", [5, 6])
        for section in make.sections():
            everywhere(
                lambda s=section: say_agreement(actor=None, step=row, section=s, understands=4, agrees=4, bears=2)
            )

    names = ("improvement", "hearing_list", "walk_list", "card_wall", "improvement_steps", "improvement_effects")
    for hearing in make.asked(improvement)[:1]:
        make.answered(hearing)
    more()
    staff.get(at("improvements"))
    first = {name: cost(name) for name in names}
    for _time in range(3):
        more()
    assert {name: cost(name) for name in names} == first
