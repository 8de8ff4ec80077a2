"""Tickets: numbers, turns, and what may follow what; a wait is never typed in but follows from the changes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from hanpo.core.models import AuditEntry
from hanpo.counter.actions.waiting import tickets as actions
from hanpo.counter.actions.waiting.places import set_desk_open
from hanpo.counter.engine.waiting.periods import stages
from hanpo.counter.models import Ticket, TicketPeriod, TicketState
from hanpo.counter.queries.waiting import logs_of
from hanpo.counter.tests import waiting_makers as make
from hanpo.counter.tests.waiting_makers import TEN, minutes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


def call(desk, after=0):
    return actions.call_next(actor=None, desk=desk, at=minutes(after))


def test_every_line_counts_its_own_numbers_and_begins_again_each_day():
    a, b = make.line("A"), make.line("B")
    numbers = [make.ticket(one).number for one in (a, b, a)]
    tomorrow = actions.take_ticket(actor=None, lines=[a], at=TEN + timedelta(days=1))
    assert [*numbers, tomorrow.number] == ["A001", "B001", "A002", "A001"]


def test_a_number_opens_with_a_token_that_nobody_guesses():
    line = make.line()
    tokens = {make.ticket(line).token for _one in range(3)}
    assert len(tokens) == 3
    assert min(map(len, tokens)) >= 30


def test_who_came_first_is_called_first_and_own_lines_go_before_helping():
    a, b = make.line("A"), make.line("B")
    desk, other = make.desk("1番", a, helps=(b,)), make.desk("2番", a)
    first, second, third = make.ticket(b, after=0), make.ticket(a, after=1), make.ticket(a, after=2)
    assert call(desk, 3) == second
    assert call(other, 3) == third
    actions.mark_absent(actor=None, ticket=Ticket.objects.get(pk=second.pk), at=minutes(4))
    assert call(desk, 5) == first


def test_who_has_an_appointment_goes_first_once_its_time_has_come():
    line = make.line()
    desk = make.desk("1番", line)
    early = make.ticket(line, after=0)
    booked = make.ticket(line, after=1, booked_for=minutes(10))
    late = make.ticket(line, after=2)
    assert call(desk, 5) == early
    actions.mark_absent(actor=None, ticket=Ticket.objects.get(pk=early.pk), at=minutes(9))
    assert call(desk, 10) == booked
    assert late.state == TicketState.WAITING


def test_a_desk_has_one_visitor_at_a_time_and_calls_only_while_it_is_open():
    line = make.line()
    desk = make.desk("1番", line)
    make.ticket(line), make.ticket(line)
    called = call(desk)
    with pytest.raises(ValidationError, match="もう呼んだ人"):
        call(desk)
    with pytest.raises(ValidationError, match="対応中"):
        set_desk_open(actor=None, desk=desk, is_open=False, at=minutes(1))
    actions.mark_absent(actor=None, ticket=called, at=minutes(1))
    set_desk_open(actor=None, desk=desk, is_open=False, at=minutes(2))
    with pytest.raises(ValidationError, match="席が閉じて"):
        call(desk)


def test_of_two_who_change_a_number_at_once_the_second_is_told():
    line = make.line()
    row = make.ticket(line)
    seen = Ticket.objects.get(pk=row.pk)
    actions.park_ticket(actor=None, ticket=row, at=minutes(1))
    with pytest.raises(ValidationError, match="先に動かしました"):
        actions.give_ticket_back(actor=None, ticket=seen, at=minutes(1))
    assert TicketPeriod.objects.filter(ticket=row).count() == 2


def test_what_cannot_follow_is_refused_in_words():
    line = make.line()
    row = make.ticket(line)
    with pytest.raises(ValidationError, match="A001番は「待っている」"):
        actions.finish_service(actor=None, ticket=row, at=minutes(1))


def test_times_of_a_visit_through_two_services_follow_from_its_changes():
    a, b = make.line("A"), make.line("B")
    first, second = make.desk("1番", a), make.desk("2番", b)
    row = make.ticket(a, b)
    row = call(first, 10)
    actions.begin_service(actor=None, ticket=row, at=minutes(11))
    actions.hold_ticket(actor=None, ticket=row, at=minutes(13))
    actions.call_number(actor=None, desk=first, ticket=row, at=minutes(20))
    actions.begin_service(actor=None, ticket=row, at=minutes(20))
    actions.finish_service(actor=None, ticket=row, at=minutes(24))
    assert (row.state, row.line, row.number) == (TicketState.WAITING, b, "A001")
    row = call(second, 30)
    actions.begin_service(actor=None, ticket=row, at=minutes(30))
    actions.finish_service(actor=None, ticket=row, at=minutes(35))
    (log,) = logs_of(municipality=make.CODE, first=TEN.date(), last=TEN.date())
    one, two = stages(log.changes, until=minutes(60))
    assert (one.service, one.wait_minutes, one.served_minutes, one.held.seconds) == ("A", 11, 6, 7 * 60)
    assert (two.service, two.desk, two.wait_minutes, two.served_minutes) == ("B", "2番", 6, 5)


def test_who_is_sent_on_or_needs_more_keeps_the_number():
    a, b, c = make.line("A"), make.line("B"), make.line("C")
    desk = make.desk("1番", a, b, c)
    row = make.ticket(a)
    call(desk)
    row.refresh_from_db()
    actions.begin_service(actor=None, ticket=row, at=minutes(1))
    actions.add_stop(actor=None, ticket=row, line=c)
    actions.transfer_ticket(actor=None, ticket=row, line=b, at=minutes(2))
    assert (row.number, row.line, row.desk) == ("A001", b, None)
    row = call(desk, 3)
    actions.begin_service(actor=None, ticket=row, at=minutes(3))
    actions.finish_service(actor=None, ticket=row, at=minutes(4))
    assert row.line == c


def test_who_was_away_keeps_the_turn():
    line = make.line()
    desk = make.desk("1番", line)
    away, other = make.ticket(line), make.ticket(line, after=1)
    actions.park_ticket(actor=None, ticket=away, at=minutes(2), back_at=minutes(30))
    actions.bring_back_ticket(actor=None, ticket=away, at=minutes(5))
    assert call(desk, 6) == away
    assert other.state == TicketState.WAITING


def test_a_line_that_is_closed_gives_no_number_and_none_is_chosen_twice():
    closed, line = make.line("A", is_open=False), make.line("B")
    with pytest.raises(ValidationError, match="受付A"):
        make.ticket(closed)
    with pytest.raises(ValidationError, match="1つずつ"):
        make.ticket(line, line)
    assert not Ticket.objects.exists()


def test_numbers_left_open_overnight_are_closed_at_their_last_change():
    line = make.line()
    desk = make.desk("1番", line)
    make.ticket(line), make.ticket(line)
    row = call(desk, 5)
    actions.begin_service(actor=None, ticket=row, at=minutes(6))
    done = actions.close_left_open(actor=None, tickets=list(Ticket.objects.all()), at=TEN + timedelta(days=1))
    assert done == 2
    assert {one.number: (one.state, one.since) for one in Ticket.objects.all()} == {
        "A001": (TicketState.DONE, minutes(6)),
        "A002": (TicketState.LEFT, minutes(0)),
    }


def test_the_audit_record_names_numbers_and_never_tokens():
    line = make.line()
    row = make.ticket(line)
    entry = AuditEntry.objects.get(verb="take_ticket")
    assert entry.new == {"number": "A001", "lines": ["A"]}
    assert row.token not in str(entry.new) + entry.subject_label
