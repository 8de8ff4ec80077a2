"""Rules of what joining, leaving and a new rule change for each member."""

from fractions import Fraction

import pytest

from hanpo.council.engine.sharing import (
    CannotShare,
    Key,
    Member,
    Part,
    Problem,
    Rule,
    change,
    joining,
    leaving,
    share,
)

TOWNS = [Member(code=code, population=people) for code, people in (("a", 10_000), ("b", 20_000), ("c", 40_000))]
DAMPED = Rule(parts=(Part(key=Key.POPULATION_DAMPED),), entry_fee=50_000)
NEWCOMER = Member(code="d", population=40_000)


def rows_of(found):
    return {one.code: (one.before, one.after, one.change) for one in found.differences}


def test_joining_lowers_everyone_and_the_entry_fee_stays_apart():
    found = joining(cost=1_000_000, members=TOWNS, newcomers=[NEWCOMER], rule=DAMPED)
    assert rows_of(found) == {
        "a": (210_526, 142_857, -67_669),
        "b": (315_790, 214_286, -101_504),
        "c": (473_684, 321_429, -152_255),
        "d": (None, 321_428, None),
    }
    assert found.after.of("d").entry_fee == 50_000
    assert [one.code for one in found.lowered] == ["a", "b", "c"]
    assert found.raised == ()


def test_joining_can_raise_the_cost_and_with_it_the_shares():
    found = joining(cost=1_000_000, members=TOWNS, newcomers=[NEWCOMER], rule=DAMPED, cost_after=1_600_000)
    assert [one.code for one in found.raised] == ["a", "b", "c"]
    assert sum(one.after for one in found.differences) == 1_600_000


def test_leaving_raises_who_stays_and_costs_the_leaver_the_rest_of_the_term():
    found = leaving(cost=1_000_000, members=TOWNS, codes=["c"], rule=DAMPED, months_left=30)
    assert rows_of(found) == {
        "a": (210_526, 400_000, 189_474),
        "b": (315_790, 600_000, 284_210),
        "c": (473_684, None, None),
    }
    assert found.exit_fees == {"c": 1_184_210}


def test_who_would_pay_more_than_alone_is_named():
    found = joining(
        cost=1_000_000, members=TOWNS, newcomers=[NEWCOMER], rule=DAMPED, alone={"a": 120_000, "b": 900_000}
    )
    assert [(one.code, one.above_alone) for one in found.dearer_than_alone] == [("a", 22_857)]
    by_code = {one.code: one for one in found.differences}
    assert by_code["b"].above_alone == 0
    assert by_code["d"].above_alone is None


def test_another_rule_is_compared_member_by_member():
    mixed = Rule(parts=(Part(key=Key.EQUAL, percent=Fraction(50)), Part(key=Key.POPULATION, percent=50)))
    before = share(cost=700_000, members=TOWNS, rule=Rule(parts=(Part(key=Key.POPULATION),)))
    found = change(before=before, after=share(cost=700_000, members=TOWNS, rule=mixed))
    assert rows_of(found) == {
        "a": (100_000, 166_667, 66_667),
        "b": (200_000, 216_667, 16_667),
        "c": (400_000, 316_666, -83_334),
    }


@pytest.mark.parametrize(("codes", "problem"), [(["x"], Problem.NOT_A_MEMBER), (["a", "b", "c"], Problem.NO_MEMBER)])
def test_only_members_can_leave_and_somebody_has_to_stay(codes, problem):
    with pytest.raises(CannotShare) as caught:
        leaving(cost=1, members=TOWNS, codes=codes, rule=DAMPED, months_left=0)
    assert caught.value.problem is problem
