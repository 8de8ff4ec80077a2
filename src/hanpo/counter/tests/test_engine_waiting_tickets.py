"""Times from the log of tickets, percentiles and the heat map of arrivals."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.counter.engine.waiting import (
    Change,
    LogError,
    State,
    heat_map,
    percentile,
    periods,
    rates_by_slot,
    spread,
    stages,
)
from hanpo.counter.engine.waiting.periods import ENDS, FOLLOWS

JAPAN = timezone(timedelta(hours=9))
NINE = datetime(2026, 11, 24, 9, 0, tzinfo=JAPAN)


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def log(*lines: tuple[float, State] | tuple[float, State, str]) -> list[Change]:
    return [Change(at(line[0]), line[1], line[2] if len(line) == 3 else "move", "desk 3") for line in lines]


@st.composite
def logs(draw) -> list[Change]:
    """Any log that may happen: states that may follow each other, at rising times, for one or two services."""
    state, minute, service = State.WAITING, 0, "a"
    found = [Change(at(0), state, service)]
    for _ in range(draw(st.integers(0, 12))):
        if not FOLLOWS[state]:
            break
        before, state = state, draw(st.sampled_from(sorted(FOLLOWS[state], key=lambda one: one.value)))
        minute += draw(st.integers(0, 30))
        if before is State.SERVING and state is State.WAITING:
            service = draw(st.sampled_from("ab"))
        found.append(Change(at(minute), state, service))
    return found


def test_a_wait_runs_from_the_ticket_until_the_desk_begins_the_walk_after_the_call_included():
    (stage,) = stages(log((0, State.WAITING), (12, State.CALLED), (13, State.SERVING), (21, State.DONE)), until=at(60))
    assert (stage.wait_minutes, stage.served_minutes, stage.desk, stage.end) == (13, 8, "desk 3", State.DONE)


def test_time_held_and_time_parked_are_neither_wait_nor_service():
    (stage,) = stages(
        log(
            (0, State.WAITING), (5, State.PARKED), (25, State.WAITING), (30, State.SERVING), (34, State.HELD),
            (44, State.SERVING), (50, State.DONE),
        ),
        until=at(60),
    )  # fmt: skip
    assert (stage.wait_minutes, stage.served_minutes) == (10, 10)
    assert (stage.held, stage.parked) == (timedelta(minutes=10), timedelta(minutes=20))


def test_the_next_service_of_a_visit_has_a_wait_of_its_own():
    first, second = stages(
        log(
            (0, State.WAITING), (3, State.SERVING), (10, State.WAITING, "insurance"),
            (16, State.SERVING, "insurance"), (20, State.DONE, "insurance"),
        ),
        until=at(60),
    )  # fmt: skip
    assert (first.service, first.wait_minutes, first.end) == ("move", 3, State.DONE)
    assert (second.service, second.wait_minutes, second.served_minutes) == ("insurance", 6, 4)


def test_somebody_who_was_absent_and_came_back_kept_waiting():
    (stage,) = stages(
        log((0, State.WAITING), (4, State.CALLED), (5, State.ABSENT), (9, State.WAITING), (10, State.SERVING)),
        until=at(12),
    )
    assert (stage.wait_minutes, stage.served_minutes, stage.end) == (10, 2, None)


@pytest.mark.parametrize(
    "lines",
    [
        [(0, State.DONE)],
        [(5, State.WAITING), (4, State.CALLED)],
        [(0, State.WAITING), (1, State.DONE)],
        [(0, State.WAITING), (1, State.LEFT), (2, State.CALLED)],
    ],
)
def test_a_log_that_contradicts_itself_is_refused(lines):
    with pytest.raises(LogError):
        periods(log(*lines))


@given(logs())
def test_no_minute_of_a_ticket_is_lost_or_counted_twice(changes):
    until = at(1000)
    end = changes[-1].at if changes[-1].state in ENDS else until
    told = stages(changes, until=until)
    assert sum((one.wait + one.served + one.held + one.parked for one in told), timedelta(0)) == end - NINE
    assert [one.start for one in periods(changes)] == [change.at for change in changes]


@given(logs(), st.integers(0, 400))
def test_what_is_told_at_a_moment_never_looks_beyond_it(changes, minute):
    until = at(minute)
    total = sum((one.wait + one.served + one.held + one.parked for one in stages(changes, until=until)), timedelta(0))
    assert total <= max(until - NINE, timedelta(0))


@given(st.lists(st.floats(0, 300), min_size=1, max_size=60), st.sampled_from([0.1, 0.5, 0.9, 0.99, 1.0]))
def test_a_percentile_is_the_smallest_observed_value_that_the_share_does_not_exceed(minutes, share):
    value = percentile(minutes, share)
    assert value in minutes
    assert sum(one <= value for one in minutes) >= share * len(minutes) - 1e-9
    assert sum(one < value for one in minutes) < share * len(minutes) + 1e-9


def test_a_line_without_tickets_has_no_wait_rather_than_one_of_zero():
    assert spread([]) is None


def test_a_spread_never_shows_the_mean_alone():
    told = spread([0, 0, 0, 0, 0, 0, 0, 0, 20, 60])
    assert (told.mean, told.p50, told.p90, told.maximum, told.within) == (8, 0, 20, 60, 0.8)


def test_an_hour_in_which_nobody_came_counts_as_zero_in_the_heat_map():
    days = [date(2026, 11, 24), date(2026, 11, 25), date(2026, 11, 26)]
    came = [
        datetime(2026, 11, 24, 9, 5, tzinfo=JAPAN),
        datetime(2026, 11, 24, 9, 50, tzinfo=JAPAN),
        datetime(2026, 11, 28, 9, 0, tzinfo=JAPAN),
    ]
    cells = heat_map(came, days=days, kind_of=lambda day: "usual", hours=range(9, 11))
    assert [(cell.hour, cell.days, cell.total, cell.median, cell.p90) for cell in cells] == [
        (9, 3, 2, 0, 2), (10, 3, 0, 0, 0),
    ]  # fmt: skip


def test_rates_by_slot_are_persons_an_hour_on_the_days_asked_for():
    came = [
        datetime(2026, 11, 24, 9, 5, tzinfo=JAPAN),
        datetime(2026, 11, 25, 9, 29, tzinfo=JAPAN),
        datetime(2026, 11, 25, 9, 30, tzinfo=JAPAN),
    ]
    days = [date(2026, 11, 24), date(2026, 11, 25)]
    assert rates_by_slot(came, days=days, opens=9, closes=10) == (2.0, 1.0)
