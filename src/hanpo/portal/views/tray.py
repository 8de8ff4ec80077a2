"""The tray (おぜん立て): what Hanpo prepared, to be approved, changed or declined; and what it saved."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.actions import prepared as actions
from hanpo.core.models import PreparedWork
from hanpo.core.pages import PageRequest, page
from hanpo.core.queries import prepared
from hanpo.portal import files, queries
from hanpo.portal.inputs import DECLINE_REASONS, DeclineForm, DraftForm

Deed = Callable[[], PreparedWork]

CARDS_A_PAGE = 25
"""Each card is read and decided: more than these nobody works through without a break."""


@page("core.work_with_tray")
def tray(request: PageRequest) -> HttpResponse:
    """What waits for this person by urgency, what they decided lately, their calendar and their services."""
    mine = prepared.tray(person=request.user, access=request.access)
    found = queries.narrowed(works=mine, kind=request.GET.get("kind"), place=request.GET.get("place"))
    shown = Paginator(found, CARDS_A_PAGE).get_page(request.GET.get("page"))
    today = clock.today()
    context = {
        "page": shown,
        "groups": queries.grouped(works=shown, today=today),
        "counts": queries.tray_counts(works=mine, today=today),
        "lately": queries.to_undo(person=request.user, now=clock.now()),
        "days": queries.week(access=request.access, today=today),
        "services": queries.services(access=request.access),
    }
    return render(request, "portal/tray.html", {"today": today, "reasons": DECLINE_REASONS, **context})


@page("core.work_with_tray")
def calendar_file(request: PageRequest) -> HttpResponse:
    """The next weeks of the person's calendar as an iCalendar file."""
    days = queries.calendar(access=request.access, **queries.next_weeks(today=clock.today()))
    return files.download(files.calendar_file(days, site=request.build_absolute_uri("/")), "hanpo.ics", "text/calendar")


@page("core.work_with_tray")
@require_POST
def approve(request: PageRequest, pk: int) -> HttpResponse:
    """Carry prepared work out as it is."""
    work = _work(request, pk)
    return _decide(request, work, lambda: actions.approve_work(actor=request.user, work=work))


@page("core.work_with_tray")
@require_POST
def decline(request: PageRequest, pk: int) -> HttpResponse:
    """Put prepared work aside with a reason that teaches its preparer."""
    work, form = _work(request, pk), DeclineForm(request.POST)
    if not form.is_valid():
        return render(request, "portal/tray_decline.html", {"work": work, "form": form, "reasons": DECLINE_REASONS})
    reason = form.cleaned_data["reason"]
    return _decide(request, work, lambda: actions.decline_work(actor=request.user, work=work, reason=reason))


@page("core.work_with_tray")
def change(request: PageRequest, pk: int) -> HttpResponse:
    """The draft's fields, to be put right before it is carried out."""
    work = _work(request, pk)
    form = DraftForm(request.POST or None, work=work)
    if request.method == "POST" and form.is_valid():
        changed = form.changes()
        return _decide(
            request, work, lambda: actions.approve_work(actor=request.user, work=work, changes=changed), form
        )
    return render(request, "portal/tray_change.html", _about(work) | {"form": form})


@page("core.work_with_tray")
@require_POST
def undo(request: PageRequest, pk: int) -> HttpResponse:
    """Take one's own decision back while there is time."""
    work = _work(request, pk)
    try:
        work = actions.undo_decision(actor=request.user, work=work)
    except actions.TooLate:
        return _too_late(request, work)
    if request.htmx:
        return render(request, "portal/_work_back.html", _about(work) | {"counts": _counts(request)})
    messages.success(request, _("「{title}」を元に戻しました。もう一度判断できます。").format(title=work.title))
    return redirect("portal:tray")


@page("core.work_with_tray")
def benefit(request: PageRequest) -> HttpResponse:
    """職員メリット帳: what prepared work saved, by month and by kind."""
    ledger = queries.benefit(year=request.GET.get("year"), today=clock.today())
    return render(request, "portal/benefit.html", {"ledger": ledger})


@page("core.work_with_tray")
def benefit_file(request: PageRequest) -> HttpResponse:
    """職員メリット帳 as Excel, exactly as the page shows it."""
    ledger = queries.benefit(year=request.GET.get("year"), today=clock.today())
    body = files.benefit_file(ledger, made_by=request.user.name, at=clock.now())
    return files.download(body, _("職員メリット帳.xlsx"), files.EXCEL)


def _work(request: PageRequest, pk: int) -> PreparedWork:
    return get_object_or_404(prepared.addressed(person=request.user, access=request.access), pk=pk)


def _about(work: PreparedWork) -> dict[str, object]:
    return {"work": work, "item": queries.item_of(work=work, today=clock.today()), "reasons": DECLINE_REASONS}


def _decide(request: PageRequest, work: PreparedWork, deed: Deed, form: DraftForm | None = None) -> HttpResponse:
    """Do it; somebody who was quicker is named, and what the preparer refuses stays on the screen to be put right."""
    try:
        decided = deed()
    except actions.AlreadyDecided as clash:
        return _clash(request, clash.work, form)
    except ValidationError as refusal:
        form = form or DraftForm(work.draft, work=work)
        form.add_error(None, refusal)
        return render(request, "portal/tray_change.html", _about(work) | {"form": form})
    return _decided(request, decided)


def _decided(request: PageRequest, work: PreparedWork) -> HttpResponse:
    if request.htmx:
        return render(request, "portal/_work_decided.html", {"work": work, "counts": _counts(request)})
    messages.success(request, queries.said_of(work=work))
    return redirect("portal:tray")


def _counts(request: PageRequest) -> queries.TrayCounts:
    waiting = prepared.tray(person=request.user, access=request.access)
    return queries.tray_counts(works=waiting, today=clock.today())


def _clash(request: PageRequest, work: PreparedWork, form: DraftForm | None) -> HttpResponse:
    if request.htmx:
        return render(request, "portal/_work_clash.html", {"work": work})
    return render(request, "portal/tray_clash.html", {"work": work, "form": form}, status=409)


def _too_late(request: PageRequest, work: PreparedWork) -> HttpResponse:
    if request.htmx:
        return render(request, "portal/_work_too_late.html", {"work": work})
    messages.error(request, _("判断から30分が過ぎたため、元に戻せません。関係するページで直してください。"))
    return redirect("portal:tray")
