"""From tickets to a counter that can be played, kinds of days, moved clerks, and trials in batches."""

from __future__ import annotations

from datetime import date, datetime, timedelta, timezone

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.counter.engine.staffing import (
    Change,
    DayKind,
    LineLoad,
    TooFew,
    changed,
    kind_of,
    kinds_of,
    measured,
    moved,
    plan_day,
    play,
    slot_starts,
    still_missing,
    visit_of,
    within_desks,
)
from hanpo.counter.engine.staffing.trials import BATCH
from hanpo.counter.engine.waiting import Change as Line
from hanpo.counter.engine.waiting import Clerk, Counter, Desk, Duration, Kind, Leg, Shape, State, compare

JAPAN = timezone(timedelta(hours=9))
DAYS = [date(2026, 11, day) for day in (9, 10, 11, 12, 13)]


def log(day: date, minute: float, *steps: tuple[float, State] | tuple[float, State, str], desk: str = "1"):
    begin = datetime(day.year, day.month, day.day, tzinfo=JAPAN) + timedelta(minutes=minute)
    return [
        Line(begin + timedelta(minutes=step[0]), step[1], step[2] if len(step) == 3 else "A", desk) for step in steps
    ]


def served(day: date, minute: float, wait: float = 5, taken: float = 8, desk: str = "1"):
    steps = ((0, State.WAITING), (wait - 1, State.CALLED), (wait, State.SERVING), (wait + taken, State.DONE))
    told = visit_of(log(day, minute, *steps, desk=desk), until=datetime(2026, 12, 1, tzinfo=JAPAN))
    assert told is not None
    return told


def lunch_days():
    """Desk 1 all day, desk 2 with an hour off at noon, on five days."""
    visits = []
    for day in DAYS:
        visits += [served(day, minute, desk="1") for minute in range(540, 1020, 15)]
        visits += [served(day, minute, desk="2") for minute in range(545, 1020, 15) if not 720 <= minute + 5 < 780]
    return visits


def test_a_desk_is_taken_from_the_call_on_and_the_wait_runs_until_it_begins():
    (service,) = served(DAYS[0], 600).services
    assert (service.wait, service.taken, service.served) == (5, 9, True)


def test_a_second_round_at_the_same_service_is_no_double_time():
    steps = [(0, State.WAITING), (5, State.SERVING), (10, State.WAITING), (15, State.SERVING), (25, State.DONE)]
    told = visit_of(log(DAYS[0], 600, *steps), until=datetime(2026, 12, 1, tzinfo=JAPAN))
    assert [service.taken for service in told.services] == [5, 10]


def test_lunch_is_read_from_the_tickets():
    told = measured(lunch_days(), days=DAYS, opens=540, closes=1020)
    windows = {desk.name: desk.windows for desk in told.counter.desks}
    assert windows == {"1": ((540, 1020),), "2": ((540, 720), (780, 1020))}
    assert told.left_out == ()


def test_a_service_with_few_times_is_left_out_and_named():
    visits = lunch_days()
    steps = ((0, State.WAITING, "B"), (5, State.SERVING, "B"), (15, State.DONE, "B"))
    visits.append(visit_of(log(DAYS[0], 700, *steps), until=datetime(2026, 12, 1, tzinfo=JAPAN)))
    told = measured(visits, days=DAYS, opens=540, closes=1020)
    assert told.left_out == ("B",)
    assert told.counter.services == {"A"}


def test_nothing_can_be_played_from_a_handful_of_visits():
    with pytest.raises(TooFew):
        measured([served(DAYS[0], 600)], days=DAYS, opens=540, closes=1020)


def test_who_left_tells_how_patient_people_are():
    visits = lunch_days()
    steps = ((0, State.WAITING), (30, State.LEFT))
    visits += [visit_of(log(day, 600, *steps), until=datetime(2026, 12, 1, tzinfo=JAPAN)) for day in DAYS]
    told = measured(visits, days=DAYS, opens=540, closes=1020)
    minutes = 5 * (len(visits) - 5) + 30 * 5
    assert told.counter.kinds[0].patience == pytest.approx(minutes / 5)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(540, 1000), st.integers(1, 40), st.integers(1, 60)), min_size=20, max_size=60))
