"""The demo of staffing loads on any day: at weekends, on holidays, at the first of a month, on 29 February."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import pytest
import yaml

from hanpo.core import clock, scope
from hanpo.core.demo.ground import load_ground
from hanpo.core.japanese.business_days import STANDARD_CALENDAR
from hanpo.counter.demo import staffing
from hanpo.counter.demo.staffing import load_staffing
from hanpo.counter.demo.waiting import load_waiting
from hanpo.counter.demo.waiting.days import LinePlan, play_day
from hanpo.counter.demo.waiting.loading import DATA
from hanpo.counter.engine.staffing import ENOUGH
from hanpo.counter.engine.waiting.periods import State
from hanpo.counter.models import ArrivalCount, StaffingTrial
from hanpo.counter.queries.staffing.trials import Base

PLACES = ("282049", "282090", "282201")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "day", [date(2026, 11, 22), date(2027, 1, 1), date(2028, 2, 29), date(2027, 4, 1)],
    ids=["a Sunday", "New Year", "29 February", "the first of a fiscal year"],
)  # fmt: skip
def test_every_counter_of_the_demo_has_trials_on_any_day(day, monkeypatch):
    monkeypatch.setattr(staffing, "PLAYED", 10)
    now = datetime.combine(day, time(10, 0), ZoneInfo("Asia/Tokyo"))
    with scope.within(scope.EVERYWHERE), clock.telling(now):
        load_ground(today=day)
        load_waiting(today=day)
        load_staffing(today=day)
        for code in PLACES:
            assert StaffingTrial.objects.filter(municipality_id=code).exists()
            assert ArrivalCount.objects.filter(municipality_id=code).exists()


@pytest.mark.django_db
def test_a_counter_with_too_few_numbers_has_no_trial_and_loads_all_the_same(monkeypatch):
    day = date(2026, 11, 24)
    now = datetime.combine(day, time(10, 0), ZoneInfo("Asia/Tokyo"))
    monkeypatch.setattr(staffing, "base_of", lambda **_asked: Base((), (), None, days=1, target=15.0))
    with scope.within(scope.EVERYWHERE), clock.telling(now):
        load_ground(today=day)
        load_waiting(today=day)
        load_staffing(today=day)
        assert not StaffingTrial.objects.exists()


SHAPE = yaml.safe_load(DATA.read_text("utf-8"))


@cache
def _served(code: str, day: date) -> int:
    """How many are served in the first line of a counter on a played day, as the loader plays it."""
    facts = SHAPE["places"][code]
    desks: dict[str, list[str]] = {one["prefix"]: [] for one in facts["lines"]}
    for desk in facts["desks"]:
        for prefix in desk["lines"]:
            desks[prefix].append(desk["name"])
    factor = SHAPE["weekdays"][min(day.weekday(), 4)] * (1.2 if day.day >= 26 or day.day <= 3 else 1.0)
    lines = [LinePlan(one["prefix"], one["minutes"], one["arrivals"], one.get("also", {})) for one in facts["lines"]]
    visits = play_day(day=day, lines=lines, desks=desks, hours=SHAPE["hours"], factor=factor, seed=code)
    first = lines[0].prefix
    return sum(any(step.state is State.SERVING and step.line == first for step in visit.steps) for visit in visits)


@pytest.mark.parametrize("code", PLACES[1:])
def test_the_small_counters_have_enough_numbers_on_each_day_of_three_years(code):
    """Chance leaves a small counter few numbers on some days; each day of these years has enough to be played."""
    back = SHAPE["places"][code]["days"]
    today, thin = date(2026, 4, 1), []
    while today < date(2029, 4, 1):
        days = [STANDARD_CALENDAR.add_business_days(today, -n) for n in range(1, back + 1)]
        if sum(_served(code, day) for day in days) < ENOUGH:
            thin.append(today)
        today += timedelta(days=1)
    assert thin == []
