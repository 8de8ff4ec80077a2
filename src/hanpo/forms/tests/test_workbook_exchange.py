"""Answering by Excel on the page: the workbook goes out, comes back, and nothing counts before a person said so."""

from __future__ import annotations

import io

import openpyxl
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from hanpo.core import scope
from hanpo.core.models import AuditEntry, StoredFile
from hanpo.core.queries.files import body_of
from hanpo.core.tests import factories as ground
from hanpo.forms.actions.responses import save_answers, submit_response
from hanpo.forms.actions.workbooks import confirm_workbook, receive_workbook
from hanpo.forms.models import Deed, IncomingWorkbook, WorkbookState
from hanpo.forms.tests import factories

pytestmark = [pytest.mark.django_db]

FORM = {
    "id": "staffing",
    "title": "職員の調査",
    "languages": ["ja"],
    "sections": [{"id": "s1", "title": "体制", "items": [
        {"id": "staff", "kind": "number", "label": "職員数", "unit": "人", "low": "0"},
        {"id": "budget", "kind": "money", "label": "予算額"},
        {"id": "plan", "kind": "choice", "label": "進め方", "choices": [
            {"id": "a", "label": "広げる"}, {"id": "b", "label": "続ける"}]},
        {"id": "list", "kind": "table", "label": "システム", "most_rows": 3, "columns": [
            {"id": "name", "kind": "text", "label": "名称"}, {"id": "cost", "kind": "money", "label": "費用"}]},
        {"id": "note", "kind": "text", "label": "意見", "lines": 3},
    ]}],
}  # fmt: skip


@pytest.fixture
def clerk(amagasaki):
    return ground.person("section_staff", amagasaki)


@pytest.fixture
def response(clerk, amagasaki):
    asked = factories.version(factories.form(amagasaki, definition=FORM, audience="staff", title="職員の調査"))
    row = factories.response(clerk, amagasaki, asked)
    with scope.within(scope.EVERYWHERE):
        return save_answers(
            actor=clerk, response=row, based_on=row.version, changes={"staff": "3", "plan": {"id": "a"}}
        )


@pytest.fixture
def client(sign_in, clerk):
    return sign_in(clerk)


def at(response):
    return reverse("forms:response_workbook", args=[response.pk])


def downloaded(client, response):
    return client.get(at(response), {"blank": "1"}).content


