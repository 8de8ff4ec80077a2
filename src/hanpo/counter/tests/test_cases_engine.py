"""Numbers of cases, the moves of tasks, free times and rows for other systems."""

from __future__ import annotations

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.core.japanese import STANDARD_CALENDAR, OfficeCalendar
from hanpo.counter.engine.casework import (
    Column,
    Course,
    NumberError,
    TaskState,
    bookable_days,
    case_number,
    fill,
    mapping_faults,
    may_close,
    may_move,
    read_number,
    slots_of,
)

running = st.integers(1, 9_999_999)


@given(running)
def test_a_number_is_read_as_it_was_given(number):
    assert read_number(case_number(number)) == case_number(number)


@given(running, st.data())
def test_one_wrong_digit_never_opens_another_case(number, data):
    digits = case_number(number).replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 1))
    wrong = data.draw(st.sampled_from([sign for sign in "0123456789" if sign != digits[place]]))
    with pytest.raises(NumberError):
        read_number(digits[:place] + wrong + digits[place + 1 :])


@given(running, st.data())
def test_two_swapped_digits_never_open_another_case(number, data):
    digits = case_number(number).replace("-", "")
    place = data.draw(st.integers(0, len(digits) - 2))
    swapped = digits[:place] + digits[place + 1] + digits[place] + digits[place + 2 :]
    if swapped != digits:
        with pytest.raises(NumberError):
            read_number(swapped)


@pytest.mark.parametrize("typed", ["００００１-3", "1 3", "13", "00001‐3", " 00001ー３ "])
def test_a_number_is_read_however_it_was_typed(typed):
    assert read_number(typed) == "00001-3"


@pytest.mark.parametrize("typed", ["", "窓口", "1", "12345", "1.3", "²3"])
def test_what_is_no_number_is_refused(typed):
    with pytest.raises(NumberError):
        read_number(typed)


def test_running_numbers_begin_with_one():
    with pytest.raises(NumberError):
        case_number(0)


@given(st.lists(st.sampled_from(list(TaskState))))
def test_a_case_is_closed_only_when_every_task_is_settled(states):
    is_open = any(state in (TaskState.TO_DO, TaskState.DOING) for state in states)
    assert may_close(states) == (bool(states) and not is_open)


def test_what_was_handed_over_does_not_come_back():
    assert not any(may_move(TaskState.HANDED_OVER, state) for state in TaskState)


def test_what_was_declined_can_be_taken_up_again():
    assert may_move(TaskState.DECLINED, TaskState.DOING)


COURSE = Course(starts=(time(10, 30), time(13, 30)), minutes=90, seats=2, days_ahead=3, days_shown=4)


def test_the_first_day_lies_three_open_days_ahead():
    days = list(bookable_days(COURSE, today=date(2026, 11, 19), calendar=STANDARD_CALENDAR))
    # 20 Nov is the first open day; 21 to 23 Nov are a weekend and 勤労感謝の日.
    assert days == [date(2026, 11, 25), date(2026, 11, 26), date(2026, 11, 27), date(2026, 11, 30)]


def test_a_day_on_which_the_office_is_closed_is_not_offered():
    calendar = OfficeCalendar(extra_closed={date(2026, 11, 26): "庁舎の点検"})
    assert date(2026, 11, 26) not in list(bookable_days(COURSE, today=date(2026, 11, 19), calendar=calendar))


def test_a_time_has_as_many_seats_as_are_left():
    day = date(2026, 11, 25)
    slots = slots_of(COURSE, days=[day], taken={(day, time(10, 30)): 2, (day, time(13, 30)): 1})
    assert [slot.free for slot in slots] == [0, 1]


NAME = Column(heading="SHIMEI", source="resident.name", longest=5, is_required=True)
HOME = Column(heading="JUSHO", source="resident.address")
FORM = Column(heading="MAE", source="item:previous_address")
KNOWN = {"resident.name": "髙見 文代", "resident.address": "西宮市北口町", "item:previous_address": "神戸市"}


def test_a_row_holds_the_values_in_the_order_of_the_columns():
    fixed = Column(heading="KUBUN", source="fixed", text="01")
    assert fill([fixed, HOME, NAME], KNOWN).values == ("01", "西宮市北口町", "髙見 文代")


def test_nothing_is_cut_off_in_silence():
    (fault,) = fill([NAME], {"resident.name": "とても長い名前の人"}).faults
    assert (fault.heading, fault.kind, fault.value) == ("SHIMEI", "too_long", "とても長い名前の人")


def test_a_value_that_is_required_and_missing_is_named():
    assert [fault.kind for fault in fill([NAME], {}).faults] == ["missing"]


def test_nothing_tells_where_a_protected_person_is():
    row = fill([NAME, HOME, FORM], KNOWN, is_protected=True)
    assert row.values == ("髙見 文代", "", "")
    assert [(fault.heading, fault.kind) for fault in row.faults] == [("JUSHO", "protected"), ("MAE", "protected")]


def test_a_heading_twice_and_an_unknown_source_are_faults():
    twice = [NAME, Column(heading="SHIMEI", source="fixed"), Column(heading="X", source="resident.shoe_size")]
    assert set(mapping_faults(twice)) == {"SHIMEI", "X"}
    assert mapping_faults([NAME, HOME, FORM]) == []
    assert mapping_faults([FORM], items=["name"]) == ["MAE"]
