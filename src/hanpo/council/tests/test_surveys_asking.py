"""Asking well: likely minutes, and questions that were asked before."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from hanpo.council.engine.asking import Asked, Reason, bare, likeness, minutes_needed, repeats
from hanpo.forms.engine.definition import Form, Item, Kind, Section, Words


def item(key: str, label: str, kind: Kind = Kind.NUMBER, **fields: object) -> Item:
    return Item(id=key, kind=kind, label=Words(label), **fields)  # type: ignore[arg-type]


def form(*items: Item) -> Form:
    return Form(id="f", title=Words("調査"), sections=(Section(id="s1", items=items),))


def test_minutes_are_rounded_up_to_five_and_grow_with_what_must_be_looked_up():
    assert minutes_needed(form(item("a", "はい・いいえ", Kind.CHOICE))) == 5
    assert minutes_needed(form(*[item(f"n{n}", f"数{n}") for n in range(4)])) == 10
    assert minutes_needed(form(item("t", "一覧", Kind.TABLE), item("w", "自由に", Kind.TEXT, lines=3))) == 15


def test_notes_and_sums_are_no_questions_that_repeat():
    asked = [Asked(1, form(item("n", "注意", Kind.NOTE)), True)]
    assert repeats(form(item("n", "注意", Kind.NOTE)), asked) == ()


def test_the_same_question_of_the_survey_before_is_the_surest_finding():
    earlier = form(item("staff", "職員の数", term="office.staff"))
    (found,) = repeats(form(item("staff", "職員の数", term="office.staff")), [Asked(7, earlier, True)])
    assert (found.reason, found.key) == (Reason.SAME, 7)


def test_the_same_id_in_a_survey_that_is_not_followed_says_nothing():
    assert repeats(form(item("q1", "職員の数")), [Asked(1, form(item("q1", "道路の延長")))]) == ()


def test_the_same_item_of_the_dictionary_counts_whatever_its_words():
    earlier = form(item("b", "情報部門の人数", term="office.staff"))
    (found,) = repeats(form(item("a", "専任は何人ですか", term="office.staff")), [Asked(1, earlier)])
    assert found.reason is Reason.TERM


def test_words_much_alike_count_whatever_their_width_and_numbering():
    earlier = form(item("b", "問３．情報部門の専任職員数（人）"))
    (found,) = repeats(form(item("a", "情報部門の専任職員数 (人)")), [Asked(1, earlier)])
    assert found.reason is Reason.LABEL


def test_a_surer_finding_in_an_older_survey_comes_before_a_likeness_in_a_newer_one():
    newer = Asked(2, form(item("x", "職員の数は何人")))
    older = Asked(1, form(item("staff", "人数")), True)
    (found,) = repeats(form(item("staff", "職員の数は何人")), [newer, older])
    assert (found.key, found.reason) == (1, Reason.SAME)


@given(st.text(max_size=40), st.text(max_size=40))
def test_likeness_lies_between_nothing_and_all_and_a_label_is_like_itself(one: str, other: str):
    assert 0 <= likeness(one, other) <= 1
    assert likeness(one, one) == 1


@given(st.text(max_size=40))
def test_a_bare_label_has_no_signs_left(label: str):
    assert all(sign.isalnum() for sign in bare(label) if sign.isascii())
