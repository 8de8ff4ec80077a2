"""Tables of answers, and the hiding of small numbers."""

from __future__ import annotations

import statistics
from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from hanpo.forms.engine.aggregates import (
    Grouping,
    Table,
    by_item,
    by_value,
    cross,
    form_tables,
    suppress,
    table,
    tables,
)
from hanpo.forms.engine.definition import Choice, Form, Item, Kind, Section, Words

ABC = tuple(Choice(id=one, label=Words(one.upper())) for one in "abc")
CHOICE = Item(id="q", kind=Kind.CHOICE, label=Words("質問"), choices=ABC)
MULTIPLE = Item(id="q", kind=Kind.MULTIPLE, label=Words("質問"), choices=ABC, has_other=True)
NUMBER = Item(id="q", kind=Kind.NUMBER, label=Words("数"))
SCALE = Item(id="q", kind=Kind.SCALE, label=Words("程度"), steps=3, high_label=Words("満足"))
SIZE = Item(
    id="size",
    kind=Kind.CHOICE,
    label=Words("規模"),
    choices=(Choice(id="big", label=Words("大")), Choice(id="small", label=Words("小"))),
)


def picked(*ids: str | None) -> list[dict]:
    return [{"q": {"id": one}} if one else {} for one in ids]


def labels(made: Table) -> list[str]:
    return [line.label.ja for line in made.lines]


def test_a_choice_is_counted_with_missing_answers_as_a_line_of_their_own():
    made = table(CHOICE, picked("a", "a", "c", None))
    assert labels(made) == ["A", "B", "C", "無回答"]
    assert made.counts == ((2,), (0,), (1,), (1,))
    assert (made.n, made.answered) == ((4,), (3,))
    assert made.share(0, 0) == Decimal("0.5")
    assert made.share(2, 0, of_answered=True) == Decimal(1) / 3


def test_an_answer_that_nobody_foresaw_and_a_retired_choice_are_not_dropped():
    item = replace(CHOICE, choices=(*ABC[:2], replace(ABC[2], is_retired=True)))
    assert labels(table(item, picked("a"))) == ["A", "B", "無回答"]
    assert labels(table(item, picked("c", "zzz"))) == ["A", "B", "C", "zzz", "無回答"]


def test_kinds_of_no_answer_are_told_apart():
    item = replace(CHOICE, absences=("undecided",))
    replies = [*picked("a", None), {"q": {"absent": "undecided"}}, {}]
    made = table(item, replies, asked=[True, True, True, False])
    assert labels(made) == ["A", "B", "C", "未定", "対象外（聞いていない）", "無回答"]
    assert [line[0] for line in made.counts] == [1, 0, 0, 1, 1, 1]
    assert made.answered == (2,)


def test_where_several_may_be_chosen_each_choice_counts_people():
    replies = [{"q": [{"id": "a"}, {"id": "b"}]}, {"q": [{"id": "a"}, {"id": "other", "text": "別の理由"}]}, {}]
    made = table(MULTIPLE, replies)
    assert [line[0] for line in made.counts] == [2, 1, 0, 1, 1]
    assert labels(made)[3] == "その他"
    assert made.several
    assert [(quote.text, quote.at) for quote in made.quotes] == [("別の理由", 1)]


def test_a_cross_table_has_a_column_for_all_and_one_for_each_group():
    replies = [
        {"q": {"id": "a"}, "size": {"id": "big"}},
        {"q": {"id": "a"}, "size": {"id": "small"}},
        {"q": {"id": "b"}, "size": {"id": "small"}},
        {"q": {"id": "b"}},
    ]
    made = cross(CHOICE, SIZE, replies)
    assert [column.label.ja for column in made.columns] == ["全体", "大", "小", "無回答"]
    assert made.counts[0] == (2, 1, 1, 0)
    assert made.counts[1] == (2, 0, 1, 1)
    assert made.n == (4, 1, 2, 1)


def test_groups_may_be_known_from_elsewhere_and_unforeseen_ones_are_not_dropped():
    groups = by_value(["市", "町", "県"], {"市": Words("市"), "町": Words("町")})
    assert [column.key for column in groups.columns] == ["市", "町", "県"]
    assert table(CHOICE, picked("a", "b", "c"), groups=groups).n == (3, 1, 1, 1)
    with pytest.raises(ValueError, match="一つだけ"):
        by_item(MULTIPLE, [])
    with pytest.raises(ValueError, match="数"):
        table(CHOICE, picked("a"), groups=groups)


