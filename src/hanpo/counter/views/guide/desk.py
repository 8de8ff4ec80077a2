"""The interview as a clerk holds it: the whole household on one screen, by keyboard, with the answers beside it."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.editing import EditConflict
from hanpo.core.pages import PageRequest, page, page_of, show
from hanpo.counter.actions import guide as actions
from hanpo.counter.inputs.guide import read_household
from hanpo.counter.models import Guidance
from hanpo.counter.queries.guide import asking
from hanpo.counter.queries.guide.reading import amounts_asked, guidances, places_of_desk
from hanpo.counter.queries.guide.telling import words_of
from hanpo.counter.queries.rules import NoRulesPublished


@page("counter.interview")
def guide_desk(request: PageRequest) -> HttpResponse:
    """The interviews that clerks began and that are still kept."""
    shown = page_of(request, guidances(day=clock.today()))
    return show(request, "counter/guide/desk.html", page=shown, lines=asking.desk_lines(rows=shown.object_list),
                places=places_of_desk())  # fmt: skip


@page("counter.interview")
@require_POST
def guide_desk_begin(request: PageRequest) -> HttpResponse:
    """Begin an interview at the counter."""
    place = get_object_or_404(places_of_desk(), code=request.POST.get("town", ""))
    try:
        row = actions.begin_guidance(actor=request.user, municipality=place.code, language="ja")
    except NoRulesPublished:
        messages.error(request, _("手続きの決まりがまだ公開されていません。公開すると、聞き取りを始められます。"))
        return redirect("counter:guide_desk")
    return redirect("counter:guide_household", pk=row.pk)


@page("counter.interview")
def guide_household(request: PageRequest, pk: int) -> HttpResponse:
    """The whole household on one screen; what is sent is kept, and the answers come back."""
    row = get_object_or_404(guidances(day=clock.today()), pk=pk)
    if request.method == "POST":
        return _heard(request, row)
    return _shown(request, row)


def _heard(request: PageRequest, row: Guidance) -> HttpResponse:
    talk = asking.talk_of(guidance=row)
    heard = read_household(asking.household(talk=talk), request.POST)
    try:
        actions.answer_household(
            actor=request.user, guidance=row, based_on=heard.version, answers=heard.answers, days=heard.days
        )
    except EditConflict:
        return _shown(request, row, status=409, conflict=True)
    except ValidationError as refusal:
        return _shown(request, row, status=422, error=refusal.messages[0])
    return _shown(request, row, unread=heard.unread)


def _shown(request: PageRequest, row: Guidance, status: int = 200, **more: object) -> HttpResponse:
    template = "counter/guide/_household.html" if request.htmx else "counter/guide/household.html"
    try:
        talk = asking.talk_of(guidance=row)
    except NoRulesPublished:
        return show(request, "counter/guide/no_rules.html", town=row.municipality)
    words = words_of(guidance=row)
    return show(
        request, template, status=status, guidance=row, town=row.municipality, questions=asking.household(talk=talk),
        words=words, days=asking.days_for_desk(guidance=row), asked=amounts_asked(guidance=row), **more,
    )  # fmt: skip
