"""Parts of forms."""

from datetime import date

import pytest
from django import forms
from django.core.exceptions import ValidationError
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils import translation
from django.utils.choices import BlankChoiceIterator
from pytest_django.asserts import assertHTMLEqual

from hanpo.core.inputs import DayField, Form, LongSelect


@pytest.mark.parametrize("typed", ["令和8年4月1日", "R8.4.1", "2026/4/1", " 2026-04-01 ", "２０２６年４月１日"])
def test_a_day_is_typed_in_any_usual_japanese_form(typed):
    assert DayField().clean(typed) == date(2026, 4, 1)


def test_a_day_that_cannot_be_says_what_to_enter():
    with pytest.raises(ValidationError, match="のように入れてください"):
        DayField().clean("あした")


def test_an_empty_day_is_none_where_it_is_not_required():
    assert DayField(required=False).clean("") is None


class Sample(Form):
    """One field of each kind, and one that speaks for itself."""

    name = forms.CharField(label="氏名", max_length=3)
    role = forms.ChoiceField(label="役割", choices=[("a", "甲")])
    hours = forms.IntegerField(label="時間", min_value=1)
    share = forms.FloatField(label="割合（%）", max_value=100)
    mail = forms.EmailField(label="メール")
    file = forms.FileField(label="議事録")
    own = forms.CharField(label="自前", error_messages={"required": "ここだけの言い方です。"})


def said(**typed) -> dict[str, str]:
    return {name: " ".join(errors) for name, errors in Sample(typed, {}).errors.items()}


def test_an_empty_field_is_named_and_says_what_to_do():
    assert said() == {
        "name": "「氏名」を入れてください。",
        "role": "「役割」を選んでください。",
        "hours": "「時間」を入れてください。",
        "share": "「割合（%）」を入れてください。",
        "mail": "「メール」を入れてください。",
        "file": "「議事録」を選んでください。",
        "own": "ここだけの言い方です。",
    }


def test_a_wrong_value_is_told_with_the_limit_or_an_example():
    wrong = said(name="あいうえお", role="b", hours="0", share="101", mail="hanako")
    assert wrong["name"] == "「氏名」は3文字までです。いま5文字あります。"
    assert wrong["role"] == "「役割」で選んだものは、いまは選べません。選び直してください。"
    assert wrong["hours"] == "「時間」は1以上の数にしてください。"
    assert wrong["share"].startswith("「割合（%）」は100")
    assert "hanako@example.jp" in wrong["mail"]
    assert said(hours="三")["hours"] == "「時間」は数字で入れてください（例 30）。"


def test_the_words_of_one_form_do_not_stay_in_the_next():
    with translation.override("en"):
        said()
    assert said()["name"] == "「氏名」を入れてください。"


def test_numbers_may_be_typed_full_width_and_with_separators():
    form = Sample({"hours": "１，２００", "share": "９９．５"}, {})
    form.full_clean()
    assert (form.cleaned_data["hours"], form.cleaned_data["share"]) == (1200, 99.5)


def test_a_day_that_cannot_be_read_is_refused_in_the_language_of_the_page():
    for language, words in (("ja", "という日はありません"), ("en", "“2026-02-30” cannot be read as a date")):
        with translation.override(language), pytest.raises(ValidationError, match=words):
            DayField().clean("2026-02-30")


class Dashed(Form):
    """A choice that may stay open, as Django makes it from a field of a model."""

    basis = forms.ChoiceField(required=False, choices=BlankChoiceIterator([("a", "実測")], BLANK_CHOICE_DASH))


def test_nothing_chosen_is_called_by_words_and_not_by_dashes():
    assert list(Dashed().fields["basis"].choices) == [("", "（なし）"), ("a", "実測")]


def test_a_long_choice_reads_as_any_other_and_its_words_are_escaped():
    choices = [("a:1", "様式：<転入届>"), ("b:2", 'ひな型："四つ"')]
    attrs = {"id": "id_what", "aria-invalid": "true"}
    long, usual = LongSelect(attrs, choices), forms.Select(attrs, choices)
    for chosen in (None, "b:2", "absent"):
        assertHTMLEqual(long.render("what", chosen), usual.render("what", chosen))
