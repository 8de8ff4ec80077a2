"""Rules of projects without news."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hanpo.hub.engine.staleness import QUIET_FOR, Activity, Move, find_stale

TODAY = date(2024, 9, 30)


def activity(project: int = 1, days_ago: int | None = 30, **opened: str) -> Activity:
    last = None if days_ago is None else TODAY - timedelta(days=days_ago)
    return Activity(project=project, started_on=date(2024, 4, 1), last_news=last, **opened)


def test_a_project_is_named_after_three_weeks_without_news_and_not_a_day_earlier():
    assert find_stale([activity(days_ago=21)], today=TODAY)
    assert not find_stale([activity(days_ago=20)], today=TODAY)


def test_a_project_that_never_had_news_counts_from_its_start():
    (stale,) = find_stale([activity(days_ago=None)], today=TODAY)
    assert stale.since == date(2024, 4, 1)


def test_overdue_work_is_the_likeliest_next_step():
    (stale,) = find_stale([activity(overdue="聞き取りの表", next_thing="実証")], today=TODAY)
    assert (stale.move, stale.what) == (Move.OVERDUE_WORK, "聞き取りの表")


def test_where_nothing_is_open_somebody_is_asked():
    (stale,) = find_stale([activity()], today=TODAY)
    assert (stale.move, stale.what) == (Move.ASK, "")


@given(st.lists(st.none() | st.integers(0, 300), max_size=8))
def test_exactly_the_quiet_ones_are_named_the_longest_silence_first(silences):
    activities = [activity(project, days) for project, days in enumerate(silences)]
    found = find_stale(activities, today=TODAY)
    quiet = {p for p, days in enumerate(silences) if days is None or days >= QUIET_FOR.days}
    assert {s.project for s in found} == quiet
    assert [s.days for s in found] == sorted((s.days for s in found), reverse=True)
