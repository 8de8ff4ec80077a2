"""Councils: who is a member sees what the council has, and nobody else."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError

from hanpo.core import scope
from hanpo.core.models import AuditEntry
from hanpo.core.tests import factories as ground
from hanpo.council.actions.councils import found_council
from hanpo.council.models import Council, Membership
from hanpo.council.queries import councils
from hanpo.council.tests import factories

pytestmark = pytest.mark.django_db


def test_members_see_their_council_and_others_do_not():
    made = factories.council()
    with scope.within(scope.of("282022")):
        assert list(Council.objects.all()) == [made]
        assert [row.municipality_id for row in Membership.objects.all()] == ["282022"]
    with scope.within(scope.of("283657")):
        assert list(Council.objects.all()) == []


def test_the_host_sees_its_council_even_where_it_is_no_member():
    made = factories.council("282022")
    with scope.within(scope.of("280003")):
        assert list(Council.objects.all()) == [made]


def test_who_is_a_member_is_told_in_any_scope_in_the_order_of_the_codes():
    made = factories.council()
    with scope.within(scope.of("282090")):
        assert list(councils.names_of_members(council=made)) == ["280003", "282022", "282090"]


def test_a_host_founds_one_council_of_a_name():
    made = factories.council()
    with scope.within(scope.EVERYWHERE), pytest.raises(ValidationError):
        found_council(
            actor=None, host=ground.municipality("280003"), name=made.name, purpose="", rules_source="",
            since=made.updated_at.date(), members=[],
        )  # fmt: skip
    with scope.within(scope.EVERYWHERE):
        assert AuditEntry.objects.filter(verb="found_council").count() == 1
