"""Files of results: the same tables as the pages, real numbers, and nothing that the page hides."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest
from docx import Document

from hanpo.core import clock
from hanpo.council.actions.publication import publish_results, write_publication
from hanpo.council.files.results import ResultsReport, live_report, published_report
from hanpo.council.files.results_excel import results_excel
from hanpo.council.files.results_paper import results_pdf, results_word
from hanpo.council.queries.results import published_of
from hanpo.council.tests import results_makers as make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("everywhere")]


def book(report: ResultsReport) -> Any:
    return openpyxl.load_workbook(io.BytesIO(results_excel(report)))


def cells(sheet: Any) -> list[list[Any]]:
    return [list(row) for row in sheet.iter_rows(values_only=True)]


def published(survey) -> ResultsReport:
    publish_results(actor=None, survey=survey)
    found = published_of(survey=survey)
    assert found is not None
    return published_report(survey=survey, published=found, day=clock.today())


def test_the_workbook_has_a_sheet_for_each_question_and_one_with_all_answers():
    made = book(live_report(survey=make.survey_with(make.twelve()), by="kind", day=clock.today()))
    assert [name[:2] for name in made.sheetnames] == ["表紙", "1 ", "2 ", "3 ", "回答"]
    table = cells(made.worksheets[1])
    assert ["終わった", 10, 0.833, 8, 0.8, 2, 1] in table
    assert "14市町のうち12市町が回答（85.7%）" in str(cells(made.worksheets[0]))
    answers = cells(made.worksheets[-1])
    assert [row[0] for row in answers[1:]] == sorted(make.MANY)
    assert answers[-1][2] == "調査に未回答"


def test_text_that_looks_like_a_formula_stays_text():
    told = {make.MANY[0]: make.answers("yes", 1, "=HYPERLINK(0)")}
    made = book(live_report(survey=make.survey_with(told), by="", day=clock.today()))
    found = [cell for sheet in made for row in sheet.iter_rows() for cell in row if cell.value == "=HYPERLINK(0)"]
    assert found
    assert all(cell.data_type == "s" for cell in found)


def test_files_for_members_hold_what_the_page_shows_and_no_more():
    told = {code: {**one, "worry": f"{code}の困りごと"} for code, one in make.twelve().items()}
    survey = make.survey_with(told, promise="office")
    write_publication(actor=None, survey=survey, based_on=0, changes={"summary": "体制を見直します。"})
    report = published(survey)
    made = book(report)
    said = str([cells(sheet) for sheet in made])
    assert "回答一覧" not in made.sheetnames
    assert "困りごと" not in said.replace("困っていること", "")
    assert "秘匿" in said
    document = Document(io.BytesIO(results_word(report)))
    words = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    words += [paragraph.text for paragraph in document.paragraphs]
    assert "体制を見直します。" in words
    assert not [one for one in words if "神戸市" in one or "282022" in one]
    assert results_pdf(report).startswith(b"%PDF")


def test_two_questions_of_one_name_have_sheets_of_their_own():
    survey = make.survey_with(make.twelve())
    report = live_report(survey=survey, by="", day=clock.today())
    assert len(set(book(report).sheetnames)) == len(report.questions) + 2
