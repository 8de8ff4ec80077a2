"""The public calendar: open to everybody, honest while the past is short, of one municipality only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hanpo.core import clock, scope
from hanpo.core.models import OfficeDay
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.staffing.plans import take_in_arrivals
from hanpo.counter.models import ArrivalCount
from hanpo.counter.queries.staffing.crowding import public_crowding
from hanpo.counter.queries.staffing.days import monday_of
from hanpo.counter.tests import staffing_makers as make

pytestmark = pytest.mark.django_db


def counted(place, days: int, monday: int = 90, other: int = 30):
    """Mondays bring three times as many as other days."""
    at = make.line(place)
    with scope.within(scope.EVERYWHERE):
        take_in_arrivals(
            actor=None, municipality=place,
            counts=[(at, day, hour, (monday if day.weekday() == 0 else other) // 3)
                    for day in make.past_days(days) for hour in (9, 11, 14)],
        )  # fmt: skip
    return at


def test_anybody_reads_which_days_will_be_crowded_and_why(client, amagasaki):
    counted(amagasaki, 120)
    page = client.get(reverse("counter:staffing_crowding", args=[amagasaki.pk]))
    assert page.status_code == 200
    text = page.content.decode()
    assert "混む見込み" in text
    assert "月曜" in text
    shown = public_crowding(code=amagasaki.pk, today=clock.today())
    for week in shown.weeks:
        for day in week:
            if day.word and day.day.weekday() == 0:
                assert (day.level, "月曜" in day.reasons) == ("busy", True)


def test_a_short_past_says_how_many_days_are_missing(client, amagasaki):
    counted(amagasaki, 20)
    text = client.get(reverse("counter:staffing_crowding", args=[amagasaki.pk])).content.decode()
    assert "まだ出せません" in text
    assert "あと4" in text, "sixty counted open days are needed"


def test_closed_days_say_why(client, amagasaki):
    counted(amagasaki, 80)
    day = monday_of(clock.today()) + timedelta(days=8)
    with scope.within(scope.EVERYWHERE):
        OfficeDay.objects.create(municipality=amagasaki, day=day, is_open=False, reason="電気設備の点検")
    text = client.get(reverse("counter:staffing_crowding", args=[amagasaki.pk])).content.decode()
    assert "電気設備の点検" in text


def test_a_municipality_without_a_counter_has_no_calendar(client, amagasaki, toyooka):
    counted(amagasaki, 80)
    assert client.get(reverse("counter:staffing_crowding", args=[toyooka.pk])).status_code == 404
    assert client.get(reverse("counter:staffing_crowding", args=["999999"])).status_code == 404


def test_a_file_of_the_older_machine_is_read_looked_at_and_then_stored(amagasaki, sign_in):
    make.line(amagasaki)
    lead = sign_in(ground.person("section_lead", amagasaki))
    url = reverse("counter:staffing_counts_add")
    text = "日付,時,種別,人数\n令和8年4月1日,9時,A,１２\n2026/4/1,10,A,7\n"
    read = lead.post(url, {"file": SimpleUploadedFile("a.csv", text.encode("cp932"))}).content.decode()
    assert "のべ19人" in read
    with scope.within(scope.EVERYWHERE):
        assert not ArrivalCount.objects.exists(), "nothing is stored before somebody says so"
    kept = read.split('name="text" value="')[1].split('"')[0]
    lead.post(url, {"text": kept, "store": "yes"})
    with scope.within(scope.EVERYWHERE):
        assert list(ArrivalCount.objects.values_list("hour", "visitors")) == [(9, 12), (10, 7)]


def test_every_fault_of_a_file_is_named_by_its_row(amagasaki, sign_in):
    make.line(amagasaki)
    lead = sign_in(ground.person("section_lead", amagasaki))
    text = "日付,時,種別,人数\n2026/4/31,9,A,1\n2026/4/1,25,A,1\n2026/4/1,9,Q,1\n2026/4/1,9,A\n"
    text += "2026/4/1,9,A,3\n2026/4/1,9,A,4\n"
    file = SimpleUploadedFile("a.csv", text.encode())
    answer = lead.post(reverse("counter:staffing_counts_add"), {"file": file})
    assert answer.status_code == 422
    told = answer.content.decode()
    for row in (2, 3, 4, 5, 7):
        assert f"{row}行目" in told
    assert "6行目" not in told


@pytest.mark.usefixtures("everywhere")
def test_counts_that_are_taken_in_again_replace_those_of_before(amagasaki):
    at = counted(amagasaki, 3)
    day = make.past_days(1)[0]
    take_in_arrivals(actor=None, municipality=amagasaki, counts=[(at, day, 9, 5)])
    assert ArrivalCount.objects.get(day=day, hour=9).visitors == 5
    assert ArrivalCount.objects.count() == 9


def test_how_crowded_it_is_now_and_how_it_will_be_lead_to_each_other(client, amagasaki):
    make.line(amagasaki)
    now = reverse("counter:crowding", args=[amagasaki.pk])
    to_come = reverse("counter:staffing_crowding", args=[amagasaki.pk])
    assert f'href="{to_come}"' in client.get(now).content.decode()
    assert f'href="{now}"' in client.get(to_come).content.decode()
