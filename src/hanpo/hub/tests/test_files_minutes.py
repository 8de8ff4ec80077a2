"""Reading the file that an office saved its minutes in."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document

from hanpo.hub.files import UnreadableMinutes, read_minutes_file
from hanpo.hub.files.minutes import LARGEST

TEXT = "第9回検討会議事録\n日時　令和8年6月4日（木）①～⑤\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_text_is_read_however_the_office_encodes_it(encoding):
    text = TEXT if encoding != "cp932" else TEXT.replace("～", "~")
    assert read_minutes_file(name="議事録.txt", content=text.encode(encoding)) == text


@pytest.mark.parametrize("ending", ["\r\n", "\r", "\n"])
def test_line_ends_are_kept_as_they_came(ending):
    text = TEXT.replace("\n", ending)
    assert read_minutes_file(name="議事録.TXT", content=text.encode()) == text


def test_word_is_read_in_the_order_of_the_page_with_its_tables():
    document = Document()
    document.add_paragraph("第9回検討会議事録")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "10:00～10:20", "各市町の\n取組状況"
    document.add_paragraph("意見交換")
    out = BytesIO()
    document.save(out)
    lines = read_minutes_file(name="議事録.docx", content=out.getvalue()).splitlines()
    assert lines == ["第9回検討会議事録", "10:00～10:20\t各市町の 取組状況", "意見交換"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("議事録.pdf", b"%PDF-1.7", "Word（.docx）かテキスト（.txt）で保存し直してください"),
        ("議事録.doc", b"\xd0\xcf\x11\xe0", "Word（.docx）"),
        ("議事録.docx", b"PK\x03\x04 broken", "Wordで開いて保存し直してください"),
        ("議事録.txt", b"\xff\xff\x00\x81", "文字コードが分かりません"),
        ("議事録.txt", b"a" * (LARGEST + 1), "5MBまで"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(name, content, said):
    with pytest.raises(UnreadableMinutes) as refusal:
        read_minutes_file(name=name, content=content)
    assert said in str(refusal.value)
