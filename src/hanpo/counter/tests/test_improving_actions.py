"""The deeds of improving: what is stored, what is refused, and that nobody's words are lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from hanpo.core import clock
from hanpo.core.models import AuditEntry, Notification
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.improving import hearings, problems, steps
from hanpo.counter.models import CardKind, Hearing, ProblemCard, SectionVoice, StepState
from hanpo.counter.queries.improving import hearings as hearing_queries
from hanpo.counter.queries.improving import problems as queries
from hanpo.counter.tests import improving_makers as make
from hanpo.forms.actions.responses import Incomplete, reopen_response, save_answers
from hanpo.forms.engine.faults import faults
from hanpo.forms.engine.reading import read_form

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


@pytest.fixture
def improvement():
    return make.improvement()


def test_the_sheet_is_a_form_without_faults_that_names_the_sections_of_the_town(improvement):
    make.sections()
    form = read_form(hearing_queries.hearing_definition(municipality=make.city(), today=clock.today()))
    assert [fault for fault in faults(form) if not fault.is_warning] == []
    choices = {choice.label.said("ja") for choice in form.item("hands").columns[0].choices}
    assert set(make.NAMES) < choices


def test_the_people_of_a_section_are_told_that_it_is_asked(improvement):
    clerk = ground.person("section_staff", make.city(), section=make.sections()[1])
    make.asked(improvement)
    assert [one.person for one in Notification.objects.all()] == [clerk]


def test_a_section_is_asked_once(improvement):
    make.asked(improvement)
    with pytest.raises(ValidationError):
        make.asked(improvement)
    assert Hearing.objects.count() == 3


def test_nobody_is_asked_for_a_day_that_is_over(improvement):
    today = clock.today()
    with pytest.raises(ValidationError):
        hearings.ask_sections(
            actor=None, improvement=improvement, sections=make.sections(), due_on=today - timedelta(days=1), today=today
        )


def test_what_one_section_hands_over_stands_in_the_sheet_of_the_receiver_with_its_origin(improvement):
    giver, receiver, other = make.asked(improvement)
    make.answered(giver, {"hands": [make.hands_to(receiver.section)]})
    begun = hearings.begin_hearing(actor=None, hearing=receiver)
    row = {"section": {"id": f"s{giver.section_id}"}, "what": "転入の連絡票", "times": "120"}
    assert begun.response.answers == {"receives": [row]}
    assert begun.response.origins["receives"]["origin"] == "市民課の聞き取り"
    assert hearings.begin_hearing(actor=None, hearing=other).response.answers == {}


def test_what_one_section_receives_stands_in_the_sheet_of_the_giver(improvement):
    receiver, giver, _other = make.asked(improvement)
    make.answered(receiver, {"receives": [make.hands_to(giver.section, "資格の確認", "9")]})
    begun = hearings.begin_hearing(actor=None, hearing=giver)
    assert [row["what"] for row in begun.response.answers["hands"]] == ["資格の確認"]


def test_opening_a_sheet_again_changes_nothing(improvement):
    hearing = make.asked(improvement)[0]
    first = hearings.begin_hearing(actor=None, hearing=hearing).response_id
    assert hearings.begin_hearing(actor=None, hearing=hearing).response_id == first


def test_a_sheet_with_open_questions_is_not_sent(improvement):
    hearing = hearings.begin_hearing(actor=None, hearing=make.asked(improvement)[0])
    with pytest.raises(Incomplete):
        hearings.answer_hearing(actor=None, hearing=hearing, today=clock.today())
    assert Hearing.objects.get(pk=hearing.pk).answered_at is None


def test_each_problem_of_a_sheet_becomes_a_card_once_also_when_it_is_sent_again(improvement):
    hearing = make.asked(improvement)[0]
    pain = {"what": "昼に進まない", "kind": {"id": "wait"}, "times": "20"}
    (card,) = make.answered(hearing, {"pains": [pain]})
    assert (card.kind, card.times_a_month, card.section) == (CardKind.WAIT, 20, hearing.section)
    again = Hearing.objects.select_related("response__form").get(pk=hearing.pk)
    reopen_response(actor=ground.person(), response=again.response, reason="書き足す")
    more = {"pains": [pain, {"what": "紙が足りない", "kind": {"id": "staff"}}]}
    save_answers(actor=None, response=again.response, based_on=again.response.version, changes=more)
    assert [c.words for c in hearings.answer_hearing(actor=None, hearing=again, today=clock.today())] == [
        "紙が足りない"
    ]


def test_an_erased_sheet_is_not_begun_anew(improvement):
    hearing = make.asked(improvement)[0]
    make.answered(hearing)
    Hearing.objects.filter(pk=hearing.pk).update(response=None)
    with pytest.raises(ValidationError):
        hearings.begin_hearing(actor=None, hearing=Hearing.objects.get(pk=hearing.pk))


def test_a_section_says_the_same_once(improvement):
    card, section = make.card(improvement), make.sections()[2]
    hearings.say_same(actor=None, card=card, section=section)
    with pytest.raises(ValidationError):
        hearings.say_same(actor=None, card=card, section=section)
    (pile,) = queries.wall(improvement=improvement).loose
    assert pile.sections == ["子育て手当課"]


def test_merging_takes_along_what_was_merged_before_and_keeps_every_word(improvement):
    one, two, three = (make.card(improvement, words) for words in ("一", "二", "三"))
    problems.merge_cards(actor=None, into=two, cards=[three])
    problems.merge_cards(actor=None, into=one, cards=[two])
    (pile,) = queries.wall(improvement=improvement).loose
    assert [card.words for card in pile.merged] == ["二", "三"]
    assert ProblemCard.objects.count() == 3


def test_a_merged_card_is_no_head_and_cards_of_another_undertaking_stay_there(improvement):
    one, two = make.card(improvement, "一"), make.card(improvement, "二")
    problems.merge_cards(actor=None, into=one, cards=[two])
    with pytest.raises(ValidationError):
        problems.merge_cards(actor=None, into=two, cards=[one])
    foreign = make.card(make.improvement(title="おくやみ"), "三")
    with pytest.raises(ValidationError):
        problems.merge_cards(actor=None, into=one, cards=[foreign])


def test_a_times_total_counts_only_who_said_so(improvement):
    head = make.card(improvement, "一", times_a_month=20)
    problems.merge_cards(
        actor=None, into=head, cards=[make.card(improvement, "二"), make.card(improvement, "三", times_a_month=5)]
    )
    assert queries.wall(improvement=improvement).loose[0].times == 25


def test_the_database_refuses_a_card_that_is_merged_and_has_a_cause(improvement):
    one, two = make.card(improvement, "一"), make.card(improvement, "二")
    cause = make.cause(improvement, two)
    with pytest.raises(IntegrityError), transaction.atomic():
        ProblemCard.objects.filter(pk=two.pk).update(merged_into=one, cause=cause)


def test_a_to_be_with_steps_is_not_withdrawn(improvement):
    wanted = make.to_be(improvement)
    make.step(wanted)
    with pytest.raises(ValidationError):
        problems.withdraw_to_be(actor=None, to_be=wanted)


def test_steps_never_wait_for_each_other_in_a_circle(improvement):
    wanted = make.to_be(improvement)
    one, two, three = (make.step(wanted, words) for words in ("一", "二", "三"))
    steps.need_first(actor=None, step=two, needs=one)
    steps.need_first(actor=None, step=three, needs=two)
    for needs in (three, one):
        with pytest.raises(ValidationError):
            steps.need_first(actor=None, step=one, needs=needs)


def test_a_step_does_not_begin_before_what_it_needs_is_done(improvement):
    wanted = make.to_be(improvement)
    first, second = make.step(wanted, "一"), make.step(wanted, "二", state=StepState.DECIDED)
    steps.need_first(actor=None, step=second, needs=first)
    with pytest.raises(ValidationError):
        steps.move_step(actor=None, step=second, to=StepState.DOING)
    steps.move_step(actor=None, step=first, to=StepState.DROPPED)
    steps.move_step(actor=None, step=second, to=StepState.DOING)


def test_a_step_does_not_leap_over_its_states(improvement):
    with pytest.raises(ValidationError):
        steps.move_step(actor=None, step=make.step(make.to_be(improvement)), to=StepState.DONE)


def test_a_section_that_changes_its_mind_leaves_both_words(improvement):
    step, section = make.step(make.to_be(improvement)), make.sections()[0]
    for words in (1, 4):
        steps.say_agreement(actor=None, step=step, section=section, understands=words, agrees=words, bears=words)
    assert list(SectionVoice.objects.values_list("agrees", flat=True)) == [1, 4]


def test_what_residents_and_staff_said_never_stands_in_the_audit_record(improvement):
    hearing = make.asked(improvement)[0]
    make.answered(hearing, {"wish": "秘密の願い"})
    assert "秘密の願い" not in " ".join(str(entry.new) for entry in AuditEntry.objects.all())
