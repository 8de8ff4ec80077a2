"""What replies say together: who is missing, what changed since last time, and what others may see of it."""

from __future__ import annotations

import itertools
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.council.engine.results import (
    Change,
    Member,
    NotComparable,
    Promised,
    Results,
    Withheld,
    as_data,
    class_of,
    compare,
    for_others,
    from_data,
    gather,
    pooled,
)
from hanpo.council.tests.results_makers import MANY, answers
from hanpo.council.tests.surveys_makers import DEFINITION
from hanpo.forms.engine.aggregates import Table
from hanpo.forms.engine.reading import read_form

FORM = read_form(DEFINITION)
CONDITIONED = read_form(
    {
        **DEFINITION,
        "sections": [
            {
                **DEFINITION["sections"][0],
                "items": [
                    *DEFINITION["sections"][0]["items"],
                    {"id": "late", "kind": "number", "label": "残りの業務", "when": "${moved} = 'no'"},
                    {"id": "twice", "kind": "calculated", "label": "倍", "formula": "${staff} * 2"},
                ],
            }
        ],
    }
)


def member(at: int, told: dict[str, Any] | None, **more: Any) -> Member:
    code = MANY[at]
    return Member(
        code=code, name=f"町{at}", kind="town" if code >= "283" else "city", reply=at + 1, answers=told, **more
    )


def twelve(few: int = 2) -> list[Member]:
    """Fourteen members, of whom twelve answered; `few` of them have not moved."""
    told = [answers("no" if at < few else "yes", at + 1, f"困りごと{at}") for at in range(12)]
    return [member(at, told[at] if at < 12 else None, has_begun=at == 12, minutes=30) for at in range(14)]


def counts(table: Table) -> dict[str, int | None]:
    return {line.key: row[0] for line, row in zip(table.lines, table.counts, strict=True)}


def test_members_that_sent_nothing_are_counted_apart_and_never_dropped():
    found = gather(FORM, twelve())
    assert (found.base.asked, found.base.counted, found.base.begun) == (14, 12, 1)
    question = found.question("moved")
    assert question.pending == (2,)
    assert counts(question.tables[0]) == {"=yes": 10, "=no": 2, "unanswered": 0}
    assert [one.is_sent for one in question.named].count(False) == 2


def test_members_stand_in_the_order_of_their_codes_whatever_they_answered():
    found = gather(FORM, twelve()[::-1])
    assert [one.code for one in found.question("staff").named] == sorted(MANY)


def test_groups_add_up_to_all_members():
    for by in ("kind", "people", "region"):
        table = gather(FORM, twelve(), by=by).question("moved").tables[0]
        assert table.n[0] == sum(table.n[1:]) == 12


def test_the_hours_are_those_of_members_that_answered_and_told_them():
    base = gather(FORM, twelve()).base
    assert (base.minutes, base.minutes_from) == (360, 12)


def test_people_are_classed_by_the_census():
    assert class_of("people", code="281000", kind="city") == "300000"
    assert class_of("people", code="283657", kind="town") == "0"
    assert class_of("region", code="282090", kind="city") == "但馬"
    assert class_of("people", code="130001", kind="city") == "unknown"


def test_last_time_is_compared_for_the_same_members_alone():
    before = [member(at, answers("no", 2)) for at in range(5)]
    now = [member(at, answers("yes", 3)) for at in range(2, 8)]
    found = compare(gather(FORM, now), form=FORM, members=now, before=FORM, members_before=before)
    change = found.question("moved").change
    assert isinstance(change, Change)
    assert change.n == 3
    assert [(one.before, one.now) for one in change.lines] == [(0, 3), (3, 0), (0, 0)]


def altered(item_id: str, **changes: Any) -> Any:
    section = DEFINITION["sections"][0]
    items = [{**item, **changes} if item["id"] == item_id else item for item in section["items"]]
    return read_form({**DEFINITION, "sections": [{**section, "items": items}]})


@pytest.mark.parametrize(
    ("before", "item", "reason"),
    [
        (altered("moved", id="finished"), "moved", NotComparable.NEW),
        (altered("staff", unit="課"), "staff", NotComparable.UNIT),
        (altered("staff", kind="money", unit=""), "staff", NotComparable.KIND),
        (altered("moved", choices=[{"id": "yes", "label": "終わった"}]), "moved", NotComparable.CHOICES),
        (altered("moved", choices=[{"id": "yes", "label": "まだ"}, {"id": "no", "label": "終わった"}]), "moved",
         NotComparable.CHOICES),
        (FORM, "worry", NotComparable.NOT_COUNTED),
    ],
)  # fmt: skip
def test_what_is_not_the_same_question_is_not_compared_and_says_why(before, item, reason):
    members = twelve()
    found = compare(gather(FORM, members), form=FORM, members=members, before=before, members_before=members)
    assert found.question(item).change is None
    assert found.question(item).not_comparable is reason


def test_a_question_that_replaced_another_one_is_not_compared():
    now = altered("moved", id="finished", follows="moved")
    members = [member(0, {"finished": {"id": "yes"}, "staff": "1"})]
    found = compare(gather(now, members), form=now, members=members, before=FORM, members_before=members)
    assert found.question("finished").not_comparable is NotComparable.REPLACED


def test_without_a_survey_before_and_without_common_members_nothing_is_compared():
    members = twelve()
    alone = compare(gather(FORM, members), form=FORM, members=members, before=None, members_before=[])
    assert alone.question("moved").not_comparable is NotComparable.NO_SURVEY
    strangers = [member(13, answers("yes", 1))]
    apart = compare(gather(FORM, members), form=FORM, members=members, before=FORM, members_before=strangers)
    assert apart.question("moved").not_comparable is NotComparable.NOBODY


