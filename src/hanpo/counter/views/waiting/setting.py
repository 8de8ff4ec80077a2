"""Pages of those who run the counter: lines, desks, kiosks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.actions.rows import add_row, change_row
from hanpo.core.models import Municipality, Section
from hanpo.core.pages import PageRequest, form_page, page, show, tried
from hanpo.core.queries.places import sections
from hanpo.counter.actions.waiting import places as actions
from hanpo.counter.inputs.waiting import DeskForm, KioskForm, LineForm
from hanpo.counter.models import Desk, Kiosk, ServiceLine
from hanpo.counter.queries.waiting import desks

FORM = "counter/waiting/form.html"


@page("counter.run_waiting")
def waiting_setting(request: PageRequest) -> HttpResponse:
    """Lines, desks and kiosks of the counter, with the addresses of its screens."""
    place = _place(request)
    context: dict[str, Any] = {"place": place, "lines": desks.every_line(municipality=place.pk),
               "desks": desks.all_desks_of(municipality=place.pk),
               "kiosks": desks.kiosks().filter(municipality=place)}  # fmt: skip
    return show(request, "counter/waiting/setting.html", **context)


@page("counter.run_waiting")
def line_add(request: PageRequest) -> HttpResponse:
    """Add a line."""
    place = _place(request)
    form = LineForm(request.POST or None, sections=_sections(place), instance=ServiceLine(municipality=place))

    def save() -> str:
        add_row(actor=request.user, row=ServiceLine(municipality=place, **form.values()))
        return _("受付種別を加えました。この種別を受ける席を決めてください。")

    return _form(request, form, save, _("受付種別を加える"))


@page("counter.run_waiting")
def line_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a line."""
    row = get_object_or_404(desks.lines(), pk=pk)
    form = LineForm(request.POST or None, instance=row, sections=_sections(row.municipality))

    def save() -> str:
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=form.changes())
        return _("受付種別を保存しました。発券機と混雑のページに、すぐ出ます。")

    return _form(request, form, save, _("受付種別を直す"), row.name)


@page("counter.run_waiting")
def desk_add(request: PageRequest) -> HttpResponse:
    """Add a desk."""
    place = _place(request)
    form = DeskForm(
        request.POST or None, rows=desks.every_line(municipality=place.pk), instance=Desk(municipality=place)
    )

    def save() -> str:
        told = form.cleaned_data
        actions.add_desk(
            actor=request.user, municipality=place, name=told["name"], place=told["place"], **form.served()
        )
        return _("席を加えました。")

    return _form(request, form, save, _("席を加える"))


@page("counter.run_waiting")
def desk_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a desk and what it serves."""
    row = get_object_or_404(desks.desks(), pk=pk)
    rows = desks.every_line(municipality=row.municipality_id)
    form = DeskForm(request.POST or None, instance=row, rows=rows)

    def save() -> str:
        actions.change_desk(
            actor=request.user, desk=row, based_on=form.based_on, changes=form.changes(), **form.served()
        )
        return _("席を保存しました。")

    return _form(request, form, save, _("席を直す"), row.name)


@page("counter.run_waiting")
def kiosk_add(request: PageRequest) -> HttpResponse:
    """Add a kiosk."""
    place = _place(request)
    form = KioskForm(request.POST or None, instance=Kiosk(municipality=place))

    def save() -> str:
        add_row(actor=request.user, row=Kiosk(municipality=place, **form.values()))
        return _("発券機を加えました。置く端末で、一覧にあるアドレスを開いてください。")

    return _form(request, form, save, _("発券機を加える"))


@page("counter.run_waiting")
def kiosk_edit(request: PageRequest, pk: int) -> HttpResponse:
    """Change a kiosk."""
    row = get_object_or_404(desks.kiosks(), pk=pk)
    form = KioskForm(request.POST or None, instance=row)

    def save() -> str:
        change_row(actor=request.user, row=row, based_on=form.based_on, changes=form.changes())
        return _("発券機を保存しました。")

    return _form(request, form, save, _("発券機を直す"), row.name)


@page("counter.run_waiting")
@require_POST
def kiosk_renew(request: PageRequest, pk: int) -> HttpResponse:
    """Give a kiosk a new address."""
    row = get_object_or_404(desks.kiosks(), pk=pk)
    words = _("アドレスを新しくしました。前のアドレスは使えません。端末で開き直してください。")
    return tried(request, lambda: actions.renew_kiosk(actor=request.user, kiosk=row), done=words, back=_back())


def _place(request: PageRequest) -> Municipality:
    place = desks.place_of(asked=request.GET.get("place", ""))
    if place is None:
        raise Http404
    return place


def _sections(place: Municipality) -> QuerySet[Section]:
    return sections(municipality=place, day=clock.today())


def _back() -> str:
    return reverse("counter:waiting_setting")


def _form(request: PageRequest, form: Any, save: Callable[[], str], title: str, lead: str = "") -> HttpResponse:
    return form_page(request, FORM, form=form, save=save, back=_back(), title=title, lead=lead)
