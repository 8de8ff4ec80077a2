"""Writes of monthly reports."""

from __future__ import annotations

from datetime import date

from hanpo.core import audit
from hanpo.core.actions.files import store_file
from hanpo.core.models import Municipality, Person, StoredFile
from hanpo.hub.files import report_pdf, report_title, report_word
from hanpo.hub.queries.reports import month_report

ABOUT = "hub.monthly_report"
PERMISSION = "hub.see_projects"


@audit.deed
def issue_report(
    *, actor: Person, municipality: Municipality, first: date, summary: str, day: date
) -> list[StoredFile]:
    """Make the report of the month that begins on `first`, as PDF and Word, and keep both for the municipality."""
    report = month_report(municipality=municipality, first=first)
    title = report_title(report)
    made = {
        "pdf": report_pdf(report=report, summary=summary, day=day),
        "docx": report_word(report=report, summary=summary, day=day),
    }
    files = [
        store_file(
            actor=actor,
            name=f"{title}.{ending}",
            content=content,
            municipality=municipality,
            permission=PERMISSION,
            about=ABOUT,
        )
        for ending, content in made.items()
    ]
    audit.record(actor=actor, verb="issue_report", subject=municipality, new={"title": title})
    return files


@audit.deed
def withdraw_report(*, actor: Person, municipality: Municipality, files: list[int]) -> None:
    """Take a report back: its files are no longer offered."""
    rows = StoredFile.objects.filter(pk__in=files, municipality=municipality, about=ABOUT)
    names = [row.name for row in rows]
    rows.delete()
    audit.record(actor=actor, verb="withdraw_report", subject=municipality, old={"files": names})