def test_numbers_have_n_sum_median_and_quartiles():
    made = table(NUMBER, [{"q": "10"}, {"q": "20"}, {"q": "0.1"}, {"q": "0.2"}, {}])
    [numbers] = made.numbers
    assert (numbers.n, numbers.total, numbers.median) == (4, Decimal("30.3"), Decimal("5.1"))
    assert (numbers.low_quartile, numbers.high_quartile) == (Decimal("0.175"), Decimal("12.5"))
    assert numbers.mean == Decimal("7.575")
    assert [line[0] for line in made.counts] == [4, 1]


@given(st.lists(st.integers(-1000, 1000), min_size=2, max_size=30))
def test_quartiles_are_those_of_the_standard_library(values):
    [numbers] = table(NUMBER, [{"q": str(one)} for one in values]).numbers
    quartiles = [float(one) for one in (numbers.low_quartile, numbers.median, numbers.high_quartile)]
    assert quartiles == statistics.quantiles(values, n=4, method="inclusive")
    assert numbers.total == sum(values)


def test_a_scale_has_every_step_and_its_numbers():
    made = table(SCALE, [{"q": "3"}, {"q": "3"}, {"q": "1"}])
    assert labels(made) == ["1", "2", "3 満足", "無回答"]
    assert made.numbers[0].median == 3


def test_texts_are_listed_whole_with_where_they_stand():
    item = Item(id="q", kind=Kind.TEXT, label=Words("意見"))
    made = table(item, [{"q": "窓口が混む"}, {}, {"q": "よい"}], groups=by_value(["市", "市", "町"], {}))
    assert [(one.text, one.column, one.at) for one in made.quotes] == [("窓口が混む", "市", 0), ("よい", "町", 2)]
    assert made.counts[0] == (2, 1, 1)


def test_names_and_addresses_are_counted_and_never_listed():
    item = Item(id="q", kind=Kind.PERSON, label=Words("氏名"))
    made = table(item, [{"q": {"family": "山田"}}, {}])
    assert made.counts == ((1,), (1,))
    assert made.quotes == ()


def test_dates_are_counted_by_year():
    item = Item(id="q", kind=Kind.DATE, label=Words("開始日"))
    made = table(item, [{"q": "2024-04-01"}, {"q": "2024-12-01"}, {"q": "2026-01-01"}, {"q": "strange"}])
    assert labels(made) == ["令和6年（2024年）", "令和8年（2026年）", "無回答"]
    assert made.counts == ((2,), (1,), (1,))


def test_a_matrix_has_a_table_for_each_row():
    item = Item(
        id="q", kind=Kind.MATRIX, label=Words("満足"), choices=ABC, rows=(Choice(id="r1", label=Words("窓口")),)
    )
    [made] = tables(item, [{"q": {"r1": "a"}}, {"q": {}}, {"q": {"absent": "none"}}])
    assert made.title.ja == "満足：窓口"
    assert [line[0] for line in made.counts] == [1, 0, 0, 1, 1]


def test_the_columns_of_a_table_are_counted_over_all_its_rows():
    item = Item(
        id="t", kind=Kind.TABLE, label=Words("費用"), columns=(Item(id="yen", kind=Kind.MONEY, label=Words("金額")),)
    )
    replies = [{"t": [{"yen": "100"}, {"yen": "200"}]}, {"t": [{"yen": "300"}]}, {}]
    own, yen = tables(item, replies, groups=by_value(["市", "町", "町"], {}))
    assert own.counts == ((2, 1, 1), (1, 0, 1))
    assert yen.n == (3, 2, 1)
    assert [one.total for one in yen.numbers] == [600, 300, 300]


def test_garbage_is_a_missing_answer():
    for item in (CHOICE, MULTIPLE, NUMBER, SCALE, replace(NUMBER, kind=Kind.DATE)):
        for value in ("", [], {}, 5, "x", {"x": 1}, [1], None, "NaN", {"id": []}):
            assert sum(line[0] for line in table(item, [{"q": value}]).counts) >= 1


def test_a_whole_form_is_counted_with_those_who_were_not_asked_apart():
    why = Item(id="why", kind=Kind.TEXT, label=Words("理由"), when="${q} = 'b'")
    twice = Item(id="twice", kind=Kind.CALCULATED, label=Words("倍"), formula="${n} * 2")
    number = replace(NUMBER, id="n")
    form = Form(id="f", title=Words("調査"), sections=(Section(id="s", items=(CHOICE, why, number, twice)),))
    replies = [{"q": {"id": "a"}, "why": "no longer asked"}, {"q": {"id": "b"}, "why": "高い", "n": "4"}, {}]
    made = form_tables(form, replies)
    [reasons] = made["why"]
    assert labels(reasons) == ["回答あり", "対象外（聞いていない）", "無回答"]
    assert [line[0] for line in reasons.counts] == [1, 2, 0]
    assert [one.text for one in reasons.quotes] == ["高い"]
    assert made["twice"][0].numbers[0].total == 8


