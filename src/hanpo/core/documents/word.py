"""Word: reports that staff go on writing. Headings, paragraphs, points and tables in Japanese typefaces."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from docx import Document
from docx.document import Document as WordFile
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph

from hanpo.core.documents.table import cell_value
from hanpo.core.japanese import eras

BODY_FACE, HEADING_FACE = "BIZ UDMincho", "BIZ UDGothic"


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; `level` from 1."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; a line break stays one."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """Points, one a line."""

    items: Sequence[str]


@dataclass(frozen=True, slots=True)
class WordTable:
    """A table: headings and rows of values (dates are written in 和暦)."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


Block = Heading | Paragraph | Bullets | WordTable


def write_report(*, title: str, municipality: str, day: date, blocks: Iterable[Block]) -> bytes:
    """A .docx file on A4: title, municipality and day, the blocks, and page numbers."""
    document = Document()
    _set_faces(document)
    _set_page(document)
    document.core_properties.title = title
    document.core_properties.author = municipality
    document.core_properties.language = "ja-JP"
    document.add_heading(title, level=0)
    head = document.add_paragraph(f"{municipality}　{eras.format_wareki(day)}")
    head.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for block in blocks:
        _add(document, block)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _add(document: WordFile, block: Block) -> None:
    match block:
        case Heading(text, level):
            document.add_heading(_clean(text), level=level)
        case Paragraph(text):
            document.add_paragraph(_clean(text))
        case Bullets(items):
            for item in items:
                document.add_paragraph(_clean(item), style="List Bullet")
        case WordTable(columns, rows):
            _add_table(document, columns, rows)


def _add_table(document: WordFile, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    table = document.add_table(rows=1, cols=len(columns), style="Table Grid")
    for cell, label in zip(table.rows[0].cells, columns, strict=True):
        cell.paragraphs[0].add_run(_clean(label)).bold = True
    _repeat_on_each_page(table.rows[0]._tr)
    for row in rows:
        for cell, value in zip(table.add_row().cells, row, strict=True):
            cell.text = _clean(value)


def _clean(value: Any) -> str:
    held = cell_value(value)
    return eras.format_wareki(held) if isinstance(held, date) else str(held)


def _set_faces(document: WordFile) -> None:
    """Name the typeface for Japanese text too: python-docx sets the Latin one only."""
    for name in ("Normal", "Title", "List Bullet", *(f"Heading {level}" for level in range(1, 5))):
        style = document.styles[name]
        face = BODY_FACE if name in ("Normal", "List Bullet") else HEADING_FACE
        style.font.name = face
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), face)
    document.styles["Normal"].font.size = Pt(10.5)


def _set_page(document: WordFile) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(25)
    foot = section.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    _add_field(foot, "PAGE")
    foot.add_run(" / ")
    _add_field(foot, "NUMPAGES")


def _add_field(paragraph: WordParagraph, instruction: str) -> None:
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    paragraph._p.append(field)


def _repeat_on_each_page(row: Any) -> None:
    mark = OxmlElement("w:tblHeader")
    row.get_or_add_trPr().append(mark)
