"""Benefits: published amounts, the ages at which they change, income, and refusals where nothing is known."""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.counter.engine.benefits import (
    Benefit,
    Child,
    Income,
    Limit,
    Person,
    SingleParentChild,
    Standing,
    Why,
    assessed_income,
    child_allowance,
    disability_benefit,
    single_parent_allowance,
)
from hanpo.counter.queries.shipped.benefits import benefit_table, read_benefits
from hanpo.counter.queries.shipped.tables import SEEDS, TableError

TABLE = benefit_table()
NOW = date(2026, 11, 1)
MONTHS = st.dates(date(2022, 6, 1), date(2027, 3, 31))


def child(*born: str, month: str = "2026-11-01", income: Income | None = None):
    return child_allowance(
        TABLE.child, [Child(date.fromisoformat(day)) for day in born], date.fromisoformat(month), income=income
    )


# 児童手当.


@pytest.mark.parametrize(
    ("born", "yen"),
    [
        (["2025-05-05"], 15_000),
        (["2020-05-05"], 10_000),
        (["2010-05-05"], 10_000),
        (["2018-05-05", "2020-05-05", "2025-05-05"], 50_000),
        (["2005-05-05", "2010-05-05", "2012-05-05"], 40_000),
        (["2003-05-05", "2010-05-05", "2012-05-05"], 20_000),
    ],
)
def test_amounts_since_october_2024(born, yen):
    """The last two: an eldest of 21 still gives the youngest the third place, one of 23 does not."""
    answer = child(*born)
    assert (answer.standing, answer.yen) == (Standing.PAID, yen)
    assert sum(part.yen for part in answer.parts) == yen


def test_the_place_among_the_children_is_told_with_each_amount():
    answer = child("2018-05-05", "2020-05-05", "2025-05-05")
    assert [(part.number, part.yen) for part in answer.parts] == [(1, 10_000), (2, 10_000), (3, 30_000)]
    assert {part.clause for part in answer.parts} == {"児童手当法6条1項"}


def test_fifteen_thousand_are_paid_to_the_month_of_the_third_birthday_also_for_those_born_on_the_first():
    for born in ("2023-11-01", "2023-11-15", "2023-11-30"):
        assert [child(born, month=month).yen for month in ("2026-11-01", "2026-12-01")] == [15_000, 10_000]


def test_payment_begins_in_the_month_after_the_birth():
    assert child("2026-11-30").why is Why.NO_CHILD
    assert child("2026-10-31").yen == 15_000


def test_payment_ends_with_the_31_march_after_eighteen_a_birthday_on_1_april_a_year_sooner():
    for born, last in (("2008-04-02", "2027-03-31"), ("2008-04-01", "2026-03-31")):
        assert child(born, month=last).yen == 10_000
    assert child("2008-04-01", month="2026-04-01").why is Why.NO_CHILD


def test_a_grown_child_that_is_no_longer_supported_gives_no_place():
    children = [Child(date(2005, 5, 5), counted=False), Child(date(2010, 5, 5)), Child(date(2012, 5, 5))]
    assert child_allowance(TABLE.child, children, NOW).yen == 20_000


@pytest.mark.parametrize(
    ("income", "standing", "yen", "why"),
    [
        (Income(6_219_999), Standing.PAID, 40_000, Why.MEETS_CONDITIONS),
        (Income(6_220_000), Standing.PAID, 15_000, Why.REDUCED_BY_INCOME),
        (Income(8_579_999), Standing.PAID, 15_000, Why.REDUCED_BY_INCOME),
        (Income(8_580_000), Standing.NOT_PAID, 0, Why.INCOME_TOO_HIGH),
        (Income(8_580_000, dependents=3), Standing.PAID, 15_000, Why.REDUCED_BY_INCOME),
        (Income(7_359_999, dependents=3), Standing.PAID, 40_000, Why.MEETS_CONDITIONS),
    ],
)
def test_until_september_2024_income_mattered(income, standing, yen, why):
    answer = child("2012-05-05", "2014-05-05", "2022-05-05", "2007-05-05", month="2023-06-01", income=income)
    # 16, 11, 9 and 1 year old: the one of 16 is past junior high school and still counts for the places.
    full = 10_000 + 15_000 + 15_000
    assert (answer.standing, answer.why) == (standing, why)
    assert answer.yen == (full if yen == 40_000 else yen)


def test_without_the_income_that_mattered_only_the_most_is_told():
    answer = child("2012-05-05", month="2023-06-01")
    assert (answer.standing, answer.why, answer.yen, answer.at_most) == (
        Standing.UNDECIDED, Why.INCOME_UNKNOWN, None, 10_000,
    )  # fmt: skip


