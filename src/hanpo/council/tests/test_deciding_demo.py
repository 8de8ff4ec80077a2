"""The demo's choice is instructive: its rules disagree, and the page says so."""

from __future__ import annotations

import random

import pytest

from hanpo.council.demo.councils import data
from hanpo.council.demo.deciding import _drawn
from hanpo.council.engine import choosing
from hanpo.council.engine.choosing import Approving, Rule
from hanpo.council.models import PollOption
from hanpo.council.queries.poll_results import _opinion


@pytest.fixture
def counted() -> choosing.Poll:
    plan = data("deciding")
    options = [PollOption(pk=number, number=number) for number in (1, 2, 3)]
    drawn = _drawn(plan["future"], options, random.Random(plan["seed"]))
    members = tuple(f"m{number:02}" for number in range(41))
    ballots = tuple(
        choosing.Ballot(member=member, opinions={key: _opinion(parts) for key, parts in said.items()})
        for member, said in zip(members, drawn, strict=False)
    )
    return choosing.Poll(
        options=("o1", "o2", "o3"), members=members, ballots=ballots, approving=Approving.ACCEPTABLE_OR_CONDITIONAL
    )


def test_five_members_are_missing_and_each_kind_of_rule_finds_another_option(counted):
    winners = {rule: choosing.count(counted, rule).winners for rule in Rule}
    assert len(counted.missing) == 5
    assert winners[Rule.PLURALITY] == ("o3",)
    assert winners[Rule.RUNOFF] == ("o2",)
    assert winners[Rule.COPELAND] == winners[Rule.APPROVAL] == ("o1",)
    assert choosing.beats_all(counted) == "o1"


def test_who_cannot_accept_says_why_and_who_names_a_condition_says_which(counted):
    for ballot in counted.ballots:
        for said in ballot.opinions.values():
            assert said.acceptance is not None
            if said.acceptance.value == "conditional":
                assert said.condition
            if said.acceptance.value == "unacceptable":
                assert said.reason
