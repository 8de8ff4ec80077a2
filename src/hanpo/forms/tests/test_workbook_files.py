"""The workbook as a file: what people get, and what comes back, whoever's and in whatever shape."""

from __future__ import annotations

import io
import random
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from openpyxl.comments import Comment

from hanpo.core.file_kinds import FileRefused
from hanpo.forms.engine.definition import Item, Kind, Section, Words
from hanpo.forms.engine.workbook import BookRefused, Cell, Stamp, State, layout, recover
from hanpo.forms.files.workbook import write_workbook
from hanpo.forms.files.workbook_reading import read_grid
from hanpo.forms.tests.damage import MADE_AT, opened
from hanpo.forms.tests.damage_files import Page, compound_file
from hanpo.forms.tests.damage_form import survey, true_answers

TOWN, NEIGHBOUR = "282022", "282049"


@pytest.fixture
def truth():
    return true_answers(random.Random(3))


@pytest.fixture
def sent(truth):
    return written(survey(), truth)


def written(form, answers=None, *, version=1, town=TOWN, language="ja"):
    stamp = Stamp(form.id, version, town, "r-1")
    return write_workbook(layout(form, stamp, respondent="尼崎市", answers=answers, language=language), made_at=MADE_AT)


def read(content, **settings):
    return recover({1: survey()}, read_grid(content), **{"municipality": TOWN, **settings})


