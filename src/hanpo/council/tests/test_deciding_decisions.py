"""Decision records: their way, what stays as it was, who may do what, and what is made ready."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from docx import Document

from hanpo.core import clock, scope
from hanpo.core.actions.prepared import approve_work, undo_decision
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import HistoryIsAppended, PreparedWork
from hanpo.core.tests import factories as ground
from hanpo.council.actions import decisions as actions
from hanpo.council.models import DecisionRecord, DecisionState, DecisionStep, FollowUp, FollowUpState
from hanpo.council.preparers.deciding import FollowUpDue, NextDecision, ReviewDue
from hanpo.council.queries.decisions import decision_calendar
from hanpo.council.queries.poll_results import results
from hanpo.council.tests import deciding_makers as make

pytestmark = pytest.mark.django_db

CLOSE = timedelta(days=3)


def everywhere(ask):
    with scope.within(scope.EVERYWHERE):
        return ask()


def at(name: str, *args: object) -> str:
    return reverse(f"council:{name}", args=args)


def now(decision: DecisionRecord) -> DecisionRecord:
    return everywhere(lambda: DecisionRecord.objects.get(pk=decision.pk))


def prepared(preparer, place) -> list[PreparedWork]:
    with scope.within(scope.EVERYWHERE):
        prepare_work(actor=None, preparer=preparer, municipality=place, today=clock.today())
        rows = PreparedWork.objects.filter(preparer=preparer.key, municipality=place, state="waiting")
        return list(rows.select_related("municipality"))


@pytest.fixture
def clerk(prefecture):
    return ground.person("secretariat", prefecture)


def test_a_decision_names_who_decided_when_and_by_which_rule():
    row = make.decision()
    with scope.within(scope.EVERYWHERE), pytest.raises(ValidationError) as refused:
        actions.move_decision(actor=None, decision=row, to=DecisionState.DECIDED)
    assert set(refused.value.message_dict) == {"decided_on", "decided_by", "decided_rule"}


def test_a_record_takes_no_way_that_does_not_exist():
    with scope.within(scope.EVERYWHERE), pytest.raises(ValidationError):
        actions.move_decision(actor=None, decision=make.decision(), to=DecisionState.CARRIED_OUT)


def test_every_step_keeps_the_text_of_its_day():
    row = make.decision(motion="費用を試算すること。")
    with scope.within(scope.EVERYWHERE):
        actions.move_decision(actor=None, decision=row, to=DecisionState.ASKED, facts={"answer_by": clock.today()})
        actions.move_decision(
            actor=None, decision=row, to=DecisionState.AMENDED, facts={"motion": "試算して総会に出すこと。"}
        )
        steps = list(DecisionStep.objects.values_list("new_state", "motion"))
        with pytest.raises(HistoryIsAppended):
            DecisionStep.objects.all().delete()
    assert steps == [
        ("proposed", "費用を試算すること。"), ("asked", "費用を試算すること。"), ("amended", "試算して総会に出すこと。")
    ]  # fmt: skip


def test_what_was_decided_is_not_rewritten_but_corrected():
    row = make.decision(state=DecisionState.DECIDED)
    with scope.within(scope.EVERYWHERE):
        with pytest.raises(ValidationError):
            actions.edit_decision(actor=None, decision=row, based_on=row.version, changes={"motion": "別のこと"})
        actions.correct_decision(actor=None, decision=row, text="規約第8条が正しい", reason="条の写し間違い")
        actions.edit_decision(actor=None, decision=row, based_on=row.version, changes={"is_public": True})
        assert row.decisioncorrections.get().text == "規約第8条が正しい"
        with pytest.raises(ValidationError):
            actions.correct_decision(actor=None, decision=make.decision(row.council), text="x", reason="y")


def test_only_what_was_decided_is_made_public():
    row = make.decision()
    with scope.within(scope.EVERYWHERE), pytest.raises(ValidationError):
        actions.edit_decision(actor=None, decision=row, based_on=row.version, changes={"is_public": True})


def test_the_numbers_of_a_record_stay_as_they_were_that_day():
    poll = make.poll()
    make.answered(poll, "282022", (1, 2, 3))
    row = make.decision(poll.council)
    with scope.within(scope.EVERYWHERE):
        row = actions.propose_decision(
            actor=None, council=poll.council, today=clock.today(),
            values={"title": "写し", "motion": "選ぶこと。", "poll": make.closed(poll)},
        )  # fmt: skip
    make.answered(poll, "282090", (3, 2, 1))
    assert now(row).numbers["answered"] == 1
    assert results(poll=poll).answered == 2


def test_opinions_are_given_while_they_are_asked_for():
    row = make.decision()
    town = ground.municipality("282022")
    with scope.within(scope.EVERYWHERE):
        with pytest.raises(ValidationError):
            actions.give_opinion(actor=None, decision=row, municipality=town, text="早すぎる")
        row = actions.move_decision(
            actor=None, decision=row, to=DecisionState.ASKED, facts={"answer_by": clock.today()}
        )
        actions.give_opinion(actor=None, decision=row, municipality=town, text="人の手当てが先です。")
    with scope.within(scope.of("282090")):
        assert row.decisionopinions.get().text == "人の手当てが先です。"


def test_a_closed_choice_becomes_a_proposal_in_the_tray_of_the_secretariat(clerk, prefecture, amagasaki):
    poll = make.poll()
    make.answered(poll, "282022", (1, 2, 3))
    make.answered(poll, "282090", (3, 1, 2))
    assert prepared(NextDecision(), prefecture) == []
    make.closed(poll)
    (work,) = prepared(NextDecision(), prefecture)
    assert prepared(NextDecision(), amagasaki) == []
    assert "豊岡市（1位は②）：① 受け入れられない 体制を広げるは人が足りない" in work.draft["dissent"]
    assert "2市町が答えた" in work.draft["asked"]
    with scope.within(scope.EVERYWHERE):
        approve_work(actor=clerk, work=work, changes={"motion": "①を進めること。"})
        made = DecisionRecord.objects.get()
        assert (made.state, made.motion, made.poll) == (DecisionState.PROPOSED, "①を進めること。", poll)
        assert made.numbers["answered"] == 2
    assert prepared(NextDecision(), prefecture) == []
    with scope.within(scope.EVERYWHERE):
        undo_decision(actor=clerk, work=work)
    assert now(made).state == DecisionState.WITHDRAWN
    assert len(prepared(NextDecision(), prefecture)) == 1


def test_a_proposal_whose_time_for_opinions_is_over_is_amended_and_can_be_taken_back(clerk, prefecture, amagasaki):
    row = make.decision()
    with scope.within(scope.EVERYWHERE):
        row = actions.move_decision(
            actor=None, decision=row, to=DecisionState.ASKED, facts={"answer_by": clock.today() - CLOSE}
        )
        actions.give_opinion(actor=None, decision=row, municipality=amagasaki, text="費用の上限を書いてください。")
    (work,) = prepared(NextDecision(), prefecture)
    assert "費用の上限を書いてください。" in work.draft["motion"]
    with scope.within(scope.EVERYWHERE):
        approve_work(actor=clerk, work=work, changes={"motion": "上限を示して進めること。"})
        assert (now(row).state, now(row).motion) == (DecisionState.AMENDED, "上限を示して進めること。")
        undo_decision(actor=clerk, work=work)
    assert (now(row).state, now(row).motion) == (DecisionState.ASKED, "体制を広げること。")


def test_what_is_due_from_a_decision_stands_in_the_tray_of_its_owner(prefecture, amagasaki):
    row = make.decision(state=DecisionState.DECIDED)
    make.follow_up(row, municipality=amagasaki)
    make.follow_up(row, text="総会の日を決める")
    make.follow_up(row, text="来年の話", due=clock.today() + timedelta(days=90))
    (own,) = prepared(FollowUpDue(), amagasaki)
    (hosts,) = prepared(FollowUpDue(), prefecture)
    assert (own.role, hosts.role) == ("dx_office", "secretariat")
    office = ground.person("dx_office", amagasaki)
    with scope.within(scope.of(amagasaki.pk)):
        approve_work(actor=office, work=own, changes={"note": "3案を試算した"})
        done = FollowUp.objects.get(municipality=amagasaki)
        assert (done.state, done.note) == (FollowUpState.DONE, "3案を試算した")
        undo_decision(actor=office, work=own)
        assert FollowUp.objects.get(municipality=amagasaki).state == FollowUpState.OPEN


def test_a_review_day_that_has_come_opens_the_review(clerk, prefecture):
    row = make.decision(state=DecisionState.CARRIED_OUT, review_on=clock.today() - CLOSE)
    make.decision(row.council, DecisionState.DECIDED, title="先の話", review_on=clock.today() + CLOSE)
    (work,) = prepared(ReviewDue(), prefecture)
    with scope.within(scope.EVERYWHERE):
        approve_work(actor=clerk, work=work)
        assert now(row).state == DecisionState.REVIEW
        undo_decision(actor=clerk, work=work)
    assert now(row).state == DecisionState.CARRIED_OUT


def test_the_calendar_shows_opinions_reviews_and_what_is_due(amagasaki):
    row = make.decision(state=DecisionState.DECIDED, review_on=clock.today() + CLOSE)
    make.follow_up(row, municipality=amagasaki)
    asked = make.decision(row.council)
    with scope.within(scope.EVERYWHERE):
        actions.move_decision(
            actor=None, decision=asked, to=DecisionState.ASKED, facts={"answer_by": clock.today() + CLOSE}
        )
    with scope.within(scope.of(amagasaki.pk)):
        items = list(decision_calendar(clock.today(), clock.today() + timedelta(days=7)))
    assert {item.title.split("：")[0] for item in items} == {"意見照会の期限", "決定の見直し", "決定後の作業"}


def test_the_secretariat_leads_a_record_from_proposal_to_review(clerk, sign_in, amagasaki):
    client = sign_in(clerk)
    council = make.poll().council
    sent = {"council": council.pk, "title": "体制", "motion": "広げること。"}
    assert client.post(at("decision_add"), sent).status_code == 302
    row = everywhere(DecisionRecord.objects.get)
    assert client.post(at("decision_move", row.pk, "decided"), {"motion": "広げること。"}).status_code == 422
    facts = {"motion": "広げること。", "decided_on": "R8.11.2", "decided_by": "総会", "decided_rule": "規約第9条"}
    assert client.post(at("decision_move", row.pk, "decided"), facts).status_code == 302
    client.post(at("follow_up_add", row.pk), {"text": "試算する", "municipality": amagasaki.pk, "due": "R9.1.8"})
    assert client.post(at("decision_edit", row.pk), {"version": now(row).version, "is_public": "on"}).status_code == 302
    page = client.get(at("decision", row.pk)).content.decode()
    for shown in ("規約第9条", "試算する", "公表の頁を見る"):
        assert shown in page
    assert client.get(at("decision_move", row.pk, "proposed")).status_code == 404


def test_a_member_reads_a_record_and_does_its_own_part_only(sign_in, amagasaki, toyooka):
    row = make.decision(state=DecisionState.DECIDED)
    own, other = make.follow_up(row, municipality=amagasaki), make.follow_up(row, municipality=toyooka)
    staff = sign_in(ground.person("section_staff", amagasaki))
    assert staff.get(at("decision", row.pk)).status_code == 200
    assert staff.get(at("decision_edit", row.pk)).status_code == 403
    assert staff.post(at("follow_up_finish", own.pk)).status_code == 302
    assert staff.post(at("follow_up_finish", other.pk)).status_code == 404
    stranger = sign_in(ground.person("section_staff", ground.municipality("283657")))
    assert stranger.get(at("decision", row.pk)).status_code == 404


def test_anybody_reads_what_is_public_and_nothing_else(client):
    hidden = make.decision(state=DecisionState.DECIDED, title="公表しない決定")
    row = make.decision(hidden.council, DecisionState.DECIDED, title="公表した決定", dissent="反対の言葉")
    with scope.within(scope.EVERYWHERE):
        actions.edit_decision(actor=None, decision=row, based_on=row.version, changes={"is_public": True})
    page = client.get(at("public_decisions")).content.decode()
    assert "公表した決定" in page
    assert "公表しない決定" not in page
    assert "反対の言葉" in client.get(at("public_decision", row.pk)).content.decode()
    assert client.get(at("public_decision", hidden.pk)).status_code == 404
    assert client.get(at("decision", row.pk)).status_code == 302


def test_the_word_file_holds_the_motion_the_dissent_and_the_numbers(clerk, sign_in):
    poll = make.poll()
    make.answered(poll, "282022", (1, 2, 3))
    with scope.within(scope.EVERYWHERE):
        row = actions.propose_decision(
            actor=None, council=poll.council, today=clock.today(),
            values={"title": "体制", "motion": "選ぶこと。", "poll": make.closed(poll), "dissent": "人が足りない"},
        )  # fmt: skip
    body = sign_in(clerk).get(at("decision_word", row.pk)).content
    document = Document(BytesIO(body))
    texts = [one.text for one in document.paragraphs]
    cells = [cell.text for table in document.tables for line in table.rows for cell in line.cells]
    assert {"選ぶこと。", "人が足りない"} <= set(texts)
    assert "1位の数" in cells
