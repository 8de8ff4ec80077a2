"""The pages of the rules: reading, typing the grid, refusals by cell, two people at once, publishing."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.counter.engine.rules.content import item_of
from hanpo.counter.models import RuleDraft, RuleEdition
from hanpo.counter.queries.rules.drafts import desk_of
from hanpo.counter.tests import rules_makers as make

pytestmark = pytest.mark.django_db

PAGES = ("rules_desk", "rules_history", "rules_questions", "rules_proof", "rules_changes", "rules_editions",
         "rules_overlay", "rules_files", "rules_publish", "rules_sections", "rules_procedure_add")  # fmt: skip


@pytest.fixture
def draft(amagasaki) -> RuleDraft:
    """The shipped rules in the editor of 尼崎市, published once."""
    make.edition()
    with scope.within(scope.EVERYWHERE):
        return RuleDraft.objects.get()


@pytest.fixture
def office(draft, sign_in):
    """The DX office of 尼崎市."""
    return sign_in(ground.person("dx_office"))


def url(name: str, draft: RuleDraft, *more: object) -> str:
    return reverse(f"counter:{name}", args=[draft.pk, *more])


def typed(client, draft: RuleDraft, key: str) -> dict[str, object]:
    """What the browser would send for the grid as it is shown."""
    form = client.get(url("rules_table_edit", draft, key)).context["form"]
    fields = {field.html_name: field.value() for field in form}
    sent = {name: value for name, value in fields.items() if value not in (None, False, "")}
    context = client.get(url("rules_table_edit", draft, key)).context
    return {**sent, "seen": context["seen"], "column": [c.name for c in form.columns], "row": list(form.sheet.keys)}


def test_who_sees_one_municipality_comes_to_its_rules_at_once(office, draft):
    assert office.get(reverse("counter:rules_home")).url == url("rules_desk", draft)


def test_who_has_none_is_told_how_to_begin(amagasaki, sign_in):
    said = sign_in(ground.person("dx_office")).get(reverse("counter:rules_home")).content.decode()
    assert "手続きの決まりはまだありません" in said
    assert reverse("counter:rules_start") in said


def test_the_office_begins_with_the_shipped_rules(amagasaki, sign_in, everywhere):
    client = sign_in(ground.person("dx_office"))
    client.post(reverse("counter:rules_start"), {"municipality": "282022", "name": "尼崎市の決まり"})
    assert len(RuleDraft.objects.get().content["procedures"]) == 68


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens(office, draft, name):
    assert office.get(url(name, draft)).status_code == 200


@pytest.mark.parametrize("key", ["P001", "P008", "P064", "household-child"])
def test_every_kind_of_table_opens_to_read_and_to_edit(office, draft, key):
    assert office.get(url("rules_table", draft, key)).status_code == 200
    assert office.get(url("rules_table_edit", draft, key)).status_code == 200


def test_a_table_that_is_not_there_is_not_found(office, draft):
    assert office.get(url("rules_table", draft, "P999")).status_code == 404


def test_another_municipality_finds_nothing(draft, toyooka, sign_in):
    stranger = sign_in(ground.person("dx_office", toyooka))
    assert stranger.get(url("rules_desk", draft)).status_code == 404


def test_the_list_is_narrowed_by_words_and_by_the_mark(office, draft):
    groups = office.get(url("rules_desk", draft), {"text": "印鑑"}).context["groups"]
    assert "P006" in {line.procedure.key for group in groups for line in group.lines}
    marked = office.get(url("rules_desk", draft), {"mark": "unverified", "by": "section"}).context["groups"]
    assert all(line.is_unverified for group in marked for line in group.lines)


def test_a_grid_saved_as_it_was_changes_nothing(office, draft, everywhere):
    before = draft.content
    assert office.post(url("rules_table_edit", draft, "P008"), typed(office, draft, "P008")).status_code == 302
    after = RuleDraft.objects.get().content
    assert [t for t in after["tables"] if t["id"] == "P008"] == [t for t in before["tables"] if t["id"] == "P008"]


def test_a_cell_is_changed_and_the_table_says_so(office, draft, everywhere):
    sent = typed(office, draft, "P001")
    sent["r0-c-moved_from"] = ["same_prefecture"]
    office.post(url("rules_table_edit", draft, "P001"), sent)
    row = item_of(RuleDraft.objects.get().content, "tables", "P001")["rows"][0]
    assert row["cells"]["moved_from"] == '"same_prefecture"'


def test_refused_cells_are_named_by_row_and_column_and_nothing_is_stored(office, draft, everywhere):
    sent = typed(office, draft, "P001")
    sent |= {"r0-c-moved_from": ["moon"], "r0-valid_from": "2026-05-01", "r0-valid_to": "2026-04-01"}
    shown = office.post(url("rules_table_edit", draft, "P001"), sent)
    assert shown.status_code == 422
    errors = shown.context["form"].errors
    assert "1行目" in errors["r0-c-moved_from"][0]
    assert "r0-valid_to" in errors
    assert RuleDraft.objects.get().version == draft.version


def test_rows_and_columns_move_on_the_screen_without_being_stored(office, draft, everywhere):
    sent = typed(office, draft, "P008")
    for do, rows in (("add", 5), ("remove:0", 3), ("down:0", 4), ("column:dog", 4)):
        form = office.post(url("rules_table_edit", draft, "P008"), {**sent, "do": do}).context["form"]
        assert len(form.sheet.keys) == rows
    assert "dog" in form.sheet.columns
    moved = office.post(url("rules_table_edit", draft, "P008"), {**sent, "do": "down:0"}).context["form"].sheet
    assert moved.keys[:2] == ("P008-2", "P008-1")
    assert RuleDraft.objects.get().version == draft.version


def test_who_is_slower_sees_both_and_loses_nothing(office, draft, everywhere):
    sent = typed(office, draft, "P001")
    first = {**sent, "r0-because": "先に書いた理由"}
    second = {**sent, "r0-because": "あとから書いた理由"}
    assert office.post(url("rules_table_edit", draft, "P001"), first).status_code == 302
    shown = office.post(url("rules_table_edit", draft, "P001"), second)
    assert shown.status_code == 409
    assert "先に書いた理由" in shown.context["theirs"][0].before
    assert "あとから書いた理由" in shown.content.decode()
    again = {**second, "seen": shown.context["seen"]}
    assert office.post(url("rules_table_edit", draft, "P001"), again).status_code == 302


def test_a_change_is_told_by_a_household_and_published(office, draft, everywhere):
    sent = typed(office, draft, "P001")
    sent["r0-result-0"] = "automatic"
    office.post(url("rules_table_edit", draft, "P001"), sent)
    shown = office.get(url("rules_changes", draft)).context["shown"]
    (answer,) = shown.answers
    assert (answer.before, answer.after) == ("要る", "市が行う（届出は要らない）")
    assert ("尼崎市へ引っ越してきた", "はい") in answer.household
    office.post(url("rules_publish", draft), {"note": "自動にした", "in_force_from": "2026-12-01"})
    assert RuleEdition.objects.order_by("-number").first().number == 2
    assert office.get(url("rules_changes", draft)).context["shown"].is_empty


def test_the_words_of_a_procedure_are_changed_and_a_second_writer_is_told(office, draft, everywhere):
    page = office.get(url("rules_words", draft, "P001"))
    sent = {field.html_name: field.value() for field in page.context["form"] if field.value() not in (None, False)}
    sent["seen"] = page.context["seen"]
    assert office.post(url("rules_words", draft, "P001"), {**sent, "deadline": "14日"}).status_code == 302
    late = office.post(url("rules_words", draft, "P001"), {**sent, "deadline": "15日"})
    assert any("「14日」" in error for error in late.context["form"].non_field_errors())
    assert item_of(RuleDraft.objects.get().content, "procedures", "P001")["deadline"] == "14日"


def test_an_edit_is_taken_back_from_the_history(office, draft, everywhere):
    sent = {**typed(office, draft, "P001"), "r0-because": "書き足した"}
    office.post(url("rules_table_edit", draft, "P001"), sent)
    edit = RuleDraft.objects.get().edits.get()
    office.post(reverse("counter:rules_undo", args=[draft.pk, edit.pk]))
    assert RuleDraft.objects.get().content == draft.content


def test_staff_confirm_a_procedure_with_a_note_and_the_mark_goes(draft, sign_in, everywhere):
    client = sign_in(ground.person("section_staff"))
    seen = client.get(url("rules_table", draft, "P003")).context["shown"].mark
    client.post(url("rules_confirm", draft, "P003"), {"seen": seen, "note": ""})
    assert desk_of(draft=draft).is_unverified("P003")
    client.post(url("rules_confirm", draft, "P003"), {"seen": seen, "note": "条文を読んだ"})
    assert not desk_of(draft=draft).is_unverified("P003")


def test_staff_of_a_section_publish_nothing(draft, sign_in):
    assert sign_in(ground.person("section_staff")).get(url("rules_publish", draft)).status_code == 403


def test_a_procedure_of_ones_own_gets_a_table_and_a_box_to_ask(office, draft, everywhere):
    office.post(
        url("rules_procedure_add", draft),
        {"key": "N001", "title": "粗大ごみの申込み", "title_en": "Bulky waste", "event": "転出", "section": "residents",
         "for_whom": "引っ越す人", "deadline": "引っ越す前", "source": "市の案内"},
    )  # fmt: skip
    office.post(
        url("rules_box_add", draft, "things"),
        {"key": "bulky_waste", "label": "粗大ごみがある", "label_en": "Bulky waste to leave"},
    )
    sent = {**typed(office, draft, "N001"), "do": "column:bulky_waste"}
    form = office.post(url("rules_table_edit", draft, "N001"), sent).context["form"]
    assert [column.name for column in form.columns] == ["bulky_waste"]
    sent = {"seen": sent["seen"], "column": "bulky_waste", "row": "N001-1", "policy": "ANY",
            "otherwise-0": "not_needed", "r0-c-bulky_waste": "true", "r0-result-0": "needed"}  # fmt: skip
    assert office.post(url("rules_table_edit", draft, "N001"), sent).status_code == 302
    proof = office.get(url("rules_proof", draft)).context["proof"]
    assert proof.is_sound
    assert "粗大ごみの申込み" in [
        line.title for line in office.get(url("rules_changes", draft)).context["shown"].answers
    ]


def test_the_list_of_municipalities_costs_the_same_however_many_there_are(draft, sign_in):
    make.edition("282090")
    client = sign_in(ground.person("prefecture", ground.municipality("280003")))
    address = reverse("counter:rules_home")
    client.get(address)
    with CaptureQueriesContext(connection) as two:
        client.get(address)
    make.edition("282201")
    with CaptureQueriesContext(connection) as three:
        shown = client.get(address)
    assert len(three) == len(two)
    assert [line.draft.municipality_id for line in shown.context["lines"]] == ["282022", "282090", "282201"]


def test_a_page_of_many_procedures_costs_as_much_as_one_of_few(office, draft):
    counts = []
    for asked in ({}, {"text": "印鑑"}):
        office.get(url("rules_desk", draft), asked)
        with CaptureQueriesContext(connection) as captured:
            office.get(url("rules_desk", draft), asked)
        counts.append(len(captured))
    assert counts[0] == counts[1]
