"""Many at once, on real connections: no number is given twice, none is called twice, no slot is overbooked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError

from hanpo.core import audit, scope
from hanpo.core.tests.at_once import alone, at_once, database_for_threads
from hanpo.counter.actions.waiting import tickets
from hanpo.counter.actions.waiting.booking import book_slot
from hanpo.counter.engine.waiting.periods import State
from hanpo.counter.models import Booking, BookingSlot, Ticket, TicketPeriod, TicketState
from hanpo.counter.queries.waiting import logs_of
from hanpo.counter.tests import waiting_makers as make
from hanpo.counter.tests.waiting_makers import TEN, minutes

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("shared_database")]


@pytest.fixture
def shared_database(transactional_db: None, tmp_path: Path):
    with database_for_threads(tmp_path):
        yield


def piece(function, **arguments):
    """A piece of work for a thread, in the scope of the city."""

    def run():
        with scope.within(scope.of(make.CODE)):
            return function(actor=None, **arguments)

    return run


def everywhere(ask):
    """What is asked of the database that the threads share."""

    def run():
        with scope.within(scope.EVERYWHERE):
            return ask()

    return alone(run)


def laid(number, desks):
    """A line with so many desks, and so many who wait."""

    def lay():
        line = make.line()
        rows = [make.desk(f"{name}番", line) for name in range(desks)]
        return line, rows, [make.ticket(line, after=place / 10) for place in range(number)]

    return everywhere(lay)


def test_visitors_who_press_at_once_get_numbers_of_their_own():
    line, _desks, _rows = laid(0, 1)
    given = at_once(*[piece(tickets.take_ticket, lines=[line], at=TEN) for _one in range(16)])
    assert sorted(ticket.number for ticket in given) == [f"A{number:03d}" for number in range(1, 17)]


def test_clerks_who_call_at_once_call_different_numbers():
    _line, desks, _rows = laid(20, 12)
    called = at_once(*[piece(tickets.call_next, desk=desk, at=minutes(5)) for desk in desks])
    assert [one for one in called if isinstance(one, Exception)] == []
    assert sorted(ticket.number for ticket in called) == [f"A{number:03d}" for number in range(1, 13)]
    assert everywhere(lambda: Ticket.objects.filter(state=TicketState.CALLED).count()) == 12
    logged = everywhere(lambda: TicketPeriod.objects.filter(state=TicketState.CALLED).count())
    assert logged == 12


def test_two_clerks_who_want_the_same_number_get_it_once():
    _line, desks, (row, *_others) = laid(3, 6)
    seen = [everywhere(lambda: Ticket.objects.get(pk=row.pk)) for _desk in desks]
    pieces = [
        piece(tickets.call_number, desk=desk, ticket=ticket, at=minutes(5))
        for desk, ticket in zip(desks, seen, strict=True)
    ]
    outcomes = at_once(*pieces)
    assert sum(isinstance(one, Ticket) for one in outcomes) == 1
    assert sum(isinstance(one, ValidationError) for one in outcomes) == 5


def test_one_desk_that_is_pressed_twice_calls_one_visitor():
    _line, (desk,), _rows = laid(4, 1)
    outcomes = at_once(*[piece(tickets.call_next, desk=desk, at=minutes(5)) for _press in range(5)])
    assert sum(isinstance(one, Ticket) for one in outcomes) == 1


def test_visitors_and_clerks_at_once_lose_nobody():
    line, desks, _rows = laid(10, 8)
    pieces = [piece(tickets.take_ticket, lines=[line], at=minutes(5)) for _one in range(16)]
    pieces += [piece(tickets.call_next, desk=desk, at=minutes(5)) for desk in desks]
    outcomes = at_once(*pieces)
    assert [one for one in outcomes if isinstance(one, Exception)] == []
    states = everywhere(lambda: Counter(Ticket.objects.values_list("state", flat=True)))
    assert states == {TicketState.WAITING: 18, TicketState.CALLED: 8}
    logs = everywhere(lambda: logs_of(municipality=make.CODE, first=TEN.date(), last=TEN.date()))
    assert Counter(log.changes[-1].state for log in logs) == {State.WAITING: 18, State.CALLED: 8}
    assert everywhere(audit.verify) == []


def test_of_many_who_want_the_last_place_one_gets_it():
    slot = everywhere(lambda: make.slot(make.line(takes_bookings=True), after=60, capacity=2))
    outcomes = at_once(*[piece(book_slot, slot=slot, at=TEN) for _one in range(8)])
    assert sum(isinstance(one, Booking) for one in outcomes) == 2
    assert everywhere(lambda: BookingSlot.objects.get().taken) == 2
