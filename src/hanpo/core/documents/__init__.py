"""Documents: PDF for paper and signature, Excel and CSV for the office, Word for reports that staff go on writing.

A PDF is a Typst template (`templates/*.typ` here, `<field>/documents/*.typ` in a field) plus data. Excel, CSV and Word
are made from plain rows. Every document says of whom it is, of which day, and from where its numbers come.
"""

from hanpo.core.documents.delimited import CsvFile, Replacement, export_csv
from hanpo.core.documents.excel import export_table
from hanpo.core.documents.fonts import FontsMissing, missing_fonts
from hanpo.core.documents.pdf import DocumentError, render_pdf
from hanpo.core.documents.table import About, Column, Kind, defused
from hanpo.core.documents.word import Bullets, Heading, Paragraph, WordTable, write_report

__all__ = [
    "About",
    "Bullets",
    "Column",
    "CsvFile",
    "DocumentError",
    "FontsMissing",
    "Heading",
    "Kind",
    "Paragraph",
    "Replacement",
    "WordTable",
    "defused",
    "export_csv",
    "export_table",
    "missing_fonts",
    "render_pdf",
    "write_report",
]
