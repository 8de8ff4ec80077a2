"""Forms as XLSForm and back."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyxform.xls2xform import convert

from hanpo.forms.engine.definition import DefinitionError, Form, Kind
from hanpo.forms.engine.faults import faults
from hanpo.forms.engine.reading import read_form
from hanpo.forms.engine.xlsform import Sheets, from_xlsform, to_xlsform
from hanpo.forms.tests.engine_forms import forms

SLOW = settings(max_examples=40)


def xform(sheets: Sheets) -> str:
    """What the reference implementation of XLSForm makes of the sheets."""
    headings = [dict.fromkeys(name for row in sheets.choices for name in row)]
    whole = {
        "survey": [dict(row) for row in sheets.survey],
        "choices": [dict(row) for row in sheets.choices],
        "choices_header": headings,
        "settings": [dict(sheets.settings)],
    }
    return convert(whole, validate=False).xform


@given(forms())
@SLOW
def test_a_form_written_as_xlsform_is_read_again_as_the_same(form: Form):
    again, notes = from_xlsform(to_xlsform(form))
    assert again == form
    assert notes == ()


@given(forms())
@SLOW
def test_the_reference_implementation_takes_every_form_that_is_written(form: Form):
    written = xform(to_xlsform(form))
    for item in form.items():
        assert f"<{item.id}" in written or f"/{item.id}" in written


FORM = read_form(
    {
        "id": "survey",
        "title": {"ja": "調査", "en": "Survey"},
        "intro": "はじめに",
        "languages": ["ja", "en"],
        "sections": [
            {
                "id": "use",
                "title": "利用",
                "note": "利用について聞きます",
                "items": [
                    {
                        "id": "use",
                        "kind": "choice",
                        "label": {"ja": "使いますか", "en": "Do you use it?"},
                        "required": True,
                        "choices": [
                            {"id": "yes", "label": {"ja": "はい", "en": "Yes"}},
                            {"id": "old", "label": "以前の選択肢", "is_retired": True},
                            {"id": "no", "label": "いいえ"},
                        ],
                        "has_other": True,
                    },
                    {
                        "id": "what",
                        "kind": "multiple",
                        "label": "困りごと",
                        "choices": [
                            {"id": "time", "label": "時間"},
                            {"id": "none", "label": "特になし", "is_alone": True},
                        ],
                    },
                ],
            },
            {
                "id": "more",
                "when": "${use} = 'yes' or ${use.text} != ''",
                "items": [
                    {"id": "n", "kind": "number", "label": "人数", "unit": "人", "low": 0, "high": 100},
                    {"id": "born", "kind": "date", "label": "生年月日", "term": "person.birth_date"},
                    {
                        "id": "grown",
                        "kind": "text",
                        "label": "成人の質問",
                        "when": "years-between(${born}, today()) >= 18 and ${n.absent} = ''",
                        "most_characters": 50,
                        "checks": [{"rule": ". != 'x'", "message": "x 以外で書いてください。"}],
                    },
                    {
                        "id": "costs",
                        "kind": "table",
                        "label": "費用",
                        "columns": [
                            {"id": "what", "kind": "text", "label": "品名"},
                            {"id": "yen", "kind": "money", "label": "金額", "when": "${costs.what} != ''"},
                        ],
                    },
                    {"id": "all", "kind": "calculated", "label": "合計", "formula": "sum(${costs.yen})"},
                    {
                        "id": "grid",
                        "kind": "matrix",
                        "label": "満足",
                        "rows": [{"id": "r1", "label": "窓口"}, {"id": "r2", "label": "電話"}],
                        "choices": [{"id": "good", "label": "よい"}, {"id": "bad", "label": "わるい"}],
                    },
                    {"id": "who", "kind": "person", "label": "氏名", "required": True},
                    {"id": "where", "kind": "address", "label": "住所"},
                    {"id": "scale", "kind": "scale", "label": "満足度", "steps": 7},
                    {"id": "sign", "kind": "signature", "label": "署名"},
                    {
                        "id": "end",
                        "kind": "note",
                        "label": "おわり",
                        "when": "${grid.r1} = 'good' and ${who.family} != ''",
                    },
                ],
            },
        ],
    }
)


def test_every_kind_is_written_in_the_words_of_xlsform():
    sheets = to_xlsform(FORM, version="3")
    rows = {row["name"]: row for row in sheets.survey if not row["type"].startswith("end_")}
    assert rows["use"]["type"] == "select_one use"
    assert rows["use.text"]["relevant"] == "selected(${use}, 'other')"
    assert rows["what"]["constraint"] == "not(selected(., 'none') and count-selected(.) > 1)"
    assert (rows["n"]["type"], rows["n"]["constraint"]) == ("integer", ". >= 0 and . <= 100")
    assert rows["n"]["hint::日本語 (ja)"] == "（単位：人）"
    assert rows["costs"]["type"] == "begin_repeat"
    assert rows["costs.yen"]["type"] == "integer"
    assert rows["all"]["calculation"] == "sum(${costs.yen})"
    assert rows["grid"]["appearance"] == "table-list"
    assert rows["grid.r1"]["type"] == "select_one grid"
    assert rows["who.family"]["required"] == "yes"
    assert rows["scale"]["parameters"] == "start=1 end=7 step=1"
    assert rows["sign"] == {"type": "image", "name": "sign", "label::日本語 (ja)": "署名", "appearance": "signature"}
    assert [row["name"] for row in sheets.choices if row["list_name"] == "use"] == ["yes", "no", "other"]
    assert sheets.settings["version"] == "3"


def test_ages_are_counted_elsewhere_as_here():
    [row] = [row for row in to_xlsform(FORM).survey if row["name"] == "grown"]
    assert "years-between" not in row["relevant"]
    assert "format-date(${born}, '%Y%m%d')" in row["relevant"]


def test_the_form_is_taken_by_the_reference_implementation_and_comes_back_whole():
    sheets = to_xlsform(FORM)
    written = xform(sheets)
    assert 'calculate="sum( /data/sec.more/costs/costs.yen )"' in written
    assert from_xlsform(sheets) == (FORM, ())


def test_a_sheet_edited_elsewhere_is_read_with_what_was_edited():
    sheets = to_xlsform(FORM)
    survey = [dict(row) for row in sheets.survey]
    [row] = [row for row in survey if row["name"] == "n"]
    row |= {"label::日本語 (ja)": "職員の数", "constraint": ". >= 1 and . <= 9", "required": "yes"}
    form, notes = from_xlsform(Sheets(tuple(survey), sheets.choices, sheets.settings))
    item = form.item("n")
    assert (item.label.ja, item.low, item.high, item.unit, item.required) == ("職員の数", 1, 9, "人", True)
    assert form.item("born").term == "person.birth_date"
    assert notes == ()


FOREIGN = Sheets(
    survey=(
        {"type": "start", "name": "start"},
        {"type": "text", "name": "place name", "label": "場所", "default": "x"},
        {"type": "begin group", "name": "g", "label": "区分", "relevant": "${ok} = 'y'"},
        {"type": "text", "name": "name", "label": "名前", "label::Français (fr)": "Nom"},
        {"type": "begin group", "name": "inner", "relevant": "${name} = 'a'"},
        {"type": "decimal", "name": "w", "label": "重さ", "constraint": ". > 0", "constraint_message": "0より大きく"},
        {"type": "end group"},
        {"type": "end group"},
        {"type": "begin repeat", "name": "child", "label": "子"},
        {"type": "integer", "name": "age", "label": "年齢", "relevant": "${name} != ''"},
        {"type": "end repeat"},
        {"type": "calculate", "name": "sum_age", "calculation": "sum(${age})"},
        {"type": "select one yn or_other", "name": "ok", "label": "よいですか", "required": "true()"},
        {"type": "geopoint", "name": "pos", "label": "位置", "relevant": "position(..) = 1"},
        {"type": "range", "name": "deg", "label": "温度", "parameters": "start=0 end=40 step=0.5"},
        {"type": "select_multiple yn", "name": "m", "label": "複数", "choice_filter": "x = 1"},
        {"type": "text", "name": "dup.a", "label": "一"},
        {"type": "text", "name": "other.a", "label": "二"},
    ),
    choices=({"list name": "yn", "name": "y", "label": "はい"}, {"list name": "yn", "name": "n", "label": "いいえ"}),
    settings={"form_title": "他の調査"},
)


def test_a_form_of_another_tool_is_read_and_what_has_no_counterpart_is_told():
    form, notes = from_xlsform(FOREIGN)
    assert [fault for fault in faults(form) if not fault.is_warning] == []
    assert [section.id for section in form.sections] == ["main", "g", "main_2"]
    assert form.title.ja == "他の調査"
    assert form.item("w").when == "${name} = 'a'"
    assert form.item("w").checks[0].message.ja == "0より大きく"
    assert form.item("child").columns[0].id == "age"
    assert form.item("sum_age").formula == "sum(${child.age})"
    assert form.item("ok").has_other
    assert form.item("ok").required
    assert [choice.id for choice in form.item("m").choices] == ["y", "n"]
    assert form.item("deg").kind is Kind.NUMBER
    assert (form.item("deg").low, form.item("deg").high) == (0, 40)
    assert form.item("a").label.ja == "一"
    assert form.item("a_2").label.ja == "二"
    told = "\n".join(notes)
    for word in ("start", "default", "Français (fr)", "geopoint", "relevant", "choice_filter", "inner"):
        assert word in told


@pytest.mark.parametrize(
    "survey, says",
    [
        ((), "質問の行がありません"),
        (({"type": "begin_group", "name": "g"},), "終わり"),
        (({"type": "end_group", "name": "g"},), "始まり"),
        (({"type": "begin_repeat", "name": "g"}, {"type": "end_group"}), "始まり"),
    ],
)
def test_rows_that_are_no_survey_are_refused(survey: tuple[dict[str, str], ...], says: str):
    with pytest.raises(DefinitionError) as refused:
        from_xlsform(Sheets(survey))
    assert says in refused.value.message


def test_words_with_a_reference_in_them_are_not_taken_for_one():
    form = read_form(
        {
            "id": "f",
            "title": "x",
            "sections": [{"id": "s", "items": [{"id": "q", "kind": "text", "label": "${q} とは"}]}],
        }
    )
    sheets = to_xlsform(form)
    assert not re.search(r"\$\{", str(sheets.survey))
    assert "とは" in xform(sheets)
    assert from_xlsform(sheets) == (form, ())


TYPES = (
    "text|integer|decimal|date|select_one a|select_multiple a or_other|begin_group|end_group|begin repeat|end repeat"
    "|note|calculate|range|image|geopoint|start|select_one||begin_repeat|end_repeat|時刻"
).split("|")
NAMES = ("q1", "q2", "g.a", "g", "q1.text", "質問", "", "1", "sec.s", "a b", "g.postal")
CELLS = (
    "|yes|${q1} = 'a'|${g.a} > 1|foo(1)|. >= 1 and . <= 5|table-list|start=a end=5|x|{|[]"
    '|{"kind": "text"}|{"kind": 5}|{"id": null}|{"columns": [1]}'
).split("|")
COLUMNS = ("label", "label::English (en)", "label:french", "hint", "relevant", "constraint", "required", "calculation",
           "appearance", "parameters", "hanpo")  # fmt: skip
strange_rows = st.fixed_dictionaries(
    {"type": st.sampled_from(TYPES), "name": st.sampled_from(NAMES)},
    optional={column: st.sampled_from(CELLS) for column in COLUMNS},
)
strange_choices = st.fixed_dictionaries(
    {"list_name": st.sampled_from(["a", "", "b"]), "name": st.sampled_from(["x", "y", "other", ""])},
    optional={"label": st.sampled_from(CELLS)},
)


@given(st.lists(strange_rows, max_size=7), st.lists(strange_choices, max_size=3))
@settings(max_examples=200, suppress_health_check=list(HealthCheck))
def test_any_rows_are_a_form_that_can_be_written_again_or_are_refused(survey, choices):
    try:
        form, _ = from_xlsform(Sheets(tuple(survey), tuple(choices)))
    except DefinitionError:
        return
    faults(form)
    assert from_xlsform(to_xlsform(form))[0] == form


def test_words_in_an_unknown_language_alone_stand_in_for_japanese():
    survey = ({"type": "text", "name": "q", "label:swahili": "Jina"}, {"type": "text", "name": "r", "hint": "書いて"})
    form, notes = from_xlsform(Sheets(survey, (), {"id_string": "f"}))
    assert (form.title.ja, form.item("q").label.ja, form.item("r").label.ja) == ("f", "Jina", "書いて")
    assert "swahili" in notes[0]


def test_a_name_that_stands_in_two_groups_becomes_two_items():
    group = [{"type": "begin group", "name": "g"}, {"type": "text", "name": "q", "label": "一"}, {"type": "end group"}]
    other = [{"type": "begin group", "name": "h"}, {"type": "text", "name": "q", "label": "二"}, {"type": "end group"}]
    form, _ = from_xlsform(Sheets(tuple(group + other)))
    assert [(item.id, item.label.ja) for item in form.items()] == [("q", "一"), ("q_2", "二")]
