"""Rules of sharing a cost: it sums to the yen, keeps its bounds and its promises."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.council.engine.sharing import (
    Bound,
    CannotShare,
    FeeGoes,
    Key,
    Member,
    Part,
    Problem,
    Rounding,
    Rule,
    exit_fee,
    share,
)
from hanpo.council.engine.sharing.weights import damped

PEOPLE = st.integers(1, 3_800_000)
COSTS = st.integers(0, 5_000_000_000)
KEYS = st.sampled_from(list(Key))
ROUNDINGS = st.sampled_from(list(Rounding))


def members(*populations: int) -> list[Member]:
    return [Member(code=f"28{n:04d}", population=people, use=people // 7) for n, people in enumerate(populations)]


MEMBERS = st.lists(PEOPLE, min_size=1, max_size=41).map(lambda found: members(*found))
SEVERAL = st.lists(st.integers(7, 3_800_000), min_size=2, max_size=12).map(lambda found: members(*found))


@st.composite
def parts(draw) -> tuple[Part, ...]:
    """One to three keys whose percentages sum to a hundred."""
    cuts = sorted(draw(st.sets(st.integers(1, 99), max_size=2)))
    percents = [b - a for a, b in zip([0, *cuts], [*cuts, 100], strict=True)]
    return tuple(Part(key=draw(KEYS.filter(lambda key: key is not Key.USE)), percent=one) for one in percents)


def by(key: Key, **more: object) -> Rule:
    return Rule(parts=(Part(key=key),), **more)


def yen(cost: int, found: list[Member], rule: Rule) -> list[int]:
    return [one.yen for one in share(cost=cost, members=found, rule=rule).shares]


def problem_of(call) -> CannotShare:
    with pytest.raises(CannotShare) as caught:
        call()
    return caught.value


def test_the_rule_of_harp_gives_one_one_and_a_half_and_two_and_a_quarter():
    found = share(cost=1_000_000, members=members(10_000, 20_000, 40_000), rule=by(Key.POPULATION_DAMPED)).shares
    weights = [one.steps[0].weight for one in found]
    assert [weight / weights[0] for weight in weights] == [1, Fraction(3, 2), Fraction(9, 4)]
    assert [one.yen for one in found] == [210_526, 315_790, 473_684]
    assert found[0].exact == Fraction(1_000_000) / Fraction(19, 4)


def test_harp_takes_ten_thousand_yen_of_everyone_before_it_shares_by_population():
    rule = by(Key.POPULATION_DAMPED, fixed=10_000)
    assert yen(1_030_000, members(10_000, 20_000, 40_000), rule) == [220_526, 325_790, 483_684]


@given(PEOPLE)
def test_twice_the_people_weigh_exactly_one_and_a_half_times_as_much(people: int):
    assert damped(2 * people) == damped(people) * Fraction(3, 2)


@given(PEOPLE)
def test_more_people_weigh_more_but_never_in_proportion(people: int):
    assert damped(people) < damped(people + 1) < damped(people) * Fraction(people + 1, people)
    assert float(damped(people)) == pytest.approx(people**0.5849625007211562, rel=1e-12)


@settings(max_examples=10_000)
@given(COSTS, SEVERAL, st.sampled_from(list(Key)), ROUNDINGS)
def test_shares_sum_to_the_yen(cost: int, found: list[Member], key: Key, rounding: Rounding):
    sharing = share(cost=cost, members=found, rule=by(key, rounding=rounding))
    assert sum(one.yen for one in sharing.shares) == cost
    assert sum(one.exact for one in sharing.shares) == cost
    assert min(one.yen for one in sharing.shares) >= 0


@settings(max_examples=500)
@given(COSTS, MEMBERS, parts(), ROUNDINGS, st.integers(0, 20_000))
def test_mixed_keys_sum_to_the_yen_part_by_part(cost, found, mixed, rounding, fixed):
    rule = Rule(parts=mixed, fixed=fixed, rounding=rounding)
    if fixed * len(found) > cost:
        problem = problem_of(lambda: share(cost=cost, members=found, rule=rule))
        assert (problem.problem, problem.yen) == (Problem.FIXED_TOO_HIGH, fixed * len(found) - cost)
        return
    shares = share(cost=cost, members=found, rule=rule).shares
    assert sum(one.yen for one in shares) == cost
    assert all(one.yen == fixed + sum(step.yen for step in one.steps) for one in shares)
    assert all(one.exact == fixed + sum(step.exact for step in one.steps) for one in shares)
    assert all(abs(one.rounded_by) < 2 * len(mixed) + len(found) / 2 for one in shares)


@settings(max_examples=1_000)
@given(COSTS, MEMBERS, parts(), ROUNDINGS, st.integers(0, 10**8), st.integers(0, 10**9), st.integers(0, 10**6))
def test_no_share_is_below_the_floor_or_above_the_ceiling(cost, found, mixed, rounding, floor, more, fixed):
    rule = Rule(parts=mixed, rounding=rounding, floor=floor, ceiling=max(floor, fixed) + more, fixed=fixed)
    lowest, highest = max(floor, fixed) * len(found), rule.ceiling * len(found)
    if not lowest <= cost <= highest:
        refused = problem_of(lambda: share(cost=cost, members=found, rule=rule))
        assert refused.yen in (lowest - cost, cost - highest, fixed * len(found) - cost)
        return
    shares = share(cost=cost, members=found, rule=rule).shares
    assert sum(one.yen for one in shares) == sum(one.exact for one in shares) == cost
    assert all(max(floor, fixed) <= one.yen <= rule.ceiling for one in shares)
    assert all(max(floor, fixed) <= one.exact <= rule.ceiling for one in shares)


@settings(max_examples=500)
@given(COSTS, MEMBERS, KEYS.filter(lambda key: key is not Key.USE), st.integers(0, 10**7))
def test_under_a_floor_the_others_share_the_rest_in_proportion(cost, found, key, floor):
    if floor * len(found) > cost:
        return
    shares = share(cost=cost, members=found, rule=by(key, floor=floor)).shares
    rates = {one.exact / one.steps[0].weight for one in shares if one.bound is None}
    assert len(rates) <= 1
    lifted = [one for one in shares if one.bound is Bound.FLOOR]
    assert all(one.exact == floor for one in lifted)
    assert all(rate * one.steps[0].weight < floor for one in lifted for rate in rates)


@settings(max_examples=1_500)
@given(st.integers(0, 3_000), SEVERAL, parts(), st.integers(0, 5), st.booleans())
def test_by_divisors_nobody_pays_a_yen_more_because_another_joins(cost, found, mixed, low, bounded):
    rule = Rule(parts=mixed[:1] if len(mixed) == 1 else mixed, floor=low if bounded and len(mixed) == 1 else 0)
    assert rule.never_raises_on_joining
    if low * len(found) > cost:
        return
    after = yen(cost, found, rule)
    before = yen(cost, found[:-1], rule)
    assert all(later <= earlier for earlier, later in zip(before, after, strict=False))


def test_by_largest_remainders_a_newcomer_can_cost_another_a_yen():
    found = members(1, 52, 1)
    rule = by(Key.POPULATION, rounding=Rounding.LARGEST_REMAINDER)
    assert not rule.never_raises_on_joining
    assert yen(20, found[:-1], rule) == [0, 20]
    assert yen(20, found, rule) == [1, 19, 0]
    assert yen(20, found[:-1], by(Key.POPULATION)) == [0, 20]
    assert yen(20, found, by(Key.POPULATION)) == [0, 20, 0]


@settings(max_examples=300)
@given(COSTS, SEVERAL, KEYS, ROUNDINGS, st.randoms())
def test_the_order_of_the_list_changes_nothing(cost, found, key, rounding, chance):
    shuffled = list(found)
    chance.shuffle(shuffled)
    rule = by(key, rounding=rounding)
    one, two = (share(cost=cost, members=some, rule=rule) for some in (found, shuffled))
    assert all(one.of(member.code) == two.of(member.code) for member in found)


@settings(max_examples=300)
@given(COSTS, SEVERAL, KEYS, ROUNDINGS)
def test_who_weighs_more_never_pays_less(cost, found, key, rounding):
    shares = share(cost=cost, members=found, rule=by(key, rounding=rounding)).shares
    ordered = sorted(shares, key=lambda one: one.steps[0].weight)
    for one, two in pairwise(ordered):
        assert one.yen <= two.yen or (one.steps[0].weight == two.steps[0].weight and one.yen - two.yen == 1)


@settings(max_examples=300)
@given(st.integers(0, 200), st.lists(st.integers(1, 60), min_size=1, max_size=6))
def test_the_divisor_method_gives_yen_by_yen_to_the_largest_claim(cost, people):
    given_out = [0] * len(people)
    for _yen in range(cost):
        claims = [(Fraction(2 * n, 2 * given_out[place] + 1), n, -place) for place, n in enumerate(people)]
        given_out[claims.index(max(claims))] += 1
    assert yen(cost, members(*people), by(Key.POPULATION)) == given_out


def test_yen_that_equality_leaves_open_go_by_the_declared_order():
    found = members(500, 500, 500)
    assert yen(100, found, by(Key.EQUAL)) == [34, 33, 33]
    assert yen(100, found, by(Key.EQUAL, tie_order=("280002",))) == [33, 33, 34]
    assert yen(100, found, by(Key.EQUAL, tie_order=("280001",), rounding=Rounding.LARGEST_REMAINDER)) == [33, 34, 33]


def test_a_share_tells_how_it_came_about():
    rule = Rule(parts=(Part(key=Key.EQUAL, percent=30), Part(key=Key.POPULATION, percent=70)), fixed=10_000)
    one = share(cost=1_030_000, members=members(10_000, 30_000, 60_000), rule=rule).of("280001")
    equal, people = one.steps
    assert (equal.amount, equal.weight, equal.weight_of_all, equal.yen) == (300_000, 1, 3, 100_000)
    assert (people.amount, people.weight, people.weight_of_all, people.yen) == (700_000, 30_000, 100_000, 210_000)
    assert (one.fixed, one.exact, one.yen, one.rounded_by) == (10_000, 320_000, 320_000, 0)


def test_a_new_member_pays_the_entry_fee_beside_its_share():
    found = [*members(100, 100), Member(code="new", population=100, is_new=True)]
    apart = share(cost=300, members=found, rule=by(Key.EQUAL, entry_fee=60))
    assert [one.to_pay for one in apart.shares] == [100, 100, 160]
    helping = share(cost=300, members=found, rule=by(Key.EQUAL, entry_fee=60, fee_goes=FeeGoes.LOWERS_COST))
    assert [one.to_pay for one in helping.shares] == [80, 80, 140]
    assert helping.shared == 240


def test_the_exit_fee_is_the_share_of_the_rest_of_the_term():
    assert exit_fee(yearly=120_000, months_left=18, rule=by(Key.EQUAL)) == 180_000
    assert exit_fee(yearly=100_001, months_left=7, rule=by(Key.EQUAL, exit_percent=50)) == 29_166
    assert exit_fee(yearly=120_000, months_left=0, rule=by(Key.EQUAL)) == 0


@pytest.mark.parametrize(
    ("call", "problem", "short"),
    [
        (lambda: share(cost=100, members=members(1, 2), rule=by(Key.EQUAL, floor=60)), Problem.FLOORS_TOO_HIGH, 20),
        (lambda: share(cost=100, members=members(1, 2), rule=by(Key.EQUAL, ceiling=40)), Problem.CEILINGS_TOO_LOW, 20),
        (lambda: share(cost=100, members=members(1, 2), rule=by(Key.EQUAL, fixed=51)), Problem.FIXED_TOO_HIGH, 2),
        (lambda: share(cost=100, members=[], rule=by(Key.EQUAL)), Problem.NO_MEMBER, 0),
        (lambda: share(cost=-1, members=members(1), rule=by(Key.EQUAL)), Problem.AMOUNT_NEGATIVE, -1),
        (lambda: share(cost=1, members=members(1) * 2, rule=by(Key.EQUAL)), Problem.MEMBER_TWICE, 0),
        (lambda: share(cost=1, members=[Member(code="a")], rule=by(Key.USE)), Problem.VALUE_MISSING, 0),
        (lambda: share(cost=1, members=members(-7), rule=by(Key.USE)), Problem.VALUE_NEGATIVE, 0),
        (lambda: share(cost=1, members=members(0), rule=by(Key.POPULATION_DAMPED)), Problem.NO_WEIGHT, 0),
        (lambda: Rule(parts=(Part(key=Key.EQUAL, percent=99),)), Problem.PARTS_NOT_100, 0),
        (lambda: by(Key.EQUAL, floor=5, ceiling=4), Problem.FLOOR_ABOVE_CEILING, 0),
        (lambda: by(Key.EQUAL, entry_fee=-1), Problem.AMOUNT_NEGATIVE, 0),
        (lambda: exit_fee(yearly=1, months_left=-1, rule=by(Key.EQUAL)), Problem.AMOUNT_NEGATIVE, -1),
        (lambda: share(cost=1, members=members(1), rule=by(Key.EQUAL)).of("x"), Problem.NOT_A_MEMBER, 0),
        (
            lambda: share(
                cost=5,
                members=[Member(code="n", is_new=True)],
                rule=by(Key.EQUAL, entry_fee=6, fee_goes=FeeGoes.LOWERS_COST),
            ),
            Problem.FEES_ABOVE_COST,
            1,
        ),
    ],
)
def test_what_cannot_be_shared_is_refused_with_the_reason_and_the_yen(call, problem, short):
    refused = problem_of(call)
    assert (refused.problem, refused.yen) == (problem, short)


def test_members_without_use_pay_nothing_but_a_floor():
    found = [Member(code="a", use=0), Member(code="b", use=3), Member(code="c", use=1)]
    assert yen(100, found, by(Key.USE)) == [0, 75, 25]
    assert yen(100, found, by(Key.USE, floor=10)) == [10, 68, 22]
    refused = problem_of(lambda: yen(100, found, by(Key.USE, ceiling=45)))
    assert (refused.problem, refused.yen) == (Problem.CEILINGS_TOO_LOW, 10)
