"""Search over everything that the fields made findable."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core.actions.jobs import start_job
from hanpo.core.jobs.kinds import REBUILD_SEARCH
from hanpo.core.pages import PageRequest, page
from hanpo.core.search.find import QueryTooLong, find
from hanpo.portal import queries


@page("core.search")
def search(request: PageRequest) -> HttpResponse:
    """The records that hold every word of the query, as far as this person may see them."""
    wanted = queries.search_wish(request.GET)
    context: dict[str, object] = {
        "wish": wanted,
        "sources": queries.search_choices(),
        "places": queries.place_choices(),
        "may_rebuild": request.access.allows("core.rebuild_search"),
    }
    try:
        results = find(query=wanted.query, access=request.access, **wanted.narrowing())
    except QueryTooLong:
        return render(request, "portal/search.html", context | {"is_too_long": True})
    return render(request, "portal/search.html", context | queries.search_page(results))


@page("core.rebuild_search")
@require_POST
def rebuild(request: PageRequest) -> HttpResponse:
    """Ask for the search index to be made anew."""
    place = request.access.assignments[0].municipality
    job = start_job(actor=request.user, kind=REBUILD_SEARCH, title=_("検索の索引を作り直す"), municipality=place)
    return redirect("portal:job", pk=job.pk)
