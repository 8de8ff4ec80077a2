"""Pages of residents, without signing in: announcing a visit, the state of a case, booking the bereavement course.

Each address names its municipality and holds a token that nobody can guess; nothing of another case is shown.
"""

from __future__ import annotations

from datetime import date, time
from typing import Any

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hanpo.core import clock, scope
from hanpo.core.pages import public
from hanpo.counter.actions.cases import visits as visit_actions
from hanpo.counter.actions.cases.opening import open_case
from hanpo.counter.files.case_codes import code_svg
from hanpo.counter.inputs.cases import ApplyForm, BookForm
from hanpo.counter.models import AppointmentState, BereavementCourse, Case, CaseWay, Guidance
from hanpo.counter.queries.cases import planning, visits
from hanpo.counter.queries.cases import work as queries


@public
def case_apply(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Announce a visit from a finished guide: a name, and what the counter should know."""
    guidance = _guidance(code, token)
    made = queries.case_of_guidance(guidance=guidance)
    if made is not None:
        return redirect(_mine(made))
    plan = _plan(guidance)
    form = ApplyForm(request.POST or None, initial=queries.applicant_in_papers(guidance=guidance))
    if request.method == "POST" and form.is_valid():
        with scope.within(scope.of(code)):
            case = open_case(
                actor=None, municipality=guidance.municipality, plan=plan, way=CaseWay.PHONE_PAGE, guidance=guidance,
                values={**form.values(), "language": get_language() or "ja"},
            )  # fmt: skip
        return redirect(_mine(case))
    context = {"guidance": guidance, "plan": plan, "form": form, "today": clock.today()}
    return render(request, "counter/cases/apply.html", context, status=_status(request))


@public
def case_mine(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The state of a case, its number and its code, as the family sees it."""
    case = _case(code, token)
    shown = queries.resident_page(case=case, today=clock.today())
    visit = visits.visit_of_family(case=case)
    context = {"case": case, "shown": shown, "visit": visit, "today": clock.today()}
    return render(request, "counter/cases/mine.html", context)


@public
def case_code(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """The code that a clerk scans: the address of the page of the state."""
    case = _case(code, token)
    return HttpResponse(code_svg(request.build_absolute_uri(_mine(case))), content_type="image/svg+xml")


@public
def appointment_days(request: HttpRequest, code: str) -> HttpResponse:
    """The days and times on which a bereaved family can come."""
    course = _course(code)
    days = visits.booking_days(course=course, today=clock.today()) if course.is_open else []
    return render(request, "counter/cases/farewell.html", {"course": course, "days": days, "today": clock.today()})


@public
def appointment_book(request: HttpRequest, code: str, day: str, start: str) -> HttpResponse:
    """Book a time: who comes, and for whom. All sections then prepare it."""
    course, when, at = _course(code), _day(day), _time(start)
    form = BookForm(request.POST or None)
    if visits.free_slot(course=course, day=when, start=at, today=clock.today()) is None:
        messages.warning(request, _("この時刻は、いま埋まりました。ほかの時刻を選んでください。"))
        return redirect("counter:appointment_days", code)
    if request.method == "POST" and form.is_valid():
        booked = _booked(course, when, at, form)
        if booked is not None:
            return redirect(_mine(booked))
    context = {"course": course, "day": when, "start": at, "form": form, "today": clock.today()}
    return render(request, "counter/cases/book.html", context, status=_status(request))


@public
def appointment_give_up(request: HttpRequest, code: str, token: str) -> HttpResponse:
    """Cancel a booked visit: asked once more before it is done."""
    case = _case(code, token)
    visit = visits.visit_of_family(case=case)
    if visit is None or visit.state != AppointmentState.BOOKED:
        return redirect(_mine(case))
    if request.method == "POST":
        with scope.within(scope.of(code)):
            visit_actions.cancel_visit(actor=None, visit=visit, reason=_("ご家族からの取消し"))
        return redirect(_mine(case))
    return render(request, "counter/cases/give_up.html", {"case": case, "visit": visit, "today": clock.today()})


def _booked(course: BereavementCourse, day: date, start: time, form: BookForm) -> Case | None:
    values = {**form.values(), "language": get_language() or "ja"}
    with scope.within(scope.of(course.municipality_id)):
        try:
            booked = visit_actions.book_visit(
                actor=None, course=course, day=day, start=start, values=values, today=clock.today()
            )
        except ValidationError as refusal:
            form.refuse(refusal)
            return None
        return booked.case


def _guidance(code: str, token: str) -> Guidance:
    try:
        return queries.guidance_by_token(code=code, token=token, today=clock.today())
    except ObjectDoesNotExist as absent:
        raise Http404 from absent


def _case(code: str, token: str) -> Case:
    try:
        return queries.case_by_token(code=code, token=token)
    except ObjectDoesNotExist as absent:
        raise Http404 from absent


def _course(code: str) -> BereavementCourse:
    course = visits.course_of(code=code)
    if course is None:
        raise Http404
    return course


def _plan(guidance: Guidance) -> planning.CasePlan:
    with scope.within(scope.of(guidance.municipality_id)):
        return planning.plan_of_guidance(guidance=guidance)


def _mine(case: Case) -> str:
    return reverse("counter:case_mine", args=[case.municipality_id, case.token])


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as unreadable:
        raise Http404 from unreadable


def _time(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError as unreadable:
        raise Http404 from unreadable


def _status(request: Any) -> int:
    return 422 if request.method == "POST" else 200
