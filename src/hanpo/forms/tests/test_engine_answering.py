"""Answers as people type them: read, refused, checked, shown."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hanpo.forms.engine.answering import Read, Refused, check, convert, number_text, read_typed, shown
from hanpo.forms.engine.definition import Check, Choice, Item, Kind, Words
from hanpo.forms.tests.engine_forms import items

LABEL = Words("質問", en="Question")
YES_NO = (
    Choice(id="yes", label=Words("はい", en="Yes")),
    Choice(id="no", label=Words("いいえ")),
    Choice(id="none", label=Words("特になし"), is_alone=True),
    Choice(id="old", label=Words("以前の選択肢"), is_retired=True),
)
IVS = "葛\U000e0100城"


def item(kind: Kind, **more: Any) -> Item:
    return Item(id="q", kind=kind, label=LABEL, **more)


COUNT = item(Kind.NUMBER, unit="人")
MONEY = item(Kind.MONEY)
THOUSANDS = item(Kind.NUMBER, unit="千円")
HOURS = item(Kind.NUMBER, unit="時間", decimals=1)
DATE = item(Kind.DATE)
CHOICE = item(Kind.CHOICE, choices=YES_NO, has_other=True)
MULTIPLE = item(Kind.MULTIPLE, choices=YES_NO, has_other=True)
MATRIX = item(
    Kind.MATRIX, choices=YES_NO, rows=(Choice(id="r1", label=Words("窓口")), Choice(id="r2", label=Words("電話")))
)
TABLE = item(
    Kind.TABLE,
    columns=(
        Item(id="what", kind=Kind.TEXT, label=Words("品名"), required=True),
        Item(id="yen", kind=Kind.MONEY, label=Words("金額")),
    ),
    most_rows=2,
)


@pytest.mark.parametrize(
    "asked, typed, value",
    [
        (COUNT, "12", "12"),
        (COUNT, "１２３", "123"),
        (COUNT, "1,234人", "1234"),
        (COUNT, "5名", "5"),
        (COUNT, "百二十", "120"),
        (COUNT, "-3", "-3"),
        (COUNT, "  7 ", "7"),
        (MONEY, "3万円", "30000"),
        (MONEY, "1.5千円", "1500"),
        (MONEY, "¥30,000", "30000"),
        (THOUSANDS, "3万円", "30"),
        (THOUSANDS, "1,234千円", "1234"),
        (THOUSANDS, "1,234", "1234"),
        (HOURS, "30分", "0.5"),
        (HOURS, "2時間", "2"),
        (item(Kind.NUMBER, unit="%"), "12％", "12"),
        (item(Kind.NUMBER), "5件", "5"),
        (item(Kind.SCALE), "４", "4"),
        (DATE, "令和六年四月一日", "2024-04-01"),
        (DATE, "R6.4.1", "2024-04-01"),
        (DATE, "2024/4/1", "2024-04-01"),
        (DATE, "2024-04-01", "2024-04-01"),
        (DATE, {"era": "令和", "year": "6", "month": "4", "day": "1"}, "2024-04-01"),
        (DATE, {"year": "", "month": "", "day": ""}, None),
        (item(Kind.TEXT), "  紙の申請書 \r\n二枚 ", "紙の申請書 \n二枚"),
        (item(Kind.TEXT), "なし", "なし"),
        (item(Kind.TEXT, absences=("none",)), "該当なし", {"absent": "none"}),
        (COUNT, "", None),
        (replace(COUNT, absences=("undecided",)), "未定", {"absent": "undecided"}),
        (replace(COUNT, absences=("unknown",)), {"absent": "unknown"}, {"absent": "unknown"}),
        (CHOICE, "yes", {"id": "yes"}),
        (CHOICE, "はい", {"id": "yes"}),
        (CHOICE, "ＹＥＳ", {"id": "yes"}),
        (CHOICE, {"id": "other", "text": " 一部だけ "}, {"id": "other", "text": "一部だけ"}),
        (CHOICE, "その他（一部だけ）", {"id": "other", "text": "一部だけ"}),
        (CHOICE, "", None),
        (MULTIPLE, ["no", "yes", "no"], [{"id": "yes"}, {"id": "no"}]),
        (MULTIPLE, {"ids": ["other"], "text": "別"}, [{"id": "other", "text": "別"}]),
        (MULTIPLE, "いいえ、はい", [{"id": "yes"}, {"id": "no"}]),
        (MULTIPLE, [], None),
        (replace(MULTIPLE, absences=("undecided",)), ["未定"], {"absent": "undecided"}),
        (replace(MULTIPLE, absences=("undecided",)), "未定", {"absent": "undecided"}),
        (MATRIX, {"r2": "はい", "r1": ""}, {"r2": "yes"}),
        (TABLE, [{"what": "紙", "yen": "1,200円"}, {"what": "", "yen": ""}], [{"what": "紙", "yen": "1200"}]),
        (
            item(Kind.ADDRESS),
            {"postal": "〒６６０－０８８１", "city": "尼崎市", "rest": "昭和通1-1"},
            {"postal": "6600881", "city": "尼崎市", "rest": "昭和通1-1"},
        ),
        (
            item(Kind.ADDRESS),
            "660-0881 尼崎市昭和通1-1",
            {"postal": "6600881", "prefecture": "兵庫県", "city": "尼崎市", "rest": "昭和通1-1"},
        ),
        (item(Kind.PERSON), "山田 花子", {"family": "山田", "given": "花子"}),
        (item(Kind.PERSON), {"family": IVS, "given": "﨑"}, {"family": IVS, "given": "﨑"}),
        (item(Kind.PERSON), {"family_kana": "やまだ"}, {"family_kana": "ヤマダ"}),
        (item(Kind.SIGNATURE), {"name": "山田 花子", "day": "R8.4.1"}, {"name": "山田\u3000花子", "day": "2026-04-01"}),
        (item(Kind.FILE), {"file": 3, "name": "a.pdf"}, {"file": 3, "name": "a.pdf"}),
        (item(Kind.NOTE), "x", None),
    ],
)
def test_what_can_mean_one_thing_is_read(asked: Item, typed: Any, value: Any):
    outcome = read_typed(asked, typed)
    assert isinstance(outcome, Read), outcome
    assert outcome.value == value
    assert not outcome.confirm


@pytest.mark.parametrize(
    "asked, typed, says, proposal",
    [
        (COUNT, "10〜20", "範囲", None),
        (COUNT, "100以上", "下限", None),
        (COUNT, "1、3", "一つだけ", None),
        (COUNT, "5件", "例 12人", None),
        (COUNT, "未定", "例 12人", None),
        (COUNT, "○", "印", None),
        (THOUSANDS, "3万", "円まで", None),
        (THOUSANDS, "1,234人", "千円で入れて", None),
        (HOURS, "20分", "割り切れません", None),
        (DATE, "令和6年4月", "日まで", None),
        (DATE, "平成32年4月1日", "令和2年", "2020-04-01"),
        (DATE, "2024/2/30", "という日はありません", None),
        (CHOICE, "たぶん", "選んでください", {"id": "other", "text": "たぶん"}),
        (replace(MULTIPLE, has_other=False), ["yes", "たぶん"], "選んでください", None),
        (replace(MULTIPLE, has_other=False, absences=("undecided",)), ["yes", "未定"], "選んでください", None),
        (MATRIX, {"r9": "yes"}, "r9", None),
        (TABLE, [{"what": "紙", "yen": "高い"}], "1行目の「金額」", None),
        (TABLE, [{"what": "紙", "price": "5"}], "price", None),
        (item(Kind.ADDRESS), {"postal": "123"}, "7けた", None),
        (item(Kind.SIGNATURE), {"name": "山田"}, "名前と日付", None),
        (COUNT, ["1"], "もう一度", None),
        (COUNT, {"absent": "none"}, "もう一度", None),
    ],
)
def test_what_is_doubtful_is_refused_with_what_to_enter(asked: Item, typed: Any, says: str, proposal: Any):
    outcome = read_typed(asked, typed)
    assert isinstance(outcome, Refused), outcome
    assert says in outcome.message
    assert outcome.proposal == proposal


def test_an_approximate_number_is_read_but_must_be_confirmed():
    outcome = read_typed(COUNT, "約１００人")
    assert outcome == Read(
        "100", ("「約１００人」を「100人」としました。およその数でよいか、確かめてください。",), confirm=True
    )


@pytest.mark.parametrize(
    "asked, typed", [(CHOICE, {"id": "yes", "text": "別"}), (MULTIPLE, {"ids": ["yes"], "text": "別"})]
)
def test_a_text_for_other_that_was_not_chosen_is_not_dropped_unseen(asked: Item, typed: Any):
    outcome = read_typed(asked, typed)
    assert isinstance(outcome, Read)
    assert outcome.confirm
    assert "「別」は入れていません" in outcome.repairs[0]
    assert len(outcome.repairs) == 1


def test_a_dash_is_no_answer_and_never_nought():
    outcome = read_typed(COUNT, "―")
    assert isinstance(outcome, Read)
    assert outcome.value is None
    assert outcome.confirm


def test_a_repair_is_told_and_an_ordinary_number_needs_none():
    assert read_typed(MONEY, "30,000").repairs == ()
    assert read_typed(MONEY, "3万円").repairs == ("「3万円」を「30,000円」と読みました。",)
    assert read_typed(DATE, "R6.4.1").repairs == ("「R6.4.1」を「令和6年4月1日」と読みました。",)
    assert read_typed(MONEY, "3万円", language="en").repairs == ("“3万円” was read as “30,000 yen”.",)


def test_characters_that_no_database_takes_are_removed_and_told():
    outcome = read_typed(item(Kind.TEXT), "紙\x00の\ud800束")
    assert outcome == Read("紙の束", ("見えない文字を取り除きました。",))


def test_in_english_the_messages_are_english():
    outcome = read_typed(COUNT, "10〜20", language="en")
    assert isinstance(outcome, Refused)
    assert outcome.message == "“10〜20” is not one number. Enter a number such as 12."


RULE = Check(rule=". <= ${most}", message=Words("上限を超えています。小さくしてください。"))
anything = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=10), st.dates()),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(
            st.one_of(
                st.text(max_size=3), st.sampled_from(["id", "ids", "text", "absent", "name", "day", "postal", "file"])
            ),
            inner,
            max_size=3,
        ),
    ),
    max_leaves=6,
)


@given(items, anything, st.sampled_from(["ja", "easy", "en"]))
def test_whatever_is_sent_is_read_or_refused_and_what_is_read_can_be_checked_and_shown(asked, raw, language):
    outcome = read_typed(asked, raw, language=language)
    if isinstance(outcome, Refused):
        assert outcome.message
        return
    assert isinstance(shown(asked, outcome.value, language), str)
    assert isinstance(check(asked, outcome.value, {}, language=language), tuple)


@given(items, anything)
@example(item(Kind.CHOICE), {"id": None})
def test_a_value_of_any_shape_is_checked_and_shown_without_an_error(asked, value):
    assert isinstance(shown(asked, value), str)
    assert all(check(asked, value, {}))


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3))
def test_a_number_that_was_read_is_read_again_as_itself(number: Decimal):
    asked = item(Kind.NUMBER, unit="円", decimals=3)
    written = number_text(number)
    assert read_typed(asked, written) == Read(written)
    assert read_typed(asked, shown(asked, written)).value == written


@pytest.mark.parametrize(
    "asked, value, says",
    [
        (replace(COUNT, required=True), None, "「質問」に答えてください"),
        (replace(COUNT, low=Decimal(1)), "0", "1人以上"),
        (replace(MONEY, high=Decimal(10000)), "10001", "10,000円以下"),
        (COUNT, "0.5", "小数のない"),
        (replace(COUNT, decimals=1), "0.55", "1けたまで"),
        (item(Kind.SCALE), "6", "1から5"),
        (COUNT, "1e5", "もう一度"),
        (DATE, "20240401", "もう一度"),
        (CHOICE, {"id": "gone"}, "もう一度"),
        (CHOICE, {"id": "old"}, "今は選べません"),
        (CHOICE, {"id": "other"}, "その他」の内容"),
        (MULTIPLE, [{"id": "yes"}, {"id": "none"}], "「特になし」を選ぶときは"),
        (replace(MATRIX, required=True), {"r1": "yes"}, "「電話」の行"),
        (TABLE, [{"yen": "5"}], "1行目の「品名」"),
        (TABLE, [{"what": "a"}] * 3, "2行まで"),
        (item(Kind.TEXT, most_characters=2), IVS + "市", "2字まで"),
        (item(Kind.PERSON, required=True), {"family_kana": "ヤマダ"}, "氏と名"),
        (item(Kind.PERSON), {"family_kana": "山田"}, "カタカナ"),
        (item(Kind.ADDRESS, required=True), {"postal": "6600881"}, "住所も"),
        (item(Kind.TEXT), {"absent": "none"}, "もう一度"),
        (replace(COUNT, checks=(RULE,)), "6", "上限を超えています"),
    ],
)
def test_a_value_against_the_rules_is_told_what_to_do(asked: Item, value: Any, says: str):
    [message] = check(asked, value, {"most": "5"})
    assert says in message


@pytest.mark.parametrize(
    "asked, value",
    [
        (item(Kind.TEXT, most_characters=2), IVS),
        (replace(COUNT, checks=(RULE,)), "5"),
        (COUNT, None),
        (MULTIPLE, [{"id": "none"}]),
        (TABLE, [{"what": "a", "yen": "5"}]),
        (replace(COUNT, required=True, absences=("undecided",)), {"absent": "undecided"}),
    ],
)
def test_a_value_that_meets_the_rules_may_stand(asked: Item, value: Any):
    assert check(asked, value, {"most": "5"}) == ()


def test_a_rule_of_a_column_looks_at_its_own_row():
    rule = Check(rule="${q.what} != '無料' or . = 0", message=Words("無料のときは0円にしてください。"))
    table = replace(TABLE, columns=(TABLE.columns[0], replace(TABLE.columns[1], checks=(rule,))))
    rows = [{"what": "有料", "yen": "5"}, {"what": "無料", "yen": "5"}]
    assert check(table, rows, {}) == ("2行目の「金額」：無料のときは0円にしてください。",)


@pytest.mark.parametrize(
    "asked, value, japanese, english",
    [
        (MONEY, "30000", "30,000円", "30,000 yen"),
        (COUNT, "1234", "1,234人", "1,234 人"),
        (DATE, "2024-04-01", "令和6年4月1日", "1 April 2024"),
        (DATE, "1870-04-01", "1870年4月1日", "1 April 1870"),
        (CHOICE, {"id": "yes"}, "はい", "Yes"),
        (CHOICE, {"id": "other", "text": "別"}, "その他（別）", "Other (別)"),
        (CHOICE, {"id": "old"}, "以前の選択肢", "以前の選択肢"),
        (MULTIPLE, [{"id": "yes"}, {"id": "no"}], "はい、いいえ", "Yes, いいえ"),
        (MATRIX, {"r1": "yes"}, "窓口：はい", "窓口: Yes"),
        (TABLE, [{"what": "紙", "yen": "1200"}, {"what": "筆"}], "紙 / 1,200円；筆", "紙 / 1,200 yen; 筆"),
        (COUNT, {"absent": "undecided"}, "未定", "Undecided"),
        (COUNT, None, "", ""),
        (item(Kind.SCALE, high_label=Words("満足", en="content")), "5", "5（満足）", "5 (content)"),
        (
            item(Kind.ADDRESS),
            {"postal": "6600881", "prefecture": "兵庫県", "city": "尼崎市", "rest": "昭和通1-1", "building": "101号"},
            "〒660-0881 兵庫県尼崎市昭和通1-1 101号",
            "〒660-0881 兵庫県尼崎市昭和通1-1 101号",
        ),
        (
            item(Kind.PERSON),
            {"family": "山田", "given": "花子", "former": "佐藤", "family_kana": "ヤマダ", "given_kana": "ハナコ"},
            "山田［佐藤］花子（ヤマダ ハナコ）",
            "山田［佐藤］花子 (ヤマダ ハナコ)",
        ),
        (item(Kind.SIGNATURE), {"name": "山田", "day": "2026-04-01"}, "山田（令和8年4月1日）", "山田 (1 April 2026)"),
        (item(Kind.FILE), {"file": 3, "name": "a.pdf"}, "a.pdf", "a.pdf"),
        (item(Kind.CALCULATED, unit="円"), "1200", "1,200円", "1,200 円"),
        (item(Kind.CALCULATED), "対象", "対象", "対象"),
    ],
)
def test_a_value_is_shown_in_words(asked: Item, value: Any, japanese: str, english: str):
    assert shown(asked, value) == japanese
    assert shown(asked, value, "en") == english


def test_units_are_converted_exactly_or_not_at_all():
    assert convert(Decimal(3000), "円", "千円") == 3
    assert convert(Decimal("1.5"), "ha", "a") == 150
    assert convert(Decimal(20), "分", "時間") is None
    assert convert(Decimal(1), "年", "か月") == 12


def test_today_is_known_to_rules():
    rule = Check(rule=". <= today()", message=Words("今日までの日を入れてください。"))
    asked = replace(DATE, checks=(rule,))
    assert check(asked, "2026-11-24", {}, today=date(2026, 11, 23)) == ("今日までの日を入れてください。",)
    assert check(asked, "2026-11-23", {}, today=date(2026, 11, 23)) == ()
    assert check(asked, "2026-11-24", {}) == ()