@given(st.lists(st.dates(date(2002, 1, 1), date(2027, 1, 1)), max_size=5), MONTHS)
def test_a_further_child_never_lowers_what_is_paid(born, month):
    one = child_allowance(TABLE.child, [Child(day) for day in born], month, income=Income(0))
    more = child_allowance(TABLE.child, [Child(day) for day in [*born, date(2019, 7, 7)]], month, income=Income(0))
    assert (more.yen or 0) >= (one.yen or 0)


# 児童扶養手当.


def single(count: int = 1, *, income: int | None = 0, dependents: int = 0, month: str = "2025-06-01", **facts):
    children = [SingleParentChild(date(2015, 6, number + 1)) for number in range(count)]
    return single_parent_allowance(
        TABLE.single_parent, children, date.fromisoformat(month), income=Income(income, dependents), **facts
    )


@pytest.mark.parametrize(
    ("month", "full", "highest", "lowest", "further", "further_highest", "further_lowest"),
    [
        ("2024-11-01", 45_500, 45_490, 10_740, 10_750, 10_740, 5_380),
        ("2025-06-01", 46_690, 46_680, 11_010, 11_030, 11_020, 5_520),
    ],
)
def test_full_and_partial_amounts_as_published(month, full, highest, lowest, further, further_highest, further_lowest):
    """手当額表: 全部支給, and 一部支給 from its highest to its lowest amount."""
    for income, first, more in (
        (689_999, full, further),
        (690_000, highest, further_highest),
        (2_079_999, lowest, further_lowest),
    ):
        assert single(income=income, month=month).yen == first
        assert [part.yen for part in single(3, income=income, month=month).parts] == [first, more, more]
    assert single(income=2_080_000, month=month).why is Why.INCOME_TOO_HIGH


def test_the_factors_are_those_between_highest_and_lowest_amount():
    """施行令2条の4: the factor is what lies between the two amounts, over what lies between the two limits."""
    for rate in TABLE.single_parent:
        if rate.first_factor is None:
            continue
        span = rate.partial_below.of(0) - rate.full_below.of(0)
        lowest = {45_500: 10_740, 46_690: 11_010}[rate.first], {10_750: 5_380, 11_030: 5_520}[rate.further]
        for amount, low, factor in zip(
            (rate.first, rate.further), lowest, (rate.first_factor, rate.further_factor), strict=True
        ):
            exact = Decimal(amount - 10 - low) / span
            assert abs(exact - factor) < Decimal("0.00000007")


def test_each_dependent_raises_the_limits():
    for dependents, limit in enumerate((690_000, 1_070_000, 1_450_000, 1_830_000)):
        assert single(income=limit - 1, dependents=dependents).why is Why.MEETS_CONDITIONS
        assert single(income=limit, dependents=dependents).why is Why.REDUCED_BY_INCOME


def test_the_income_of_the_household_may_exclude():
    assert single(household=[Income(2_359_999)]).standing is Standing.PAID
    assert single(household=[Income(2_360_000)]).why is Why.HOUSEHOLD_INCOME_TOO_HIGH
    assert single(household=[Income(2_739_999, 1)]).standing is Standing.PAID


def test_support_from_the_other_parent_counts_for_four_fifths():
    assert assessed_income(income=2_800_000, earned=2_800_000, support=300_000) == 2_860_000
    assert assessed_income(income=2_800_000, earned=2_800_000, support=300_000, for_parent=False) == 2_620_000
    assert assessed_income(income=50_000, earned=50_000) == 0


def test_a_public_pension_is_set_off_and_only_the_most_is_told():
    answer = single(pension=True)
    assert (answer.yen, answer.at_most, answer.why) == (None, 46_690, Why.PENSION_TO_BE_SET_OFF)


def test_a_child_counts_to_the_31_march_after_eighteen_a_disabled_one_to_twenty():
    plain, disabled = (SingleParentChild(date(2007, 5, 10), disabled=one) for one in (False, True))
    for month, expected in (("2026-03-01", (True, True)), ("2026-04-01", (False, True))):
        for one, counts in zip((plain, disabled), expected, strict=True):
            answer = single_parent_allowance(TABLE.single_parent, [one], date.fromisoformat(month), income=Income(0))
            assert (answer.standing is Standing.PAID) == counts


@given(st.integers(0, 2_600_000), st.integers(0, 4), st.integers(1, 4), st.sampled_from(["2024-12-01", "2025-06-01"]))
def test_more_income_never_pays_more(income, dependents, count, month):
    yens = [single(count, income=one, dependents=dependents, month=month).yen for one in (income, income + 10_000)]
    assert yens[0] >= yens[1] >= 0
    assert all(yen % 10 == 0 for yen in yens)


# 特別児童扶養手当, 障害児福祉手当, 特別障害者手当.


