"""Last days: published cases, every day of seventeen years beside a day-stepping count, the clocks of a card."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.core.japanese import (
    CIVIL_142,
    FAMILY_REGISTER,
    LOCAL_4_2,
    STANDARD_CALENDAR,
    OfficeCalendar,
    Period,
)
from hanpo.counter.engine.deadlines import (
    CardState,
    DeadlineRuleError,
    Limit,
    NoDay,
    Rule,
    all_due,
    by_key,
    card_clocks,
    due,
    overlaid,
    payment_start,
)
from hanpo.counter.queries.shipped.deadlines import deadline_rules, read_deadlines
from hanpo.counter.queries.shipped.tables import TableError
from hanpo.counter.tests.deadline_oracle import closed_days, first_open, last_day

RULES = by_key(deadline_rules())
FIRST, LAST = date(2019, 1, 1), date(2035, 12, 31)
DAYS = st.dates(FIRST, LAST)
CLOSED = closed_days(2018, 2042)


@cache
def oracle_end(day: date, amount: int, unit: str, first_day_counts: bool) -> date:
    return last_day(day, amount, unit, first_day_counts=first_day_counts)


def next_open(day: date) -> date:
    return first_open(day, CLOSED)


def told(key: str, day: str, **changes):
    rule = replace(RULES[key], **changes)
    return due(rule, {rule.event: date.fromisoformat(day)})


@pytest.mark.parametrize(
    ("key", "event", "last"),
    [
        ("birth", "2025-10-03", "2025-10-16"),
        ("death", "2025-10-03", "2025-10-09"),
        ("move_in", "2025-10-03", "2025-10-17"),
        ("move_in", "2026-04-18", "2026-05-07"),
        ("child_allowance_move", "2025-10-03", "2025-10-18"),
        ("renounce_inheritance", "2026-11-27", "2027-02-27"),
        ("renounce_inheritance", "2026-11-28", "2027-02-28"),
        ("renounce_inheritance", "2026-11-29", "2027-02-28"),
        ("renounce_inheritance", "2026-11-30", "2027-02-28"),
        ("renounce_inheritance", "2027-01-31", "2027-04-30"),
        ("renounce_inheritance", "2027-11-30", "2028-02-29"),
        ("birth_abroad", "2026-01-31", "2026-04-30"),
        ("birth_abroad", "2026-02-01", "2026-04-30"),
    ],
)
def test_last_days_of_worked_cases(key, event, last):
    assert told(key, event).last_day == date.fromisoformat(last)


def test_a_move_before_golden_week_tells_every_closed_day_it_passes():
    one = told("move_in", "2026-04-18")
    assert one.count.period_end == date(2026, 5, 2)
    assert [day for day, _reason in one.count.skipped] == [date(2026, 5, day) for day in range(2, 7)]
    assert one.article == "住民基本台帳法22条1項・民法140条・地方自治法4条の2第4項"
    assert "民法140条" in one.reason_ja
    assert one.weekday_ja == "木"


def test_the_child_allowance_runs_from_the_planned_leaving_date_and_not_from_moving_in():
    events = {"planned_leaving": date(2025, 10, 3), "moved_in": date(2025, 10, 8)}
    assert due(RULES["child_allowance_move"], events).last_day == date(2025, 10, 18)
    assert due(RULES["child_allowance_move"], {"moved_in": date(2025, 10, 8)}) is NoDay.EVENT_UNKNOWN


def every_day():
    return [FIRST + timedelta(days=number) for number in range((LAST - FIRST).days + 1)]


@pytest.mark.parametrize("key", [key for key, rule in RULES.items() if rule.limit is Limit.WITHIN])
def test_every_day_of_seventeen_years_by_every_rule_is_the_day_reached_step_by_step(key):
    rule = RULES[key]
    moving = replace(rule, closed_days=LOCAL_4_2)
    for day in every_day():
        end = oracle_end(day, rule.period.amount, rule.period.unit.value, rule.counting is FAMILY_REGISTER)
        moved = next_open(end)
        found = due(rule, {rule.event: day})
        assert found.last_day == (moved if rule.closed_days.moves else end), day
        assert day <= found.advised_day <= found.last_day
        assert due(moving, {rule.event: day}).last_day == moved, day


@given(DAYS, st.sampled_from(sorted(key for key, rule in RULES.items() if rule.limit is Limit.WITHIN)))
def test_a_later_event_never_has_an_earlier_last_day(day, key):
    rule = RULES[key]
    one, two = (due(rule, {rule.event: at}) for at in (day, day + timedelta(days=1)))
    assert one.last_day <= two.last_day


@given(DAYS, st.sampled_from(sorted(RULES)))
def test_every_date_is_told_with_its_article_and_reason(day, key):
    rule = RULES[key]
    one = due(rule, {rule.event: day})
    if isinstance(one, NoDay):
        return
    assert rule.article in one.article
    assert rule.article in one.reason_ja
    assert one.reason_en


def test_a_notice_that_is_to_be_made_beforehand_ends_on_the_eve():
    one = told("move_out", "2026-03-28")
    assert (one.last_day, one.advised_day) == (date(2026, 3, 27), date(2026, 3, 27))
    assert told("move_out", "2026-03-23").advised_day == date(2026, 3, 19)


def test_where_no_rule_moves_a_closing_day_the_last_open_day_before_is_advised():
    one = told("death", "2026-11-15")
    assert (one.last_day, one.weekday_ja, one.advised_day) == (date(2026, 11, 21), "土", date(2026, 11, 20))
    assert "閉庁" in one.reason_ja


def test_where_the_way_of_counting_is_not_stated_a_day_less_is_advised():
    one = told("card_continued", "2026-07-01")
    assert (one.last_day, one.advised_day) == (date(2026, 9, 29), date(2026, 9, 28))
    assert "示されていない" in one.reason_ja


def test_a_marriage_has_no_limit_and_a_pregnancy_no_day():
    assert due(RULES["marriage"], {}) is NoDay.NO_LIMIT
    assert due(RULES["pregnancy"], {}) is NoDay.PROMPTLY


def test_the_notice_of_furigana_was_open_for_one_year():
    rule = RULES["furigana"]
    assert due(rule, {}, on=date(2025, 6, 1)).last_day == date(2026, 5, 25)
    assert due(rule, {}, on=date(2026, 5, 26)) is NoDay.NOT_IN_FORCE


def test_a_rule_that_was_not_in_force_gives_no_day():
    assert told("move_in", "2026-04-18", valid_to=date(2026, 3, 31)) is NoDay.NOT_IN_FORCE


def test_a_municipality_may_move_closing_days_for_one_procedure():
    (only,) = (rule for rule in overlaid(RULES.values(), {"birth": CIVIL_142}) if rule.key == "birth")
    assert due(only, {"born": date(2026, 4, 19)}).last_day == date(2026, 5, 7)
    assert due(RULES["birth"], {"born": date(2026, 4, 19)}).last_day == date(2026, 5, 2)


def test_an_override_for_a_procedure_that_does_not_exist_is_refused():
    with pytest.raises(DeadlineRuleError, match="brith"):
        overlaid(RULES.values(), {"brith": CIVIL_142})


def test_a_special_closing_day_of_the_municipality_moves_a_last_day():
    calendar = OfficeCalendar(extra_closed={date(2025, 10, 17): "庁舎の工事"})
    assert due(RULES["move_in"], {"moved_in": date(2025, 10, 3)}, calendar=calendar).last_day == date(2025, 10, 20)


def test_a_family_sees_the_nearest_day_first():
    events = {"moved_in": date(2026, 4, 1), "planned_leaving": date(2026, 3, 30), "insurance_changed": date(2026, 4, 1)}
    days = [one.advised_day for one in all_due(RULES.values(), events, on=date(2026, 4, 1))]
    assert days == sorted(days)
    assert len(days) > 5


# The three clocks of a card.


def clocks(moved="2026-06-01", leaving="2026-05-20", noticed=None, continued=None):
    days = [date.fromisoformat(day) if day else None for day in (moved, leaving, noticed, continued)]
    return card_clocks(RULES, moved_in=days[0], planned_leaving=days[1], noticed=days[2], continued=days[3])


def test_the_tighter_of_the_two_first_clocks_decides():
    assert clocks().notice.rule.key == "card_moved_in"
    assert clocks(moved="2026-06-12").notice.rule.key == "card_planned_leaving"


def test_a_card_lapses_when_the_notice_comes_too_late():
    one = clocks()
    assert (one.notice.last_day, one.next_due) == (date(2026, 6, 15), one.notice)
    assert one.state_on(date(2026, 6, 15)) is CardState.RUNNING
    assert one.state_on(date(2026, 6, 16)) is CardState.LAPSED
    assert clocks(noticed="2026-06-16").state_on(date(2026, 6, 20)) is CardState.LAPSED


def test_after_the_notice_ninety_days_are_left_to_carry_the_card_over():
    one = clocks(noticed="2026-06-10")
    assert (one.next_due, one.use.last_day) == (one.use, date(2026, 9, 8))
    assert one.state_on(date(2026, 9, 8)) is CardState.RUNNING
    assert one.state_on(date(2026, 9, 9)) is CardState.LAPSED


def test_a_card_that_was_carried_over_is_kept():
    one = clocks(noticed="2026-06-10", continued="2026-06-10")
    assert (one.state_on(date(2027, 1, 1)), one.next_due) == (CardState.KEPT, None)


@given(DAYS, st.integers(-5, 40), st.integers(0, 60), st.integers(0, 120), st.integers(0, 300))
def test_a_card_is_kept_exactly_if_all_three_clocks_are(moved, before, notice, use, later):
    leaving, noticed = moved - timedelta(days=before), moved + timedelta(days=notice)
    continued = noticed + timedelta(days=use)
    one = card_clocks(RULES, moved_in=moved, planned_leaving=leaving, noticed=noticed, continued=continued)
    closed = lambda day: STANDARD_CALENDAR.is_closing_day(day)  # noqa: E731

    def within(start, length, day):
        end = start + timedelta(days=length)
        while closed(end):
            end += timedelta(days=1)
        return day <= end

    kept = within(moved, 14, noticed) and within(leaving, 30, noticed) and within(noticed, 90, continued)
    assert (one.state_on(continued) is CardState.KEPT) == kept
    assert (one.state_on(continued + timedelta(days=later)) is CardState.KEPT) == kept


# What a late claim of the child allowance costs.


def test_a_claim_within_fifteen_days_of_a_move_over_the_end_of_a_month_loses_nothing():
    limit = told("child_allowance_move", "2026-03-28")
    kept = payment_start(limit, date(2026, 4, 12))
    assert (kept.first_month, kept.by_fifteen_days, kept.months_lost) == ((2026, 4), True, 0)
    late = payment_start(limit, date(2026, 4, 13))
    assert (late.first_month, late.by_fifteen_days, late.months_lost) == ((2026, 5), False, 1)


@given(DAYS, st.integers(0, 400))
def test_a_later_claim_never_begins_earlier(day, wait):
    limit = due(RULES["child_allowance_birth"], {"born": day})
    one, two = (payment_start(limit, day + timedelta(days=days)) for days in (wait, wait + 1))
    assert one.first_month <= two.first_month
    assert one.months_lost <= two.months_lost


# The table.

CATALOGUE = Path(__file__).resolve().parents[4].parent / "shared" / "data" / "counter" / "procedures.tsv"


@pytest.mark.skipif(not CATALOGUE.exists(), reason="the catalogue of procedures is not here")
def test_every_rule_belongs_to_procedures_of_the_catalogue_and_shares_its_fourteen_days():
    rows = [line.split("\t") for line in CATALOGUE.read_text("utf-8").splitlines()]
    limits = {row[0]: row[rows[0].index("deadline_ja")] for row in rows[1:]}
    for rule in RULES.values():
        assert rule.procedures
        for procedure in rule.procedures:
            if rule.period == Period.days(14):
                assert "14日" in limits[procedure] or rule.key == "late_elderly_insurance", procedure
            assert procedure in limits


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("- {key: a, name: x, limit: within, article: y, event: born, period: 14 moons}", "a: period"),
        ("- {key: a, name: x, limit: sometimes, article: y}", "a: limit"),
        ("- {key: a, name: x, limit: none, article: y, colour: red}", "a: colour"),
        ("- {key: a, name: x, limit: within, article: y}", "a: a counted limit"),
        ("- {key: a, name: x, limit: none, article: y}\n- {key: a, name: x, limit: none, article: y}", "two rules"),
        ("just a word", "a list"),
        ("- {key: a", "not YAML"),
        ("- {key: a, name: x, limit: until, until: someday, article: y}", "a: until"),
    ],
)
def test_a_mistake_in_the_table_is_told_with_entry_and_field(text, why):
    with pytest.raises(TableError, match=why):
        read_deadlines(text)


def test_a_rule_that_contradicts_itself_is_refused():
    with pytest.raises(DeadlineRuleError):
        Rule("a", "x", Limit.NONE, "y", period=Period.days(3))
