"""Results as a workbook: a first sheet that says what it is, one sheet a question, and all answers where names are
promised.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from hanpo.core.documents.excel import TYPEFACE, sheet_name
from hanpo.core.japanese import format_wareki
from hanpo.council.files.results import ResultsReport
from hanpo.council.queries.results import QuestionTold, TableTold


def results_excel(report: ResultsReport) -> bytes:
    """The workbook. Every text stays text, whatever it begins with; counts are numbers, hidden ones a word."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"title": report.title, "author": report.office})
    looks = {
        "head": book.add_format({"bold": True, "font_name": TYPEFACE, "bg_color": "#E8F1FE", "border": 1,
                                 "text_wrap": True, "valign": "vcenter"}),
        "text": book.add_format({"font_name": TYPEFACE, "text_wrap": True, "valign": "top", "border": 1}),
        "plain": book.add_format({"font_name": TYPEFACE, "text_wrap": True, "valign": "top"}),
        "title": book.add_format({"font_name": TYPEFACE, "bold": True, "font_size": 14}),
        "share": book.add_format({"font_name": TYPEFACE, "num_format": "0.0%", "valign": "top", "border": 1}),
        "number": book.add_format({"font_name": TYPEFACE, "num_format": "#,##0", "valign": "top", "border": 1}),
    }  # fmt: skip
    _cover(_sheet(book, _("表紙")), report, looks)
    for question in report.questions:
        _question(_sheet(book, f"{question.number} {question.title}"), question, looks)
    if report.has_names:
        _answers(_sheet(book, _("回答一覧")), report.questions, looks)
    book.close()
    return out.getvalue()


def _sheet(book: Any, name: str) -> Any:
    """A sheet, ready to print on A4, under the beginning of its name; one more of the same name gets a number."""
    wanted, taken = sheet_name(name), {sheet.get_name().lower() for sheet in book.worksheets()}
    count = 1
    while wanted.lower() in taken:
        count += 1
        wanted = sheet_name(name)[: 30 - len(str(count))] + f" {count}"
    sheet = book.add_worksheet(wanted)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&L" + wanted.replace("&", "&&") + "&R&P / &N")
    return sheet


def _cover(sheet: Any, report: ResultsReport, looks: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 100)
    sheet.write_string(0, 0, report.title, looks["title"])
    lines = [f"{report.council}　{report.office}", format_wareki(report.day), *report.lead, "", report.summary]
    for at, line in enumerate(lines, start=1):
        sheet.write_string(at, 0, line, looks["plain"])


def _question(sheet: Any, question: QuestionTold, looks: dict[str, Any]) -> None:
    sheet.set_column(0, 0, 40)
    sheet.set_column(1, 40, 12)
    sheet.write_string(0, 0, question.title, looks["title"])
    at = 1
    for line in filter(None, (question.comment, question.withheld)):
        sheet.write_string(at, 0, line, looks["plain"])
        at += 1
    for table in question.tables:
        at = _table(sheet, at + 1, table, looks)
    at = _change(sheet, at + 1, question, looks)
    groups = [[one.name or _("少ないまとまりを合わせて"), one.count] for one in question.groups]
    at = _block(sheet, at + 1, [_("まとまり"), _("市町の数")], groups, looks)
    quotes = [[one.text, one.who] for one in question.quotes]
    _block(sheet, at + 1, [_("書かれたこと"), _("だれが")], quotes, looks)


def _table(sheet: Any, at: int, table: TableTold, looks: dict[str, Any]) -> int:
    """A table with each share beside its count."""
    heads = [table.title]
    for column in table.columns:
        heads += [column, _("割合")]
    rows: list[list[Any]] = []
    for row in table.rows:
        cells: list[Any] = [row.label]
        for cell in row.cells:
            cells += [_("秘匿") if cell.count is None else cell.count, _share(cell.share)]
        rows.append(cells)
    rows.append([_("割合のもとの数"), *(value for base in table.bases for value in (base, ""))])
    rows += [[line.label, *(value for one in line.values for value in (one, ""))] for line in table.numbers]
    return _block(sheet, at, heads, rows, looks)


def _share(said: str) -> float | str:
    """A share as Excel reckons with it."""
    return float(said.removesuffix("%")) / 100 if said else ""


def _change(sheet: Any, at: int, question: QuestionTold, looks: dict[str, Any]) -> int:
    change = question.change
    if change.is_first_time:
        return at
    if change.reason:
        sheet.write_string(at, 0, _("前回との比較：比較不可。%s") % change.reason, looks["plain"])
        return at + 1
    heads = [_("前回との比較（両方に答えた%d市町）") % change.n, _("前回"), _("今回")]
    return _block(sheet, at, heads, [[row[0], *map(_counted, row[1:])] for row in change.rows], looks)


def _counted(said: str) -> int | str:
    """A count as Excel reckons with it; a median keeps its unit."""
    return int(said) if said.isdecimal() else said


def _answers(sheet: Any, questions: Sequence[QuestionTold], looks: dict[str, Any]) -> None:
    """A line for each member, in the order of the codes; those that sent no reply stand there, too."""
    shown = [one for one in questions if one.named]
    heads = [_("団体コード"), _("市町"), *(one.title for one in shown)]
    members = shown[0].named
    rows = [
        [member.code, member.name, *(_value(one, at) for one in shown)] for at, member in enumerate(members)
    ]  # fmt: skip
    sheet.set_column(0, 1, 12)
    sheet.set_column(2, len(heads), 30)
    sheet.freeze_panes(1, 2)
    _block(sheet, 0, heads, rows, looks)


def _value(question: QuestionTold, at: int) -> str:
    named = question.named[at]
    if not named.is_sent:
        return _("調査に未回答")
    return named.value or (_("無回答") if named.is_asked else _("対象外（聞いていない）"))


def _block(sheet: Any, at: int, heads: Sequence[str], rows: Iterable[Sequence[Any]], looks: dict[str, Any]) -> int:
    """A heading and its lines; nothing where there is no line. Returns the line after it."""
    held = list(rows)
    if not held:
        return at
    for place, head in enumerate(heads):
        sheet.write_string(at, place, head, looks["head"])
    for line, row in enumerate(held, start=at + 1):
        for place, value in enumerate(row):
            _cell(sheet, line, place, value, looks)
    return at + len(held) + 1


def _cell(sheet: Any, line: int, place: int, value: Any, looks: dict[str, Any]) -> None:
    if isinstance(value, int):
        sheet.write_number(line, place, value, looks["number"])
    elif isinstance(value, float):
        sheet.write_number(line, place, value, looks["share"])
    else:
        sheet.write_string(line, place, str(value), looks["text"])
