"""What expressions mean, how they are written, told and taken apart."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hanpo.core.japanese import age_on
from hanpo.forms.engine.definition import Choice, Form, Item, Kind, Section, Words
from hanpo.forms.engine.expressions import (
    FUNCTIONS,
    Binary,
    Call,
    Expression,
    ExpressionError,
    Literal,
    Name,
    Negative,
    Part,
    Simple,
    This,
    as_number,
    as_text,
    as_truth,
    evaluate,
    from_parts,
    holds,
    in_words,
    names_in,
    parse,
    simple_parts,
    text,
)

TODAY = date(2026, 11, 23)
ANSWERS = {
    "yes": {"id": "yes"},
    "many": [{"id": "a"}, {"id": "c"}],
    "n": "12",
    "half": "0.5",
    "day": "2026-04-01",
    "later": {"absent": "undecided"},
    "costs": [{"what": "紙", "yen": "100"}, {"what": "筆"}, {"what": "机", "yen": "20000"}],
    "grid": {"r1": "good", "r2": "bad"},
    "who": {"family": "山田", "given": "花子"},
}

names = st.sampled_from(["q1", "q2", "costs.yen", "who.family", "利用"])
literals = st.one_of(
    st.decimals(min_value=0, max_value=10**9, allow_nan=False, allow_infinity=False, places=2).map(abs),
    st.integers(0, 10**6).map(Decimal),
    st.text(alphabet="abc はい'", max_size=5),
    st.text(alphabet='abc "', max_size=5),
).map(Literal)


def _deeper(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    operators = st.sampled_from(["or", "and", "=", "!=", "<", "<=", ">", ">=", "+", "-", "*", "div", "mod"])
    calls = st.sampled_from(sorted(FUNCTIONS)).flatmap(
        lambda name: st.lists(inner, min_size=FUNCTIONS[name][0], max_size=min(FUNCTIONS[name][1], 3)).map(
            lambda arguments: Call(name, tuple(arguments))
        )
    )
    return st.one_of(st.builds(Binary, operators, inner, inner), st.builds(Negative, inner), calls)


expressions = st.recursive(st.one_of(literals, names.map(Name), st.just(This())), _deeper, max_leaves=12)
json_values = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=8), st.sampled_from(["2024-02-29", "1e999", "-"])
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(["id", "absent", "yen", "family", "name", "day"]), inner, max_size=3),
    ),
    max_leaves=6,
)
answers_of_any_kind = st.dictionaries(st.sampled_from(["q1", "q2", "costs", "who", "利用"]), json_values, max_size=5)


@given(expressions)
def test_what_is_written_out_is_read_again_as_the_same(expression: Expression):
    assert parse(text(expression)) == expression


@given(expressions, answers_of_any_kind, json_values, st.none() | st.dates())
def test_no_answers_make_an_evaluation_fail(expression, answers, this, today):
    result = evaluate(expression, answers, this=this, today=today)
    assert isinstance(as_text(result), str)
    assert isinstance(as_number(result), Decimal)
    assert isinstance(as_truth(result), bool)


@given(st.text(max_size=40))
def test_any_text_is_an_expression_or_is_refused(written: str):
    try:
        expression = parse(written)
    except ExpressionError:
        return
    assert parse(text(expression)) == expression


@pytest.mark.parametrize(
    "written, expected",
    [
        ("${yes} = 'yes'", True),
        ("selected(${many}, 'c')", True),
        ("selected(${many}, 'b')", False),
        ("count-selected(${many})", Decimal(2)),
        ("${n} > 9", True),  # numbers, not texts: "12" comes after "9"
        ("${n} * ${half}", Decimal(6)),
        ("${nothing} = ''", True),
        ("${nothing} < 5", False),
        ("${nothing} >= 5", False),
        ("${nothing} = 0", False),
        ("${nothing} != 5", True),
        ("${later} = ''", True),
        ("${later.absent} = 'undecided'", True),
        ("sum(${costs.yen})", Decimal(20100)),
        ("max(${costs.yen})", Decimal(20000)),
        ("count(${costs})", Decimal(3)),
        ("count-non-empty(${costs.yen})", Decimal(2)),
        ("count(${nothing})", Decimal(0)),
        ("sum(${nothing.yen})", Decimal(0)),
        ("${costs.what} = '机'", True),
        ("${grid.r2} = 'bad'", True),
        ("concat(${who.family}, ' ', ${who.given})", "山田 花子"),
        ("if(${n} > 10, 'many', 'few')", "many"),
        ("coalesce(${nothing}, 'x')", "x"),
        ("not(false())", True),
        ("0.1 + 0.2", Decimal("0.3")),
        ("7 mod 2", Decimal(1)),
        ("-7 mod 2", Decimal(-1)),
        ("1 div 8", Decimal("0.125")),
        ("int(-1.5)", Decimal(-1)),
        ("round(2.5)", Decimal(3)),
        ("round(-2.5)", Decimal(-2)),
        ("round(1234.567, 2)", Decimal("1234.57")),
        ("round(1250, -2)", Decimal(1300)),
        ("string(1.50)", "1.5"),
        ("string-length('兵庫県')", Decimal(3)),
        ("regex('660-0881', '[0-9]{3}-[0-9]{4}')", True),
        ("regex('x660-0881', '[0-9]{3}-[0-9]{4}')", False),
        ("regex('x', '(')", False),
        ("${day} <= today()", True),
        ("today() - ${day}", Decimal(236)),
        ("date(${day} + 30)", "2026-05-01"),
        ("format-date(today(), '%Y/%m')", "2026/11"),
        ("1 + 2 * 3 = 7 and true()", True),
        ("1 - 2 - 3", Decimal(-4)),
        ("'b' or false()", True),
    ],
)
def test_an_expression_means_what_xlsform_means(written: str, expected: object):
    result = evaluate(parse(written), ANSWERS, today=TODAY)
    assert result == expected
    assert isinstance(result, bool) == isinstance(expected, bool)


def test_dividing_by_nothing_gives_no_number_and_no_error():
    assert as_text(evaluate(parse("1 div 0"), {})) == "Infinity"
    assert as_text(evaluate(parse("0 div 0"), {})) == "NaN"
    assert not holds(parse("0 div 0"), {})


@given(st.dates(date(1900, 1, 1), date(2020, 12, 31)), st.dates(date(2021, 1, 1), date(2030, 12, 31)))
def test_years_between_are_counted_as_ages_are(born: date, day: date):
    found = evaluate(parse("years-between(${born}, today())"), {"born": born.isoformat()}, today=day)
    assert found == age_on(born, day)


def test_one_born_on_the_twenty_ninth_of_february_is_a_year_older_on_the_first_of_march():
    expression = parse("years-between('2004-02-29', ${day})")
    assert evaluate(expression, {"day": "2026-02-28"}) == 21
    assert evaluate(expression, {"day": "2026-03-01"}) == 22


def test_a_check_sees_the_answer_itself():
    assert holds(parse(". >= 0 and . <= 100"), {}, this="50")
    assert not holds(parse(". >= 0 and . <= 100"), {}, this="500")


def test_inside_a_row_a_cell_is_the_cell_of_that_row():
    assert evaluate(parse("${costs.yen} * 2"), {**ANSWERS, "costs.yen": "7"}) == 14


@pytest.mark.parametrize(
    "written, says",
    [
        ("", "式が空です"),
        ("${q1} =", "項目か値が要ります"),
        ("${q1} = yes", "文字は「'yes'」"),
        ("${q1} = 'yes", "引用符"),
        ("(1 + 2", "かっこが閉じていません"),
        ("1 2", "つなぐ言葉"),
        ("sort(${q1})", "という関数はありません"),
        ("if(1, 2)", "3つ"),
        ("../q1 = 1", "${項目のid}"),
        ("${1} = 1", "$と波かっこ"),
        ("１ ＝ １", "半角"),
        ("(" * 50 + "1" + ")" * 50, "深すぎます"),
        ("1" + "+1" * 300, "長すぎます"),
        ("a = b", "「${a}」"),
        ("${a} ! b", "「!=」"),
    ],
)
def test_a_wrong_expression_is_refused_with_what_to_write(written: str, says: str):
    with pytest.raises(ExpressionError) as refused:
        parse(written)
    assert says in refused.value.message


def test_names_are_found_with_their_parts():
    assert names_in(parse("sum(${costs.yen}) > ${n} and not(selected(${many}, 'a'))")) == {"costs.yen", "n", "many"}


parts = st.one_of(
    st.builds(Part, names, st.sampled_from(["answered", "unanswered"])),
    st.builds(Part, names, st.sampled_from(["selected", "not-selected"]), st.text("abc", max_size=3)),
    st.builds(
        Part,
        names,
        st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
        st.one_of(st.text("abc", min_size=1, max_size=3), st.integers(-9, 9).map(Decimal), st.dates()),
    ),
)


@given(st.sampled_from(["and", "or"]), st.lists(parts, min_size=1, max_size=4))
def test_rows_of_the_condition_builder_become_an_expression_and_come_back(joined, rows):
    simple = Simple(joined if len(rows) > 1 else "and", tuple(rows))
    assert simple_parts(from_parts(simple)) == simple


@given(expressions)
def test_what_is_taken_apart_is_put_together_as_it_was(expression: Expression):
    simple = simple_parts(expression)
    assert simple is None or from_parts(simple) == expression


@pytest.mark.parametrize(
    "written", ["1 = 1", "${a} = ${b}", "(${a} = 1 or ${b} = 2) and ${c} = 3", "sum(${a.b}) > 2", "${a} < ''"]
)
def test_a_condition_that_is_not_so_simple_is_left_whole(written: str):
    assert simple_parts(parse(written)) is None


FORM = Form(
    id="f",
    title=Words("調査"),
    sections=(
        Section(
            id="s",
            items=(
                Item(
                    id="use",
                    kind=Kind.CHOICE,
                    label=Words("使いますか", en="Do you use it?"),
                    choices=(Choice(id="yes", label=Words("はい", en="Yes")), Choice(id="no", label=Words("いいえ"))),
                ),
                Item(id="n", kind=Kind.NUMBER, label=Words("人数", en="People"), unit="人"),
                Item(id="day", kind=Kind.DATE, label=Words("始める日", en="First day")),
                Item(
                    id="many",
                    kind=Kind.MULTIPLE,
                    label=Words("困りごと", en="Troubles"),
                    choices=(Choice(id="a", label=Words("時間", en="time")),),
                    has_other=True,
                ),
                Item(
                    id="costs",
                    kind=Kind.TABLE,
                    label=Words("費用"),
                    columns=(Item(id="yen", kind=Kind.MONEY, label=Words("金額")),),
                ),
            ),
        ),
    ),
)


@pytest.mark.parametrize(
    "written, japanese, english",
    [
        ("${use} = 'yes'", "「使いますか」が「はい」のとき", "when “Do you use it?” is “Yes”"),
        ("${n} >= 1200", "「人数」が1,200人以上のとき", "when “People” is at least 1,200 人"),
        ("${day} < '2026-04-01'", "「始める日」が令和8年4月1日より前のとき", "when “First day” is before 2026-04-01"),
        ("selected(${many}, 'a')", "「困りごと」で「時間」を選んだとき", "when “time” is chosen in “Troubles”"),
        (
            "not(selected(${many}, 'other'))",
            "「困りごと」で「その他」を選んでいないとき",
            "when “other” is not chosen in “Troubles”",
        ),
        ("${n} != ''", "「人数」に答えがあるとき", "when “People” is answered"),
        (
            "${use} = 'yes' and ${n} > 3",
            "「使いますか」が「はい」、かつ、「人数」が3人より大きいとき",
            "when “Do you use it?” is “Yes” and “People” is more than 3 人",
        ),
        (
            "${n} = '' and (${use} = 'yes' or ${use} = 'no')",
            "「人数」に答えがない、かつ、（「使いますか」が「はい」、または、「使いますか」が「いいえ」）のとき",
            "when “People” is not answered and (“Do you use it?” is “Yes” or “Do you use it?” is “いいえ”)",
        ),
        (
            "not(${use} = 'yes')",
            "（「使いますか」が「はい」）ではないとき",
            "when not (“Do you use it?” is “Yes”)",
        ),
        ("${gone} = 'x'", "「gone」が「x」のとき", "when “gone” is “x”"),
        (
            "sum(${costs.yen}) > 1000",
            "sum(「費用」の「金額」) > 1000 が成り立つとき",
            "when sum(“費用”, “金額”) > 1000 is true",
        ),
    ],
)
def test_a_condition_is_told_in_words(written: str, japanese: str, english: str):
    assert in_words(parse(written), FORM) == japanese
    assert in_words(parse(written), FORM, "en") == english


@given(expressions)
def test_any_expression_can_be_told(expression: Expression):
    assert in_words(expression, FORM).endswith("とき")
    assert in_words(expression, FORM, "en").startswith("when ")
