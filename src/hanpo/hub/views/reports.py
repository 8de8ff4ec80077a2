"""Pages of the monthly reports: those issued, and a month as it would be issued now."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page
from hanpo.hub.actions.reports import issue_report
from hanpo.hub.files import report_files, report_lists, report_summary, report_title
from hanpo.hub.inputs.reports import ReportChoice, ReportForm
from hanpo.hub.queries import reports as queries
from hanpo.hub.views.common import page_of, show


@page("hub.see_reports")
def report_list(request: PageRequest) -> HttpResponse:
    """The reports that were issued, and the choice of a month to look at."""
    form = ReportChoice(places=queries.reportable(), today=clock.today())
    shown = page_of(request, queries.issued_reports())
    return show(request, "hub/reports.html", page=shown, issued=queries.gathered(shown), form=form)


@page("hub.see_reports")
def report(request: PageRequest) -> HttpResponse:
    """A month of a municipality as its report would say it now."""
    made = _report(request)
    if made is None:
        return redirect("hub:reports")
    return _preview(request, made, ReportForm(initial={"summary": report_summary(made)}))


@page("hub.issue_reports")
def report_issue(request: PageRequest) -> HttpResponse:
    """Issue the report of a month by hand, with the summary as it was put right."""
    made, form = _report(request), ReportForm(request.POST or None)
    if made is None:
        return redirect("hub:reports")
    if not form.is_valid():
        return _preview(request, made, form)
    contents = report_files(report=made, day=clock.today(), **form.cleaned_data)
    issue_report(actor=request.user, municipality=made.municipality, first=made.first, contents=contents)
    messages.success(
        request, _("「{title}」をPDFとWordで作りました。県からも見えます。").format(title=report_title(made))
    )
    return redirect("hub:reports")


def _report(request: PageRequest) -> queries.MonthReport | None:
    """The month that the address asks for; nothing where the scope has no project to report on."""
    place = queries.report_place(code=request.GET.get("place"))
    if place is None and request.GET.get("place"):
        raise Http404
    if place is None:
        return None
    first = queries.month_named(request.GET.get("month"), today=clock.today())
    return queries.month_report(municipality=place, first=first)


def _preview(request: PageRequest, made: queries.MonthReport, form: ReportForm) -> HttpResponse:
    lists = [(project, report_lists(project)) for project in made.projects]
    known = queries.is_issued(municipality=made.municipality, first=made.first)
    status = 422 if form.is_bound else 200
    return show(request, "hub/report.html", status=status, report=made, title=report_title(made), lists=lists,
                form=form, known=known)  # fmt: skip
