"""The shipped catalogue: complete, marked where nobody has read the clause, sound, and answered like its rules."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hanpo.counter.engine.interview import Interview, Question, Said
from hanpo.counter.engine.proof import differences, prove
from hanpo.counter.engine.rules import ANSWERS, Kind
from hanpo.counter.files.seeds import catalogue

DAY = date(2026, 11, 23)
KNOWN = catalogue()
GIVEN = Path(__file__).resolve().parents[5] / "shared" / "data" / "counter" / "procedures.tsv"
NOBODY = {column.name: False for column in KNOWN.rules.inputs if column.kind is Kind.BOOLEAN}
NOBODY |= {"moved_from": "same_prefecture", "moving_to": "same_prefecture"}


def interview() -> Interview:
    return Interview(KNOWN.rules, [Question(q.key, q.inputs) for q in KNOWN.questions], KNOWN.goals(), DAY)


def needed(day: date = DAY, municipality: str = "282049", **facts) -> dict[str, str]:
    """What the rules answer for a household, without what is not needed."""
    answers = KNOWN.rules_of(municipality).decide({**NOBODY, **facts}, day)
    found = {procedure.key: answers[procedure.key].result[0] for procedure in KNOWN.procedures}
    return {key: answer for key, answer in found.items() if answer != "not_needed"}


def listed() -> dict[str, dict[str, str]]:
    if not GIVEN.exists():
        pytest.skip("the list of procedures is not on this machine")
    with GIVEN.open(encoding="utf-8") as lines:
        return {row["id"]: row for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)}


def test_all_68_procedures_are_there_with_their_life_event():
    rows = listed()
    assert {procedure.key: procedure.event for procedure in KNOWN.procedures} == {
        key: row["life_event"] for key, row in rows.items()
    }


def test_every_mark_of_the_list_is_shown_to_staff():
    for key, row in listed().items():
        procedure = next(one for one in KNOWN.procedures if one.key == key)
        assert bool(procedure.unverified_basis) == ("※" in row["legal_basis_ja"]), key
        assert procedure.bring_unconfirmed == ("◇" in row["bring_ja"]), key
        assert procedure.deadline_unverified == ("※" in row["deadline_ja"] or "未確認" in row["deadline_ja"]), key


def test_no_clause_is_lost_and_none_is_invented():
    for key, row in listed().items():
        procedure = next(one for one in KNOWN.procedures if one.key == key)
        clauses = row["legal_basis_ja"].split("; ")
        assert len(procedure.unverified_basis) >= sum("※" in clause for clause in clauses), key
        assert len(procedure.basis) >= sum("※" not in clause for clause in clauses), key
        assert procedure.basis or procedure.unverified_basis, key


def test_only_official_pages_are_linked():
    for procedure in KNOWN.procedures:
        assert procedure.source.name, procedure.key
        host = procedure.source.url.partition("//")[2].partition("/")[0]
        assert host == "" or host.endswith((".jp", ".go.jp", ".lg.jp")), procedure.key
        assert not host.replace(".", "").isdigit(), procedure.key
        assert "k9nii" not in host, procedure.key


def test_every_text_is_there_in_three_languages_and_every_section_exists():
    texts = [words for q in KNOWN.questions for words in (q.ask, q.why, *q.boxes.values(), *q.values.values())]
    texts += [procedure.title for procedure in KNOWN.procedures]
    assert all(words.ja and words.easy and words.en for words in texts)
    assert {procedure.section for procedure in KNOWN.procedures} <= set(KNOWN.sections)


def test_a_page_of_boxes_stays_short():
    lengths = {question.key: len(question.inputs) for question in KNOWN.questions}
    assert lengths.pop("events") == 12
    assert max(lengths.values()) <= 7


def test_the_rules_are_sound_every_row_counts_and_only_one_has_run_out():
    proof = prove(KNOWN.rules, DAY)
    assert proof.is_sound
    assert proof.unreachable == ()
    assert [found.row for found in proof.expired] == ["P064-1"]
    assert len(proof.unconfirmed) == sum(len(table.rows) for table in KNOWN.rules.tables)


def test_every_procedure_can_be_needed_and_can_be_unneeded():
    store = interview()
    possible = {finding.goal: set(finding.possible) for finding in store.outcome(Said())}
    for procedure in KNOWN.procedures:
        assert "not_needed" in possible[procedure.goal]
        assert possible[procedure.goal] & {"needed", "elsewhere", "confirm"}
        assert possible[procedure.goal] <= set(ANSWERS)


def test_the_family_that_moves_in_with_grandmother_pupil_infant_moped_and_dog_has_thirteen_procedures():
    found = needed(
        event_move_in=True, moved_from="other_prefecture", joins_nhi=True, elder_75=True, care_certified=True,
        child_schoolage=True, public_school=True, child_preschool=True, my_number_card=True,
        signature_certificate=True, moped=True, dog=True, water_start=True,
    )  # fmt: skip
    assert len(found) == 13
    assert len({one.section for one in KNOWN.procedures if one.key in found}) == 10


def test_the_pension_follows_a_move_within_japan_by_itself_and_the_reason_is_told():
    said = interview().answer(Said(), {**NOBODY, "event_move_in": True})
    (pension,) = (found for found in interview().outcome(said) if found.goal == "P008.answer")
    assert pension.answer == "not_needed"
    assert [row.because for row in pension.rows if "マイナンバー" in row.because]
    assert needed(event_move_in=True, pension_other_address=True)["P008"] == "elsewhere"


def test_a_recorded_number_saves_the_notice_to_the_pension_service():
    assert "P057" in needed(event_death=True, deceased_pension=True)
    assert "P057" not in needed(event_death=True, deceased_pension=True, deceased_number_recorded=True)


@pytest.mark.parametrize(
    ("day", "answer"),
    [(date(2025, 5, 25), None), (date(2025, 5, 26), "needed"), (date(2026, 5, 25), "needed"), (DAY, "confirm")],
)
def test_readings_of_names_were_notified_within_one_year(day, answer):
    assert needed(day, event_register=True, reading_differs=True).get("P064") == answer


def test_a_municipality_that_changes_the_head_by_itself_says_so():
    facts = {"event_death": True, "deceased_head": True}
    assert needed(**facts)["P053"] == "needed"
    assert needed(municipality="282022", **facts)["P053"] == "automatic"
    row = next(table for table in KNOWN.rules_of("282022").tables if table.key == "P053").row("P053-1")
    assert row.origin.basis == ("住民基本台帳法25条",)
    assert row.origin.source_date == date(2023, 11, 30)
    (change,) = differences(KNOWN.rules, KNOWN.rules_of("282022"), [{**NOBODY, **facts}, NOBODY], DAY)
    assert (change.household, change.table) == (0, "P053")


@pytest.mark.parametrize(
    ("event", "change"), [("event_marriage", "surname_changed"), ("event_divorce", "surname_reverts")]
)
def test_a_new_surname_reaches_the_card_and_the_insurance_after_marriage_and_after_divorce(event, change):
    facts = {event: True, change: True, "my_number_card": True, "signature_certificate": True, "nhi_member": True}
    assert {"P005", "P044", "P045"} <= set(needed(**facts))


def test_civil_servants_claim_at_work():
    facts = {"event_birth": True, "civil_servant": True}
    assert needed(**facts)["P038"] == "elsewhere"
    assert needed(event_birth=True)["P038"] == "needed"


def test_what_is_not_needed_is_told_with_the_fact_that_settles_it():
    store = interview()
    said = store.answer(Said(), {**NOBODY, "event_move_in": True})
    reasons = {found.goal: found.because for found in store.outcome(said)}
    assert reasons["P023.answer"] == (("moped", False),)
    assert reasons["P052.answer"] == (("event_death", False),)


PREPARED = interview()
HOUSEHOLDS = st.fixed_dictionaries(
    {
        column.name: st.sampled_from(["same_prefecture", "other_prefecture", "abroad"])
        if column.kind is Kind.TEXT
        else st.booleans()
        for column in KNOWN.rules.inputs
    }
)


@settings(deadline=None)
@given(HOUSEHOLDS)
def test_the_interview_finds_what_all_rules_find(facts):
    store, said, asked = PREPARED, Said(), 0
    while ask := store.next(said):
        said = store.answer(said, {name: facts[name] for name in ask.inputs})
        asked += 1
    answers = KNOWN.rules.decide(facts, DAY)
    assert store.answers(said) == {one.goal: answers[one.key].result[0] for one in KNOWN.procedures}
    assert asked <= 15
