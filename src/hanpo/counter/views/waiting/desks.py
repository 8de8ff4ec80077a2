"""Pages of clerks: what goes on in the hall, and the desk from which one calls."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.pages import PageRequest, page, show, tried
from hanpo.counter.actions.waiting import places as place_actions
from hanpo.counter.actions.waiting import tickets as actions
from hanpo.counter.models import Desk, Ticket
from hanpo.counter.queries.waiting import booking, desks, hall_of


@page("counter.see_waiting")
def waiting(request: PageRequest) -> HttpResponse:
    """Every line and every desk of the counter, now."""
    place = desks.place_of(asked=request.GET.get("place", ""))
    if place is None:
        raise Http404
    now = clock.now()
    hall = hall_of(municipality=place.pk, at=now)
    rows = desks.overview(municipality=place.pk, hall=hall)
    booked = booking.bookings_on(municipality=place.pk, day=now.date())
    return show(request, "counter/waiting/hall.html", place=place, hall=hall, rows=rows, booked=booked, now=now)


@page("counter.serve")
def desk_console(request: PageRequest, pk: int) -> HttpResponse:
    """The desk: who is there, who comes next, what can be done with one key."""
    desk = _desk(pk)
    shown = desks.console_of(desk=desk, at=clock.now())
    template = "counter/waiting/_console.html" if request.headers.get("HX-Request") else "counter/waiting/desk.html"
    return show(request, template, console=shown, desk=desk, now=clock.now())


@page("counter.serve")
@require_POST
def desk_next(request: PageRequest, pk: int) -> HttpResponse:
    """Call whose turn it is."""
    desk = _desk(pk)
    deed = partial(actions.call_next, actor=request.user, desk=desk, at=clock.now())
    return _done(request, desk, deed, _("呼びました。"))


@page("counter.serve")
@require_POST
def desk_call(request: PageRequest, pk: int) -> HttpResponse:
    """Call one number out of its turn, by its button or as it was typed."""
    desk = _desk(pk)
    ticket = desks.ticket_by_number(desk=desk, at=clock.now(), number=request.POST.get("number", ""))
    if ticket is None:
        return tried(request, desks.refuse_number, done="", back=_console(desk))
    deed = partial(actions.call_number, actor=request.user, desk=desk, ticket=ticket, at=clock.now())
    return _done(request, desk, deed, _("{number}番を呼びました。").format(number=ticket.number))


@page("counter.serve")
@require_POST
def desk_set_open(request: PageRequest, pk: int) -> HttpResponse:
    """Open or close the desk."""
    desk = _desk(pk)
    is_open = request.POST.get("open") == "1"
    words = _("席を開けました。「次の人を呼ぶ」から始められます。") if is_open else _("席を閉じました。")
    return _done(request, desk, lambda: place_actions.set_desk_open(
        actor=request.user, desk=desk, is_open=is_open, at=clock.now()), words)  # fmt: skip


DEEDS: dict[str, Callable[..., object]] = {
    "begin": actions.begin_service,
    "finish": actions.finish_service,
    "hold": actions.hold_ticket,
    "park": actions.park_ticket,
    "back": actions.bring_back_ticket,
    "absent": actions.mark_absent,
    "leave": actions.give_ticket_back,
}
"""What is done with a ticket by one press."""


@page("counter.serve")
@require_POST
def ticket_deed(request: PageRequest, pk: int, deed: str) -> HttpResponse:
    """Do one of the deeds with a ticket, and go back to the desk."""
    if deed not in DEEDS:
        raise Http404
    ticket, desk = _ticket(pk), _asked_desk(request)
    words = _("{number}番を更新しました。").format(number=ticket.number)
    return _done(request, desk, lambda: DEEDS[deed](actor=request.user, ticket=ticket, at=clock.now()), words)


@page("counter.serve")
@require_POST
def ticket_recall(request: PageRequest, pk: int) -> HttpResponse:
    """Call the number once more."""
    ticket, desk = _ticket(pk), _asked_desk(request)
    words = _("{number}番をもう一度呼びました。").format(number=ticket.number)
    return _done(request, desk, lambda: actions.recall_ticket(actor=request.user, ticket=ticket), words)


@page("counter.serve")
@require_POST
def ticket_transfer(request: PageRequest, pk: int) -> HttpResponse:
    """Send the visitor on to another line now, or note it as a further service of the visit."""
    ticket, desk = _ticket(pk), _asked_desk(request)
    line = get_object_or_404(desks.every_line(municipality=ticket.municipality_id), pk=_number(request, "line"))
    if request.POST.get("later"):
        words = _("終わったあと「{line}」へ続きます。").format(line=line.name)
        return _done(request, desk, lambda: actions.add_stop(actor=request.user, ticket=ticket, line=line), words)
    words = _("{number}番を「{line}」へ回しました。番号は変わりません。").format(number=ticket.number, line=line.name)
    return _done(request, desk, lambda: actions.transfer_ticket(
        actor=request.user, ticket=ticket, line=line, at=clock.now()), words)  # fmt: skip


@page("counter.serve")
@require_POST
def ticket_give(request: PageRequest, pk: int) -> HttpResponse:
    """Give a number at the desk, to somebody who cannot use the kiosk."""
    desk = _desk(pk)
    line = get_object_or_404(desks.every_line(municipality=desk.municipality_id), pk=_number(request, "line"))
    deed = partial(actions.take_ticket, actor=request.user, lines=[line], at=clock.now())
    return _done(request, desk, deed, _("「{line}」の番号を出しました。").format(line=line.name))


def _desk(pk: int) -> Desk:
    return get_object_or_404(desks.desks(), pk=pk)


def _ticket(pk: int) -> Ticket:
    return get_object_or_404(desks.todays_tickets(day=clock.now()), pk=pk)


def _asked_desk(request: PageRequest) -> Desk:
    return _desk(_number(request, "desk"))


def _number(request: PageRequest, name: str) -> int:
    sent = request.POST.get(name, "")
    return int(sent) if sent.isdecimal() and len(sent) < 12 else 0


def _console(desk: Desk) -> str:
    return reverse("counter:desk_console", args=[desk.pk])


def _done(request: PageRequest, desk: Desk, deed: Callable[[], object], words: str) -> HttpResponse:
    return tried(request, deed, done=words, back=_console(desk))
