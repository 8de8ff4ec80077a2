"""When people come and how long they wait: percentiles from tickets, honest about few visits, each town its own."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from hanpo.core import clock
from hanpo.core.tests import factories as ground
from hanpo.counter.queries.staffing.arrivals import arrivals_page
from hanpo.counter.queries.staffing.tickets import arrivals, visitors_by_day
from hanpo.counter.queries.staffing.waits import waits_page
from hanpo.counter.tests import staffing_makers as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(amagasaki, sign_in):
    return sign_in(ground.person("section_staff", amagasaki))


def asked(place, weeks=4):
    return {"municipality": place.pk, "first": clock.today() - timedelta(weeks=weeks), "last": clock.today()}


@pytest.mark.usefixtures("everywhere")
def test_a_wait_is_told_as_percentiles_and_as_the_share_within_the_target(amagasaki):
    at = make.busy_days(amagasaki)
    told = waits_page(**asked(amagasaki), lines=[at], now=clock.now())
    assert told is not None
    assert (told.whole.spread.p50, told.whole.spread.p90, told.whole.spread.maximum) == (6, 20, 20)
    assert told.whole.within == "86"
    assert told.whole.desk.p50 == 6, "the minute between call and begin takes the desk as well"


@pytest.mark.usefixtures("everywhere")
def test_the_bars_show_that_noon_is_worst(amagasaki):
    at = make.busy_days(amagasaki, days=5)
    told = waits_page(**asked(amagasaki), lines=[at], now=clock.now())
    highest = max(told.bars, key=lambda bar: bar.p50)
    assert highest.label in ("11:45", "12:15", "12:45")


@pytest.mark.usefixtures("everywhere")
def test_fewer_than_five_visits_show_no_figure(amagasaki):
    at = make.line(amagasaki)
    day = make.past_days(1)[0]
    for minute in (600, 610, 620):
        make.visit(at, day, minute)
    told = waits_page(**asked(amagasaki), lines=[at], now=clock.now())
    assert not told.whole.is_told
    assert "まだ件数が少ない" in told.say


@pytest.mark.usefixtures("everywhere")
def test_who_goes_home_is_counted_apart_and_shortens_no_wait(amagasaki):
    at = make.busy_days(amagasaki, days=2)
    make.visit(at, make.past_days(1)[0], 600, wait=1.0, leaves=True)
    told = waits_page(**asked(amagasaki), lines=[at], now=clock.now())
    assert (told.left, told.whole.count) == (1, 84)


@pytest.mark.usefixtures("everywhere")
def test_arrivals_are_counted_by_weekday_and_hour_with_usual_and_heavy_days(amagasaki):
    make.busy_days(amagasaki, days=10)
    told = arrivals_page(**asked(amagasaki))
    assert told is not None
    assert told.hours == tuple(range(8, 18))
    for row in told.weekdays:
        cells = dict(zip(told.hours, row.cells, strict=True))
        assert (cells[10].usual, cells[17].usual, cells[17].tone, row.usual) == ("6", "0", 0, "42")


@pytest.mark.usefixtures("everywhere")
def test_counts_from_before_fill_only_days_without_tickets(amagasaki):
    from hanpo.counter.models import ArrivalCount

    at = make.busy_days(amagasaki, days=1)
    earlier, day = make.past_days(2)
    for when in (earlier, day):
        ArrivalCount.objects.create(line=at, day=when, hour=9, visitors=7)
    assert visitors_by_day(**asked(amagasaki)) == {earlier: 7, day: 42}
    assert len(arrivals(**asked(amagasaki))) == 49


def test_the_pages_show_figures_and_leave_as_excel(staff, amagasaki):
    make.busy_days(amagasaki, days=5)
    page = staff.get(reverse("counter:staffing_waits")).content.decode()
    assert "半分の人は6分以内、10人に9人は20分以内に呼ばれています。" in page
    heat = staff.get(reverse("counter:staffing_arrivals")).content.decode()
    assert "1日" in heat
    assert "heat-5" in heat
    for name in ("staffing_waits_excel", "staffing_arrivals_excel"):
        book = load_workbook(BytesIO(staff.get(reverse(f"counter:{name}")).content))
        assert book.worksheets[0].max_row > 1


def test_pages_without_tickets_say_what_fills_them(staff):
    for name in ("staffing_arrivals", "staffing_waits"):
        page = staff.get(reverse(f"counter:{name}"))
        assert page.status_code == 200
        assert "番号札を出し始めると" in page.content.decode()


def test_another_towns_tickets_are_never_read(staff, toyooka):
    make.busy_days(toyooka, days=2)
    for name in ("staffing_arrivals", "staffing_waits"):
        page = staff.get(reverse(f"counter:{name}"), {"place": toyooka.pk}).content.decode()
        assert "番号札を出し始めると" in page


def test_the_quick_question_is_answered_by_erlang_c(staff):
    asked = {"arrivals": "26.25", "minutes": "8", "desks": "5", "target": "10"}
    page = staff.get(reverse("counter:staffing_quick"), asked).content.decode()
    for shown in ("7.1", "2.0", "94", "窓口が5つ要ります"):
        assert shown in page
    assert "列が伸び続けます" in page
    assert staff.get(reverse("counter:staffing_quick"), {**asked, "desks": "0"}).status_code == 422


def test_who_has_no_post_in_a_town_may_not_look(sign_in, amagasaki):
    resident = sign_in(ground.person("resident", amagasaki))
    assert resident.get(reverse("counter:staffing_waits")).status_code == 403
