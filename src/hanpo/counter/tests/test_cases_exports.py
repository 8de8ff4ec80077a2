"""What goes to other systems: every task once, nothing shortened in silence, what came back is kept."""

from __future__ import annotations

import json

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hanpo.core import scope
from hanpo.core.tests import factories as ground
from hanpo.counter.actions.cases import exports as actions
from hanpo.counter.actions.cases.opening import name_resident
from hanpo.counter.files.cases import ReceiptRow, batch_file, read_receipts
from hanpo.counter.models import CaseStep, ExportLine, ExportReceipt
from hanpo.counter.queries.cases import exports as queries
from hanpo.counter.tests import cases_makers as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


@pytest.fixture
def office():
    return ground.person("dx_office", make.city())


def case_of(name: str = "髙見 文代", *, is_protected: bool = False):
    case = make.case("市民課:転入届", "国保課:資格の届")
    who = ground.resident(make.city(), is_protected=is_protected)
    who.name, who.registered_address = name, "西宮市北口町99番2-1203号"
    who.save()
    return name_resident(actor=ground.person("section_staff", make.city()), case=case, resident=who)


def content(batch) -> str:
    return batch_file(batch=batch, lines=queries.lines_of(batch=batch)).content.decode("utf-8-sig")


def test_only_the_procedures_of_the_system_leave_each_once(office):
    case = case_of()
    mapping = make.mapping(["P002"])
    batch = actions.make_batch(actor=office, mapping=mapping)
    assert [line.key for line in batch.lines.all()] == [f"{case.number}-02"]
    with pytest.raises(ValidationError, match="書き出す仕事はありません"):
        actions.make_batch(actor=office, mapping=mapping)
    assert CaseStep.objects.filter(case=case, deed="exported").count() == 1


def test_what_was_not_received_at_the_counter_does_not_leave():
    make.announced("市民課:転入届")
    assert queries.ready(mapping=make.mapping()) == []


def test_the_columns_of_the_other_side_hold_our_values(office):
    case = case_of()
    batch = actions.make_batch(actor=office, mapping=make.mapping())
    assert content(batch).splitlines() == [
        "KEY,SHIMEI,JUSHO,KUBUN", f"{case.number}-01,髙見 文代,西宮市北口町99番2-1203号,01",
    ]  # fmt: skip


def test_what_shift_jis_cannot_hold_is_named_with_line_and_column(office):
    case_of("𠮷成 辻\U000e0101")
    batch = actions.make_batch(actor=office, mapping=make.mapping(file_format="cp932"))
    (line,) = batch.lines.all()
    assert [fault for fault in line.faults if "SHIMEI" in fault and "𠮷" in fault]
    assert [fault for fault in line.faults if "U+E0101" in fault]
    made = batch_file(batch=batch, lines=queries.lines_of(batch=batch))
    assert "〓成 辻" in made.content.decode("cp932")


def test_utf8_and_json_keep_every_variant_of_a_character(office):
    name = "葛\U000e0100城 𠮷成"
    case_of(name)
    for file_format in ("utf8", "json"):
        mapping = make.mapping(file_format=file_format, name=file_format)
        made = content(actions.make_batch(actor=office, mapping=mapping))
        assert name in made
    assert json.loads(made)["lines"][0]["SHIMEI"] == name


def test_nothing_that_leaves_tells_where_a_protected_person_is(office):
    case_of(is_protected=True)
    batch = actions.make_batch(actor=office, mapping=make.mapping())
    assert "北口町" not in content(batch)
    assert ExportLine.objects.get(batch=batch).faults == [
        "「JUSHO」は支援措置のため書き出しません。手で入れてください。"
    ]


def test_a_name_that_is_too_long_is_not_cut(office):
    case_of("あ" * 21)
    batch = actions.make_batch(actor=office, mapping=make.mapping())
    assert "あ" * 21 in content(batch)
    assert "長すぎます" in ExportLine.objects.get(batch=batch).faults[0]


