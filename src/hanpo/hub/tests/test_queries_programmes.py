"""Reads of programmes."""

from __future__ import annotations

from datetime import date

import pytest

from hanpo.hub.queries.programmes import programmes
from hanpo.hub.tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


def test_programmes_come_the_latest_first_and_their_order_does_not_depend_on_the_database(amagasaki):
    begun = {"去年": date(2025, 4, 1), "今年": date(2026, 4, 1), "一昨年": date(2024, 4, 1)}
    for name, day in begun.items():
        factories.participation(amagasaki, factories.programme(name=name, starts_on=day, ends_on=date(2027, 3, 31)))
    found = programmes()
    assert found.ordered
    assert [programme.name for programme in found] == ["今年", "去年", "一昨年"]
