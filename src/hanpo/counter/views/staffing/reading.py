"""Pages that read: when people come, how long they wait, the quick question."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.pages import PageRequest, download, page, show
from hanpo.counter.files.staffing import arrivals_file, waits_file
from hanpo.counter.inputs.staffing import ArrivalFilter, LookFilter, QuickForm
from hanpo.counter.queries.staffing import days
from hanpo.counter.queries.staffing.arrivals import arrivals_page, weeks_before
from hanpo.counter.queries.staffing.quick import quick_answer
from hanpo.counter.queries.staffing.waits import waits_page


@page("counter.see_staffing")
def arrivals(request: PageRequest) -> HttpResponse:
    """The heat map of arrivals."""
    return show(request, "counter/staffing/arrivals.html", **_arrivals(request))


@page("counter.see_staffing")
def arrivals_excel(request: PageRequest) -> HttpResponse:
    """The heat map as Excel."""
    told = _arrivals(request)
    body = arrivals_file(told["shown"], place=str(told["place"]), filters=told["form"].named(), **_made(request))
    return download(body, _("来庁の多い時間.xlsx"))


@page("counter.see_staffing")
def waits(request: PageRequest) -> HttpResponse:
    """How long people wait."""
    return show(request, "counter/staffing/waits.html", **_waits(request))


@page("counter.see_staffing")
def waits_excel(request: PageRequest) -> HttpResponse:
    """How long people wait, as Excel."""
    told = _waits(request)
    body = waits_file(told["shown"], place=str(told["place"]), filters=told["form"].named(), **_made(request))
    return download(body, _("窓口の待ち時間.xlsx"))


@page("counter.see_staffing")
def quick(request: PageRequest) -> HttpResponse:
    """A quick question by Erlang C."""
    form = QuickForm(request.GET or None, initial={"arrivals": 30, "minutes": 8, "desks": 5, "target": 15})
    answer = quick_answer(**form.cleaned_data) if form.is_valid() else None
    status = 422 if form.errors else 200
    return show(request, "counter/staffing/quick.html", status=status, form=form, answer=answer, here="quick")


def _made(request: PageRequest) -> dict[str, Any]:
    return {"made_by": request.user.name, "today": clock.today()}


def _looked(request: PageRequest, kind: type[LookFilter]) -> dict[str, Any]:
    """The municipality, its lines and the filter of a page."""
    place = days.place_of(asked=request.GET.get("place", ""))
    lines = days.lines_of(municipality=place.pk) if place else []
    return {"place": place, "lines": lines, "form": kind(request.GET, places=days.places(), lines=lines)}


def _arrivals(request: PageRequest) -> dict[str, Any]:
    told = _looked(request, ArrivalFilter)
    form, place = told["form"], told["place"]
    first, last = weeks_before(today=clock.today(), weeks=form.weeks_asked)
    span = {"first": first, "last": last}
    shown = place and arrivals_page(municipality=place.pk, lines=form.line_asked, kind=form.kind_asked, **span)
    return {**told, **span, "shown": shown, "here": "arrivals"}


def _waits(request: PageRequest) -> dict[str, Any]:
    told = _looked(request, LookFilter)
    form, place = told["form"], told["place"]
    first, last = weeks_before(today=clock.today(), weeks=form.weeks_asked)
    span: dict[str, Any] = {"first": first, "last": last, "now": clock.now()}
    shown = place and waits_page(municipality=place.pk, lines=told["lines"], only=form.line_asked, **span)
    return {**told, **span, "shown": shown, "here": "waits"}
