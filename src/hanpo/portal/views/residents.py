"""Residents as staff look them up: first why, then whom; every look is written down where the resident reads it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.actions.residents import log_looks
from hanpo.core.models import Resident
from hanpo.core.pages import PageRequest, page
from hanpo.core.queries import people, residents
from hanpo.portal import purpose
from hanpo.portal.inputs import PurposeForm, ResidentSearchForm


@page("core.look_up_residents")
@sensitive_post_parameters("name", "born_on")
def look_up(request: PageRequest) -> HttpResponse:
    """Ask for the purpose; then search by name, kana or day of birth. Names that are shown count as looked at."""
    why = purpose.current(request, now=clock.now())
    if why is None:
        return _ask_purpose(request)
    form = ResidentSearchForm(request.POST or None)
    found = None
    if request.method == "POST" and form.is_valid():
        found = residents.find_residents(**form.cleaned_data)
        _log(request, why, found.residents, [residents.IDENTITY])
    return render(request, "portal/residents.html", {"why": why, "form": form, "found": found})


@page("core.look_up_residents")
@require_POST
def say_purpose(request: PageRequest) -> HttpResponse:
    """Keep the purpose for half an hour, and go on to where the person was going."""
    form = PurposeForm(request.POST)
    if not form.is_valid():
        return _ask_purpose(request, form)
    purpose.keep(request, form.purpose(), now=clock.now())
    return redirect(purpose.way_on(request))


@page("core.look_up_residents")
@require_POST
def end_purpose(request: PageRequest) -> HttpResponse:
    """The matter is done: from now on the purpose is asked again."""
    purpose.forget(request)
    return redirect("portal:residents")


@page("core.look_up_residents")
def resident(request: PageRequest, pk: int) -> HttpResponse:
    """One resident's data, once the purpose is known; the look is written down."""
    found = get_object_or_404(residents.in_scope(), pk=pk)
    why = purpose.current(request, now=clock.now())
    if why is None:
        return _ask_purpose(request)
    facts = residents.subject_facts(resident=found)
    _log(request, why, [found], [fact.key for fact in facts])
    context = {"resident": found, "facts": facts, "why": why, "looks": residents.looks_at(resident=found)[:10]}
    return render(request, "portal/resident.html", context)


def _ask_purpose(request: PageRequest, form: PurposeForm | None = None) -> HttpResponse:
    return render(
        request, "portal/residents_purpose.html", {"form": form or PurposeForm(), "way_on": purpose.way_on(request)}
    )


def _log(
    request: PageRequest, why: purpose.Purpose, seen: tuple[Resident, ...] | list[Resident], data: list[str]
) -> None:
    if seen:
        post = people.post_of(access=request.access, municipality_id=seen[0].municipality_id)
        log_looks(actor=request.user, post=post, purpose=why.text, residents=seen, data=data)
