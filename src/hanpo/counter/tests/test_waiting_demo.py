"""The demo of waiting: weeks of believable numbers, and a counter that is alive now."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from hanpo.core import clock, scope
from hanpo.core.demo.ground import load_ground
from hanpo.core.models import Municipality
from hanpo.counter.demo.waiting import load_waiting
from hanpo.counter.engine.waiting import Lamp, WaitRange, spread, stages
from hanpo.counter.models import Booking, BookingState, Ticket, TicketPeriod, TicketState
from hanpo.counter.preparers.waiting import LeftOpenNumbers, MissedBookings, NextSlots
from hanpo.counter.queries.waiting import hall_of, logs_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 13, 30, tzinfo=ZoneInfo("Asia/Tokyo"))
CITY = "282049"


@pytest.fixture
def loaded():
    with scope.within(scope.EVERYWHERE), clock.telling(NOW):
        load_ground(today=TODAY)
        load_waiting(today=TODAY)
        yield


@pytest.mark.usefixtures("loaded")
def test_weeks_of_visits_follow_the_rules_of_a_ticket_and_are_few_enough_to_load_fast():
    logs = logs_of(municipality=CITY, first=TODAY - timedelta(days=60), last=TODAY - timedelta(days=1))
    visits = [stage for log in logs for stage in stages(log.changes, until=NOW)]
    assert 4_000 < len(logs) < 6_000
    assert {stage.service for stage in visits} == set("ABCDEF")
    waits = spread([stage.wait_minutes for stage in visits if stage.begun])
    assert waits is not None
    assert 2 < waits.p50 < 20
    assert 10 < waits.p90 < 75
    assert Ticket.objects.filter(municipality_id=CITY).count() < 6_000


@pytest.mark.usefixtures("loaded")
def test_the_same_day_loads_the_same_numbers():
    """The played days rest on nothing but the day and the town."""
    first = TicketPeriod.objects.filter(municipality_id=CITY, ticket__day=date(2026, 11, 20))
    assert first.count() == 890


@pytest.mark.usefixtures("loaded")
def test_the_counter_is_alive_now():
    hall = hall_of(municipality=CITY, at=NOW)
    states = {one.state for one in hall.tickets}
    assert {TicketState.WAITING, TicketState.SERVING, TicketState.HELD, TicketState.PARKED} <= states
    assert any(isinstance(line.estimate, WaitRange) for line in hall.lines)
    assert {line.lamp for line in hall.lines} >= {Lamp.QUIET}
    assert max(one.since for one in hall.tickets) <= NOW


@pytest.mark.usefixtures("loaded")
def test_bookings_stand_before_and_after_today_and_every_town_has_rows():
    assert {BookingState.BOOKED, BookingState.HERE} <= set(Booking.objects.values_list("state", flat=True))
    for code in (CITY, "282090", "282201"):
        for model in (Ticket, TicketPeriod, Booking):
            assert model.objects.filter(municipality_id=code).exists(), f"{model} {code}"


@pytest.mark.parametrize(
    "moment",
    [
        pytest.param(datetime(2026, 11, 29, 3, 15, tzinfo=ZoneInfo("Asia/Tokyo")), id="a Sunday night"),
        pytest.param(datetime(2027, 1, 1, 23, 50, tzinfo=ZoneInfo("Asia/Tokyo")), id="New Year"),
        pytest.param(datetime(2027, 4, 1, 8, 0, tzinfo=ZoneInfo("Asia/Tokyo")), id="before opening"),
    ],
)
def test_on_any_day_and_at_any_time_something_of_the_last_open_day_waits_to_be_tidied(moment):
    with scope.within(scope.EVERYWHERE), clock.telling(moment):
        load_ground(today=moment.date())
        load_waiting(today=moment.date())
        city = Municipality.objects.get(pk=CITY)
        for preparer in (LeftOpenNumbers(), MissedBookings(), NextSlots()):
            assert list(preparer.prepare(municipality=city, today=moment.date())), preparer.key