def test_as_many_people_are_played_as_came(visits):
    told = measured(
        [served(DAYS[number % 5], minute, wait, taken) for number, (minute, wait, taken) in enumerate(visits)],
        days=DAYS, opens=540, closes=1020,
    )  # fmt: skip
    assert told.counter.visitors * 5 == pytest.approx(len(visits))
    assert told.wait.count == len(visits)


def test_a_day_is_of_the_kind_that_moves_it_most():
    assert kind_of(date(2026, 11, 30)) is DayKind.MONTH_END
    assert kind_of(date(2026, 11, 12)) is DayKind.USUAL
    assert kind_of(date(2027, 1, 4)) is DayKind.AFTER_CLOSURE
    assert set(kinds_of(date(2027, 1, 4))) >= {DayKind.AFTER_CLOSURE, DayKind.MONTH_START}


@given(st.lists(st.sampled_from(["A", "B", "free", ""]), min_size=4, max_size=17), st.data())
def test_moving_somebody_touches_no_other_half_hour(row, data):
    first = data.draw(st.integers(0, len(row) - 1))
    last = data.draw(st.integers(first + 1, len(row)))
    after = moved(row, first=first, last=last, to="break")
    assert after[first:last] == ("break",) * (last - first)
    assert (*after[:first], *after[last:]) == (*row[:first], *row[last:])
    with pytest.raises(ValueError, match="within the day"):
        moved(row, first=last, last=first, to="A")


def test_a_plan_misses_what_nobody_sits_at():
    loads = (LineLoad("A", (40.0,) * 8, 8.0), LineLoad("B", (10.0,) * 8, 6.0))
    plan = plan_day(loads, [Clerk("x", ("A", "B"), (0, 8), break_slots=0), Clerk("y", ("B",), (0, 8), break_slots=0)])
    assert still_missing(plan.needed, plan.places) == plan.missing
    assert plan.shortage == sum(sum(slots) for slots in plan.needed.values()) - 16


@given(st.integers(1, 4), st.integers(1, 5))
@settings(deadline=None, max_examples=20)
def test_nobody_sits_where_there_is_no_desk(desks, people):
    loads = (LineLoad("A", (30.0,) * 6, 8.0), LineLoad("B", (8.0,) * 6, 6.0))
    clerks = [Clerk(f"{n}", ("A", "B") if n % 2 else ("B", "A"), (0, 6), break_slots=0) for n in range(people)]
    before = plan_day(loads, clerks)
    after = within_desks(before, desks)
    for slot in range(6):
        seated = [row[slot] for row in after.places.values() if row[slot] in "AB"]
        assert len(seated) == min(desks, sum(row[slot] in "AB" for row in before.places.values()))
    assert after.missing == still_missing(after.needed, after.places)


def test_half_hours_begin_at_opening():
    assert slot_starts(525, 1035)[:2] == (525, 555)
    assert len(slot_starts(525, 1035)) == 17


def small() -> Counter:
    kinds = (Kind("A", 1, (Leg("A", Duration(8, shape=Shape.EXPONENTIAL)),)),)
    return Counter(540, 780, (20.0,) * 8, kinds, tuple(Desk(f"{n}", ("A",), ((540, 780),)) for n in range(4)))


def test_batches_play_the_same_as_one_run_and_can_be_watched():
    before, after = changed(small(), Change(times=0.8))
    seen: list[tuple[int, int]] = []
    told = play(before, after, seed=5, days=BATCH, tell=lambda done, total: seen.append((done, total)))
    once = compare(before, after, seed=5, days=BATCH)
    for one in told.differences:
        np.testing.assert_allclose(one.change.value, once.of(one.measure).change.value)
    assert seen == [(0, BATCH), (BATCH, BATCH)]
    assert play(before, after, seed=5, days=BATCH + 10).days == BATCH + 10


@pytest.mark.parametrize(
    "change", [Change(times=0.7), Change(booking=0.4), Change(desk_service="A", desk_from=540, desk_until=780)]
)
def test_every_relief_shortens_the_wait_of_a_full_counter(change):
    before, after = changed(small(), change)
    told = play(before, after, seed=7, days=60).of("p90")
    assert told.change.value < 0


def test_no_change_makes_no_difference():
    before, after = changed(small(), Change(demand=1.2))
    assert Change(demand=1.2).is_empty
    assert all(one.change.value == 0 for one in play(before, after, seed=3, days=20).differences)
