"""The way through a form."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.forms.engine.definition import Form
from hanpo.forms.engine.reading import read_form
from hanpo.forms.engine.walking import (
    UNASKED,
    asked,
    calculated,
    kept,
    missing,
    next_item,
    page_of,
    pages,
    previous_item,
    problems,
    questions,
)
from hanpo.forms.tests.engine_forms import forms

FORM = read_form(
    {
        "id": "survey",
        "title": "調査",
        "sections": [
            {
                "id": "s1",
                "items": [
                    {"id": "intro", "kind": "note", "label": "はじめに"},
                    {
                        "id": "use",
                        "kind": "choice",
                        "label": "使いますか",
                        "required": True,
                        "choices": [{"id": "yes", "label": "はい"}, {"id": "no", "label": "いいえ"}],
                    },
                    {"id": "why_not", "kind": "text", "label": "使わない理由", "when": "${use} = 'no'"},
                ],
            },
            {
                "id": "s2",
                "when": "${use} = 'yes'",
                "items": [
                    {"id": "n", "kind": "number", "label": "台数", "required": True, "low": 1},
                    {
                        "id": "costs",
                        "kind": "table",
                        "label": "費用",
                        "columns": [
                            {"id": "unit", "kind": "money", "label": "単価"},
                            {"id": "count", "kind": "number", "label": "個数"},
                            {
                                "id": "all",
                                "kind": "calculated",
                                "label": "小計",
                                "formula": "${costs.unit} * ${costs.count}",
                            },
                        ],
                    },
                    {"id": "dear", "kind": "text", "label": "高い理由", "when": "${total} > 1000"},
                    {"id": "total", "kind": "calculated", "label": "合計", "formula": "sum(${costs.all})"},
                ],
            },
        ],
    }
)
USING = {"use": {"id": "yes"}, "n": "2", "costs": [{"unit": "300", "count": "4"}, {"unit": "5"}]}


def ids(found) -> list[str]:
    return [one.id for one in found]


def test_only_what_the_conditions_ask_for_is_asked():
    assert ids(asked(FORM, {})) == ["intro", "use"]
    assert ids(asked(FORM, {"use": {"id": "no"}})) == ["intro", "use", "why_not"]
    assert ids(asked(FORM, USING)) == ["intro", "use", "n", "costs", "dear", "total"]


def test_sums_are_worked_out_also_before_the_place_where_they_stand():
    answers = calculated(FORM, {**USING, "total": "forged"})
    assert answers["total"] == "1200"
    assert answers["costs"] == [{"unit": "300", "count": "4", "all": "1200"}, {"unit": "5"}]


def test_an_answer_no_longer_asked_for_is_kept_aside_and_not_counted():
    answers = {**USING, "use": {"id": "no"}}
    assert calculated(FORM, answers) == {"use": {"id": "no"}}
    assert ids(asked(FORM, answers)) == ["intro", "use", "why_not"]
    assert set(kept(FORM, answers)) == {"n", "costs"}


def test_a_page_has_one_question_and_says_how_far_one_is():
    made = pages(FORM, USING)
    assert [ids(page.items) for page in made] == [["intro", "use"], ["n"], ["costs"], ["dear"], ["total"]]
    assert made[2].progress() == "5つのうち3つめ"
    assert made[2].progress("en") == "3 of 5"
    assert made[0].question.id == "use"
    assert made[-1].question is None
    assert page_of(FORM, USING, "dear").number == 4
    assert page_of(FORM, USING, "why_not") is None


def test_one_goes_on_and_back_over_what_is_not_asked():
    assert next_item(FORM, {}).id == "use"
    assert next_item(FORM, USING, "use").id == "n"
    assert next_item(FORM, USING, "why_not").id == "n"
    assert next_item(FORM, USING, "dear") is None
    assert previous_item(FORM, USING, "n").id == "use"
    assert previous_item(FORM, USING, "use") is None


def test_what_is_missing_and_what_is_wrong_is_named():
    assert ids(missing(FORM, {})) == ["use"]
    assert ids(missing(FORM, {"use": {"id": "yes"}})) == ["n"]
    found = problems(FORM, {**USING, "n": "0"})
    assert [(one.item_id, one.message) for one in found] == [("n", "1以上の数字を入れてください。")]


random_answers = st.dictionaries(
    st.sampled_from(["first__", "a", "b"]),
    st.sampled_from([{"id": "yes"}, "1", "x", {"absent": "none"}, [{"a": "1"}]]),
    max_size=3,
)


@given(forms(), random_answers)
@settings(max_examples=60)
def test_every_question_stands_on_one_page_and_is_reached_by_going_on(form: Form, answers):
    now = ids(questions(form, answers))
    assert [page.question.id for page in pages(form, answers) if page.question] == now
    walked, here = [], next_item(form, answers)
    while here is not None:
        walked.append(here.id)
        here = next_item(form, answers, here.id)
    assert walked == now
    back, here = [now[-1]], previous_item(form, answers, now[-1])
    while here is not None:
        back.append(here.id)
        here = previous_item(form, answers, here.id)
    assert back == now[::-1]


@given(forms(), random_answers)
@settings(max_examples=60)
def test_what_counts_and_what_is_kept_aside_make_up_all_answers(form: Form, answers):
    counted, aside = calculated(form, answers), kept(form, answers)
    unanswered = {item.id for item in form.items() if item.kind in UNASKED}
    assert (set(counted) | set(aside)) - unanswered == set(answers) - unanswered
    assert not set(counted) & set(aside)
    assert calculated(form, counted) == counted
    problems(form, answers)
