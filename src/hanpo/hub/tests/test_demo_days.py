"""The demo of the hub on awkward days: New Year, and the first day of a fiscal year."""

from datetime import date, timedelta

import pytest

from hanpo.core.demo import load_demo
from hanpo.core.jobs.schedule import run_preparers
from hanpo.core.models import AuditEntry, PreparedWork

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


@pytest.mark.parametrize("day", [date(2027, 1, 1), date(2027, 4, 1)])
def test_the_demo_can_be_counted_from_any_day_and_is_loaded_once(day):
    load_demo(today=day)
    rows = AuditEntry.objects.count()
    assert load_demo(today=day + timedelta(days=5)) == day
    assert AuditEntry.objects.count() == rows
    assert run_preparers(today=day).failures == []
    assert PreparedWork.objects.filter(state="waiting").values("municipality").order_by().distinct().count() >= 7
