"""What the rules make ready, the models that others adopt, and edits that are taken back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from django.core.exceptions import ValidationError

from hanpo.core import registry
from hanpo.core.actions.adoption import adopt_model, publish_model, upgrade_model
from hanpo.core.actions.prepared import approve_work, undo_decision
from hanpo.core.jobs.preparing import prepare_work
from hanpo.core.models import Adoption, Notification, PreparedWork
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.rules.editing import change_table, undo_edit
from hanpo.counter.actions.rules.publishing import entrust_procedures, publish_edition
from hanpo.counter.engine.rules import RuleError
from hanpo.counter.engine.rules.content import checksum, table_content
from hanpo.counter.models import RuleDraft
from hanpo.counter.preparers.rules import RulesToConfirm, RulesToLookAfter
from hanpo.counter.queries.rules.drafts import Desk, desk_of
from hanpo.counter.tests import rules_makers as make

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 24)


@pytest.fixture
def draft(amagasaki, everywhere) -> RuleDraft:
    """Rules whose residents' section is known."""
    made = make.draft()
    section = ground.section(amagasaki, "市民課")
    entrust_procedures(actor=None, municipality=amagasaki, key="residents", section=section)
    return made


def prepared(preparer, place) -> PreparedWork:
    """The one piece of work that the preparer has ready."""
    prepare_work(actor=None, preparer=preparer, municipality=place, today=DAY)
    return PreparedWork.objects.get(preparer=preparer.key)


def because(desk: Desk, key: str, words: str, *, row: int = 0):
    """The table with another reason in a row, as it would be typed."""
    table = desk.tables[key]
    rows = tuple(replace(one, because=words) if n == row else one for n, one in enumerate(table.rows))
    return replace(table, rows=rows), checksum(table_content(table))


def say(draft: RuleDraft, key: str, words: str, *, row: int = 0):
    """Change a reason in the editor."""
    table, seen = because(desk_of(draft=draft), key, words, row=row)
    return change_table(actor=None, draft=draft, table=table, seen=seen, words=words)


def test_a_section_gets_three_procedures_at_once_with_the_clauses_to_read(draft):
    (made,) = RulesToConfirm().prepare(municipality=draft.municipality, today=DAY)
    assert made.section.name == "市民課"
    assert len(made.why) == len(made.values["marks"]) == 3
    assert "読む条文" in made.why[0].text


def test_approving_without_a_note_confirms_nothing(draft):
    work = prepared(RulesToConfirm(), draft.municipality)
    person = ground.person("section_staff")
    with pytest.raises(ValidationError):
        approve_work(actor=person, work=work, changes={"note": " "})


def test_what_was_approved_is_confirmed_and_can_be_undone(draft):
    work = prepared(RulesToConfirm(), draft.municipality)
    person = ground.person("section_staff")
    keys = list(work.draft["marks"])
    approve_work(actor=person, work=work, changes={"note": "条文を法令検索で読んだ"})
    assert not any(desk_of(draft=draft).is_unverified(key) for key in keys)
    undo_decision(actor=person, work=work)
    assert all(desk_of(draft=draft).is_unverified(key) for key in keys)


def test_old_sources_are_told_to_their_sections_once_a_quarter(draft, amagasaki):
    ground.person("section_staff", section=ground.section(amagasaki, "市民課"))
    work = prepared(RulesToLookAfter(), draft.municipality)
    assert work.key.endswith(":2026-4")
    office = ground.person("dx_office")
    approve_work(actor=office, work=work)
    assert "出典" in Notification.objects.get().body
    undo_decision(actor=office, work=work)
    assert not Notification.objects.exists()


def test_a_model_is_adopted_laid_over_and_upgraded_without_losing_what_is_laid_over(draft, toyooka):
    office, there = ground.person("dx_office"), ground.person("dx_office", toyooka)
    publish = {"actor": office, "municipality": draft.municipality, "kind": "counter.rules", "object_id": str(draft.pk),
               "name": "rules", "title": "手続きの決まり"}  # fmt: skip
    first = publish_model(**publish)
    adopt_model(actor=there, municipality=toyooka, package=first, name="豊岡市の決まり")
    home = RuleDraft.objects.get(municipality=toyooka)
    say(home, "P053", "豊岡市では自動です。")
    say(draft, "P053", "尼崎市の新しい理由です。")
    say(draft, "P006", "新しい理由です。")
    upgrade_model(actor=there, adoption=Adoption.objects.get(), package=publish_model(**publish))
    desk = desk_of(draft=RuleDraft.objects.get(municipality=toyooka))
    assert desk.tables["P053"].rows[0].because == "豊岡市では自動です。"
    assert desk.tables["P006"].rows[0].because == "新しい理由です。"
    assert desk.base.overlays[0].table == "P053"


def test_a_town_with_rules_of_its_own_cannot_adopt_a_second_catalogue(draft, toyooka):
    kind = registry.adoptables()["counter.rules"]
    make.draft("282090")
    with pytest.raises(ValidationError):
        kind.apply(ground.person("dx_office", toyooka), toyooka, None, kind.export(str(draft.pk)))


def test_a_column_of_the_model_stays_with_the_model(toyooka, everywhere):
    draft = make.draft("282090", keeps_base=True)
    table, seen = because(desk_of(draft=draft), "P053", "x")
    fewer = replace(table, inputs=table.inputs[:1], rows=tuple(replace(r, cells=r.cells[:1]) for r in table.rows))
    with pytest.raises(ValidationError):
        change_table(actor=None, draft=draft, table=fewer, seen=seen, words="x")


def test_an_edit_is_taken_back_though_another_row_was_edited_since(draft):
    first = say(draft, "P008", "一つめの行の理由", row=0)
    say(draft, "P008", "二つめの行の理由", row=1)
    undo_edit(actor=None, edit=first)
    rows = desk_of(draft=RuleDraft.objects.get()).tables["P008"].rows
    assert rows[0].because != "一つめの行の理由"
    assert rows[1].because == "二つめの行の理由"


def test_an_edit_that_was_overwritten_is_not_taken_back(draft):
    first = say(draft, "P008", "一つめ")
    say(draft, "P008", "二つめ")
    with pytest.raises(ValidationError):
        undo_edit(actor=None, edit=first)


def test_rules_that_contradict_themselves_are_not_published(draft):
    table, seen = because(desk_of(draft=draft), "P001", "")
    twin = replace(table.rows[0], key="P001-2", results=("elsewhere",))
    change_table(actor=None, draft=draft, table=replace(table, rows=(*table.rows, twin)), seen=seen, words="x")
    with pytest.raises(ValidationError):
        publish_edition(actor=None, draft=draft, note="x", in_force_from=DAY)


def test_a_table_that_waits_for_itself_is_refused(draft):
    desk = desk_of(draft=draft)
    table = desk.tables["address-here"]
    column = replace(table.inputs[0], name="address-here.is_new")
    with pytest.raises((ValidationError, RuleError)):
        change_table(
            actor=None, draft=draft, table=replace(table, inputs=(column, *table.inputs[1:])),
            seen=checksum(table_content(table)), words="x",
        )  # fmt: skip
