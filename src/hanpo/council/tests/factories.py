"""Makes councils for tests."""

from __future__ import annotations

from datetime import date

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.council.actions.councils import found_council
from hanpo.council.models import Council

MEMBERS = ("280003", "282022", "282090")
"""The prefecture, 尼崎市 and 豊岡市; 多可町 stands outside."""


def council(*codes: str) -> Council:
    """A council at the prefecture with these members (`MEMBERS` where none are named)."""
    members = [ground.municipality(code) for code in codes or MEMBERS]
    with scope.within(scope.EVERYWHERE):
        return found_council(
            actor=None, host=ground.municipality("280003"), name="県電子自治体協議会", purpose="ともに決めます。",
            rules_source="", since=date(2024, 4, 1), members=members,
        )  # fmt: skip
