"""Forms from plain data and back, and what is wrong with a form."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings

from hanpo.forms.engine.definition import DefinitionError, Form, Item, Kind
from hanpo.forms.engine.reading import faults, form_data, item_data, read_form, read_item
from hanpo.forms.tests.engine_forms import forms, items


@given(forms())
@settings(max_examples=60)
def test_a_form_written_as_data_is_read_again_as_the_same(form: Form):
    assert read_form(json.loads(json.dumps(form_data(form)))) == form


@given(items)
def test_an_item_written_as_data_is_read_again_as_the_same(item: Item):
    assert read_item(json.loads(json.dumps(item_data(item)))) == item


@given(forms())
@settings(max_examples=60)
def test_a_sound_form_has_no_fault_but_warnings(form: Form):
    assert [fault for fault in faults(form) if not fault.is_warning] == []


def _form(*items_: dict[str, Any], **more: Any) -> dict[str, Any]:
    items_ = tuple({"kind": "text", "label": "質問", **item} for item in items_)
    return {"id": "f", "title": "調査", "sections": [{"id": "s", "items": list(items_)}], **more}


@pytest.mark.parametrize(
    "data, place, says",
    [
        ({"title": "調査"}, "様式", "「id」がありません"),
        (_form({"id": "q1", "kind": "texd"}), "q1", "という種類はありません"),
        (_form({"id": "q1", "labell": "x"}), "q1", "「labell」という設定はありません"),
        (_form({"id": "q1", "required": "yes"}), "q1", "true か false"),
        (_form({"id": 1}), "1つめ", "文字で"),
        (_form({"id": "q1", "low": "many"}), "q1", "数字で"),
        (_form({"id": "q1", "low": "NaN"}), "q1", "数字で"),
        (_form({"id": "q1", "choices": "はい"}), "q1", "リスト"),
        (_form({"id": "q1", "label": {"jp": "x"}}), "q1", "ja・easy・en"),
        (_form({"id": "q1"}, languages=["fr"]), "f", "ja・easy・en"),
        ("text", "様式", "「名前: 値」"),
        (_form({"id": "q1", "choices": [{"id": "a", "label": "A", "x": 1}]}), "選択肢 a", "「x」という設定"),
    ],
)
def test_data_that_are_no_form_are_refused_with_the_place_and_what_to_do(data: Any, place: str, says: str):
    with pytest.raises(DefinitionError) as refused:
        read_form(data)
    assert place in refused.value.place
    assert says in refused.value.message


YES_NO = [{"id": "yes", "label": "はい"}, {"id": "no", "label": "いいえ", "is_retired": True}]


@pytest.mark.parametrize(
    "items_, place, says, warns",
    [
        ([{"id": "q1"}, {"id": "q1"}], "q1", "2回", False),
        ([{"id": "q1", "when": "${q9} = 1"}], "q1", "「${q9}」という項目はありません", False),
        ([{"id": "q1", "when": "${q9"}], "q1", "表示の条件", False),
        ([{"id": "q1", "when": ". = 1"}], "q1", "「.」", False),
        ([{"id": "q1", "kind": "choice"}], "q1", "選択肢がありません", False),
        ([{"id": "q1", "kind": "table"}], "q1", "列（columns）がありません", False),
        ([{"id": "q1", "kind": "matrix", "choices": YES_NO}], "q1", "行（rows）がありません", False),
        ([{"id": "q1", "kind": "calculated"}, {"id": "q2"}], "q1", "計算式（formula）がありません", False),
        ([{"id": "q1", "formula": "1"}], "q1", "計算の項目", False),
        ([{"id": "q1", "kind": "number", "low": 5, "high": 1}], "q1", "下限 5", False),
        ([{"id": "質問"}], "質問", "半角の英字", False),
        ([{"id": "q1", "checks": [{"rule": "", "message": "x"}]}], "q1", "式が空です", False),
        ([{"id": "q1", "checks": [{"rule": "regex(., '(')", "message": "x"}]}], "q1", "文字の形", False),
        ([{"id": "q1", "follows": "q1"}], "q1", "自分自身", False),
        (
            [{"id": "q1", "kind": "choice", "choices": YES_NO}, {"id": "q2", "when": "${q1} = 'ja'"}],
            "q2",
            "「ja」",
            False,
        ),
        ([{"id": "q1", "kind": "choice", "choices": YES_NO}, {"id": "q2", "when": "${q1} = 'no'"}], "q2", "もう", True),
        ([{"id": "q1", "when": "${q2} = 1"}, {"id": "q2"}], "q1", "後で聞く", True),
        ([{"id": "q1", "when": "${q2} = 1"}, {"id": "q2", "when": "${q1} = 1"}], "", "一回り", False),
        ([{"id": "q1", "when": "${q1} = 1"}], "q1", "一回り", False),
        ([{"id": "t", "kind": "table", "columns": [{"id": "id", "kind": "text", "label": "x"}]}], "t", "「id」", False),
        (
            [{"id": "t", "kind": "table", "columns": [{"id": "c", "kind": "note", "label": "x"}]}],
            "t",
            "使えません",
            False,
        ),
        ([{"id": "q1", "absences": ["never"]}], "q1", "absences", False),
    ],
)
def test_a_fault_is_named_with_its_place(items_: list[dict[str, Any]], place: str, says: str, warns: bool):
    found = faults(read_form(_form(*items_)))
    assert any(place in one.place and says in one.message and one.is_warning == warns for one in found), found


def test_a_missing_translation_is_a_warning():
    [fault] = faults(read_form(_form({"id": "q1"}, languages=["ja", "en"])))
    assert fault.is_warning
    assert "英語" in fault.message


def test_parts_of_answers_may_be_named():
    form = read_form(
        _form(
            {"id": "who", "kind": "person"},
            {"id": "t", "kind": "table", "columns": [{"id": "yen", "kind": "money", "label": "円"}]},
            {"id": "m", "kind": "matrix", "choices": YES_NO, "rows": [{"id": "r1", "label": "行"}]},
            {"id": "q", "when": "${who.family} != '' and sum(${t.yen}) > 0 and ${m.r1} = 'yes' and ${t.absent} = ''"},
        )
    )
    assert faults(form) == ()
    assert form.item("t").columns[0].kind is Kind.MONEY
