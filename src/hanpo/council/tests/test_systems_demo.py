"""The demo of joint systems and conversations: alive on any day, with its figures marked as made up."""

from __future__ import annotations

from datetime import date

import pytest

from hanpo.core.demo.ground import load_ground
from hanpo.council.demo.conversations import load_conversations
from hanpo.council.demo.councils import load_council
from hanpo.council.demo.systems import load_systems
from hanpo.council.models import Conversation, Difference, JointSystem, OpinionStatement, SharingRule, Vote
from hanpo.council.queries.conversations import waiting
from hanpo.council.queries.readings import is_current, results
from hanpo.council.queries.systems import endings, system_page

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def house(everywhere) -> None:
    """The ground and the council of the demo."""
    load_ground(today=DAY)
    load_council(today=DAY)


def test_two_systems_stand_with_members_costs_differences_and_one_decided_rule():
    load_systems(today=DAY)
    shown = [system_page(system=row) for row in JointSystem.objects.all()]
    assert [len(page.costs) >= 3 for page in shown] == [True, True]
    assert all(len(page.members) >= 4 and page.causes and page.unsaid for page in shown)
    assert all("見本" in page.system.note for page in shown)
    (rule,) = SharingRule.objects.all()
    assert sum(rule.shares.values()) == rule.cost
    assert Difference.objects.filter(cause="ordinance").exists()
    assert [found.ends_on > DAY for found in endings(today=DAY)] == [True, True]


def test_three_hundred_people_answered_and_what_they_say_is_read():
    load_conversations(today=DAY)
    made = Conversation.objects.get()
    told = results(conversation=made)
    assert (told.people, len(told.counted)) == (300, 25)
    assert is_current(conversation=made)
    assert len(told.groups) == 2
    assert told.across
    assert Vote.objects.values("voter").distinct().count() == 300
    assert OpinionStatement.objects.filter(state="held").count() == 2
    assert waiting(conversation=made).count() == 2
