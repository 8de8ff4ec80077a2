"""Rules of choosing: published elections, and what every rule promises."""

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.council.engine.choosing import (
    DEFINITIONS,
    USUAL,
    Acceptance,
    Approving,
    BadPoll,
    Ballot,
    Grade,
    Opinion,
    Poll,
    Problem,
    Reads,
    Rule,
    Strength,
    acceptance,
    beats_all,
    count,
    count_all,
)
from hanpo.council.tests import choosing_oracle
from hanpo.council.tests.choosing_polls import BURLINGTON, TENNESSEE, accepted, graded, poll_of, polls, ranked

EVERY = pytest.mark.parametrize("rule", list(Rule))
CONDORCET = (
    Rule.COPELAND, Rule.MINIMAX_WINNING, Rule.MINIMAX_MARGINS, Rule.SCHULZE, Rule.SCHULZE_MARGINS,
)  # fmt: skip


def winner(poll: Poll, rule: Rule) -> str:
    return "".join(count(poll, rule).winners)


def test_tennessee_has_another_capital_by_plurality_by_runoff_and_by_all_other_rules():
    poll = ranked(*TENNESSEE)
    assert winner(poll, Rule.PLURALITY) == "M"
    assert winner(poll, Rule.RUNOFF) == "K"
    assert {winner(poll, rule) for rule in (Rule.BORDA, *CONDORCET)} == {"N"}
    assert count(poll, Rule.BORDA).scores == {"N": 194, "C": 173, "M": 126, "K": 107}
    pairs = count(poll, Rule.COPELAND).pairs
    assert (pairs["N"]["M"], pairs["M"]["N"]) == (58, 42)
    assert (pairs["N"]["C"], pairs["C"]["N"]) == (68, 32)
    assert (pairs["N"]["K"], pairs["K"]["N"]) == (68, 32)


def test_a_runoff_shows_round_by_round_who_goes_out():
    first, second, last = count(ranked(*TENNESSEE), Rule.RUNOFF).rounds
    assert (first.votes, first.out) == ({"M": 42, "N": 26, "C": 15, "K": 17}, ("C",))
    assert (second.votes, second.out) == ({"M": 42, "N": 26, "K": 32}, ("N",))
    assert (last.votes, last.out) == ({"M": 42, "K": 58}, ())


def test_in_burlington_the_one_who_beat_all_others_went_out_before_the_last_round():
    poll = ranked(*BURLINGTON)
    assert winner(poll, Rule.PLURALITY) == "W"
    result = count(poll, Rule.RUNOFF)
    assert result.winners == ("K",)
    assert result.rounds[0].out == ("M",)
    assert result.rounds[1].votes == {"K": 4314, "W": 4064}
    assert result.rounds[1].resting == 455
    assert beats_all(poll) == "M"
    assert {winner(poll, rule) for rule in CONDORCET} == {"M"}
    pairs = count(poll, Rule.SCHULZE).pairs
    assert (pairs["M"]["K"], pairs["K"]["M"]) == (4067, 3477)
    assert (pairs["M"]["W"], pairs["W"]["M"]) == (4597, 3668)


@EVERY
@settings(max_examples=150)
@given(poll=polls())
def test_every_rule_gives_what_its_definition_says_word_by_word(rule: Rule, poll: Poll):
    assert set(count(poll, rule).winners) == choosing_oracle.winners(rule, poll)


@EVERY
@settings(max_examples=50)
@given(poll=polls(), chance=st.randoms())
def test_no_option_is_better_off_by_its_name_or_place(rule: Rule, poll: Poll, chance):
    renamed = list(poll.options)
    chance.shuffle(renamed)
    names = dict(zip(poll.options, renamed, strict=True))
    ballots = tuple(
        Ballot(member=one.member, opinions={names[name]: said for name, said in one.opinions.items()})
        for one in poll.ballots
    )
    other = Poll(options=poll.options, members=poll.members, ballots=ballots)
    assert {names[name] for name in count(poll, rule).winners} == set(count(other, rule).winners)


@EVERY
@settings(max_examples=50)
@given(poll=polls(), chance=st.randoms())
def test_no_member_counts_more_by_its_name_or_place(rule: Rule, poll: Poll, chance):
    said = [ballot.opinions for ballot in poll.ballots]
    chance.shuffle(said)
    assert count(poll_of(poll.options, said), rule).winners == count(poll, rule).winners


@EVERY
@settings(max_examples=50)
@given(poll=polls(most_voters=5), data=st.data())
def test_a_member_of_weight_two_counts_like_two_members(rule: Rule, poll: Poll, data):
    weights = {member: data.draw(st.integers(1, 3)) for member in poll.members}
    weighted = Poll(options=poll.options, members=poll.members, ballots=poll.ballots, weights=weights)
    copies = [ballot.opinions for ballot in poll.ballots for _ in range(weights[ballot.member])]
    one, two = count(weighted, rule), count(poll_of(poll.options, copies), rule)
    assert (one.winners, one.scores, one.rounds, one.pairs, one.medians) == (
        two.winners, two.scores, two.rounds, two.pairs, two.medians,
    )  # fmt: skip


