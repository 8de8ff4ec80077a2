"""Excel, CSV and Word: what an office does with a table afterwards must not go wrong."""

import io
from datetime import UTC, date, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from hanpo.core.documents import (
    About,
    Bullets,
    Column,
    Heading,
    Kind,
    Paragraph,
    WordTable,
    export_csv,
    export_table,
    write_report,
)
from hanpo.core.documents.excel import sheet_name, text_width
from hanpo.core.documents.table import LONGEST_CELL

COLUMNS = [
    Column("氏名"),
    Column("期限", Kind.DATE),
    Column("記録", Kind.MOMENT),
    Column("件数（件）", Kind.INTEGER),
    Column("割合", Kind.PERCENT),
]
ABOUT = About(
    source="住民の台帳",
    as_of=date(2026, 4, 1),
    municipality="多可町",
    made_by="総務課",
    filters={"状態": "未対応"},
    notes=["見積りを含みます"],
)
ROW = ["𠮷川 﨑子", date(2026, 4, 1), datetime(2026, 4, 1, 0, 30, tzinfo=UTC), 1200, 0.25]


def book_of(rows, **changes):
    return load_workbook(io.BytesIO(export_table(title="一覧", columns=COLUMNS, rows=rows, about=ABOUT, **changes)))


def test_dates_and_numbers_are_real_ones_with_formats():
    sheet = book_of([ROW]).worksheets[0]
    name, due, at, count, share = (cell for cell in sheet[2])
    assert (name.value, str(due.value), count.value, share.value) == (ROW[0], "2026-04-01 00:00:00", 1200, 0.25)
    assert str(at.value) == "2026-04-01 09:30:00"
    assert (due.number_format, count.number_format, share.number_format) == ("yyyy/mm/dd", "#,##0", "0.0%")


@pytest.mark.parametrize("text", ["=1+1", "+81-90", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "＝1"])
def test_text_that_looks_like_a_formula_stays_text(text):
    cell = book_of([[text, None, None, None, None]]).worksheets[0]["A2"]
    assert cell.data_type in ("s", "inlineStr")
    assert cell.value == text
    assert cell.quotePrefix
    (line,) = export_csv(columns=[Column("氏名")], rows=[[text]]).content.decode("utf-8-sig").splitlines()[1:]
    assert line.strip('"').startswith("'")


def test_a_negative_number_is_not_taken_for_a_formula():
    assert export_csv(columns=[Column("増減")], rows=[["-12"]]).content.decode("utf-8-sig") == "増減\r\n-12\r\n"


def test_the_sheet_is_ready_to_read_and_to_print_on_a4():
    sheet = book_of([ROW]).worksheets[0]
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:E2"
    assert sheet.page_setup.paperSize == int(sheet.PAPERSIZE_A4)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.oddFooter.right.text == "&P / &N"
    assert "多可町" in sheet.oddFooter.left.text
    assert sheet.column_dimensions["A"].width >= text_width(ROW[0])


def test_a_sheet_says_what_the_table_is():
    about = book_of([ROW, ROW]).worksheets[1]
    assert about.title == "この表について"
    lines = {label.value: value.value for label, value in about.iter_rows(max_col=2)}
    assert lines == {
        "表題": "一覧",
        "市町": "多可町",
        "いつの情報か": "令和8年4月1日",
        "出どころ": "住民の台帳",
        "件数": 2,
        "作った人": "総務課",
        "絞り込み：状態": "未対応",
        "注": "見積りを含みます",
    }


def test_an_empty_table_is_a_table():
    assert book_of([]).worksheets[0].max_row == 1


def test_a_row_of_the_wrong_length_is_refused():
    with pytest.raises(ValueError):
        export_table(title="一覧", columns=COLUMNS, rows=[["甲"]], about=ABOUT)


def test_control_characters_and_overlong_text_are_seen_to_be_cut():
    cells = book_of([["a\x00b", None, None, None, None], ["長" * 40_000, None, None, None, None]]).worksheets[0]
    assert cells["A2"].value == "a�b"
    assert len(cells["A3"].value) == LONGEST_CELL
    assert cells["A3"].value.endswith("…（以下略）")


def test_a_title_becomes_a_name_that_excel_takes():
    assert sheet_name("4/1:[一覧]*?") == "4・1・・一覧・・・"
    assert len(sheet_name("長" * 50)) == 31


def test_utf8_csv_opens_in_excel_and_quotes_line_breaks():
    content = export_csv(columns=[Column("氏名"), Column("日", Kind.DATE)], rows=[["甲\n乙", date(2026, 4, 1)]]).content
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.decode("utf-8-sig") == '氏名,日\r\n"甲\n乙",2026-04-01\r\n'


def test_cp932_csv_reports_every_character_it_could_not_hold():
    made = export_csv(columns=[Column("氏名")], rows=[["髙﨑㈱①"], ["𠮷川〜—葛\U000e0100城"]], encoding="cp932")
    assert made.content.decode("cp932") == "氏名\r\n髙﨑㈱①\r\n〓川～―葛城\r\n"
    assert [(r.row, r.column, r.character, r.into) for r in made.replacements] == [
        (2, "氏名", "𠮷", "〓"),
        (2, "氏名", "—", "―"),
        (2, "氏名", "\U000e0100", ""),
    ]


def test_a_word_report_has_headings_points_tables_and_japanese_type():
    document = Document(
        io.BytesIO(
            write_report(
                title="月次報告",
                municipality="多可町",
                day=date(2026, 4, 1),
                blocks=[
                    Heading("課題"),
                    Paragraph("𠮷川さんと話した。"),
                    Bullets(["一つ目", "二つ目"]),
                    WordTable(["件名", "期限"], [["調整", date(2026, 5, 1)]]),
                ],
            )
        )
    )
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert texts == ["月次報告", "多可町　令和8年4月1日", "課題", "𠮷川さんと話した。", "一つ目", "二つ目"]
    assert [cell.text for row in document.tables[0].rows for cell in row.cells] == [
        "件名",
        "期限",
        "調整",
        "令和8年5月1日",
    ]
    fonts = document.styles["Heading 1"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "BIZ UDGothic"
    assert fonts.get(qn("w:eastAsiaTheme")) is None
    assert document.sections[0].page_width.mm == pytest.approx(210, abs=0.1)
