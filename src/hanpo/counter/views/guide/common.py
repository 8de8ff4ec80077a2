"""What the open pages of the guide share: the interview behind an address, or a page that says why there is none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http.response import HttpResponseBase

from hanpo.core.pages import PageRequest, public, show
from hanpo.counter.models import Guidance
from hanpo.counter.queries.guide.reading import guidance_by, town_of
from hanpo.counter.queries.rules import NoRulesPublished

View = Callable[..., HttpResponseBase]


def with_guidance(view: Callable[[PageRequest, Guidance], HttpResponseBase] | View) -> View:
    """An open page about the interview of its address; one that is gone, and a town without rules, is said in words."""

    @public
    @wraps(view)
    def found(request: PageRequest, town: str, token: str, **kwargs: Any) -> HttpResponseBase:
        place, guidance = town_of(code=town), guidance_by(municipality=town, token=token)
        if guidance is None or place is None:
            return show(request, "counter/guide/gone.html", status=404, town=place)
        try:
            return view(request, guidance, **kwargs)
        except NoRulesPublished:
            return show(request, "counter/guide/no_rules.html", town=place)

    return found


def in_town(view: View) -> View:
    """An open page of a town, by its code."""

    @public
    @wraps(view)
    def found(request: PageRequest, town: str) -> HttpResponseBase:
        place = town_of(code=town)
        if place is None:
            return show(request, "counter/guide/gone.html", status=404, town=None)
        try:
            return view(request, place)
        except NoRulesPublished:
            return show(request, "counter/guide/no_rules.html", town=place)

    return found
