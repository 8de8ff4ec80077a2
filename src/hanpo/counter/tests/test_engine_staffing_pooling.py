"""Desks that lines share: never more than each line for itself, and only where playing them holds the target."""

from __future__ import annotations

from fractions import Fraction
from math import exp, factorial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.counter.engine.staffing import LineLoad, Verdict, pooled_day
from hanpo.counter.engine.staffing.booked import Booked, as_booked
from hanpo.counter.engine.staffing.planning import apart
from hanpo.counter.engine.staffing.pooling import pooled_needs, pools_of, verdict_of
from hanpo.counter.engine.waiting import (
    Clerk,
    Counter,
    Desk,
    Duration,
    Estimate,
    Kind,
    Leg,
    Queue,
    daily,
    desks_needed,
    simulate,
)

AIM = {"slot_minutes": 30.0, "target": 10.0, "share": 0.9}


def clerk(name: str, *lines: str, slots: int = 8) -> Clerk:
    return Clerk(name, lines, (0, slots), break_slots=0)


def waits_longer(desks: int, load: float, minutes: float, target: float) -> float:
    """The share that waits longer than the target, summed as the states of the queue stand in the textbook (M/M/c)."""
    if load >= desks:
        return 1.0
    exact = Fraction(load)
    below = sum(exact**n / factorial(n) for n in range(desks))
    full = exact**desks / factorial(desks) * desks / (desks - exact)
    return float(full / (below + full)) * exp(-(desks - load) * target / minutes)


@given(
    loads=st.lists(st.floats(0.05, 4.0), min_size=2, max_size=4),
    spare=st.lists(st.integers(1, 3), min_size=4, max_size=4),
    minutes=st.floats(2, 20),
    target=st.floats(0, 20),
)
@settings(max_examples=150, deadline=None)
def test_one_queue_for_all_desks_never_waits_longer_than_its_lines_apart(loads, spare, minutes, target):
    """Erlang C, by our queue and by the textbook's sum: pooling never makes the share in time smaller."""
    desks = [int(load) + extra for load, extra in zip(loads, spare, strict=False)]
    arrivals = [load * 60 / minutes for load in loads]
    alone = sum(rate * Queue(n, rate, minutes).within(target) for n, rate in zip(desks, arrivals, strict=True)) / sum(
        arrivals
    )
    whole = Queue(sum(desks), sum(arrivals), minutes).within(target)
    assert whole >= alone - 1e-9
    assert 1 - whole == pytest.approx(waits_longer(sum(desks), sum(loads), minutes, target), abs=1e-9)


@given(
    rates=st.lists(st.lists(st.floats(0, 20), min_size=4, max_size=4), min_size=1, max_size=4),
    minutes=st.lists(st.floats(2, 20), min_size=4, max_size=4),
    known=st.lists(st.sets(st.sampled_from("ABCD"), min_size=1), min_size=1, max_size=4),
)
@settings(max_examples=100, deadline=None)
def test_a_pool_never_needs_more_than_its_lines_apart_and_leaves_no_line_without_a_desk(rates, minutes, known):
    loads = [LineLoad("ABCD"[n], tuple(row), minutes[n]) for n, row in enumerate(rates)]
    people = [clerk(f"{n}", *sorted(lines), slots=4) for n, lines in enumerate(known)]
    alone, together = apart(loads, **AIM), pooled_needs(loads, people, **AIM)
    assert list(together) == list(alone)
    for line, slots in together.items():
        assert all(min(1, most) <= n <= most for n, most in zip(slots, alone[line], strict=True))


def test_equal_lines_that_all_can_serve_need_what_one_queue_needs():
    loads = [LineLoad(name, (12.0,) * 8, 8.0) for name in "ABC"]
    together = pooled_needs(loads, [clerk("x", "A", "B", "C")], **AIM)
    whole = desks_needed(arrivals=36.0, minutes=8.0, target=10.0, share=0.9)
    assert sum(slots[-1] for slots in together.values()) == whole
    assert whole < sum(slots[-1] for slots in apart(loads, **AIM).values())