def edited(content, edit):
    """The file after an edit by openpyxl, which knows neither names nor joined cells when it moves rows."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# What goes out


def test_the_workbook_is_locked_but_for_its_answer_cells_and_has_no_password(sent):
    sheet = openpyxl.load_workbook(io.BytesIO(sent))["回答"]
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert not sheet["D9"].protection.locked
    assert sheet["D9"].fill.start_color.rgb == "FFFFF9DB"
    assert sheet["C9"].protection.locked


def test_it_prints_on_upright_a4_with_heads_on_every_page_and_page_numbers(sent):
    sheet = openpyxl.load_workbook(io.BytesIO(sent))["回答"]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "portrait")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.page_setup.fitToHeight == 0
    assert sheet.print_title_rows == "$7:$7"
    assert "&P / &N" in sheet.oddFooter.right.text
    assert [sheet.cell(2, column).value for column in (4, 5, 6)] == ["決裁欄 課長", "決裁欄 係長", "決裁欄 担当"]


def test_sheets_names_and_marks_lead_back_to_every_answer(sent):
    book = openpyxl.load_workbook(io.BytesIO(sent))
    assert [(one.title, one.sheet_state) for one in book] == [
        ("回答", "visible"),
        ("記入要領", "visible"),
        ("hanpo", "veryHidden"),
    ]
    assert book.defined_names["hanpo_q_staff"].attr_text == "'回答'!$D$9"
    assert book["回答"].column_dimensions["A"].hidden
    assert book["回答"]["A9"].value == "hanpo:staff"
    assert not book["回答"].merged_cells.ranges
    assert not any("vba" in name for name in zipfile.ZipFile(io.BytesIO(sent)).namelist())


def test_choices_are_offered_as_a_list_and_numbers_are_checked_with_a_message(sent):
    rules = openpyxl.load_workbook(io.BytesIO(sent))["回答"].data_validations.dataValidation
    by_place = {str(rule.sqref): rule for rule in rules}
    assert by_place["D9"].type == "whole"
    assert "数字" in by_place["D9"].prompt
    assert by_place["D18"].type == "list"
    assert by_place["D18"].formula1.startswith("'hanpo'!$")


def test_units_conditions_and_numbers_of_questions_are_printed(sent):
    sheet = openpyxl.load_workbook(io.BytesIO(sent))["回答"]
    assert (sheet["B9"].value, sheet["C9"].value, sheet["E9"].value) == ("問1", "情報部門の職員数", "人")
    texts = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
    assert any("問8が「はい」のとき" in text for text in texts)


def test_text_that_looks_like_a_formula_stays_text(truth):
    content = written(survey(), {**truth, "opinion": '=HYPERLINK("http://example.com")'})
    sheet = openpyxl.load_workbook(io.BytesIO(content))["回答"]
    cell = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=HYPER"))
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_an_answer_too_long_for_a_cell_is_not_cut_in_silence():
    with pytest.raises(ValueError, match="自由意見"):
        written(survey(), {"opinion": "あ" * 40_000})


# What comes back


def test_a_program_that_inserts_rows_and_leaves_names_behind_costs_nothing(sent, truth):
    book = read(edited(sent, lambda book: (book["回答"].insert_rows(12, 2), book["回答"].insert_cols(3))))
    assert dict(book.answers) == truth
    assert book.doubts == ()


def test_an_error_in_a_cell_is_named_with_its_address(sent):
    book = read(edited(sent, lambda book: book["回答"].__setitem__("D9", "#REF!")))
    assert [(one.place, one.state) for one in book.doubts] == [("回答!D9", State.REFUSED)]
    assert "staff" not in book.answers


def test_a_comment_is_kept_as_a_remark(sent, truth):
    def comment(book):
        book["回答"]["D9"].comment = Comment("総務課で確認しました", "山本")

    book = read(edited(sent, comment))
    assert dict(book.answers) == truth
    assert [(one.address, one.text, one.item_id) for one in book.remarks] == [
        ("D9", "コメント：総務課で確認しました", "staff")
    ]


def test_an_old_version_is_read_by_its_own_definition(truth):
    old = survey()
    new = replace(
        old,
        sections=(
            Section(id="new", items=(Item(id="fresh", kind=Kind.TEXT, label=Words("新しい質問")),)),
            *old.sections,
        ),
    )
    book = recover({1: old, 2: new}, read_grid(written(old, truth)), municipality=TOWN)
    assert book.version == 1
    assert dict(book.answers) == truth


@pytest.mark.parametrize(
    "content, words",
    [
        (written(survey(), town=NEIGHBOUR), "西宮市"),
        (written(replace(survey(), id="another")), "別の調査"),
        (written(survey(), version=9), "第9版"),
        (edited(written(survey()), lambda book: book.__delitem__("回答")), "回答のシートが見つかりません"),
    ],
)
def test_a_book_that_is_not_the_one_asked_for_is_refused(content, words):
    with pytest.raises(BookRefused, match=words):
        read(content)


def test_a_book_whose_stamp_was_changed_is_refused(sent):
    def forge(book):
        for sheet in book:
            for row in sheet.iter_rows():
                for cell in row:
                    if isinstance(cell.value, str) and "|r-1|" in cell.value:
                        cell.value = cell.value.replace("|r-1|", "|r-2|")

    with pytest.raises(BookRefused, match="書きかえ"):
        read(edited(sent, forge))


def test_a_book_for_another_response_has_to_be_confirmed_first(sent, truth):
    book = read(sent, response="r-2")
    assert book.confirm
    assert book.answers == {}
    assert dict(book.proposals) == truth


def test_without_any_stamp_the_words_are_read_and_the_whole_book_is_to_be_confirmed(truth):
    case = opened(random.Random(3), TOWN, truth)
    cells = case.page.cells
    case.page.cells = {p: cell for p, cell in cells.items() if p[1] and "hanpo" not in str(cell.value)}
    case.book.pages, case.book.names = [case.page], {}
    book = read(case.book.saved_as_xlsx())
    assert book.confirm
    assert book.answers == {}
    assert dict(book.proposals) == truth


def test_the_neighbours_sheet_in_our_book_is_left_aside(sent, truth):
    case, other = opened(random.Random(3), TOWN, truth), opened(random.Random(4), NEIGHBOUR)
    case.book.pages.append(Page("参考", other.page.cells))
    book = read(case.book.saved_as_xlsx())
    assert dict(book.answers) == truth
    assert any(one.sheet == "参考" for one in book.remarks)


def test_no_answer_and_an_answer_together_are_asked_about():
    case = opened(random.Random(3), TOWN, {"until": "2026-03-31"})
    form = survey()
    table = next(item for item in form.items() if item.id == "list")
    sections = tuple(
        replace(one, items=tuple(replace(item, absences=("none",)) if item is table else item for item in one.items))
        for one in form.sections
    )
    form = replace(form, sections=sections)
    plan = layout(form, Stamp(form.id, 1, TOWN), answers={"list": [{"name": "公会計"}]})
    grid = read_grid(write_workbook(plan, made_at=MADE_AT))
    cells = {
        **grid.sheets[0].cells,
        next(f.place for f in plan.fields if f.slot.key == "list/~absent"): Cell("該当なし"),
    }
    book = recover({1: form}, replace(grid, sheets=(replace(grid.sheets[0], cells=cells),)), municipality=TOWN)
    assert case.truth
    assert "list" not in book.answers
    assert {one.key for one in book.doubts} == {"list/1/name", "list/~absent"}


DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor>'
    "<xdr:from><xdr:col>3</xdr:col><xdr:row>8</xdr:row></xdr:from><xdr:sp>"
    "<xdr:txBody><a:p><a:r><a:t>12人</a:t></a:r></a:p>"
    "</xdr:txBody></xdr:sp></xdr:twoCellAnchor></xdr:wsDr>"
)


def test_a_shape_drawn_over_an_empty_answer_is_named():
    source = zipfile.ZipFile(io.BytesIO(written(survey())))
    out = io.BytesIO()
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, source.read(name))
        archive.writestr("xl/drawings/drawing1.xml", DRAWING)
        archive.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
            '<Relationship Id="rId1" '
            f'Type="{relation}/drawing" Target="../drawings/drawing1.xml"/></Relationships>',
        )
    book = read(out.getvalue())
    named = {one.key: one for one in book.doubts}
    assert named["staff"].state is State.REFUSED
    assert "12人" in named["staff"].message


# What cannot be read


def _zip(*names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    "content, words",
    [
        (b"", "空"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"\xff\xd8\xff\xe0 photo", "画像"),
        (b"<html><table></table></html>", "xlsx"),
        (_zip("[Content_Types].xml", "word/document.xml"), "Word"),
        (_zip("[Content_Types].xml", "xl/workbook.xml", "xl/vbaProject.bin"), "マクロ"),
        (_zip("[Content_Types].xml", "xl/workbook.xml"), "壊れて"),
        (_zip("photo.jpg"), "Excelのファイルではありません"),
        (b"PK\x03\x04 broken", "壊れて"),
        (compound_file(b"x", "EncryptedPackage"), "パスワード"),
        (compound_file(b"x", "WordDocument"), "Word"),
        (compound_file(b"x", "Workbook"), "保存し直して"),
    ],
)
def test_any_other_file_is_refused_with_what_to_do(content, words):
    with pytest.raises(FileRefused, match=words):
        read_grid(content)


def test_a_text_without_the_form_is_refused():
    with pytest.raises(BookRefused, match="様式が見つかりません"):
        read("名前,数\n山本,3\n".encode())


def test_a_damaged_file_is_read_for_values_and_the_whole_is_to_be_confirmed(sent, truth):
    source, out = zipfile.ZipFile(io.BytesIO(sent)), io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            archive.writestr(name, b"<broken" if name == "docProps/core.xml" else source.read(name))
    book = read(out.getvalue())
    assert book.confirm
    assert book.answers == {}
    assert dict(book.proposals) == truth
