"""The prefecture as a whole, and each municipality in it: side by side, never ranked."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page
from hanpo.core.queries import places
from hanpo.portal import files, queries
from hanpo.portal.engine import outline_paths


@page("core.see_prefecture")
def prefecture(request: PageRequest) -> HttpResponse:
    """A map with the municipalities that take part, and a table with the same facts in the order of their codes."""
    shown = queries.prefecture(access=request.access, today=clock.today())
    context = {"prefecture": shown, "outlines": outline_paths(), "today": clock.today()}
    return render(request, "portal/prefecture.html", context)


@page("core.see_prefecture")
def prefecture_file(request: PageRequest) -> HttpResponse:
    """The table as Excel."""
    shown = queries.prefecture(access=request.access, today=clock.today())
    body = files.prefecture_file(shown, made_by=request.user.name)
    return files.download(body, _("取組に加わっている市町.xlsx"), files.EXCEL)


@page("portal.see_municipality")
def municipality(request: PageRequest, code: str) -> HttpResponse:
    """One municipality: what the fields tell and offer, and who works where."""
    place, today = get_object_or_404(places.in_scope(), pk=code), clock.today()
    context = {
        "place": place,
        "sees_prefecture": request.access.allows("core.see_prefecture"),
        "today": today,
        "facts": queries.facts_about(municipality=place, access=request.access, today=today),
        "services": queries.services_in(municipality=place, access=request.access),
        "offices": places.offices(municipality=place, day=today),
    }
    return render(request, "portal/municipality.html", context)