@EVERY
@settings(max_examples=50)
@given(poll=polls(), part=st.fractions(min_value=Fraction(1, 9), max_value=3, max_denominator=9))
def test_only_the_ratio_of_weights_counts(rule: Rule, poll: Poll, part: Fraction):
    weights = dict.fromkeys(poll.members, part)
    lighter = Poll(options=poll.options, members=poll.members, ballots=poll.ballots, weights=weights)
    assert count(lighter, rule).winners == count(poll, rule).winners


@EVERY
@settings(max_examples=50)
@given(poll=polls(), favourite=st.integers(0, 3))
def test_what_all_put_first_alone_wins_alone(rule: Rule, poll: Poll, favourite: int):
    name = poll.options[favourite % len(poll.options)]
    best = Opinion(rank=1, grade=Grade.EXCELLENT)

    def worse(one: Opinion) -> Opinion:
        return Opinion(rank=one.rank and one.rank + 1, grade=one.grade and Grade(max(1, min(3, one.grade))))

    said = [
        {option: best if option == name else worse(one) for option, one in ballot.opinions.items()}
        for ballot in poll.ballots
    ]
    assert count(poll_of(poll.options, said), rule).winners == (name,)


@pytest.mark.parametrize("rule", CONDORCET)
@settings(max_examples=200)
@given(poll=polls(most_options=5))
def test_who_beats_all_others_wins_by_every_pairwise_rule(rule: Rule, poll: Poll):
    champion = beats_all(poll)
    if champion is not None:
        assert count(poll, rule).winners == (champion,)


@settings(max_examples=200)
@given(poll=polls(most_options=5))
def test_in_every_round_of_a_runoff_no_vote_is_lost(poll: Poll):
    result = count(poll, Rule.RUNOFF)
    assert all(sum(one.votes.values()) + one.resting == len(poll.ballots) for one in result.rounds)
    for one, following in zip(result.rounds, result.rounds[1:], strict=False):
        assert set(following.votes) == set(one.votes) - set(one.out)
        assert {one.votes[name] for name in one.out} == {min(one.votes.values())}
        assert all(following.votes[name] >= one.votes[name] for name in following.votes)


@settings(max_examples=300)
@given(poll=polls(most_voters=12))
def test_the_majority_gauge_never_contradicts_the_majority_value(poll: Poll):
    assert set(count(poll, Rule.MEDIAN).winners) <= set(count(poll, Rule.MEDIAN_GAUGE).winners)


def test_all_who_are_level_win_and_none_is_picked_by_stealth():
    poll = ranked(("AB", 2), ("BA", 2), ("C", 1))
    result = count(poll, Rule.PLURALITY)
    assert result.winners == ("A", "B")
    assert result.is_tie


def test_options_level_last_go_out_together():
    result = count(ranked(("A", 3), ("BD", 2), ("CD", 2), ("D", 2)), Rule.RUNOFF)
    assert result.rounds[0].out == ("B", "D", "C")
    assert result.winners == ("A",)


def test_equal_first_ranks_share_the_vote():
    assert count(ranked(("(AB)C", 1), ("A", 1)), Rule.PLURALITY).scores == {
        "A": Fraction(3, 2),
        "B": Fraction(1, 2),
        "C": 0,
    }


def test_borda_gives_unranked_options_the_mean_of_the_last_places():
    assert count(ranked(("A", 1), options="ABC"), Rule.BORDA).scores == {
        "A": 2,
        "B": Fraction(1, 2),
        "C": Fraction(1, 2),
    }


def test_minimax_by_winning_votes_and_by_margins_can_differ():
    poll = ranked(("AB", 5), ("BC", 4), ("CA", 3), ("B", 3), ("(AC)B", 4), ("(AB)C", 2))
    winning, margins = count(poll, Rule.MINIMAX_WINNING), count(poll, Rule.MINIMAX_MARGINS)
    assert winning.scores != margins.scores
    assert winning.definition.strength is Strength.WINNING_VOTES
    assert margins.definition.strength is Strength.MARGIN


def test_the_median_of_an_even_number_is_the_lower_one():
    result = count(graded("AB", "51", "42", "32", "25"), Rule.MEDIAN)
    assert (result.medians["A"].median, result.medians["B"].median) == (3, 2)
    assert (result.medians["A"].above, result.medians["A"].below) == (2, 1)
    assert result.medians["A"].leans_up
    assert result.medians["A"].counts == (0, 1, 1, 1, 1)


def test_equal_medians_are_decided_by_taking_them_away():
    # both have the median 3 and two votes above, one below it; without one 3 each the next medians are 3 and 4
    poll = graded("AB", "55", "44", "34", "33", "31")
    assert count(poll, Rule.MEDIAN).winners == ("B",)