def disability(benefit: Benefit, person: Person, month: str = "2025-06-01", income: Income | None = None, **facts):
    return disability_benefit(
        benefit, TABLE.disability, TABLE.disability_limits, person, date.fromisoformat(month),
        income=income or Income(0), **facts,
    )  # fmt: skip


GIRL = Person(date(2015, 5, 5), grade=1, severe=True)
WOMAN = Person(date(1980, 5, 5), severe=True)


@pytest.mark.parametrize(
    ("month", "one", "two", "young", "adult"),
    [
        ("2023-04-01", 53_700, 35_760, 15_220, 27_980),
        ("2024-04-01", 55_350, 36_860, 15_690, 28_840),
        ("2025-04-01", 56_800, 37_830, 16_100, 29_590),
    ],
)
def test_amounts_as_published(month, one, two, young, adult):
    grade_two = Person(date(2015, 5, 5), grade=2)
    assert disability(Benefit.SPECIAL_CHILD, GIRL, month).yen == one
    assert disability(Benefit.SPECIAL_CHILD, grade_two, month).yen == two
    assert disability(Benefit.DISABLED_CHILD, GIRL, month).yen == young
    assert disability(Benefit.DISABLED_ADULT, WOMAN, month).yen == adult


INDEX = {2023: "1.074", 2024: "1.107", 2025: "1.136", 2026: "1.169"}


def test_every_amount_is_the_base_of_its_law_times_one_index_of_the_year():
    """Bases of 平成16年 law (41,100, 50,000, 33,300, 14,170, 26,050), rounded to ten yen: a mistyped amount shows."""

    def indexed(base: int, year: int) -> int:
        return int((Decimal(base) * Decimal(INDEX[year]) / 10).quantize(Decimal(1), ROUND_HALF_UP)) * 10

    for rate in TABLE.disability:
        year = rate.validity.valid_from.year
        assert rate.grade_one == indexed(50_000, year)
        assert rate.grade_two == indexed(33_300, year)
        assert rate.disabled_child == indexed(14_170, year)
        assert rate.disabled_adult == indexed(26_050, year)
    for rate in TABLE.single_parent:
        assert rate.first == indexed(41_100, max(2024, rate.validity.valid_to.year - 1))


@pytest.mark.parametrize(
    ("benefit", "person", "own", "household"),
    [
        (Benefit.SPECIAL_CHILD, GIRL, 4_596_000, 6_287_000),
        (Benefit.DISABLED_CHILD, GIRL, 3_604_000, 6_287_000),
        (Benefit.DISABLED_ADULT, WOMAN, 3_604_000, 6_287_000),
    ],
)
def test_income_must_stay_below_the_limits(benefit, person, own, household):
    assert disability(benefit, person, income=Income(own - 1)).standing is Standing.PAID
    assert disability(benefit, person, income=Income(own)).why is Why.INCOME_TOO_HIGH
    assert disability(benefit, person, income=Income(own + 379_999, 1)).standing is Standing.PAID
    assert disability(benefit, person, household=[Income(household - 1)]).standing is Standing.PAID
    assert disability(benefit, person, household=[Income(household)]).why is Why.HOUSEHOLD_INCOME_TOO_HIGH


def test_limits_of_the_household_by_dependents_as_published():
    """6,287,000 without a dependent, then 6,536,000, 6,749,000, 6,962,000."""
    limit = TABLE.disability_limits[0].household_below
    assert [limit.of(count) for count in range(4)] == [6_287_000, 6_536_000, 6_749_000, 6_962_000]


def test_at_twenty_the_young_benefit_ends_and_the_adult_one_begins_the_month_after():
    person = Person(date(2005, 6, 15), grade=1, severe=True)
    standings = {
        month: [
            disability(benefit, person, month).standing for benefit in (Benefit.DISABLED_CHILD, Benefit.DISABLED_ADULT)
        ]
        for month in ("2025-06-01", "2025-07-01")
    }
    assert standings == {
        "2025-06-01": [Standing.PAID, Standing.NOT_PAID], "2025-07-01": [Standing.NOT_PAID, Standing.PAID],
    }  # fmt: skip


@given(st.dates(date(1990, 1, 1), date(2025, 1, 1)), st.dates(date(2025, 2, 1), date(2025, 7, 31)))
def test_nobody_is_paid_the_young_and_the_adult_benefit_for_one_month_and_nobody_falls_between(born, month):
    person = Person(born, severe=True)
    paid = [
        disability(benefit, person, month.isoformat()).standing is Standing.PAID
        for benefit in (Benefit.DISABLED_CHILD, Benefit.DISABLED_ADULT)
    ]
    assert sum(paid) == 1