def test_what_the_other_side_refused_leaves_again(office):
    case = case_of()
    mapping = make.mapping()
    batch = actions.make_batch(actor=office, mapping=mapping)
    key = f"{case.number}-01"
    actions.take_receipts(actor=office, batch=batch, rows=[ReceiptRow(key, "refused", "生年月日がありません")])
    again = actions.make_batch(actor=office, mapping=mapping)
    assert [line.key for line in again.lines.all()] == [key]
    actions.take_receipts(actor=office, batch=again, rows=[ReceiptRow(key, "accepted")])
    assert queries.ready(mapping=mapping) == []
    assert [row.words for row in ExportReceipt.objects.all()] == ["生年月日がありません", ""]


def test_a_receipt_of_another_batch_changes_nothing(office):
    case = case_of()
    batch = actions.make_batch(actor=office, mapping=make.mapping())
    rows = [ReceiptRow(f"{case.number}-01", "accepted"), ReceiptRow("99999-0-01", "accepted")]
    with pytest.raises(ValidationError, match="99999-0-01"):
        actions.take_receipts(actor=office, batch=batch, rows=rows)
    assert not ExportReceipt.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_receipts_are_read_in_the_words_of_the_systems(encoding):
    read = read_receipts(
        content="行番号,結果,理由\r\n00001-3-01,受付,\r\n00002-1-01,エラー,氏名不一致\r\n".encode(encoding)
    )
    assert read.faults == ()
    assert [(row.key, row.result, row.words) for row in read.rows] == [
        ("00001-3-01", "accepted", ""), ("00002-1-01", "refused", "氏名不一致"),
    ]  # fmt: skip


def test_a_row_that_is_not_understood_is_named():
    read = read_receipts(content="00001-3-01,受付\n00002-1-01,たぶん\n".encode())
    assert "2行目" in read.faults[0]
    assert "たぶん" in read.faults[0]


def test_an_empty_file_says_what_is_expected():
    assert "1列目" in read_receipts(content=b"").faults[0]


def test_the_office_makes_a_batch_takes_the_file_and_reads_the_receipts(office, sign_in):
    case = case_of()
    mapping, client = make.mapping(), sign_in(office)
    client.post(reverse("counter:export_make", args=[mapping.pk]))
    with scope.within(scope.EVERYWHERE):
        batch = mapping.batches.get()
    page = reverse("counter:export_batch", args=[batch.pk])
    assert client.get(reverse("counter:export_file", args=[batch.pk])).content.startswith(b"\xef\xbb\xbf")
    wrong = SimpleUploadedFile("r.csv", "00001-3-01,たぶん\n".encode())
    refused = client.post(page, {"receipts": wrong})
    assert "たぶん" in refused.content.decode()
    right = SimpleUploadedFile("r.csv", f"{case.number}-01,受付\n".encode())
    assert client.post(page, {"receipts": right}).status_code == 302
    assert ExportLine.objects.get(batch=batch).state == "accepted"


def test_the_office_edits_the_table_column_by_column(office, sign_in):
    mapping, client = make.mapping(), sign_in(office)
    values = {"heading": "TODOKEBI", "source": "case.opened_on", "longest": "0"}
    assert client.post(reverse("counter:export_column_add", args=[mapping.pk]), values).status_code == 302
    column = mapping.columns.get(heading="TODOKEBI")
    assert (column.position, column.source) == (5, "case.opened_on")
    client.post(reverse("counter:export_column_remove", args=[column.pk]))
    assert not mapping.columns.filter(heading="TODOKEBI").exists()
    shown = client.get(reverse("counter:export_mapping", args=[mapping.pk])).content.decode()
    assert "列「JUSHO」を外す" in shown


@pytest.mark.parametrize("role", ["section_staff", "section_lead"])
def test_only_the_dx_office_exports(role, sign_in):
    mapping = make.mapping()
    client = sign_in(ground.person(role, make.city()))
    assert client.get(reverse("counter:export_mapping", args=[mapping.pk])).status_code == 403
