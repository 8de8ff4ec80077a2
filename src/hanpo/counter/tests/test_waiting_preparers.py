"""What waiting makes ready: earlier numbers closed, bookings nobody came for, times before they run out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError

from hanpo.core import clock, registry
from hanpo.core.models import PreparedWork
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.waiting import tickets
from hanpo.counter.actions.waiting.booking import book_slot
from hanpo.counter.engine.waiting import stages
from hanpo.counter.models import Booking, BookingSlot, BookingState, ServiceLine, Ticket, TicketState
from hanpo.counter.queries.waiting import logs_of
from hanpo.counter.tests import waiting_makers as make
from hanpo.counter.tests.waiting_makers import TEN, minutes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]
TOMORROW = TEN + timedelta(days=1)


@pytest.fixture
def lead():
    return ground.person("section_lead", make.place())


def prepared(key):
    """The work of one preparer, as the tray would show it tomorrow."""
    preparer = next(one for manifest in registry.manifests() for one in manifest.preparers if one.key == key)
    drafts = list(preparer.prepare(municipality=make.place(), today=TOMORROW.date()))
    return preparer, drafts


def test_numbers_of_yesterday_are_closed_in_one_go_and_todays_are_left_alone(lead):
    line = make.line()
    make.ticket(line), make.ticket(line, after=24 * 60)
    preparer, (draft,) = prepared("counter.left_open")
    assert "A001" in draft.why[0].text
    with clock.telling(TOMORROW):
        work = PreparedWork(municipality=make.place())
        preparer.approve(actor=lead, work=work, values=draft.values)
        assert prepared("counter.left_open")[1] == []
        with pytest.raises(ValidationError, match="もう締めて"):
            preparer.approve(actor=lead, work=work, values=draft.values)
    assert list(Ticket.objects.order_by("day").values_list("state", flat=True)) == [
        TicketState.LEFT,
        TicketState.WAITING,
    ]


def test_a_closing_is_taken_back_and_the_times_are_read_as_if_it_had_not_been(lead):
    line = make.line()
    row = make.ticket(line)
    seat = make.desk("1番", line)
    tickets.call_number(actor=None, desk=seat, ticket=row, at=minutes(5))
    tickets.begin_service(actor=None, ticket=row, at=minutes(6))
    before = logs_of(municipality=row.municipality_id, first=row.day, last=row.day)[0]
    preparer, (draft,) = prepared("counter.left_open")
    with clock.telling(TOMORROW):
        work = PreparedWork(municipality=make.place())
        work.undo = preparer.approve(actor=lead, work=work, values=draft.values)
        preparer.undo(actor=lead, work=work)
    again = Ticket.objects.get()
    assert (again.state, again.desk, again.since) == (TicketState.SERVING, seat, minutes(6))
    (after,) = logs_of(municipality=row.municipality_id, first=row.day, last=row.day)
    assert len(after.changes) == len(before.changes) + 2
    assert stages(after.changes, until=minutes(9)) == stages(before.changes, until=minutes(9))


def test_a_closing_is_not_taken_back_onto_a_desk_with_another_visitor(lead):
    line = make.line()
    seat = make.desk("1番", line)
    row = make.ticket(line)
    tickets.call_number(actor=None, desk=seat, ticket=row, at=minutes(5))
    preparer, (draft,) = prepared("counter.left_open")
    with clock.telling(TOMORROW):
        work = PreparedWork(municipality=make.place())
        work.undo = preparer.approve(actor=lead, work=work, values=draft.values)
        other = make.ticket(line, after=24 * 60)
        tickets.call_number(actor=None, desk=seat, ticket=other, at=TOMORROW)
        with pytest.raises(ValidationError, match="もう呼んだ人"):
            preparer.undo(actor=lead, work=work)
    assert Ticket.objects.get(pk=row.pk).state == TicketState.LEFT


def test_bookings_nobody_came_for_are_noted_and_that_can_be_taken_back(lead):
    slot = make.slot(make.line(takes_bookings=True))
    book_slot(actor=None, slot=slot, at=minutes(0))
    preparer, (draft,) = prepared("counter.missed_bookings")
    with clock.telling(TOMORROW):
        work = PreparedWork(municipality=make.place())
        work.undo = preparer.approve(actor=lead, work=work, values=draft.values)
        assert Booking.objects.get().state == BookingState.ABSENT
        preparer.undo(actor=lead, work=work)
    assert Booking.objects.get().state == BookingState.BOOKED


def test_times_to_book_are_made_in_the_pattern_of_the_last_day_and_withdrawn_again(lead):
    line = make.line(takes_bookings=True)
    for after in (0, 30, 60):
        make.slot(line, after=after, minutes=20, buffer=10, capacity=2)
    preparer, (draft,) = prepared("counter.next_slots")
    assert draft.values["days"][0] == "2026-11-26"
    with clock.telling(TOMORROW):
        work = PreparedWork(municipality=make.place())
        work.undo = preparer.approve(actor=lead, work=work, values=draft.values)
        made = BookingSlot.objects.filter(starts_at__date=date(2026, 11, 26))
        local = [f"{slot.starts_at.astimezone(TEN.tzinfo):%H:%M}" for slot in made]
        assert (local, made[0].capacity, made[0].buffer) == (["10:00", "10:30", "11:00"], 2, 10)
        preparer.undo(actor=lead, work=work)
    assert BookingSlot.objects.count() == 3
    assert ServiceLine.objects.get() == line
