"""Conversations: one answer a person, changed at will; statements wait, are shown or held; results name nobody."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from django.core.exceptions import ValidationError

from hanpo.core import clock, scope
from hanpo.core.models import AuditEntry
from hanpo.core.tests import factories as ground
from hanpo.council.actions import conversations as actions
from hanpo.council.models import Moderation, OpinionStatement, Reading, StatementState, Vote
from hanpo.council.queries import conversations as queries
from hanpo.council.queries import readings
from hanpo.council.tests import conversations_makers as make

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def made():
    return make.conversation()


@pytest.fixture
def member(amagasaki):
    return ground.person("section_staff", amagasaki)


def cast(member, made, choice, number=0) -> Vote:
    with scope.within(scope.of("282022")):
        return actions.cast_vote(
            actor=member, conversation=made, statement=make.statement(made, number), place="282022", choice=choice
        )


def test_a_person_has_one_answer_and_may_change_it(made, member):
    cast(member, made, 1)
    cast(member, made, -1)
    with scope.within(scope.EVERYWHERE):
        assert [row.choice for row in Vote.objects.all()] == [-1]


def test_an_answer_names_nobody_in_the_row_or_in_the_audit_record(made, member):
    row = cast(member, made, 1)
    assert member.username not in row.voter
    assert str(member.pk) != row.voter
    entry = AuditEntry.objects.get(verb="cast_vote")
    assert (entry.actor, entry.new) == (None, {})


def test_a_person_has_another_number_in_every_conversation(made, member):
    other = make.conversation(made.council, topic="ほかの話題")
    numbers = {queries.voter_of(person=member, conversation=one) for one in (made, other)}
    assert len(numbers) == 2


def test_a_town_does_not_see_another_towns_answers(made, member, toyooka):
    cast(member, made, 1)
    with scope.within(scope.of("282090")):
        assert not Vote.objects.exists()
        with pytest.raises(scope.OutOfScope):
            actions.cast_vote(actor=member, conversation=made, statement=make.statement(made), place="282022", choice=1)


@pytest.mark.parametrize(("first", "last"), [(1, 9), (-9, -1)])
def test_nobody_answers_before_the_first_or_after_the_last_day(member, first, last):
    today = clock.today()
    made = make.conversation(opens_on=today + timedelta(days=first), closes_on=today + timedelta(days=last))
    with pytest.raises(ValidationError):
        cast(member, made, 1)


def test_a_statement_that_was_taken_off_takes_no_answers(made, member):
    with scope.within(scope.EVERYWHERE):
        actions.moderate(actor=None, statement=make.statement(made), state="held", reason="名前がある")
    with pytest.raises(ValidationError):
        cast(member, made, 1)


def test_what_people_write_waits_and_a_flood_is_stopped(made, member, amagasaki):
    with scope.within(scope.of("282022")):
        for number in range(actions.MOST_WAITING):
            row = actions.propose_statement(actor=member, conversation=made, place=amagasaki, text=f"意見{number}")
            assert row.state == StatementState.WAITING
        with pytest.raises(ValidationError):
            actions.propose_statement(actor=member, conversation=made, place=amagasaki, text="もう一つ")


def test_the_same_statement_is_not_written_twice(made, member, amagasaki):
    with scope.within(scope.of("282022")), pytest.raises(ValidationError):
        actions.propose_statement(actor=member, conversation=made, place=amagasaki, text=make.FIRST[0])


def test_holding_a_statement_needs_a_reason_and_every_decision_stays_in_the_log(made):
    row = make.written(made)
    with scope.within(scope.EVERYWHERE):
        with pytest.raises(ValidationError):
            actions.moderate(actor=None, statement=row, state="held")
        actions.moderate(actor=None, statement=row, state="shown")
        actions.moderate(actor=None, statement=row, state="held", reason="個人の名前がある")
        assert [one.state for one in Moderation.objects.all()] == ["held", "shown"]
        assert OpinionStatement.objects.get(pk=row.pk).state == "held"


def test_answers_are_read_once_for_a_state_of_them(made, member):
    make.votes(made, {f"v{n}": [1, 1, -1] for n in range(5)})
    with scope.within(scope.EVERYWHERE):
        actions.read_votes(actor=None, conversation=made)
        assert readings.is_current(conversation=made)
        assert actions.read_soon.call(made.pk) == "unchanged"
    make.votes(made, {f"w{n}": [1, 1, -1] for n in range(3)})
    with scope.within(scope.EVERYWHERE):
        assert not readings.is_current(conversation=made)
        assert actions.read_soon.call(made.pk) == "read"
        assert Reading.objects.get().content["people"] == 8


def test_one_more_answer_is_not_read_by_itself_because_it_would_show_what_it_was(made, member):
    make.votes(made, {f"v{n}": [1, 1, -1] for n in range(5)})
    with scope.within(scope.EVERYWHERE):
        actions.read_votes(actor=None, conversation=made)
    cast(member, made, 1)
    with scope.within(scope.EVERYWHERE):
        assert actions.read_soon.call(made.pk) == "unchanged"
        assert not readings.is_worth_reading(conversation=made, today=made.closes_on)
        assert readings.is_worth_reading(conversation=made, today=made.closes_on + timedelta(days=1))


def test_fewer_answers_than_promised_are_not_told(made):
    make.votes(made, {"v1": [1, 1], "v2": [1, -1], "v3": [1]})
    with scope.within(scope.EVERYWHERE):
        actions.read_votes(actor=None, conversation=made)
        told = readings.results(conversation=made)
    assert [one.tally.agrees if one.tally else None for one in told.counted] == [3, None, None]


def test_groups_are_not_shown_where_they_are_not_sure_and_the_page_says_why(made):
    make.votes(made, {f"v{n}": [1, 1, -1] for n in range(5)})
    with scope.within(scope.EVERYWHERE):
        actions.read_votes(actor=None, conversation=made)
        told = readings.results(conversation=made)
    assert told.groups == ()
    assert "グループ" in told.why_no_groups
    assert [one.side for one in told.together] == ["そう思う", "そう思う", "そう思わない"]


def two_groups() -> dict[str, list[int]]:
    """Twenty people here and twenty there, of one mind on the last statement; some pass now and then."""
    draw = Random(5)
    sides = {"a": [1] * 6 + [-1] * 5 + [1], "b": [-1] * 6 + [1] * 5 + [1]}
    return {
        f"{name}{n:02}": [choice if draw.random() > 0.15 else draw.choice([0, -choice]) for choice in side]
        for name, side in sides.items()
        for n in range(20)
    }


def read(**fields) -> readings.Results:
    made = make.conversation(first=tuple(f"意見文{n}" for n in range(12)), **fields)
    make.votes(made, two_groups())
    with scope.within(scope.EVERYWHERE):
        actions.read_votes(actor=None, conversation=made)
        return readings.results(conversation=made)


def test_two_clear_groups_are_shown_with_what_they_stand_for_and_what_both_share():
    told = read()
    assert [group.people for group in told.groups] == [20, 20]
    assert all(group.stands_for for group in told.groups)
    assert [one.counted.statement.text for one in told.across] == ["意見文11"]
    assert told.why_no_groups == ""


def test_a_group_smaller_than_promised_is_not_shown():
    told = read(fewest=30)
    assert told.groups == ()
    assert told.why_no_groups


def test_an_empty_conversation_can_be_read(made):
    with scope.within(scope.EVERYWHERE):
        actions.read_votes(actor=None, conversation=made)
        told = readings.results(conversation=made)
    assert told.people == 0
    assert told.why_no_groups