# Hiding


def test_a_small_count_is_hidden_and_another_one_with_it():
    made = suppress(table(CHOICE, picked(*"aaaaaaaa", "b", *"cccccc")), k=5)
    assert [line[0] for line in made.counts] == [8, None, None, 0]
    assert made.n == (15,)
    assert made.is_hidden(1, 0)
    assert made.share(1, 0) is None


def test_nothing_is_hidden_where_nothing_is_small():
    whole = table(CHOICE, picked(*"aaaaa", *"bbbbb"))
    assert suppress(whole, k=5).counts == whole.counts


def test_a_column_of_few_is_hidden_whole_and_its_n_is_told():
    replies = [{"q": {"id": "a"}, "size": {"id": "big"}}] * 20 + [{"q": {"id": "b"}, "size": {"id": "small"}}] * 2
    made = suppress(cross(CHOICE, SIZE, replies), k=5)
    assert [line[2] for line in made.counts] == [None, None, None, 0]
    assert made.n == (22, 20, 2)


def test_numbers_of_few_are_hidden_and_no_sum_follows_from_the_others():
    replies = [{"q": "1"}] * 10 + [{"q": "2"}] * 6 + [{"q": "1000"}]
    made = suppress(table(NUMBER, replies, groups=by_value(["A"] * 10 + ["B"] * 6 + ["C"], {})), k=5)
    assert [one.total for one in made.numbers] == [1022, 10, None, None]
    assert [one.median for one in made.numbers] == [1, 1, 2, None]
    assert made.numbers[2].mean is None


def test_the_sum_of_a_scale_tells_nothing_of_hidden_counts():
    replies = [{"q": "1"}] * 8 + [{"q": "2"}] + [{"q": "3"}] * 9
    made = suppress(table(SCALE, replies), k=5)
    assert made.numbers[0].total is None
    assert made.numbers[0].n == 18


def test_a_text_of_a_small_group_loses_the_name_of_its_group():
    item = Item(id="q", kind=Kind.TEXT, label=Words("意見"))
    made = suppress(table(item, [{"q": "A"}] * 3 + [{"q": "B"}], groups=by_value(["市"] * 3 + ["町"], {})), k=2)
    assert [one.column for one in made.quotes] == ["市", "市", "市", ""]


def test_what_stands_behind_other_does_not_betray_a_hidden_count():
    other = {"q": {"id": "other", "text": "別"}}
    item = replace(CHOICE, has_other=True)
    few = suppress(table(item, [*picked(*"aaaaaaaa"), other, other]), k=3)
    assert few.is_hidden(3, 0)
    assert few.quotes == ()
    replies = [*picked(*"aaaaaaaa"), other, *picked(*"aaaaaa"), other, other, other]
    grouped = suppress(table(item, replies, groups=by_value(["市"] * 9 + ["町"] * 9, {})), k=3)
    assert [grouped.is_hidden(3, column) for column in range(3)] == [False, True, True]
    assert [one.column for one in grouped.quotes] == [""] * 4


def test_a_table_is_hidden_once_and_with_a_sensible_number():
    made = suppress(table(CHOICE, picked("a")), k=3)
    with pytest.raises(ValueError, match="もう秘匿"):
        suppress(made, k=5)
    with pytest.raises(ValueError, match="2以上"):
        suppress(table(CHOICE, picked("a")), k=1)


@st.composite
def single_tables(draw: st.DrawFn) -> Table:
    """One-answer questions with zero to four groups, made of few people mostly."""
    lines = draw(st.integers(2, 5))
    item = replace(CHOICE, choices=tuple(Choice(id=f"c{at}", label=Words(f"C{at}")) for at in range(lines)))
    counts = st.integers(0, 12) | st.integers(0, 3)
    groups = draw(st.integers(0, 4))
    cells = draw(
        st.lists(st.lists(counts, min_size=lines + 1, max_size=lines + 1), min_size=1, max_size=max(groups, 1))
    )
    replies, of = [], []
    for group, column in enumerate(cells):
        for line, count in enumerate(column):
            answer = {"q": {"id": f"c{line}"}} if line < lines else {}
            replies += [answer] * count
            of += [f"g{group}"] * count
    labels_ = {f"g{group}": Words(f"G{group}") for group in range(len(cells))}
    return table(item, replies, groups=by_value(of, labels_) if groups else None)


