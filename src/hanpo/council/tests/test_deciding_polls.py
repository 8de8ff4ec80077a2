"""Choosing among options: who is asked, what a ballot holds, what counts, and who sees it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from hanpo.core import clock, scope
from hanpo.core.editing import EditConflict
from hanpo.core.models import AuditEntry, Notification
from hanpo.core.tests import factories as ground
from hanpo.council.actions import ballots as actions
from hanpo.council.actions import polls
from hanpo.council.models import Ballot, BallotState, BallotStep, BallotWay, Poll, PollState
from hanpo.council.queries.poll_results import results
from hanpo.council.tests import deciding_makers as make
from hanpo.council.tests.factories import council

pytestmark = pytest.mark.django_db


def everywhere(ask):
    with scope.within(scope.EVERYWHERE):
        return ask()


def submit(ballot: Ballot, changes) -> Ballot:
    with scope.within(scope.of(ballot.municipality_id)):
        row = actions.write_ballot(actor=None, ballot=ballot, based_on=ballot.version, changes=changes)
        return actions.submit_ballot(actor=None, ballot=row, today=clock.today())


def flat(answers) -> dict:
    return {(key, part): value for key, parts in answers.items() for part, value in parts.items()}


def test_opening_asks_every_municipality_but_the_host_and_tells_its_dx_office():
    group = council()
    office = ground.person("dx_office", ground.municipality("282022"))
    poll = make.poll(group)
    assert everywhere(lambda: list(poll.ballots.values_list("municipality_id", flat=True))) == ["282022", "282090"]
    assert everywhere(lambda: Notification.objects.get().person) == office


def test_a_choice_needs_two_options_and_time_to_answer():
    lonely = make.draft_poll(titles=("これだけ",))
    late = make.draft_poll(lonely.council, title="遅い", due_on=clock.today() - timedelta(days=1))
    for poll in (lonely, late):
        with scope.within(scope.EVERYWHERE), pytest.raises(ValidationError):
            polls.open_poll(actor=None, poll=poll, today=clock.today())


def test_the_options_and_the_promise_stay_as_those_who_answer_saw_them():
    poll = make.poll()
    with scope.within(scope.EVERYWHERE):
        for deed in (
            lambda: polls.add_option(actor=None, poll=poll, values={"title": "別の案", "meaning": "別"}),
            lambda: polls.remove_option(actor=None, option=make.options(poll)[0]),
            lambda: polls.edit_poll(actor=None, poll=poll, based_on=poll.version, changes={"names_shown": False}),
        ):
            with pytest.raises(ValidationError):
                deed()
        polls.edit_poll(actor=None, poll=poll, based_on=poll.version, changes={"background": "経緯"})


def test_options_move_up_when_one_is_taken_off():
    poll = make.draft_poll()
    with scope.within(scope.EVERYWHERE):
        polls.remove_option(actor=None, option=make.options(poll)[0])
    assert [str(option) for option in make.options(poll)] == ["① 参加者を広げる", "② 今のまま"]


def test_a_town_sees_the_choice_and_its_own_ballot_only():
    poll = make.poll()
    with scope.within(scope.of("282022")):
        assert Poll.objects.get() == poll
        assert [row.municipality_id for row in Ballot.objects.all()] == ["282022"]
    with scope.within(scope.of("283657")):
        assert not Poll.objects.exists()


def test_a_ballot_counts_once_it_is_submitted_and_every_step_is_kept():
    poll = make.poll()
    row = submit(make.ballot(poll, "282022"), flat(make.said(poll, (1, 2, 3))))
    assert row.state == BallotState.SUBMITTED
    assert results(poll=poll, as_secretariat=True).answered == 1
    with scope.within(scope.EVERYWHERE):
        back = actions.take_ballot_back(actor=None, ballot=row, comment="②を考え直す")
        steps = list(BallotStep.objects.values_list("state", "comment"))
    assert not back.is_submitted
    assert steps == [("writing", ""), ("submitted", ""), ("writing", "②を考え直す")]
    assert results(poll=poll, as_secretariat=True).answered == 0


def test_a_ballot_is_not_sent_while_a_condition_or_a_reason_for_refusing_is_missing():
    poll = make.poll()
    answers = make.said(poll, (1, 2, 3))
    first, second, third = (option.key for option in make.options(poll))
    answers[second]["condition"], answers[third]["reason"] = "", ""
    del answers[first]["grade"]
    with pytest.raises(ValidationError) as refused:
        submit(make.ballot(poll, "282022"), flat(answers))
    assert refused.value.messages == [
        "①の評価を選んでください。", "②を受け入れられる条件を書いてください。", "③を受け入れられない理由を書いてください。"
    ]  # fmt: skip


def test_ranks_may_be_left_out_and_be_equal():
    poll = make.poll()
    answers = make.said(poll, (1, 1, 2))
    del answers[make.options(poll)[2].key]["rank"]
    assert submit(make.ballot(poll, "282022"), flat(answers)).is_submitted


def test_two_people_who_write_one_ballot_see_what_they_both_changed():
    poll = make.poll()
    key = make.options(poll)[0].key
    row = make.ballot(poll, "282022")
    with scope.within(scope.of("282022")):
        actions.write_ballot(actor=None, ballot=row, based_on=1, changes={(key, "reason"): "人が足りない"})
        with pytest.raises(EditConflict) as conflict:
            actions.write_ballot(
                actor=None, ballot=row, based_on=1, changes={(key, "reason"): "費用が読めない", (key, "grade"): 2}
            )
    words = {clash.label: (clash.theirs, clash.mine) for clash in conflict.value.clashes}
    assert words == {"① 理由": ("人が足りない", "費用が読めない"), "① 評価": ("", "あまりよくない")}
    assert make.ballot(poll, "282022").answers == {key: {"reason": "人が足りない"}}


def test_nothing_is_written_after_the_end():
    poll = make.closed(make.poll())
    with scope.within(scope.EVERYWHERE), pytest.raises(ValidationError):
        actions.write_ballot(actor=None, ballot=make.ballot(poll, "282022"), based_on=1, changes={})


def test_a_proxy_entry_says_for_whom_and_why_and_never_overrules_the_members_own_word():
    poll = make.poll()
    clerk = ground.person("secretariat", ground.municipality("280003"))
    row = make.ballot(poll, "282090")
    facts = {"actor": clerk, "based_on": 1, "changes": flat(make.said(poll, (3, 2, 1))), "today": clock.today()}
    with scope.within(scope.EVERYWHERE):
        with pytest.raises(ValidationError):
            actions.enter_ballot_by_proxy(ballot=row, said_by=" ", why="紙で回答", **facts)
        done = actions.enter_ballot_by_proxy(ballot=row, said_by="情報課長（電話）", why="紙で回答", **facts)
        assert (done.way, done.said_by, done.is_submitted) == (BallotWay.PROXY, "情報課長（電話）", True)
        assert "紙で回答" in BallotStep.objects.get().comment
        own = make.answered(poll, "282022", (1, 2, 3))
        with pytest.raises(ValidationError):
            actions.enter_ballot_by_proxy(ballot=own, said_by="課長", why="電話", **{**facts, "based_on": own.version})


def test_what_was_entered_for_a_member_is_its_own_word_once_it_sends_it_again_itself():
    poll = make.poll()
    row = make.ballot(poll, "282022")
    facts = {"actor": None, "based_on": 1, "changes": flat(make.said(poll, (3, 2, 1))), "today": clock.today()}
    with scope.within(scope.EVERYWHERE):
        entered = actions.enter_ballot_by_proxy(ballot=row, said_by="情報課長（電話）", why="紙で回答", **facts)
        back = actions.take_ballot_back(actor=None, ballot=entered, comment="確かめます")
        again = actions.submit_ballot(actor=None, ballot=back, today=clock.today())
    assert (again.way, again.said_by, again.proxy_why) == (BallotWay.PAGE, "", "")


def test_a_choice_is_not_opened_again_once_a_decision_rests_on_it():
    poll = make.closed(make.poll())
    with scope.within(scope.EVERYWHERE):
        again = polls.reopen_poll(actor=None, poll=poll, due_on=clock.today())
        assert again.state == PollState.OPEN
    make.decision(poll.council, poll=make.closed(again))
    with scope.within(scope.EVERYWHERE), pytest.raises(ValidationError):
        polls.reopen_poll(actor=None, poll=again, due_on=clock.today())


def test_every_deed_of_a_choice_is_in_the_record():
    poll = make.poll()
    submit(make.ballot(poll, "282022"), flat(make.said(poll, (1, 2, 3))))
    verbs = set(everywhere(lambda: list(AuditEntry.objects.values_list("verb", flat=True))))
    assert {"prepare_poll", "open_poll", "write_ballot", "submit_ballot"} <= verbs
