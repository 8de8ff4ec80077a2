"""Rules of comparing results, and of how firm they are."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.council.engine.choosing import (
    DEFINITIONS,
    Acceptance,
    Answer,
    Ballot,
    Camp,
    Grade,
    Opinion,
    Poll,
    Proof,
    Reads,
    Rule,
    compare,
    count,
    count_all,
    dissent,
    missing_power,
    smallest_change,
)
from hanpo.council.engine.choosing.poll import sheet_of
from hanpo.council.engine.choosing.reach import possible
from hanpo.council.tests.choosing_polls import BURLINGTON, TENNESSEE, poll_of, polls, ranked

EVERY = pytest.mark.parametrize("rule", list(Rule))


def test_the_comparison_says_which_rules_would_change_the_answer():
    found = compare(count_all(ranked(*TENNESSEE), (Rule.PLURALITY, Rule.BORDA, Rule.RUNOFF, Rule.SCHULZE)))
    assert not found.agree
    assert found.camps == (
        Camp(winners=("N",), rules=(Rule.BORDA, Rule.SCHULZE)),
        Camp(winners=("M",), rules=(Rule.PLURALITY,)),
        Camp(winners=("K",), rules=(Rule.RUNOFF,)),
    )
    assert [camp.winners for camp in found.changed_by(Rule.PLURALITY)] == [("N",), ("K",)]
    assert (found.everywhere, found.somewhere, found.ties) == ((), ("M", "N", "K"), ())


def test_rules_agree_where_they_give_the_same_winners():
    found = compare(count_all(ranked(("AB", 3), ("BA", 1)), (Rule.PLURALITY, Rule.BORDA)))
    assert found.agree
    assert found.everywhere == ("A",)
    assert found.changed_by(Rule.BORDA) == ()


def test_a_comparison_needs_results_and_knows_only_their_rules():
    with pytest.raises(ValueError):
        compare([])
    with pytest.raises(ValueError):
        compare(count_all(ranked(("AB", 1)), [Rule.BORDA])).changed_by(Rule.SCHULZE)


def test_those_whom_the_winner_does_not_suit_are_named_with_their_words():
    no = Opinion(rank=2, acceptance=Acceptance.UNACCEPTABLE, reason="too dear")
    said = [
        {"A": Opinion(rank=1), "B": Opinion(rank=2)},
        {"A": Opinion(rank=2, reason="late"), "B": Opinion(rank=1)},
        {"A": no, "B": Opinion(rank=2)},
        {"A": Opinion(grade=Grade.POOR)},
    ]
    against, other = dissent(poll_of("AB", said), ("A",))
    assert (against.member, against.unacceptable, against.opinions) == ("0002", ("A",), (no,))
    assert (other.member, other.unacceptable, other.prefers) == ("0001", (), ("B",))
    assert other.opinions[0].reason == "late"


def test_in_tennessee_eight_would_have_to_change_for_another_plurality_winner():
    found = smallest_change(ranked(*TENNESSEE), Rule.PLURALITY)
    assert (found.at_least, found.at_most, found.winners) == (8, 8, ("M", "N"))
    assert found.is_exact


def test_a_runoff_as_in_burlington_can_hang_on_few_answers_of_many():
    few = ranked(*((order, number // 40) for order, number in BURLINGTON))
    found = smallest_change(few, Rule.RUNOFF)
    assert count(few, Rule.RUNOFF).winners == ("K",)
    assert len(few.ballots) == 218
    assert (found.at_least, found.at_most, found.winners) == (4, 4, ("W",))


@EVERY
def test_a_single_option_cannot_be_turned(rule: Rule):
    found = smallest_change(poll_of("A", [{}]), rule)
    assert found.at_most is None
    assert missing_power(poll_of("A", [{}], missing=3), rule).can_turn is Answer.NO


@EVERY
def test_where_all_agree_about_half_have_to_change(rule: Rule):
    best = {"A": Opinion(rank=1, grade=Grade.EXCELLENT), "B": Opinion(rank=2, grade=Grade.REJECT)}
    found = smallest_change(poll_of("AB", [best] * 10), rule)
    assert (found.at_least, found.at_most) == (5, 5)


@EVERY
@settings(max_examples=40)
@given(poll=polls(most_options=3, most_voters=5))
def test_one_changed_answer_suffices_only_if_some_answer_of_some_member_does(rule: Rule, poll: Poll):
    found = smallest_change(poll, rule)
    assert (found.at_most == 1) == turned(poll, rule, 1)
    assert found.at_least == 1 if found.at_most == 1 else found.at_least >= 2
    assert found.is_exact or found.proof is Proof.OPEN or found.at_most is None


@pytest.mark.parametrize("rule", [rule for rule in Rule if DEFINITIONS[rule].reads is not Reads.GRADES])
@settings(max_examples=40)
@given(poll=polls(most_options=2, most_voters=5))
def test_the_smallest_change_is_that_found_by_trying_everything(rule: Rule, poll: Poll):
    found = smallest_change(poll, rule)
    truth = next((changes for changes in range(1, 4) if turned(poll, rule, changes)), None)
    assert found.is_exact
    assert found.at_most == truth


@EVERY
@settings(max_examples=25)
@given(poll=polls(most_options=3, most_voters=5, missing=1))
def test_a_missing_member_can_turn_the_result_only_if_some_answer_of_it_does(rule: Rule, poll: Poll):
    found = missing_power(poll, rule)
    now = count(poll, rule).winners
    (member,) = poll.missing
    answered = [with_ballots(poll, {member: said}) for said in answers(poll, rule)]
    truth = any(count(other, rule).winners != now for other in answered)
    assert found.can_turn is (Answer.YES if truth else Answer.NO)
    assert not truth or found.winners != now


@EVERY
@settings(max_examples=200)
@given(poll=polls(), other=polls(), weights=st.lists(st.integers(1, 3), min_size=8, max_size=8))
def test_what_is_called_out_of_reach_is_reached_by_no_change(rule: Rule, poll: Poll, other: Poll, weights: list[int]):
    said = [{name: one for name, one in ballot.opinions.items() if name in poll.options} for ballot in other.ballots]
    members = dict(zip(poll.members, weights, strict=False))
    before = Poll(options=poll.options, members=poll.members, ballots=poll.ballots, weights=members)
    changed = dict(zip(poll.members, said, strict=False))
    ballots = tuple(Ballot(member=one.member, opinions=changed.get(one.member, one.opinions)) for one in poll.ballots)
    after = Poll(options=poll.options, members=poll.members, ballots=ballots, weights=members)
    rows = sheet_of(before).rows
    for name in count(after, rule).winners:
        assert possible(rule, rows, range(len(rows)), len(changed), poll.options.index(name))


@EVERY
def test_more_trials_can_only_narrow_the_range(rule: Rule):
    poll = ranked(("ABC", 4), ("BCA", 3), ("CAB", 3), ("(AB)C", 1), ("C", 1))
    none, many = smallest_change(poll, rule, trials=0), smallest_change(poll, rule, trials=20_000)
    assert none.at_least <= many.at_least <= many.at_most <= none.at_most


def test_missing_answers_cannot_turn_a_wide_lead_but_a_narrow_one():
    wide = poll_of("AB", [{"A": Opinion(rank=1)}] * 9, missing=4)
    narrow = poll_of("AB", [{"A": Opinion(rank=1)}] * 9, missing=9)
    assert missing_power(wide, Rule.PLURALITY).can_turn is Answer.NO
    assert missing_power(narrow, Rule.PLURALITY).can_turn is Answer.YES
    assert missing_power(narrow, Rule.PLURALITY).winners == ("A", "B")
    assert len(missing_power(wide, Rule.PLURALITY).missing) == 4


def test_nobody_missing_can_turn_nothing():
    assert missing_power(ranked(("AB", 1), ("BA", 1)), Rule.BORDA).can_turn is Answer.NO


def test_a_heavy_member_alone_can_turn_what_many_light_ones_cannot():
    said = [{"A": Opinion(rank=1)}] * 6 + [{"B": Opinion(rank=1)}]
    light = poll_of("AB", said)
    heavy = Poll(options=light.options, members=light.members, ballots=light.ballots, weights={"0000": 4})
    assert smallest_change(light, Rule.PLURALITY).at_most == 3
    assert smallest_change(heavy, Rule.PLURALITY).at_most == 1


def turned(poll: Poll, rule: Rule, changes: int) -> bool:
    """Whether this many changed answers can give other winners: every choice of members, every answer."""
    now = count(poll, rule).winners
    members = [ballot.member for ballot in poll.ballots]
    return any(
        count(with_ballots(poll, dict(zip(chosen, said, strict=True))), rule).winners != now
        for chosen in combinations(members, min(changes, len(members)))
        for said in product(answers(poll, rule), repeat=len(chosen))
    )


def answers(poll: Poll, rule: Rule) -> list[dict[str, Opinion]]:
    """Every answer that a rule can tell apart."""
    size = len(poll.options)
    if rule in (Rule.MEDIAN, Rule.MEDIAN_GAUGE, Rule.APPROVAL):
        steps = (Grade.REJECT, Grade.EXCELLENT) if rule is Rule.APPROVAL else tuple(Grade)
        graded = [
            dict(zip(poll.options, (Opinion(grade=one) for one in some), strict=True))
            for some in product(steps, repeat=size)
        ]
        return [*graded, {}]
    ranks = product((None, *range(1, size + 1)), repeat=size)
    unlike = {tuple(sorted(set(filter(None, some))).index(one) + 1 if one else None for one in some) for some in ranks}
    return [
        {name: Opinion(rank=one) for name, one in zip(poll.options, some, strict=True)}
        for some in sorted(unlike, key=repr)
    ]


def with_ballots(poll: Poll, said: dict[str, dict[str, Opinion]]) -> Poll:
    """The poll with some ballots replaced or added."""
    ballots = tuple(one for one in poll.ballots if one.member not in said)
    added = tuple(Ballot(member=member, opinions=opinions) for member, opinions in said.items())
    return Poll(options=poll.options, members=poll.members, ballots=ballots + added)
