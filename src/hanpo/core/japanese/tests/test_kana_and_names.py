"""Kana and names: nothing stored is damaged, and what people look for is found."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.core.japanese import (
    HYOGO_MUNICIPALITIES,
    ResidentName,
    characters_outside,
    check_furigana,
    compose_kana,
    count_glyphs,
    dictionary_reading,
    fold_width,
    kana_search_key,
    lint_kana,
    name_search_key,
    search_key,
    split_glyphs,
    tidy_name,
    to_hiragana,
    to_katakana,
    unify_long_vowels,
)

KUZU_WITH_SELECTOR = "葛\U000e0100"
COMPATIBILITY_KAMI = "\ufa19"


def test_width_is_folded_and_nothing_else() -> None:
    assert fold_width("ＡＢＣ　１２３－４ ﾊﾟｰﾃｨ") == "ABC 123-4 パーティ"
    kept = f"①㈱㍻{COMPATIBILITY_KAMI}{KUZU_WITH_SELECTOR}𠮷髙﨑½"
    assert fold_width(kept) == kept


def test_a_lone_voicing_mark_does_not_hang_on_its_neighbour() -> None:
    assert fold_width("漢ﾞ") == "漢゛"
    assert fold_width("カﾞ") == "ガ"


@pytest.mark.parametrize(
    ("text", "katakana", "hiragana"),
    [
        ("かきゃっぷー", "カキャップー", "かきゃっぷー"),
        ("ｶﾞｷﾞｸﾞ", "ガギグ", "がぎぐ"),
        ("ヴァ", "ヴァ", "ゔぁ"),
        ("漢字 kana", "漢字 kana", "漢字 kana"),
    ],
)
def test_hiragana_and_katakana(text: str, katakana: str, hiragana: str) -> None:
    assert (to_katakana(text), to_hiragana(text)) == (katakana, hiragana)


def test_voicing_marks_stored_apart_are_joined_for_kana_only() -> None:
    assert compose_kana("か\u3099は\u309a") == "がぱ"
    assert compose_kana(COMPATIBILITY_KAMI) == COMPATIBILITY_KAMI


@pytest.mark.parametrize(
    ("text", "unified"),
    [("コ-ヒ-", "コーヒー"), ("コ―ヒ−", "コーヒー"), ("らーめん", "らーめん"), ("コ-1", "コ-1"), ("A-B", "A-B")],
)
def test_dashes_after_kana_are_long_vowels(text: str, unified: str) -> None:
    assert unify_long_vowels(text) == unified


@pytest.mark.parametrize(
    "spellings",
    [
        ("おおの", "オーノ", "ｵｵﾉ", "オオノ", "おうの"),
        ("キヨウコ", "キョウコ", "きょーこ"),
        ("ハツトリ", "ハットリ"),
        ("みずほ", "ミヅホ"),
        ("ヤマダ ハナコ", "ﾔﾏﾀﾞﾊﾅｺ", "ヤマダ・ハナコ"),
    ],
)
def test_spellings_of_one_reading_share_a_key(spellings: tuple[str, ...]) -> None:
    assert len({kana_search_key(spelling) for spelling in spellings}) == 1


def test_different_readings_keep_different_keys() -> None:
    assert len({kana_search_key(kana) for kana in ("オノ", "オオノ", "ウノ", "オカノ")}) == 4


def test_plain_text_is_found_in_any_width_case_and_kana() -> None:
    assert search_key("ＤＸ　スイシン") == search_key("dx すいしん") == "dx すいしん"


@given(st.text(max_size=30))
def test_keys_are_stable_when_made_twice(text: str) -> None:
    assert fold_width(fold_width(text)) == fold_width(text)
    assert to_katakana(to_hiragana(to_katakana(text))) == to_katakana(to_katakana(text))


@pytest.mark.parametrize(
    ("kana", "suggestion"),
    [
        ("キヨウコ", "キョウコ"),
        ("シヨウタ", "ショウタ"),
        ("リユウ", "リュウ"),
        ("ハツトリ", "ハットリ"),
        ("ベツプ", "ベップ"),
        ("きようこ", "キョウコ"),
        ("シヤク", "シャク"),
    ],
)
def test_a_small_kana_written_large_is_pointed_out(kana: str, suggestion: str) -> None:
    [finding] = lint_kana(kana)
    assert finding.suggestion == suggestion
    assert "確かめてください" in finding.reason_ja


@pytest.mark.parametrize(
    "kana", ["キヨシ", "ミヤ", "ミユキ", "チヨ", "マツシタ", "ナツキ", "フジヤマ", "ヒヨシ", "キョウコ", "ハットリ", ""]
)
def test_readings_with_a_true_large_kana_are_left_alone(kana: str) -> None:
    assert lint_kana(kana) == []


@pytest.mark.parametrize("place", HYOGO_MUNICIPALITIES, ids=lambda place: place.code)
def test_no_municipality_is_suspected(place: object) -> None:
    assert lint_kana(place.kana) == []  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "kana", "advice"),
    [
        ("山田 花子", "", "入れてください"),
        ("山田 花子", "YAMADA ハナコ", "使えません"),
        ("山田 花子", "ヤマダハナコ", "氏と名の間"),
        ("山田 さくら", "ヤマダ ハナコ", "「さくら」"),
        ("長谷川 一", "ハ ハジメ", "短すぎ"),
        ("山田 花子", "ャマダ ハナコ", "始まりません"),
        ("服部 花子", "ハツトリ ハナコ", "ハットリ"),
        ("松下 京子", "ﾏﾂｼﾀ ｷﾖｳｺ", "キョウコ"),
    ],
)
def test_a_doubtful_reading_is_explained(name: str, kana: str, advice: str) -> None:
    assert any(advice in finding.reason_ja for finding in check_furigana(name, kana))


@pytest.mark.parametrize(
    ("name", "kana"),
    [
        ("山田 花子", "ヤマダ ハナコ"),
        ("田中　清", "たなか　きよし"),
        ("松下 美優", "ﾏﾂｼﾀ ﾐﾕ"),
        ("服部 さくら", "ハットリ サクラ"),
        ("東海林 太郎", "ショウジ タロウ"),
    ],
)
def test_a_good_reading_raises_no_finding(name: str, kana: str) -> None:
    assert check_furigana(name, kana) == []


def test_the_place_of_a_finding_counts_from_the_start_of_the_reading() -> None:
    [finding] = check_furigana("松下 京子", "マツシタ キヨウコ")
    assert (finding.position, finding.found) == (6, "ヨ")


def test_the_dictionary_reads_a_name() -> None:
    assert dictionary_reading("服部") == "ハットリ"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("髙橋", "高橋"),
        ("山﨑", "山崎"),
        ("𠮷田", "吉田"),
        ("渡邉", "渡辺"),
        ("渡邊", "渡辺"),
        ("齋藤", "斎藤"),
        ("齊藤", "斉藤"),
        ("濵田", "浜田"),
        ("澤田", "沢田"),
        (KUZU_WITH_SELECTOR, "葛"),
        (COMPATIBILITY_KAMI, "神"),
        ("山田　太郎", "山田太郎"),
        ("やまた\u3099", "ヤマダ"),
        ("SMITH John", "ｓｍｉｔｈＪＯＨＮ"),
    ],
)
def test_variants_of_a_name_are_found_together(written: str, plain: str) -> None:
    assert name_search_key(written) == name_search_key(plain)


@given(st.text(max_size=20))
def test_a_search_key_of_a_name_is_made_once(text: str) -> None:
    key = name_search_key(text)
    assert not any(character.isspace() for character in key)
    assert not any(
        unicodedata.category(character) == "Mn" and "VARIATION" in unicodedata.name(character, "") for character in key
    )


@pytest.mark.parametrize(
    ("text", "count"), [("葛飾", 2), (KUZU_WITH_SELECTOR + "飾", 2), ("𠮷", 1), ("か\u3099", 1), ("", 0)]
)
def test_glyphs_are_counted_as_a_reader_sees_them(text: str, count: int) -> None:
    assert count_glyphs(text) == count
    assert "".join(split_glyphs(text)) == text


@given(st.text(max_size=30))
def test_splitting_into_glyphs_loses_nothing(text: str) -> None:
    assert "".join(split_glyphs(text)) == text


def test_tidying_a_name_touches_spaces_and_half_width_kana_only() -> None:
    assert tidy_name("  ﾔﾏﾀﾞ \u3000 太郎 ") == "ヤマダ　太郎"
    kept = f"{KUZU_WITH_SELECTOR}{COMPATIBILITY_KAMI}𠮷髙﨑"
    assert tidy_name(kept) == kept


@given(st.text(alphabet=st.characters(min_codepoint=0x3400, max_codepoint=0x2FA1F), max_size=10))
def test_tidying_twice_changes_nothing_more(text: str) -> None:
    assert tidy_name(tidy_name(text)) == tidy_name(text)


def test_characters_that_a_cp932_file_cannot_hold_are_named() -> None:
    assert characters_outside("𠮷田髙﨑") == ["𠮷"]
    assert characters_outside(KUZU_WITH_SELECTOR + "飾") == [KUZU_WITH_SELECTOR]
    assert characters_outside("𠮷田", "utf-8") == []


def test_a_former_name_is_printed_beside_and_found() -> None:
    name = ResidentName("山田", "花子", "ヤマダ", "ハナコ", former_family="佐藤", former_family_kana="サトウ")
    assert name.full == "山田　花子"
    assert name.full_kana == "ヤマダ　ハナコ"
    assert name.with_former_family == "山田［佐藤］花子"
    assert {name_search_key("佐藤花子"), name_search_key("さとう はなこ")} <= name.search_keys


def test_a_common_name_is_the_one_to_call() -> None:
    name = ResidentName("", "", common_name="木村 ジョン", roman="KIMURA JOHN")
    assert (name.called, name.full, name.with_former_family) == ("木村 ジョン", "KIMURA JOHN", "KIMURA JOHN")
    assert name_search_key("kimurajohn") in name.search_keys
    assert ResidentName("山田", "花子").called == "山田　花子"
