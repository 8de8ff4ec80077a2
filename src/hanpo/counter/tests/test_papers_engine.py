"""The brain of application forms: each value once, who signs, doubtful readings, foreign residents, 支援措置."""

from __future__ import annotations

import sys
from fractions import Fraction

import pytest

from hanpo.counter.engine.papers import (
    Agent,
    Filled,
    Paper,
    disagreements,
    doubts,
    mandated,
    one_filling,
    sheets,
    signing,
    tally,
)
from hanpo.counter.queries.shipped.papers import paper_of, shipped_papers, use_of, vocabulary
from hanpo.counter.tests.papers_family import ADDRESS_KEPT_APART, THIRTEEN, TODAY, family, name, person
from hanpo.forms.engine import walking
from hanpo.forms.engine.faults import faults
from hanpo.forms.engine.reading import form_data, read_form

ALL = {one.paper.key: one.paper for one in shipped_papers()}
FAMILY = [ALL[key] for key in THIRTEEN]


def made(papers: list[Paper], filled: Filled):
    return sheets(papers, filled, vocabulary(), one_filling(papers, filled, vocabulary()))


def boxes(key: str, filled: Filled) -> dict[str, str]:
    return {box.label: box.text for sheet in made([ALL[key]], filled) for box in sheet.boxes()}


def one_person(**values) -> Filled:
    return Filled(values=values, origins=dict.fromkeys(values, "typed"), today=TODAY)


def test_there_are_fifteen_forms_and_more_without_faults_and_without_disagreement():
    assert len(ALL) >= 15
    assert [fault for one in ALL.values() for fault in faults(one.form) if not fault.is_warning] == []
    assert disagreements(ALL.values(), vocabulary()) == ()


def test_a_form_and_its_use_come_back_from_plain_data_as_they_were():
    for paper in ALL.values():
        assert paper_of(key=paper.key, form=read_form(form_data(paper.form)), use=use_of(paper)) == paper


def test_the_one_filling_is_itself_a_form_without_faults():
    filling = one_filling(FAMILY, family(), vocabulary())
    assert [fault for fault in faults(filling) if not fault.is_warning] == []


def test_the_family_of_thirteen_procedures_enters_at_most_a_fifth_of_what_is_printed(capsys):
    filled = family()
    assert walking.problems(one_filling(FAMILY, filled, vocabulary()), filled.values, TODAY) == ()
    counted = tally(filled, made(FAMILY, filled))
    with capsys.disabled():
        share = f"{float(counted.share):.1%}"
        sys.stdout.write(f"\n13 procedures: {counted.entered} values entered, {counted.printed} printed = {share}\n")
    assert counted.share <= Fraction(1, 5)


def test_nothing_is_asked_twice_and_nothing_that_follows_from_a_person():
    asked = [item.id for item in one_filling(FAMILY, family(), vocabulary()).items()]
    assert len(asked) == len(set(asked))
    assert not [one for one in asked if one.startswith(("head_name", "applicant_name", "guardian_", "claimant_name"))]


def test_each_paper_is_about_those_whose_age_fits_until_somebody_says_otherwise():
    about = {sheet.paper: sheet.person for sheet in made(FAMILY, family())}
    assert (about["care"], about["latter_stage"], about["school"], about["nursery"]) == ("p3", "p3", "p4", "p5")
    chosen = family(values={"who_school": [{"id": "p5"}]})
    assert {sheet.person for sheet in made([ALL["school"]], chosen)} == {"p5"}


def test_a_paper_about_people_of_whom_there_are_none_makes_no_sheet():
    assert (
        made(
            [ALL["school"]],
            one_person(**person("p1", name("山", "一", "ヤマ", "ハジメ"), "1980-01-01", "male", "head")),
        )
        == ()
    )


def test_a_former_family_name_stands_in_brackets_as_on_cards():
    assert boxes("seal", family(values={"who_seal": [{"id": "p2"}]}))["氏名"] == "渡邉［辻\U000e0101］美咲"


FOREIGN = {
    "p1_foreign": {"id": "yes"}, "p1_roman": "DOS SANTOS MARIA", "p1_born": "1994-06-21", "p1_sex": {"id": "female"},
    "p1_relation": {"id": "head"}, "p1_nationality": "ブラジル", "p1_card_number": "AB12345678CD",
    "p1_stay_until": "2028-03-31",
    "p1_other_name": {"family_kana": "ドスサントス", "given_kana": "マリア", "alias": "佐藤 マリア"},
}  # fmt: skip


