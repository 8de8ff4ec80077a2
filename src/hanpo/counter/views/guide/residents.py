"""The interview as a resident holds it: without signing in, one question a page, back without loss."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core.models import Municipality
from hanpo.core.pages import PageRequest, public, show
from hanpo.counter.actions import guide as actions
from hanpo.counter.inputs.guide import AmountsForm, DayForm, read_answer
from hanpo.counter.models import Guidance
from hanpo.counter.queries.guide import asking
from hanpo.counter.queries.guide.reading import amounts_asked, amounts_told, sheet_of, towns_with_rules
from hanpo.counter.views.guide.common import in_town, with_guidance


@public
def guide_towns(request: PageRequest) -> HttpResponse:
    """Choose the municipality."""
    return show(request, "counter/guide/towns.html", towns=towns_with_rules())


@in_town
def guide_start(request: PageRequest, place: Municipality) -> HttpResponse:
    """What the interview is, and its beginning."""
    if request.method == "POST":
        row = actions.begin_guidance(actor=None, municipality=place.code, language=get_language() or "ja")
        return redirect("counter:guide_ask", town=place.code, token=row.token)
    return show(request, "counter/guide/start.html", town=place, about=asking.extent(municipality=place.code))


@with_guidance
def guide_ask(request: PageRequest, guidance: Guidance) -> HttpResponse:
    """The next question, or one that was answered before."""
    talk, again = asking.talk_of(guidance=guidance), request.GET.get("again", "")
    page = asking.page_again(talk=talk, question=again) if again else asking.next_page(talk=talk)
    if page is None:
        return redirect(_after_questions(guidance))
    if request.method == "POST":
        return _answered(request, guidance, page)
    return show(request, "counter/guide/ask.html", guidance=guidance, town=guidance.municipality, page=page)


def _answered(request: PageRequest, guidance: Guidance, page: asking.AskPage) -> HttpResponse:
    answer, error = read_answer(page, request.POST), ""
    try:
        if not (error := answer.error):
            actions.answer_question(actor=None, guidance=guidance, question=page.key, values=answer.values)
            return redirect(_address("guide_ask", guidance))
    except ValidationError as refusal:
        error = refusal.messages[0]
    return show(request, "counter/guide/ask.html", status=422, guidance=guidance, town=guidance.municipality, page=page,
                error=error)  # fmt: skip


@with_guidance
def guide_day(request: PageRequest, guidance: Guidance, day: str) -> HttpResponse:
    """One of the days that limits run from; it may be left out."""
    page = asking.day_page(guidance=guidance, sheet=sheet_of(guidance=guidance), day=day)
    if page is None:
        return redirect(_address("guide_sheet", guidance))
    form = DayForm(request.POST or None, initial={"on": page.value})
    if request.method == "POST" and form.is_valid():
        actions.tell_day(actor=None, guidance=guidance, day=day, on=form.cleaned_data["on"])
        return redirect(_after_day(guidance, day))
    status = 422 if request.method == "POST" else 200
    return show(request, "counter/guide/day.html", status=status, guidance=guidance, town=guidance.municipality,
                page=page, form=form)  # fmt: skip


@with_guidance
def guide_amounts(request: PageRequest, guidance: Guidance) -> HttpResponse:
    """What benefits are worked out from."""
    form = AmountsForm(
        request.POST or None, initial=amounts_told(guidance), asks_income=amounts_asked(guidance=guidance).income
    )
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        actions.tell_amounts(actor=None, guidance=guidance, children=form.children(), income=told.get("income"),
                             dependents=told.get("dependents") or 0)  # fmt: skip
        return redirect(_address("guide_sheet", guidance))
    status = 422 if request.method == "POST" else 200
    return show(request, "counter/guide/amounts.html", status=status, guidance=guidance, town=guidance.municipality,
                form=form)  # fmt: skip


@with_guidance
def guide_forget(request: PageRequest, guidance: Guidance) -> HttpResponse:
    """Erase the answers now."""
    if request.method == "POST":
        actions.forget_guidance(actor=None, guidance=guidance)
        messages.success(request, _("答えを消しました。このページの住所（URL）は、もう開けません。"))
        return redirect("counter:guide_start", town=guidance.municipality_id)
    return show(request, "counter/guide/forget.html", guidance=guidance, town=guidance.municipality)


def _address(name: str, guidance: Guidance, **more: str) -> str:
    return reverse(f"counter:{name}", kwargs={"town": guidance.municipality_id, "token": guidance.token, **more})


def _after_questions(guidance: Guidance) -> str:
    """The first day that is wanted and was never told, what benefits rest on, or the guide."""
    day = asking.day_after(guidance=guidance)
    if day and not guidance.days:
        return _address("guide_day", guidance, day=day)
    return _after_day(guidance, day) if not day else _address("guide_sheet", guidance)


def _after_day(guidance: Guidance, day: str) -> str:
    """The next day, then what benefits rest on, then the guide."""
    following = asking.day_after(guidance=guidance, day=day) if day else ""
    if following:
        return _address("guide_day", guidance, day=following)
    asked = amounts_asked(guidance=guidance)
    return _address("guide_amounts" if asked.children and not guidance.amounts else "guide_sheet", guidance)
