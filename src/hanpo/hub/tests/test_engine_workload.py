"""Rules of the owner section's workload."""

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from hanpo.hub.engine.workload import Capacity, Finding, Load, Season, balance, capacity_in, judge

HOURS = st.decimals(min_value=0, max_value=200, places=1)
MONTHS = st.dates(date(2020, 1, 1), date(2030, 12, 31)).map(lambda d: d.replace(day=1))
LOADS = st.lists(
    st.builds(
        Load,
        month=MONTHS,
        asked=st.none() | HOURS,
        asked_is_measured=st.booleans(),
        returned=st.none() | HOURS,
        returned_is_measured=st.booleans(),
    ),
    max_size=14,
    unique_by=lambda load: load.month,
)


def load(month: int, asked: str | None = None, returned: str | None = None, *, measured: bool = True) -> Load:
    return Load(
        month=date(2024, month, 1),
        asked=None if asked is None else Decimal(asked),
        returned=None if returned is None else Decimal(returned),
        asked_is_measured=measured,
        returned_is_measured=measured,
    )


def verdict_of(*loads: Load):
    return judge(balance(loads=loads, capacities=(), seasons=()))


def test_a_project_that_asks_and_returns_nothing_only_adds_work():
    assert verdict_of(load(4, "10", "0"), load(5, "8", "0")).finding is Finding.ONLY_ADDS


def test_nobody_having_said_what_comes_back_is_not_the_same_as_nothing_coming_back():
    assert verdict_of(load(4, "10")).finding is Finding.RETURN_UNKNOWN


def test_a_project_that_returns_as_much_as_it_asks_gives_back():
    assert verdict_of(load(4, "10", "4"), load(5, "4", "10")).finding is Finding.GIVES_BACK


def test_a_project_that_returns_some_but_less_costs_more():
    assert verdict_of(load(4, "10", "4")).finding is Finding.COSTS_MORE


def test_without_any_hours_nothing_is_known():
    assert verdict_of(load(4)).finding is Finding.NOTHING_KNOWN
    assert verdict_of().finding is Finding.NOTHING_KNOWN


def test_an_estimate_makes_the_verdict_uncertain():
    assert verdict_of(load(4, "10", "0")).is_certain
    assert not verdict_of(load(4, "10", "0", measured=False)).is_certain


def test_unknown_months_are_counted_and_bend_the_sums_to_neither_side():
    verdict = verdict_of(load(4, "10", "2"), load(5, "50"))
    assert (verdict.asked, verdict.returned, verdict.months_unknown) == (Decimal(10), Decimal(2), 1)


def test_a_busy_season_over_new_year_lowers_the_capacity_and_says_why():
    season = Season(from_month=12, to_month=4, hours=Decimal(2), reason="年度末")
    usual = Capacity(hours=Decimal(12), since=date(2024, 4, 1))
    january = capacity_in(date(2025, 1, 1), capacities=[usual], seasons=[season])
    june = capacity_in(date(2025, 6, 1), capacities=[usual], seasons=[season])
    assert january == (Decimal(2), ("年度末",))
    assert june == (Decimal(12), ())


def test_the_latest_statement_of_capacity_counts():
    stated = [Capacity(hours=Decimal(12), since=date(2024, 4, 1)), Capacity(hours=Decimal(5), since=date(2024, 9, 15))]
    assert capacity_in(date(2024, 9, 1), capacities=stated, seasons=())[0] == Decimal(5)
    assert capacity_in(date(2024, 8, 1), capacities=stated, seasons=())[0] == Decimal(12)
    assert capacity_in(date(2024, 3, 1), capacities=stated, seasons=())[0] is None


def test_a_month_that_asks_more_than_the_section_has_is_named():
    months = balance(
        loads=[load(4, "10"), load(5, "3")],
        capacities=[Capacity(hours=Decimal(4), since=date(2024, 1, 1))],
        seasons=(),
    )
    assert judge(months).months_over == (date(2024, 4, 1),)
    assert [m.over for m in months] == [Decimal(6), Decimal(0)]


@given(LOADS)
def test_every_month_is_either_known_or_unknown(loads):
    verdict = judge(balance(loads=loads, capacities=(), seasons=()))
    assert verdict.months_known + verdict.months_unknown == len(loads)


@given(LOADS)
def test_returning_more_hours_never_worsens_the_verdict(loads):
    order = [Finding.ONLY_ADDS, Finding.COSTS_MORE, Finding.GIVES_BACK]
    before = judge(balance(loads=loads, capacities=(), seasons=())).finding
    more = [
        Load(month=one.month, asked=one.asked, returned=None if one.returned is None else one.returned + 1)
        for one in loads
    ]
    after = judge(balance(loads=more, capacities=(), seasons=())).finding
    if before in order:
        assert order.index(after) >= order.index(before)


@given(st.integers(1, 12), st.integers(1, 12), MONTHS)
def test_a_season_holds_in_its_months_and_the_rest_of_the_year_is_the_opposite_season(first, last, month):
    season = Season(from_month=first, to_month=last, hours=Decimal(0), reason="")
    following, preceding = last % 12 + 1, (first - 2) % 12 + 1
    if following == first:
        assert season.holds_in(month)
    else:
        rest = Season(from_month=following, to_month=preceding, hours=Decimal(0), reason="")
        assert season.holds_in(month) != rest.holds_in(month)
