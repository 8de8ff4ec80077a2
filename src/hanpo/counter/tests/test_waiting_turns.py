"""Turns, lamps and appointments: one order for the page and the call, words that rest on the line's own numbers."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.counter.engine.waiting import Lamp, Silence, WaitRange, arrival_of, lamp_of, starts
from hanpo.counter.models import Ticket, TicketState
from hanpo.counter.queries.waiting import hall_of
from hanpo.counter.queries.waiting.hall import ahead_of, estimate_of, in_order
from hanpo.counter.queries.waiting.turns import in_turn
from hanpo.counter.tests import waiting_makers as make
from hanpo.counter.tests.waiting_makers import TEN, minutes


@given(
    minutes=st.integers(5, 120),
    buffer=st.integers(0, 60),
    first=st.times(max_value=time(12)),
    length=st.integers(0, 600),
)
def test_appointments_and_their_buffers_never_overlap_and_end_in_time(minutes, buffer, first, length):
    begin = datetime.combine(TEN.date(), first.replace(second=0, microsecond=0))
    end = min(begin + timedelta(minutes=length), begin.replace(hour=23, minute=59))
    times = [datetime.combine(TEN.date(), at) for at in starts(
        first=begin.time(), last=end.time(), minutes=minutes, buffer=buffer)]  # fmt: skip
    gaps = [(after - before) for before, after in pairwise(times)]
    assert all(gap == timedelta(minutes=minutes + buffer) for gap in gaps)
    assert all(at + timedelta(minutes=minutes) <= end for at in times)


def test_who_is_ten_minutes_late_still_goes_first_and_who_is_later_waits():
    assert arrival_of(starts_at=TEN, at=minutes(10)).is_in_time
    assert not arrival_of(starts_at=TEN, at=minutes(11)).is_in_time
    assert not arrival_of(starts_at=TEN, at=TEN - timedelta(days=1)).is_today


@pytest.mark.parametrize(
    ("waiting", "desks", "lamp"),
    [
        (0, 0, Lamp.CLOSED), (0, 1, Lamp.QUIET), (4, 1, Lamp.QUIET), (5, 1, Lamp.BUSY), (10, 1, Lamp.FULL),
        (1, 0, Lamp.QUIET),
    ],
)  # fmt: skip
def test_a_lamp_follows_from_the_numbers_that_the_line_set_for_itself(waiting, desks, lamp):
    assert lamp_of(waiting=waiting, busy_from=5, full_from=10, desks=desks) is lamp


@pytest.mark.django_db
@pytest.mark.usefixtures("everywhere")
def test_the_page_and_the_call_agree_on_whose_turn_it_is():
    line = make.line()
    make.ticket(line, after=0), make.ticket(line, after=1, booked_for=minutes(5))
    make.ticket(line, after=2, booked_for=minutes(60)), make.ticket(line, after=3)
    for after in (4, 5, 61):
        called = [row.number for row in in_turn(rows=Ticket.objects.all(), at=minutes(after))]
        shown = [row.number for row in in_order(tickets=Ticket.objects.all(), at=minutes(after))]
        assert called == shown
    assert shown == ["A002", "A003", "A001", "A004"]


@pytest.mark.django_db
@pytest.mark.usefixtures("everywhere")
def test_those_who_wait_for_another_line_at_the_same_desk_stand_before_one_too():
    a, b = make.line("A"), make.line("B")
    make.desk("1番", a, b)
    make.ticket(b, after=0)
    mine = make.ticket(a, after=1)
    hall = hall_of(municipality=make.CODE, at=minutes(2))
    assert [row.number for row in ahead_of(ticket=mine, hall=hall)] == ["B001"]


@pytest.mark.django_db
@pytest.mark.usefixtures("everywhere")
def test_nothing_is_promised_without_an_open_desk_or_enough_measured_times():
    line = make.line()
    desk = make.desk("1番", line)
    make.served(line, desk, count=25, lasting=6)
    row = make.ticket(line, after=0)
    hall = hall_of(municipality=make.CODE, at=minutes(1))
    told = estimate_of(line=line.pk, ahead=3, hall=hall)
    assert isinstance(told, WaitRange)
    assert told.low <= 3 * 6 <= told.high
    desk.is_open = False
    desk.save()
    closed = hall_of(municipality=make.CODE, at=minutes(1))
    assert estimate_of(line=line.pk, ahead=3, hall=closed) is Silence.NO_DESK
    assert row.state == TicketState.WAITING
