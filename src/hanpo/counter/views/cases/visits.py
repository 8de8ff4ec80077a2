"""Pages of the bereavement course for staff: the visits to come, one visit and its sheet, how families are received."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from hanpo.core import clock
from hanpo.core.pages import PageRequest, form_page, page, show, tried
from hanpo.counter.actions.cases import visits as actions
from hanpo.counter.inputs.cases import CourseForm, ReasonForm
from hanpo.counter.models import Appointment, BereavementCourse
from hanpo.counter.queries.cases import visits as queries
from hanpo.counter.queries.cases import work
from hanpo.counter.views.cases.work import FORM, SEE, WORK


@page(SEE)
def appointment_list(request: PageRequest) -> HttpResponse:
    """The visits from today on."""
    found = queries.visits_from(day=clock.today())
    return show(request, "counter/cases/visits.html", visits=found, courses=queries.courses())


@page(SEE)
def appointment(request: PageRequest, pk: int) -> HttpResponse:
    """One visit with what is prepared; prints as the sheet that lies on the desk."""
    row = _visit(pk)
    shown = work.case_page(case=row.case, today=clock.today())
    visit = queries.visits_of(rows=[row])[0]
    return show(request, "counter/cases/visit.html", appointment=row, visit=visit, shown=shown)


@page(WORK)
@require_POST
def appointment_prepare(request: PageRequest, pk: int) -> HttpResponse:
    """Say that everything lies ready, or take it back."""
    row = _visit(pk)
    on = None if row.prepared_on else clock.today()
    deed = partial(actions.mark_prepared, actor=request.user, visit=row, on=on)
    return _tried(request, row, deed, _("準備の印を付けました。") if on else _("準備の印を外しました。"))


@page(WORK)
@require_POST
def appointment_receive(request: PageRequest, pk: int) -> HttpResponse:
    """The family has come."""
    row = _visit(pk)
    deed = partial(actions.receive_visit, actor=request.user, visit=row)
    return _tried(request, row, deed, _("来庁を受け付けました。案件は「手続き中」になりました。"))


@page(WORK)
@require_POST
def appointment_miss(request: PageRequest, pk: int) -> HttpResponse:
    """The family did not come."""
    row = _visit(pk)
    deed = partial(actions.miss_visit, actor=request.user, visit=row)
    return _tried(
        request, row, deed, _("「来なかった」と記録しました。案件は残っています。電話で様子を聞いてください。")
    )


@page(WORK)
def appointment_cancel(request: PageRequest, pk: int) -> HttpResponse:
    """Cancel a visit for a family that called."""
    row = _visit(pk)
    form = ReasonForm(request.POST or None)

    def save() -> str:
        actions.cancel_visit(actor=request.user, visit=row, reason=form.cleaned_data["reason"])
        return _("予約を取り消しました。この時刻は、また予約できます。")

    back = reverse("counter:appointment", args=[pk])
    return form_page(request, FORM, form=form, save=save, back=back, title=_("予約を取り消す"), case=row.case)


@page("counter.run_course")
def course(request: PageRequest) -> HttpResponse:
    """How families are received in one's own municipality."""
    place = work.own_place(access=request.access)
    row = queries.course_of(code=place.pk)
    sections = work.sections_to_choose(municipality=place.pk)
    form = CourseForm(request.POST or None, instance=row or BereavementCourse(), sections=sections)

    def save() -> str:
        changes = form.changes() if row else form.values()
        actions.set_course(actor=request.user, municipality=place, course=row, based_on=form.based_on, changes=changes)
        return _("おくやみコースの受け方を保存しました。")

    back = reverse("counter:appointments")
    return form_page(request, FORM, form=form, save=save, back=back, title=_("おくやみコースの受け方"))


def _visit(pk: int) -> Appointment:
    return get_object_or_404(queries.appointments(), pk=pk)


def _tried(request: PageRequest, row: Appointment, deed: Callable[[], object], done: str) -> HttpResponse:
    return tried(request, deed, done=done, back=reverse("counter:appointment", args=[row.pk]))