@pytest.mark.parametrize(
    ("benefit", "facts", "why"),
    [
        (Benefit.SPECIAL_CHILD, {"grade": 0}, Why.NOT_THE_CONDITION),
        (Benefit.DISABLED_CHILD, {"severe": False}, Why.NOT_THE_CONDITION),
        (Benefit.DISABLED_CHILD, {"in_facility": True}, Why.IN_FACILITY),
        (Benefit.SPECIAL_CHILD, {"disability_pension": True}, Why.DISABILITY_PENSION),
        (Benefit.DISABLED_CHILD, {"long_in_hospital": True}, Why.MEETS_CONDITIONS),
        (Benefit.DISABLED_ADULT, {"long_in_hospital": True, "born": date(1980, 1, 1)}, Why.IN_HOSPITAL),
        (Benefit.DISABLED_ADULT, {"disability_pension": True, "born": date(1980, 1, 1)}, Why.MEETS_CONDITIONS),
    ],
)
def test_conditions_of_each_benefit(benefit, facts, why):
    person = Person(**{"born": date(2015, 5, 5), "grade": 1, "severe": True} | facts)
    answer = disability(benefit, person)
    assert answer.why is why
    assert answer.clause.startswith("特別児童扶養手当等の支給に関する法律")


# Where nothing is known, nothing is told.


@pytest.mark.parametrize("month", ["2019-04-01", "2027-04-01", "2040-01-01"])
def test_a_month_without_parameters_is_refused(month):
    day = date.fromisoformat(month)
    born = date(day.year - 8, 5, 5)
    answers = [
        child_allowance(TABLE.child, [Child(born)], day),
        single_parent_allowance(TABLE.single_parent, [SingleParentChild(born)], day, income=Income(0)),
        disability(Benefit.SPECIAL_CHILD, Person(born, grade=1), month),
    ]
    assert {(answer.standing, answer.why, answer.yen) for answer in answers} == {
        (Standing.UNDECIDED, Why.NO_PARAMETERS, None)
    }


def test_an_amount_whose_limits_are_not_known_is_told_as_the_most_it_could_be():
    answer = disability(Benefit.DISABLED_ADULT, WOMAN, "2026-11-01")
    assert (answer.yen, answer.at_most, answer.why) == (None, 30_450, Why.NO_INCOME_LIMITS)
    assert not answer.verified


def test_a_partial_payment_whose_factor_is_not_known_is_not_guessed():
    assert single(income=0, month="2026-11-01").yen == 48_050
    answer = single(income=700_000, month="2026-11-01")
    assert (answer.yen, answer.at_most, answer.why) == (None, 48_050, Why.NO_PARTIAL_RULE)


def test_an_unknown_income_is_not_taken_as_none():
    assert single(income=None).why is Why.INCOME_UNKNOWN
    assert disability(Benefit.SPECIAL_CHILD, GIRL, income=Income(None)).why is Why.INCOME_UNKNOWN


@given(MONTHS)
def test_every_answer_names_a_clause_and_an_amount_only_if_decided(month):
    for answer in (
        child_allowance(TABLE.child, [Child(date(2015, 1, 1))], month),
        single_parent_allowance(TABLE.single_parent, [SingleParentChild(date(2015, 1, 1))], month, income=Income(0)),
        *(
            disability(benefit, GIRL, month.isoformat())
            for benefit in (Benefit.SPECIAL_CHILD, Benefit.DISABLED_CHILD, Benefit.DISABLED_ADULT)
        ),
    ):
        assert answer.clause
        assert (answer.yen is None) == (answer.standing is Standing.UNDECIDED)


# The table.


def test_the_parameters_of_one_benefit_follow_each_other_without_a_gap():
    for rows in (TABLE.child, TABLE.single_parent, TABLE.disability):
        for one, two in pairwise(rows):
            assert (two.validity.valid_from - one.validity.valid_to).days == 1


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("valid_to: 2024-09-30", "valid_to: 2024-10-31", "child: .* same month"),
        ("first: 45500", "first: many", "single_parent 2024-11-01: first"),
        ("from_three: 10000", "from_four: 10000", "child 2022-06-01: from_four"),
        ('first_factor: "0.025"', "first_factor: 0.025", "first_factor"),
        ("own_below: [4596000, 380000, 380000]", "own_below: [4596000]", "own_below"),
        ("valid_from: 2024-11-01", "valid_from: 2024-11-02", "valid_from"),
        ("child:\n", "children:\n", "the parts"),
    ],
)
def test_a_mistake_in_the_table_is_told_with_entry_and_field(old, new, why):
    text = (SEEDS / "benefits.yaml").read_text("utf-8")
    assert old in text
    with pytest.raises(TableError, match=why):
        read_benefits(text.replace(old, new, 1))


def test_a_limit_grows_with_the_dependents():
    assert [Limit(10, 5, 3).of(count) for count in range(4)] == [10, 15, 18, 21]