def public(members: list[Member], promised: Promised, *, by: str = "", form: Any = FORM, k: int = 3) -> Results:
    return for_others(gather(form, members, by=by), form=form, promised=promised, k=k)


def test_where_names_were_promised_everything_is_shown():
    found = public(twelve(), Promised.NAMED, by="region")
    assert found.hidden_below == 0
    assert counts(found.question("moved").tables[0])["=no"] == 2
    assert found.question("staff").named


def test_office_results_hold_no_name_no_sentence_and_no_single_number():
    kept = str(as_data(public(twelve(), Promised.OFFICE)))
    assert "町0" not in kept
    assert "困りごと0" not in kept
    assert MANY[0] not in kept
    assert public(twelve(), Promised.OFFICE).question("staff").spans == ()


def test_class_results_tell_the_class_of_a_sentence_only_where_it_is_large_enough():
    members = [member(at, answers("yes", 1, f"困りごと{at}")) for at in range(14)]
    found = public(members, Promised.CLASS, by="kind")
    assert {one.who for one in found.question("worry").quotes} == {"市", "町"}
    assert not any(one.reply for one in found.question("worry").quotes)


def test_sentences_of_a_small_class_are_not_told_by_what_is_missing_on_them():
    """Two towns answered: were the cities' sentences marked, those without a mark would be the towns'."""
    found = public(twelve(), Promised.CLASS, by="kind")
    assert {one.who for one in found.question("worry").quotes} == {""}


def test_a_grouping_that_was_not_promised_is_refused():
    for promised, by in ((Promised.OFFICE, "kind"), (Promised.CLASS, "region")):
        with pytest.raises(ValueError, match="promised"):
            public(twelve(), promised, by=by)


def test_how_many_were_asked_does_not_give_a_hidden_answer_away():
    found = public([*twelve(few=2)], Promised.OFFICE, form=CONDITIONED)
    assert counts(found.question("moved").tables[0])["=no"] is None
    assert found.question("late").withheld is Withheld.CONDITION
    assert found.question("late").tables == ()
    assert found.question("twice").withheld is Withheld.WORKED_OUT


def test_a_conditioned_question_is_shown_where_nothing_before_it_is_hidden():
    found = public(twelve(few=5), Promised.OFFICE, form=CONDITIONED)
    assert found.question("late").withheld is None


def test_the_change_since_last_time_is_not_shown_where_names_were_not_promised():
    members = twelve()
    live = compare(gather(FORM, members), form=FORM, members=members, before=FORM, members_before=members)
    shown = for_others(live, form=FORM, promised=Promised.OFFICE, k=3)
    assert shown.question("moved").change is None
    assert shown.question("moved").not_comparable is NotComparable.PROMISE
    first = compare(gather(FORM, members), form=FORM, members=members, before=None, members_before=[])
    kept = for_others(first, form=FORM, promised=Promised.OFFICE, k=3)
    assert kept.question("moved").not_comparable is NotComparable.NO_SURVEY
    named = for_others(live, form=FORM, promised=Promised.NAMED, k=1, promised_before=Promised.OFFICE)
    assert named.question("moved").not_comparable is NotComparable.PROMISE


GROUPS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1, max_size=14)


@settings(max_examples=120)
@given(GROUPS, st.sampled_from(["", "kind"]))
def test_no_hidden_count_follows_from_the_table_that_is_shown(told: list[tuple[int, int]], by: str):
    """Every hidden count could be another one: some other replies, with the same shown table, differ in it."""
    members = [
        member(at, {"moved": {"id": "yes" if moved == 0 else "no"}, "staff": "1"} if moved < 2 else None)
        for at, (moved, _more) in enumerate(told)
    ]
    table = public(members, Promised.CLASS, by=by).question("moved").tables[0]
    hidden = [(line, column) for line, row in enumerate(table.counts) for column, one in enumerate(row) if one is None]
    assert all(_may_differ(table, place) for place in hidden)


def _may_differ(table: Table, place: tuple[int, int]) -> bool:
    """Whether two fillings of the hidden counts, with the sums that are told, differ at a place."""
    lines = [at for at, line in enumerate(table.lines) if not line.is_missing]
    groups = range(1, len(table.columns)) if len(table.columns) > 1 else range(1)
    fillings = []
    for yes in itertools.product(*(range(table.answered[column] + 1) for column in groups)):
        no = tuple(table.answered[column] - one for column, one in zip(groups, yes, strict=True))
        whole = {lines[0]: yes, lines[1]: no}
        if _fits(table, whole, groups):
            fillings.append(_at(whole, groups, place))
    return len(set(fillings)) > 1


def _at(whole: dict[int, tuple[int, ...]], groups: range, place: tuple[int, int]) -> int:
    row = whole[place[0]]
    return row[list(groups).index(place[1])] if place[1] in groups else sum(row)


def _fits(table: Table, whole: dict[int, tuple[int, ...]], groups: range) -> bool:
    return all(
        table.counts[line][column] in (None, _at(whole, groups, (line, column)))
        for line in whole
        for column in range(len(table.columns))
    )


@given(st.lists(st.integers(0, 9), max_size=8), st.integers(2, 5))
def test_groups_of_texts_never_tell_fewer_than_k(sizes: list[int], k: int):
    told = pooled([(f"まとまり{at}", size) for at, size in enumerate(sizes)], k=k)
    assert all(one.count >= k for one in told)
    left = sum(sizes) - sum(one.count for one in told)
    assert left == 0 or not told


def test_results_come_back_from_plain_data_as_they_were():
    members = twelve()
    found = compare(gather(FORM, members, by="people"), form=FORM, members=members, before=FORM, members_before=members)
    assert from_data(as_data(found)) == found
    hidden = public(members, Promised.CLASS, by="kind")
    assert from_data(as_data(hidden)) == hidden
