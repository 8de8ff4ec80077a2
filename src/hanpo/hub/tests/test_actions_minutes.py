from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from hanpo.core import audit, scope
from hanpo.core.tests import factories as ground
from hanpo.hub.actions import minutes as deeds
from hanpo.hub.models import (
    Answer,
    MinutesImport,
    MinutesProposal,
    NextThing,
    Problem,
    ProblemMention,
    ProposalState,
    Question,
    WorkItem,
)
from hanpo.hub.queries import kinds
from hanpo.hub.queries import minutes as queries
from hanpo.hub.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]

SAMPLE = Path(__file__).parent.parent / "demo_data" / "minutes" / "programme_2024-11-21.txt"

SHORT = """第9回地域DX検討会議事録
日時等\t2026年6月4日(木) 10:00～11:00 市役所
（尼崎市の取組内容・現状）
取組内容は「観光データの整理」と「振り返りの習慣づくり」の2つ。
課題は、担当が替わると知識が続かないことが挙げられる。
今後は、来訪者調査の設計に取り組んでいく。
意見交換
Q1：続けるこつは何か。
A（尼崎市）：小さく始めたこと。
謎の一行
（以上）
"""


@pytest.fixture
def clerk(prefecture):
    return ground.person("prefecture", prefecture)


@pytest.fixture
def project(amagasaki):
    return factories.project(amagasaki)


@pytest.fixture
def minutes(clerk, project) -> MinutesImport:
    return deeds.import_minutes(
        actor=clerk, programme=project.participation.programme, file_name="第9回.txt", text=SHORT
    )


@pytest.fixture
def settled(minutes, clerk) -> MinutesImport:
    deeds.settle_meeting(
        actor=clerk, minutes=minutes, values={"title": "第9回地域DX検討会", "held_on": date(2026, 6, 4)}
    )
    minutes.refresh_from_db()
    return minutes


def proposal(minutes: MinutesImport, kind: str, nth: int = 0) -> MinutesProposal:
    return minutes.proposals.filter(kind=kind).order_by("position")[nth]


def test_an_import_stores_proposals_and_no_record(minutes):
    assert minutes.proposals.filter(kind="problem", municipality__name="尼崎市").exists()
    assert not Problem.objects.exists()
    assert not WorkItem.objects.exists()


def test_every_line_of_the_text_stands_in_some_proposal(minutes):
    claimed = {n for p in minutes.proposals.all() for first, last, *_ in p.lines for n in range(first, last + 1)}
    written = {n for n, line in enumerate(SHORT.splitlines(), start=1) if line.strip()}
    assert written <= claimed


def test_the_same_text_again_is_the_same_import(minutes, clerk):
    again = deeds.import_minutes(actor=clerk, programme=minutes.programme, file_name="別名.txt", text=SHORT)
    assert again.pk == minutes.pk


def test_nothing_is_accepted_before_the_meeting_was_confirmed(minutes, clerk, project):
    with pytest.raises(deeds.NotYet):
        deeds.accept_proposal(actor=clerk, proposal=proposal(minutes, "theme"), project=project)


def test_an_accepted_problem_keeps_its_words_and_its_project(settled, clerk, project):
    found = proposal(settled, "problem")
    problem = deeds.accept_proposal(actor=clerk, proposal=found, project=project, fields={"kind": "organisation"})
    assert (problem.project, problem.text) == (project, found.text)
    found.refresh_from_db()
    assert found.state == ProposalState.MENDED


def test_a_mended_text_is_stored_and_the_reading_is_kept(settled, clerk, project):
    found = proposal(settled, "next_thing")
    deeds.accept_proposal(actor=clerk, proposal=found, project=project, text="来訪者調査を設計する")
    assert NextThing.objects.get().title == "来訪者調査を設計する"
    found.refresh_from_db()
    assert found.mended == {"text": "来訪者調査を設計する"}
    assert "来訪者調査の設計" in found.text


def test_a_municipal_proposal_without_a_project_says_what_to_do(settled, clerk):
    with pytest.raises(ValidationError) as refusal:
        deeds.accept_proposal(actor=clerk, proposal=proposal(settled, "theme"))
    assert "尼崎市の取組を選ぶか" in str(refusal.value)
    assert proposal(settled, "theme").state == ProposalState.PROPOSED


def test_an_answer_waits_for_its_question_and_then_hangs_on_it(settled, clerk):
    with pytest.raises(ValidationError):
        deeds.accept_proposal(actor=clerk, proposal=proposal(settled, "answer"))
    question = deeds.accept_proposal(actor=clerk, proposal=proposal(settled, "question"))
    deeds.accept_proposal(actor=clerk, proposal=proposal(settled, "answer"))
    assert Answer.objects.get().question == question


def test_a_decision_can_be_taken_back_until_the_import_is_finished(settled, clerk):
    found = proposal(settled, "question")
    deeds.accept_proposal(actor=clerk, proposal=found)
    deeds.reopen_proposal(actor=clerk, proposal=found)
    found.refresh_from_db()
    assert found.state == ProposalState.PROPOSED
    assert not Question.objects.exists()


def test_a_question_with_answers_cannot_be_taken_back_before_them(settled, clerk):
    deeds.accept_proposal(actor=clerk, proposal=proposal(settled, "question"))
    deeds.accept_proposal(actor=clerk, proposal=proposal(settled, "answer"))
    with pytest.raises(deeds.NotYet):
        deeds.reopen_proposal(actor=clerk, proposal=proposal(settled, "question"))
    assert Answer.objects.exists()


def test_two_people_cannot_decide_the_same_proposal(settled, clerk):
    stale = proposal(settled, "question")
    deeds.accept_proposal(actor=clerk, proposal=proposal(settled, "question"))
    with pytest.raises(deeds.ProposalDecided):
        deeds.refuse_proposal(actor=clerk, proposal=stale)


def test_an_import_is_finished_only_when_everything_was_decided(settled, clerk, project):
    with pytest.raises(deeds.NotYet):
        deeds.finish_import(actor=clerk, minutes=settled)
    for waiting in queries.undecided(settled).order_by("position"):
        kind = {"kind": "organisation"} if waiting.kind == "problem" else {}
        deeds.accept_proposal(actor=clerk, proposal=waiting, project=project, fields=kind)
    deeds.finish_import(actor=clerk, minutes=settled)
    mention = ProblemMention.objects.get()
    assert (mention.mentioned_on, mention.source_lines) == (date(2026, 6, 4), "5")


def test_what_was_not_understood_is_shown_as_such(settled):
    texts = [p.text for p in settled.proposals.filter(kind=kinds.NOT_UNDERSTOOD)]
    assert queries.progress(settled).not_understood == len(texts)
    assert all(text in SHORT for text in texts)


def test_each_proposal_of_our_sample_shows_its_marked_source(clerk, project):
    minutes = deeds.import_minutes(
        actor=clerk, programme=project.participation.programme, file_name="見本.txt", text=SAMPLE.read_text("utf-8")
    )
    items = [item for block in queries.blocks(minutes) for item in block.items]
    assert len(items) > 30
    for item in items:
        assert any(marked for line in item.source for _part, marked in line.parts), item.proposal.text


def test_every_step_of_an_import_leaves_an_unbroken_audit_chain(settled, clerk):
    deeds.accept_proposal(actor=clerk, proposal=proposal(settled, "question"))
    with scope.within(scope.EVERYWHERE):
        assert audit.verify() == []
