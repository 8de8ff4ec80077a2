"""Rules leave as Excel, CSV and DMN and come back: the same, or with every bad cell told by its place."""

from __future__ import annotations

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from openpyxl import load_workbook

from hanpo.core.tests import factories as ground
from hanpo.counter.actions.rules.exchange import receive_rules, take_rules
from hanpo.counter.engine.rules.content import item_of
from hanpo.counter.files.dmn import write_dmn
from hanpo.counter.files.problems import RuleFileError
from hanpo.counter.files.rule_workbook import read_workbook, write_workbook
from hanpo.counter.files.seeds import catalogue
from hanpo.counter.models import RuleDraft, RuleUpload
from hanpo.counter.queries.rules.drafts import desk_of
from hanpo.counter.queries.rules.uploads import upload_page
from hanpo.counter.tests import rules_makers as make


def edited(change) -> bytes:
    """The workbook of the shipped tables after somebody changed the sheet of P001."""
    book = load_workbook(io.BytesIO(write_workbook(catalogue().rules.tables)))
    change(book["P001"])
    body = io.BytesIO()
    book.save(body)
    return body.getvalue()


def test_a_workbook_comes_back_with_the_same_tables():
    tables = list(catalogue().rules.tables)
    assert read_workbook(write_workbook(tables)) == tables


def test_bad_cells_of_all_sheets_are_told_by_sheet_and_address():
    def spoil(sheet) -> None:
        sheet["B8"] = "たぶん"
        sheet["D8"] = "whatever"

    with pytest.raises(RuleFileError) as refused:
        read_workbook(edited(spoil))
    assert [problem.place for problem in refused.value.problems] == ["P001!B8", "P001!D8"]


def test_what_is_no_workbook_is_refused():
    with pytest.raises(RuleFileError):
        read_workbook(b"PK\x03\x04 not really")


@pytest.mark.django_db
def test_nothing_of_a_file_counts_before_a_person_says_so(amagasaki, everywhere):
    draft = make.draft()

    def change(sheet) -> None:
        sheet["E8"] = "市が自動で行います。"

    upload = receive_rules(actor=None, draft=draft, name="決まり.xlsx", body=edited(change))
    assert RuleDraft.objects.get().content == draft.content
    shown = upload_page(upload=upload, desk=desk_of(draft=draft))
    assert [(row.table, "自動で" in row.after) for row in shown.rows] == [("P001", True)]
    take_rules(actor=None, upload=upload)
    row = item_of(RuleDraft.objects.get().content, "tables", "P001")["rows"][0]
    assert row["because"] == "市が自動で行います。"


@pytest.mark.django_db
def test_a_file_that_asks_what_no_question_asks_cannot_be_taken(amagasaki, everywhere):
    draft = make.draft()
    body = write_dmn(catalogue().rules, "x").replace(b">event_move_in<", b">event_moon<")
    upload = receive_rules(actor=None, draft=draft, name="x.dmn", body=body)
    assert "event_moon" in upload_page(upload=upload, desk=desk_of(draft=draft)).fault


@pytest.mark.django_db
def test_in_a_city_with_a_model_a_file_is_laid_over_the_base(amagasaki, everywhere):
    draft = make.draft(keeps_base=True)

    def change(sheet) -> None:
        sheet["E8"] = "このまちでは自動で行います。"

    take_rules(actor=None, upload=receive_rules(actor=None, draft=draft, name="a.xlsx", body=edited(change)))
    now = RuleDraft.objects.get()
    assert now.content["tables"] == draft.content["tables"]
    assert item_of(now.content, "overlays", "P001")["rows"][0]["because"] == "このまちでは自動で行います。"


@pytest.mark.django_db
@pytest.mark.parametrize("kind", ["xlsx", "dmn", "list"])
def test_what_was_taken_out_is_uploaded_and_changes_nothing(amagasaki, sign_in, everywhere, kind):
    draft, client = make.draft(), sign_in(ground.person("dx_office"))
    body = b"".join(client.get(reverse("counter:rules_export", args=[draft.pk, kind])))
    if kind == "list":
        assert load_workbook(io.BytesIO(body)).worksheets[0].max_row >= 69
        return
    file = SimpleUploadedFile(f"rules.{kind}", body)
    page = client.post(reverse("counter:rules_import", args=[draft.pk]), {"file": file}, follow=True)
    assert page.context["shown"].rows == ()
    assert page.context["shown"].fault == ""


@pytest.mark.django_db
def test_a_refused_file_says_on_the_page_where(amagasaki, sign_in, everywhere):
    draft, client = make.draft(), sign_in(ground.person("dx_office"))

    def spoil(sheet) -> None:
        sheet["B8"] = "たぶん"

    file = SimpleUploadedFile("決まり.xlsx", edited(spoil))
    page = client.post(reverse("counter:rules_import", args=[draft.pk]), {"file": file}, follow=True)
    assert "P001!B8" in page.content.decode()
    assert RuleUpload.objects.get().state == "refused"


@pytest.mark.django_db
def test_one_table_leaves_as_csv_and_comes_back(amagasaki, sign_in, everywhere):
    draft, client = make.draft(), sign_in(ground.person("dx_office"))
    body = b"".join(client.get(reverse("counter:rules_table_csv", args=[draft.pk, "P064"])))
    changed = body.replace(b"2026-05-25", b"2026-05-24")
    page = client.post(
        reverse("counter:rules_import", args=[draft.pk]), {"file": SimpleUploadedFile("P064.csv", changed)}, follow=True
    )
    assert [row.key for row in page.context["shown"].rows] == ["P064-1"]
