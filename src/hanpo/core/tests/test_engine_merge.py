"""The laws of the three-way merge."""

from __future__ import annotations

import copy
import json

from hypothesis import given
from hypothesis import strategies as st

from hanpo.core.engine.merge import ABSENT, Kind, difference, merge, same

scalar = st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.sampled_from(["", "窓口", "予約"]), st.just(1.0))
key = st.sampled_from(["title", "days", "steps", "a/b", "~"])


def with_items(content: st.SearchStrategy) -> st.SearchStrategy:
    item = st.builds(
        lambda number, rest: {**rest, "id": number}, st.sampled_from("abcde"), st.dictionaries(key, content, max_size=2)
    )
    items = st.lists(item, max_size=5, unique_by=lambda one: one["id"])
    return st.one_of(st.dictionaries(key, content, max_size=3), items, st.lists(content, max_size=2))


anything = st.recursive(scalar, with_items, max_leaves=12)
content = st.dictionaries(key, anything, max_size=4)
template = st.fixed_dictionaries(
    {
        "title": scalar,
        "steps": st.lists(
            st.builds(lambda n, t: {"id": n, "title": t}, st.sampled_from("abcdef"), scalar),
            max_size=6,
            unique_by=lambda one: one["id"],
        ),
    }
)
either = st.one_of(content, template)


@given(either, either)
def test_what_only_one_side_changed_is_taken_over(base, changed):
    assert same(merge(base, changed, base).content, changed)
    assert same(merge(base, base, changed).content, changed)
    assert not merge(base, changed, base).conflicts
    assert not merge(base, base, changed).conflicts


@given(either, either)
def test_what_both_changed_alike_is_no_conflict(base, changed):
    merged = merge(base, changed, copy.deepcopy(changed))
    assert same(merged.content, changed)
    assert not merged.conflicts


@given(st.one_of(st.tuples(template, template, template), st.tuples(content, content, content)))
def test_without_a_conflict_the_order_of_the_sides_does_not_matter(versions):
    base, ours, theirs = versions
    one, other = merge(base, ours, theirs), merge(base, theirs, ours)
    assert {c.path for c in one.conflicts} == {c.path for c in other.conflicts}
    if not one.conflicts:
        assert same(one.content, other.content)


@given(st.one_of(st.tuples(template, template, template), st.tuples(content, content, content)))
def test_nothing_is_lost(versions):
    """Whatever either side added or changed stands in the merged content or in a conflict."""
    base, ours, theirs = versions
    merged = merge(base, ours, theirs)
    kept = json.dumps([merged.content, [[c.ours, c.theirs] for c in merged.conflicts]], default=str)
    for side in (ours, theirs):
        for found in difference(base, side):
            if found.kind in (Kind.ADDED, Kind.CHANGED) and not isinstance(found.after, dict | list):
                assert json.dumps(found.after) in kept


@given(st.one_of(st.tuples(template, template, template), st.tuples(content, content, content)))
def test_resolutions_settle_every_conflict_on_the_side_that_was_chosen(versions):
    base, ours, theirs = versions
    conflicts = merge(base, ours, theirs).conflicts
    mine = merge(base, ours, theirs, resolutions={c.path: "ours" for c in conflicts})
    yours = merge(base, theirs, ours, resolutions={c.path: "theirs" for c in conflicts})
    assert not mine.conflicts
    assert not yours.conflicts
    assert same(mine.content, yours.content)


@given(either, either, either)
def test_merging_leaves_its_arguments_alone(base, ours, theirs):
    before = copy.deepcopy((base, ours, theirs))
    merge(base, ours, theirs)
    assert (base, ours, theirs) == before


@given(either, either)
def test_two_versions_differ_exactly_when_a_difference_is_told(one, other):
    assert bool(difference(one, other)) == (not same(one, other))


BASE = {
    "title": "窓口改善",
    "steps": [
        {"id": "a", "title": "現状の把握", "days": 10},
        {"id": "b", "title": "課題の整理", "days": 20},
        {"id": "c", "title": "実証", "days": 30},
    ],
}


def edited(**steps: object) -> dict:
    """The base with changes to items; `None` removes an item."""
    items = [{**item, **steps.get(item["id"], {})} for item in BASE["steps"] if steps.get(item["id"], {}) is not None]
    return {**BASE, "steps": items}


def test_changes_to_different_items_come_together():
    merged = merge(BASE, edited(a={"days": 5}), edited(b={"title": "課題と目標の整理"}))
    assert merged.content == edited(a={"days": 5}, b={"title": "課題と目標の整理"})


def test_both_changing_one_value_is_a_conflict_with_all_three_versions():
    merged = merge(BASE, edited(a={"days": 5}), edited(a={"days": 7}), labels={"steps": "段階", "days": "日数"})
    (conflict,) = merged.conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == (10, 5, 7)
    assert (conflict.path, conflict.label) == ("/steps/a/days", "段階 › 「現状の把握」 › 日数")


def test_removing_what_the_other_side_improved_is_a_conflict():
    merged = merge(BASE, edited(c=None), edited(c={"days": 40}))
    (conflict,) = merged.conflicts
    assert conflict.ours is ABSENT
    assert conflict.theirs["days"] == 40
    kept = merge(BASE, edited(c=None), edited(c={"days": 40}), resolutions={"/steps/c": "theirs"})
    assert kept.content == edited(c={"days": 40})


def test_new_items_stand_where_they_were_added_and_a_new_order_is_kept():
    ours = {**BASE, "steps": [BASE["steps"][0], {"id": "x", "title": "聞き取り"}, *BASE["steps"][1:]]}
    theirs = {**BASE, "steps": [BASE["steps"][n] for n in (2, 0, 1)]}
    merged = merge(BASE, ours, theirs)
    assert not merged.conflicts
    assert [item["id"] for item in merged.content["steps"]] == ["c", "a", "x", "b"]


def test_two_new_orders_are_a_conflict():
    orders = ({**BASE, "steps": [BASE["steps"][n] for n in order]} for order in ((1, 0, 2), (2, 1, 0)))
    merged = merge(BASE, *orders)
    assert [c.path for c in merged.conflicts] == ["/steps/#order"]
    assert merged.conflicts[0].theirs == ["c", "b", "a"]


def test_differences_are_told_with_the_names_that_people_know():
    changed = {**edited(a={"days": 5}, c=None), "title": "窓口の改善"}
    changed["steps"] = [*reversed(changed["steps"]), {"id": "x", "title": "聞き取り"}]
    told = [(found.kind, found.label) for found in difference(BASE, changed)]
    assert told == [
        (Kind.CHANGED, "title"),
        (Kind.CHANGED, "steps › 「現状の把握」 › days"),
        (Kind.REMOVED, "steps › 「実証」"),
        (Kind.ADDED, "steps › 「聞き取り」"),
        (Kind.MOVED, "steps"),
    ]
