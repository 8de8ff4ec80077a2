"""Pages of clerks: the bookings of a day, and the times that are offered."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.models import Municipality
from hanpo.core.pages import PageRequest, form_page, page, show, tried
from hanpo.counter.actions.waiting import booking as actions
from hanpo.counter.inputs.waiting import DayFilter, SlotsForm
from hanpo.counter.queries.waiting import booking, desks


@page("counter.see_waiting")
def bookings(request: PageRequest) -> HttpResponse:
    """The bookings of a day, with what is still free."""
    place, form = _place(request), DayFilter(request.GET)
    day = form.chosen(clock.today())
    context: dict[str, Any] = {"place": place, "form": form, "day": day, "days": booking.days_around(day=day),
               "rows": booking.bookings_on(municipality=place.pk, day=day),
               "slots": booking.slots_on(municipality=place.pk, day=day),
               "missed": booking.missed(municipality=place.pk, before=clock.now())}  # fmt: skip
    return show(request, "counter/waiting/bookings.html", **context)


@page("counter.serve")
@require_POST
def booking_check_in(request: PageRequest, pk: int) -> HttpResponse:
    """The visitor is here: they get a number."""
    row = get_object_or_404(booking.bookings(), pk=pk)
    deed = partial(actions.check_in, actor=request.user, booking=row, at=clock.now())
    return tried(request, deed, done=_("受け付けました。番号はこの一覧に出ています。"), back=_back())


@page("counter.serve")
@require_POST
def booking_cancel(request: PageRequest, pk: int) -> HttpResponse:
    """The visitor called off."""
    row = get_object_or_404(booking.bookings(), pk=pk)
    deed = partial(actions.cancel_booking, actor=request.user, booking=row)
    return tried(request, deed, done=_("予約を取り消しました。この時刻は、ほかの人が予約できます。"), back=_back())


@page("counter.serve")
@require_POST
def booking_missed(request: PageRequest) -> HttpResponse:
    """Nobody came for the bookings whose time is over."""
    rows = booking.missed(municipality=_place(request).pk, before=clock.now())
    deed = partial(actions.mark_no_shows, actor=request.user, bookings=rows, at=clock.now())
    return tried(request, deed, done=_("来なかったと記録しました。"), back=_back())


@page("counter.run_waiting")
def slot_add(request: PageRequest) -> HttpResponse:
    """Offer times."""
    place = _place(request)
    form = SlotsForm(request.POST or None, rows=booking.bookable_lines(municipality=place.pk))

    def save() -> str:
        made = actions.open_slots(actor=request.user, **form.values())
        return _("予約枠を{n}個作りました。住民の予約ページに、すぐ出ます。").format(n=len(made))

    return form_page(request, "counter/waiting/form.html", form=form, save=save, back=_back(),
                     title=_("予約枠を作る"), lead=place.name)  # fmt: skip


@page("counter.run_waiting")
@require_POST
def slot_withdraw(request: PageRequest) -> HttpResponse:
    """Take back the chosen times that nobody booked."""
    chosen = [int(one) for one in request.POST.getlist("slot") if one.isdecimal() and len(one) < 12]
    line = get_object_or_404(desks.lines(), slots__in=chosen[:1])
    deed = partial(actions.withdraw_slots, actor=request.user, line=line, slots=chosen)
    return tried(request, deed, done=_("予約のない枠を取り下げました。"), back=_back())


def _place(request: PageRequest) -> Municipality:
    place = desks.place_of(asked=request.GET.get("place", ""))
    if place is None:
        raise Http404
    return place


def _back() -> str:
    return reverse("counter:bookings")