def test_lines_are_joined_by_those_who_serve_both_directly_or_over_a_third():
    people = [clerk("x", "A", "B"), clerk("y", "B", "C"), clerk("z", "D")]
    assert pools_of(["A", "B", "C", "D"], people) == (("A", "B", "C"), ("D",))


def test_without_anybody_who_serves_two_lines_nothing_is_pooled():
    loads = [LineLoad(name, (10.0,) * 8, 8.0) for name in "AB"]
    found = pooled_day(loads, [clerk(f"{line}{n}", line) for line in "AB" for n in range(4)], target=10.0)
    assert not found.is_pooled
    assert found.saved == 0


def test_helping_one_another_is_counted_where_the_played_roster_holds_the_target():
    loads = [LineLoad(name, (10.0,) * 8, 8.0) for name in "AB"]
    both = [clerk(f"{line}{n}", *(line, "B" if line == "A" else "A")) for line in "AB" for n in range(4)]
    found = pooled_day(loads, both, target=10.0, share=0.8)
    assert found.is_pooled
    assert found.saved > 0
    assert found.verdict is Verdict.HOLDS
    assert found.within is not None
    assert found.within.low is not None
    assert found.within.low >= 0.8


def test_who_could_help_but_is_on_duty_for_half_an_hour_only_makes_no_pool():
    """One clerk who knows both lines joins them on paper; played, the smaller number does not hold the target."""
    loads = [LineLoad(name, (14.0,) * 8, 8.0) for name in "AB"]
    people = [clerk(f"{line}{n}", line) for line in "AB" for n in range(5)] + [clerk("both", "A", "B", slots=1)]
    together = pooled_needs(loads, people, target=4.0, share=0.93, slot_minutes=30.0)
    alone = apart(loads, target=4.0, share=0.93, slot_minutes=30.0)
    assert together != alone, "else this day shows nothing"
    found = pooled_day(loads, people, target=4.0, share=0.93)
    assert found.plan.needed == alone
    assert not found.is_pooled


def test_a_line_that_nobody_sits_at_cannot_be_told():
    found = pooled_day(
        [LineLoad("A", (10.0,) * 8, 8.0), LineLoad("B", (3.0,) * 8, 8.0)], [clerk("x", "A")], target=10.0
    )
    assert found.within is None
    assert found.verdict is Verdict.UNSURE


@pytest.mark.parametrize(
    ("low", "high", "verdict"),
    [
        (0.91, 0.95, Verdict.HOLDS),
        (0.88, 0.92, Verdict.UNSURE),
        (0.8, 0.89, Verdict.FAILS),
        (None, None, Verdict.UNSURE),
    ],
)
def test_a_target_is_held_or_missed_only_where_the_interval_says_so(low, high, verdict):
    assert verdict_of(Estimate(0.9, low, high), 0.9) is verdict


def test_the_share_of_bookings_is_read_from_what_became_of_them():
    told = Booked(visits=90, here=30, ticketed=30, absent=10)
    assert told.whole == 100
    assert told.share == pytest.approx(0.4)
    assert told.no_show == pytest.approx(0.25)


def test_few_bookings_do_not_tell_how_many_stay_away():
    told = Booked(visits=100, here=3, ticketed=3, absent=3)
    assert not told.tells_no_show
    assert told.no_show == pytest.approx(0.05)
    assert Booked().share == 0


def test_as_many_come_as_were_seen_when_bookings_are_in_the_counter():
    counter = Counter(
        opens=540.0, closes=1020.0, rates=(20.0,) * 16, kinds=(Kind("A", 1, (Leg("A", Duration(5.0)),)),),
        desks=tuple(Desk(f"{n}", ("A",), ((540.0, 1020.0),)) for n in range(4)), walk=0.0,
    )  # fmt: skip
    told = as_booked(counter, Booked(visits=90, here=30, ticketed=30, absent=10))
    assert told.booking.share == pytest.approx(0.4)
    came = daily(simulate(told, seed=3, days=200))["visitors"].mean()
    assert came == pytest.approx(counter.visitors, rel=0.02)
