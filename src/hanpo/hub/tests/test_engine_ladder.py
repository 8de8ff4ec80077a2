"""Rules of the ladder."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from hanpo.hub.engine.ladder import STAFF, SUPPORTER, Entry, stand

TODAY = date(2024, 9, 30)
ENTRIES = st.lists(
    st.tuples(st.integers(1, 11), st.sampled_from([STAFF, SUPPORTER]), st.dates(date(2024, 4, 1), TODAY)), max_size=12
).map(lambda rows: [Entry(rung=r, side=s, observed_on=d, order=n) for n, (r, s, d) in enumerate(rows)])


def entry(rung: int, day: int, side: str = STAFF, order: int = 0) -> Entry:
    return Entry(rung=rung, side=side, observed_on=date(2024, 9, day), order=order)


def test_a_task_without_records_stands_nowhere():
    standing = stand([], today=TODAY)
    assert (standing.rung, standing.days_unchanged) == (None, None)


def test_going_back_is_kept_and_counted():
    standing = stand([entry(3, 1), entry(2, 10)], today=TODAY)
    assert standing.staff is not None
    assert (standing.rung, standing.staff.went_back, standing.staff.times_back) == (2, True, 1)


def test_seeing_the_same_rung_again_is_no_change():
    standing = stand([entry(2, 1), entry(2, 20)], today=TODAY)
    assert standing.staff is not None
    assert (standing.staff.since, standing.staff.last_seen) == (date(2024, 9, 1), date(2024, 9, 20))
    assert standing.days_unchanged == 29


def test_both_views_are_kept_where_they_differ_and_the_lower_one_counts():
    standing = stand([entry(4, 5, SUPPORTER), entry(3, 5, STAFF)], today=TODAY)
    assert standing.sides_differ
    assert standing.rung == 3


def test_of_two_records_of_one_day_the_one_written_later_counts():
    standing = stand([entry(3, 5, order=2), entry(4, 5, order=1)], today=TODAY)
    assert standing.rung == 3


@given(ENTRIES, st.randoms(use_true_random=False))
def test_the_order_in_which_records_are_read_does_not_matter(entries, random):
    shuffled = list(entries)
    random.shuffle(shuffled)
    assert stand(shuffled, today=TODAY) == stand(entries, today=TODAY)


@given(ENTRIES)
def test_the_last_change_is_never_after_the_last_look(entries):
    standing = stand(entries, today=TODAY)
    for view in (standing.supporter, standing.staff):
        if view is not None:
            assert view.since <= view.last_seen


@given(ENTRIES, st.integers(1, 400))
def test_waiting_only_adds_days_without_change(entries, days):
    now, later = stand(entries, today=TODAY), stand(entries, today=TODAY + timedelta(days=days))
    if now.days_unchanged is not None:
        assert later.days_unchanged == now.days_unchanged + days
    assert later.rung == now.rung
