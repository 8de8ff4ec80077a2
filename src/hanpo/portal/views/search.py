"""Search over everything that the fields made findable."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from hanpo.core.pages import PageRequest, page
from hanpo.core.search.find import QueryTooLong, find
from hanpo.portal import queries


@page("core.search")
def search(request: PageRequest) -> HttpResponse:
    """The records that hold every word of the query, as far as this person may see them."""
    wanted = queries.search_wish(request.GET)
    context = {"wish": wanted, "sources": queries.search_choices(), "places": queries.place_choices()}
    try:
        results = find(query=wanted.query, access=request.access, **wanted.narrowing())
    except QueryTooLong:
        return render(request, "portal/search.html", context | {"is_too_long": True})
    return render(request, "portal/search.html", context | queries.search_page(results))
