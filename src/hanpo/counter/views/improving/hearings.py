"""Pages of hearings: who was asked, one section's sheet, filling it in, "the same here"."""

from __future__ import annotations

from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page, show, tried
from hanpo.counter.actions.improving import hearings as actions
from hanpo.counter.inputs.improving.themes import AskForm, SameForm
from hanpo.counter.models import Hearing
from hanpo.counter.queries.improving import hearings as queries
from hanpo.counter.queries.improving.problems import heads
from hanpo.counter.views.improving.common import SEE, at, edit, sections_of, undertaking
from hanpo.forms.actions.responses import Incomplete
from hanpo.forms.views.filling import Urls, fill


@page("counter.see_improving")
def hearing_list(request: PageRequest, pk: int) -> HttpResponse:
    """Which sections were asked, and what they say side by side."""
    row = undertaking(pk)
    return show(
        request, "counter/improving/hearings.html", improvement=row,
        lines=queries.hearing_lines(improvement=row, today=clock.today()), figures=queries.figures(improvement=row),
        again=queries.asked_again(improvement=row),
    )  # fmt: skip


@page("counter.lead_improving")
def hearings_ask(request: PageRequest, pk: int) -> HttpResponse:
    """Ask sections for ten minutes."""
    row = undertaking(pk)
    sections = sections_of(row).exclude(pk__in=row.hearings.values("section"))
    form = AskForm(request.POST or None, initial={"due_on": row.hearing_due_on}, sections=sections)

    def save() -> str:
        actions.ask_sections(actor=request.user, improvement=row, today=clock.today(), **form.cleaned_data)
        return _("お願いを送りました。期限が近づいても答えのない課には、お願いの下書きがおぜん立てに出ます。")

    return edit(request, row, form, save, _("課に聞く"), back=at("hearing_list", pk), submit=_("お願いを送る"))


@page("counter.see_improving")
def hearing(request: PageRequest, pk: int) -> HttpResponse:
    """One section's sheet: its answers, its cards, and what other sections said that may hold here as well."""
    row = _hearing(pk)
    shown = queries.hearing_page(hearing=row)
    return show(request, "counter/improving/hearing.html", hearing=row, improvement=row.improvement, shown=shown)


@page("counter.improve")
@require_POST
def hearing_begin(request: PageRequest, pk: int) -> HttpResponse:
    """Open the sheet, with what others said already."""
    row = _hearing(pk)
    deed = partial(actions.begin_hearing, actor=request.user, hearing=row)
    return tried(request, deed, done=_("書き始められます。途中でやめても残ります。"), back=at("hearing_fill", pk))


@page("counter.improve")
def hearing_fill(request: PageRequest, pk: int) -> HttpResponse:
    """Fill the sheet in; sending it makes cards of its problems."""
    row = _hearing(pk)
    if row.response is None or not row.response.is_open:
        return redirect("counter:hearing", pk=pk)
    if request.method == "POST" and request.POST.get("do") == "send":
        return _sent(request, row)
    urls = Urls(face=at("hearing_fill", pk), leave=at("hearing", pk), permission=SEE, send=_("聞き取り票を出す"))
    return fill(request, response=row.response, urls=urls)


@page("counter.improve")
@require_POST
def hearing_same(request: PageRequest, pk: int) -> HttpResponse:
    """Say "the same here" of another section's card."""
    row = _hearing(pk)
    form = SameForm(request.POST, cards=heads(improvement=row.improvement))
    if not form.is_valid():
        return redirect("counter:hearing", pk=pk)
    card = form.cleaned_data["card"]
    deed = partial(actions.say_same, actor=request.user, card=card, section=row.section)
    return tried(request, deed, done=_("「うちも同じ」と加えました。"), back=at("hearing", pk))


def _sent(request: PageRequest, row: Hearing) -> HttpResponse:
    try:
        cards = actions.answer_hearing(actor=request.user, hearing=row, today=clock.today())
    except Incomplete as found:
        messages.warning(request, _("まだ出せません。直すところが{n}件あります。").format(n=len(found.problems)))
        return redirect("{}?page=check".format(at("hearing_fill", row.pk)))
    messages.success(request, _("ありがとうございました。課題カードが{n}枚できました。").format(n=len(cards)))
    return redirect("counter:hearing", pk=row.pk)


def _hearing(pk: int) -> Hearing:
    return get_object_or_404(queries.hearings(), pk=pk)
