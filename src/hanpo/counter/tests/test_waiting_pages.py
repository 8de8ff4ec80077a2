"""Pages of waiting: a kiosk gives a number, a clerk calls it, the board and the phone tell, all see the crowd."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse

from hanpo.core import clock, scope
from hanpo.core.tests import factories as ground
from hanpo.counter.models import Booking, BookingState, Desk, ServiceLine, Ticket, TicketState
from hanpo.counter.tests import waiting_makers as make
from hanpo.counter.tests.waiting_makers import minutes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_ten_o_clock():
    with clock.telling(minutes(0)):
        yield


@pytest.fixture
def line():
    return make.line("A", name="引っ越しの届け", name_en="Moving", busy_from=2, full_from=4)


@pytest.fixture
def desk(line):
    return make.desk("1番", line)


@pytest.fixture
def clerk(sign_in):
    return sign_in(ground.person("section_staff", make.place()))


@pytest.fixture
def lead(sign_in):
    return sign_in(ground.person("section_lead", make.place()))


def url(name, *args):
    return reverse(f"counter:{name}", args=args)


def rows(model=Ticket):
    with scope.within(scope.EVERYWHERE):
        return list(model.objects.order_by("pk"))


def test_one_press_on_the_kiosk_gives_a_number_to_print_and_a_code_for_the_phone(line):
    kiosk = make.kiosk()
    shown = Client().get(url("kiosk", kiosk.token))
    assert "引っ越しの届け" in shown.content.decode()
    answer = Client().post(url("kiosk", kiosk.token), {"line": [line.pk]}, follow=True)
    (ticket,) = rows()
    page = answer.content.decode()
    assert "A001" in page
    assert '<svg xmlns="http://www.w3.org/2000/svg"' in page
    assert url("ticket_phone", ticket.token) not in page  # the address stands in the code, not in words
    assert answer.redirect_chain[0][0] == f"{url('kiosk_ticket', kiosk.token, ticket.token)}?lang=ja"


def test_a_kiosk_speaks_the_language_of_the_visitor_and_the_ticket_keeps_it(line):
    kiosk = make.kiosk()
    shown = Client().get(url("kiosk", kiosk.token), {"lang": "en"})
    assert "Moving" in shown.content.decode()
    Client().post(f"{url('kiosk', kiosk.token)}?lang=en", {"line": [line.pk]})
    assert rows()[0].language == "en"


def test_several_errands_get_one_number(line):
    other, kiosk = make.line("B"), make.kiosk()
    Client().post(url("kiosk", kiosk.token), {"line": [line.pk, other.pk]})
    (ticket,) = rows()
    with scope.within(scope.EVERYWHERE):
        assert [stop.line for stop in ticket.stops.all()] == [other]


def test_a_kiosk_that_nobody_knows_or_that_is_closed_gives_nothing(line):
    kiosk = make.kiosk()
    with scope.within(scope.EVERYWHERE):
        type(kiosk).objects.update(is_open=False)
    assert Client().post(url("kiosk", kiosk.token), {"line": [line.pk]}).status_code == 404
    assert Client().get(url("kiosk", "guessed")).status_code == 404
    assert rows() == []


def test_a_kiosk_gives_no_number_of_another_town(line):
    foreign = make.line("A", ground.municipality("282090"))
    answer = Client().post(url("kiosk", make.kiosk().token), {"line": [foreign.pk]})
    assert answer.status_code == 409
    assert rows() == []


def test_a_clerk_calls_serves_and_finishes_by_buttons(clerk, desk, line):
    make.ticket(line, after=-5)
    clerk.post(url("desk_next", desk.pk))
    (ticket,) = rows()
    assert ticket.state == TicketState.CALLED
    for deed, state in (("begin", "serving"), ("hold", "held")):
        clerk.post(url("ticket_deed", ticket.pk, deed), {"desk": desk.pk})
        assert rows()[0].state == state
    clerk.post(url("desk_call", desk.pk), {"number": "ａ1"})
    assert rows()[0].state == TicketState.CALLED
    page = clerk.get(url("desk_console", desk.pk)).content.decode()
    assert 'data-key="B"' in page
    assert "2回呼びました" in page


def test_the_desk_asks_for_news_without_the_rest_of_the_page(clerk, desk, line):
    make.ticket(line, after=-5)
    part = clerk.get(url("desk_console", desk.pk), headers={"HX-Request": "true"}).content.decode()
    assert "A001" in part
    assert "<html" not in part


def test_a_refused_deed_says_why_and_leaves_the_ticket(clerk, desk, line):
    ticket = make.ticket(line)
    answer = clerk.post(url("ticket_deed", ticket.pk, "finish"), {"desk": desk.pk}, follow=True)
    assert "この操作はできません" in answer.content.decode()
    assert clerk.post(url("ticket_deed", ticket.pk, "teach"), {"desk": desk.pk}).status_code == 404


def test_staff_of_another_town_find_no_desk(sign_in, desk, line):
    foreigner = sign_in(ground.person("section_staff", ground.municipality("282090")))
    assert foreigner.get(url("desk_console", desk.pk)).status_code == 404
    assert foreigner.post(url("desk_next", desk.pk)).status_code == 404


def test_only_who_runs_the_counter_changes_it(clerk, lead, line):
    assert clerk.get(url("line_edit", line.pk)).status_code == 403
    page = lead.get(url("line_edit", line.pk))
    form = page.context["form"]
    sent = {name: form[name].value() or "" for name in form.fields} | {"busy_from": 6, "full_from": 5, "is_open": "on"}
    refused = lead.post(url("line_edit", line.pk), {k: v for k, v in sent.items() if v is not False})
    assert refused.status_code == 422
    assert "「混んでいる」の人数は" in refused.content.decode()


def test_a_desk_is_added_with_its_lines(lead, line):
    other = make.line("B")
    sent = {"name": "5番", "place": 5, "is_kept": "on", "lines": [line.pk], "helps": [other.pk]}
    lead.post(url("desk_add"), sent)
    with scope.within(scope.EVERYWHERE):
        made = Desk.objects.get(name="5番")
        assert {row.line: row.only_helps for row in made.desk_lines.all()} == {line: False, other: True}


def test_the_phone_tells_how_many_are_before_and_says_nothing_about_time_without_records(line, desk):
    first, mine = make.ticket(line, after=-9), make.ticket(line, after=-4)
    page = Client().get(url("ticket_phone", mine.token)).content.decode()
    assert "あなたの前に1人います。" in page
    assert "目安を言えません" in page
    assert first.token not in page


def test_the_phone_tells_a_range_of_minutes_once_enough_was_measured(line, desk):
    make.served(line, desk, count=25)
    make.ticket(line, after=-9), make.ticket(line, after=-8)
    mine = make.ticket(line, after=-4)
    page = Client().get(url("ticket_phone", mine.token)).content.decode()
    assert "あなたの前に2人います。" in page
    assert "およそ" in page


def test_a_holder_goes_away_and_comes_back_by_phone(line):
    ticket = make.ticket(line, after=-9)
    for deed, state in (("away", "parked"), ("back", "waiting"), ("leave", "left")):
        Client().post(url("ticket_act", ticket.token, deed))
        assert rows()[0].state == state
    late = Client().post(url("ticket_act", ticket.token, "back"), follow=True)
    assert "取りやめました" in late.content.decode()


def test_a_guessed_token_opens_nothing(line):
    make.ticket(line)
    assert Client().get(url("ticket_phone", "x" * 32)).status_code == 404


def test_the_board_is_a_short_stream_that_says_only_what_is_new(clerk, line, desk):
    make.ticket(line, after=-5)
    address = url("board_events", make.CODE)
    clerk.post(url("desk_next", desk.pk))
    answer = Client().get(address)
    assert answer.headers["Content-Type"] == "text/event-stream"
    fields = dict(row.split(": ", 1) for row in answer.content.decode().strip().splitlines())
    told = json.loads(fields["data"])
    assert (fields["event"], fields["id"]) == ("board", told["stamp"])
    assert [(call["number"], call["desk"]) for call in told["calls"]] == [("A001", "1番")]
    again = Client().get(address, headers={"Last-Event-ID": fields["id"]})
    assert "event: same" in again.content.decode()
    clerk.post(url("ticket_recall", rows()[0].pk), {"desk": desk.pk})
    after = Client().get(address, headers={"Last-Event-ID": fields["id"]})
    assert "event: board" in after.content.decode()


def test_everybody_reads_how_crowded_it_is_without_signing_in(line, desk):
    for number in range(3):
        make.ticket(line, after=-number)
    page = Client().get(url("crowding", make.CODE)).content.decode()
    assert "やや混んでいます" in page
    assert "3人" in page
    assert "西宮市" in Client().get(url("crowding_places")).content.decode()
    assert Client().get(url("crowding", "282022")).status_code == 404


def test_one_books_without_a_name_and_goes_first(clerk, line, desk):
    with scope.within(scope.EVERYWHERE):
        ServiceLine.objects.update(takes_bookings=True)
    slot = make.slot(line, after=30)
    visitor = Client()
    days = visitor.get(url("booking_times", make.CODE, line.pk)).context["days"]
    assert [one.day for one in days] == [minutes(0).date()]
    visitor.post(url("booking_make", make.CODE, slot.pk))
    (booking,) = rows(Booking)
    page = visitor.get(url("booking_page", booking.token)).content.decode()
    assert booking.code in page
    late = visitor.post(url("booking_make", make.CODE, slot.pk), follow=True)
    assert "ほかの人が先に予約しました" in late.content.decode()
    with clock.telling(minutes(28)):
        answer = visitor.post(url("kiosk_check_in", make.kiosk().token), {"code": booking.code}, follow=True)
    assert "A001" in answer.content.decode()
    (ticket,) = rows()
    assert (ticket.is_booked, ticket.turn_at) == (True, slot.starts_at)
    assert rows(Booking)[0].state == BookingState.HERE


def test_a_booking_called_off_frees_its_time(line):
    slot = make.slot(line)
    Client().post(url("booking_make", make.CODE, slot.pk))
    with scope.within(scope.EVERYWHERE):
        ServiceLine.objects.update(takes_bookings=True)
    (booking,) = rows(Booking)
    Client().post(url("booking_call_off", booking.token))
    Client().post(url("booking_make", make.CODE, slot.pk))
    assert [row.state for row in rows(Booking)] == [BookingState.CANCELLED, BookingState.BOOKED]


def test_the_lead_offers_times_with_buffers_on_open_days(lead, line):
    with scope.within(scope.EVERYWHERE):
        ServiceLine.objects.update(takes_bookings=True)
    sent = {"line": line.pk, "first_day": "2026-11-27", "last_day": "2026-11-30", "first": "09:00", "last": "10:00",
            "minutes": 20, "buffer": 10, "capacity": 1}  # fmt: skip
    answer = lead.post(url("slot_add"), sent, follow=True)
    assert "予約枠を4個作りました" in answer.content.decode()
    times = [f"{slot.starts_at.astimezone(make.TEN.tzinfo):%d %H:%M}" for slot in rows(make.BookingSlot)]
    assert times == ["27 09:00", "27 09:30", "30 09:00", "30 09:30"]


def test_the_hall_shows_lines_and_desks_in_few_queries(clerk, line, desk, django_assert_max_num_queries):
    for number in range(4):
        make.ticket(line, after=-number)
    clerk.get(url("waiting"))
    with django_assert_max_num_queries(30):
        page = clerk.get(url("waiting")).content.decode()
    assert "引っ越しの届け" in page
    assert "1番" in page
