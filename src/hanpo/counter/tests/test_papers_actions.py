"""Application forms: installed once, begun, entered once, protected, checked, erased."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError

from hanpo.core import clock, scope
from hanpo.core.editing import EditConflict
from hanpo.core.models import AccessLogEntry, AuditEntry
from hanpo.core.tests import factories as ground
from hanpo.counter.actions import papers as actions
from hanpo.counter.actions.paper_register import agree_to_register, take_from_register
from hanpo.counter.models import PaperForm, PaperSet, PaperSetState
from hanpo.counter.queries.papers import disagreements_of, forms_lines, opened, papers_for, set_by_token
from hanpo.counter.tests import papers_makers as make
from hanpo.counter.tests.papers_family import ADDRESS_KEPT_APART

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def everywhere():
    with scope.within(scope.EVERYWHERE):
        yield


@pytest.fixture
def clerk():
    return ground.person("section_staff", make.town())


def test_the_shipped_forms_are_installed_once_and_agree_with_each_other():
    town = make.town()
    assert actions.install_papers(actor=None, municipality=town) == []
    assert PaperForm.objects.filter(municipality=town).count() >= 15
    lines = forms_lines(municipality=town.code)
    assert all(line.version for line in lines)
    assert disagreements_of(lines=lines) == ()


def test_a_procedure_finds_its_form():
    town = make.town()
    assert [row.key for row in papers_for(municipality=town.code, procedures=["P007", "P024"])] == ["nhi_join", "dog"]


def test_a_set_needs_a_form():
    with pytest.raises(ValidationError, match="一つ以上"):
        actions.begin_set(actor=None, municipality=make.town(), papers=[])


def test_what_two_people_write_at_once_is_merged_entry_by_entry():
    row = make.paper_set()
    seen = row.version
    make.entered(row, phone="090-0000-0001")
    actions.save_entries(actor=None, paper_set=row, based_on=seen, changes={"dog_name": "ムギ"})
    with pytest.raises(EditConflict) as conflict:
        actions.save_entries(actor=None, paper_set=row, based_on=seen, changes={"phone": "090-0000-0002"})
    assert [clash.theirs for clash in conflict.value.clashes] == ["090-0000-0001"]
    assert PaperSet.objects.get(pk=row.pk).values["dog_name"] == "ムギ"


def test_a_person_who_goes_takes_everything_along():
    row = make.family_set()
    actions.remove_household_member(actor=None, paper_set=row, person="p1")
    stored = PaperSet.objects.get(pk=row.pk)
    assert not [entry for entry in stored.values if entry.startswith("p1_")]
    assert stored.values["who_seal"] == []
    actions.add_household_member(actor=None, paper_set=stored)
    assert stored.people == ["p2", "p3", "p4", "p5", "p6"]


def test_the_last_person_stays():
    with pytest.raises(ValidationError, match="最後の1人"):
        actions.remove_household_member(actor=None, paper_set=make.paper_set(), person="p1")


def test_protection_removes_every_place_for_good_and_lets_none_in(clerk):
    row = make.family_set()
    actions.protect_set(actor=clerk, paper_set=row, is_protected=True)
    actions.save_entries(actor=clerk, paper_set=row, based_on=row.version, changes={
        "address_next": {"town": ADDRESS_KEPT_APART}, "phone": "090-0000-0001", "dog_name": "コムギ",
    })  # fmt: skip
    stored = PaperSet.objects.get(pk=row.pk)
    assert ADDRESS_KEPT_APART not in str(stored.values)
    assert "phone" not in stored.values
    assert stored.values["dog_name"] == "コムギ"
    shown = [box for sheet in opened(paper_set=stored, language="ja").sheets for box in sheet.boxes()]
    assert [box.text for box in shown if box.is_hidden and box.text] == []
    assert any(box.is_hidden for box in shown)


def test_nothing_is_handed_in_while_something_is_missing():
    row = make.paper_set()
    with pytest.raises(ValidationError, match="まだ"):
        actions.hand_in_set(actor=None, paper_set=row)


def test_what_the_clerk_checked_is_closed_until_it_is_taken_back(clerk):
    row = make.family_set()
    actions.hand_in_set(actor=None, paper_set=row)
    with pytest.raises(EditConflict):
        actions.check_set(actor=clerk, paper_set=row, based_on=row.version - 1)
    actions.check_set(actor=clerk, paper_set=row, based_on=row.version)
    with pytest.raises(ValidationError, match="確認済み"):
        make.entered(row, dog_name="コムギ")
    actions.reopen_set(actor=clerk, paper_set=row)
    assert make.entered(row, dog_name="コムギ").state == PaperSetState.FILLING


def test_the_audit_record_holds_no_value():
    make.family_set()
    said = str(list(AuditEntry.objects.values_list("old", "new", "subject_label")))
    assert ADDRESS_KEPT_APART not in said
    assert "渡邉" not in said


def test_a_set_is_erased_after_its_last_day():
    row = make.family_set()
    with time_machine.travel(clock.now() + timedelta(days=actions.KEPT_DAYS + 1), tick=False):
        assert set_by_token(municipality=row.municipality_id, number=row.number, token=row.token) is None
        assert actions.erase_expired_paper_sets.func() == 1
    assert not PaperSet.objects.exists()


def test_only_the_whole_address_opens_a_set():
    row = make.paper_set()
    code = str(row.municipality_id)
    assert set_by_token(municipality=code, number=row.number, token=row.token) == row
    assert set_by_token(municipality=code, number=row.number, token="x") is None
    assert set_by_token(municipality="282022", number=row.number, token=row.token) is None


def test_the_register_is_used_with_consent_alone_and_the_look_is_written_down(clerk):
    row = make.paper_set(("move_within", "nhi_join"))
    resident = ground.resident(make.town())
    with pytest.raises(ValidationError, match="同意"):
        take_from_register(actor=clerk, paper_set=row, resident=resident, post="市民課")
    agree_to_register(actor=clerk, resident=resident)
    take_from_register(actor=clerk, paper_set=row, resident=resident, post="市民課")
    stored = PaperSet.objects.get(pk=row.pk)
    assert stored.values["p1_born"] == "1980-04-01"
    assert stored.origins["address_previous"]["origin"] == "register"
    assert AccessLogEntry.objects.filter(resident=resident, person=clerk).exists()


def test_somebody_protected_brings_no_address_and_protects_the_set(clerk):
    row = make.paper_set()
    resident = ground.resident(make.town(), is_protected=True)
    agree_to_register(actor=clerk, resident=resident)
    take_from_register(actor=clerk, paper_set=row, resident=resident, post="市民課")
    stored = PaperSet.objects.get(pk=row.pk)
    assert stored.is_protected
    assert not {"address_next", "address_previous", "phone"} & set(stored.values)