def test_an_option_that_a_member_left_ungraded_has_its_lowest_grade():
    result = count(graded("AB", "5.", "54", "54"), Rule.MEDIAN)
    assert result.medians["B"].counts == (1, 0, 0, 2, 0)


def test_a_member_who_graded_nothing_is_silent_and_not_counted():
    result = count(graded("AB", "45", ".."), Rule.MEDIAN)
    assert result.silent == ("0001",)
    assert sum(result.medians["A"].counts) == 1
    assert count(graded("AB", "45", ".."), Rule.BORDA).silent == ("0000", "0001")


def test_approval_is_read_as_declared():
    opinions = {
        "A": Opinion(grade=Grade.FAIR, acceptance=Acceptance.ACCEPTABLE),
        "B": Opinion(grade=Grade.GOOD, acceptance=Acceptance.CONDITIONAL),
    }

    def scores(**reading):
        ballots = (Ballot(member="m", opinions=opinions),)
        result = count(Poll(options=("A", "B"), members=("m",), ballots=ballots, **reading), Rule.APPROVAL)
        return tuple(result.scores.values())

    assert scores() == (0, 1)
    assert scores(approving_grade=Grade.FAIR) == (1, 1)
    assert scores(approving=Approving.ACCEPTABLE) == (1, 0)
    assert scores(approving=Approving.ACCEPTABLE_OR_CONDITIONAL) == (1, 1)


def test_who_could_live_with_an_option_is_told_with_the_conditions():
    one, two = acceptance(accepted("AB", "ox", "cx", "oo"))
    assert (one.acceptable, one.conditional, one.unacceptable) == (("0000", "0002"), ("0001",), ())
    assert one.conditions == {"0001": "if"}
    assert one.for_all_on_conditions
    assert not one.for_all
    assert not two.for_all_on_conditions
    assert (two.votes_acceptable, two.votes_conditional, two.votes_unacceptable) == (1, 0, 2)


def test_nothing_is_for_all_while_a_member_is_missing_or_unsaid():
    ballot = {"A": Opinion(acceptance=Acceptance.ACCEPTABLE)}
    (missing,) = acceptance(poll_of("A", [ballot], missing=1))
    (unsaid,) = acceptance(poll_of("A", [ballot, {}]))
    assert (missing.missing, missing.for_all, missing.for_all_on_conditions) == (("0001",), False, False)
    assert (unsaid.unsaid, unsaid.for_all) == (("0001",), False)


@EVERY
def test_where_nobody_said_anything_every_option_wins(rule: Rule):
    assert count(poll_of("AB", []), rule).winners == ("A", "B")
    assert count(poll_of("AB", [{}]), rule).winners == ("A", "B")
    assert count(poll_of("A", [{}]), rule).winners == ("A",)


@EVERY
def test_every_rule_has_its_written_definition(rule: Rule):
    definition = DEFINITIONS[rule]
    assert definition.source
    assert (definition.strength is None) == (rule not in CONDORCET)
    assert count(ranked(("AB", 1)), rule).definition is definition


def test_there_are_at_least_eight_usual_rules_that_read_every_part_of_the_ballot():
    assert len({result.rule for result in count_all(ranked(("AB", 1)))}) == len(USUAL) >= 8
    assert {DEFINITIONS[rule].reads for rule in USUAL} == set(Reads)


def bad(**parts) -> Poll:
    usual = {"options": ("A", "B"), "members": ("m", "n"), "ballots": ()}
    return Poll(**usual | parts)


@pytest.mark.parametrize(
    ("parts", "problem", "about"),
    [
        ({"options": ()}, Problem.NO_OPTION, ""),
        ({"options": ("A", "A")}, Problem.OPTION_TWICE, "A"),
        ({"members": ("m", "m")}, Problem.MEMBER_TWICE, "m"),
        ({"ballots": (Ballot(member="m", opinions={}),) * 2}, Problem.TWO_BALLOTS, "m"),
        ({"ballots": (Ballot(member="x", opinions={}),)}, Problem.NOT_A_MEMBER, "x"),
        ({"weights": {"x": 2}}, Problem.NOT_A_MEMBER, "x"),
        ({"weights": {"m": 0}}, Problem.WEIGHT_NOT_POSITIVE, "m"),
        ({"ballots": (Ballot(member="m", opinions={"Z": Opinion()}),)}, Problem.UNKNOWN_OPTION, "Z"),
        ({"ballots": (Ballot(member="m", opinions={"A": Opinion(rank=0)}),)}, Problem.RANK_NOT_POSITIVE, "m"),
    ],
)
def test_a_poll_that_contradicts_itself_is_refused(parts, problem, about):
    with pytest.raises(BadPoll) as caught:
        bad(**parts)
    assert (caught.value.problem, caught.value.about) == (problem, about)
