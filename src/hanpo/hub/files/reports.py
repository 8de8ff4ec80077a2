"""The monthly report as PDF (to print and to file) and as Word (to go on writing)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from hanpo.core.documents import Bullets, Heading, Paragraph, render_pdf, write_report
from hanpo.hub.queries.reports import MonthReport, ProjectMonth, month_words


def report_title(report: MonthReport) -> str:
    """The title of a month's report."""
    return _("%(place)s 地域DX月次報告（%(month)s）") % {
        "place": report.municipality.name,
        "month": month_words(report.first),
    }


def report_files(*, report: MonthReport, summary: str, day: date) -> dict[str, bytes]:
    """The report as PDF and as Word, by the names of the files; `day` is the day on which it was approved."""
    title = report_title(report)
    return {
        f"{title}.pdf": report_pdf(report=report, summary=summary, day=day),
        f"{title}.docx": report_word(report=report, summary=summary, day=day),
    }


def report_summary(report: MonthReport) -> str:
    """One sentence for each project, from the counts alone: nothing is claimed that was not recorded."""
    return "\n".join(
        _("%(title)s：近況%(news)d件、済んだ作業%(finished)d件、期限を過ぎた作業%(overdue)d件。")
        % {
            "title": project.title,
            "news": len(project.news),
            "finished": len(project.finished),
            "overdue": len(project.overdue),
        }
        for project in report.projects
    )


def report_pdf(*, report: MonthReport, summary: str, day: date) -> bytes:
    """The report on A4, of the day on which it was approved."""
    parts = [part for project in report.projects for part in _pdf_parts(project)]
    data = {
        "summary": summary,
        "parts": parts,
        "municipality": report.municipality.name,
        "date": day,
        "about": [_about()],
    }
    return render_pdf("report", data, title=report_title(report))


def report_word(*, report: MonthReport, summary: str, day: date) -> bytes:
    """The same report as a Word file."""
    blocks = [Paragraph(summary), *_word_blocks(report), Paragraph(_about())]
    return write_report(title=report_title(report), municipality=report.municipality.name, day=day, blocks=blocks)


def report_lists(project: ProjectMonth) -> list[tuple[str, tuple[str, ...]]]:
    """The lists of a project's month that hold something, with their headings."""
    lists = [
        (_("近況"), project.news),
        (_("済んだ作業"), project.finished),
        (_("期限を過ぎた作業"), project.overdue),
        (_("ゲートの判定"), project.gates),
        (_("進捗シートの動き"), project.rungs),
        (_("職員が引き取った半歩先の一手"), project.taken_over),
        (_("できたもの（アウトプット）"), project.outputs),
        (_("見えた変化（アウトカム）"), project.outcomes),
        (_("今後の取組"), project.next_things),
    ]
    return [(heading, items) for heading, items in lists if items]


def _pdf_parts(project: ProjectMonth) -> Iterator[dict[str, Any]]:
    yield {"heading": project.title, "text": _("いまのステップ：%s") % (project.step or _("まだ決まっていません"))}
    for heading, items in report_lists(project):
        yield {"heading": heading, "points": list(items)}


def _word_blocks(report: MonthReport) -> Iterator[Heading | Paragraph | Bullets]:
    for project in report.projects:
        yield Heading(project.title)
        yield Paragraph(_("いまのステップ：%s") % (project.step or _("まだ決まっていません")))
        for heading, items in report_lists(project):
            yield Heading(heading, level=2)
            yield Bullets(items)


def _about() -> str:
    return _("Hanpoの記録から下書きし、担当者が確かめたものです。記録のない動きは載っていません。")
