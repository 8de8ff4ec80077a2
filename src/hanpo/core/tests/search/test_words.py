"""The pure part of the search: folding, words, passages and marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.core.search import words
from hanpo.core.search.words import (
    MAX_TERM_LENGTH,
    PASSAGE_LENGTH,
    Piece,
    code_phrase,
    code_words,
    extract,
    fold,
    fold_with_map,
    marked,
    nearness,
    passages,
    terms,
)

KATSU = "葛\U000e0100"
"""葛 with a variation selector, as in a family name."""

japanese = st.text(
    st.sampled_from(
        [*"観光DXＤＸdxｶﾞがか゛㈱①～〜ー-− 　\n髙高窓口合意", KATSU[0], KATSU[1], "\u3099", "𠮷", "é", "e", "\u0301"]
    ),
    max_size=40,
)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ＤＸ", "dx"),
        ("ｶﾞｲﾄﾞ", "ガイド"),
        ("か\u3099", "が"),
        ("㈱ハンポ", "(株)ハンポ"),
        (KATSU, "葛"),
        ("10時〜12時", "10時~12時"),
        ("10時～12時", "10時~12時"),
        ("Straße", "strasse"),
    ],
)
def test_what_looks_alike_is_folded_alike(written, folded):
    assert fold(written) == folded


def test_letters_that_differ_stay_different():
    assert fold("髙") != fold("高")
    assert fold("か") not in fold("が")
    assert fold("ハ") not in fold("パ")


@given(japanese, japanese)
def test_a_part_that_ends_between_characters_is_a_part_of_the_folded_text(before, after):
    separator = "界"
    assert fold(before) + fold(separator) in fold(before + separator + after)


@given(japanese)
def test_every_folded_character_knows_where_it_came_from(text):
    folded = fold_with_map(text)
    assert folded.text == fold(text)
    assert len(folded.starts) == len(folded.ends) == len(folded.text)
    for at, (start, end) in enumerate(zip(folded.starts, folded.ends, strict=True)):
        assert folded.text[at] in fold(text[start:end])


@given(japanese)
def test_runs_of_plain_characters_fold_like_their_clusters(text):
    by_clusters = "".join(words._fold_cluster(text[start:end]) for start, end in words._clusters(text))
    assert fold(text) == by_clusters


def test_spaces_of_any_kind_separate_terms_and_each_term_counts_once():
    assert terms("窓口　予約 ＤＸ\tdx 窓口") == ("窓口", "予約", "dx")
    assert terms(" 　") == ()


@given(japanese, japanese)
def test_the_phrase_of_a_term_stands_in_the_words_exactly_where_the_term_stands_in_the_text(text, term):
    text, term = fold(text), fold(term)
    if term:
        assert (f" {code_phrase(term)} " in f" {code_words(text)} ") == (term in text)


@given(st.lists(st.sampled_from(["あ", "い", "う", KATSU, "㈱", "ｶﾞ"]), min_size=1, max_size=60), st.data())
def test_a_term_is_whole_in_some_passage_wherever_the_text_was_cut(seed, data):
    text = "".join(seed) * 50
    folded = fold_with_map(text)
    start = data.draw(st.integers(0, len(folded.text) - 1))
    term = folded.text[start : start + data.draw(st.integers(1, MAX_TERM_LENGTH))]
    pieces = passages(text)
    assert any(term in fold(piece) for piece in pieces)
    assert all(len(fold(piece)) <= PASSAGE_LENGTH for piece in pieces)
    assert all(not piece.startswith(KATSU[1]) for piece in pieces)


def test_a_short_text_is_one_passage_and_a_blank_one_none():
    assert passages("窓口の予約") == ["窓口の予約"]
    assert passages(" \n　") == []


def test_hits_are_marked_in_the_text_as_it_was_written():
    assert marked("観光ＤＸの㈱", ("dx", "株")) == (
        Piece("観光"), Piece("ＤＸ", is_hit=True), Piece("の"), Piece("㈱", is_hit=True),
    )  # fmt: skip


def test_a_character_keeps_its_variation_selector_when_it_is_marked():
    assert marked(f"{KATSU}城", ("葛",)) == (Piece(KATSU, is_hit=True), Piece("城"))


def test_overlapping_hits_are_one_mark():
    assert marked("ああああ", ("ああ",)) == (Piece("ああああ", is_hit=True),)


@given(japanese, japanese)
def test_marking_changes_no_character(text, query):
    assert "".join(piece.text for piece in marked(text, terms(query))) == text


def test_an_extract_shows_the_surroundings_of_the_hit_and_where_text_was_left_out():
    pieces = extract("前" * 200 + "合意" + "後" * 200, ("合意",), around=10)
    assert [piece.text for piece in pieces] == ["…", "前" * 10, "合意", "後" * 10, "…"]


def test_an_extract_shows_the_place_where_the_terms_stand_nearest():
    pieces = extract("窓口" + "あ" * 200 + "窓口の予約", ("窓口", "予約"), around=5)
    assert "".join(piece.text for piece in pieces).endswith("窓口の予約")


def test_nearness_is_the_narrowest_stretch_with_every_term():
    assert nearness("窓口ああ予約い窓口", ("窓口", "予約")) == (4, 9)
    assert nearness("窓口", ("窓口", "予約")) is None
