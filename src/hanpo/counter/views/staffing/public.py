"""The public calendar: which days are likely to be crowded, for anybody, without signing in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page, public
from hanpo.counter.queries.staffing import days
from hanpo.counter.queries.staffing.crowding import public_crowding


@public
def crowding(request: HttpRequest, code: str) -> HttpResponse:
    """The weeks to come at the counter of a municipality."""
    shown = public_crowding(code=code, today=clock.today())
    if shown is None:
        raise Http404
    return render(request, "counter/staffing/crowding.html", {"shown": shown, "today": clock.today()})


@page("counter.see_staffing")
def own_crowding(request: PageRequest) -> HttpResponse:
    """The public calendar of the own municipality."""
    place = days.place_of()
    if place is None:
        raise Http404
    return redirect("counter:staffing_crowding", code=place.pk)
