"""The monthly report of a municipality, drafted from what was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hanpo.core import clock
from hanpo.core.models import Municipality, Person, PreparedWork
from hanpo.core.registry import Draft, DraftField, Fact
from hanpo.hub.actions.reports import issue_report, withdraw_report
from hanpo.hub.files import report_files, report_summary, report_title
from hanpo.hub.queries.reports import MonthReport, is_issued, month_before, month_report

OFFERED_FOR = timedelta(days=25)
"""A month's report is offered until its successor comes near."""


class MonthlyReport:
    """From the first of a month: the month before, as PDF and Word. A month without records says so."""

    key = "hub.monthly_report"
    label = gettext_lazy("月次報告")

    def prepare(self, *, municipality: Municipality, today: date) -> Iterator[Draft]:
        report = month_report(municipality=municipality, first=month_before(today))
        known = is_issued(municipality=municipality, first=report.first)
        if report.projects and not known and today - report.last <= OFFERED_FOR:
            yield _draft(report)

    def approve(self, *, actor: Person, work: PreparedWork, values: Mapping[str, Any]) -> Mapping[str, Any]:
        first = date.fromisoformat(values["month"])
        report = month_report(municipality=work.municipality, first=first)
        contents = report_files(report=report, summary=values["summary"], day=clock.today())
        files = issue_report(actor=actor, municipality=work.municipality, first=first, contents=contents)
        return {"files": [file.pk for file in files]}

    def undo(self, *, actor: Person, work: PreparedWork) -> None:
        withdraw_report(actor=actor, municipality=work.municipality, files=work.undo["files"])


def _draft(report: MonthReport) -> Draft:
    return Draft(
        key=report.first.isoformat(),
        title=report_title(report),
        why=[_fact(report)],
        effect=_("報告書をPDFとWordで作り、県からも見えるようにします。"),
        minutes_saved=60,
        role="dx_office",
        due=report.last + timedelta(days=10),
        url=reverse("hub:reports"),
        values={"month": report.first.isoformat(), "summary": report_summary(report)},
        fields=[DraftField(name="summary", label=_("まとめ"), kind="text")],
    )


def _fact(report: MonthReport) -> Fact:
    if not report.happened:
        return Fact(text=_("この月の記録は1件もありません。動きがあったなら、近況を書いてから承認してください。"))
    return Fact(text=_("この月の記録が%d件あります") % report.happened)
