"""The item dictionary, and answers known already."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from hanpo.core.japanese import HYOGO_MUNICIPALITIES
from hanpo.forms.engine import prefill
from hanpo.forms.engine.answering import Read, check, read_typed
from hanpo.forms.engine.definition import Check, Choice, DefinitionError, Form, Item, Kind, Section, Words
from hanpo.forms.engine.dictionary import item_of, terms
from hanpo.forms.engine.faults import faults
from hanpo.forms.engine.prefill import Known

TERMS = terms((Path(__file__).parents[1] / "seeds" / "terms.yaml").read_text(encoding="utf-8"))
TODAY = date(2026, 11, 23)


def test_the_dictionary_holds_more_than_sixty_words_of_sense():
    assert len(TERMS) > 60
    form = Form(
        id="all",
        title=Words("すべて"),
        languages=("ja",),
        sections=(Section(id="s", items=tuple(item_of(term) for term in TERMS.values())),),
    )
    assert faults(form) == ()


@pytest.mark.parametrize("key", TERMS)
def test_every_word_is_said_in_three_languages(key: str):
    term = TERMS[key]
    assert term.label.ja
    assert term.label.easy
    assert term.label.en
    for one in term.checks:
        assert one.message.ja
        assert one.message.easy
        assert one.message.en


TOLD = {Kind.FILE, Kind.SIGNATURE, Kind.CHOICE, Kind.MULTIPLE, Kind.PERSON}
"""Kinds whose examples are told in words that nobody types."""


@pytest.mark.parametrize("key", [key for key, one in TERMS.items() if one.kind not in TOLD])
def test_the_example_of_a_word_is_an_answer_to_it(key: str):
    term = TERMS[key]
    outcome = read_typed(term.item, term.example)
    assert isinstance(outcome, Read), outcome
    assert outcome.value
    assert check(term.item, outcome.value, {}, today=TODAY) == ()


@pytest.mark.parametrize(
    "key, typed, value",
    [
        ("contact.phone", "０６―１２３４―５６７８", "06-1234-5678"),
        ("contact.phone", "06(1234)5678", "06-1234-5678"),
        ("person.name_kana", "やまだ はなこ", "ヤマダ ハナコ"),
        ("time.start", "９：３０", "9:30"),
        ("address.postal", "６６０－０８８１", "660-0881"),
        ("organisation.number", "８０００ ０１２０ １００３８", "8000012010038"),
    ],
)
def test_what_a_rule_would_refuse_for_its_width_alone_is_repaired_and_told(key: str, typed: str, value: str):
    outcome = read_typed(TERMS[key].item, typed)
    assert isinstance(outcome, Read)
    assert outcome.value == value
    assert outcome.repairs
    assert check(TERMS[key].item, value, {}, today=TODAY) == ()


def test_a_wrong_digit_in_a_corporate_number_is_found_wherever_it_stands():
    right = "8000012010038"
    item = TERMS["organisation.number"].item
    assert check(item, right, {}) == ()
    for at in range(13):
        wrong = right[:at] + str((int(right[at]) + 1) % 10) + right[at + 1 :]
        assert check(item, wrong, {}), wrong


def test_the_code_of_every_municipality_of_hyogo_is_right_and_a_wrong_digit_is_found():
    item = TERMS["municipality.code"].item
    for place in HYOGO_MUNICIPALITIES:
        assert check(item, place.code, {}) == (), place.name
        assert check(item, place.code[:5] + str((int(place.code[5]) + 1) % 10), {})


def test_nobody_is_born_tomorrow():
    item = TERMS["person.birth_date"].item
    assert check(item, "2026-11-24", {}, today=TODAY) == ("今日までの日を入れてください。",)
    assert check(item, "1985-04-01", {}, today=TODAY) == ()


@pytest.mark.parametrize(
    "text, says",
    [
        ("key: x", "リスト"),
        ("- {key: a, group: g}", "key・group・gif・example"),
        ("- {key: a, group: g, gif: '', example: x, kind: text, label: x, colour: red}", "colour"),
        ("[{key: a, group: g, gif: '', example: x, kind: text, label: x}, "
         "{key: a, group: g, gif: '', example: x, kind: text, label: x}]", "2回"),
    ],
)  # fmt: skip
def test_a_dictionary_with_mistakes_is_refused(text: str, says: str):
    with pytest.raises(DefinitionError) as refused:
        terms(text)
    assert says in str(refused.value)


def _form(*items: Item) -> Form:
    return Form(id="f", title=Words("様式"), sections=(Section(id="s", items=items),))


PHONE = item_of(TERMS["contact.phone"])
OLD, NEW = date(2024, 4, 1), date(2026, 4, 1)


def test_the_newest_known_value_is_offered_with_its_origin():
    known = [
        Known("contact.phone", "06-1111-1111", "前回の調査", OLD, consented=True),
        Known("contact.phone", "06-2222-2222", "住民登録", NEW, consented=True),
        Known("contact.mail", "a@example.jp", "住民登録", NEW, consented=True),
    ]
    assert prefill.offer(_form(PHONE), known) == {"contact_phone": prefill.Offered("06-2222-2222", "住民登録", NEW)}


@pytest.mark.parametrize(
    "known",
    [
        Known("contact.phone", "06-1111-1111", "他課", NEW, consented=False),
        Known("contact.phone", {"absent": "none"}, "前回", NEW, consented=True),
        Known("contact.phone", "not a number", "前回", NEW, consented=True),
        Known("contact.phone", {"family": "山田"}, "前回", NEW, consented=True),
        Known("contact.phone", None, "前回", NEW, consented=True),
    ],
)
def test_what_was_not_agreed_to_or_does_not_fit_is_not_offered(known: Known):
    assert prefill.offer(_form(PHONE), [known]) == {}


def test_where_the_newest_value_does_not_fit_an_older_one_is_offered():
    choice = Item(
        id="c",
        kind=Kind.CHOICE,
        label=Words("区分"),
        term="x",
        choices=(Choice(id="a", label=Words("A")), Choice(id="b", label=Words("B"), is_retired=True)),
    )
    known = [Known("x", {"id": "b"}, "今年", NEW, consented=True), Known("x", {"id": "a"}, "昨年", OLD, consented=True)]
    assert prefill.offer(_form(choice), known)["c"].origin == "昨年"


def test_a_signature_is_never_offered():
    signature = item_of(TERMS["request.signature"])
    known = Known("request.signature", {"name": "山田", "day": "2026-04-01"}, "前回", NEW, consented=True)
    assert prefill.offer(_form(signature), [known]) == {}


def test_a_rule_about_other_answers_does_not_keep_a_value_from_being_offered():
    rule = Check(rule=". <= ${most}", message=Words("大きすぎます。"))
    item = Item(id="n", kind=Kind.NUMBER, label=Words("数"), term="x", checks=(rule,))
    assert "n" in prefill.offer(_form(item), [Known("x", "5", "前回", NEW, consented=True)])