def filled(content, **answers):
    """The workbook with other contents in the cells of items (`list__1__cost` for the cell of a table)."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for key, value in answers.items():
        name = "hanpo_q_" + key.replace("__", ".")
        sheet, place = book.defined_names[name].attr_text.replace("'", "").replace("$", "").split("!")
        book[sheet][place].value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sent(client, response, content, name="回答.xlsx"):
    upload = SimpleUploadedFile(name, content)
    return client.post(at(response), {"do": "receive", "file": upload})


def arrived(client, response, **answers):
    """A workbook that was filled in and came back; the page that shows what was read."""
    answer = sent(client, response, filled(downloaded(client, response), **answers))
    assert answer.status_code == 302
    return client.get(answer.headers["Location"]).content.decode()


def waiting(response):
    with scope.within(scope.EVERYWHERE):
        return IncomingWorkbook.objects.filter(response=response).select_related("file").first()


def stored(response):
    with scope.within(scope.EVERYWHERE):
        return type(response).objects.get(pk=response.pk)


def confirmed(client, response, **said):
    row = waiting(response)
    version = said.pop("version", stored(response).version)
    data = {"do": "confirm", "workbook": row.pk, "version": version, **said}
    return client.post(f"{at(response)}?workbook={row.pk}", data)


def test_the_workbook_holds_what_is_answered_already(client, response):
    sheet = openpyxl.load_workbook(io.BytesIO(downloaded(client, response)))["回答"]
    values = [cell.value for row in sheet.iter_rows() for cell in row]
    assert 3 in values
    assert "広げる" in values


def test_a_workbook_that_comes_back_unchanged_changes_nothing(client, response):
    assert "いまの回答と同じ内容です" in arrived(client, response)


def test_changes_are_shown_before_and_after_and_stored_only_when_confirmed(client, response):
    page = arrived(client, response, staff=5)
    assert "3人" in page
    assert "5人" in page
    assert stored(response).answers["staff"] == "3"
    answer = confirmed(client, response, take=["staff"])
    assert answer.headers["Location"].endswith("?page=check")
    assert stored(response).answers["staff"] == "5"
    with scope.within(scope.EVERYWHERE):
        entry = stored(response).entries.first()
        assert (entry.deed, entry.channel, entry.changes) == (Deed.SAVE, "excel", {"staff": ["3", "5"]})
        assert waiting(response).made_version == entry.made_version
        verbs = AuditEntry.objects.filter(subject_type="forms.response").values_list("verb", flat=True)
        assert {"receive_workbook", "confirm_workbook"} <= set(verbs)


def test_a_change_that_is_not_ticked_is_not_taken(client, response):
    arrived(client, response, staff=5, note="反対です")
    confirmed(client, response, take=["note"])
    assert stored(response).answers["staff"] == "3"
    assert stored(response).answers["note"] == "反対です"


def test_a_repair_is_told_with_the_cell_what_stood_there_and_what_was_read(client, response):
    page = arrived(client, response, budget="3万円")
    assert "3万円" in page
    assert "30,000円" in page
    assert "回答!D" in page
    confirmed(client, response, take=["budget"])
    assert stored(response).answers["budget"] == "30000"


def test_a_damaged_workbook_is_refused_by_naming_the_cell_and_loses_nothing(client, response):
    content = filled(downloaded(client, response), staff="10～20", note="資料は別に送ります")
    assert sent(client, response, content).status_code == 302
    row = waiting(response)
    page = client.get(at(response), {"workbook": row.pk}).content.decode()
    place = next(one["address"] for one in row.result["findings"] if one["key"] == "staff")
    assert f"回答!{place}" in page
    assert "10～20" in page
    assert stored(response).answers["staff"] == "3"
    answer = confirmed(client, response, take=["note"])
    assert answer.status_code == 422
    assert "職員数" in answer.content.decode()
    assert "note" not in stored(response).answers
    with scope.within(scope.EVERYWHERE):
        assert body_of(file=waiting(response).file) == content
    assert client.get(at(response), {"original": row.pk}).content == content


def test_a_refused_cell_is_entered_right_there(client, response):
    arrived(client, response, staff="10～20")
    confirmed(client, response, **{"use-staff": "typed", "a-staff": "１５人"})
    assert stored(response).answers["staff"] == "15"


def test_a_refused_cell_may_leave_the_answer_as_it_is(client, response):
    arrived(client, response, staff="10～20")
    assert confirmed(client, response, **{"use-staff": "current"}).status_code == 302
    assert stored(response).answers["staff"] == "3"


def test_a_doubtful_cell_is_a_question_with_the_proposal(client, response):
    page = arrived(client, response, staff="約100")
    assert "「100人」でよい" in page
    assert confirmed(client, response).status_code == 422
    assert confirmed(client, response, **{"use-staff": "proposed"}).status_code == 302
    assert stored(response).answers["staff"] == "100"


def test_a_rough_number_typed_instead_has_to_be_confirmed_as_well(client, response):
    arrived(client, response, staff="10～20")
    typed = {"use-staff": "typed", "a-staff": "約15"}
    answer = confirmed(client, response, **typed)
    assert answer.status_code == 422
    assert 'name="a-staff--sure" value="15人"' in answer.content.decode()
    assert confirmed(client, response, **typed, **{"a-staff--sure": "16人"}).status_code == 422
    assert confirmed(client, response, **typed, **{"a-staff--sure": "15人"}).status_code == 302
    assert stored(response).answers["staff"] == "15"


def test_a_rough_number_typed_on_the_page_is_a_question_before_it_is_kept(client, response):
    face = reverse("forms:response", args=[response.pk])
    typed = {"do": "next", "asked": ["staff"], "a-staff": "約15", "version": response.version}
    answer = client.post(face, typed)
    assert answer.status_code == 422
    assert 'name="a-staff--sure" value="15人"' in answer.content.decode()
    assert stored(response).answers["staff"] == "3"
    assert client.post(face, {**typed, "a-staff--sure": "15人"}).status_code == 302
    assert stored(response).answers["staff"] == "15"


def test_of_a_table_with_a_refused_cell_the_rest_is_ready_to_be_completed(client, response):
    page = arrived(client, response, list__1__name="公会計", list__1__cost="高い")
    assert 'value="公会計"' in page
    grown = confirmed(client, response, do="rows:add:list", **{"a-list--0--name": "公会計"})
    assert 'name="a-list--1--name"' in grown.content.decode()
    said = {"use-list": "typed", "a-list--0--name": "公会計", "a-list--0--cost": "120万円"}
    assert confirmed(client, response, **said).status_code == 302
    assert stored(response).answers["list"] == [{"name": "公会計", "cost": "1200000"}]


def test_what_somebody_changed_meanwhile_is_shown_beside_and_chosen(client, clerk, response):
    content = filled(downloaded(client, response), staff=5)
    with scope.within(scope.EVERYWHERE):
        save_answers(actor=clerk, response=response, based_on=response.version, changes={"staff": "8"})
    page = client.get(sent(client, response, content).headers["Location"]).content.decode()
    assert "8人" in page
    assert "5人" in page
    assert 'name="keep-staff"' in page
    assert confirmed(client, response).status_code == 422
    confirmed(client, response, **{"keep-staff": "theirs"})
    assert stored(response).answers["staff"] == "8"


def test_what_somebody_changes_while_one_looks_is_not_overwritten(client, clerk, response):
    arrived(client, response, staff=5)
    seen = stored(response).version
    with scope.within(scope.EVERYWHERE):
        save_answers(actor=clerk, response=response, based_on=seen, changes={"staff": "8"})
    both = confirmed(client, response, version=seen, take=["staff"])
    assert both.status_code == 422
    assert 'name="keep-staff"' in both.content.decode()
    answer = confirmed(client, response, version=seen, **{"keep-staff": "mine"})
    assert answer.status_code == 409
    assert 'name="keep-staff"' in answer.content.decode()
    assert stored(response).answers["staff"] == "8"
    assert confirmed(client, response, **{"keep-staff": "mine"}).status_code == 302
    assert stored(response).answers["staff"] == "5"


def test_the_workbook_of_another_response_is_asked_about_before_anything_is_taken(client, clerk, amagasaki, response):
    other = factories.response(clerk, amagasaki, response.form)
    content = filled(downloaded(client, other), staff=7)
    page = client.get(sent(client, response, content).headers["Location"]).content.decode()
    assert "別の回答票" in page
    assert confirmed(client, response, take=["staff"]).status_code == 422
    assert stored(response).answers["staff"] == "3"
    confirmed(client, response, take=["staff"], **{"sure-book": ["0"]})
    assert stored(response).answers == {"staff": "7", "plan": {"id": "a"}}


def test_a_file_that_cannot_be_read_is_kept_with_the_reason(client, response):
    page = client.get(sent(client, response, b"%PDF-1.7 ...", "回答.pdf").headers["Location"]).content.decode()
    assert "PDFからは回答を読み取れません" in page
    assert waiting(response).state == WorkbookState.REFUSED


def test_a_file_that_cannot_even_be_kept_is_refused_on_the_page(client, response):
    answer = sent(client, response, b"MZ", "回答.exe")
    assert answer.status_code == 422
    assert "使えるのは" in answer.content.decode()
    assert waiting(response) is None


def test_csv_saved_under_the_name_of_a_workbook_is_read(client, response):
    sheet = openpyxl.load_workbook(io.BytesIO(downloaded(client, response)))["回答"]
    lines = [",".join("" if cell.value is None else f'"{cell.value}"' for cell in row) for row in sheet.iter_rows()]
    text = "\n".join(lines).replace('"3"', '"6"')
    page = client.get(sent(client, response, text.encode("cp932"), "回答.xls").headers["Location"]).content.decode()
    assert "6人" in page
    assert waiting(response).file.name == "回答.xls.csv"


def test_a_comment_may_be_kept_at_its_answer(client, response):
    book = openpyxl.load_workbook(io.BytesIO(downloaded(client, response)))
    place = book.defined_names["hanpo_q_plan"].attr_text.partition("!")[2].replace("$", "")
    book["回答"][place].comment = openpyxl.comments.Comment("議会で説明済み", "山本")
    out = io.BytesIO()
    book.save(out)
    page = client.get(sent(client, response, out.getvalue()).headers["Location"]).content.decode()
    assert "議会で説明済み" in page
    confirmed(client, response, note=["0"])
    assert "議会で説明済み" in stored(response).remarks["plan"]


def test_a_workbook_that_is_not_used_stays_with_the_response(client, response):
    arrived(client, response, staff=5)
    row = waiting(response)
    client.post(at(response), {"do": "aside", "workbook": row.pk})
    assert stored(response).answers["staff"] == "3"
    page = client.get(at(response)).content.decode()
    assert "使わなかった" in page
    assert client.post(at(response), {"do": "aside", "workbook": row.pk}).status_code == 302
    assert waiting(response).state == WorkbookState.ASIDE


def test_a_second_workbook_takes_the_place_of_one_that_waits(client, response):
    arrived(client, response, staff=5)
    arrived(client, response, staff=6)
    with scope.within(scope.EVERYWHERE):
        states = list(IncomingWorkbook.objects.filter(response=response).values_list("state", flat=True))
    assert states == [WorkbookState.WAITING, WorkbookState.ASIDE]


def test_a_workbook_counts_once(clerk, client, response):
    arrived(client, response, staff=5)
    confirmed(client, response, take=["staff"])
    with scope.within(scope.EVERYWHERE), pytest.raises(ValidationError, match="もう確認が済んでいます"):
        confirm_workbook(actor=clerk, incoming=waiting(response), based_on=1, changes={})


def test_a_sent_response_takes_no_workbook(clerk, client, response):
    content = downloaded(client, response)
    with scope.within(scope.EVERYWHERE):
        submit_response(actor=clerk, response=response, today=response.started_at.date())
        with pytest.raises(ValidationError, match="提出されています"):
            receive_workbook(
                actor=clerk, response=response, name="回答.xlsx", content=content, permission="forms.see_responses"
            )
    page = client.get(at(response)).content.decode()
    assert "先に回答を「書き直す」" in page
    assert 'type="file"' not in page


def test_a_workbook_of_somebody_elses_response_is_not_found(sign_in, toyooka, client, response):
    stranger = sign_in(ground.person("section_staff", toyooka))
    assert stranger.get(at(response)).status_code == 404


def test_the_face_leads_to_excel_and_keeps_what_was_typed(client, response):
    face = reverse("forms:response", args=[response.pk])
    assert "Excelで答える" in client.get(f"{face}?q=staff").content.decode()
    answer = client.post(face, {"do": "workbook", "asked": ["staff"], "a-staff": "9", "version": response.version})
    assert answer.headers["Location"] == at(response)
    assert stored(response).answers["staff"] == "9"


def test_what_came_goes_with_the_response_when_its_time_is_over(client, clerk, amagasaki, response):
    from hanpo.core import clock
    from hanpo.forms.actions.retention import erase_responses

    arrived(client, response, staff=5)
    with scope.within(scope.EVERYWHERE):
        type(response).objects.filter(pk=response.pk).update(erase_ordered_at=clock.now())
        erase_responses(actor=clerk, municipality=amagasaki, ordered_before=clock.now())
        assert not IncomingWorkbook.objects.exists()
        assert not StoredFile.objects.exists()