def test_a_foreign_resident_is_written_in_latin_letters_and_by_the_western_calendar():
    shown = boxes("residence_card", one_person(**FOREIGN))
    assert shown["氏名"] == "DOS SANTOS MARIA"
    assert shown["通称"] == "佐藤 マリア"
    assert shown["生年月日"] == "1994年6月21日"
    assert shown["在留期間の満了日"] == "2028年3月31日"
    assert shown["国籍・地域"] == "ブラジル"


def test_the_residence_card_is_asked_of_foreign_residents_alone():
    assert made([ALL["residence_card"]], family()) == ()
    asked = {item.id for item in walking.asked(one_filling([ALL["move_in"]], family(), vocabulary()), {}, TODAY)}
    assert not {"p1_roman", "p1_card_number", "p1_nationality"} & asked


def test_for_a_minor_the_legal_representative_signs():
    filled = family(values={"who_seal": [{"id": "p4"}]})
    [sheet] = made([ALL["seal"]], filled)
    told = signing(ALL["seal"], sheet, filled)
    assert (told.signer, told.for_whom) == ("p1", "p4")


def test_one_is_of_age_at_the_end_of_the_eve_of_the_eighteenth_birthday():
    values = person("p1", name("山", "一", "ヤマ", "ハジメ"), "2008-10-06", "male", "head")
    assert not one_person(**values).is_minor("p1")
    assert one_person(**{**values, "p1_born": "2008-10-07"}).is_minor("p1")


def test_the_household_needs_no_mandate():
    filled = family()
    assert mandated(FAMILY, made(FAMILY, filled), filled) == {}


def test_somebody_else_needs_a_mandate_only_where_the_form_asks_for_one():
    filled = family(values={"comes": {"id": "other"}})
    needed = mandated(FAMILY, made(FAMILY, filled), filled)
    assert set(needed) == {"p1", "p3"}
    assert "care" in needed["p3"]
    assert not {"dog", "moped", "water"} & set(needed["p1"])


def test_what_only_the_person_may_hand_in_says_so():
    filled = family(values={"comes": {"id": "other"}})
    paper = ALL["signature_certificate"]
    assert paper.agent is Agent.NOBODY
    assert all(signing(paper, sheet, filled).must_come for sheet in made([paper], filled))


def test_a_legal_representative_needs_no_mandate():
    filled = family(values={"comes": {"id": "legal"}})
    assert mandated(FAMILY, made(FAMILY, filled), filled) == {}


def test_under_protection_no_place_is_asked_and_none_is_printed():
    filled = family(is_protected=True)
    asked = {item.id for item in one_filling(FAMILY, filled, vocabulary()).items()}
    assert not {"address_next", "address_previous", "domicile", "phone", "agent_address"} & asked
    shown = [box for sheet in made(FAMILY, filled) for box in sheet.boxes()]
    assert not [box for box in shown if ADDRESS_KEPT_APART in box.text or "090-" in box.text]
    assert [box for box in shown if box.is_hidden]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("キヨウコ", "キョウコ"), ("シヨウタ", "ショウタ"), ("リユウジ", "リュウジ"), ("テツペイ", "テッペイ"), ("ホツタ", "ホッタ")],
)  # fmt: skip
def test_a_large_kana_where_a_small_one_is_usual_is_doubted(typed: str, meant: str):
    assert meant in [one.meant for one in doubts({"given_kana": typed})]


@pytest.mark.parametrize(
    "reading",
    ["キヨコ", "チヨ", "フミヨ", "ヨシユキ", "フジヤマ", "イツキ", "ミツコ", "ナツキ", "カツト", "マツモト", "キョウコ", "ハットリ", "ミユキ"],
)  # fmt: skip
def test_usual_readings_are_left_alone(reading: str):
    assert doubts({"given_kana": reading}) == ()


def test_a_reading_too_short_and_one_that_was_typed_twice_are_doubted():
    assert doubts({"family": "長谷川", "family_kana": "ハセ"})
    twice = {"family": "林", "given": "望", "family_kana": "ハヤシ", "given_kana": "ハヤシ"}
    assert "氏と名のフリガナが同じです。確かめてください。" in [one.reason_ja for one in doubts(twice)]


def test_the_names_of_the_family_raise_no_doubt():
    values = family().values
    assert [
        one for key, value in values.items() if key.endswith("_name") and key[0] == "p" for one in doubts(value)
    ] == []


def test_people_without_a_name_yet_are_numbered_in_the_language_of_the_page():
    filled = Filled(people=("p1", "p2"), today=TODAY)
    items = one_filling([ALL["seal"]], filled, vocabulary()).items()
    who = next(item for item in items if item.id == "who_seal")
    assert [choice.label.said("en") for choice in who.choices] == ["Person 1", "Person 2"]
