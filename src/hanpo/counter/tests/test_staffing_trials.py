"""Trying a change: plays what was measured, says what is clear and what is not, keeps long trials."""

from __future__ import annotations

import pytest
from django.urls import reverse

from hanpo.core import clock, scope
from hanpo.core.jobs.tasks import run_job
from hanpo.core.models import Job
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.staffing import _playing as actions
from hanpo.counter.engine.staffing import Change
from hanpo.counter.models import Booking, BookingSlot, StaffingTrial
from hanpo.counter.queries.staffing import trials as queries
from hanpo.counter.queries.staffing.trials import CannotTry, try_quickly
from hanpo.counter.tests import staffing_makers as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def staff(amagasaki, sign_in):
    return sign_in(ground.person("section_staff", amagasaki))


def base(place, **asked):
    with scope.within(scope.EVERYWHERE):
        return queries.base_of(municipality=place.pk, today=clock.today(), now=clock.now(), **asked)


def test_the_counter_is_read_from_its_tickets(amagasaki):
    make.busy_days(amagasaki, days=6)
    told = base(amagasaki).measured
    assert told is not None
    (kind,) = told.counter.kinds
    assert kind.legs[0].duration.mean == pytest.approx(6.0)
    assert sorted(desk.name for desk in told.counter.desks) == ["1番", "2番"]
    assert told.counter.visitors == pytest.approx(42)
    assert kind.patience is None


def test_shorter_visits_shorten_the_wait_and_say_so(amagasaki):
    make.busy_days(amagasaki, days=6)
    told = try_quickly(base=base(amagasaki), change=Change(times=0.5, demand=2.0), weekday=None)
    assert "短くなる見込み" in told.say
    busy = next(line for line in told.lines if "手がふさがる" in line.label)
    assert (busy.verdict, busy.is_clear) == ("減ります", True)


def test_what_luck_could_explain_is_not_concluded(amagasaki):
    make.busy_days(amagasaki, days=6)
    told = try_quickly(base=base(amagasaki), change=Change(times=0.999999), weekday=None)
    assert "とは言えません" in told.say or "0.0〜0.0" in told.say


def test_a_played_counter_unlike_the_real_one_says_so(amagasaki):
    make.busy_days(amagasaki, days=6)
    told = try_quickly(base=base(amagasaki), change=Change(times=0.9), weekday=None)
    assert not told.is_like, "the makers let people wait 20 minutes beside free desks; no play can look like that"
    assert "よく写していない" in told.likeness


def test_a_change_that_leaves_nobody_to_serve_is_refused(amagasaki):
    make.busy_days(amagasaki, days=6)
    with pytest.raises(CannotTry):
        try_quickly(base=base(amagasaki), change=Change(desk_service="A", desk_from=0, desk_until=60), weekday=None)


def test_nothing_is_tried_on_few_tickets(amagasaki, staff):
    at = make.line(amagasaki)
    make.visit(at, make.past_days(1)[0], 600)
    assert base(amagasaki).measured is None
    page = staff.get(reverse("counter:staffing_trial_try")).content.decode()
    assert "まだ試せません" in page


def test_the_page_plays_a_change_from_its_address(amagasaki, staff):
    make.busy_days(amagasaki, days=6)
    asked = {"desk": "A", "desk_from": "11:00", "desk_until": "14:00", "booking": "20"}
    page = staff.get(reverse("counter:staffing_trial_try"), asked).content.decode()
    assert "証明書の窓口を1つ増やす（11:00–14:00）、20％の人が予約で来る" in page
    assert "差の95％の幅" in page
    empty = staff.get(reverse("counter:staffing_trial_try"), {"booking": "0"})
    assert "変えることを1つは選んでください" in empty.content.decode()


def booked(place, day, *, here: int = 0, absent: int = 0):
    at = make.line(place)
    with scope.within(scope.EVERYWHERE):
        for number, state in enumerate(["here"] * here + ["absent"] * absent):
            slot = BookingSlot.objects.create(line=at, starts_at=make.moment(day, 540 + 5 * number), taken=1)
            Booking.objects.create(slot=slot, code=f"{day:%d}{number:04}", state=state, made_at=slot.starts_at)


def test_the_share_that_comes_by_booking_is_read_from_the_bookings(amagasaki, staff):
    make.busy_days(amagasaki, days=6)
    booked(amagasaki, make.past_days(1)[0], here=27, absent=3)
    told = base(amagasaki)
    assert told.booked.whole == 42 + 30, "42 numbers of that day; the bookings of this test have no number"
    assert told.booking_now == 42
    assert told.measured is not None
    assert told.measured.counter.booking.no_show == pytest.approx(0.1)
    page = staff.get(reverse("counter:staffing_trial_try")).content.decode()
    assert "いま予約で来る人は42％で、予約して来ない人は10％です（予約30件、実測）。" in page
    asked = staff.get(reverse("counter:staffing_trial_try"), {"booking": "42"})
    assert "変えることを1つは選んでください" in asked.content.decode()
    none = staff.get(reverse("counter:staffing_trial_try"), {"booking": "0"}).content.decode()
    assert "0％の人が予約で来る" in none
    assert "どの種別にも同じ割合で予約が入り" in none


def test_few_bookings_and_none_say_what_was_assumed(amagasaki):
    make.busy_days(amagasaki, days=6)
    assert "予約の記録がない" in base(amagasaki).booking_words
    booked(amagasaki, make.past_days(1)[0], here=4)
    assert "件数が少ないため、予約して来ない人は5％と置いています" in base(amagasaki).booking_words


def test_bookings_of_other_weekdays_and_other_towns_do_not_count(amagasaki, toyooka):
    make.busy_days(amagasaki, days=6)
    last, before = make.past_days(2)[::-1]
    booked(amagasaki, last, here=5)
    booked(toyooka, before, here=9)
    assert base(amagasaki, weekday=last.weekday()).booked.here == 5
    assert base(amagasaki, weekday=before.weekday()).booked.here == 0


def test_a_long_trial_is_a_job_whose_result_is_kept(amagasaki, staff, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(actions, "LONG_DAYS", 120)
    make.busy_days(amagasaki, days=6)
    with django_capture_on_commit_callbacks():
        staff.post(reverse("counter:staffing_trial_start"), {"faster": "30"})
    with scope.within(scope.EVERYWHERE):
        job = Job.objects.get()
    run_job.func(job.pk)
    with scope.within(scope.EVERYWHERE):
        job.refresh_from_db()
        row = StaffingTrial.objects.get()
    assert (job.state, job.url, job.done) == ("done", reverse("counter:staffing_trial", args=[row.pk]), 120)
    page = staff.get(job.url).content.decode()
    assert "1件の時間を30％短くする" in page


def test_a_question_survives_being_stored():
    change = Change(desk_service="A", desk_from=660, desk_until=840, booking=0.3)
    assert queries.question_of(queries.question_json(change=change, weekday=2)) == (change, 2)
