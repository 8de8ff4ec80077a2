"""Erlang C beside the birth-death chain, and the desks a roster needs beside brute force."""

from math import inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.counter.engine.waiting import Clerk, Line, NoRoster, Queue, desks_needed, needed_desks, roster
from hanpo.counter.tests.waiting_oracles import Chain, least_shortage

LOADS = (0.05, 0.2, 0.35, 0.5, 0.6, 0.7, 0.8, 0.85, 0.9, 0.93, 0.95)
COMBINATIONS = [(desks, share) for desks in range(1, 41) for share in LOADS]


def test_five_desks_as_published():
    queue = Queue(5, 26.25, 8)
    assert queue.waits == pytest.approx(0.37784, abs=5e-6)
    assert queue.mean_wait == pytest.approx(2.0151, abs=5e-5)
    assert queue.percentile(0.9) == pytest.approx(7.0896, abs=5e-5)
    assert queue.within(10) == pytest.approx(0.94206, abs=5e-6)


def test_erlang_c_agrees_with_the_birth_death_chain_to_a_billionth():
    assert len(COMBINATIONS) >= 400
    for desks, share in COMBINATIONS:
        minutes = 8.0
        queue = Queue(desks, share * desks / minutes * 60, minutes)
        chain = Chain(desks, queue.arrivals, minutes)
        assert queue.waits == pytest.approx(chain.waits, rel=1e-9, abs=1e-9)
        assert queue.mean_wait == pytest.approx(chain.mean_wait, rel=1e-9, abs=1e-9)
        for limit in (1.0, 10.0):
            assert queue.longer_than(limit) == pytest.approx(chain.longer_than(limit), rel=1e-9, abs=1e-9)


@given(st.integers(1, 60), st.floats(0.01, 0.99), st.floats(0.5, 60), st.floats(0.01, 0.99))
def test_a_percentile_is_waited_by_just_that_share(desks, load, minutes, share):
    queue = Queue(desks, load * desks / minutes * 60, minutes)
    limit = queue.percentile(share)
    if limit > 0:
        assert queue.within(limit) == pytest.approx(share, abs=1e-9)
    else:
        assert 1 - queue.waits >= share - 1e-9


def test_an_overloaded_queue_grows_without_end():
    queue = Queue(2, 60, 2)
    assert (queue.waits, queue.mean_wait, queue.percentile(0.5), queue.within(1000)) == (1, inf, inf, 0)


@given(st.floats(0.1, 300), st.floats(0.5, 30), st.floats(0, 30), st.floats(0.05, 0.99))
def test_one_desk_fewer_than_needed_misses_the_target(arrivals, minutes, target, share):
    desks = desks_needed(arrivals=arrivals, minutes=minutes, target=target, share=share)
    assert Queue(desks, arrivals, minutes).within(target) >= share
    if desks > 1:
        fewer = Queue(desks - 1, arrivals, minutes)
        assert not fewer.is_stable or fewer.within(target) < share


def test_nobody_needs_no_desk():
    assert desks_needed(arrivals=0, minutes=8) == 0


def test_after_a_rush_the_desks_are_still_needed_for_a_while():
    line = Line("move", (0, 60, 0, 0), 40.0)
    needed = needed_desks(line)
    assert needed[0] == 0
    assert needed[2] >= needed[1] - 1 > 0


def test_a_steady_day_needs_what_erlang_c_says():
    needed = needed_desks(Line("move", (30.0,) * 16, 8.0))
    assert needed[-1] == desks_needed(arrivals=30.0, minutes=8.0)


CLERKS = st.lists(
    st.builds(
        lambda services, start, length, size: (services, (start, start + length), size),
        st.sampled_from([("a",), ("b",), ("a", "b"), ("b", "a")]),
        st.integers(0, 2),
        st.integers(3, 6),
        st.integers(0, 2),
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=6, max_size=6), CLERKS)
def test_no_other_roster_misses_fewer_desks(needs, people):
    needed = {"a": tuple(one for one, _ in needs), "b": tuple(two for _, two in needs)}
    clerks = [
        Clerk(f"{n}", services, duty, break_slots=size, break_from=0, break_until=8)
        for n, (services, duty, size) in enumerate(people)
    ]
    made = roster(needed, clerks)
    for clerk in clerks:
        row = made.places[clerk.name]
        on_duty = row[clerk.duty[0] : min(6, clerk.duty[1])]
        assert all(place == "" for slot, place in enumerate(row) if not clerk.duty[0] <= slot < clerk.duty[1])
        assert set(on_duty) <= {*clerk.services, "break", "free"}
        assert row.count("break") <= clerk.break_slots
    assert made.shortage == least_shortage(needed, clerks)


def test_missing_desks_are_spread_rather_than_piled_up():
    """Three clerks are needed all along and each has a break: no two of them at the same time."""
    made = roster({"a": (3, 3, 3, 3)}, [Clerk(name, ("a",), (0, 4), 1, 0, 4) for name in "xyz"])
    assert made.shortage == 3
    assert max(made.missing["a"]) == 1


def test_a_clerk_whom_no_desk_needs_is_free():
    made = roster({"a": (1, 0)}, [Clerk(name, ("a",), (0, 2), 0) for name in "xy"])
    assert made.free_slots() == 3


def test_a_clerk_stays_at_their_own_line_while_it_needs_them():
    made = roster({"a": (1,), "b": (1,)}, [Clerk("x", ("a", "b"), (0, 1), 0), Clerk("y", ("b", "a"), (0, 1), 0)])
    assert made.places == {"x": ("a",), "y": ("b",)}


def test_a_break_that_does_not_fit_is_said_and_not_dropped():
    with pytest.raises(NoRoster, match="x"):
        roster({"a": (1, 1)}, [Clerk("x", ("a",), (0, 2), break_slots=3, break_from=0, break_until=2)])