@st.composite
def several_tables(draw: st.DrawFn) -> Table:
    choice = st.lists(st.sampled_from("abc"), max_size=3, unique=True)
    replies = draw(st.lists(choice, max_size=25))
    of = draw(st.lists(st.sampled_from("xyz"), min_size=len(replies), max_size=len(replies)))
    groups = by_value(of, {one: Words(one) for one in "xyz"}) if draw(st.booleans()) else None
    answers = [{"q": [{"id": one} for one in chosen]} if chosen else {} for chosen in replies]
    return table(replace(MULTIPLE, has_other=False), answers, groups=groups)


def bounds_by_linear_programming(whole: Table, made: Table, rows: list[int], k: int, answered) -> dict:
    """For each hidden count of these lines the least and the greatest number that fits everything that is shown."""
    places = [
        (line, column) for line in rows for column in range(len(made.columns)) if made.counts[line][column] is None
    ]
    at = {place: number for number, place in enumerate(places)}
    equations, sums = [], []
    for column in range(len(made.columns)):
        shown = sum(made.counts[line][column] or 0 for line in rows)
        equations.append([float(place[1] == column) for place in places])
        sums.append(answered[column] - shown)
    for line in rows if len(made.columns) > 1 else []:
        equation, right = [0.0] * len(places), 0.0
        for column in range(len(made.columns)):
            sign = -1.0 if column == 0 else 1.0
            if (line, column) in at:
                equation[at[line, column]] = sign
            else:
                right -= sign * made.counts[line][column]
        equations.append(equation)
        sums.append(right)
    limits = _least(whole, places, len(rows), k, answered)
    found = {}
    for place, number in at.items():
        goal = np.zeros(len(places))
        goal[number] = 1
        low, high = (linprog(sign * goal, A_eq=equations, b_eq=sums, bounds=limits) for sign in (1, -1))
        assert low.success
        assert high.success
        found[place] = (low.fun, -high.fun)
    return found


def _least(whole: Table, places, lines: int, k: int, answered) -> list[tuple[int, int]]:
    """A reader knows: behind a hidden count stands at least 1, but in whole columns and where another 0 is hidden."""
    small = {column for column in range(len(whole.columns)) if answered[column] < max(k, lines + 1)}
    zero = any(not whole.counts[line][column] for line, column in places if column not in small)
    most = max(answered)
    return [(0 if zero or column in small else 1, most) for _, column in places]


MANY = settings(max_examples=150)


@given(single_tables(), st.integers(2, 6))
@MANY
def test_no_hidden_count_can_be_worked_out_from_lines_columns_and_sums(whole: Table, k: int):
    made = suppress(whole, k)
    rows = [at for at, line in enumerate(whole.lines) if not line.is_missing]
    for place, (low, high) in bounds_by_linear_programming(whole, made, rows, k, whole.answered).items():
        assert high - low > 0.5, (place, made.counts)


@given(several_tables(), st.integers(2, 6))
@MANY
def test_no_hidden_count_of_several_choices_can_be_worked_out_from_its_sums(whole: Table, k: int):
    made = suppress(whole, k)
    for line in range(3):
        chosen = whole.counts[line]
        others = tuple(n - count for n, count in zip(whole.answered, chosen, strict=True))
        hidden = tuple(
            None if count is None else n - count for n, count in zip(whole.answered, made.counts[line], strict=True)
        )
        pair = replace(whole, counts=(chosen, others))
        shown = replace(made, counts=(made.counts[line], hidden))
        for place, (low, high) in bounds_by_linear_programming(pair, shown, [0, 1], k, whole.answered).items():
            assert high - low > 0.5, (place, shown.counts)


@given(st.one_of(single_tables(), several_tables()), st.integers(2, 6))
@MANY
def test_every_small_answer_is_hidden_and_what_is_shown_is_true(whole: Table, k: int):
    made = suppress(whole, k)
    for line, (before, after) in enumerate(zip(whole.counts, made.counts, strict=True)):
        for true, shown in zip(before, after, strict=True):
            assert shown is None or shown == true
            if not whole.lines[line].is_missing and 0 < true < k:
                assert shown is None
    assert (made.n, made.answered) == (whole.n, whole.answered)


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=40), st.data())
def test_groups_add_up_to_all(ids, data):
    of = tuple(data.draw(st.sampled_from("xy")) for _ in ids)
    groups = by_value(of, {"x": Words("X"), "y": Words("Y")})
    assert isinstance(groups, Grouping)
    made = table(CHOICE, picked(*ids), groups=groups)
    for line in made.counts:
        assert line[0] == line[1] + line[2]
    assert sum(line[0] for line in made.counts) == made.n[0] == len(ids)
