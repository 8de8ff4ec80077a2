"""Results on paper: Word, to go on writing for the meeting, and PDF, to print and to file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from hanpo.core.documents import Bullets, Heading, Paragraph, WordTable, render_pdf, write_report
from hanpo.council.files.results import ResultsReport, rows_of
from hanpo.council.queries.results import QuestionTold, language_now

Block = Heading | Paragraph | Bullets | WordTable


def results_word(report: ResultsReport) -> bytes:
    """The results as a Word file."""
    blocks: list[Block] = [Bullets(report.lead)]
    if report.summary:
        blocks += [Heading(_("まとめ")), Paragraph(report.summary)]
    for question in report.questions:
        blocks += _blocks(question)
    return write_report(title=report.title, municipality=report.office, day=report.day, blocks=blocks)


def results_pdf(report: ResultsReport) -> bytes:
    """The results as a PDF, with a bar beside each answer of all members."""
    data = {
        "council": report.council, "municipality": report.office, "date": report.day, "lead": report.lead,
        "summary": report.summary, "summary_title": _("まとめ"), "questions": [_printed(q) for q in report.questions],
    }  # fmt: skip
    return render_pdf("council/results", data, title=report.title, lang="en" if language_now() == "en" else "ja")


def _heading(question: QuestionTold) -> str:
    return f"{question.number}. {question.title}"


def _blocks(question: QuestionTold) -> Iterator[Block]:
    yield Heading(_heading(question))
    for line in filter(None, (question.comment, question.withheld)):
        yield Paragraph(line)
    for at, table in enumerate(question.tables):
        yield WordTable([table.title, *table.columns], list(rows_of(question, at)))
    yield from _change(question)
    if question.groups:
        yield WordTable([_("まとまり"), _("市町の数")], _groups(question))
    if question.quotes:
        yield Bullets(_quotes(question))


def _change(question: QuestionTold) -> Iterator[Block]:
    change = question.change
    if change.is_first_time:
        return
    if change.reason:
        yield Paragraph(_("前回との比較：比較不可。%s") % change.reason)
    else:
        heads = [_("前回との比較（両方に答えた%d市町）") % change.n, _("前回"), _("今回")]
        yield WordTable(heads, [list(row) for row in change.rows])


def _groups(question: QuestionTold) -> list[list[str]]:
    return [[one.name or _("少ないまとまりを合わせて"), str(one.count)] for one in question.groups]


def _quotes(question: QuestionTold) -> list[str]:
    return [f"{one.text}（{one.who}）" if one.who else one.text for one in question.quotes]


def _printed(question: QuestionTold) -> dict[str, Any]:
    change = question.change
    return {
        "heading": _heading(question),
        "texts": [line for line in (question.comment, question.withheld) if line],
        "tables": [_printed_table(question, at) for at in range(len(question.tables))],
        "change": "" if change.is_first_time or not change.reason else _("前回との比較：比較不可。%s") % change.reason,
        "changes": {"columns": [_("前回との比較（両方に答えた%d市町）") % change.n, _("前回"), _("今回")],
                    "rows": [list(row) for row in change.rows]},
        "groups": {"columns": [_("まとまり"), _("市町の数")], "rows": _groups(question)},
        "quotes": _quotes(question),
    }  # fmt: skip


def _printed_table(question: QuestionTold, at: int) -> dict[str, Any]:
    """A table with, for each line, how long its bar is (0 to 1; of lines without a share: none)."""
    table = question.tables[at]
    rows = list(rows_of(question, at))
    whole = table.bases[0] if table.bases else 0
    bars = [
        row.cells[0].count / whole if whole and row.cells[0].count is not None and row.cells[0].share else 0
        for row in table.rows
    ]
    return {"columns": [table.title, *table.columns], "rows": rows, "bars": bars + [0] * (len(rows) - len(bars))}
